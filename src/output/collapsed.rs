//! How a row tells that it stands for several records of one event.

use super::{Charset, Destination, RowOptions, block};
use crate::text::json_terminal_safe;

/// A record that a row stands for.
#[derive(Clone, Debug, Default)]
pub struct EventMember {
    /// Where it is.
    pub place: String,
    /// Its own bytes, where they are shown.
    pub payload: Vec<u8>,
}

/// Columns that the number of records takes, before a row.
const MARGIN: usize = 4;

impl RowOptions {
    /// Whether its rows can tell for how many records they stand.
    pub fn counts_records(&self) -> bool {
        match self.format.name {
            "json" => self.derived,
            name => name == "block" || has_margin(name),
        }
    }

    /// What stands above the rows, with room before it.
    pub fn with_margin(&self, head: Vec<u8>) -> Vec<u8> {
        match has_margin(self.format.name) && !head.is_empty() {
            true => [b" ".repeat(MARGIN), head].concat(),
            false => head,
        }
    }

    /// Leaves room before rows.
    #[must_use]
    pub fn leaving_margin(self) -> Self {
        let place = match self.place {
            Destination::Terminal(columns) if has_margin(self.format.name) => {
                Destination::Terminal(columns.saturating_sub(MARGIN))
            }
            place => place,
        };
        Self { place, ..self }
    }

    /// Marks a row of an event: how many records it stands for, which, and by which rules.
    pub fn mark(&self, row: &mut Vec<u8>, shown: usize, members: &[EventMember], rules: &[&str]) {
        let count = members.len();
        let name = self.format.name;
        if has_margin(name) {
            let times = match self.charset {
                Charset::Unicode => '×',
                Charset::Ascii => 'x',
            };
            let margin = match count {
                0 | 1 => " ".repeat(MARGIN),
                _ => format!("{times}{count:<width$}", width = MARGIN - 1),
            };
            row.splice(0..0, margin.into_bytes());
        } else if count > 1 && name == "block" {
            let places: Vec<&str> = members.iter().map(|member| member.place.as_str()).collect();
            let text = format!("{count} ({}): {}", rules.join(", "), places.join(", "));
            block::pair(1, "records", &text, self, row);
        } else if count > 1 && name == "json" {
            self.embed(row, shown, members, rules);
        }
    }

    /// Puts `collapsed` at the end of `knox`: the count, the rules, and the records that are not shown.
    fn embed(&self, row: &mut Vec<u8>, shown: usize, members: &[EventMember], rules: &[&str]) {
        let others = members.iter().enumerate().filter(|(at, _)| *at != shown);
        let others: Vec<&[u8]> = others
            .map(|(_, member)| member.payload.trim_ascii())
            .collect();
        let Some(inner) = row.strip_suffix(b"}}\n") else {
            return;
        };
        let comma: &[u8] = if inner.ends_with(b"{") { b"" } else { b"," };
        let rules = serde_json::Value::from(rules);
        let count = members.len();
        let head = format!("\"collapsed\":{{\"count\":{count},\"rules\":{rules},\"records\":[");
        let others = others.join(&b',');
        let others = match self.place {
            Destination::Elsewhere => others,
            Destination::Terminal(_) => json_terminal_safe(&others).into_owned(),
        };
        *row = [inner, comma, head.as_bytes(), &others, b"]}}}\n"].concat();
    }
}

/// Whether rows of a format are for people, one a line.
fn has_margin(format: &str) -> bool {
    matches!(format, "line" | "table" | "wide")
}
