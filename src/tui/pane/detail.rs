//! All of the record under the cursor: its fields in groups, or its JSON, which can be folded.

use std::collections::HashSet;

use ratatui::style::{Modifier, Style};

use super::PaneId;
use super::component::Pane;
use super::lines::title;
use crate::text::{Bytes, Count, Role, sanitize, shield};
use crate::tui::action::{Action, Copied, Narrow, Step};
use crate::tui::detail::{Detail, FieldLine, FieldValue};
use crate::tui::draw::Pen;
use crate::tui::effect::Effect;
use crate::tui::page::{MOST_HITS, NAMES, Page, PageRow, Spot};
use crate::tui::shared::{Shared, copy, focus, layout, narrow};
use crate::tui::sought::Sought;
use crate::tui::theme::Theme;

/// How the record under the cursor is shown.
#[derive(Default)]
pub struct DetailPane {
    /// Where the cursor is.
    pub cursor: Spot,
    /// Whether its JSON is shown.
    is_raw: bool,
    /// Whether its empty members are shown among the fields.
    has_empty: bool,
    /// Lines of the JSON that are folded.
    folded: HashSet<usize>,
    /// What was looked for last in it; empty for nothing.
    inside: String,
}

impl Pane for DetailPane {
    fn draw(&self, shared: &Shared, pen: &mut Pen<'_>) {
        let x = title(shared, pen, PaneId::Detail);
        let Some((ordinal, detail)) = &shared.read else {
            return;
        };
        if shared.current() != Some(*ordinal) {
            return;
        }
        match detail {
            Ok(detail) => {
                let x = self.hidden(shared, pen, detail, x);
                let x = self.progress(shared, pen, detail, x);
                let place = format!(" {} ", detail.place);
                pen.put_right(x, 0, &place, pen.theme.role(Role::Dim));
                self.rows(shared, pen, detail);
            }
            Err(why) => {
                pen.put(1, 1, why, pen.theme.role(Role::Error));
            }
        }
    }

    fn act(&mut self, shared: &mut Shared, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::Move(motion) => {
                let count = shared.count.take();
                let rows = layout::height(shared, PaneId::Detail).saturating_sub(1);
                if let (Some(page), Some(motion)) = (self.shown(shared), motion.below(1)) {
                    self.cursor = page.moved(self.cursor, rows, count, motion);
                }
            }
            Action::Narrow(how) if !self.is_raw => return Some(self.narrow(shared, how)),
            Action::Narrow(_) => shared.say("fields can be filtered by: J shows them"),
            Action::Fold => self.fold(shared),
            Action::Empty => self.empty(shared),
            Action::Copy(what @ (Copied::Value | Copied::Term)) => {
                let text = self.copied(shared, what);
                return Some(copy::hand_over(shared, what, text));
            }
            Action::Search => focus::search(shared, PaneId::Detail),
            Action::Hit(step) if !self.inside.is_empty() => self.hit(shared, step, false),
            Action::Close if !self.inside.is_empty() => self.inside.clear(),
            _ => return None,
        }
        Some(Vec::new())
    }
}

impl DetailPane {
    /// What the pane shows of a record in so many columns.
    fn page<'m>(&'m self, detail: &'m Detail, columns: usize) -> Page<'m> {
        Page {
            detail,
            folded: Some(&self.folded).filter(|_| self.is_raw),
            has_empty: self.has_empty,
            columns,
        }
    }

    /// What it shows on the screen that there is.
    fn shown<'m>(&'m self, shared: &'m Shared) -> Option<Page<'m>> {
        let columns = usize::from(layout::area(shared, PaneId::Detail).width);
        Some(self.page(shared.record()?, columns))
    }

    /// How many members are hidden since they are empty, and the key that shows them; answers the column behind that.
    fn hidden(&self, shared: &Shared, pen: &mut Pen<'_>, detail: &Detail, x: usize) -> usize {
        let count = detail.empty();
        if count == 0 || self.has_empty || self.is_raw {
            return x;
        }
        let key = shared.keymap.spelling("empty-members").into_iter().next();
        let key = key.filter(|_| shared.is_focus(PaneId::Detail));
        let key = key.map_or(String::new(), |key| format!(", {key} shows"));
        let words = format!(" {} empty hidden{key} ", Count(count as u64));
        pen.put(x, 0, &words, pen.theme.role(Role::Dim))
    }

    /// How far the cursor is in a value that is longer than the pane; answers the column behind that.
    fn progress(&self, shared: &Shared, pen: &mut Pen<'_>, detail: &Detail, x: usize) -> usize {
        let page = self.page(detail, pen.width());
        let room = pen.height().saturating_sub(1);
        let Spot { line, at } = page.row(self.cursor).spot();
        if !shared.is_focus(PaneId::Detail) || !page.is_longer(line, room) {
            return x;
        }
        let all = page.text(line).len();
        let words = format!(" {} % of {} ", at * 100 / all.max(1), Bytes(all as u64));
        pen.put(x, 0, &words, pen.theme.role(Role::Note))
    }

    fn rows(&self, shared: &Shared, pen: &mut Pen<'_>, detail: &Detail) {
        let page = self.page(detail, pen.width());
        let cursor = page.row(self.cursor);
        let sought = Sought::new(match self.inside.as_str() {
            "" => &shared.sought,
            inside => inside,
        });
        let visible = page.visible(cursor.spot(), pen.height().saturating_sub(1));
        for (y, row) in (1..).zip(&visible) {
            // Of a line that begins above, the first row says whose it is.
            let begins = row.part.start == 0;
            match self.is_raw {
                true => self.json(pen, &page, (y, row)),
                false => field(pen, &page, (y, row), begins || y == 1),
            }
            if let Some(sought) = &sought {
                hits(pen, &page, (y, row), sought);
            }
            if *row == cursor && shared.is_focus(PaneId::Detail) {
                pen.tint(y, Theme::cursor());
            }
        }
    }
}

/// A row of a field.
fn field(pen: &mut Pen<'_>, page: &Page<'_>, (y, row): (usize, &PageRow), is_named: bool) {
    let value = match page.detail.lines.get(row.line) {
        Some(FieldLine::Title(title)) => {
            pen.put(1, y, title, Theme::heading());
            return;
        }
        Some(FieldLine::Value(value)) => value,
        None => return,
    };
    if is_named {
        name(pen, y, value, row.part.start == 0);
    }
    let style = match (value.name.as_str(), value.raw.as_str()) {
        ("outcome", "denied") => pen.theme.role(Role::Denied),
        _ => Style::new(),
    };
    let text = page.wrap(row.line).text(&row.part);
    pen.put(page.left(row.line), y, text, style);
}

fn name(pen: &mut Pen<'_>, y: usize, value: &FieldValue, is_first: bool) {
    let dim = pen.theme.role(Role::Dim);
    let glyphs = pen.theme.glyphs;
    let mark = match is_first {
        true if value.is_derived => glyphs.derived,
        true => " ",
        false => glyphs.more,
    };
    pen.put(1, y, mark, dim);
    let style = if is_first {
        pen.theme.role(Role::Place)
    } else {
        dim
    };
    pen.put_in(3, y, NAMES - 1, &value.name, style);
}

impl DetailPane {
    /// A row of the JSON.
    fn json(&self, pen: &mut Pen<'_>, page: &Page<'_>, (y, row): (usize, &PageRow)) {
        let (left, glyphs) = (page.left(row.line), pen.theme.glyphs);
        let is_folded = self.folded.contains(&row.line);
        if row.part.start == 0 && opens(page.detail, row.line) {
            let fold = glyphs.folds[usize::from(is_folded)];
            pen.put(left - 2, y, fold, Style::new());
        }
        let text = page.wrap(row.line).text(&row.part);
        let x = pen.put(left, y, text, Style::new());
        if is_folded {
            pen.put(x, y, glyphs.more, Style::new());
        }
    }
}

/// Marks what is searched for in a row, and in the name of its field.
fn hits(pen: &mut Pen<'_>, page: &Page<'_>, (y, row): (usize, &PageRow), sought: &Sought) {
    let style = pen.theme.role(Role::Match);
    let style = style.add_modifier(Modifier::UNDERLINED);
    let wide = |text: Option<&str>| crate::text::width(text.unwrap_or_default());
    let text = page.text(row.line);
    for hit in sought.hits_in(text, &row.part) {
        let x = page.left(row.line) + wide(text.get(row.part.start..hit.start));
        pen.tint_in(x, y, wide(text.get(hit)), style);
    }
    if let Some(name) = page.name(row.line).filter(|_| row.part.start == 0) {
        for hit in sought.hits(name) {
            let x = wide(name.get(..hit.start)).min(NAMES - 1);
            let columns = wide(name.get(hit)).min(NAMES - 1 - x);
            pen.tint_in(3 + x, y, columns, style);
        }
    }
}

impl DetailPane {
    /// Another record is shown from its beginning.
    pub fn begin(&mut self) {
        self.cursor = Spot::default();
        self.folded.clear();
    }

    /// Shows its JSON in place of its fields, or these again.
    pub fn turn(&mut self) {
        self.is_raw = !self.is_raw;
        self.cursor = Spot::default();
    }

    /// Whether an action does something while keys go to this pane: fields are filtered by, and JSON is folded.
    pub fn does(&self, action: Action) -> bool {
        match action {
            Action::Narrow(_) => !self.is_raw,
            Action::Fold => self.is_raw,
            _ => true,
        }
    }

    /// The field under the cursor.
    fn field_of<'m>(&self, shared: &'m Shared) -> Option<&'m FieldValue> {
        let line = shared.record()?.lines.get(self.cursor.line);
        match line.filter(|_| !self.is_raw)? {
            FieldLine::Value(value) => Some(value),
            FieldLine::Title(_) => None,
        }
    }

    /// Filters by the field under the cursor.
    fn narrow(&self, shared: &mut Shared, how: Narrow) -> Vec<Effect> {
        let Some(value) = self.field_of(shared).cloned() else {
            shared.say("no value here");
            return Vec::new();
        };
        if !value.is_askable {
            shared.say(
            "type what is asked for in it: .Key.part=value, or .\"a.b\"=value of a key with a dot",
        );
            return Vec::new();
        }
        narrow::narrow(shared, &value.name, value.wanted(), how)
    }

    /// The value under the cursor, or the condition that asks for it, as it may be copied.
    fn copied(&self, shared: &Shared, what: Copied) -> Option<String> {
        let Some(value) = self.field_of(shared) else {
            return self.json_of(shared).filter(|_| what == Copied::Value);
        };
        if what == Copied::Value {
            return Some(sanitize(&value.raw).into_owned());
        }
        let term = narrow::term(shared, &value.name, value.wanted());
        let term = term.filter(|_| value.is_askable)?;
        Some(shield(&term).into_owned())
    }

    /// Looks for a text in what the pane shows, and goes to the first hit from the cursor on if that is wanted.
    pub fn search(&mut self, shared: &mut Shared, text: &str, goes: bool) {
        text.clone_into(&mut self.inside);
        if goes && !text.is_empty() {
            self.hit(shared, Step::Next, true);
        }
    }

    /// To the next hit, or the one before; `stays` if the one at the cursor will do.
    fn hit(&mut self, shared: &mut Shared, step: Step, stays: bool) {
        let Some(page) = self.shown(shared) else {
            return shared.say("the record is being read");
        };
        let Some(sought) = Sought::new(&self.inside) else {
            return shared.say("this is too long to search for");
        };
        let (hits, cursor) = (page.hits(&sought), self.cursor);
        let before = hits.partition_point(|hit| *hit < cursor);
        let is_at = hits.get(before) == Some(&cursor);
        let found = match step {
            Step::Next => Some(before + usize::from(is_at && !stays)).filter(|at| *at < hits.len()),
            Step::Previous => before.checked_sub(1),
        };
        let (at, note) = match (found, step) {
            (Some(at), _) => (at, ""),
            (None, Step::Next) => (0, ", round from the end"),
            (None, Step::Previous) => (hits.len().saturating_sub(1), ", round from the start"),
        };
        let Some(spot) = hits.get(at).copied() else {
            let text = format!("no hit in this record: {}", self.inside);
            return shared.say(&text);
        };
        let (hiding, full) = (page.hiding(spot.line), page.detail.full);
        let of = if hits.len() < MOST_HITS {
            ""
        } else {
            "the first "
        };
        let words = format!(
            "hit {} of {of}{}{note}",
            Count(at as u64 + 1),
            Count(hits.len() as u64)
        );
        self.has_empty |= !self.is_raw && spot.line >= full;
        self.folded.retain(|line| !hiding.contains(line));
        self.cursor = spot;
        shared.say(&words);
    }

    /// What is under the cursor of the JSON, all of it that can be folded.
    fn json_of(&self, shared: &Shared) -> Option<String> {
        if !self.is_raw {
            return None;
        }
        let page = self.shown(shared)?;
        let line = page.row(self.cursor).line;
        let lines = page
            .detail
            .json
            .get(line..=page.detail.json.get(line)?.end)?;
        let texts: String = lines.iter().map(|line| line.text.as_str()).collect();
        Some(texts.trim_end_matches(',').to_owned())
    }
}

fn opens(detail: &Detail, line: usize) -> bool {
    detail.json.get(line).is_some_and(|json| json.end > line)
}

impl DetailPane {
    /// Shows the members that are empty, or hides them again.
    fn empty(&mut self, shared: &mut Shared) {
        let Some(page) = self.shown(shared) else {
            return shared.say("the record is being read");
        };
        let (is_raw, count) = (page.folded.is_some(), page.detail.empty());
        if is_raw || count == 0 {
            return shared.say(match is_raw {
                true => "the JSON shows the empty members too",
                false => "no member of this record is empty",
            });
        }
        self.has_empty = !self.has_empty;
        if let Some(page) = self.shown(shared) {
            self.cursor = page.row(self.cursor).spot();
        }
    }

    /// Folds the object or list under the cursor, or opens it.
    fn fold(&mut self, shared: &mut Shared) {
        let Some(page) = self.shown(shared).filter(|page| page.folded.is_some()) else {
            return shared.say("the JSON can be folded: J shows it");
        };
        let line = page.row(self.cursor).line;
        if !opens(page.detail, line) {
            return shared.say("nothing to fold here");
        }
        if !self.folded.remove(&line) {
            self.folded.insert(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::script::Player;
    use crate::tui::script::testing::{records, session};

    /// The detail of a record whose `Data` is this, on all of the screen.
    fn over(data: &str, keys: &str) -> (Player, tempfile::NamedTempFile) {
        let record = records(1).replace("\"Result\"", &format!("\"Data\":\"{data}\",\"Result\""));
        let (mut session, file) = session(&record);
        session.look.is_ascii = false;
        let mut player = Player::new(session, (80, 24)).unwrap();
        player.keys(keys);
        (player, file)
    }

    fn sought(player: &mut Player, text: &str) -> String {
        player.keys("/");
        player.write(text);
        player.keys("Enter");
        player.app.shared.toast.clone()
    }

    #[test]
    fn a_value_of_megabytes_is_read_to_its_end() {
        let long = format!("{}the end", "日x".repeat(1 << 20));
        let (mut player, _file) = over(&long, "d z");
        let lines = &player.app.shared.record().unwrap().lines;
        let is_long =
            |line: &FieldLine| matches!(line, FieldLine::Value(value) if value.name == "data");
        let line = lines.iter().position(is_long).unwrap();
        while player.app.panes.detail.cursor.line != line {
            player.keys("l");
        }
        player.keys("PageDown PageDown");
        let screen = player.screen();
        assert!(screen.contains("0 % of 4.0 MiB"), "{screen}");
        assert!(screen.lines().nth(2).unwrap().contains("data"), "{screen}");
        player.keys("1 0 0 0 PageDown");
        assert!(player.app.panes.detail.cursor.at > 1_000_000);
        player.keys("1 0 0 0 PageUp l");
        assert_ne!(player.app.panes.detail.cursor.line, line);
        player.keys("G");
        while player.app.panes.detail.cursor.line != line {
            player.keys("k");
        }
        let screen = player.screen();
        assert!(
            screen.contains("the end") && screen.contains("99 % of 4.0 MiB"),
            "{screen}"
        );
        let start = std::time::Instant::now();
        for _ in 0..100 {
            player.keys("k j");
            let _ = player.screen();
        }
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    }

    #[test]
    fn a_search_inside_goes_round_and_leaves_the_list_alone() {
        let (mut player, _file) = over("needle and Needle", "d");
        for (keys, text, toast) in [
            ("", "needle", "hit 1 of 2"),
            ("n", "", "hit 2 of 2"),
            ("n", "", "hit 1 of 2, round from the end"),
            ("N", "", "hit 2 of 2, round from the start"),
            ("g", "Needle", "hit 1 of 1"),
            ("n", "", "hit 1 of 1, round from the end"),
            ("", "NEEDLE", "no hit in this record: NEEDLE"),
        ] {
            player.keys(keys);
            if !text.is_empty() {
                sought(&mut player, text);
            }
            assert_eq!(player.app.shared.toast, toast, "{keys} {text}");
        }
        let shared = &player.app.shared;
        assert!(
            shared.is_focus(PaneId::Detail) && shared.sought.is_empty() && shared.picks.is_empty()
        );
        assert!(shared.filter.chips.is_empty() && shared.matched.count == 1);
        player.keys("Esc");
        assert!(
            player.app.shared.is_focus(PaneId::Detail) && player.app.panes.detail.inside.is_empty()
        );
        player.keys("n");
        assert!(player.app.shared.toast.starts_with("nothing is searched"));
        player.keys("Esc");
        assert!(!player.app.shared.is_focus(PaneId::Detail));
    }

    #[test]
    fn a_hit_in_folded_json_opens_what_hides_it() {
        let (mut player, _file) = over("x", "d J Space");
        assert_eq!(player.app.panes.detail.folded.len(), 1);
        assert_eq!(sought(&mut player, "cart"), "hit 1 of 1");
        assert!(player.app.panes.detail.folded.is_empty());
        assert!(player.screen().contains("\"PodName\": \"cart-0\""));
        player.keys("y y");
        assert_eq!(player.copied.as_deref(), Some("\"PodName\": \"cart-0\""));
        player.keys("y t");
        assert!(player.app.shared.toast.contains("nothing here to copy"));
    }

    #[test]
    fn the_line_of_keys_tells_what_they_do_in_fields_and_in_json() {
        let (mut player, _file) = over("x", "d");
        let keys = |player: &Player| player.screen().lines().last().unwrap().to_owned();
        let fields = keys(&player);
        assert!(
            fields.contains("Enter filter by") && !fields.contains("fold"),
            "{fields}"
        );
        player.keys("J");
        let json = keys(&player);
        assert!(
            json.contains("Space fold") && !json.contains("filter by"),
            "{json}"
        );
        assert!(!json.contains("exclude"), "{json}");
        player.keys("Esc");
        assert!(keys(&player).contains("Enter filter by"));
    }

    /// The detail of a record that has empty members, and one that no field reads.
    fn sparse() -> (Player, tempfile::NamedTempFile) {
        let more = "\"PolicyName\":\"\",\"Tags\":[],\"Site\":\"north\",\"Owner\":{\"Ref\":null},\"Odd\":{ },\"Result\"";
        let (session, file) = session(&records(2).replace("\"Result\"", more));
        let mut player = Player::new(session, (80, 60)).unwrap();
        player.keys("d");
        (player, file)
    }

    #[test]
    fn empty_members_are_counted_hidden_shown_and_asked_for() {
        let (mut player, _file) = sparse();
        let screen = player.screen();
        assert!(screen.contains("4 empty hidden, H shows"), "{screen}");
        assert!(
            !screen.contains(".Odd") && screen.contains("north"),
            "{screen}"
        );
        player.keys("Esc");
        assert!(player.screen().contains("4 empty hidden "));
        player.keys("d G");
        assert_ne!(player.app.panes.detail.cursor.line, 0);
        player.keys("H G");
        let screen = player.screen();
        for shown in [
            "policy       \"\"",
            ".Tags        []",
            "owner.kind   null",
            ".Odd         { }",
        ] {
            assert!(screen.contains(shown), "{shown}: {screen}");
        }
        assert!(!screen.contains("hidden"));
        player.keys("y y");
        assert_eq!(player.copied.as_deref(), Some("{ }"));
        for (keys, chip) in [("y t", "no:.Odd"), ("k y t", "no:owner.kind")] {
            player.keys(keys);
            assert_eq!(player.copied.as_deref(), Some(chip));
        }
        player.keys("Enter");
        assert_eq!(player.app.shared.filter.chips[0].text, "no:owner.kind");
        assert_eq!(player.app.shared.matched.count, 2);
        player.keys("d G -");
        assert_eq!(player.app.shared.matched.count, 0);
        player.keys("Backspace d G H");
        assert!(player.app.panes.detail.cursor.line < player.app.shared.record().unwrap().full);
    }

    #[test]
    fn members_that_no_field_reads_are_there_and_filtered_by() {
        let (mut player, _file) = sparse();
        assert_eq!(sought(&mut player, "north"), "hit 1 of 1");
        player.keys("Enter");
        assert_eq!(player.app.shared.filter.chips[0].text, ".Site=north");
        assert_eq!(player.app.shared.matched.count, 2);
    }

    #[test]
    fn no_condition_is_made_that_would_not_find_the_record() {
        let more = r#""k y\u001b":"odd","a.b":"dotted","List":["north"],"Inner":{"part":"south"},"Result""#;
        let (session, _file) = session(&records(2).replace("\"Result\"", more));
        let mut player = Player::new(session, (80, 60)).unwrap();
        player.keys("d");
        for whole in ["dotted", "north", "south"] {
            sought(&mut player, whole);
            player.keys("Enter");
            assert!(player.app.shared.filter.chips.is_empty(), "{whole}");
            assert!(player.app.shared.toast.contains(".Key.part=value"));
        }
        sought(&mut player, "odd");
        player.keys("Enter");
        assert_eq!(
            player.app.shared.filter.chips[0].text,
            r#"."k y\u001b"=odd"#
        );
        assert_eq!(player.app.shared.matched.count, 2);
    }

    #[test]
    fn a_hit_in_an_empty_member_shows_it() {
        let (mut player, _file) = sparse();
        assert_eq!(sought(&mut player, ".Odd"), "hit 1 of 1");
        assert!(player.screen().contains(".Odd         { }"));
    }

    #[test]
    fn what_is_escaped_is_found_as_it_is_shown() {
        let (mut player, _file) = over("a\\u202eb", "d");
        assert_eq!(sought(&mut player, "\\u{202e}"), "hit 1 of 1");
        assert!(player.screen().contains("a\\u{202e}b"));
    }

    #[test]
    fn hits_are_marked_where_they_stand_also_across_rows() {
        let (mut player, _file) = over(&format!("{}needle", "x".repeat(62)), "d");
        sought(&mut player, "needle");
        let area = ratatui::layout::Rect::new(0, 0, 80, 24);
        let mut buffer = ratatui::buffer::Buffer::empty(area);
        crate::tui::app::view::view(&player.app, &mut buffer);
        let marked = buffer
            .content()
            .iter()
            .filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
        let text: String = marked.map(ratatui::buffer::Cell::symbol).collect();
        assert!(text.ends_with("needle"), "{text}");
    }
}
