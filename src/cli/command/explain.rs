//! `explain`: how a filter is read.

use std::collections::BTreeSet;
use std::fmt::Write;

use clap::Args;

use crate::cli::args::CommonArgs;
use crate::cli::compile_env::{self, FilterScope};
use crate::cli::positional::anchored;
use crate::cli::stdio::{Messages, print};
use crate::cli::{FOUND, Failure, diagnostics, indicators, request};
use crate::output::shell_quoted;
use crate::query::macros::Macro;
use crate::query::{Ast, parse};
use crate::record::derived::normal::RULES;
use crate::record::field::{self, FIELDS};
use crate::text::{Safe, sanitize, secrets, shield};

#[derive(Debug, Args)]
pub(in crate::cli) struct ExplainArgs {
    /// List every field with its type, an example and what it is
    #[arg(hide_short_help = true, long)]
    pub(in crate::cli) fields: bool,
    /// List what the fields behaviour and norm.* replace, with an example of each
    #[arg(hide_short_help = true, long, conflicts_with = "fields")]
    pub(in crate::cli) behaviour: bool,
    #[command(flatten)]
    pub(in crate::cli) run: CommonArgs,
}

/// Shows the filter as read, its fields, its macros, and how to quote it.
pub(in crate::cli) fn run(
    args: &ExplainArgs,
    macros: &[Macro],
    messages: Messages,
) -> Result<u8, Failure> {
    if let Some(table) = table(args) {
        return print(table.as_bytes());
    }
    let indicators = indicators::load(&args.run.filter.ioc, messages)?;
    let mut filter = request::filter_of(&args.run)?;
    let clock = compile_env::clock(&request::zone(&args.run.time)?, &args.run)?;
    // No data is read here, so a bound in terms of it stays as it was typed.
    let typed = |text: &Option<String>| text.clone().filter(|text| anchored(text).is_none());
    let (since, until) = (typed(&args.run.time.since), typed(&args.run.time.until));
    filter.within = compile_env::window(since.as_deref(), until.as_deref(), &clock)?;
    let checked = compile_env::compile(
        &filter,
        &args.run,
        &FilterScope {
            clock: &clock,
            macros,
            indicators: indicators.as_ref(),
            reads_stdin: false,
        },
    )?;
    diagnostics::warnings(&checked.warnings, messages);
    let mut out = String::new();
    let joined = request::whole(&filter).to_string();
    let shown = if joined.is_empty() {
        "(everything)"
    } else {
        &joined
    };
    let _ = writeln!(out, "filter  {}", shield(shown));
    for (bound, option) in [
        (&args.run.time.since, "since"),
        (&args.run.time.until, "until"),
    ] {
        if let Some(text) = bound.as_deref().filter(|text| anchored(text).is_some()) {
            let _ = writeln!(out, "{option}   {}  (of the data)", shield(text));
        }
    }
    let mut names = BTreeSet::new();
    let mut used = BTreeSet::new();
    for term in filter.terms.iter().chain(&filter.within) {
        collect(&term.tree, macros, &mut names, &mut used);
    }
    name_fields(names, &mut out);
    name_macros(used, macros, &mut out);
    if filter.terms.iter().any(|term| mixes_or(&term.text)) {
        out.push_str("note    `or` binds looser than conditions side by side: `a or b c` is `a or (b and c)`\n");
    }
    if !joined.is_empty() {
        let quoted = shell_quoted(&shield(&joined));
        let lists = args.run.filter.ioc.iter().map(|list| {
            format!(
                "--ioc {} ",
                shell_quoted(&Safe::bytes(list.as_os_str().as_encoded_bytes()).to_string())
            )
        });
        let _ = writeln!(out, "quoted  knoxlog {}{quoted}", lists.collect::<String>());
    }
    print(out.as_bytes()).map(|_| FOUND)
}

/// The table that is asked for, if it is one.
fn table(args: &ExplainArgs) -> Option<String> {
    if args.fields {
        Some(fields())
    } else if args.behaviour {
        Some(behaviour())
    } else {
        (args.run.output.redact && args.run.words.is_empty()).then(secrets)
    }
}

/// A line for each field of the filter.
fn name_fields(names: BTreeSet<String>, out: &mut String) {
    for name in names {
        let target = field::find(&name);
        let word = target.as_ref().map_or("text", |target| target.ty().word());
        let known = target.map_or_else(|| name.clone(), |target| target.to_string());
        let _ = writeln!(out, "field   {:<12} {word}", shield(&known));
    }
}

/// A line for each macro of the filter.
fn name_macros(used: BTreeSet<String>, macros: &[Macro], out: &mut String) {
    for name in used {
        if let Some(found) = macros.iter().find(|known| known.name == name) {
            let _ = writeln!(
                out,
                "macro   is:{:<9} {}  ({})",
                found.name,
                shield(&found.filter),
                sanitize(&found.origin)
            );
        }
    }
}

/// Whether a term mixes `or` with conditions that stand side by side.
fn mixes_or(text: &str) -> bool {
    fn mixed(tree: &Ast) -> bool {
        match tree {
            Ast::Any(parts) => parts
                .iter()
                .any(|part| matches!(part, Ast::All(_)) || mixed(part)),
            Ast::All(parts) => parts.iter().any(mixed),
            Ast::Not(inner) => mixed(inner),
            _ => false,
        }
    }
    !text.contains('(')
        && !text.to_ascii_lowercase().contains(" and ")
        && parse(text).is_ok_and(|tree| mixed(&tree))
}

fn collect(
    tree: &Ast,
    macros: &[Macro],
    names: &mut BTreeSet<String>,
    used: &mut BTreeSet<String>,
) {
    match tree {
        Ast::All(parts) | Ast::Any(parts) => parts
            .iter()
            .for_each(|part| collect(part, macros, names, used)),
        Ast::Not(inner) => collect(inner, macros, names, used),
        Ast::Has(field) => {
            names.insert(field.text.clone());
        }
        Ast::Test(test) => {
            names.insert(test.field.text.clone());
        }
        Ast::Is(name) => {
            let found = macros
                .iter()
                .find(|known| field::same_name(&known.name, &name.text));
            if let Some(found) = found.filter(|found| used.insert(found.name.clone()))
                && let Ok(tree) = parse(&found.filter)
            {
                collect(&tree, macros, names, used);
            }
        }
        Ast::Anywhere(_) | Ast::Line(_) => {}
    }
}

/// Every field: name, aliases, type, example, what it is.
fn fields() -> String {
    let mut out = format!(
        "{:<14} {:<16} {:<34} {}\n",
        "FIELD", "TYPE", "EXAMPLE", "WHAT IT IS"
    );
    for field in FIELDS {
        let aliases = match field.aliases {
            [] => String::new(),
            aliases => format!("  (also {})", aliases.join(", ")),
        };
        let word = field.ty.word();
        let _ = writeln!(
            out,
            "{:<14} {word:<16} {:<34} {}{aliases}",
            field.name, field.example, field.doc
        );
    }
    out
}

/// Where secrets are looked for: a rule, an example, what becomes of that, what the rule is.
fn secrets() -> String {
    let mut out = String::new();
    for rule in secrets::RULES {
        let _ = writeln!(out, "{:<13} {}", rule.name, rule.doc);
        for text in [rule.example, rule.masked] {
            let _ = writeln!(out, "{:<13} {}", "", shield(text));
        }
    }
    out
}

/// What a behaviour is, and what is replaced in it: a rule, an example, what becomes of that, what the rule is.
fn behaviour() -> String {
    let mut out = "behaviour  NAMESPACE/WORKLOAD OPERATION EXECUTABLE: RESOURCE, with these replaced, in this order:\n".to_owned();
    for rule in RULES {
        let _ = writeln!(out, "\n{:<10} {}", rule.name, rule.doc);
        let _ = writeln!(
            out,
            "{:<10} {}\n{:<10} {}",
            "", rule.example, "", rule.becomes
        );
    }
    out
}
