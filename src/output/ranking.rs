//! Groups by how many records they have, and when those were.

use super::moment::Moment;
use super::{Cell, Charset, Destination, Flow, Grid, Heading, RowOptions};
use crate::analysis::{Distribution, Summary, enclosing};
use crate::count::{Group, Ranking, percent};
use crate::record::column::Column;
use crate::record::derived::tags::attack_name;
use crate::record::field::Target;
use crate::record::time::Time;
use crate::text::{Glyphs, sparkline};

/// Columns that a group's records over time take.
const TREND: usize = 24;

impl RowOptions {
    /// Whether answers have pictures: where somebody looks at them.
    pub fn draws(&self) -> bool {
        self.format.name == "table" && matches!(self.place, Destination::Terminal(_))
    }
}

/// The groups with their counts, the share that each has of `matched` records, its first and last time, and how its records
/// lie in time if that was measured.
pub fn ranking<'r, T: Distribution>(
    ranking: &'r Ranking<Summary<T>>,
    columns: &'r [Column],
    matched: u64,
    sheet: &'r RowOptions,
) -> Flow<'r> {
    let sights = ranking.rows().map(|(_, sight)| sight);
    let scale = RankingScale::of(sights.chain(&ranking.rest), matched, sheet);
    Flow {
        head: scale.head::<T>(columns).into(),
        others: ranking.rest.as_ref().map(|sight| scale.measures(sight)),
        rows: Box::new(move |visit| {
            for (group, sight) in ranking.rows() {
                visit(&scale.row(&group, sight, columns));
            }
        }),
    }
}

/// The same of groups in any order, and what was seen of those that have no row, if there are any. Values are escaped.
pub fn groups<T: Distribution>(
    groups: &[(Group<'_>, &Summary<T>)],
    rest: Option<&Summary<T>>,
    columns: &[Column],
    matched: u64,
    sheet: &RowOptions,
) -> Grid {
    let sights = groups.iter().map(|(_, sight)| *sight);
    let scale = RankingScale::of(sights.chain(rest), matched, sheet);
    let rows = groups
        .iter()
        .map(|(group, sight)| scale.row(group, sight, columns));
    Grid {
        head: scale.head::<T>(columns),
        rows: rows.collect(),
        others: rest.map(|sight| scale.measures(sight)),
    }
}

/// What the measures of all rows have in common.
#[derive(Clone, Copy)]
struct RankingScale<'s> {
    /// The first and the last time of all.
    span: Option<(Time, Time)>,
    matched: u64,
    sheet: &'s RowOptions,
}

impl<'s> RankingScale<'s> {
    fn of<'r, T: 'r>(
        sights: impl Iterator<Item = &'r Summary<T>>,
        matched: u64,
        sheet: &'s RowOptions,
    ) -> Self {
        Self {
            span: sights.fold(None, |span, sight| enclosing(span, sight.span)),
            matched,
            sheet,
        }
    }

    fn head<T: Distribution>(&self, columns: &[Column]) -> Vec<Heading> {
        let mut head: Vec<Heading> = columns.iter().flat_map(headings).collect();
        head.extend(["count", "share"].map(Heading::measure));
        head.extend(["first", "last"].map(Heading::detail));
        let is_drawn = self
            .span
            .is_some_and(|span| T::default().over(span, 1).is_some());
        head.extend(is_drawn.then(|| Heading::detail("over time")));
        head
    }

    fn row<T: Distribution>(
        &self,
        group: &Group<'_>,
        sight: &Summary<T>,
        columns: &[Column],
    ) -> Vec<Option<Cell>> {
        let values = group.iter().copied().zip(columns);
        let cells = values.flat_map(|(value, column)| cells(value, column));
        cells.chain(self.measures(sight)).collect()
    }

    fn measures<T: Distribution>(&self, sight: &Summary<T>) -> Vec<Option<Cell>> {
        measures(sight, self.span, self.matched, self.sheet)
    }
}

fn measures<T: Distribution>(
    sight: &Summary<T>,
    span: Option<(Time, Time)>,
    matched: u64,
    sheet: &RowOptions,
) -> Vec<Option<Cell>> {
    let moment = |time: Time| Cell::Moment(Moment::new(time, &sheet.zone));
    let trend = span.and_then(|span| sight.trend.over(span, TREND));
    let drawn = trend.map(|counts| {
        let glyphs = match sheet.charset {
            Charset::Unicode => Glyphs::Blocks,
            Charset::Ascii => Glyphs::Ascii,
        };
        let most = counts.iter().max().copied().unwrap_or_default();
        Some(Cell::Text(sparkline(&counts, most, glyphs)))
    });
    let mut cells = vec![
        Some(Cell::Count(sight.count)),
        Some(Cell::Share(percent(sight.count, matched))),
        sight.span.map(|span| moment(span.0)),
        sight.span.map(|span| moment(span.1)),
    ];
    cells.extend(drawn);
    cells
}

/// A column of ids of ATT&CK has their names beside it.
fn headings(column: &Column) -> impl Iterator<Item = Heading> + use<> {
    let name = is_attack(column).then(|| Heading::text("technique"));
    std::iter::once(Heading::of(column)).chain(name)
}

fn cells(value: Option<&str>, column: &Column) -> impl Iterator<Item = Option<Cell>> + use<> {
    let name = is_attack(column).then(|| value.and_then(attack_name).map(Cell::from));
    std::iter::once(value.map(Cell::from)).chain(name)
}

fn is_attack(column: &Column) -> bool {
    matches!(&column.target, Target::Field(field) if field.name == "attack")
}
