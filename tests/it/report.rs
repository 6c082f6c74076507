//! A report of hostile records: whatever they hold is text on the page, for a parser, for a browser, for Markdown.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;
use serde_json::json;

use crate::support::{knoxlog, text};

/// What a page, a picture, a stylesheet, a ticket or a reader might take for more than text.
const HOSTILE: &[&str] = &[
    "<script>document.title='pwned'</script>",
    "\"><img src=x onerror=\"document.title='pwned'\">",
    "' onmouseover='document.title=1' x='",
    "</td></table><iframe src=\"javascript:document.title=1\"></iframe>",
    "</pre><h1>pwned</h1>",
    "</title></svg><svg onload=document.title=1><foreignObject><body onload=alert(1)>",
    "]]><!-- --!><![CDATA[<script>1</script>",
    "</style><style>*{display:none}</style>",
    "<link rel=stylesheet href=//evil.example/x><meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example><form action=//evil.example><input autofocus onfocus=alert(1)>",
    "&lt;script&gt; &#60;b&#62; &amp;",
    "{{constructor.constructor('alert(1)')()}} ${7*7}",
    "`![x](http://evil.example/x.png)` [a](javascript:1) @everyone | **b** ```",
    "```\n# pwned\n<details open ontoggle=alert(1)>",
    "\u{202e}gpj.exe\u{2066}x\u{2069}\u{200b}\u{feff}",
    "a\u{2028}b\u{2029}c\u{85}d",
    "\u{1b}[2J\u{1b}]0;pwned\u{7}\r\n\u{0}\u{9b}31m\u{7f}",
    "=cmd|' /C calc'!A0",
];

/// A record whose every text is hostile.
fn record(nth: usize, text: &str) -> String {
    let at = format!("2026-03-14T09:{:02}:{:02}.000001Z", nth / 60, nth % 60);
    json!({
        "Timestamp": 1_773_480_000_u64, "UpdatedTime": at, "ClusterName": text, "HostName": format!("{text}{}", nth % 2),
        "NamespaceName": text, "PodName": text, "ContainerName": text, "ContainerID": text, "ContainerImage": text,
        "Owner": {"Ref": text, "Name": text, "Namespace": text}, "Labels": text,
        "HostPPID": 100 + nth, "HostPID": 200 + nth, "PPID": 1, "PID": 2, "UID": text,
        "ParentProcessName": text, "ProcessName": format!("/bin/{text}"), "Source": text, "Operation": "Process",
        "Resource": text, "Data": format!("syscall=SYS_EXECVE {text}"), "Action": text, "Severity": text,
        "PolicyName": text, "Tags": format!("MITRE_T1059_{text},{text}"), "ATags": [text], "Message": text,
        "Type": "MatchedPolicy", "Result": if nth.is_multiple_of(2) { "Permission denied" } else { text },
    })
    .to_string()
}

/// A folder with a file of hostile records, whose name is hostile too.
fn hostile_file(folder: &Path) -> PathBuf {
    let path = folder.join("<img src=x onerror=document.title='pwned'>&.ndjson");
    let huge = "<b>".repeat(100_000);
    let mut lines: Vec<String> = HOSTILE
        .iter()
        .chain([&huge.as_str()])
        .enumerate()
        .map(|(nth, text)| record(nth, text))
        .collect();
    let text = HOSTILE[0];
    lines.push(json!({"Operation": "AlertThreshold", "HostName": text, "NamespaceName": text, "PodName": text,
        "UpdatedTime": "2026-03-14T09:00:05Z", "MaxAlertsPerSec": 10, "DroppingAlertsInterval": 30}).to_string());
    lines.push(format!("{{\"<script>{text}"));
    fs::write(&path, lines.join("\n")).unwrap();
    path
}

/// What knoxlog writes; it must have found something.
fn written(args: &[&str], file: &Path) -> String {
    let run = knoxlog(args)
        // A name like this one would be read as a condition.
        .arg("--")
        .arg(file)
        .output()
        .unwrap();
    assert_eq!(
        run.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    text(run.stdout)
}

const REPORT: &[&str] = &[
    "report",
    "-o",
    "html",
    "-x",
    "pod:'</script><svg onload=1>'",
];
const PICTURE: &[&str] = &[
    "hist",
    "--by",
    "pod",
    "-o",
    "svg",
    "-x",
    "pod:'</script><svg onload=1>'",
];

/// Elements that pages and pictures of ours are made of.
const ELEMENTS: &[&str] = &[
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "nav", "ul", "li", "a",
    "main", "section", "p", "pre", "div", "table", "thead", "tbody", "tr", "th", "td", "svg",
    "desc", "defs", "pattern", "rect", "line", "text", "g",
];

/// Holds that nothing is in a page but what we write: no element of others, nothing that runs, loads, or leads away.
fn assert_inert(page: &str) {
    let tag = Regex::new(r"<(/?)([^\s>/]+)([^>]*)>").unwrap();
    let attribute = Regex::new(r#"([^\s=]+)="([^"]*)""#).unwrap();
    let text = tag.replace_all(page, "");
    assert!(!text.contains('<'), "something like a tag is left");
    for found in tag.captures_iter(page) {
        let name = found[2].to_ascii_lowercase();
        let is_known = ELEMENTS.contains(&name.as_str()) || name == "!doctype";
        assert!(is_known, "an element of others: {}", &found[0]);
        for pair in attribute.captures_iter(&found[3]) {
            let (name, value) = (pair[1].to_ascii_lowercase(), &pair[2]);
            assert!(!name.starts_with("on"), "{}", &found[0]);
            if ["href", "src", "action", "data", "xlink:href"].contains(&name.as_str()) {
                assert!(value.starts_with('#'), "{}", &found[0]);
            }
            let leads_away = value.contains("//") && name != "xmlns";
            assert!(!leads_away, "{}", &found[0]);
        }
        assert!(!found[3].contains("javascript:"), "{}", &found[0]);
    }
    let is_hidden = |char: &char| knoxlog::text::hostile(*char) && *char != '\n';
    assert_eq!(page.chars().find(is_hidden), None);
}

#[test]
fn nothing_of_a_record_is_markup() {
    let folder = tempfile::tempdir().unwrap();
    let file = hostile_file(folder.path());
    let page = written(REPORT, &file);
    assert_inert(&page);
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:"));
    assert!(page.contains("&lt;script&gt;document.title=&#39;pwned&#39;&lt;/script&gt;"));
    assert!(page.len() < 2_000_000, "a huge cell is cut");
    assert_inert(&written(PICTURE, &file));
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let file = hostile_file(folder.path());
    for format in ["html", "md"] {
        let args = |threads| ["report", "-o", format, "-j", threads, "--block-size", "4K"];
        let bytes = |page: String| page.replace("-j 4", "-j 1");
        let one = written(&args("1"), &file);
        assert_eq!(one, written(&args("1"), &file));
        assert_eq!(one, bytes(written(&args("4"), &file)));
    }
}

#[test]
fn inputs_are_told_by_their_sha_256_a_pipe_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ndjson");
    let line = record(0, "x");
    fs::write(&file, &line).unwrap();
    let by_tool = Command::new("sha256sum").arg(&file).output().unwrap();
    let sum = String::from_utf8(by_tool.stdout).unwrap();
    let sum = sum.split(' ').next().unwrap();
    let shown = format!("| `{}` | `{sum}` |", line.len());
    assert!(written(&["report", "-o", "md"], &file).contains(&shown));
    let piped = knoxlog(&["report", "-o", "md", "-"])
        .stdin(fs::File::open(&file).unwrap())
        .output()
        .unwrap();
    assert!(text(piped.stdout).contains(&shown));
}

#[test]
fn markdown_renders_nothing_of_a_record() {
    let folder = tempfile::tempdir().unwrap();
    let file = hostile_file(folder.path());
    let text = written(&["report", "-o", "md"], &file);
    let mut fence: Option<String> = None;
    let mut rest = String::new();
    for line in text.lines() {
        let ticks: String = line.chars().take_while(|char| *char == '`').collect();
        match &fence {
            Some(open) if line == open => fence = None,
            Some(_) => {}
            None if line.ends_with("text") && ticks.len() > 2 => fence = Some(ticks),
            None => {
                rest += &without_code(line);
                rest.push('\n');
            }
        }
    }
    assert_eq!(fence, None);
    let ours = |char: char| char.is_ascii_alphanumeric() || " |#-\n".contains(char);
    assert_eq!(rest.chars().find(|char| !ours(*char)), None, "{rest}");
    assert!(!rest.contains("pwned"));
}

/// A line without its code spans: from a run of backticks to the next of the same length.
fn without_code(line: &str) -> String {
    let mut rest = line;
    let mut kept = String::new();
    while let Some(start) = rest.find('`') {
        kept += &rest[..start];
        let inner = rest[start..].trim_start_matches('`');
        let length = rest[start..].len() - inner.len();
        let closing = Regex::new(&format!("(?:^|[^`])(`{{{length}}})(?:[^`]|$)")).unwrap();
        let Some(found) = closing.captures(inner) else {
            return kept + &rest[start..];
        };
        rest = &inner[found.get(1).unwrap().end()..];
    }
    kept + rest
}

/// The browser, if there is one.
fn browser() -> Option<&'static str> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = names.into_iter().find(|name| {
        let run = Command::new(name).arg("--version").output();
        run.is_ok_and(|run| run.status.success())
    });
    if found.is_none() {
        // Past the capture of test output, which would keep it to itself.
        let _ = std::io::stderr().write_all(b"skipped: no chromium to open a report in\n");
    }
    found
}

/// What a browser makes of a page.
fn opened(browser: &str, page: &Path, folder: &Path) -> String {
    let run = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
        ])
        .args([
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ])
        .arg(format!(
            "--user-data-dir={}",
            folder.join("profile").display()
        ))
        .arg("--dump-dom")
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let complaints = String::from_utf8_lossy(&run.stderr);
    assert!(
        !complaints.contains("Content Security Policy"),
        "something was held back: {complaints}"
    );
    text(run.stdout)
}

#[test]
fn a_browser_finds_nothing_on_the_page_but_text() {
    let Some(browser) = browser() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = hostile_file(folder.path());
    let page = folder.path().join("report.html");
    fs::write(&page, written(REPORT, &file)).unwrap();
    let became = opened(browser, &page, folder.path());
    assert_inert(&became);
    assert!(
        became.contains("<title>knoxlog report</title>"),
        "the title was changed"
    );
    let rows = Regex::new("<tr>").unwrap();
    let count = |text: &str| rows.find_iter(text).count();
    assert_eq!(
        count(&became),
        count(&fs::read_to_string(&page).unwrap()),
        "a table was broken out of"
    );

    let picture = folder.path().join("picture.svg");
    fs::write(&picture, written(PICTURE, &file)).unwrap();
    let became = opened(browser, &picture, folder.path());
    assert!(
        became.contains("kx-title") && !became.contains("parsererror"),
        "{became}"
    );
    assert_inert(&became);
}
