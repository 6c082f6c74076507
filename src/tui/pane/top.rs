//! Counts by any fields: how often, since when, until when, and how over time.

use std::fmt::Write as _;
use std::sync::Arc;

use ratatui::style::Style;

use super::PaneId;
use super::component::Pane;
use super::lines::{self, Lines};
use crate::analysis;
use crate::output::moment::DatePart;
use crate::record::column::Column;
use crate::text::{Count, Role, sanitize, sparkline, width};
use crate::tui::action::{Action, Narrow};
use crate::tui::draw::{Pen, middle};
use crate::tui::effect::Effect;
use crate::tui::fields;
use crate::tui::narrow::{About, condition};
use crate::tui::prompt::Question;
use crate::tui::save::{Content, Table};
use crate::tui::scroll;
use crate::tui::shared::{Shared, narrow};
use crate::tui::study::{Question as Query, Ranking, Study, Survey};
use crate::tui::survey::{self, Order, Sight, Values};
use crate::tui::theme::Theme;

/// What the pane shows.
#[derive(Clone, Debug)]
pub struct TopPane {
    /// What is counted.
    pub counting: survey::Counting,
    /// The group that the cursor is on.
    pub cursor: usize,
    /// The answer.
    pub study: Study,
}

impl Default for TopPane {
    fn default() -> Self {
        let column = crate::record::column::columns(["exe"], None);
        Self {
            counting: survey::Counting {
                groupings: vec![column.unwrap_or_default()],
                is_spread: true,
                order: Order::Most,
                most: survey::MOST_GROUPS,
            },
            cursor: 0,
            study: Study::default(),
        }
    }
}

impl TopPane {
    fn columns(&self) -> &[Column] {
        self.counting.groupings.first().map_or(&[], Vec::as_slice)
    }

    fn ranking(&self) -> Option<&Ranking> {
        self.study.survey.as_ref()?.rankings.first()
    }

    /// What is counted so far, to be written as a table; `None` if nothing is. Besides, what is to be said of it: that
    /// there may be more, and what is not among its counts.
    pub fn table(&self, is_read: bool) -> Option<(Content, String)> {
        let (ranking, survey) = (self.ranking()?, self.study.survey.as_ref()?);
        let sight = |sight: &Sight| analysis::Summary {
            count: sight.count,
            span: sight.span,
            trend: (),
        };
        let groups = ranking.groups.iter();
        let table = Table {
            columns: self.columns().to_vec(),
            groups: groups
                .map(|(values, of)| (values.clone(), sight(of)))
                .collect(),
            others: ranking.others,
            all: survey.all.count,
        };
        let mut notes = lines::besides(
            [
                (ranking.others, "records are in other groups"),
                (survey.unread, "blocks could not be read again"),
                (survey.dropped, "were dropped since"),
            ],
            "; ",
        );
        if ranking.groups.iter().any(|(_, sight)| sight.is_about) {
            notes += "; there are too many groups to count each: some have at least so many";
        }
        if !(self.study.is_whole() && is_read) {
            notes += "; counting is not over: there are at least so many";
        }
        Some((Content::Table(Arc::new(table)), notes))
    }

    fn lines(&self) -> Lines {
        Lines {
            head: HEAD,
            cursor: self.cursor,
            count: self.groups().len(),
        }
    }

    fn groups(&self) -> &[(Values, Sight)] {
        self.ranking().map_or(&[], |ranking| &ranking.groups)
    }
}

impl Pane for TopPane {
    fn question(&mut self, shared: &Shared) -> Option<(Query, Vec<String>)> {
        let counting = self.counting.clone();
        Some((Query::Counts(counting), shared.filter.terms()))
    }

    fn study(&mut self) -> Option<&mut Study> {
        Some(&mut self.study)
    }

    /// Takes an answer; the cursor stays on its group.
    fn take(&mut self, survey: Survey) {
        let top = &mut *self;
        let group = top.groups().get(top.cursor).map(|group| group.0.clone());
        top.study.survey = Some(survey);
        let same = top
            .groups()
            .iter()
            .position(|other| Some(&other.0) == group.as_ref());
        top.cursor = scroll::kept(top.cursor, same, top.groups().len());
    }

    fn draw(&self, shared: &Shared, pen: &mut Pen<'_>) {
        let top = self;
        let layout = Layout::new(self, shared, pen.width());
        self.title(shared, pen);
        layout.heading(pen);
        let lines = top.lines();
        lines.draw((shared, PaneId::Top), pen, |pen, y, at| {
            if let Some(group) = top.groups().get(at) {
                layout.row(top, shared, pen, y, group);
            }
        });
        lines.excuse(pen, &top.study, ["no record passes", "counting"]);
    }

    fn act(&mut self, shared: &mut Shared, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::Move(motion) => {
                let rows = usize::from(shared.size.1).saturating_sub(1);
                self.cursor = self.lines().moved(shared, rows, motion);
            }
            Action::Narrow(how) => return Some(self.filter(shared, how)),
            Action::Sort => self.counting.order = self.counting.order.next(),
            Action::Fields => {
                let list = fields::text(self.columns());
                shared.ask(Question::Groups, &list);
            }
            _ => return None,
        }
        Some(Vec::new())
    }
}

impl TopPane {
    /// Counts by these fields.
    pub fn count(&mut self, columns: Vec<Column>) {
        if fields::text(&columns) == fields::text(self.columns()) {
            return;
        }
        self.counting.groupings = vec![columns];
        self.cursor = 0;
        self.study = Study::default();
    }

    /// Counts by the fields of a list, or says what is wrong with it.
    pub fn choose(&mut self, shared: &mut Shared, list: &str) {
        match fields::parse(list, &shared.session) {
            Ok(columns) => self.count(columns),
            Err(wrong) => shared.say(&wrong),
        }
    }
}

/// Rows above the first group.
const HEAD: usize = 2;

impl TopPane {
    /// What is counted, and what is not among it.
    fn title(&self, shared: &Shared, pen: &mut Pen<'_>) {
        let top = self;
        let dim = pen.theme.role(Role::Dim);
        let least = match top.study.is_whole() && shared.progress.is_done {
            true => "",
            false => pen.theme.glyphs.least,
        };
        let x = pen.put(0, 0, " top ", Theme::focus());
        let mut text = format!(" by {}", fields::text(top.columns()));
        if let (Some(ranking), Some(survey)) = (top.ranking(), &top.study.survey) {
            let groups = match ranking.others {
                0 => least,
                _ => pen.theme.glyphs.least,
            };
            let _ = write!(
                text,
                "  {groups}{} in {least}{} records, {}",
                groups_of(ranking, top.columns().len()),
                Count(survey.all.count),
                survey.order.name(),
            );
            let parts = [
                (ranking.others, "in other groups"),
                (survey.unread, "blocks unread"),
                (survey.dropped, "dropped since"),
            ];
            text += &lines::besides(parts, ", ");
        }
        text += &lines::conditions(shared, pen);
        pen.put(x, 0, &text, dim);
    }
}

fn groups_of(ranking: &Ranking, columns: usize) -> String {
    let what = match (columns, ranking.distinct) {
        (1, 1) => "value",
        (1, _) => "values",
        (_, 1) => "group",
        _ => "groups",
    };
    format!("{} {what}", Count(ranking.distinct as u64))
}

/// How wide each part of a row is.
struct Layout {
    /// Of the times; 0 to leave them out.
    time: usize,
    /// Of the bars; 0 to leave them out.
    bars: usize,
    date: DatePart,
    /// The columns, and how wide each is.
    columns: Vec<(String, usize)>,
}

const COUNT: usize = 11;
const SHARE: usize = 7;

impl Layout {
    fn new(top: &TopPane, shared: &Shared, width: usize) -> Self {
        let span = top.study.survey.as_ref().and_then(|s| s.all.span);
        let date = DatePart::of(span, &shared.zone);
        let time = match width {
            0..70 => 0,
            _ => date.width(date.brief()),
        };
        let bars = match width {
            0..90 => 0,
            90..140 => 16,
            _ => 32,
        };
        let parts = [COUNT, SHARE, time, time, bars];
        let taken: usize = parts
            .iter()
            .filter(|part| **part > 0)
            .map(|part| part + 1)
            .sum();
        let columns = top.columns();
        let each = width.saturating_sub(taken + columns.len()) / columns.len().max(1);
        Self {
            time,
            bars,
            date,
            columns: columns
                .iter()
                .map(|column| (column.name.clone(), each))
                .collect(),
        }
    }

    fn heading(&self, pen: &mut Pen<'_>) {
        let dim = pen.theme.role(Role::Dim);
        let mut x = right(pen, 0, 1, COUNT, ("COUNT", dim));
        x = right(pen, x, 1, SHARE, ("SHARE", dim));
        for title in ["FIRST", "LAST"] {
            x = left(pen, x, 1, self.time, (title, dim));
        }
        x = left(pen, x, 1, self.bars, ("OVER TIME", dim));
        for (name, width) in &self.columns {
            x = left(pen, x, 1, *width, (&name.to_uppercase(), dim));
        }
    }

    fn row(
        &self,
        top: &TopPane,
        shared: &Shared,
        pen: &mut Pen<'_>,
        y: usize,
        (values, sight): &(Values, Sight),
    ) {
        let plain = Style::new();
        let dim = pen.theme.role(Role::Dim);
        let survey = top.study.survey.as_ref();
        let all = survey.map_or(0, |survey| survey.all.count);
        let mut x = right(
            pen,
            0,
            y,
            COUNT,
            (&sight.text(pen.theme.glyphs.about), plain),
        );
        x = right(pen, x, y, SHARE, (&share(sight.count, all), dim));
        let times = [sight.span.map(|span| span.0), sight.span.map(|span| span.1)];
        for time in times {
            let shown = |time| self.date.text(time, &shared.zone, self.date.brief());
            let text = time.map_or(String::new(), shown);
            x = left(pen, x, y, self.time, (&text, pen.theme.role(Role::Time)));
        }
        let span = survey.and_then(|survey| survey.all.span);
        let bars = span
            .zip(sight.bins.as_ref())
            .map_or(String::new(), |(span, bins)| {
                let counts = bins.over((span.0.0, span.1.0), self.bars.max(2));
                let most = counts.iter().copied().max().unwrap_or(0);
                sparkline(&counts, most, pen.theme.sparks())
            });
        x = left(pen, x, y, self.bars, (&bars, pen.theme.role(Role::Note)));
        for (value, (_, width)) in values.iter().zip(&self.columns) {
            let (text, style) = match value {
                Some(value) => (sanitize(value), plain),
                None => ("(none)".into(), dim),
            };
            let text = middle(&text, *width, pen.theme.glyphs.more);
            x = left(pen, x, y, *width, (&text, style));
        }
    }
}

/// Writes a text at the left of its place; answers the column behind it and a blank.
fn left(pen: &mut Pen<'_>, x: usize, y: usize, room: usize, (text, style): (&str, Style)) -> usize {
    if room == 0 {
        return x;
    }
    pen.put_in(x, y, room, text, style);
    x + room + 1
}

/// The same at the right of its place.
fn right(
    pen: &mut Pen<'_>,
    x: usize,
    y: usize,
    room: usize,
    (text, style): (&str, Style),
) -> usize {
    let blank = room.saturating_sub(width(text));
    pen.put_in(x + blank, y, room - blank, text, style);
    x + room + 1
}

/// A share in percent, never 0.0 for what there is.
fn share(count: u64, all: u64) -> String {
    let tenths = (u128::from(count) * 1000).checked_div(u128::from(all));
    match tenths.unwrap_or_default() {
        0 if count > 0 => "<0.1 %".to_owned(),
        tenths => format!("{}.{} %", tenths / 10, tenths % 10),
    }
}

impl TopPane {
    /// Filters by the group under the cursor; goes to its records if these are what is left.
    fn filter(&mut self, shared: &mut Shared, how: Narrow) -> Vec<Effect> {
        let Some((values, _)) = self.groups().get(self.cursor).cloned() else {
            return Vec::new();
        };
        let columns = self.columns().to_vec();
        let asks = columns.iter().zip(&values);
        let asks: Vec<String> = asks
            .map(|(column, value)| condition(column, value.as_deref()))
            .collect();
        narrow::narrow_all(shared, how, About::only(&columns), &asks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::script::Player;
    use crate::tui::script::testing::{records, session};

    const INCIDENT: &str = include_str!("../../../demo/incident.ndjson");

    fn counts(player: &Player) -> Vec<u64> {
        let groups = player.app.panes.top.groups().iter();
        groups.map(|(_, sight)| sight.count).collect()
    }

    fn by(player: &mut Player, fields: &str) {
        if !player.app.shared.is_focus(PaneId::Top) {
            player.keys("T");
        }
        player.keys("b C-u");
        player.write(fields);
        player.keys("Enter");
    }

    #[test]
    fn a_group_has_as_many_records_as_the_list_shows_for_it() {
        let (session, _file) = session(INCIDENT);
        let mut player = Player::new(session, (120, 40)).unwrap();
        for fields in [
            "exe",
            "ns,op",
            "outcome,path/2",
            "pid,tag",
            "severity",
            "cmd",
        ] {
            by(&mut player, fields);
            let counts = counts(&player);
            assert!(!counts.is_empty());
            for (at, count) in counts.into_iter().enumerate() {
                player.app.panes.top.cursor = at;
                player.keys("Enter");
                let terms = player.app.shared.filter.terms();
                assert_eq!(
                    player.app.shared.matched.count, count,
                    "{fields}: {terms:?}"
                );
                assert_eq!(player.app.shared.focus.name(), "events");
                player.keys("Backspace T");
            }
            player.keys("T");
        }
    }

    #[test]
    fn a_group_is_left_out_as_a_whole() {
        let (session, _file) = session(&records(30));
        let mut player = Player::new(session, (80, 24)).unwrap();
        by(&mut player, "ns,outcome");
        assert_eq!(counts(&player), [20, 10]);
        player.keys("-");
        assert_eq!(
            player.app.shared.filter.terms(),
            ["not (ns=shop and outcome=passed)"]
        );
        assert_eq!(counts(&player), [10]);
    }

    #[test]
    fn two_groups_are_shown_together_and_that_is_taken_back_at_once() {
        let (session, _file) = session(INCIDENT);
        let mut player = Player::new(session, (120, 40)).unwrap();
        for fields in ["exe", "ns,op", "outcome,exe,op"] {
            by(&mut player, fields);
            let counts = counts(&player);
            for at in 1..counts.len().min(12) {
                player.keys("g Enter A-0 T");
                player.app.panes.top.cursor = at;
                player.keys(".");
                let terms = player.app.shared.filter.terms();
                let sum = counts[0] + counts[at];
                assert_eq!(player.app.shared.matched.count, sum, "{fields}: {terms:?}");
                let chips = player.app.shared.filter.chips.clone();
                assert!(
                    player.screen().contains(&chips[0].text),
                    "{}",
                    player.screen()
                );
                player.keys("T .");
                assert!(player.app.shared.toast.contains("asked for already"));
                assert_eq!(player.app.shared.filter.chips, chips);
                player.keys("Backspace");
                assert!(
                    player
                        .app
                        .shared
                        .filter
                        .chips
                        .iter()
                        .all(|chip| !chip.is_on)
                );
                player.keys("Backspace");
                while !player.app.shared.filter.chips.is_empty() {
                    player.keys("Backspace");
                }
                player.keys("T");
            }
            player.keys("T");
        }
    }

    #[test]
    fn the_order_goes_round_and_a_wrong_field_is_told() {
        let (session, _file) = session(&records(30));
        let mut player = Player::new(session, (80, 24)).unwrap();
        by(&mut player, "outcome");
        for order in ["rarest first", "oldest first", "latest first", "most first"] {
            player.keys("s");
            assert!(player.screen().contains(order), "{}", player.screen());
        }
        by(&mut player, "nothing");
        assert!(
            player
                .app
                .shared
                .toast
                .contains("no field is called `nothing`")
        );
    }

    #[test]
    fn facets_hand_their_field_over() {
        let (session, _file) = session(&records(30));
        let mut player = Player::new(session, (120, 40)).unwrap();
        player.keys("F2 j T");
        assert_eq!(fields::text(player.app.panes.top.columns()), "outcome");
        assert_eq!(counts(&player), [20, 10]);
    }

    #[test]
    fn a_share_is_never_nothing() {
        assert_eq!(share(1, 1_000_000), "<0.1 %");
        assert_eq!(share(1, 3), "33.3 %");
        assert_eq!(
            (share(0, 0), share(5, 5)),
            ("0.0 %".into(), "100.0 %".into())
        );
    }
}
