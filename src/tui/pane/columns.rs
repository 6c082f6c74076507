//! Which columns the list has, in which order, and how wide they are.

use std::sync::Arc;

use super::PaneId;
use super::component::Pane;
use super::lines::Lines;
use crate::output::list_column::{EVENT_COLUMNS, ListColumn};
use crate::record::field::FIELDS;
use crate::text::{Role, width};
use crate::tui::action::{Action, Step, Zoom};
use crate::tui::draw::Pen;
use crate::tui::effect::Effect;
use crate::tui::fields;
use crate::tui::prompt::Question;
use crate::tui::shared::list_layout::{WIDEST, width_of};
use crate::tui::shared::{Shared, config_save, layout, list};
use crate::tui::theme::Theme;

/// The columns of the list, and those that it could have.
#[derive(Default)]
pub struct ColumnsPane {
    /// The line that the cursor is on.
    cursor: usize,
}

/// A line: a column that the list has, or another one that it could have.
#[derive(Clone, Debug)]
struct Line {
    shown: ListColumn,
    /// Where it stands among the columns of the list.
    at: Option<usize>,
}

/// The columns of the list, then all others.
fn lines(shared: &Shared) -> Vec<Line> {
    let columns = &shared.list.columns;
    let mut lines: Vec<Line> = columns
        .iter()
        .enumerate()
        .map(|(at, shown)| Line {
            shown: shown.clone(),
            at: Some(at),
        })
        .collect();
    let own = EVENT_COLUMNS.iter().map(|column| column.name);
    let fields = FIELDS.iter().filter(|field| !field.is_map());
    let others = own.chain(fields.map(|field| field.name));
    let is_other = |name: &&str| columns.iter().all(|column| column.name() != *name);
    lines.extend(others.filter(is_other).filter_map(|name| {
        Some(Line {
            shown: ListColumn::named(name, shared.session.language.indicators.as_ref())?,
            at: None,
        })
    }));
    lines
}

/// Rows above the first line.
const HEAD: usize = 1;

impl Pane for ColumnsPane {
    fn draw(&self, shared: &Shared, pen: &mut Pen<'_>) {
        super::lines::side(shared, pen, PaneId::Columns);
        let dim = pen.theme.role(Role::Dim);
        let wall = pen.width().saturating_sub(1);
        let lines = lines(shared);
        self.below(lines.len())
            .draw((shared, PaneId::Columns), pen, |pen, y, at| {
                let Some(line) = lines.get(at) else { return };
                let name = line.shown.name();
                let (mark, style) = match line.at {
                    Some(_) => (pen.theme.glyphs.chosen, Theme::heading()),
                    None => (" ", ratatui::style::Style::new()),
                };
                pen.put(0, y, mark, style);
                let x = pen.put_in(2, y, 12, name, style).max(13) + 1;
                let wide = shared.list.widths.get(name).map(|wide| format!("{wide} "));
                let wide = wide.unwrap_or_default();
                let room = wall.saturating_sub(x + width(&wide));
                pen.put_in(x, y, room, line.shown.doc(), dim);
                let end = wall.saturating_sub(width(&wide));
                pen.put_in(end, y, width(&wide), &wide, style);
            });
    }

    fn act(&mut self, shared: &mut Shared, action: Action) -> Option<Vec<Effect>> {
        let lines = lines(shared);
        let line = lines.get(self.cursor);
        match (action, line) {
            (Action::Move(motion), _) => {
                let (rows, lines) = (
                    layout::height(shared, PaneId::Columns),
                    self.below(lines.len()),
                );
                self.cursor = lines.moved(shared, rows, motion);
            }
            (Action::Fold, Some(line)) => return Some(toggle(shared, line)),
            (Action::Shift(step), Some(Line { at: Some(at), .. })) => {
                return Some(self.shift(shared, *at, step));
            }
            (Action::Widen(step), Some(Line { shown, at: Some(_) })) => {
                widen(shared, shown.name(), step);
            }
            (Action::Zoom(Zoom::Fit), Some(line)) => {
                shared.list.widths.remove(line.shown.name());
            }
            (Action::Shift(_) | Action::Widen(_), _) => {
                shared.say("the list has no such column: Enter adds it");
            }
            (Action::Keep, _) => return Some(config_save::columns(shared)),
            (Action::Fields, _) => shared.ask(Question::Column, ""),
            (Action::Close, _) => {
                shared.shown.retain(|shown| *shown != PaneId::Columns);
                return None;
            }
            _ => return None,
        }
        Some(Vec::new())
    }
}

impl ColumnsPane {
    /// So many lines below the head.
    fn below(&self, count: usize) -> Lines {
        Lines {
            head: HEAD,
            cursor: self.cursor,
            count,
        }
    }

    fn shift(&mut self, shared: &mut Shared, at: usize, step: Step) -> Vec<Effect> {
        let mut columns = shared.list.columns.to_vec();
        let to = match step {
            Step::Next => at + 1,
            Step::Previous => at.wrapping_sub(1),
        };
        if to >= columns.len() {
            return Vec::new();
        }
        columns.swap(at, to);
        self.cursor = to;
        set(shared, columns)
    }
}

/// Adds a column at the end, or takes it away; the cursor goes with it.
fn toggle(shared: &mut Shared, line: &Line) -> Vec<Effect> {
    let mut columns = shared.list.columns.to_vec();
    match line.at {
        Some(_) if columns.len() == 1 => {
            shared.say("the last column stays");
            return Vec::new();
        }
        Some(at) => {
            columns.remove(at);
        }
        None => columns.push(line.shown.clone()),
    }
    set(shared, columns)
}

/// Columns of the terminal by which a column becomes wider or narrower.
const STEP: usize = 2;

fn widen(shared: &mut Shared, name: &str, step: Step) {
    let at = shared
        .list
        .columns
        .iter()
        .position(|column| column.name() == name);
    let now = at.and_then(|at| width_of(shared, at)).unwrap_or(8);
    let wide = match step {
        Step::Next => (now + STEP).min(WIDEST),
        Step::Previous => now.saturating_sub(STEP).max(1),
    };
    shared.list.widths.insert(name.to_owned(), wide);
}

impl ColumnsPane {
    /// Adds the columns of a list.
    pub fn add(&mut self, shared: &mut Shared, list: &str) -> Vec<Effect> {
        let mut columns = shared.list.columns.to_vec();
        for name in list.split([',', ' ']).filter(|name| !name.is_empty()) {
            match ListColumn::named(name, shared.session.language.indicators.as_ref()) {
                Some(_) if columns.iter().any(|column| column.name() == name) => {}
                Some(shown) => columns.push(shown),
                None => {
                    let wrong = fields::parse(name, &shared.session).err();
                    shared.say(&wrong.unwrap_or_default());
                    return Vec::new();
                }
            }
        }
        self.cursor = columns.len().saturating_sub(1);
        set(shared, columns)
    }
}

/// Gives the list other columns: what was read of its rows is read anew.
fn set(shared: &mut Shared, columns: Vec<ListColumn>) -> Vec<Effect> {
    shared.list.column = shared.list.column.min(columns.len().saturating_sub(1));
    shared.list.columns = Arc::new(columns);
    shared.list.cells.clear();
    // An order is that of a column by its place.
    shared.list.sort = None;
    list::arrange(shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::script::Player;
    use crate::tui::script::testing::{records, session};

    fn names(player: &Player) -> String {
        let columns = player.app.shared.list.columns.iter();
        let names: Vec<&str> = columns.map(ListColumn::name).collect();
        names.join(" ")
    }

    fn opened() -> (Player, tempfile::NamedTempFile) {
        let (session, file) = session(&records(30));
        let mut player = Player::new(session, (120, 40)).unwrap();
        player.keys("c");
        (player, file)
    }

    #[test]
    fn columns_are_taken_away_moved_and_added() {
        let (mut player, _file) = opened();
        for (keys, columns) in [
            ("j Enter", "when op by what end"),
            ("J", "when by op what end"),
            ("J J J", "when by what end op"),
            ("K", "when by what op end"),
            ("g K", "when by what op end"),
            ("4 j j Enter", "when by what op end where"),
            ("G Enter", "when by what op end where line"),
        ] {
            player.keys(keys);
            assert_eq!(names(&player), columns, "{keys}");
        }
        // What the list shows is what was read for these columns.
        let screen = player.screen();
        let heading = screen.lines().find(|line| line.contains("LINE")).unwrap();
        assert!(heading.contains("NS/POD"), "{screen}");
        assert!(screen.contains("shop/cart-0"), "{screen}");
        player.keys("g Enter Enter Enter Enter Enter Enter Enter");
        assert_eq!(names(&player), "line");
        assert!(player.app.shared.toast.contains("the last column stays"));
    }

    #[test]
    fn columns_are_added_by_name_and_a_wrong_one_is_told() {
        let (mut player, _file) = opened();
        player.keys("b");
        player.write("path/1,labels.app");
        player.keys("Enter");
        assert!(names(&player).ends_with("end path/1 labels.app"));
        assert!(player.screen().contains("PATH/1"));
        player.keys("b");
        player.write("ouctome");
        player.keys("Enter");
        assert!(
            player.app.shared.toast.contains("near: `outcome`"),
            "{}",
            player.app.shared.toast
        );
    }

    #[test]
    fn a_column_is_made_wider_and_as_wide_as_it_was() {
        let (mut player, _file) = opened();
        let wide = |player: &Player| {
            crate::tui::shared::list_layout::width_of(&player.app.shared, 2).unwrap()
        };
        let before = wide(&player);
        player.keys("2 j + +");
        assert_eq!(wide(&player), before + 4);
        player.keys("- - -");
        assert_eq!(wide(&player), before - 2);
        player.keys("0");
        assert_eq!(wide(&player), before);
        player.keys("G +");
        assert!(player.app.shared.toast.contains("Enter adds it"));
        player.keys("Esc");
        assert!(!player.screen().contains(" columns "));
    }

    #[test]
    fn widths_of_a_config_are_kept_within_what_can_be_drawn() {
        let (mut session, _file) = session(&records(3));
        session.widths = [("when", usize::MAX), ("where", usize::MAX), ("op", 0)]
            .map(|(name, wide)| (name.to_owned(), wide))
            .to_vec();
        let player = Player::new(session, (120, 40)).unwrap();
        let wide = |at| crate::tui::shared::list_layout::width_of(&player.app.shared, at).unwrap();
        assert_eq!([wide(0), wide(1), wide(2)], [WIDEST, WIDEST, 1]);
        assert!(player.screen().contains("09:40:02.000"));
    }
}
