//! The oracle: a naive interpreter of the filter language, written from its specification alone, and the properties the language promises.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise; the lint exempts test functions only"
)]

#[path = "oracle/address.rs"]
mod address;
#[path = "oracle/cases.rs"]
mod cases;
#[path = "oracle/event.rs"]
mod event;
#[path = "oracle/field.rs"]
mod field;
#[path = "oracle/interpret.rs"]
mod interpret;
#[path = "oracle/json.rs"]
mod json;
#[path = "oracle/number.rs"]
mod number;
#[path = "oracle/parse.rs"]
mod parse;
#[path = "oracle/time.rs"]
mod time;

use event::Event;
use interpret::{Context, matches};
use jiff::tz::TimeZone;
use parse::parse;

fn context() -> Context {
    let files = [
        (
            "iocs.txt",
            "# seen in the wild\n10.1.0.0/16\n\n 8.8.8.8 \n2606:4700::/32\n",
        ),
        ("names.txt", "kube-*\nweb\n# default\n"),
    ];
    Context {
        now: "2023-10-05T06:00:00Z".parse().unwrap(),
        zone: TimeZone::UTC,
        infer: true,
        files: files
            .map(|(name, text)| (name.to_owned(), text.into()))
            .into(),
    }
}

fn answer(filter: &str, event: &Event) -> bool {
    let parsed = parse(filter).unwrap_or_else(|error| panic!("`{filter}`: {error}"));
    matches(&parsed, event, &context())
}

#[test]
fn the_oracle_says_what_the_specification_says() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for (section, record, hits, misses) in cases::CASES {
        let event = Event::read(record).unwrap_or_else(|| panic!("{section}: no record"));
        assert!(event.is_telemetry(), "{section}: no telemetry");
        for (filters, wanted) in [(hits, true), (misses, false)] {
            for filter in *filters {
                if answer(filter, &event) != wanted {
                    wrong.push(format!("{section}: `{filter}` is not {wanted}"));
                }
                count += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 400, "{count} cases");
}

#[test]
fn what_is_no_filter_is_refused() {
    for text in cases::ERRORS {
        assert!(
            parse(text).is_err(),
            "`{text}` was taken for {:?}",
            parse(text)
        );
    }
    assert!(parse(&format!("{}ns=a{}", "(".repeat(128), ")".repeat(128))).is_ok());
    assert!(parse(&format!("{}ns=a{}", "(".repeat(129), ")".repeat(129))).is_err());
    assert!(parse(&format!("{}is:root", "not ".repeat(128))).is_err());
}

#[test]
fn no_infer_sees_no_zero() {
    let event = Event::read(r#"{"Operation":"File","HostPID":7}"#).unwrap();
    let plain = Context {
        infer: false,
        ..context()
    };
    assert!(!matches(&parse("uid=0").unwrap(), &event, &plain));
    assert!(matches(&parse("uid!=0").unwrap(), &event, &plain));
}

#[test]
fn a_time_may_come_from_the_wrapper() {
    let mut event = Event::read(r#"{"Operation":"File"}"#).unwrap();
    event.envelope_time = Some("2023-10-05T05:59:00.123456789Z".into());
    assert!(answer("time=2m.. time=05:59 time:0.1234 has:time", &event));
}

#[test]
fn telemetry_is_told_by_its_keys() {
    let is = |text: &str| Event::read(text).is_some_and(|event| event.is_telemetry());
    for text in [
        r#"{"operation":"x"}"#,
        r#"{"tYPE":"hostlog"}"#,
        r#"{"ClusterName":"d","HostName":"h","PPID":0}"#,
        r#"{"hostname":"h","hostPPid":1}"#,
    ] {
        assert!(is(text), "{text}");
    }
    for text in [
        r#"{"level":"info","ts":"2025"}"#,
        r#"{"Operation":""}"#,
        r#"{"Type":"Other"}"#,
        r#"{"ClusterName":"d"}"#,
        r#"{"PPID":0}"#,
        "[]",
        "5",
        "{",
        r#"{"Operation":"x"} y"#,
    ] {
        assert!(!is(text), "{text}");
    }
    let deep = |n: usize| {
        format!(
            r#"{{"Operation":"x","a":{}{}}}"#,
            "[".repeat(n),
            "]".repeat(n)
        )
    };
    assert!(is(&deep(127)) && !is(&deep(128)));
}
