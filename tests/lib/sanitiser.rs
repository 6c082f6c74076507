//! Every code point, in the values of records, through every text output: nothing that a terminal
//! obeys comes out, and one record is one line.

use std::fmt::Write;
use std::num::NonZero;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::available_parallelism;

use jiff::tz::TimeZone;
use knoxlog::analysis::{Bins, GroupPart, Groups, Summary};
use knoxlog::count::{Partition, Ranking, Room, Wanted};
use knoxlog::engine::Fold;
use knoxlog::output::{
    Charset, Destination, FormulaGuard, Gaps, Header, RowOptions, RowText, RowWriter, Template,
    counts, format, ranking,
};
use knoxlog::record::column::columns;
use knoxlog::record::{Origin, Record};
use knoxlog::text::{Paint, hostile};
use regex::Regex;

/// Code points to a record: few enough that a fault is easy to find.
const BATCH: u32 = 512;

fn sheet(name: &str, place: Destination, paint: Paint) -> RowOptions {
    let format = format(name).unwrap();
    let columns = columns(
        [
            "ns", "pod", "exe", "resource", "message", "labels", "cmd", "tag",
        ],
        None,
    )
    .unwrap();
    let (zone, header, guard) = (TimeZone::UTC, Header::Shown, FormulaGuard::On);
    RowOptions {
        format,
        columns,
        zone,
        paint,
        place,
        header,
        guard,
        template: Template::parse("{ns} {cmd}|{tag}", None).unwrap(),
        indicators: None,
        charset: Charset::Unicode,
        gaps: Gaps::Counted,
        derived: false,
    }
}

/// Colours of our own: `ESC [ digits ; m`.
fn without_colours(text: &str) -> String {
    static COLOURS: LazyLock<Regex> = LazyLock::new(|| Regex::new("\x1b\\[[0-9;]*m").unwrap());
    COLOURS.replace_all(text, "").into_owned()
}

fn assert_safe(text: &[u8], lines: usize, what: &str) {
    let text = std::str::from_utf8(text).unwrap();
    assert_eq!(text.matches('\n').count(), lines, "{what}: {text:?}");
    let bad = text.chars().find(|char| *char != '\n' && hostile(*char));
    assert_eq!(bad, None, "{what}: {text:?}");
}

/// What has a layout of its own on a line.
const OPERATIONS: [&str; 4] = ["Process", "File", "Network", "Other"];

#[test]
fn nothing_that_a_terminal_obeys_comes_out() {
    let batches = (u32::from(char::MAX) + 1) / BATCH;
    let threads = available_parallelism().map_or(1, NonZero::get);
    let next = AtomicU32::new(0);
    let taken = AtomicU32::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    if nth >= batches {
                        break;
                    }
                    taken.fetch_add(code_points(nth), Ordering::Relaxed);
                }
            });
        }
    });
    let surrogates = 0xE000 - 0xD800;
    assert_eq!(taken.into_inner(), u32::from(char::MAX) + 1 - surrogates);
    let odd = "\u{1b}\u{9b}\u{202e}\u{200b}\r\n\t\u{7f}\u{feff}a";
    for operation in OPERATIONS {
        one_batch(odd, operation);
    }
}

/// Looks at one batch of code points; how many are characters.
fn code_points(nth: u32) -> u32 {
    let codes = nth * BATCH..(nth + 1) * BATCH;
    let chars: Vec<char> = codes.filter_map(char::from_u32).collect();
    if !chars.is_empty() {
        let text: String = chars.iter().collect();
        one_batch(&text, OPERATIONS[nth as usize % OPERATIONS.len()]);
    }
    u32::try_from(chars.len()).unwrap()
}

/// Text formats, and whether columns are named.
const LAYOUTS: [(&str, bool); 12] = [
    ("line", false),
    ("line", true),
    ("table", true),
    ("wide", true),
    ("csv", true),
    ("logfmt", true),
    ("md", true),
    ("fmt", false),
    ("block", false),
    ("block", true),
    ("yaml", false),
    ("yaml", true),
];

fn one_batch(chars: &str, operation: &str) {
    let value = serde_json::to_string(chars).unwrap();
    let mut json = format!(r#"{{"Operation":"{operation}""#);
    for key in [
        "NamespaceName",
        "PodName",
        "ContainerName",
        "HostName",
        "ProcessName",
        "ParentProcessName",
        "Resource",
        "Source",
        "Message",
        "Data",
        "PolicyName",
        "Action",
        "Severity",
        "Tags",
        "Result",
    ] {
        write!(json, ",\"{key}\":{value}").unwrap();
    }
    let label = serde_json::to_string(&format!("a={chars}")).unwrap();
    write!(json, ",\"Labels\":{label}}}").unwrap();
    let origin = Origin {
        bytes: json.as_bytes(),
        ..Origin::default()
    };
    let record = Record::new(json.as_bytes(), origin).unwrap();
    for place in [Destination::Elsewhere, Destination::Terminal(100)] {
        for paint in [Paint::Plain, Paint::Colour] {
            for (name, has_columns) in LAYOUTS {
                let mut sheet = sheet(name, place, paint);
                if !has_columns {
                    sheet.columns.clear();
                }
                let mut part = RowText::default();
                RowWriter { sheet }.visit(&record, &mut part);
                let text = without_colours(std::str::from_utf8(&part.bytes).unwrap());
                let lines = match name {
                    "block" | "yaml" => text.matches('\n').count(),
                    _ => 1,
                };
                assert_safe(text.as_bytes(), lines, name);
            }
        }
    }
    tabbed(&record);
    counted(&record);
    as_json(&record, &json);
}

/// Tabs part the cells of `tsv`, and nothing else is one.
fn tabbed(record: &Record<'_>) {
    let mut part = RowText::default();
    let sheet = sheet("tsv", Destination::Elsewhere, Paint::Plain);
    let columns = sheet.columns.len();
    RowWriter { sheet }.visit(record, &mut part);
    let text = String::from_utf8(part.bytes).unwrap();
    assert_eq!(text.split('\t').count(), columns);
    assert_safe(text.replace('\t', " ").as_bytes(), 1, "tsv");
}

/// Groups of a count, in the forms that people read.
fn counted(record: &Record<'_>) {
    let by = columns(["ns", "cmd", "labels.a"], None).unwrap();
    let share = || Partition::all(Room::groups(100));
    let groups = Groups::<u64>::new(&by, TimeZone::UTC, share());
    let sights = Groups::<Summary<Bins>>::new(&by, TimeZone::UTC, share());
    let (mut ranked, mut drawn) = (Ranking::new(Wanted::Most(9)), Ranking::new(Wanted::Most(9)));
    let (mut part, mut sight) = (GroupPart::default(), GroupPart::default());
    groups.visit(record, &mut part);
    sights.visit(record, &mut sight);
    ranked.take(part.counts);
    drawn.take(sight.counts);
    for name in ["table", "csv", "json"] {
        let mut out = Vec::new();
        let sheet = RowOptions {
            header: Header::Left,
            ..sheet(name, Destination::Elsewhere, Paint::Plain)
        };
        counts(&ranked, &by).write(&sheet, &mut out).unwrap();
        assert_safe(&out, 1, name);
    }
    let mut out = Vec::new();
    let sheet = RowOptions {
        header: Header::Left,
        ..sheet("table", Destination::Terminal(100), Paint::Plain)
    };
    ranking(&drawn, &by, 1, &sheet)
        .write(&sheet, &mut out)
        .unwrap();
    assert_safe(&out, 1, "ranking");
}

/// JSON is byte for byte, but for a terminal, where it has the same value.
fn as_json(record: &Record<'_>, json: &str) {
    for place in [Destination::Elsewhere, Destination::Terminal(100)] {
        let rows = RowWriter {
            sheet: sheet("json", place, Paint::Plain),
        };
        let mut part = RowText::default();
        rows.visit(record, &mut part);
        if place == Destination::Elsewhere {
            assert_eq!(part.bytes, format!("{json}\n").as_bytes());
            continue;
        }
        assert_safe(&part.bytes, 1, "json");
        let shown: serde_json::Value = serde_json::from_slice(&part.bytes).unwrap();
        assert_eq!(
            shown,
            serde_json::from_str::<serde_json::Value>(json).unwrap()
        );
    }
}

/// Values in pairs that would look alike if an escape of ours were not told from its text, as JSON.
const ALIKE: &[&str] = &[
    r"a\nb",
    r"a\\nb",
    r"a\\\nb",
    r"a\\\\nb",
    r"a\tb",
    r"a\\tb",
    r"a\u001bb",
    r"a\\x1bb",
    r"a\u200bb",
    r"a\\u{200b}b",
    r"a\ud800b",
    r"a\\u{d800}b",
    r"a\\\ud800b",
    r"a\\\\u{d800}b",
    r"a\u0080b",
    r"a\\u{80}b",
    r"a\\x80b",
    "a\u{e9}b",
    r"a\\\u00e9b",
    r"a\\u{e9}b",
    r"a\\Windows\\d+b",
];

#[test]
fn no_two_values_look_alike() {
    let formats = LAYOUTS.iter().copied().chain([("tsv", true)]);
    for ((name, has_columns), charset) in formats
        .flat_map(|format| [Charset::Unicode, Charset::Ascii].map(|charset| (format, charset)))
    {
        let mut seen = std::collections::HashMap::new();
        for value in ALIKE {
            let json = format!(r#"{{"Operation":"File","ProcessName":"/x","Resource":"{value}"}}"#);
            let origin = Origin {
                bytes: json.as_bytes(),
                ..Origin::default()
            };
            let record = Record::new(json.as_bytes(), origin).unwrap();
            let mut sheet = RowOptions {
                charset,
                ..sheet(name, Destination::Elsewhere, Paint::Plain)
            };
            if !has_columns {
                sheet.columns.clear();
            }
            if name == "fmt" {
                sheet.template = Template::parse("{resource}", None).unwrap();
            }
            let mut part = RowText::default();
            RowWriter { sheet }.visit(&record, &mut part);
            let before = seen.insert(part.bytes, value);
            assert_eq!(before, None, "{value} in {name} {charset:?}");
        }
    }
}

#[test]
fn groups_are_of_values_and_json_gives_them_back() {
    let by = columns(["resource"], None).unwrap();
    let groups = Groups::<u64>::new(&by, TimeZone::UTC, Partition::all(Room::groups(100)));
    let mut part = GroupPart::default();
    for value in ALIKE {
        let json = format!(r#"{{"Operation":"File","Resource":"{value}"}}"#);
        let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
        groups.visit(&record, &mut part);
    }
    let mut ranked = Ranking::new(Wanted::Most(99));
    ranked.take(part.counts);
    let written = |name: &str| {
        let mut out = Vec::new();
        let sheet = RowOptions {
            header: Header::Left,
            ..sheet(name, Destination::Elsewhere, Paint::Plain)
        };
        counts(&ranked, &by).write(&sheet, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        text.lines()
            .map(str::to_owned)
            .collect::<std::collections::BTreeSet<_>>()
    };
    for name in ["table", "csv", "tsv", "md", "json"] {
        assert_eq!(written(name).len(), ALIKE.len(), "{name}");
    }
    // What JSON spells in two ways is written in one.
    let spelt = |value: &str| value.replace(r"\u00e9", "\u{e9}");
    for value in ALIKE {
        let row = format!(r#"{{"count":1,"resource":"{}"}}"#, spelt(value));
        assert!(written("json").contains(&row), "{row}");
    }
}
