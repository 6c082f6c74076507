//! The lanes below the strip, when the timeline has all of the screen: one for each of the most frequent values of a field,
//! each with bars of its own, or all stacked in one picture.

use ratatui::style::{Modifier, Style};

use super::TimelinePane;
use super::bars::stacked;
use super::geometry::{names, ruler};
use crate::text::{Count, Role, width};
use crate::tui::draw::{Pen, middle};
use crate::tui::lanes::Lane;
use crate::tui::shared::Shared;
use crate::tui::theme::Theme;

/// What the lanes of a stacked picture are drawn with, the most frequent first.
const LETTERS: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];

/// What all others are drawn with.
const REST: &str = "+";

/// The lanes, or all of them in one picture.
pub(super) fn draw(pane: &TimelinePane, shared: &Shared, pen: &mut Pen<'_>) {
    let rows = pen.height().saturating_sub(1);
    let Some(lanes) = &pane.lanes else {
        head(pane, shared, pen, &[]);
        return;
    };
    let lanes = lanes.shown(rows);
    head(pane, shared, pen, &lanes);
    if lanes.is_empty() {
        pen.put(1, 1, "no record passes", pen.theme.role(Role::Dim));
    } else if pane.is_stacked {
        picture(pane, shared, pen, &lanes);
    } else {
        let each = (rows / lanes.len()).clamp(1, 4);
        for (at, lane) in lanes.iter().enumerate().take(rows / each) {
            self::lane(pane, shared, pen, lane, 1 + at * each, each);
        }
    }
}

/// What the lanes are of, and how they are drawn, as far as there is room.
fn head(pane: &TimelinePane, shared: &Shared, pen: &mut Pen<'_>, lanes: &[Lane]) {
    let dim = pen.theme.role(Role::Dim);
    let dot = pen.theme.glyphs.dot;
    pen.rule(0, 0, pen.theme.glyphs.rule, dim);
    let Some(all) = &pane.lanes else {
        pen.put(1, 0, " counting ", dim);
        return;
    };
    let peak = columns(shared, pen, lanes)
        .iter()
        .map(|column| total(column))
        .max()
        .unwrap_or(0);
    let (how, peak, key) = match pane.is_stacked {
        true => ("stacked", format!("peak {}", Count(peak)), "apart"),
        false => ("", "each to its own peak".to_owned(), "stacked"),
    };
    let state = if all.is_whole { "" } else { "counting" };
    let height = pane.height.name();
    let mut x = pen.put(1, 0, &format!(" lanes by {} ", all.field), dim);
    for part in [
        how,
        state,
        height,
        &peak,
        &format!("v: {key}"),
        "b: by something else",
    ] {
        let text = format!("{dot} {part} ");
        if !part.is_empty() && x + width(&text) < pen.width() {
            x = pen.put(x, 0, &text, dim);
        }
    }
}

/// What each column of the picture shows of each lane.
fn columns(shared: &Shared, pen: &Pen<'_>, lanes: &[Lane]) -> Vec<Vec<u64>> {
    let buckets = lanes.first().map_or(0, |lane| lane.counts.len());
    let ruler = ruler(shared, pen.width(), buckets);
    let count = |lane: &Lane, x: usize| {
        let counts = lane.counts.get(ruler.buckets_of(x)).unwrap_or_default();
        counts.iter().map(|count| u64::from(*count)).sum()
    };
    let column = |x: usize| lanes.iter().map(|lane| count(lane, x)).collect();
    (0..ruler.columns).map(column).collect()
}

fn total(column: &[u64]) -> u64 {
    column.iter().sum()
}

/// A lane's name and count in a row.
fn label(pen: &mut Pen<'_>, x: usize, y: usize, lane: &Lane) {
    let end = names(pen.width());
    let about = pen.theme.glyphs.about;
    let about = if lane.is_about { about } else { "" };
    let count = format!("{about}{}", Count(lane.total));
    let name = match (lane.name.as_str(), lane.is_rest) {
        ("", false) => "(none)",
        (name, _) => name,
    };
    let room = end.saturating_sub(x + width(&count) + 2);
    let name = middle(name, room, pen.theme.glyphs.more);
    pen.put_in(x, y, room, &name, style(pen.theme, lane));
    let dim = pen.theme.role(Role::Dim);
    pen.put(end.saturating_sub(width(&count) + 1), y, &count, dim);
}

fn style(theme: Theme, lane: &Lane) -> Style {
    theme.role(outcome(lane).unwrap_or(Role::Place))
}

/// The role of a lane that has one by its name: of an outcome, or of all others.
fn outcome(lane: &Lane) -> Option<Role> {
    match (lane.name.as_str(), lane.is_rest) {
        (_, true) => Some(Role::Dim),
        ("denied", false) => Some(Role::Denied),
        ("failed", false) => Some(Role::Failed),
        ("passed", false) => Some(Role::Passed),
        (_, false) => None,
    }
}

/// One lane with bars of its own.
fn lane(
    pane: &TimelinePane,
    shared: &Shared,
    pen: &mut Pen<'_>,
    lane: &Lane,
    top: usize,
    rows: usize,
) {
    let bottom = top + rows - 1;
    label(pen, 1, bottom, lane);
    let left = names(pen.width());
    let levels = pen.theme.glyphs.bars.len();
    let columns = columns(shared, pen, std::slice::from_ref(lane));
    let peak = columns
        .iter()
        .map(|column| total(column))
        .max()
        .unwrap_or(0);
    for (x, column) in columns.iter().enumerate() {
        let tall = pane.height.of(total(column), peak, rows * levels);
        for y in 0..rows {
            let level = tall.saturating_sub(y * levels).min(levels);
            let glyph = level
                .checked_sub(1)
                .and_then(|at| pen.theme.glyphs.bars.get(at));
            if let Some(glyph) = glyph {
                pen.glyph(left + x, bottom - y, glyph, style(pen.theme, lane));
            }
        }
    }
}

/// All lanes in one picture, those of many records below those of few, and which letter is which: letters tell them, with colours and
/// without.
fn picture(pane: &TimelinePane, shared: &Shared, pen: &mut Pen<'_>, lanes: &[Lane]) {
    let (left, rows) = (names(pen.width()), pen.height().saturating_sub(1));
    let columns = columns(shared, pen, lanes);
    let peak = columns
        .iter()
        .map(|column| total(column))
        .max()
        .unwrap_or(0);
    for (at, lane) in lanes.iter().enumerate() {
        let (letter, style) = band(pen.theme, at, lane);
        pen.glyph(1, 1 + at, letter, style);
        label(pen, 3, 1 + at, lane);
    }
    // All others are the lowest: where there is no room for each, what is rare is shown.
    let others = usize::from(lanes.last().is_some_and(|lane| lane.is_rest));
    for (x, mut column) in columns.into_iter().enumerate() {
        let present = column.iter().filter(|count| **count > 0).count();
        let tall = pane.height.of(total(&column), peak, rows);
        column.rotate_right(others);
        let bands = stacked(&column, tall.max(present.min(rows)));
        for (y, band_of) in bands.into_iter().enumerate() {
            let at = (band_of + lanes.len() - others) % lanes.len();
            if let Some(lane) = lanes.get(at) {
                let (letter, style) = band(pen.theme, at, lane);
                pen.glyph(left + x, rows - y, letter, style);
            }
        }
    }
}

/// How a lane looks in the picture.
fn band(theme: Theme, at: usize, lane: &Lane) -> (&'static str, Style) {
    // None that alarms: nothing of these was denied for being rare.
    const ROLES: [Role; 4] = [Role::Place, Role::Passed, Role::Time, Role::Process];
    let letter = LETTERS.get(at).filter(|_| !lane.is_rest);
    let own = ROLES.get(at % ROLES.len()).copied();
    let role = outcome(lane).or(own).unwrap_or(Role::Dim);
    let style = theme.role(role);
    let style = match theme.has_colour() {
        true => style.add_modifier(Modifier::REVERSED),
        false => style,
    };
    (letter.copied().unwrap_or(REST), style)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Color;

    use super::*;
    use crate::text::Paint;
    use crate::tui::app::view::view;
    use crate::tui::script::Player;
    use crate::tui::script::testing::session;

    /// Records of eight programs in a minute, one of them rare; in its first second one is nearly all.
    fn records() -> String {
        let record = |at: usize| {
            let name = match at {
                77 => 13,
                ..400 => at * at % 13,
                _ => 1,
            };
            let second = if at < 400 { at * 7 % 60 } else { 0 };
            format!(
                "{{\"UpdatedTime\":\"2026-03-14T09:40:{second:02}Z\",\"HostName\":\"n\",\"Operation\":\"File\",\
                 \"ProcessName\":\"/bin/p{name:02}\",\"NamespaceName\":\"ns{name:02}\"}}\n"
            )
        };
        (0..1300).map(record).collect()
    }

    fn drawn(paint: Paint, size: (u16, u16)) -> (Player, Buffer) {
        let (mut session, _file) = session(&records());
        session.look.paint = paint;
        let mut player = Player::new(session, size).unwrap();
        player.keys("t z b b v");
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.0, size.1));
        view(&player.app, &mut buffer);
        (player, buffer)
    }

    #[test]
    fn every_lane_of_a_column_has_a_letter_in_it_with_and_without_colour() {
        for (paint, size) in [(Paint::Plain, (90, 60)), (Paint::Colour, (90, 60))] {
            let (player, buffer) = drawn(paint, size);
            let lanes = player.app.panes.timeline.lanes.as_ref().unwrap().shown(40);
            assert_eq!(lanes.len(), 8);
            let (left, top) = (names(90), 1 + 8 + 1);
            for x in 0..90 - left {
                let range = ruler(&player.app.shared, 90, lanes[0].counts.len()).buckets_of(x);
                let there = lanes.iter().enumerate().filter(|(_, lane)| {
                    let counts = &lane.counts[range.clone()];
                    counts.iter().any(|count| *count > 0)
                });
                let wanted: BTreeSet<&str> = there.map(|(at, _)| LETTERS[at]).collect();
                let column = u16::try_from(left + x).unwrap();
                let cells = (top..59).map(|y| buffer[(column, y)].symbol());
                let shown: BTreeSet<&str> = cells.filter(|cell| *cell != " ").collect();
                assert_eq!(shown, wanted, "column {x}");
                let is_red = |y| buffer[(column, y)].fg == Color::Red;
                assert!(!(top..59).any(is_red), "nothing was denied");
            }
        }
    }

    #[test]
    fn colour_changes_nothing_but_colours() {
        let text = |paint| {
            let (player, _) = drawn(paint, (80, 24));
            let screen = player.screen();
            screen
                .lines()
                .skip(9)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(text(Paint::Plain), text(Paint::Colour));
    }
}
