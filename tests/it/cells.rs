//! Cells of tables: none begins a formula, none is lost, and a long one does not widen its neighbours.

use crate::support::{knoxlog, text};

/// Values where numbers are expected, which whoever runs in the container writes.
const FORMULAS: &str = r#"{"Operation":"Network","NamespaceName":"n","ProcessName":"/x","Resource":"sa_family=AF_UNIX sun_path=/a sin_port==cmd|'/c calc'!A0","Data":"fd=3"}
{"Operation":"Syscall","NamespaceName":"n","ProcessName":"/x","Data":"syscall=SYS_MOUNT fd=@SUM(A1)"}
{"Operation":"File","NamespaceName":"-1","ProcessName":"/x","Severity":"=1+1","UID":"+cmd","PID":-7}
{"Operation":"File","NamespaceName":"\uff1dx","ProcessName":"/x","Severity":"\t=1"}
"#;

fn told(words: &[&str], records: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    std::fs::write(&file, records).unwrap();
    let run = knoxlog(words)
        .arg(&file)
        .args(["--no-messages", "--no-config"])
        .output()
        .unwrap();
    text(run.stdout)
}

/// The cells of a line, without the quotes round them.
fn cells(line: &str, parted_by: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    for char in line.chars() {
        match char {
            '"' if parted_by == ',' => is_quoted = !is_quoted,
            char if char == parted_by && !is_quoted => cells.push(String::new()),
            char => cells.last_mut().unwrap().push(char),
        }
    }
    cells
}

#[test]
fn no_cell_begins_a_formula_whatever_its_column_holds() {
    for (format, parted_by) in [("csv", ','), ("tsv", '\t')] {
        for words in [
            &["-c", "ns,port,fd,severity,uid,pid"][..],
            &["top", "ns,port,fd,severity,uid,pid"],
            &["count", "--by", "severity"],
            &["rare", "port"],
            &["fields"],
            &["hist", "--by", "port"],
        ] {
            let text = told(&[words, &["-o", format]].concat(), FORMULAS);
            assert!(text.lines().count() > 1, "{words:?}");
            for cell in text.lines().flat_map(|line| cells(line, parted_by)) {
                let is_number = cell.parse::<f64>().is_ok();
                let begins = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\u{ff1d}']);
                assert!(is_number || !begins, "{words:?} {format}: {cell}");
            }
        }
        let shown = told(&["-c", "ns,pid,severity", "-o", format], FORMULAS);
        let row = ["-1", "-7", "'=1+1"].join(&parted_by.to_string());
        assert!(shown.contains(&row), "{shown}");
        let bare = told(
            &["-c", "severity", "-o", format, "--no-csv-guard"],
            FORMULAS,
        );
        assert!(bare.contains("\n=1+1\n"), "{bare}");
    }
}

#[test]
fn an_empty_cell_alone_in_its_row_is_a_row() {
    let text = "{\"Operation\":\"File\"}\n{\"Operation\":\"File\",\"NamespaceName\":\"a\"}\n";
    assert_eq!(told(&["-c", "ns", "-o", "csv"], text), "ns\n\"\"\na\n");
    assert_eq!(
        told(&["-c", "ns,op", "-o", "csv"], text),
        "ns,op\n,File\na,File\n"
    );
}

#[test]
fn one_long_value_widens_no_other_row() {
    let record = |path: &str| format!("{{\"Operation\":\"File\",\"Resource\":\"{path}\"}}\n");
    let long = "/long".repeat(2000);
    let text = [record("/a"), record("/b"), record("/b"), record(&long)].concat();
    for (words, others) in [
        (&["top", "resource,op"][..], 3),
        (&["count", "--by", "resource,op"], 3),
        (&["-o", "table", "-c", "resource,op"], 4),
    ] {
        let table = told(words, &text);
        let (wide, narrow): (Vec<&str>, Vec<&str>) =
            table.lines().partition(|line| line.contains(&long));
        assert_eq!((wide.len(), narrow.len()), (1, others), "{words:?}");
        assert!(narrow.iter().all(|line| line.len() < 200), "{words:?}");
    }
}
