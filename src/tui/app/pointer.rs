//! What the mouse does: the cursor of a pane goes to what is pressed, panes scroll, the strip is zoomed and marked.

use super::App;
use super::view;
use crate::tui::action::{Action, Motion, Point, Step, Zoom};
use crate::tui::effect::Effect;
use crate::tui::mouse::{Gesture, Mouse};
use crate::tui::pane::{PaneId, Panes, Placement};
use crate::tui::shared::{Shared, focus, list};

/// Lines by which the wheel scrolls.
const LINES: usize = 3;

/// What a gesture means on the screen as it is drawn.
pub(super) fn action(shared: &Shared, panes: &Panes, mouse: Mouse) -> Action {
    let moment = |x: u16| panes.timeline.moment_at(shared, usize::from(x));
    let step = match mouse.gesture {
        Gesture::Release => return Action::Point(Point::Release),
        // What is asked is answered first.
        _ if shared.focus.place() == Placement::Keys => return Action::Nothing,
        Gesture::Drag => {
            // A span that was begun on the strip follows the pointer, wherever else it is.
            let begun = panes.timeline.drag.and_then(|_| moment(mouse.x));
            return begun.map_or(Action::Nothing, |to| Action::Point(Point::Drag(to)));
        }
        Gesture::Press => None,
        Gesture::WheelUp => Some(Step::Previous),
        Gesture::WheelDown => Some(Step::Next),
    };
    let Some((pane, area)) = view::under(shared, panes, (mouse.x, mouse.y)) else {
        return Action::Nothing;
    };
    let (x, y) = (mouse.x - area.x, mouse.y - area.y);
    let moment = moment(x).filter(|_| pane == PaneId::Timeline);
    Action::Point(match (step, moment) {
        (None, _) => Point::Click(pane, x, y),
        (Some(Step::Previous), Some(at)) => Point::Zoom(Zoom::In, at),
        (Some(Step::Next), Some(at)) => Point::Zoom(Zoom::Out, at),
        (Some(step), None) => Point::Scroll(pane, step),
    })
}

/// Switches it on or off.
pub(super) fn switch(shared: &mut Shared, panes: &mut Panes) -> Vec<Effect> {
    shared.has_mouse = !shared.has_mouse;
    panes.timeline.drag = None;
    shared.say(match shared.has_mouse {
        true => "mouse on: press, wheel, drag on the timeline; F9: off, to select text",
        false => "mouse off: the terminal selects text",
    });
    vec![Effect::Mouse(shared.has_mouse)]
}

impl App {
    /// Does what the mouse does.
    pub(super) fn act_at(&mut self, point: Point) -> Vec<Effect> {
        match point {
            Point::Click(pane, x, y) => return self.click(pane, (usize::from(x), usize::from(y))),
            Point::Scroll(pane, step) => return self.scroll(pane, step),
            Point::Zoom(zoom, about) => {
                return self.panes.timeline.zoom_at(&mut self.shared, zoom, about);
            }
            Point::Drag(to) => return self.panes.timeline.drag_to(&mut self.shared, to),
            Point::Release => self.panes.timeline.drag = None,
        }
        Vec::new()
    }

    /// Puts the cursor of a pane on what is drawn at a place in it, and goes to it.
    fn click(&mut self, pane: PaneId, (x, y): (usize, usize)) -> Vec<Effect> {
        // Before the pane gets more room, for being gone to.
        let effects = self.move_in(pane, Motion::At(x, y));
        if !self.shared.is_focus(pane) {
            focus::focus(&mut self.shared, pane);
        }
        let is_strip = pane == PaneId::Timeline && y > 0;
        self.panes.timeline.drag = self.shared.time.at.filter(|_| is_strip);
        effects
    }

    /// Scrolls a pane, whichever keys go to.
    fn scroll(&mut self, pane: PaneId, step: Step) -> Vec<Effect> {
        if pane == PaneId::Events {
            list::scroll(&mut self.shared, step, LINES);
            return Vec::new();
        }
        self.shared.count = Some(LINES);
        self.move_in(
            pane,
            match step {
                Step::Next => Motion::Down,
                Step::Previous => Motion::Up,
            },
        )
    }

    fn move_in(&mut self, pane: PaneId, motion: Motion) -> Vec<Effect> {
        let done = self.act(pane, Action::Move(motion));
        if done.is_none() && pane == PaneId::Events {
            list::step(&mut self.shared, motion);
        }
        done.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::app::view::{under, view};
    use crate::tui::key::KeyPress;
    use crate::tui::script::Player;
    use crate::tui::script::testing::{records, session};
    use crate::tui::shared::layout::{self, places};
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Modifier;

    /// A screen with the mouse on.
    fn screen(lines: &str, size: (u16, u16), keys: &str) -> (Player, tempfile::NamedTempFile) {
        let (session, file) = session(lines);
        let mut player = Player::new(session, size).unwrap();
        player.keys("F9");
        player.keys(keys);
        (player, file)
    }

    /// Where a pane is.
    fn area(player: &Player, pane: PaneId) -> Rect {
        layout::area(&player.app.shared, pane)
    }

    /// A screen's cells.
    fn drawn(player: &Player) -> Buffer {
        let (columns, rows) = player.app.shared.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        view(&player.app, &mut buffer);
        buffer
    }

    /// A row of a part of the screen, the marks of its cursor left out.
    fn text(buffer: &Buffer, area: Rect, y: u16) -> String {
        let cells = (area.left()..area.right()).map(|x| buffer[(x, y)].symbol());
        cells
            .collect::<String>()
            .replace(['>', '|'], " ")
            .trim()
            .to_owned()
    }

    /// The rows of the cursor below the head of a pane.
    fn cursor(buffer: &Buffer, area: Rect, head: u16) -> Vec<u16> {
        let is_tinted = |y: &u16| {
            let cell = &buffer[(area.x + 4, *y)];
            cell.modifier.contains(Modifier::REVERSED)
        };
        (area.top() + head..area.bottom())
            .filter(is_tinted)
            .collect()
    }

    #[test]
    fn it_is_off_until_it_is_switched_on_and_the_header_tells() {
        let (session, _file) = session(&records(60));
        let mut player = Player::new(session, (80, 24)).unwrap();
        for gesture in ["press 10 14", "wheel-down 10 14", "wheel-up 10 3"] {
            player.mouse(gesture);
        }
        assert_eq!(
            (player.app.shared.list.cursor, player.app.shared.list.top),
            (0, 0)
        );
        assert_eq!(player.app.shared.time.window, None);
        let is_told = |player: &Player| player.screen().lines().next().unwrap().ends_with(" mouse");
        assert!(!is_told(&player));
        let effects = player.app.press(KeyPress::parse("F9").unwrap());
        assert!(
            effects
                .iter()
                .any(|effect| matches!(effect, Effect::Mouse(true)))
        );
        assert!(is_told(&player));
        player.mouse("press 10 14");
        assert_eq!(player.app.shared.list.cursor, 3);
        let effects = player.app.press(KeyPress::parse("F9").unwrap());
        assert!(
            effects
                .iter()
                .any(|effect| matches!(effect, Effect::Mouse(false)))
        );
        assert!(!is_told(&player));
    }

    /// Processes that started each other.
    fn processes() -> String {
        let record = |at: usize| {
            format!(
                "{{\"UpdatedTime\":\"2026-03-14T09:40:{at:02}Z\",\"HostName\":\"n\",\"Operation\":\"Process\",\
                 \"HostPID\":{},\"HostPPID\":{},\"ProcessName\":\"/bin/p{at}\",\"Resource\":\"/bin/p{at} -x{at}\"}}\n",
                100 + at,
                99 + at / 2,
            )
        };
        (0..50).map(record).collect()
    }

    #[test]
    fn the_cursor_goes_to_what_is_drawn_where_it_is_pressed() {
        for (pane, keys, size, head) in [
            (PaneId::Events, "", (80, 24), 2),
            (PaneId::Events, "2 0 G", (80, 24), 2),
            (PaneId::Events, "d", (80, 24), 2),
            (PaneId::Events, "F2 Esc", (120, 30), 2),
            (PaneId::Events, "z G", (60, 12), 2),
            (PaneId::Detail, "", (80, 30), 1),
            (PaneId::Detail, "d z", (40, 10), 1),
            (PaneId::Detail, "J", (80, 30), 1),
            (PaneId::Facets, "F2", (120, 30), 1),
            (PaneId::Facets, "F2", (40, 10), 1),
            (PaneId::Columns, "c", (80, 24), 1),
            (PaneId::Top, "T b C-u p o d Enter G", (80, 24), 2),
            (PaneId::Tree, "P", (80, 24), 2),
            (PaneId::Marks, "m m m m m m m '", (80, 24), 1),
        ] {
            let lines = if pane == PaneId::Tree {
                processes()
            } else {
                records(60)
            };
            let (mut player, _file) = screen(&lines, size, keys);
            player.app.shared.toast.clear();
            let mut hits = 0;
            for row in 0..size.1 {
                let there = area(&player, pane);
                let y = there.y + row;
                if y >= there.bottom() {
                    break;
                }
                let wanted = text(&drawn(&player), there, y);
                player.mouse(&format!("press {} {}", there.x + 7, y + 1));
                player.mouse(&format!("release {} {}", there.x + 7, y + 1));
                assert!(player.app.shared.is_focus(pane), "{pane:?} {keys} {row}");
                let (there, buffer) = (area(&player, pane), drawn(&player));
                let at = cursor(&buffer, there, head);
                if row >= head && !wanted.is_empty() {
                    let shown = at.first().map(|y| text(&buffer, there, *y));
                    assert_eq!(shown, Some(wanted), "{pane:?} {keys} {row}");
                    hits += 1;
                }
            }
            assert!(hits > 2, "{pane:?} {keys}: {hits}");
        }
    }

    #[test]
    fn a_cell_that_is_pressed_is_the_one_that_is_filtered_by() {
        let (mut player, _file) = screen(&records(60), (80, 24), "");
        let screen = player.screen();
        let row = screen
            .lines()
            .position(|line| line.contains("cart-3 "))
            .unwrap();
        let column = screen.lines().nth(row).unwrap().find("/etc/f3").unwrap();
        player.mouse(&format!("press {} {}", column + 2, row + 1));
        player.keys("Enter");
        let chips: Vec<&str> = player
            .app
            .shared
            .filter
            .chips
            .iter()
            .map(|chip| chip.text.as_str())
            .collect();
        assert_eq!(chips, ["path=/etc/f3"]);
    }

    #[test]
    fn the_wheel_scrolls_what_it_is_over_and_keys_stay_where_they_were() {
        let (mut player, _file) = screen(&records(60), (120, 30), "F2");
        let (list, facets) = (area(&player, PaneId::Events), area(&player, PaneId::Facets));
        let at = |area: Rect| format!("{} {}", area.x + 5, area.y + 5);
        player.mouse(&format!("wheel-down {}", at(list)));
        assert_eq!(
            (player.app.shared.list.top, player.app.shared.list.cursor),
            (3, 3)
        );
        player.mouse(&format!("wheel-down {}", at(facets)));
        assert_eq!(player.app.panes.facets.cursor, 3);
        player.mouse(&format!("wheel-up {}", at(facets)));
        assert_eq!(player.app.panes.facets.cursor, 0);
        assert!(player.app.shared.is_focus(PaneId::Facets));
        for _ in 0..40 {
            player.mouse(&format!("wheel-down {}", at(list)));
        }
        assert_eq!(player.app.shared.list.cursor, 59);
        for _ in 0..40 {
            player.mouse(&format!("wheel-up {}", at(list)));
        }
        assert_eq!(
            (player.app.shared.list.top, player.app.shared.list.cursor),
            (0, 0)
        );
    }

    /// Bursts of a node with an hour of silence between them.
    fn silent() -> String {
        let record = |at: usize| {
            let (hour, second) = (at / 6, at % 6);
            format!(
                "{{\"UpdatedTime\":\"2026-03-14T{hour:02}:00:{second:02}Z\",\"HostName\":\"n\",\"Operation\":\"File\"}}\n"
            )
        };
        (0..120).map(record).collect()
    }

    #[test]
    fn lines_between_records_are_scrolled_past_and_are_no_records() {
        let (mut player, _file) = screen(&silent(), (80, 24), "F4");
        let list = area(&player, PaneId::Events);
        let buffer = drawn(&player);
        let rows: Vec<u16> = (list.top()..list.bottom()).collect();
        let silence = rows
            .iter()
            .copied()
            .find(|y| text(&buffer, list, *y).contains("~~~"));
        let silence = silence.unwrap();
        player.mouse(&format!("press 9 {}", silence + 1));
        assert_eq!(player.app.shared.list.cursor, 0);
        player.mouse(&format!("press 9 {}", silence + 2));
        let at = usize::from(silence - list.top()) - 2;
        assert_eq!(player.app.shared.list.cursor, at);
        let mut tops = vec![player.app.shared.list.top];
        for _ in 0..60 {
            player.mouse(&format!("wheel-down 9 {silence}"));
            tops.push(player.app.shared.list.top);
        }
        assert_eq!(player.app.shared.list.cursor, 119);
        assert!(tops.is_sorted());
        for _ in 0..60 {
            player.mouse(&format!("wheel-up 9 {silence}"));
        }
        assert_eq!(
            (player.app.shared.list.top, player.app.shared.list.cursor),
            (0, 0)
        );
    }

    #[test]
    fn a_bucket_that_is_pressed_is_the_one_that_is_drawn_there() {
        for (size, keys) in [
            ((80, 24), ""),
            ((120, 40), "t z"),
            ((40, 10), "t z"),
            ((100, 30), "t + +"),
        ] {
            let (mut player, _file) = screen(&records(60), size, keys);
            let strip = area(&player, PaneId::Timeline);
            for x in 0..size.0 {
                let wanted = player
                    .app
                    .panes
                    .timeline
                    .moment_at(&player.app.shared, usize::from(x))
                    .unwrap();
                player.mouse(&format!("press {} {}", x + 1, strip.y + 2));
                player.mouse(&format!("release {} {}", x + 1, strip.y + 2));
                assert_eq!(
                    player.app.shared.time.at,
                    Some(wanted),
                    "{size:?} {keys} {x}"
                );
                let buffer = drawn(&player);
                let is_here = |column: &u16| {
                    (strip.top()..strip.bottom()).any(|y| buffer[(*column, y)].symbol() == "^")
                };
                let here = (0..size.0).find(is_here).unwrap();
                let drawn = player
                    .app
                    .panes
                    .timeline
                    .moment_at(&player.app.shared, usize::from(here));
                assert_eq!(drawn, Some(wanted), "{size:?} {keys} {x} {here}");
            }
            assert!(player.app.shared.is_focus(PaneId::Timeline));
        }
    }

    #[test]
    fn the_wheel_zooms_about_the_pointer_and_filters_nothing() {
        let (mut player, _file) = screen(&records(60), (80, 24), "");
        for x in [1, 20, 40, 79] {
            let moment = |player: &Player| {
                player
                    .app
                    .panes
                    .timeline
                    .moment_at(&player.app.shared, x - 1)
                    .unwrap()
            };
            let step =
                |player: &Player| player.app.panes.timeline.bins.as_ref().unwrap().scale.step;
            let (before, wide) = (moment(&player), step(&player));
            player.mouse(&format!("wheel-up {x} 4"));
            assert!(player.app.shared.time.window.is_some());
            assert!(step(&player) <= wide);
            assert!((moment(&player) - before).abs() <= 2 * wide, "{x}");
            player.mouse(&format!("wheel-up {x} 4"));
            assert!((moment(&player) - before).abs() <= 2 * wide, "{x}");
            player.mouse(&format!("wheel-down {x} 4"));
            assert!((moment(&player) - before).abs() <= 2 * wide, "{x}");
            assert_eq!(player.app.shared.matched.count, 60);
            assert!(player.app.shared.is_focus(PaneId::Events));
            player.keys("w w w");
            assert_eq!(player.app.shared.time.window, None);
        }
    }

    #[test]
    fn a_span_that_is_drawn_over_is_marked_and_enter_filters_by_it() {
        for (from, to) in [(11, 31), (31, 11)] {
            let (mut player, _file) = screen(&records(60), (80, 24), "");
            let moment = |player: &Player, x: usize| {
                player
                    .app
                    .panes
                    .timeline
                    .moment_at(&player.app.shared, x - 1)
                    .unwrap()
            };
            let (first, last) = (moment(&player, 11), moment(&player, 31));
            player.mouse(&format!("press {from} 4"));
            player.mouse(&format!("drag {from} 4"));
            assert_eq!(player.app.shared.time.marks, (None, None));
            player.mouse("drag 20 4");
            // Beside the strip too.
            player.mouse(&format!("drag {to} 20"));
            let step = player.app.panes.timeline.bins.as_ref().unwrap().scale.step;
            let marks = (Some(first), Some(last + step));
            assert_eq!(player.app.shared.time.marks, marks);
            assert!(
                player.app.shared.toast.starts_with("Enter"),
                "{}",
                player.app.shared.toast
            );
            player.mouse(&format!("release {to} 20"));
            player.mouse("drag 70 4");
            assert_eq!(player.app.shared.time.marks, marks);
            player.app.shared.toast.clear();
            let axis = player.screen().lines().nth(6).unwrap().to_owned();
            assert!(axis.contains("===="), "{axis}");
            player.keys("Enter");
            assert_eq!(player.app.shared.filter.chips.len(), 1);
            let wanted = (last + step - first) / 1_000_000_000;
            assert_eq!(
                i64::try_from(player.app.shared.matched.count).unwrap(),
                wanted
            );
        }
    }

    #[test]
    fn what_is_drawn_over_panes_is_not_pressed_through() {
        let (mut player, _file) = screen(&records(60), (80, 24), "f");
        player.write("ns=");
        assert!(!player.app.panes.filter.offers.items.is_empty());
        player.mouse("press 10 11");
        assert!(player.app.shared.is_focus(PaneId::Filter));
        player.keys("Esc Esc o");
        player.mouse("press 10 14");
        assert!(player.app.shared.asked_from.is_some() && player.app.shared.list.cursor == 0);
        // A search too is asked for until it is answered.
        player.keys("Esc /");
        player.mouse("press 10 14");
        player.mouse("wheel-down 10 14");
        assert!(player.app.shared.is_focus(PaneId::Search));
        assert_eq!(
            (player.app.shared.list.cursor, player.app.shared.list.top),
            (0, 0)
        );
        player.keys("Esc F8");
        player.mouse("press 10 24");
        assert!(player.app.shared.toast.is_empty() && player.app.shared.is_focus(PaneId::Events));
        player.mouse("press 10 8");
        assert!(player.app.shared.is_focus(PaneId::Filter));
        player.mouse("press 10 12");
        assert!(player.app.shared.is_focus(PaneId::Events));
    }

    #[test]
    fn every_pane_that_is_drawn_is_found_where_it_is_drawn() {
        for (size, keys) in [
            ((80, 24), ""),
            ((120, 40), "F2"),
            ((60, 20), "F2"),
            ((40, 10), "T"),
        ] {
            let (player, _file) = screen(&records(60), size, keys);
            let mut player = player;
            player.app.shared.toast.clear();
            let whole = Rect::new(0, 0, size.0, size.1);
            for (pane, area) in places(&player.app.shared, whole) {
                for x in area.left()..area.right() {
                    let (found, _) =
                        under(&player.app.shared, &player.app.panes, (x, area.top())).unwrap();
                    let is_over = found.place() == Placement::Side && size.0 < 100;
                    assert!(
                        found == pane || is_over,
                        "{size:?} {keys} {x}: {}",
                        found.name()
                    );
                }
            }
        }
    }
}
