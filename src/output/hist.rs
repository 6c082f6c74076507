//! Matches over time: bars for people at a terminal, tables for all others.

use super::charset::ABOUT;
use super::moment::{Moment, Precision};
use super::series_color::{glyph, tones};
use super::{Cell, Charset, Destination, Grid, Header, Heading, RowOptions};
use crate::analysis::{Axis, Blind, Histogram, Label, Series, Unit, Why, Width};
use crate::record::time::Time;
use crate::text::{Count, Elapsed, Glyphs, Paint, Role, bar, stack, width};

/// Values of a field that are told apart; all others are counted together.
pub const MOST_SERIES: usize = super::series_color::MOST;

const MILLI: i128 = 1_000_000;
const SECOND: i128 = 1000 * MILLI;

/// A moment in the zone of an axis, as exactly as its buckets need.
pub(super) fn moment(time: Time, axis: &Axis) -> String {
    let moment = Moment::new(time, &axis.zone);
    match precision(axis.width) {
        Some(precision) => moment.cut(precision),
        None if axis.width.unit == Unit::Year => moment.year().to_owned(),
        None => moment.date().to_owned(),
    }
}

/// How exact times of day have to be to tell buckets of a width apart; `None` where dates do.
pub(super) fn precision(width: Width) -> Option<Precision> {
    match width.unit {
        Unit::Year | Unit::Day => None,
        Unit::Nano if width.count % SECOND == 0 => Some(Precision::Second),
        Unit::Nano if width.count % MILLI == 0 => Some(Precision::Milli),
        Unit::Nano => Some(Precision::Micro),
    }
}

/// What a series is called.
pub(super) fn name(label: Label<'_>) -> &str {
    match label {
        Label::Value(value) => value,
        Label::None => "(none)",
        Label::Others => "(other)",
    }
}

/// What stands before a count of a series.
pub(super) const fn about(series: &Series) -> &'static str {
    if series.is_exact { "" } else { ABOUT }
}

/// Why the log does not tell all of a stretch, and where.
pub(super) fn told(blind: &Blind) -> String {
    let length = Elapsed(blind.end.0 - blind.start.0);
    match blind.why {
        Why::Throttled(Some(limit)) => {
            format!("alerts dropped {length} above {limit}/s: {}", blind.place)
        }
        Why::Throttled(None) => format!("alerts dropped {length}: {}", blind.place),
        Why::Silent => format!("silent {length}: {}", blind.place),
        Why::Beyond => format!("{BEYOND} for {length}"),
    }
}

/// What is said of where the log does not reach.
const BEYOND: &str = "no data";

/// What stands before the records without a time.
const UNTIMED: &str = "(untimed)";

/// The counts as a table: for programs one row a bucket and value, for people one row a bucket.
pub fn histogram(histogram: &Histogram, by: Option<&str>, sheet: &RowOptions) -> Grid {
    let is_for_programs = matches!(sheet.format.name, "json" | "csv" | "tsv");
    match is_for_programs {
        true => long(histogram, by),
        false => wide(histogram, by),
    }
}

fn long(histogram: &Histogram, by: Option<&str>) -> Grid {
    let is_about = histogram.series.iter().any(|series| !series.is_exact);
    let mut head = vec![Heading::text("time")];
    head.extend(by.map(Heading::text));
    head.extend(["count", "throttled", "silent"].map(Heading::text));
    head.extend(is_about.then(|| Heading::text("about")));
    let all = [(Label::None, &histogram.all)];
    let series: Vec<(Label<'_>, &Series)> = match by {
        Some(_) if !histogram.series.is_empty() => histogram.stacked().collect(),
        _ => all.to_vec(),
    };
    let row = |time: Option<&str>,
               (label, series): (Label<'_>, &Series),
               count: u64,
               touched: Option<&(u64, u64)>| {
        let mut row = vec![time.map(Cell::from)];
        row.extend(by.map(|_| match label {
            Label::None => None,
            label => Some(Cell::from(name(label))),
        }));
        row.push(Some(Cell::Count(count)));
        row.push(touched.map(|touched| Cell::Count(touched.0)));
        row.push(touched.map(|touched| Cell::Count(touched.1)));
        row.extend(is_about.then(|| (!series.is_exact).then(|| Cell::from(about(series)))));
        row
    };
    let mut rows = Vec::new();
    for (bucket, touched) in histogram.touched.iter().enumerate() {
        let time = histogram
            .axis
            .start(bucket)
            .in_zone(&histogram.axis.zone)
            .to_string();
        for one in &series {
            let count = one.1.counts.get(bucket).copied().unwrap_or_default();
            rows.push(row(Some(&time), *one, count, Some(touched)));
        }
    }
    for one in series.iter().filter(|(_, series)| series.untimed > 0) {
        rows.push(row(None, *one, one.1.untimed, None));
    }
    Grid {
        head,
        rows,
        others: None,
    }
}

fn wide(histogram: &Histogram, by: Option<&str>) -> Grid {
    let stacked: Vec<_> = histogram.stacked().filter(|_| by.is_some()).collect();
    let mut head = vec![Heading::text("time"), Heading::text("count")];
    let names = stacked
        .iter()
        .map(|(label, series)| Heading::text(&format!("{}{}", about(series), name(*label))));
    head.extend(names);
    let notes = notes(histogram);
    let has_notes = notes.iter().any(|note| !note.is_empty());
    head.extend(has_notes.then(|| Heading::text("gap")));
    let row = |time: String, note: Option<&String>, count: &dyn Fn(&Series) -> u64| {
        let mut row = vec![
            Some(Cell::Text(time)),
            Some(Cell::Count(count(&histogram.all))),
        ];
        row.extend(
            stacked
                .iter()
                .map(|(_, series)| Some(Cell::Count(count(series)))),
        );
        let note = note.filter(|note| !note.is_empty());
        row.extend(has_notes.then(|| note.map(|note| Cell::Text(note.clone()))));
        row
    };
    let mut rows: Vec<_> = notes
        .iter()
        .enumerate()
        .map(|(bucket, note)| {
            let time = moment(histogram.axis.start(bucket), &histogram.axis);
            let count = |series: &Series| series.counts.get(bucket).copied().unwrap_or_default();
            row(time, Some(note), &count)
        })
        .collect();
    if histogram.all.untimed > 0 {
        rows.push(row(UNTIMED.to_owned(), None, &|series| series.untimed));
    }
    Grid {
        head,
        rows,
        others: None,
    }
}

/// Stretches that are named in one bucket; of more, the number is told.
const MOST_NAMED: usize = 2;

/// What is to be said of each bucket: the stretches that begin in it, or that one goes on.
fn notes(histogram: &Histogram) -> Vec<String> {
    let mut begun: Vec<Vec<&Blind>> = vec![Vec::new(); histogram.axis.len()];
    for blind in &histogram.blind {
        let touched = histogram.axis.touched(blind.start, blind.end);
        if let Some(begun) = touched.and_then(|(first, _)| begun.get_mut(first)) {
            begun.push(blind);
        }
    }
    let beyond = histogram
        .blind
        .iter()
        .filter(|blind| blind.why == Why::Beyond);
    let beyond = beyond.filter_map(|blind| histogram.axis.touched(blind.start, blind.end));
    let beyond: Vec<(usize, usize)> = beyond.collect();
    let is_beyond = |at: usize| beyond.iter().any(|(from, to)| (*from..=*to).contains(&at));
    let note = |(at, (begun, touched)): (usize, (&Vec<&Blind>, &(u64, u64)))| {
        let mut texts: Vec<String> = begun
            .iter()
            .take(MOST_NAMED)
            .map(|blind| told(blind))
            .collect();
        if begun.len() > MOST_NAMED {
            let more = (begun.len() - MOST_NAMED) as u64;
            texts.push(format!("and {} more", Count(more)));
        }
        if texts.is_empty() && touched.0 > 0 {
            texts.push("alerts dropped".to_owned());
        }
        if texts.is_empty() && touched.1 > 0 {
            let what = if is_beyond(at) { BEYOND } else { "silent" };
            texts.push(what.to_owned());
        }
        texts.join("; ")
    };
    let touched = begun.iter().zip(&histogram.touched);
    touched.enumerate().map(note).collect()
}

/// Bars, one row a bucket, as wide as the terminal.
pub fn bars(histogram: &Histogram, by: Option<&str>, sheet: &RowOptions, out: &mut Vec<u8>) {
    let Destination::Terminal(columns) = sheet.place else {
        return histogram_grid(histogram, by, sheet, out);
    };
    let chart = Chart::new(histogram, by, sheet, columns);
    for line in chart.lines() {
        out.extend_from_slice(line.as_bytes());
        out.push(b'\n');
    }
}

fn histogram_grid(answer: &Histogram, by: Option<&str>, sheet: &RowOptions, out: &mut Vec<u8>) {
    histogram(answer, by, sheet).write(sheet, out);
}

/// What bars are drawn with.
struct Chart<'h> {
    histogram: &'h Histogram,
    sheet: &'h RowOptions,
    /// What each part of a bar is drawn with: a glyph and a role. Empty where bars have one part.
    parts: Vec<(char, Role)>,
    glyphs: Glyphs,
    notes: Vec<String>,
    times: usize,
    counts: usize,
    /// Columns for bars.
    room: usize,
    /// Columns of the terminal.
    columns: usize,
}

/// Columns between two columns, and between the bars and what is said of them.
const GAP: usize = 2;

impl<'h> Chart<'h> {
    fn new(
        histogram: &'h Histogram,
        by: Option<&str>,
        sheet: &'h RowOptions,
        columns: usize,
    ) -> Self {
        let glyphs = match sheet.charset {
            Charset::Unicode => Glyphs::Blocks,
            Charset::Ascii => Glyphs::Ascii,
        };
        let tones = tones(histogram.stacked().map(|(label, _)| label));
        let drawn = |(place, tone): (usize, &super::series_color::Tone)| match sheet.paint {
            Paint::Plain => (glyph(place, glyphs), tone.role()),
            Paint::Colour | Paint::Themed(_) => (glyph(0, glyphs), tone.role()),
        };
        let parts = tones.iter().enumerate().map(drawn);
        let notes = notes(histogram);
        let has_notes = notes.iter().any(|note| !note.is_empty());
        let starts = (0..histogram.axis.len())
            .map(|bucket| moment(histogram.axis.start(bucket), &histogram.axis).len());
        let untimed = (histogram.all.untimed > 0).then_some(UNTIMED.len());
        let counts = histogram.all.counts.iter().chain([&histogram.all.untimed]);
        let counts = counts.map(|count| Count(*count).to_string().len()).max();
        let (times, counts) = (
            starts
                .chain(untimed)
                .max()
                .unwrap_or_default()
                .max("TIME".len()),
            counts.unwrap_or_default().max("COUNT".len()),
        );
        // Behind the count there is a column for the mark of what the log does not tell.
        let room = columns.saturating_sub(times + counts + GAP + 3);
        Self {
            histogram,
            sheet,
            parts: parts.filter(|_| by.is_some()).collect(),
            glyphs,
            notes,
            times,
            counts,
            room: if has_notes { room * 3 / 5 } else { room },
            columns,
        }
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let histogram = self.histogram;
        if histogram.all.total() == 0 && histogram.axis.is_empty() {
            return lines;
        }
        lines.extend(self.legend());
        if self.sheet.header == Header::Shown {
            let head = format!(
                "{:<times$}  {:>counts$}",
                "TIME",
                "COUNT",
                times = self.times,
                counts = self.counts
            );
            let head = self.sheet.charset.fit(&head, self.columns).into_owned();
            lines.push(self.sheet.paint.painted(Role::Heading, &head).to_string());
        }
        let highest = histogram.highest().max(histogram.all.untimed);
        for (bucket, note) in self.notes.iter().enumerate() {
            let time = moment(histogram.axis.start(bucket), &histogram.axis);
            let touched = histogram.touched.get(bucket).copied().unwrap_or_default();
            let count = |series: &Series| series.counts.get(bucket).copied().unwrap_or_default();
            lines.push(self.line(&time, self.mark(touched), note, &count, highest));
        }
        if histogram.all.untimed > 0 {
            lines.push(self.line(UNTIMED, ' ', "", &|series| series.untimed, highest));
        }
        lines
    }

    const fn mark(&self, touched: (u64, u64)) -> char {
        match (touched, self.glyphs) {
            ((0, 0), _) => ' ',
            ((0, _), _) => '~',
            (_, Glyphs::Blocks) => '░',
            (_, Glyphs::Ascii) => '!',
        }
    }

    fn line(
        &self,
        time: &str,
        mark: char,
        note: &str,
        count: &dyn Fn(&Series) -> u64,
        highest: u64,
    ) -> String {
        let (times, counts) = (self.times, self.counts);
        let all = count(&self.histogram.all);
        let head = format!("{time:<times$}  {:>counts$} ", Count(all));
        let paint = self.sheet.paint;
        let (drawn, length) = match self.parts.is_empty() {
            true => {
                let bar = bar(all, highest, self.room, self.glyphs);
                let length = width(&bar);
                (bar, length)
            }
            false => self.stacked(count, highest),
        };
        let head = self.sheet.charset.fit(&head, self.columns);
        let mark = match mark {
            ' ' => " ".to_owned(),
            mark => paint.painted(Role::Audit, &mark.to_string()).to_string(),
        };
        let mut line = format!("{head}{mark} {drawn}");
        if !note.is_empty() {
            let used = times + counts + GAP + 3 + length;
            let pad = (self.room.saturating_sub(length)) + GAP;
            let note = self.sheet.charset.shown(note);
            let note = self
                .sheet
                .charset
                .fit(&note, self.columns.saturating_sub(used + pad));
            line.push_str(&" ".repeat(pad));
            line.push_str(&paint.painted(Role::Audit, &note).to_string());
        }
        line.trim_end().to_owned()
    }

    /// The parts of a bar, and how many columns they take.
    fn stacked(&self, count: &dyn Fn(&Series) -> u64, highest: u64) -> (String, usize) {
        let counts: Vec<u64> = self
            .histogram
            .stacked()
            .map(|(_, series)| count(series))
            .collect();
        let columns = stack(&counts, highest, self.room);
        let parts = self
            .parts
            .iter()
            .zip(&columns)
            .filter(|(_, columns)| **columns > 0);
        let drawn = parts.map(|((glyph, role), columns)| {
            let cells = glyph.to_string().repeat(*columns);
            self.sheet.paint.painted(*role, &cells).to_string()
        });
        (drawn.collect(), columns.iter().sum())
    }

    /// Which value is drawn how, in as many lines as it takes.
    fn legend(&self) -> Vec<String> {
        let mut lines: Vec<(String, usize)> = Vec::new();
        for ((glyph, role), (label, series)) in self.parts.iter().zip(self.histogram.stacked()) {
            let name = self.sheet.charset.shown(name(label));
            let about = match series.is_exact {
                true => "",
                false => self.sheet.charset.about(),
            };
            let text = format!("{name} {about}{}", Count(series.total()));
            let text = self
                .sheet
                .charset
                .fit(&text, self.columns.saturating_sub(2));
            let length = width(&text) + 2;
            let drawn = format!(
                "{} {text}",
                self.sheet.paint.painted(*role, &glyph.to_string())
            );
            match lines.last_mut() {
                Some((line, used)) if *used + GAP + length <= self.columns => {
                    line.push_str("  ");
                    line.push_str(&drawn);
                    *used += GAP + length;
                }
                _ => lines.push((drawn, length)),
            }
        }
        lines.into_iter().map(|(line, _)| line).collect()
    }
}
