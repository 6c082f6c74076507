//! `fmt=TEMPLATE`: text with fields in braces, such as `fmt={time} {ns}/{pod}: {cmd}`.

use std::sync::Arc;

use super::{BARE, Format, RowOptions};
use crate::record::Record;
use crate::record::column::{Column, columns};
use crate::record::indicators::Indicators;

pub(super) static FORMAT: Format = Format {
    name: "fmt",
    doc: "fmt=TEMPLATE: text with fields in braces: 'fmt={time} {pod} {cmd}'",
    row,
    ..BARE
};

/// A row's text, in parts.
#[derive(Clone, Debug, Default)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Text(String),
    Field(Column),
}

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateFault {
    /// A name in braces is no field.
    Unknown(String),
    /// A brace without its counterpart.
    Brace,
}

impl Template {
    /// Reads a template: `{field}`; `{{` and `}}` for braces; `\t`, `\n` and `\\`.
    ///
    /// # Errors
    /// If a brace is left open, or a name is no field.
    pub fn parse(text: &str, indicators: Option<&Arc<Indicators>>) -> Result<Self, TemplateFault> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(char) = rest.chars().next() {
            let after = |len: usize| rest.get(len..).unwrap_or_default();
            rest = match (char, rest.get(..2)) {
                (_, Some("{{" | "}}")) => {
                    plain.push(char);
                    after(2)
                }
                (_, Some("\\t")) => {
                    plain.push('\t');
                    after(2)
                }
                (_, Some("\\n")) => {
                    plain.push('\n');
                    after(2)
                }
                (_, Some("\\\\")) => {
                    plain.push('\\');
                    after(2)
                }
                ('{', _) => {
                    let (name, tail) = after(1).split_once('}').ok_or(TemplateFault::Brace)?;
                    let mut column = columns([name], indicators).map_err(TemplateFault::Unknown)?;
                    parts.push(Part::Text(std::mem::take(&mut plain)));
                    parts.extend(column.pop().map(Part::Field));
                    tail
                }
                ('}', _) => return Err(TemplateFault::Brace),
                _ => {
                    plain.push(char);
                    after(char.len_utf8())
                }
            };
        }
        parts.push(Part::Text(plain));
        Ok(Self { parts })
    }

    /// The fields that it shows.
    pub fn columns(&self) -> impl Iterator<Item = &Column> {
        self.parts.iter().filter_map(|part| match part {
            Part::Field(column) => Some(column),
            Part::Text(_) => None,
        })
    }
}

fn row(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    for part in &sheet.template.parts {
        match part {
            Part::Text(text) => out.extend_from_slice(text.as_bytes()),
            Part::Field(column) => {
                let start = out.len();
                column.write(record, &sheet.zone, out);
                if out.len() == start {
                    out.push(b'-');
                }
            }
        }
    }
    out.push(b'\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, TemplateFault> {
        let parts = Template::parse(text, None)?
            .parts
            .into_iter()
            .map(|part| match part {
                Part::Text(text) => text,
                Part::Field(column) => format!("<{}>", column.name),
            });
        Ok(parts.collect())
    }

    #[test]
    fn fields_stand_in_braces() {
        assert_eq!(
            parse(r"{ns}/{pod}\t{{é}}\\n").unwrap(),
            "<ns>/<pod>\t{é}\\n"
        );
        assert_eq!(parse("").unwrap(), "");
        assert_eq!(parse("{labels.app}").unwrap(), "<labels.app>");
        assert_eq!(parse("{ns"), Err(TemplateFault::Brace));
        assert_eq!(parse("ns}"), Err(TemplateFault::Brace));
        assert_eq!(
            parse("{nosuch}"),
            Err(TemplateFault::Unknown("nosuch".to_owned()))
        );
        assert_eq!(parse("{}"), Err(TemplateFault::Unknown(String::new())));
    }
}
