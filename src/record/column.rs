//! Columns: a field by the name that was typed, and the text of its cell.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::Record;
use super::depth;
use super::derived::workload::event_time;
use super::field::{self, Field, FieldSource, Target};
use super::indicators::Indicators;
use super::key::Key;
use super::value::Type;
use crate::text::{sanitize, sanitize_into};

/// One column of a row.
#[derive(Clone, Debug)]
pub struct Column {
    /// What it shows.
    pub target: Target,
    /// Its heading: the name as typed.
    pub name: String,
    /// How many names of a path it shows; `None` for all.
    depth: Option<usize>,
}

/// The columns of a list such as `time,ns,pod`. What holds paths may be shown to a depth: `path/2` is `/var/log/` of
/// `/var/log/nginx/access.log`.
///
/// # Errors
/// The first name that is no field.
pub fn columns<'n>(
    names: impl IntoIterator<Item = &'n str>,
    indicators: Option<&Arc<Indicators>>,
) -> Result<Vec<Column>, String> {
    let column = |name: &str| Column::find(name, indicators).ok_or_else(|| name.to_owned());
    names.into_iter().map(|name| column(name.trim())).collect()
}

impl Column {
    /// The column of a name; `None` if no field has it.
    fn find(name: &str, indicators: Option<&Arc<Indicators>>) -> Option<Self> {
        let column = |target, depth| Self {
            target,
            name: name.to_owned(),
            depth,
        };
        if let Some(target) = field::find_among(name, indicators) {
            return Some(column(target, None));
        }
        let (field, depth) = depth::split(name)?;
        let target = field::find_among(field, indicators)?;
        depth::has(target.ty()).then(|| column(target, Some(depth)))
    }

    /// Whether it shows the same as another, whatever each is called.
    pub fn is_same(&self, other: &Self) -> bool {
        self.target.to_string() == other.target.to_string() && self.depth == other.depth
    }

    /// What it shows of a value.
    pub fn shown<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.depth {
            Some(depth) => depth::cut(text, self.target.ty(), depth).into(),
            None => text.into(),
        }
    }

    /// Whether it shows paths to a depth only.
    pub const fn is_cut(&self) -> bool {
        self.depth.is_some()
    }

    /// Whether its cells are numbers.
    pub fn is_number(&self) -> bool {
        self.target.ty() == Type::Number
    }

    /// Whether it shows line numbers, which are counted only if somebody asks.
    pub fn is_line(&self) -> bool {
        matches!(&self.target, Target::Field(field) if matches!(field.from, FieldSource::Line))
    }

    /// Whether it shows the event's time.
    pub fn is_time(&self) -> bool {
        self.target.ty() == Type::Time
    }

    /// The key under which what it shows is stored, if that alone tells what it shows.
    pub fn key(&self) -> Option<Key> {
        match self.target {
            Target::Field(Field {
                from: FieldSource::Key(key),
                zero_dropped: false,
                ..
            }) if self.depth.is_none() && !self.is_time() => Some(*key),
            _ => None,
        }
    }

    /// Columns it takes in a table.
    pub fn width(&self) -> usize {
        let width = match &self.target {
            Target::Field(field) | Target::Item(field, _) => field.width,
            Target::Path(_) | Target::Indicators(_) => 24,
        };
        width.max(self.name.len())
    }

    /// Writes the text of its cell, escaped: values of a set are parted by commas, times are in the
    /// zone, a zero that an older build left out is `0?`. Writes nothing if there is no value.
    pub fn write(&self, record: &Record<'_>, zone: &TimeZone, out: &mut Vec<u8>) {
        if self.target.ty() == Type::Time {
            if let Some(time) = event_time(record) {
                out.extend_from_slice(time.in_zone(zone).to_string().as_bytes());
            }
            return;
        }
        let start = out.len();
        self.target.any(record, &mut |value| {
            if out.len() > start {
                out.push(b',');
            }
            sanitize_into(&self.shown(&value.text), out);
            false
        });
        if out.len() == start && self.target.is_dropped_zero(record) {
            out.extend_from_slice(b"0?");
        }
    }

    /// The values of its cell, escaped, one by one.
    pub fn values(&self, record: &Record<'_>, zone: &TimeZone) -> Vec<String> {
        let mut values = Vec::new();
        self.each(record, zone, &mut |text| {
            values.push(sanitize(text).into_owned());
        });
        values
    }

    /// Writes the values of its cell, escaped, `end` behind each; answers how many there are.
    pub fn write_each(
        &self,
        record: &Record<'_>,
        zone: &TimeZone,
        out: &mut Vec<u8>,
        end: u8,
    ) -> usize {
        let mut count = 0;
        self.each(record, zone, &mut |text| {
            sanitize_into(text, out);
            out.push(end);
            count += 1;
        });
        count
    }

    /// Calls `visit` with each value of its cell, as it is: not escaped.
    pub fn each(&self, record: &Record<'_>, zone: &TimeZone, visit: &mut dyn FnMut(&str)) {
        if self.is_time() {
            if let Some(time) = event_time(record) {
                visit(&time.in_zone(zone).to_string());
            }
            return;
        }
        let mut is_none = true;
        self.target.any(record, &mut |value| {
            is_none = false;
            visit(&self.shown(&value.text));
            false
        });
        if is_none && self.target.is_dropped_zero(record) {
            visit("0?");
        }
    }
}
