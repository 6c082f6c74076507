//! The strip of time above the list.

use super::{Pane, Place};
use crate::record::time::Time;
use crate::text::{Count, Role};
use crate::tui::action::Action;
use crate::tui::draw::Pen;
use crate::tui::model::{Effect, Model};
use crate::tui::theme::Theme;
use crate::tui::timeline::{Bins, Bucket};

/// The pane.
pub static PANE: Pane = Pane {
    name: "timeline",
    doc: "how many records there are over time, and how they ended",
    place: Place::Top,
    writes: false,
    draw,
    act,
};

fn draw(model: &Model, pen: &mut Pen<'_>) {
    let style = match model.is_focus(&PANE) {
        true => Theme::focus(),
        false => Theme::heading(),
    };
    let rule = pen.theme.role(Role::Dim);
    pen.rule(0, 0, pen.theme.glyphs.rule, rule);
    pen.put(1, 0, " timeline ", style);
    let Some(bins) = &model.timeline.bins else {
        return;
    };
    let text = format!(
        " 1 bucket = {} {} by {} {} peak {} ",
        bins.scale.step_name(),
        pen.theme.glyphs.dot,
        bins.scale.dimension.name(),
        pen.theme.glyphs.dot,
        Count(bins.peak())
    );
    pen.put(11, 0, &text, rule);
    bars(model, pen, bins);
}

fn bars(model: &Model, pen: &mut Pen<'_>, bins: &Bins) {
    let height = pen.height().saturating_sub(2);
    let peak = bins.peak();
    let width = pen.width();
    for x in 0..width {
        let bucket = x * bins.buckets.len() / width.max(1);
        if let Some(bucket) = bins.buckets.get(bucket) {
            bar(pen, x, height, bucket, peak);
        }
    }
    let y = pen.height().saturating_sub(1);
    for x in (0..width).step_by(16) {
        let bucket = x * bins.buckets.len() / width.max(1);
        let time = Time(i128::from(bins.scale.start_of(bucket)));
        let text = time.in_zone(&model.zone).to_string();
        pen.put(
            x,
            y,
            text.get(11..19).unwrap_or_default(),
            pen.theme.role(Role::Dim),
        );
    }
}

fn bar(pen: &mut Pen<'_>, x: usize, height: usize, bucket: &Bucket, peak: u64) {
    let levels = pen.theme.glyphs.bars.len();
    let tall = |count: u64| scaled(count, peak, height * levels);
    let (all, matched) = (tall(bucket.all), tall(bucket.matched()));
    for y in 0..height {
        let base = (height - 1 - y) * levels;
        let (level, role) = match matched > base {
            true => (matched - base, Role::Passed),
            false => (all.saturating_sub(base), Role::Dim),
        };
        let glyph = level
            .min(levels)
            .checked_sub(1)
            .and_then(|level| pen.theme.glyphs.bars.get(level));
        if let Some(glyph) = glyph {
            pen.glyph(x, y + 1, glyph, pen.theme.role(role));
        }
    }
}

/// The height of a bar by the square root, at least one step for what is not zero.
fn scaled(count: u64, peak: u64, most: usize) -> usize {
    if count == 0 || peak == 0 {
        return 0;
    }
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share from 0 to 1 of a few cells"
    )]
    let height = ((count as f64 / peak as f64).sqrt() * most as f64).round() as usize;
    height.clamp(1, most)
}

fn act(_: &mut Model, _: Action) -> Option<Vec<Effect>> {
    None
}
