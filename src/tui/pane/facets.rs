//! Values and their counts: what the records of the view have in the fields that are asked about most.

use super::PaneId;
use super::component::Pane;
use super::lines::{self, Lines};
use crate::record::column::{Column, columns};
use crate::text::{Count, Role, width};
use crate::tui::action::{Action, Narrow};
use crate::tui::draw::{Pen, middle};
use crate::tui::effect::{Effect, Wish};
use crate::tui::fields;
use crate::tui::narrow::narrow;
use crate::tui::prompt::Question;
use crate::tui::scroll;
use crate::tui::session::Session;
use crate::tui::shared::{Shared, focus, layout, matches};
use crate::tui::study::{Question as Query, Ranking, Study, Survey};
use crate::tui::survey::{self, Order, Sight};
use crate::tui::theme::Theme;

/// What the pane shows.
#[derive(Clone, Debug)]
pub struct FacetsPane {
    /// The fields.
    pub fields: Vec<Facet>,
    /// The line that the cursor is on.
    pub cursor: usize,
    /// What is counted.
    pub study: Study,
}

/// A field whose values are counted.
#[derive(Clone, Debug)]
pub struct Facet {
    /// The field.
    pub column: Column,
    /// How much of it is shown.
    pub opening: Opening,
}

/// How much of a field is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Its name.
    Folded,
    /// Its most frequent values.
    First,
    /// All that were told.
    All,
}

/// The fields to begin with, and whether their values are shown.
const FIELDS: [(&str, bool); 11] = [
    ("outcome", true),
    ("op", true),
    ("ns", true),
    ("workload", false),
    ("pod", false),
    ("exe", true),
    ("policy", false),
    ("ip", true),
    ("port", false),
    ("host", false),
    ("action", true),
];

/// Values of a field that are shown unless more are asked for.
const FIRST: usize = 6;

/// Values of a field that are told.
const MOST: usize = 200;

impl FacetsPane {
    /// The usual fields; the indicators first, if there are any.
    pub fn new(session: &Session) -> Self {
        let list = session.language.indicators.as_ref();
        let names = list.map(|_| ("ioc", true)).into_iter().chain(FIELDS);
        let facet = |(name, is_open): (&str, bool)| {
            Some(Facet {
                column: columns([name], list).ok()?.pop()?,
                opening: match is_open {
                    true => Opening::First,
                    false => Opening::Folded,
                },
            })
        };
        Self {
            fields: names.filter_map(facet).collect(),
            cursor: 0,
            study: Study::default(),
        }
    }

    /// What is to be counted.
    pub fn counting(&self) -> survey::Counting {
        let columns = self.fields.iter().map(|facet| vec![facet.column.clone()]);
        survey::Counting {
            groupings: columns.collect(),
            is_spread: false,
            order: Order::Most,
            most: MOST,
        }
    }

    fn ranking(&self, field: usize) -> Option<&Ranking> {
        self.study.survey.as_ref()?.rankings.get(field)
    }

    /// A value of a field, and how often it was seen.
    fn value(&self, field: usize, at: usize) -> Option<(Option<&str>, &Sight)> {
        let (values, sight) = self.ranking(field)?.groups.get(at)?;
        Some((values.first()?.as_deref(), sight))
    }

    /// The lines, from the first to the last.
    fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for (field, facet) in self.fields.iter().enumerate() {
            lines.push(Line::Field(field));
            let Some(ranking) = self.ranking(field) else {
                continue;
            };
            let shown = match facet.opening {
                Opening::Folded => continue,
                Opening::First => FIRST.min(ranking.groups.len()),
                Opening::All => ranking.groups.len(),
            };
            lines.extend((0..shown).map(|at| Line::Value(field, at)));
            if shown < ranking.distinct || ranking.others > 0 {
                lines.push(Line::More(field));
            }
        }
        lines
    }
}

/// What a line shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// The name of a field.
    Field(usize),
    /// A value of a field.
    Value(usize, usize),
    /// What of a field is not shown.
    More(usize),
}

/// Rows above the first line.
const HEAD: usize = 1;

impl Pane for FacetsPane {
    fn question(&mut self, shared: &Shared) -> Option<(Query, Vec<String>)> {
        Some((Query::Counts(self.counting()), shared.filter.terms()))
    }

    fn study(&mut self) -> Option<&mut Study> {
        Some(&mut self.study)
    }

    fn draw(&self, shared: &Shared, pen: &mut Pen<'_>) {
        let dim = pen.theme.role(Role::Dim);
        let x = lines::side(shared, pen, PaneId::Facets);
        pen.put_right(x, 0, &self.state(shared, pen.theme.glyphs.least), dim);
        let lines = self.lines();
        self.below(lines.len())
            .draw((shared, PaneId::Facets), pen, |pen, y, at| {
                if let Some(line) = lines.get(at) {
                    self.write(pen, y, *line);
                }
            });
        if lines.is_empty() {
            pen.put(1, HEAD, "no fields: b adds one", dim);
        }
    }

    fn act(&mut self, shared: &mut Shared, action: Action) -> Option<Vec<Effect>> {
        let lines = self.lines();
        let line = lines.get(self.cursor).copied();
        match (action, line) {
            (Action::Move(motion), _) => {
                let (rows, lines) = (
                    layout::height(shared, PaneId::Facets),
                    self.below(lines.len()),
                );
                self.cursor = lines.moved(shared, rows, motion);
            }
            (Action::Narrow(how), Some(Line::Value(field, at))) => {
                return Some(self.choose(shared, how, field, at));
            }
            (Action::Fold | Action::Narrow(Narrow::Add), Some(line)) => self.fold(line),
            // Not by the cell of the list.
            (Action::Narrow(_), _) => shared.say("no value here"),
            (Action::Fields, _) => shared.ask(Question::Facet, ""),
            (Action::Remove, Some(line)) => self.remove(shared, field_of(line)),
            (Action::Remove, None) => shared.say("there is no field to take away"),
            (Action::Toggle(PaneId::Top), Some(line)) => {
                let facet = self.fields.get(field_of(line));
                if let Some(column) = facet.map(|facet| facet.column.clone()) {
                    shared.wishes.push(Wish::CountBy(vec![column]));
                }
                focus::toggle(shared, PaneId::Top);
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Takes an answer; the cursor stays on its value.
    fn take(&mut self, survey: Survey) {
        let facets = &mut *self;
        let line = facets.lines().get(facets.cursor).copied();
        let value = match line {
            Some(Line::Value(field, at)) => facets
                .value(field, at)
                .map(|(value, _)| value.map(str::to_owned)),
            _ => None,
        };
        facets.study.survey = Some(survey);
        let lines = facets.lines();
        let same = lines.iter().position(|other| match (line, other) {
            (Some(Line::Value(field, _)), Line::Value(of, at)) if field == *of => {
                let there = facets.value(*of, *at).map(|(value, _)| value);
                there == value.as_ref().map(Option::as_deref)
            }
            (line, other) => line == Some(*other),
        });
        facets.cursor = scroll::kept(facets.cursor, same, lines.len());
    }
}

impl FacetsPane {
    /// So many lines below the head.
    fn below(&self, count: usize) -> Lines {
        Lines {
            head: HEAD,
            cursor: self.cursor,
            count,
        }
    }

    /// How many records are counted, and what is not among them.
    fn state(&self, shared: &Shared, least: &str) -> String {
        let Some(survey) = &self.study.survey else {
            return String::new();
        };
        let least = match self.study.is_whole() && shared.progress.is_done {
            true => "",
            false => least,
        };
        let mut text = format!(" {least}{} ", Count(survey.all.count));
        for (count, what) in [(survey.unread, "unread"), (survey.dropped, "dropped")] {
            if count > 0 {
                text = format!("{text}{} {what} ", Count(count));
            }
        }
        text
    }

    /// Writes one line.
    fn write(&self, pen: &mut Pen<'_>, y: usize, line: Line) {
        let facets = self;
        let glyphs = pen.theme.glyphs;
        let dim = pen.theme.role(Role::Dim);
        match line {
            Line::Field(field) => {
                let Some(facet) = facets.fields.get(field) else {
                    return;
                };
                let [open, folded] = glyphs.folds;
                let fold = match facet.opening {
                    Opening::Folded => folded,
                    Opening::First | Opening::All => open,
                };
                let x = pen.put(0, y, fold, dim) + 1;
                let x = pen.put(x, y, &facet.column.name, Theme::heading());
                if let Some(ranking) = facets.ranking(field) {
                    let more = if ranking.others > 0 { glyphs.least } else { "" };
                    let distinct = format!("{more}{} ", Count(ranking.distinct as u64));
                    put_count(pen, x, y, &distinct, dim);
                }
            }
            Line::Value(field, at) => {
                if let Some((value, sight)) = facets.value(field, at) {
                    self.write_value(pen, y, (field, value, sight));
                }
            }
            Line::More(field) => {
                let Some(ranking) = facets.ranking(field) else {
                    return;
                };
                let shown = match facets.fields.get(field).map(|facet| facet.opening) {
                    Some(Opening::First) => FIRST.min(ranking.groups.len()),
                    _ => ranking.groups.len(),
                };
                let values = ranking.distinct - shown;
                let text = match ranking.others {
                    0 => format!("{} {} more", glyphs.more, Count(values as u64)),
                    others => format!(
                        "{} {} more, and {} records",
                        glyphs.more,
                        Count(values as u64),
                        Count(others)
                    ),
                };
                pen.put(2, y, &text, dim);
            }
        }
    }

    fn write_value(
        &self,
        pen: &mut Pen<'_>,
        y: usize,
        (field, value, sight): (usize, Option<&str>, &Sight),
    ) {
        let facet = self.fields.get(field);
        let name = facet.map_or("", |facet| facet.column.name.as_str());
        let dim = pen.theme.role(Role::Dim);
        let style = match (name, value) {
            (_, None) => dim,
            ("outcome", Some("denied")) | ("action", Some("Block")) => pen.theme.role(Role::Denied),
            ("outcome", Some("failed")) => pen.theme.role(Role::Failed),
            _ => ratatui::style::Style::new(),
        };
        let count = format!("{} ", sight.text(pen.theme.glyphs.about));
        let mark = match self.is_new(sight) {
            true => format!(" {}new", pen.theme.glyphs.fresh),
            false => String::new(),
        };
        let room = pen.width().saturating_sub(width(&count) + width(&mark) + 4);
        let text = middle(
            &crate::text::sanitize(value.unwrap_or("(none)")),
            room,
            pen.theme.glyphs.more,
        );
        let x = pen.put_in(2, y, room, &text, style);
        let x = pen.put(x, y, &mark, pen.theme.role(Role::Note));
        put_count(pen, x, y, &count, ratatui::style::Style::new());
    }
}

/// Writes a count so that it ends before the wall.
fn put_count(pen: &mut Pen<'_>, x: usize, y: usize, text: &str, style: ratatui::style::Style) {
    let end = pen.width().saturating_sub(1);
    pen.put(end.saturating_sub(width(text)).max(x + 1), y, text, style);
}

impl FacetsPane {
    /// Whether a value was seen first in the last tenth of the view's time.
    fn is_new(&self, sight: &Sight) -> bool {
        let survey = self.study.survey.as_ref();
        let all = survey.and_then(|survey| survey.all.span);
        let (Some((from, until)), Some((first, _))) = (all, sight.span) else {
            return false;
        };
        let tenth = (until.0 - from.0) / 10;
        tenth > 0 && first.0 >= until.0 - tenth
    }

    /// Filters by a value.
    fn choose(&mut self, shared: &mut Shared, how: Narrow, field: usize, at: usize) -> Vec<Effect> {
        let value = self.value(field, at).map(|(value, _)| value);
        let value = value.map(|value| value.map(str::to_owned));
        let facet = self.fields.get(field);
        let (Some(value), Some(facet)) = (value, facet) else {
            return Vec::new();
        };
        shared
            .filter
            .change(|chips| narrow(chips, how, &facet.column, value.as_deref()));
        matches::refilter(shared)
    }
}

const fn field_of(line: Line) -> usize {
    match line {
        Line::Field(field) | Line::Value(field, _) | Line::More(field) => field,
    }
}

impl FacetsPane {
    /// Folds or opens the field of a line; shows all of its values from the line that tells of more.
    fn fold(&mut self, line: Line) {
        let Some(facet) = self.fields.get_mut(field_of(line)) else {
            return;
        };
        facet.opening = match (line, facet.opening) {
            (Line::More(_), Opening::First) => Opening::All,
            (_, Opening::Folded) => Opening::First,
            (_, Opening::First | Opening::All) => Opening::Folded,
        };
        let name = Line::Field(field_of(line));
        if facet.opening == Opening::Folded
            && let Some(at) = self.lines().iter().position(|line| *line == name)
        {
            self.cursor = at;
        }
    }

    /// Counts the values of another field too.
    pub fn add(&mut self, shared: &mut Shared, name: &str) {
        let known = |facet: &Facet| crate::record::field::same_name(&facet.column.name, name);
        let at = match self.fields.iter().position(known) {
            Some(at) => at,
            None => match fields::parse(name, &shared.session) {
                Ok(columns) => {
                    let facets = &mut *self;
                    let at = facets.fields.len();
                    facets
                        .fields
                        .extend(columns.into_iter().map(|column| Facet {
                            column,
                            opening: Opening::First,
                        }));
                    facets.study.renew();
                    at
                }
                Err(wrong) => return shared.say(&wrong),
            },
        };
        if let Some(facet) = self.fields.get_mut(at)
            && facet.opening == Opening::Folded
        {
            facet.opening = Opening::First;
        }
        let lines = self.lines();
        let line = lines.iter().position(|line| *line == Line::Field(at));
        self.cursor = line.unwrap_or(self.cursor);
    }

    /// Takes a field away. The cursor goes to the one behind it, or to the last.
    fn remove(&mut self, shared: &mut Shared, field: usize) {
        let facets = &mut *self;
        if field >= facets.fields.len() {
            return;
        }
        let name = facets.fields.remove(field).column.name;
        // What was counted of the others is shown until it is counted anew.
        if let Some(survey) = &mut facets.study.survey
            && field < survey.rankings.len()
        {
            survey.rankings.remove(field);
        }
        facets.study.renew();
        let last = facets.fields.len().saturating_sub(1);
        let line = Line::Field(field.min(last));
        let at = facets.lines().iter().position(|other| *other == line);
        facets.cursor = at.unwrap_or(0);
        shared.say(&format!("{name} is not counted any more; b adds a field"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::script::Player;
    use crate::tui::script::testing::{records, session};

    const INCIDENT: &str = include_str!("../../../demo/incident.ndjson");

    /// Names that a terminal or the language would take for something else.
    fn hostile() -> String {
        let names = [
            "a\u{1b}[31mred",
            "b\u{202e}txt",
            "*",
            "x,y",
            "@file",
            "\"q\"",
            "sh -c 'id'",
            "日本",
            "..",
            "a\\b",
            "(x)",
            "=",
        ];
        let line = |(at, name): (usize, &str)| {
            let name = serde_json::json!(name);
            format!(
                "{{\"UpdatedTime\":\"2026-03-14T09:40:{at:02}Z\",\"HostName\":{name},\"NamespaceName\":{name},\"PodName\":{name},\
                 \"ProcessName\":{name},\"Operation\":{name},\"PolicyName\":{name},\"Action\":{name},\
                 \"Resource\":{name},\"Result\":{name},\"Data\":{name}}}\n"
            )
        };
        names.into_iter().enumerate().map(line).collect()
    }

    #[test]
    fn a_value_has_as_many_records_as_the_filter_that_it_gives_finds() {
        for lines in [INCIDENT.to_owned(), hostile(), records(30)] {
            let (session, _file) = session(&lines);
            let mut player = Player::new(session, (120, 40)).unwrap();
            player.keys("F2");
            for facet in &mut player.app.panes.facets.fields {
                facet.opening = Opening::All;
            }
            let lines = player.app.panes.facets.lines();
            assert!(lines.len() > 20);
            for (at, line) in lines.into_iter().enumerate() {
                let Line::Value(field, value) = line else {
                    continue;
                };
                let facets = &player.app.panes.facets;
                let (name, count) = facets
                    .value(field, value)
                    .map(|(name, sight)| (name.map(str::to_owned), sight.count))
                    .unwrap();
                player.app.panes.facets.cursor = at;
                player.keys("Enter");
                let chips = format!("{name:?} {:?}", player.app.shared.filter.chips);
                assert_eq!(player.app.shared.matched.count, count, "{chips}");
                player.keys("Backspace");
            }
        }
    }

    #[test]
    fn counts_are_those_of_the_view_and_the_cursor_stays_on_its_value() {
        let (session, _file) = session(&records(30));
        let mut player = Player::new(session, (120, 40)).unwrap();
        player.keys("F2");
        let outcomes = |player: &Player| -> Vec<(String, u64)> {
            let value = |at| player.app.panes.facets.value(0, at);
            let values = (0..9).filter_map(value);
            values
                .map(|(value, sight)| (value.unwrap_or_default().to_owned(), sight.count))
                .collect()
        };
        let pair = |name: &str, count| (name.to_owned(), count);
        assert_eq!(outcomes(&player), [pair("passed", 20), pair("denied", 10)]);
        player.keys("2 j Enter");
        assert_eq!(player.app.shared.filter.terms(), ["outcome=denied"]);
        assert_eq!(outcomes(&player), [pair("denied", 10)]);
        let line = player.app.panes.facets.lines()[player.app.panes.facets.cursor];
        assert_eq!(line, Line::Value(0, 0));
        player.keys("Backspace j j");
        assert_eq!(outcomes(&player).len(), 2);
    }

    #[test]
    fn fields_are_folded_and_other_ones_added() {
        let (session, _file) = session(&records(30));
        let mut player = Player::new(session, (120, 40)).unwrap();
        let is_open = |player: &Player| player.screen().contains("\n  passed ");
        player.keys("F2 Space");
        assert!(!is_open(&player));
        player.keys("Enter");
        assert!(is_open(&player));
        player.keys("b");
        player.write("resourc");
        player.keys("Enter");
        assert!(player.app.shared.toast.contains("near: `resource`"));
        player.keys("b");
        player.write("resource");
        player.keys("Enter");
        let screen = player.screen();
        assert!(
            screen.contains("resource") && screen.contains("24 more"),
            "{screen}"
        );
        player.keys("G Enter G");
        assert!(!player.screen().contains("24 more"));
        // One that is there is gone to.
        player.keys("b");
        player.write("outcome");
        player.keys("Enter");
        assert_eq!(
            (
                player.app.panes.facets.cursor,
                player.app.panes.facets.fields.len()
            ),
            (0, 12)
        );
    }

    #[test]
    fn fields_are_taken_away_the_last_one_too() {
        let (session, _file) = session(&records(30));
        let mut player = Player::new(session, (120, 40)).unwrap();
        let names = |player: &Player| -> Vec<String> {
            let fields = player.app.panes.facets.fields.iter();
            fields.map(|facet| facet.column.name.clone()).collect()
        };
        let under = |player: &Player| {
            let facets = &player.app.panes.facets;
            let line = facets.lines().get(facets.cursor).copied();
            line.map(|line| facets.fields[field_of(line)].column.name.clone())
        };
        // From a value of it too.
        player.keys("F2 j X");
        assert_eq!(under(&player).as_deref(), Some("op"));
        let value = player.app.panes.facets.value(0, 0).map(|value| value.0);
        assert_eq!(value, Some(Some("File")), "{}", player.screen());
        assert!(player.app.shared.toast.contains("outcome is not counted"));
        player.keys("G");
        let last = under(&player).unwrap();
        player.keys("Delete");
        assert!(!names(&player).contains(&last));
        assert_eq!(under(&player), names(&player).last().cloned());
        for _ in 0..names(&player).len() {
            player.keys("X");
        }
        assert_eq!(names(&player), [""; 0]);
        assert!(player.screen().contains("no fields: b adds one"));
        player.keys("X j Enter -");
        assert!(player.app.shared.filter.chips.is_empty());
        player.keys("b");
        player.write("resource");
        player.keys("Enter -");
        assert_eq!(names(&player), ["resource"]);
        assert_eq!(
            player.app.panes.facets.lines().len(),
            8,
            "{}",
            player.screen()
        );
        assert!(player.app.shared.filter.chips.is_empty());
    }

    #[test]
    fn the_pane_stands_beside_the_list_or_over_it_while_it_has_the_keys() {
        let (session, _file) = session(&records(30));
        let mut player = Player::new(session, (120, 40)).unwrap();
        let is_there = |player: &Player| player.screen().contains(" facets ");
        for (keys, size, there) in [
            ("F2", (120, 40), true),
            ("Esc", (120, 40), true),
            ("Tab", (80, 24), false),
            ("F2", (80, 24), true),
            ("F2", (80, 24), false),
            ("F2 Esc", (80, 24), false),
            ("F2", (40, 10), true),
            ("Esc", (120, 40), true),
            ("F2", (120, 40), false),
        ] {
            player.resize(size);
            player.keys(keys);
            assert_eq!(
                is_there(&player),
                there,
                "{keys} at {size:?}\n{}",
                player.screen()
            );
        }
        // Nobody is left who would look at counts.
        assert_eq!(player.app.given, None);
    }

    #[test]
    fn what_is_new_near_the_end_is_marked() {
        let (session, _file) = session(&records(30));
        let mut player = Player::new(session, (120, 40)).unwrap();
        player.keys("F2 b");
        player.write("resource");
        player.keys("Enter G Enter");
        player.keys("G");
        let screen = player.screen();
        let last = screen
            .lines()
            .find(|line| line.starts_with("  /etc/f29"))
            .unwrap();
        assert!(last.contains(" *new"), "{screen}");
        assert_eq!(screen.matches("*new").count(), 3, "{screen}");
    }
}
