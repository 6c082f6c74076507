//! The screen: what there is above, where the log is blind below. An ordinary file takes 80 columns and 24 rows.

mod lists;

use jiff::tz::TimeZone;

use super::{Stats, place};
use crate::analysis::gaps::{LEAST, Side, Silence};
use crate::analysis::overview::{Ranked, Throttled};
use crate::count::percent;
use crate::output::blind::at_least;
use crate::output::moment::{DatePart, Moment, Precision};
use crate::output::{Charset, Destination, RowOptions};
use crate::record::time::Time;
use crate::text::{Count, Elapsed, Glyphs, Role, Safe, plural, sparkline, width};
use lists::{LISTS, NEW_EXECUTABLES, write_list};

/// Columns of the labels.
const INDENT: usize = 11;
/// Columns of a count.
const COUNT: usize = 5;
/// Groups of a dimension that are shown, at most.
const MOST_IN_A_ROW: usize = 5;
/// Groups of a list, and gaps of one sort, that are shown, at most.
const LISTED: usize = 2;

/// The screen while it is written.
pub(super) struct StatsScreen<'s> {
    sheet: &'s RowOptions,
    /// The one day that all is of, if it is one.
    day: Option<String>,
    out: &'s mut Vec<u8>,
}

impl StatsScreen<'_> {
    /// A line under a label; an empty one continues what is above. The text is safe already.
    pub(super) fn line(&mut self, role: Role, label: &str, text: &str) {
        let charset = self.sheet.charset;
        let line = format!("{label:<INDENT$}{}", charset.shown(text));
        let line = match self.sheet.place {
            Destination::Terminal(columns) => charset.fit(line.trim_end(), columns).into_owned(),
            Destination::Elsewhere => line.trim_end().to_owned(),
        };
        let (head, rest) = line.split_at_checked(label.len()).unwrap_or((&line, ""));
        let head = self.sheet.paint.painted(role, head);
        self.out
            .extend_from_slice(format!("{head}{rest}\n").as_bytes());
    }

    /// One of the items of a list that are shown; the second tells how many are not.
    fn item(&mut self, role: Role, label: &str, index: usize, of: usize, text: &str) {
        let more = of.saturating_sub(LISTED);
        self.item_of(
            role,
            label,
            index,
            (more > 0).then(|| format!("{} more", Count(more as u64))),
            text,
        );
    }

    /// The same, where it is told otherwise how many are not.
    fn item_of(&mut self, role: Role, label: &str, index: usize, more: Option<String>, text: &str) {
        match (index, more) {
            (0, _) => self.line(role, label, text),
            (1, Some(more)) => self.line(Role::Dim, &more, text),
            _ => self.line(role, "", text),
        }
    }

    /// The first items of a list under a label; nothing if there are none.
    pub(super) fn items(&mut self, role: Role, label: &str, all: &[String]) {
        for (index, text) in all.iter().take(LISTED).enumerate() {
            self.item(role, label, index, all.len(), text);
        }
    }

    /// A count, marked where it is about, or its place in the order.
    fn count(&self, count: u64, is_exact: bool) -> String {
        let about = self.sheet.charset.about();
        let about = if is_exact { "" } else { about };
        format!("{about}{}", Count(count))
    }

    /// Columns that a text may take beside a label.
    fn room(&self) -> usize {
        match self.sheet.place {
            Destination::Terminal(columns) => columns.saturating_sub(INDENT),
            Destination::Elsewhere => usize::MAX,
        }
    }

    /// A moment to the second, without the day if that is the same for all.
    pub(super) fn moment(&self, time: Time) -> String {
        let moment = Moment::new(time, &self.sheet.zone);
        match &self.day {
            Some(day) if moment.date() == day => {
                moment.clock(Precision::Second).to_owned() + moment.offset()
            }
            _ => moment.cut(Precision::Second),
        }
    }
}

/// The day that both moments are of.
fn common_day(span: Option<(Time, Time)>, zone: &TimeZone) -> Option<String> {
    let day = Moment::new(span?.0, zone).date().to_owned();
    (DatePart::of(span, zone) == DatePart::None).then_some(day)
}

impl Stats<'_> {
    pub(super) fn write_screen(&self, sheet: &RowOptions, out: &mut Vec<u8>) {
        let whole = [self.glance.span(), self.glance.gaps.silences.span()];
        let ends = whole.into_iter().flatten();
        let whole = ends.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)));
        let mut screen = StatsScreen {
            sheet,
            day: common_day(whole, &sheet.zone),
            out,
        };
        self.write_span(&mut screen);
        for ranking in &self.facts.dimensions {
            self.write_dimension(&mut screen, ranking);
        }
        for (ranking, list) in self.facts.lists.iter().zip(LISTS) {
            write_list(&mut screen, ranking, &list);
        }
        self.write_newcomers(&mut screen);
        screen.line(Role::Heading, "BLIND SPOTS", "");
        self.write_throttled(&mut screen);
        self.write_silences(&mut screen);
        self.write_ends(&mut screen);
        self.write_unlogged(&mut screen);
        self.write_skipped(&mut screen);
        self.write_flaws(&mut screen);
        self.write_doubled(&mut screen);
        self.write_clocks(&mut screen);
    }

    fn write_span(&self, screen: &mut StatsScreen<'_>) {
        let records = plural(self.glance.records, "record", "records");
        let zone = &screen.sheet.zone;
        let Some((first, last)) = self.glance.span() else {
            return screen.line(Role::Dim, "span", &format!("no times; {records}"));
        };
        let text = format!(
            "{} to {} ({}), {records}",
            Moment::new(first, zone).cut(Precision::Second),
            screen.moment(last),
            Elapsed(last.0 - first.0),
        );
        screen.line(Role::Dim, "span", &text);
        let glyphs = match screen.sheet.charset {
            Charset::Unicode => Glyphs::Blocks,
            Charset::Ascii => Glyphs::Ascii,
        };
        let counts: Vec<u64> = self
            .glance
            .times
            .buckets()
            .map(|(_, count)| count)
            .collect();
        let most = counts.iter().copied().max().unwrap_or_default();
        if counts.len() > 1 {
            // In ASCII, bars are spelt in it already.
            screen.line(Role::Dim, "", &sparkline(&counts, most, glyphs));
        }
    }

    fn write_dimension(&self, screen: &mut StatsScreen<'_>, ranking: &Ranked<'_, u64>) {
        let mut text = String::new();
        let mut shown = 0;
        for row in ranking.rows.iter().take(MOST_IN_A_ROW) {
            let name = row.values.first().copied().flatten().unwrap_or("-");
            let share = share(*row.measure, self.glance.records);
            let count = screen.count(*row.measure, row.is_exact);
            let item = format!("{name} {count} ({share})");
            let columns = width(&text) + width(&item) + "  000,000 more".len();
            if shown > 0 && columns > screen.room() {
                break;
            }
            text = match shown {
                0 => item,
                _ => format!("{text}  {item}"),
            };
            shown += 1;
        }
        let more = ranking.rows.len().saturating_sub(shown) as u64;
        if more > 0 {
            text = format!("{text}  {} more", Count(more));
        }
        if let Some(others) = ranking.others {
            let share = share(*others, self.glance.records);
            text = format!("{text}  others {} ({share})", Count(*others));
        }
        let text = if text.is_empty() {
            "-"
        } else {
            text.trim_start()
        };
        screen.line(Role::Dim, ranking.section.name, text);
    }

    fn write_newcomers(&self, screen: &mut StatsScreen<'_>) {
        let Some(newcomers) = &self.facts.newcomers else {
            return;
        };
        let Some(since) = newcomers.since else { return };
        if newcomers.ranked.rows.is_empty() {
            let what = match newcomers.ranked.others {
                None => "no executable was first seen in the last tenth, from",
                Some(_) => {
                    "too many executables to tell if one was first seen in the last tenth, from"
                }
            };
            let text = format!("{what} {}", screen.moment(since));
            return screen.line(Role::Dim, NEW_EXECUTABLES.label, &text);
        }
        write_list(screen, &newcomers.ranked, &NEW_EXECUTABLES);
    }

    fn write_throttled(&self, screen: &mut StatsScreen<'_>) {
        let all = &self.facts.throttled;
        if all.is_empty() {
            let text = "no alerts were dropped, as far as records tell";
            return screen.line(Role::Dim, "throttled", text);
        }
        for (index, one) in all.iter().take(LISTED).enumerate() {
            let text = throttled(screen, one);
            screen.item(Role::Audit, "throttled", index, all.len(), &text);
        }
        let beyond = self.glance.gaps.throttles.beyond;
        if beyond > 0 {
            let text = format!("{} windows more that are not kept", Count(beyond));
            screen.line(Role::Dim, "", &text);
        }
    }

    fn write_silences(&self, screen: &mut StatsScreen<'_>) {
        let all = &self.facts.silences;
        for (index, one) in all.iter().take(LISTED).enumerate() {
            let text = silent(screen, one);
            screen.item(Role::Audit, "silent", index, all.len(), &text);
        }
        let mut rest = Vec::new();
        if all.is_empty() {
            rest.push("no node out of the ordinary".to_owned());
        }
        if self.facts.untold > 0 {
            let nodes = plural(self.facts.untold as u64, "node says", "nodes say");
            rest.push(format!("{nodes} too little to tell"));
        }
        let resolution = self.glance.gaps.silences.resolution();
        if resolution > LEAST {
            rest.push(format!(
                "none shorter than {} can be told",
                Elapsed(resolution)
            ));
        }
        if !rest.is_empty() {
            let label = if all.is_empty() { "silent" } else { "" };
            screen.line(Role::Dim, label, &rest.join("; "));
        }
    }

    fn write_skipped(&self, screen: &mut StatsScreen<'_>) {
        let kinds = self.skipped().into_iter().filter(|(count, _)| *count > 0);
        let kinds: Vec<String> = kinds
            .map(|(count, kind)| format!("{} {kind}", Count(count)))
            .collect();
        let total = plural(self.account.total.skipped(), "line", "lines");
        let text = match self.account.first_skipped {
            None => "no lines".to_owned(),
            Some((source, line)) => {
                let name = Safe::text(self.inputs.get(source).map_or("-", String::as_str));
                format!("{total}: {}; first: {name}:{line}", kinds.join(", "))
            }
        };
        screen.line(Role::Dim, "skipped", &text);
        if self.account.faults > 0 {
            let inputs = plural(self.account.faults, "input", "inputs");
            screen.line(
                Role::Error,
                "unread",
                &format!("{inputs} not read, or not whole"),
            );
        }
    }

    fn write_flaws(&self, screen: &mut StatsScreen<'_>) {
        let text = format!(
            "{} without a time, {} with duplicate keys, {} there twice",
            Count(self.glance.times.untimed),
            Count(self.account.total.duplicates),
            at_least(self.facts.doubled.records, self.facts.doubled.is_least)
        );
        screen.line(Role::Dim, "records", &text);
        let kinds = self.inflation().into_iter().filter(|(count, _)| *count > 0);
        let kinds: Vec<String> = kinds
            .map(|(count, kind)| format!("{} {kind}", Count(count)))
            .collect();
        let total = self.facts.estimate.total();
        let text = match kinds.is_empty() {
            true => "no record seems to tell what another one tells".to_owned(),
            false => format!("estimate {}: {}", Count(total), kinds.join(", ")),
        };
        screen.line(Role::Dim, "told again", &text);
    }
}

fn throttled(screen: &StatsScreen<'_>, one: &Throttled) -> String {
    let first = one
        .starts
        .map(|(first, _)| format!("  from {}", screen.moment(first)));
    let length = match one.unknown {
        0 => Elapsed(one.nanos).to_string(),
        unknown if unknown == one.windows => "for a length that is not stated".to_owned(),
        unknown => format!(
            "{} and {} of unknown length",
            Elapsed(one.nanos),
            Count(unknown as u64)
        ),
    };
    let windows = match one.windows {
        1 => String::new(),
        windows => format!(" in {} windows", Count(windows as u64)),
    };
    format!(
        "{length}{windows}  {}{}",
        place(&one.place),
        first.unwrap_or_default()
    )
}

fn silent(screen: &StatsScreen<'_>, one: &Silence) -> String {
    let (start, end) = (screen.moment(one.start), screen.moment(one.end));
    let when = match one.side {
        Side::Between => format!("{start} to {end}"),
        Side::Before => format!("until its first record, {end}"),
        Side::After => format!("since its last record, {start}"),
    };
    format!("{}  {}  {when}", Elapsed(one.nanos()), one.host)
}

/// A part of a whole in percent.
fn share(part: u64, whole: u64) -> String {
    format!("{:.1}%", percent(part, whole))
}
