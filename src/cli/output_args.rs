//! Typed to resolved: how rows are to look.

use std::io::IsTerminal;
use std::sync::Arc;

use clap::builder::{PossibleValue, PossibleValuesParser};
use jiff::tz::TimeZone;

use super::args::values::TEMPLATE;
use super::args::{ColorChoice, OutputArgs};
use super::{Failure, environment};
use crate::output::{
    self, Charset, Destination, Format, FormulaGuard, Gaps, Grid, Header, RowOptions, Template,
    TemplateFault,
};
use crate::query::error::{Error, What};
use crate::record::column::{self, Column};
use crate::record::field::{self, FIELDS};
use crate::record::indicators::Indicators;
use crate::text::nearest;

/// Takes the name of a format that a table of answers is written in, or of a document of the command.
pub(super) fn answers(documents: &[&str]) -> PossibleValuesParser {
    named(&[Grid::FORMATS, documents].concat())
}

/// Takes the name of one of these formats.
pub(super) fn named(names: &[&str]) -> PossibleValuesParser {
    let row = |name: &&str| {
        let format = output::format(name)?;
        let value = PossibleValue::new(format.name).aliases(format.aliases);
        Some(value.help(format.doc))
    };
    PossibleValuesParser::new(names.iter().filter_map(row))
}

/// How rows are to look.
pub(super) fn sheet(
    args: &OutputArgs,
    zone: TimeZone,
    default: &str,
    indicators: Option<Arc<Indicators>>,
) -> Result<RowOptions, Failure> {
    let known = indicators.as_ref();
    let name = match (args.json, args.raw) {
        (true, _) => "json",
        (_, true) => "raw",
        _ => args.output.as_deref().unwrap_or(default),
    };
    let (name, template) = match name.strip_prefix(TEMPLATE) {
        Some(text) => ("fmt", self::template(text, known)?),
        None => (name, Template::default()),
    };
    let unknown = || Failure::Usage {
        message: format!("unknown format `{name}`"),
        help: String::new(),
    };
    let format = output::format(name).ok_or_else(unknown)?;
    refuse(args, format, &template)?;
    let columns = match &args.columns {
        Some(list) => chosen(list, format, known)?,
        None => column::columns(format.usual_columns(known), known).unwrap_or_default(),
    };
    let is_terminal = std::io::stdout().is_terminal();
    // Who asks for `wide` wants all of it.
    let is_cut = is_terminal && format.name != "wide" || args.width.is_some() && !format.is_whole;
    Ok(RowOptions {
        format,
        columns,
        zone,
        paint: environment::paint(
            args.color.unwrap_or(ColorChoice::Auto),
            args.theme,
            is_terminal,
        ),
        place: match is_cut {
            true => Destination::Terminal(environment::width(args.width)),
            false => Destination::Elsewhere,
        },
        header: match args.no_header {
            true => Header::Left,
            false => Header::Shown,
        },
        template,
        charset: match args.ascii {
            true => Charset::Ascii,
            false => Charset::Unicode,
        },
        derived: args.derived,
        indicators,
        gaps: match (format.shows_gaps && args.columns.is_none(), is_terminal) {
            (true, true) => Gaps::Shown,
            (true, false) => Gaps::Aside,
            (false, _) => Gaps::Counted,
        },
        guard: match args.no_csv_guard {
            true => FormulaGuard::Off,
            false => FormulaGuard::On,
        },
    })
}

/// Formats whose characters may be chosen, as nobody reads them back.
const FOR_PEOPLE: [&str; 4] = ["line", "table", "wide", "block"];

fn refuse(args: &OutputArgs, format: &Format, template: &Template) -> Result<(), Failure> {
    if format.name == "fmt" && template.columns().next().is_none() {
        return Err(Failure::Usage {
            message: "`-o fmt` shows no field".to_owned(),
            help: "write -o 'fmt={time} {ns}/{pod} {cmd}'".to_owned(),
        });
    }
    if args.redact && format.name == "raw" {
        return Err(Failure::Usage {
            message: "`--redact` does not go with `-o raw`, which is the lines as they came"
                .to_owned(),
            help: "take -o json: the record's own JSON, its secrets masked".to_owned(),
        });
    }
    if args.ascii && !FOR_PEOPLE.contains(&format.name) {
        return Err(Failure::Usage {
            message: format!(
                "`--ascii` does not go with `-o {}`, which is for programs",
                format.name
            ),
            help: format!("it goes with -o {}", FOR_PEOPLE.join(", ")),
        });
    }
    if args.derived && format.name != "json" {
        return Err(Failure::Usage {
            message: format!(
                "`--virtual` goes with `-o json`, not with `-o {}`",
                format.name
            ),
            help: "other formats show any field that -c names; `-o block` shows all".to_owned(),
        });
    }
    if args.columns.is_some() && (format.is_whole || format.name == "fmt") {
        return Err(Failure::Usage {
            message: format!(
                "`--columns` does not go with `-o {}`, which says itself what it shows",
                format.name
            ),
            help: "leave it out, or take -o csv; members of records: `| jq -c '{…}'`".to_owned(),
        });
    }
    Ok(())
}

/// Columns that a format without columns of its own begins with, where some are added or dropped.
const USUAL: &[&str] = &["time", "outcome", "ns", "pod", "op", "exe", "resource"];

/// The columns of `--columns`: a list of fields; `all`; or the usual ones with `+field` added and `-field` dropped.
fn chosen(
    list: &str,
    format: &Format,
    indicators: Option<&Arc<Indicators>>,
) -> Result<Vec<Column>, Failure> {
    let mut usual = format.usual_columns(indicators);
    if format.columns.is_empty() {
        usual.splice(0..0, USUAL.iter().copied());
    }
    let all = || {
        FIELDS
            .iter()
            .filter(|field| !field.is_map())
            .map(|field| field.name)
    };
    let is_change = |name: &str| name.starts_with(['+', '-']);
    let names: Vec<&str> = list.split(',').map(str::trim).collect();
    let mut chosen: Vec<&str> = match names.iter().all(|name| is_change(name)) {
        true => usual,
        false => Vec::new(),
    };
    // Each name is looked up, the dropped ones too: a typo that drops nothing would be quiet.
    columns(
        &names
            .iter()
            .map(|name| name.trim_start_matches(['+', '-']))
            .filter(|name| *name != "all")
            .collect::<Vec<_>>()
            .join(","),
        "--columns",
        indicators,
    )
    .or_else(|failure| {
        if list.trim() == "all" {
            Ok(Vec::new())
        } else {
            Err(failure)
        }
    })?;
    for name in names {
        match name.strip_prefix('-') {
            Some(dropped) => chosen.retain(|kept| !is_same(kept, dropped, indicators)),
            None if name == "all" => chosen.extend(all()),
            None => chosen.push(name.trim_start_matches('+')),
        }
    }
    if chosen.is_empty() {
        return Err(Failure::Usage {
            message: format!("`--columns {list}` leaves no column"),
            help: "name some: time,ns,pod,exe".to_owned(),
        });
    }
    columns(&chosen.join(","), "--columns", indicators)
}

/// Whether two names are of one column.
fn is_same(left: &str, right: &str, indicators: Option<&Arc<Indicators>>) -> bool {
    let columns = column::columns([left, right], indicators);
    matches!(columns.as_deref(), Ok([left, right]) if left.is_same(right))
}

fn template(text: &str, indicators: Option<&Arc<Indicators>>) -> Result<Template, Failure> {
    Template::parse(text, indicators).map_err(|fault| match fault {
        TemplateFault::Unknown(name) if !name.is_empty() => {
            unknown_field(&format!("fmt={text}"), &name)
        }
        _ => Failure::Usage {
            message: format!("`fmt={text}` has a brace without a field"),
            help: "a field stands in braces, {{ and }} are braces: 'fmt={time} {ns}/{pod}'"
                .to_owned(),
        },
    })
}

/// The columns of a list; a name that is no field is worded as in a filter.
pub(super) fn columns(
    list: &str,
    option: &str,
    indicators: Option<&Arc<Indicators>>,
) -> Result<Vec<Column>, Failure> {
    if list.split(',').any(|name| name.trim().is_empty()) {
        return Err(Failure::Usage {
            message: format!("an empty name in `{option} {list}`"),
            help:
                "names joined by commas: time,ns,pod,exe;  all fields: `knoxlog explain --fields`"
                    .to_owned(),
        });
    }
    column::columns(list.split(','), indicators)
        .map_err(|name| unknown_field(&format!("{option} {list}"), &name))
}

/// The error of a name that is no field, worded as in a filter.
fn unknown_field(text: &str, name: &str) -> Failure {
    let near = nearest(name, field::names());
    let what = What::UnknownField {
        name: name.to_owned(),
        near,
    };
    let at = text.find(name).unwrap_or(0);
    Failure::Filter(vec![Error {
        text: text.to_owned(),
        at: at..at + name.len(),
        what,
    }])
}
