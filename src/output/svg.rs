//! Matches over time as a picture: one SVG, which needs nothing else and runs nothing.
//!
//! All of it is whole numbers, tenths of a pixel, so that the same answer gives the same bytes.

use std::fmt::{self, Write};

use super::hist::{about, moment, name, precision, told};
use super::markup::Xml;
use super::moment::Moment;
use super::series_color::{Tone, tones};
use super::{BARE, Format};
use crate::analysis::{Axis, Histogram, LADDER, Series, Unit, Why, Width};
use crate::record::time::Time;
use crate::text::{Count, fit, width};

pub(super) static FORMAT: Format = Format {
    name: "svg",
    doc: "one picture that needs nothing else, for a report",
    is_whole: true,
    ..BARE
};

/// What is written over and under a picture.
pub struct Caption {
    /// What it shows: `Events by outcome`.
    pub title: String,
    /// What the reader must know besides: the filter, what was skipped.
    pub notes: Vec<String>,
}

/// Tenths of a pixel.
#[derive(Clone, Copy)]
struct Px(u64);

impl fmt::Display for Px {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 % 10 {
            0 => write!(out, "{}", self.0 / 10),
            tenth => write!(out, "{}.{tenth}", self.0 / 10),
        }
    }
}

/// All of the picture's width, of its margins, of the bars and of the lines of text, in tenths of a pixel.
const WIDTH: u64 = 9600;
const LEFT: u64 = 620;
const RIGHT: u64 = 160;
const BARS: u64 = 2200;
/// Room over the highest bar: each of its parts is at least [`LEAST`] high.
const HEADROOM: u64 = 160;
const LEAST: u64 = 15;
const LINE: u64 = 170;
/// The strip that tells where the log is blind.
const STRIP: u64 = 80;
/// Characters of a line of text.
const COLUMNS: usize = 138;
/// Lines that one note takes, at most.
const MOST_LINES: usize = 3;
/// Stretches that are named, at most.
const MOST_NAMED: usize = 6;

/// Light as on paper; dark where the reader's screen is.
const STYLE: &str = "\
.kx{font:12px system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif}
.kx-bg{fill:#fff}.kx-ink{fill:#1f2328}.kx-dim{fill:#59636e}.kx-title{font-size:16px;font-weight:600}
.kx-grid{stroke:#d1d9e0;stroke-width:1}.kx-axis{stroke:#59636e;stroke-width:1}
.kx-denied{fill:#c62828}.kx-failed{fill:#e09b1b}.kx-passed{fill:#7fa894}
.kx-v0{fill:#1f6fb2}.kx-v1{fill:#e07b28}.kx-v2{fill:#3f9650}.kx-v3{fill:#8a5fc0}.kx-v4{fill:#17a2ad}.kx-v5{fill:#c65b94}.kx-v6{fill:#86643a}
.kx-none{fill:#c3cad1}.kx-others{fill:#929ba5}
.kx-throttled{fill:#b25e00}.kx-silent{fill:#59636e}.kx-veil{fill-opacity:.12}
@media screen and (prefers-color-scheme:dark){
.kx-bg{fill:#15191e}.kx-ink{fill:#e6edf3}.kx-dim{fill:#9ba5b0}.kx-grid{stroke:#333b44}.kx-axis{stroke:#9ba5b0}
.kx-denied{fill:#f0625d}.kx-failed{fill:#e6b450}.kx-passed{fill:#5d8a75}
.kx-v0{fill:#5aa7e6}.kx-v1{fill:#f09a55}.kx-v2{fill:#62bd73}.kx-v3{fill:#b18ce6}.kx-v4{fill:#45c4cf}.kx-v5{fill:#e587b8}.kx-v6{fill:#b89468}
.kx-none{fill:#4b555f}.kx-others{fill:#77818c}.kx-throttled{fill:#f0a04b}.kx-silent{fill:#9ba5b0}}";

/// The picture.
pub fn picture(histogram: &Histogram, caption: &Caption) -> String {
    let mut picture = Picture {
        histogram,
        tones: tones(histogram.stacked().map(|(label, _)| label)),
        body: String::new(),
        y: 0,
    };
    picture.head(caption);
    picture.legend();
    if histogram.axis.is_empty() {
        picture.text(LEFT, "kx-dim", "no record that matches has a time");
    } else {
        picture.chart();
        picture.blind();
    }
    let height = Px(picture.y + LINE);
    let (body, title) = (picture.body, Xml(&caption.title));
    let notes: Vec<String> = caption
        .notes
        .iter()
        .map(|note| Xml(note).to_string())
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"kx\" role=\"img\" aria-labelledby=\"kx-title kx-desc\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
         <title id=\"kx-title\">{title}</title>\n<desc id=\"kx-desc\">{}</desc>\n<style>\n{STYLE}\n</style>\n\
         <defs>\n{}{}</defs>\n<rect class=\"kx-bg\" width=\"100%\" height=\"100%\"/>\n{body}</svg>\n",
        notes.join("\n"),
        hatch("kx-h-throttled", "kx-throttled", 45),
        hatch("kx-h-silent", "kx-silent", 135),
        width = Px(WIDTH),
    )
}

/// A filling of stripes, which paper without colours shows too.
fn hatch(id: &str, class: &str, angle: u64) -> String {
    format!(
        "<pattern id=\"{id}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate({angle})\">\
         <rect class=\"{class}\" width=\"2.5\" height=\"6\"/></pattern>\n"
    )
}

struct Picture<'h> {
    histogram: &'h Histogram,
    tones: Vec<Tone>,
    body: String,
    /// How far down it is drawn.
    y: u64,
}

impl Picture<'_> {
    /// Draws; memory takes all.
    fn draw(&mut self, shape: fmt::Arguments<'_>) {
        let _ = self.body.write_fmt(shape);
        self.body.push('\n');
    }

    /// A line of text at the left edge, and down to the next.
    fn text(&mut self, x: u64, class: &str, text: &str) {
        self.y += LINE;
        let y = Px(self.y);
        self.draw(format_args!(
            "<text class=\"{class}\" x=\"{}\" y=\"{y}\">{}</text>",
            Px(x),
            Xml(text)
        ));
    }

    fn head(&mut self, caption: &Caption) {
        self.y = 100;
        self.text(160, "kx-ink kx-title", &caption.title);
        self.y += 30;
        for note in &caption.notes {
            for line in wrapped(note) {
                self.text(160, "kx-dim", &line);
            }
        }
        self.y += 60;
    }

    /// Which value is drawn how.
    fn legend(&mut self) {
        let histogram = self.histogram;
        let mut x = 160;
        if !self.tones.is_empty() {
            self.y += LINE;
        }
        for (place, (label, series)) in histogram.stacked().enumerate() {
            let Some(tone) = self.tones.get(place).copied() else {
                continue;
            };
            let text = format!(
                "{} {}{}",
                fit(name(label), 60),
                about(series),
                Count(series.total())
            );
            let room = 200 + 75 * width(&text) as u64;
            if x > 160 && x + room > WIDTH - RIGHT {
                x = 160;
                self.y += LINE;
            }
            let (y, top) = (Px(self.y), Px(self.y - 90));
            self.draw(format_args!(
                "<rect class=\"{}\" x=\"{}\" y=\"{top}\" width=\"10\" height=\"10\"/>\
                 <text class=\"kx-ink\" x=\"{}\" y=\"{y}\">{}</text>",
                tone.class(),
                Px(x),
                Px(x + 150),
                Xml(&text)
            ));
            x += room;
        }
        self.y += 60;
    }

    fn chart(&mut self) {
        let top = self.y + HEADROOM;
        let base = top + BARS;
        let highest = self.histogram.highest().max(1);
        for count in scale(highest) {
            let y = base - high(count, highest);
            let class = if count == 0 { "kx-axis" } else { "kx-grid" };
            self.draw(format_args!(
                "<line class=\"{class}\" x1=\"{}\" x2=\"{}\" y1=\"{y}\" y2=\"{y}\"/>\
                 <text class=\"kx-dim\" text-anchor=\"end\" x=\"{}\" y=\"{}\">{}</text>",
                Px(LEFT),
                Px(WIDTH - RIGHT),
                Px(LEFT - 60),
                Px(y + 40),
                Count(count),
                y = Px(y),
            ));
        }
        self.stretches(top, base);
        for bucket in 0..self.histogram.axis.len() {
            self.bar(bucket, base, highest);
        }
        self.y = base + STRIP + 20;
        self.ticks(base);
    }

    /// Veils over the bars, and stripes in a strip under them, where the log is blind.
    fn stretches(&mut self, top: u64, base: u64) {
        let touched = &self.histogram.touched;
        self.veil(
            "throttled",
            touched.iter().map(|touched| touched.0 > 0),
            top,
            base,
        );
        self.veil(
            "silent",
            touched.iter().map(|touched| touched.1 > 0),
            top,
            base,
        );
    }

    fn veil(&mut self, kind: &str, is_blind: impl Iterator<Item = bool>, top: u64, base: u64) {
        let buckets: Vec<bool> = is_blind.collect();
        let mut bucket = 0;
        for run in buckets.chunk_by(|left, right| left == right) {
            let (from, to) = (
                edge(bucket, &self.histogram.axis),
                edge(bucket + run.len(), &self.histogram.axis),
            );
            bucket += run.len();
            if run.first() != Some(&true) {
                continue;
            }
            self.draw(format_args!(
                "<rect class=\"kx-{kind} kx-veil\" x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{}\"/>\
                 <rect fill=\"url(#kx-h-{kind})\" x=\"{x}\" y=\"{}\" width=\"{width}\" height=\"{}\"/>",
                Px(top - HEADROOM),
                Px(base - top + HEADROOM),
                Px(base + 10),
                Px(STRIP - 20),
                x = Px(from),
                width = Px(to - from),
            ));
        }
    }

    /// The bar of a bucket, its parts on top of each other; a pointer on it is told the counts.
    fn bar(&mut self, bucket: usize, base: u64, highest: u64) {
        let axis = &self.histogram.axis;
        let count = |series: &Series| series.counts.get(bucket).copied().unwrap_or_default();
        let all = count(&self.histogram.all);
        if all == 0 {
            return;
        }
        let (from, to) = (edge(bucket, axis), edge(bucket + 1, axis));
        let gap = if to - from > 40 { 10 } else { 0 };
        let (x, width) = (Px(from), Px((to - from).saturating_sub(gap).max(5)));
        let mut told = format!("{}: {}", moment(axis.start(bucket), axis), Count(all));
        let stacked = self.histogram.stacked().zip(&self.tones);
        let mut parts: Vec<(String, u64)> = Vec::new();
        for ((label, series), tone) in stacked {
            if count(series) > 0 {
                let _ = write!(
                    told,
                    "\n{} {}{}",
                    name(label),
                    about(series),
                    Count(count(series))
                );
                parts.push((tone.class(), count(series)));
            }
        }
        if parts.is_empty() {
            parts.push(("kx-v0".to_owned(), all));
        }
        let lines: Vec<String> = told.lines().map(|line| Xml(line).to_string()).collect();
        let mut drawn = format!("<g><title>{}</title>", lines.join("\n"));
        let mut y = base;
        for (class, count) in parts {
            let height = high(count, highest).max(LEAST);
            y = y.saturating_sub(height);
            let (y, height) = (Px(y), Px(height));
            let _ = write!(
                drawn,
                "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
            );
        }
        self.draw(format_args!("{drawn}</g>"));
    }

    /// Moments under the bars, as many as there is room for; the date where it changes.
    fn ticks(&mut self, base: u64) {
        let axis = &self.histogram.axis;
        let mut last_date = String::new();
        for tick in ticks(axis) {
            let Some(x) = place(tick, axis) else { continue };
            let shown = Moment::new(tick, &axis.zone);
            let (date, time) = match (precision(axis.width), axis.width.unit) {
                (Some(precision), _) => (shown.date(), shown.clock(precision)),
                (None, Unit::Year) => (shown.year(), ""),
                (None, _) => (shown.date(), ""),
            };
            let (first, second) = match time.is_empty() {
                true => (date, ""),
                false => (time, if last_date == date { "" } else { date }),
            };
            let y = base + STRIP + LINE - 20;
            self.draw(format_args!(
                "<line class=\"kx-axis\" x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{}\"/>\
                 <text class=\"kx-dim\" x=\"{x}\" y=\"{}\">{}</text><text class=\"kx-dim\" x=\"{x}\" y=\"{}\">{}</text>",
                Px(base),
                Px(base + STRIP),
                Px(y),
                Xml(first),
                Px(y + LINE - 30),
                Xml(second),
                x = Px(x),
            ));
            date.clone_into(&mut last_date);
        }
        self.y = base + STRIP + 2 * LINE;
    }

    /// In words, where the log is blind.
    fn blind(&mut self) {
        let histogram = self.histogram;
        for blind in histogram.blind.iter().take(MOST_NAMED) {
            let kind = match blind.why {
                Why::Throttled(_) => "throttled",
                Why::Silent | Why::Beyond => "silent",
            };
            let text = format!("{}  {}", moment(blind.start, &histogram.axis), told(blind));
            self.text(320, "kx-dim", &fit(&text, COLUMNS));
            let y = Px(self.y - 90);
            self.draw(format_args!(
                "<rect fill=\"url(#kx-h-{kind})\" x=\"16\" y=\"{y}\" width=\"12\" height=\"10\"/>"
            ));
        }
        let more = histogram.blind.len().saturating_sub(MOST_NAMED);
        if more > 0 {
            self.text(320, "kx-dim", &format!("and {} more", Count(more as u64)));
        }
    }
}

/// The left edge of a bucket.
fn edge(bucket: usize, axis: &Axis) -> u64 {
    let (bucket, len) = (bucket as u64, axis.len().max(1) as u64);
    LEFT + (WIDTH - LEFT - RIGHT) * bucket / len
}

/// Where a moment lies, if it does.
fn place(time: Time, axis: &Axis) -> Option<u64> {
    let (bucket, _) = axis.touched(time, time)?;
    let (start, end) = (axis.start(bucket), axis.start(bucket + 1));
    let (from, to) = (edge(bucket, axis), edge(bucket + 1, axis));
    let inside = i128::from(to - from) * (time.0 - start.0) / (end.0 - start.0).max(1);
    (inside >= 0).then_some(from + u64::try_from(inside).unwrap_or_default())
}

/// The height of a count.
fn high(count: u64, highest: u64) -> u64 {
    let height = u128::from(count) * u128::from(BARS) / u128::from(highest.max(1));
    u64::try_from(height).unwrap_or(BARS)
}

/// Round counts from 0 up to the highest, at most six.
fn scale(highest: u64) -> Vec<u64> {
    let mut step = 1_u64;
    let mut factors = [2, 5, 10].into_iter().cycle();
    let mut power = 1_u64;
    while highest / step > 5 {
        let factor = factors.next().unwrap_or(10);
        step = power.saturating_mul(factor);
        if factor == 10 {
            power = step;
        }
    }
    (0..=highest / step).map(|nth| nth * step).collect()
}

/// Moments to name: round ones, at most nine; the first bucket's where no round one lies within.
fn ticks(axis: &Axis) -> Vec<Time> {
    let (first, end) = (axis.start(0), axis.start(axis.len()));
    let number = |width: &Width, time| width.index(time, &axis.zone);
    let fits = |width: &&Width| number(width, end) - number(width, first) <= 9;
    let is_finer = |width: &&Width| width.unit == axis.width.unit && width.count < axis.width.count;
    let width = LADDER.iter().filter(|width| !is_finer(width)).find(fits);
    let width = width.copied().unwrap_or(Width {
        unit: Unit::Year,
        count: 1000,
    });
    let all =
        (number(&width, first)..=number(&width, end)).map(|index| width.start(index, &axis.zone));
    let within: Vec<Time> = all.filter(|time| (first..end).contains(time)).collect();
    if within.is_empty() {
        vec![first]
    } else {
        within
    }
}

/// A note in lines; what does not fit in a few is cut off, and said to be.
fn wrapped(note: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in note.split_inclusive(' ') {
        let last = lines.last_mut();
        let is_full = last
            .as_ref()
            .is_none_or(|line| !line.is_empty() && width(line) + width(word) > COLUMNS);
        match last {
            Some(line) if !is_full => line.push_str(word),
            _ => lines.push(word.to_owned()),
        }
    }
    let is_cut = lines.len() > MOST_LINES;
    lines.truncate(MOST_LINES);
    if let Some(last) = lines.last_mut().filter(|_| is_cut) {
        last.push('…');
    }
    lines
        .iter()
        .map(|line| fit(line, COLUMNS).into_owned())
        .collect()
}
