//! The seven properties that the filter language must have, each a test by its name.

mod generate;

use std::io::Write;
use std::process::{Command, Stdio};
use std::{fs, path::Path};

use generate::{event, filter, record, value};
use jiff::tz::TimeZone;
use knoxlog::query::macros::built_in;
use knoxlog::query::{Checked, Clock, Filter, Infer, MAX_DEPTH, Setting, Term, parse};
use knoxlog::record::time::Time;
use knoxlog::record::{Origin, Record};
use proptest::prelude::*;

fn compile(text: &str) -> Option<Checked> {
    let macros = built_in();
    let setting = Setting {
        clock: Clock {
            now: Time::parse("2026-03-14T09:30:00Z").unwrap(),
            zone: TimeZone::UTC,
        },
        macros: &macros,
        infer: Infer::Zero,
        indicators: None,
        read: &|name| {
            let is_addresses = name.contains("iocs");
            let values = if is_addresses {
                "10.0.0.0/8\n# none\n"
            } else {
                "default\n5\n"
            };
            Ok(values.into())
        },
    };
    let terms = vec![Term::parse(text).ok()?];
    let filter = Filter {
        terms,
        ..Filter::default()
    };
    filter.compile(&setting).ok()
}

fn verdict(filter: &str, record: &str) -> Option<bool> {
    let checked = compile(filter)?;
    let origin = Origin {
        bytes: record.as_bytes(),
        ..Origin::default()
    };
    let record = Record::new(record.as_bytes(), origin).unwrap();
    Some(checked.plan.matches(&record))
}

/// Every error must underline a part of its text that can be shown.
fn check_places(text: &str) {
    let errors = match Term::parse(text) {
        Err(error) => vec![error],
        Ok(term) => {
            let terms = vec![term];
            let macros = built_in();
            let setting = Setting {
                clock: Clock {
                    now: Time(0),
                    zone: TimeZone::UTC,
                },
                macros: &macros,
                infer: Infer::Zero,
                indicators: None,
                read: &|_| Ok(b"10.0.0.0/99\nx\n".to_vec()),
            };
            match (Filter {
                terms,
                ..Filter::default()
            })
            .compile(&setting)
            {
                Err(errors) => errors,
                Ok(checked) => {
                    for it in checked.warnings {
                        assert!(it.text.get(it.at.clone()).is_some(), "{text:?}: {it:?}");
                    }
                    return;
                }
            }
        }
    };
    for error in errors {
        assert!(
            error.text.get(error.at.clone()).is_some(),
            "{text:?}: {error:?}"
        );
        assert!(!error.what.message().is_empty());
        drop(error.what.help());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, max_global_rejects: 100_000, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn property_1_a_filter_and_its_opposite_part_all_records(text in filter(), json in record()) {
        if let Some(holds) = verdict(&text, &json) {
            prop_assert_eq!(verdict(&format!("not ({text})"), &json), Some(!holds), "{} on {}", text, json);
        }
    }

    #[test]
    fn property_1_de_morgan(left in filter(), right in filter(), json in record()) {
        let both = verdict(&format!("({left}) and ({right})"), &json);
        let neither = verdict(&format!("not (not ({left}) or not ({right}))"), &json);
        prop_assert_eq!(both, neither);
    }

    #[test]
    fn property_2_what_is_printed_reads_as_the_same_tree(text in filter()) {
        let tree = parse(&text).unwrap();
        let printed = tree.to_string();
        prop_assert_eq!(parse(&printed), Ok(tree), "{} printed as {}", text, printed);
    }

    #[test]
    fn property_2_of_texts_of_the_language_s_characters(
        text in r#"((ns|labels\.a|\.x|\."k"|has|any|is|op)? ?(=|!=|:|~|!~|>| like | in |@)? ?(or|not|and|\\?["'*?(),@a\\ .|\[\]é]){0,6} ?){1,3}"#,
    ) {
        if let Ok(tree) = parse(&text) {
            let printed = tree.to_string();
            prop_assert_eq!(parse(&printed), Ok(tree), "{} printed as {}", text, printed);
        }
    }

    #[test]
    fn property_3_unequal_is_not_equal(
        (field, value) in (generate::field(), value()),
        op in prop::sample::select(&[("!=", "="), (" ne ", " eq "), (" not in ", " in "), ("!~", "~")][..]),
        json in record(),
    ) {
        let (opposite, plain) = op;
        let holds = verdict(&format!("{field}{plain}{value}"), &json);
        prop_assert_eq!(verdict(&format!("{field}{opposite}{value}"), &json), holds.map(|holds| !holds));
        prop_assert_eq!(verdict(&format!("not {field}{plain}{value}"), &json), holds.map(|holds| !holds));
    }

    #[test]
    fn property_4_the_order_of_an_address_s_parts_never_matters(
        text in filter(),
        parts in Just(vec!["sa_family=AF_INET", "sin_port=53", "sin_addr=10.0.0.10"]).prop_shuffle(),
    ) {
        let json = |parts: &[&str]| {
            format!(r#"{{"Operation":"Network","Data":"syscall=SYS_CONNECT fd=3","Resource":"{}"}}"#, parts.join(" "))
        };
        // The text as a whole is another one, of course.
        prop_assume!(!["resource", "any:", "raw:"].iter().any(|word| text.to_lowercase().contains(word)));
        let sorted = json(&["sa_family=AF_INET", "sin_port=53", "sin_addr=10.0.0.10"]);
        prop_assert_eq!(verdict(&text, &json(&parts)), verdict(&text, &sorted), "{}", text);
    }

    #[test]
    fn property_5_both_dialects_give_one_verdict(text in filter(), event in event()) {
        prop_assume!(!["any:", "raw:", "event.", "."].iter().any(|word| text.contains(word) && !text.contains("labels.")));
        let expected = verdict(&text, &event.pascal(false));
        for json in [event.pascal(true), event.camel(false), event.camel(true)] {
            prop_assert_eq!(verdict(&text, &json), expected, "{} on {}", text, json);
        }
    }

    #[test]
    fn property_7_no_text_makes_it_panic(text in any::<String>()) {
        check_places(&text);
    }

    #[test]
    fn property_7_no_text_of_its_shape_makes_it_panic(
        text in r#"((ns|op|pid|ip|time|path|flags|labels\.a|\.x|\."k|has|no|any|is|é) ?(=|!=|:|~|!~|>|<=| like | in | under |@)? ?(or|not|and|10\.0\.0\.0/|\\[xu]?|[-"'*?(),@a0-9\\ .|\[\]é:TZ/]){0,9} ?){1,3}"#,
    ) {
        check_places(&text);
    }

    #[test]
    fn property_7_no_value_makes_a_record_panic(text in filter(), value in any::<String>()) {
        let value = serde_json::to_string(&value).unwrap();
        let json = format!(r#"{{"Operation":"Network","NamespaceName":{value},"Data":{value},"Resource":{value},"Labels":{value},"UpdatedTime":{value},"ProcessName":{value},"Severity":{value},"Tags":{value}}}"#);
        let _ = verdict(&text, &json);
    }
}

#[test]
fn property_6_every_unquoted_example_survives_every_shell() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shell/unquoted.txt");
    let examples = fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = examples
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert!(lines.len() > 40);
    let script: String = lines
        .iter()
        .map(|line| format!("printf '[%s]' {line}; echo\n"))
        .collect();
    let expected: Vec<String> = lines
        .iter()
        .map(|line| line.split(' ').map(|word| format!("[{word}]")).collect())
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let mut tried = 0;
    for shell in ["bash", "dash", "zsh", "fish"] {
        let Some(said) = run(shell, &script, folder.path()) else {
            continue;
        };
        tried += 1;
        assert_eq!(said.lines().collect::<Vec<_>>(), expected, "{shell}");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            0,
            "{shell} made a file"
        );
    }
    assert!(tried > 0, "no shell here");
}

/// What a shell prints for a script; `None` where the shell is not installed.
fn run(shell: &str, script: &str, folder: &Path) -> Option<String> {
    let mut child = Command::new(shell)
        .current_dir(folder)
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", "/dev/null")
        .env("XDG_DATA_HOME", "/dev/null")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child
        .stdin
        .take()
        .unwrap()
        .write_all(script.as_bytes())
        .unwrap();
    let said = child.wait_with_output().unwrap();
    assert!(said.status.success(), "{shell}");
    Some(String::from_utf8(said.stdout).unwrap())
}

#[test]
fn property_6_every_example_that_is_a_filter_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/shell/unquoted.txt");
    let examples = fs::read_to_string(path).unwrap();
    let words = examples
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split(' '));
    let filters: Vec<&str> = words
        .filter(|word| {
            !word.starts_with(|char: char| char == '-' || char.is_ascii_digit())
                && word.contains(['=', ':', '~'])
                && *word != "a!=v"
                && *word != "app=vault"
        })
        .collect();
    assert!(filters.len() > 50, "{}", filters.len());
    for filter in filters {
        assert!(compile(filter).is_some(), "{filter}");
    }
}

#[test]
fn property_7_nesting_has_a_limit() {
    let nested = |levels: usize, open: &str, close: &str| {
        format!("{}ns=a{}", open.repeat(levels), close.repeat(levels))
    };
    for (open, close) in [("(", ")"), ("not ", ""), ("!", ""), ("!(", ")")] {
        let each = open.replace(' ', "").len().min(2);
        let deepest = if open == "not " {
            MAX_DEPTH
        } else {
            MAX_DEPTH / each
        };
        assert!(parse(&nested(deepest, open, close)).is_ok(), "{open}");
        let error = parse(&nested(deepest + 1, open, close)).unwrap_err();
        assert_eq!(
            error.what.message(),
            "nested deeper than 128 levels",
            "{open}"
        );
    }
}

/// A parser that looks at the rest of its text for each word would take minutes here.
#[test]
fn property_7_a_megabyte_is_read_in_one_pass() {
    const SIZE: usize = 1 << 20;
    for (piece, head) in [
        ("(", ""),
        ("not ", ""),
        ("!", ""),
        ("a=b ", ""),
        ("\"", ""),
        ("'", ""),
        ("\"", "ns="),
        ("\\", "ns="),
        ("ns=a or ", ""),
        ("ns", ""),
        ("x ", ""),
        ("a,", "ns="),
        ("a\\,", "ns="),
        ("[", "ns~"),
        ("(", "ns~"),
        ("..", "ns="),
        (".", ""),
        (".\"x\"", ""),
        ("labels.", ""),
        (" ", ""),
        (")", ""),
        ("a = b,c ", ""),
        ("has:ns ", ""),
        ("ns exists ", ""),
        ("é=ö ", ""),
        ("*", "ns:"),
        ("op!=(x,y)", ""),
    ] {
        let text = format!("{head}{}", piece.repeat(SIZE / piece.len()));
        if let Ok(tree) = parse(&text) {
            drop(tree.to_string());
        }
    }
}

#[test]
fn property_7_many_unknown_values_are_a_few_warnings() {
    let text = "op=x ".repeat(1 << 15);
    let warnings = compile(&text).unwrap().warnings;
    assert!((1..100).contains(&warnings.len()));
}
