//! Tree to plan: looks up names, reads constants, decides what is wrong.

use std::sync::Arc;

use super::ast::{Ast, Name, Operand, Test};
use super::error::{Caution, Error, Warning, What};
use super::item::Item;
use super::macros::Macro;
use super::op::{Contains, Diagnostic, Given, Ready};
use super::parse::{MAX_DEPTH, parse};
use super::plan::{Expected, Node, Plan};
use super::{Filter, Infer, Setting};
use crate::record::field::{self, Target};
use crate::record::value::Type;
use crate::text::{listed, nearest};

/// A plan, and what looked odd on the way to it.
#[derive(Debug)]
pub struct Checked {
    /// The plan.
    pub plan: Plan,
    /// What may not be meant.
    pub warnings: Vec<Warning>,
}

impl Filter {
    /// Compiles the filter. Reads the files that `@file` names, by way of the setting.
    ///
    /// # Errors
    /// Every fault of every term, each with its place.
    pub fn compile(&self, setting: &Setting<'_>) -> Result<Checked, Vec<Error>> {
        let mut warnings = Vec::new();
        let mut errors = Vec::new();
        let (mut nodes, mut window) = (Vec::new(), Vec::new());
        let mut expected = Vec::new();
        let terms = self.terms.iter().map(|term| (term, false));
        let within = self.within.iter().map(|term| (term, true));
        for (term, is_window) in terms.chain(within) {
            let text = term.text.as_str();
            let mut checker = Checker {
                text,
                setting,
                warnings: &mut warnings,
                open: Vec::new(),
            };
            match checker.node(&term.tree, 0) {
                Ok(node) if is_window => window.push(node),
                Ok(node) => nodes.push(node),
                Err(error) => errors.push(error),
            }
            let mut silent = Vec::new();
            Checker {
                warnings: &mut silent,
                ..checker
            }
            .expect(&term.tree, &mut expected);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        if self.inverted {
            nodes = vec![Node::Not(Box::new(ordered(nodes, Node::All)))];
        }
        let window = Arc::new(ordered(window, Node::All));
        if !self.within.is_empty() {
            nodes.push(Node::Shared(window.clone()));
        }
        let root = ordered(nodes, Node::All);
        let expected = if self.inverted { Vec::new() } else { expected };
        Ok(Checked {
            plan: Plan {
                root,
                window,
                expected,
            },
            warnings,
        })
    }
}

/// Warnings kept. Each holds the text of its term, so that all of a long list would be its square.
const MOST_WARNINGS: usize = 20;

struct Checker<'c> {
    text: &'c str,
    setting: &'c Setting<'c>,
    warnings: &'c mut Vec<Warning>,
    /// The macros being expanded.
    open: Vec<&'c str>,
}

impl<'c> Checker<'c> {
    fn error(&self, (at, what): Diagnostic) -> Error {
        Error {
            text: self.text.to_owned(),
            at,
            what,
        }
    }

    fn node(&mut self, tree: &Ast, depth: usize) -> Result<Node, Error> {
        match tree {
            Ast::All(parts) => Ok(ordered(self.nodes(parts, depth)?, Node::All)),
            Ast::Any(parts) => Ok(ordered(self.nodes(parts, depth)?, Node::Any)),
            Ast::Not(inner) => Ok(Node::Not(Box::new(self.node(inner, depth + 1)?))),
            Ast::Has(field) => Ok(Node::Has(self.target(field)?)),
            Ast::Is(name) => self.expand(name, depth),
            Ast::Anywhere(operand) => Ok(Node::Anywhere(self.contains(operand, "any")?)),
            Ast::Line(operand) => Ok(Node::Line(self.contains(operand, "raw")?)),
            Ast::Test(test) => self.test(test),
        }
    }

    fn nodes(&mut self, parts: &[Ast], depth: usize) -> Result<Vec<Node>, Error> {
        parts
            .iter()
            .map(|part| self.node(part, depth + 1))
            .collect()
    }

    fn contains(&self, operand: &Operand, word: &str) -> Result<Contains, Error> {
        let (items, _) = self.items(operand)?;
        let at = items
            .first()
            .map(|item| item.at.0.clone())
            .unwrap_or_default();
        Contains::new(&items, word).map_err(|what| self.error((at, what)))
    }

    fn target(&self, name: &Name) -> Result<Target, Error> {
        if let Some(path) = raw_path(&name.text) {
            return Ok(Target::Path(path));
        }
        field::find_among(&name.text, self.setting.indicators).ok_or_else(|| {
            let map = field::FIELDS.iter().find(|field| {
                field.is_map() && field::same_name(field.name.trim_end_matches(".K"), &name.text)
            });
            let what = match map {
                Some(map) => What::MapNeedsKey { name: map.name },
                None if field::same_name(&name.text, field::INDICATORS) => What::NoIndicators,
                None => What::UnknownField {
                    name: name.text.clone(),
                    near: nearest(&name.text, field::names()),
                },
            };
            self.error((name.at.0.clone(), what))
        })
    }

    fn expand(&mut self, name: &Name, depth: usize) -> Result<Node, Error> {
        let macros: &'c [Macro] = self.setting.macros;
        let Some(found) = macros
            .iter()
            .find(|known| field::same_name(&known.name, &name.text))
        else {
            let near = nearest(&name.text, macros.iter().map(|known| known.name.as_str()));
            let near = near.into_iter().map(|name| format!("is:{name}")).collect();
            let what = What::UnknownMacro {
                name: name.text.clone(),
                near,
            };
            return Err(self.error((name.at.0.clone(), what)));
        };
        if self.open.contains(&found.name.as_str()) {
            return Err(self.error((
                name.at.0.clone(),
                What::MacroCycle {
                    name: found.name.clone(),
                },
            )));
        }
        if depth > MAX_DEPTH || self.open.len() > MAX_DEPTH {
            return Err(self.error((name.at.0.clone(), What::TooDeep { most: MAX_DEPTH })));
        }
        let tree = parse(&found.filter)?;
        self.open.push(&found.name);
        let outer = std::mem::replace(&mut self.text, &found.filter);
        let node = self.node(&tree, depth + 1);
        self.text = outer;
        self.open.pop();
        node
    }

    fn test(&mut self, test: &Test) -> Result<Node, Error> {
        let target = self.target(&test.field)?;
        if !(test.op.fits)(target.ty()) {
            let what = What::WrongOperator {
                field: test.field.text.clone(),
                ty: target.ty().word(),
                op: test.op.spelling().to_owned(),
            };
            return Err(self.error((test.op_at.0.clone(), what)));
        }
        let (items, at) = self.items(&test.operand)?;
        let is_equality = matches!(test.op.name, "equal" | "like");
        let (empty, items): (Vec<Item>, Vec<Item>) = items
            .into_iter()
            .partition(|item| is_equality && item.chars.is_empty());
        let absent = || Node::Not(Box::new(Node::Has(target.clone())));
        let pattern = match &test.operand {
            Operand::Pattern(pattern) => pattern.text.as_str(),
            Operand::List(_) | Operand::File(_) => "",
        };
        if items.is_empty() && !empty.is_empty() {
            return Ok(absent());
        }
        let given = Given {
            target: &target,
            name: &test.field.text,
            op: test.op,
            items: &items,
            pattern,
            at,
            clock: &self.setting.clock,
        };
        let Ready {
            test: compiled,
            cautions,
        } = given
            .compile()
            .map_err(|fault| self.error(locate(&given, &test.operand, fault)))?;
        self.warn(cautions);
        let infers_zero = self.setting.infer == Infer::Zero
            && matches!(&target, Target::Field(field) if field.zero_dropped);
        let node = Node::Compare {
            target: target.clone(),
            test: compiled,
            infers_zero,
        };
        Ok(if empty.is_empty() {
            node
        } else {
            Node::Any(vec![node, absent()])
        })
    }

    fn warn(&mut self, cautions: Vec<(std::ops::Range<usize>, Caution)>) {
        let text = self.text;
        let room = MOST_WARNINGS.saturating_sub(self.warnings.len());
        let warning = |(at, what)| Warning {
            text: text.to_owned(),
            at,
            what,
        };
        self.warnings
            .extend(cautions.into_iter().take(room).map(warning));
    }

    /// The values of an operand, and its place.
    fn items(&self, operand: &Operand) -> Result<(Vec<Item>, std::ops::Range<usize>), Error> {
        match operand {
            Operand::List(items) => {
                let start = items.first().map_or(0, |item| item.at.0.start);
                let end = items.last().map_or(0, |item| item.at.0.end);
                Ok((items.clone(), start..end))
            }
            Operand::Pattern(pattern) => Ok((Vec::new(), pattern.at.0.clone())),
            Operand::File(name) => {
                let at = name.at.0.clone();
                let items = self
                    .file(name)
                    .map_err(|what| self.error((at.clone(), what)))?;
                if items.is_empty() {
                    let reason = "no values in it".to_owned();
                    return Err(self.error((
                        at,
                        What::File {
                            name: name.text.clone(),
                            reason,
                        },
                    )));
                }
                Ok((items, at))
            }
        }
    }

    /// The values of a file: one a line, blanks around it cut; a line that begins with `#`, and
    /// what follows a blank and `#`, is a comment.
    fn file(&self, name: &Name) -> Result<Vec<Item>, What> {
        let bytes = (self.setting.read)(&name.text).map_err(|error| What::File {
            name: name.text.clone(),
            reason: error.to_string(),
        })?;
        let mut items = Vec::new();
        for (line, value) in listed(&bytes) {
            let Some(value) = value else {
                return Err(What::FileIsBinary {
                    name: name.text.clone(),
                    line,
                });
            };
            items.push(Item::literal(value, name.at.0.clone()));
        }
        Ok(items)
    }
}

/// Names the value of a file that is at fault, by compiling each by itself.
fn locate(given: &Given<'_>, operand: &Operand, (at, what): Diagnostic) -> Diagnostic {
    let Operand::File(name) = operand else {
        return (at, what);
    };
    let culprit = given.items.iter().find_map(|item| {
        let items = std::slice::from_ref(item);
        let alone = Given {
            items,
            at: at.clone(),
            ..*given
        };
        alone.compile().err().map(|(_, what)| (item.text(), what))
    });
    match culprit {
        Some((text, what)) => (
            name.at.0.clone(),
            What::InFile {
                name: name.text.clone(),
                value: text,
                what: Box::new(what),
            },
        ),
        None => (at, what),
    }
}

/// The keys of `.Key.sub`; a key may stand in double quotes. `None` if it is no such path.
fn raw_path(text: &str) -> Option<Vec<String>> {
    let mut rest = text.strip_prefix('.')?;
    let mut keys = Vec::new();
    loop {
        let (key, tail) = if rest.starts_with('"') {
            let mut lexer = super::lex::Lexer::new(rest);
            let key = lexer.double_quoted(super::lex::Escapes::Read).ok()?;
            (key, rest.get(lexer.at..)?)
        } else {
            let end = rest.find('.').unwrap_or(rest.len());
            (rest.get(..end)?.to_owned(), rest.get(end..)?)
        };
        if key.is_empty() {
            return None;
        }
        keys.push(key);
        match tail.strip_prefix('.') {
            Some(next) => rest = next,
            None => return tail.is_empty().then_some(keys),
        }
    }
}

/// The conditions joined, the cheapest first; one alone stands by itself.
fn ordered(mut nodes: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    nodes.sort_by_key(Node::cost);
    match nodes.pop() {
        Some(only) if nodes.is_empty() => only,
        Some(last) => {
            nodes.push(last);
            join(nodes)
        }
        None => join(nodes),
    }
}

impl Checker<'_> {
    /// Collects the equalities that every match must pass, of fields whose values are few enough
    /// to be listed.
    fn expect(&mut self, tree: &Ast, expected: &mut Vec<Expected>) {
        match tree {
            Ast::All(parts) => parts.iter().for_each(|part| self.expect(part, expected)),
            Ast::Test(test)
                if test.op.name == "equal" && matches!(test.operand, Operand::List(_)) =>
            {
                let listed =
                    field::find(&test.field.text).filter(|target| is_listable(target.ty()));
                let Some((target, root)) = listed.zip(self.test(test).ok()) else {
                    return;
                };
                let plan = Plan {
                    root,
                    window: Arc::new(Node::All(Vec::new())),
                    expected: Vec::new(),
                };
                expected.push(Expected {
                    target,
                    text: tree.to_string(),
                    plan,
                });
            }
            _ => {}
        }
    }
}

/// Whether fields of a type have few values, as a rule.
const fn is_listable(ty: Type) -> bool {
    matches!(
        ty,
        Type::Enum(_) | Type::Name | Type::Symbols | Type::Tags | Type::Names
    )
}
