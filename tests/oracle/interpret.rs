//! The meaning of a filter, as §4 and the decisions state it: slow, and meant to be read beside them.

use crate::address;
use crate::ast::{Filter, Glyph, Op, Value, Values};
use crate::event::{Event, Seen};
use crate::field::{Field, Type};
use crate::number;

use crate::time;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use regex::Regex;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What a filter's meaning depends on beside the record.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    /// The start of the run (§4.8).
    pub(crate) now: Timestamp,
    /// The zone of times written without one.
    pub(crate) zone: TimeZone,
    /// Whether zero-dropped integers are seen as 0 (§4.3).
    pub(crate) infer: bool,
    /// The files `@file` may name.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

/// §4.1: true or false on every record.
pub(crate) fn matches(filter: &Filter, event: &Event, context: &Context) -> bool {
    match filter {
        Filter::Everything => true,
        Filter::Or(sides) => sides.iter().any(|side| matches(side, event, context)),
        Filter::And(sides) => sides.iter().all(|side| matches(side, event, context)),
        Filter::Not(inner) => !matches(inner, event, context),
        Filter::Has(field) => field.seen(event, context).present,
        Filter::Any(values) => values.iter().any(|value| any(value, event)),
        Filter::Raw(values) => values.iter().any(|value| raw(value, event)),
        Filter::Test(field, op, values) => listed(values, context)
            .iter()
            .any(|value| test(field, *op, value, event, context)),
    }
}

/// Decision 18: in any scalar of the record, case ignored.
fn any(value: &Value, event: &Event) -> bool {
    event
        .value
        .leaves()
        .iter()
        .any(|leaf| contains(leaf, &value.text()))
}

/// Decision 18: in the line's bytes.
///
/// Reading: case ignored, as `:` always does (§4.4).
fn raw(value: &Value, event: &Event) -> bool {
    let needle = format!("(?i){}", regex::escape(&value.text()));
    regex::bytes::Regex::new(&needle)
        .unwrap()
        .is_match(&event.line)
}

/// §4.7: the values of a list, or the lines of `@file`, which are literal; blank lines left out, and comments, which
/// `#` begins at the start of a line or behind a blank.
fn listed(values: &Values, context: &Context) -> Vec<Value> {
    match values {
        Values::List(values) => values.clone(),
        Values::File(name) => {
            let text = String::from_utf8(context.files[name].clone()).unwrap();
            let lines = text
                .lines()
                .map(|line| line.split(" #").next().unwrap().trim())
                .filter(|line| !line.is_empty() && !line.starts_with('#'));
            lines.map(|line| Value::literal(line, false)).collect()
        }
    }
}

fn test(field: &Field, op: Op, value: &Value, event: &Event, context: &Context) -> bool {
    let seen = field.seen(event, context);
    match op {
        // §4.2: `a=""` ≡ `no:a`
        Op::Equal if value.glyphs.is_empty() => !seen.present,
        Op::Equal => equal(field, &seen, value, event, context),
        Op::Like => equal(field, &seen, &value.alive(), event, context),
        Op::Contains => seen.texts.iter().any(|text| contains(text, &value.text())),
        Op::Matches => seen
            .texts
            .iter()
            .any(|text| Regex::new(&value.text()).unwrap().is_match(text)),
        Op::Under => seen.texts.iter().any(|text| under(text, &value.text())),
        Op::StartsWith => affix(field, &seen, &format!("{}.*", regex::escape(&value.text()))),
        Op::EndsWith => affix(field, &seen, &format!(".*{}", regex::escape(&value.text()))),
        Op::Less | Op::LessOrEqual | Op::Greater | Op::GreaterOrEqual => {
            ordered(field, op, &seen, value, event, context)
        }
    }
}

/// §4.4: `:` ignores case by Unicode simple folding, which is what `(?i)` is.
///
/// Reading: wildcards mean nothing to `:`; `cmd:*x` looks for a star. On paths it looks at the text as stored.
fn contains(text: &str, needle: &str) -> bool {
    Regex::new(&format!("(?i){}", regex::escape(needle)))
        .unwrap()
        .is_match(text)
}

/// `=`, by the field's type (§3).
fn equal(field: &Field, seen: &Seen, value: &Value, event: &Event, context: &Context) -> bool {
    let any = |equal: &dyn Fn(&str) -> bool| seen.texts.iter().any(|text| equal(text));
    match field.kind() {
        Type::Name | Type::Label => any(&|text| glob(text, &value.glyphs, Case::Ignored)),
        Type::Text | Type::Untyped => any(&|text| glob(text, &value.glyphs, Case::Kept)),
        Type::Path => any(&|text| path(text, &value.glyphs)),
        Type::Symbol => symbols(*field == Field::Known("proto"), &seen.texts, &value.glyphs),
        Type::Number => any(&|text| in_range(text, &value.text())),
        Type::Address => {
            any(&|text| address::read(text).is_some_and(|a| address::within(a, &value.text())))
        }
        Type::Time => at_time(event, &value.text(), context),
    }
}

#[derive(Clone, Copy)]
enum Case {
    Kept,
    Ignored,
}

fn whole(text: &str, pattern: &str, case: Case) -> bool {
    let flags = match case {
        Case::Kept => "(?s)",
        Case::Ignored => "(?si)",
    };
    Regex::new(&format!(r"{flags}\A(?:{pattern})\z"))
        .unwrap()
        .is_match(text)
}

/// Decision 13: `*` is any run, `?` any one character.
fn pattern(glyphs: &[Glyph]) -> String {
    let piece = |glyph: &Glyph| match glyph {
        Glyph::Plain(c) => regex::escape(&c.to_string()),
        Glyph::Star => ".*".into(),
        Glyph::Mark => ".".into(),
    };
    glyphs.iter().map(piece).collect()
}

fn glob(text: &str, glyphs: &[Glyph], case: Case) -> bool {
    whole(text, &pattern(glyphs), case)
}

/// `startswith`, `endswith`: case as `=` has it for the type (decision 14), on the text as stored.
fn affix(field: &Field, seen: &Seen, pattern: &str) -> bool {
    let case = match field.kind() {
        Type::Name | Type::Label | Type::Symbol => Case::Ignored,
        Type::Path | Type::Text | Type::Untyped | Type::Number | Type::Address | Type::Time => {
            Case::Kept
        }
    };
    seen.texts.iter().any(|text| whole(text, pattern, case))
}

/// §4.9: `//` and `/./` collapse; `..` does not.
fn collapsed(glyphs: &[Glyph]) -> Vec<Glyph> {
    let slash = Glyph::Plain('/');
    let mut path = glyphs.to_vec();
    loop {
        if let Some(at) = path.windows(2).position(|two| two == [slash, slash]) {
            path.remove(at);
        } else if let Some(at) = path
            .windows(3)
            .position(|three| three == [slash, Glyph::Plain('.'), slash])
        {
            path.drain(at..at + 2);
        } else {
            return path;
        }
    }
}

/// A stored path: collapsed, and without the slash at its end.
fn stored_path(text: &str) -> String {
    let collapsed = Value {
        glyphs: collapsed(&Value::literal(text, true).glyphs),
        quoted: true,
    }
    .text();
    match collapsed.strip_suffix('/') {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => collapsed,
    }
}

/// Decision 9: a directory and below, a base name, or the whole path.
fn path(text: &str, query: &[Glyph]) -> bool {
    let stored = stored_path(text);
    let query = collapsed(query);
    if let Some((Glyph::Plain('/'), directory)) = query.split_last() {
        return glob(&stored, directory, Case::Kept)
            || whole(&stored, &format!("{}.*", pattern(&query)), Case::Kept);
    }
    if query.contains(&Glyph::Plain('/')) {
        return glob(&stored, &query, Case::Kept);
    }
    glob(stored.rsplit('/').next().unwrap_or(""), &query, Case::Kept)
}

/// Decision 14: the path and below.
///
/// Reading: wildcards mean nothing to `under`, and a word without a slash is a path all the same.
fn under(text: &str, query: &str) -> bool {
    let (stored, query) = (stored_path(text), stored_path(query));
    stored == query || stored.starts_with(&(query.trim_end_matches('/').to_owned() + "/"))
}

/// Decision 8: split at `|`, commas and blanks; every part of a queried `a|b` must be there.
fn symbols(is_proto: bool, texts: &[String], query: &[Glyph]) -> bool {
    let elements: Vec<&str> = texts
        .iter()
        .flat_map(|text| text.split(['|', ',', ' ']))
        .filter(|element| !element.is_empty())
        .collect();
    let mut parts = query
        .split(|glyph| *glyph == Glyph::Plain('|'))
        .filter(|part| !part.is_empty());
    parts.all(|part| {
        elements
            .iter()
            .any(|element| symbol(element, part) || is_proto && default_protocol(element, part))
    })
}

/// Equal ignoring case, or equal to the element less one prefix.
fn symbol(element: &str, query: &[Glyph]) -> bool {
    let prefix = Regex::new("(?i)^(?:SYS_|O_|AF_|SOCK_|CAP_|SECURITY_|PTRACE_)").unwrap();
    glob(element, query, Case::Ignored) || glob(&prefix.replace(element, ""), query, Case::Ignored)
}

/// Decision 12: `0` and `HOPOPT` are the same protocol.
fn default_protocol(element: &str, query: &[Glyph]) -> bool {
    let is_default = |text: &str| text == "0" || text.eq_ignore_ascii_case("HOPOPT");
    let query = Value {
        glyphs: query.to_vec(),
        quoted: true,
    }
    .text();
    is_default(element) && is_default(&query)
}

/// Decision 19: `a..b` is inclusive.
fn in_range(text: &str, query: &str) -> bool {
    let Some(stored) = number::read(text) else {
        return false;
    };
    let (from, to) = number::range(query);
    from.is_none_or(|from| {
        matches!(
            stored.compare(from),
            Some(Ordering::Greater | Ordering::Equal)
        )
    }) && to.is_none_or(|to| matches!(stored.compare(to), Some(Ordering::Less | Ordering::Equal)))
}

/// Decision 20: inside the period; ranges are half-open.
fn at_time(event: &Event, query: &str, context: &Context) -> bool {
    let Some((at, _)) = time::of_event(event) else {
        return false;
    };
    let (start, end) = time::range(query, context);
    start.is_none_or(|start| at >= start) && end.is_none_or(|end| at < end)
}

/// `> >= < <=` on numbers (decisions 5 and 14), and on time, where the literal counts by its start (decision 20).
fn ordered(
    field: &Field,
    op: Op,
    seen: &Seen,
    value: &Value,
    event: &Event,
    context: &Context,
) -> bool {
    if field.kind() == Type::Time {
        let start = time::must(&value.text(), context).start;
        return time::of_event(event).is_some_and(|(at, _)| holds(op, Some(at.cmp(&start))));
    }
    let literal = number::one(&value.text());
    let stored = seen.texts.iter().filter_map(|text| number::read(text));
    stored
        .into_iter()
        .any(|stored| holds(op, stored.compare(literal)))
}

fn holds(op: Op, order: Option<Ordering>) -> bool {
    match op {
        Op::Less => order == Some(Ordering::Less),
        Op::LessOrEqual => matches!(order, Some(Ordering::Less | Ordering::Equal)),
        Op::Greater => order == Some(Ordering::Greater),
        Op::GreaterOrEqual => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
        Op::Equal
        | Op::Contains
        | Op::Matches
        | Op::Like
        | Op::Under
        | Op::StartsWith
        | Op::EndsWith => false,
    }
}
