//! Times beside a tree: of one day as times, of several with their dates.

use super::RowOptions;
use crate::analysis::process::{Forest, State};
use crate::output::Header;
use crate::output::moment::{Moment, Precision};
use crate::record::time::Time;
use crate::text::Lasted;

/// How times are written.
pub(super) struct StartColumn {
    /// The day and the offset that all times have in common, where a heading tells them.
    day: Option<(String, String)>,
}

impl StartColumn {
    pub(super) fn new(forest: &Forest<'_>, sheet: &RowOptions) -> Self {
        let mut times = forest
            .ids()
            .map(|id| forest.node(id))
            .filter(|node| node.state() == State::Seen)
            .filter_map(|node| node.span())
            .map(|(from, _)| day(&Moment::new(from, &sheet.zone)));
        let day = times.next();
        let is_one = sheet.header == Header::Shown && times.all(|one| Some(one) == day);
        Self {
            day: day.filter(|_| is_one),
        }
    }

    pub(super) fn head(&self) -> String {
        match &self.day {
            Some((day, offset)) => format!("{day}{offset}"),
            None => "START".to_owned(),
        }
    }

    pub(super) fn width(&self) -> usize {
        match &self.day {
            Some(_) => self.head().len(),
            None => "2026-03-14T09:40:54+01:00".len(),
        }
    }

    pub(super) fn start(&self, time: Time, sheet: &RowOptions) -> String {
        let moment = Moment::new(time, &sheet.zone);
        match self.day {
            Some(_) => moment.clock(Precision::Second).to_owned(),
            None => moment.cut(Precision::Second),
        }
    }
}

/// The date and the offset of a moment.
fn day(moment: &Moment) -> (String, String) {
    (moment.date().to_owned(), moment.offset().to_owned())
}

/// How long there is word of something, in at most six columns; nothing if that is one moment.
pub(super) fn lasted(from: Time, to: Time) -> String {
    match from == to {
        true => String::new(),
        false => Lasted(to.0 - from.0).to_string(),
    }
}
