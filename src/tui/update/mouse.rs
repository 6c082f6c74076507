//! What the mouse does: the cursor of a pane goes to what is pressed, panes scroll, the strip is zoomed and marked.

use crate::tui::action::{Action, Motion, Point, Step};
use crate::tui::model::{Effect, Model};
use crate::tui::mouse::{self, Gesture, Mouse};
use crate::tui::pane::{self, Pane, Place};

use super::{focus, list, timeline, update};

/// Lines by which the wheel scrolls.
const LINES: usize = 3;

/// Something was done with the mouse.
pub fn point(model: &mut Model, mouse: Mouse) -> Vec<Effect> {
    if !model.has_mouse {
        return Vec::new();
    }
    let action = mouse::action(model, mouse);
    if !matches!(mouse.gesture, Gesture::Drag | Gesture::Release) {
        model.toast.clear();
        (model.prefix, model.count) = (None, None);
    }
    update(model, action)
}

/// Does it.
pub fn act(model: &mut Model, point: Point) -> Vec<Effect> {
    match point {
        Point::Click(pane, x, y) => click(model, pane, (x, y)),
        Point::Scroll(pane, step) => scroll(model, pane, step),
        Point::Zoom(zoom, about) => timeline::zoom_at(model, zoom, about),
        Point::Drag(to) => drag(model, to),
        Point::Release => {
            model.timeline.drag = None;
            Vec::new()
        }
    }
}

/// Switches it on or off.
pub fn switch(model: &mut Model) -> Vec<Effect> {
    model.has_mouse = !model.has_mouse;
    model.timeline.drag = None;
    model.say(match model.has_mouse {
        true => "mouse on: press, wheel, drag on the timeline; F9: off, to select text",
        false => "mouse off: the terminal selects text",
    });
    vec![Effect::Mouse(model.has_mouse)]
}

/// Puts the cursor of a pane on what is drawn at a place in it, and goes to it.
fn click(model: &mut Model, name: &str, (x, y): (u16, u16)) -> Vec<Effect> {
    let pane = pane::named(name);
    let (x, y) = (usize::from(x), usize::from(y));
    // Before the pane gets more room, for being gone to.
    let effects = go(model, pane, Motion::At(x, y));
    if !model.is_focus(pane) {
        focus(model, pane);
    }
    let is_strip = pane.name == pane::timeline::PANE.name && y > 0;
    model.timeline.drag = model.timeline.at.filter(|_| is_strip);
    effects
}

/// Scrolls a pane, whichever keys go to.
fn scroll(model: &mut Model, name: &str, step: Step) -> Vec<Effect> {
    let pane = pane::named(name);
    if pane.place == Place::Middle {
        list::scroll(model, step, LINES);
        return Vec::new();
    }
    model.count = Some(LINES);
    go(
        model,
        pane,
        match step {
            Step::Next => Motion::Down,
            Step::Previous => Motion::Up,
        },
    )
}

/// Moves in a pane.
fn go(model: &mut Model, pane: &Pane, motion: Motion) -> Vec<Effect> {
    let done = (pane.act)(model, Action::Move(motion));
    if done.is_none() && pane.place == Place::Middle {
        list::step(model, motion);
    }
    done.unwrap_or_default()
}

/// Marks the span from where the button went down.
fn drag(model: &mut Model, to: i64) -> Vec<Effect> {
    let Some(from) = model.timeline.drag else {
        return Vec::new();
    };
    // A hand that shakes marks nothing.
    let (start, end) = model.timeline.marks;
    if from == to && (start, end) == (None, None) {
        return Vec::new();
    }
    timeline::mark_span(model, from.min(to), from.max(to));
    timeline::go(model, to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::key::Key;
    use crate::tui::script::Player;
    use crate::tui::script::testing::{records, session};
    use crate::tui::update::press;
    use crate::tui::view::{places, under, view};
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
    fn area(player: &Player, name: &str) -> Rect {
        list::area(&player.model, pane::named(name))
    }

    /// A screen's cells.
    fn drawn(player: &Player) -> Buffer {
        let (columns, rows) = player.model.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        view(&player.model, &mut buffer);
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
        assert_eq!((player.model.list.cursor, player.model.list.top), (0, 0));
        assert_eq!(player.model.timeline.window, None);
        let is_told = |player: &Player| player.screen().lines().next().unwrap().ends_with(" mouse");
        assert!(!is_told(&player));
        let effects = press(&mut player.model, Key::parse("F9").unwrap());
        assert!(
            effects
                .iter()
                .any(|effect| matches!(effect, Effect::Mouse(true)))
        );
        assert!(is_told(&player));
        player.mouse("press 10 14");
        assert_eq!(player.model.list.cursor, 3);
        let effects = press(&mut player.model, Key::parse("F9").unwrap());
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
        for (name, keys, size, head) in [
            ("events", "", (80, 24), 2),
            ("events", "2 0 G", (80, 24), 2),
            ("events", "d", (80, 24), 2),
            ("events", "F2 Esc", (120, 30), 2),
            ("events", "z G", (60, 12), 2),
            ("detail", "", (80, 30), 1),
            ("detail", "d z", (40, 10), 1),
            ("detail", "J", (80, 30), 1),
            ("facets", "F2", (120, 30), 1),
            ("facets", "F2", (40, 10), 1),
            ("columns", "c", (80, 24), 1),
            ("top", "T b C-u p o d Enter G", (80, 24), 2),
            ("tree", "P", (80, 24), 2),
            ("marks", "m m m m m m m '", (80, 24), 1),
        ] {
            let lines = if name == "tree" {
                processes()
            } else {
                records(60)
            };
            let (mut player, _file) = screen(&lines, size, keys);
            player.model.toast.clear();
            let mut hits = 0;
            for row in 0..size.1 {
                let there = area(&player, name);
                let y = there.y + row;
                if y >= there.bottom() {
                    break;
                }
                let wanted = text(&drawn(&player), there, y);
                player.mouse(&format!("press {} {}", there.x + 7, y + 1));
                player.mouse(&format!("release {} {}", there.x + 7, y + 1));
                assert!(
                    player.model.is_focus(pane::named(name)),
                    "{name} {keys} {row}"
                );
                let (there, buffer) = (area(&player, name), drawn(&player));
                let at = cursor(&buffer, there, head);
                if row >= head && !wanted.is_empty() {
                    let shown = at.first().map(|y| text(&buffer, there, *y));
                    assert_eq!(shown, Some(wanted), "{name} {keys} {row}");
                    hits += 1;
                }
            }
            assert!(hits > 2, "{name} {keys}: {hits}");
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
            .model
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
        let (list, facets) = (area(&player, "events"), area(&player, "facets"));
        let at = |area: Rect| format!("{} {}", area.x + 5, area.y + 5);
        player.mouse(&format!("wheel-down {}", at(list)));
        assert_eq!((player.model.list.top, player.model.list.cursor), (3, 3));
        player.mouse(&format!("wheel-down {}", at(facets)));
        assert_eq!(player.model.facets.cursor, 3);
        player.mouse(&format!("wheel-up {}", at(facets)));
        assert_eq!(player.model.facets.cursor, 0);
        assert!(player.model.is_focus(pane::named("facets")));
        for _ in 0..40 {
            player.mouse(&format!("wheel-down {}", at(list)));
        }
        assert_eq!(player.model.list.cursor, 59);
        for _ in 0..40 {
            player.mouse(&format!("wheel-up {}", at(list)));
        }
        assert_eq!((player.model.list.top, player.model.list.cursor), (0, 0));
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
        let list = area(&player, "events");
        let buffer = drawn(&player);
        let rows: Vec<u16> = (list.top()..list.bottom()).collect();
        let silence = rows
            .iter()
            .copied()
            .find(|y| text(&buffer, list, *y).contains("~~~"));
        let silence = silence.unwrap();
        player.mouse(&format!("press 9 {}", silence + 1));
        assert_eq!(player.model.list.cursor, 0);
        player.mouse(&format!("press 9 {}", silence + 2));
        let at = usize::from(silence - list.top()) - 2;
        assert_eq!(player.model.list.cursor, at);
        let mut tops = vec![player.model.list.top];
        for _ in 0..60 {
            player.mouse(&format!("wheel-down 9 {silence}"));
            tops.push(player.model.list.top);
        }
        assert_eq!(player.model.list.cursor, 119);
        assert!(tops.is_sorted());
        for _ in 0..60 {
            player.mouse(&format!("wheel-up 9 {silence}"));
        }
        assert_eq!((player.model.list.top, player.model.list.cursor), (0, 0));
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
            let strip = area(&player, "timeline");
            for x in 0..size.0 {
                let wanted = pane::timeline::moment_at(&player.model, usize::from(x)).unwrap();
                player.mouse(&format!("press {} {}", x + 1, strip.y + 2));
                player.mouse(&format!("release {} {}", x + 1, strip.y + 2));
                assert_eq!(
                    player.model.timeline.at,
                    Some(wanted),
                    "{size:?} {keys} {x}"
                );
                let buffer = drawn(&player);
                let is_here = |column: &u16| {
                    (strip.top()..strip.bottom()).any(|y| buffer[(*column, y)].symbol() == "^")
                };
                let here = (0..size.0).find(is_here).unwrap();
                let drawn = pane::timeline::moment_at(&player.model, usize::from(here));
                assert_eq!(drawn, Some(wanted), "{size:?} {keys} {x} {here}");
            }
            assert!(player.model.is_focus(&pane::timeline::PANE));
        }
    }

    #[test]
    fn the_wheel_zooms_about_the_pointer_and_filters_nothing() {
        let (mut player, _file) = screen(&records(60), (80, 24), "");
        for x in [1, 20, 40, 79] {
            let moment = |player: &Player| pane::timeline::moment_at(&player.model, x - 1).unwrap();
            let step = |player: &Player| player.model.timeline.bins.as_ref().unwrap().scale.step;
            let (before, wide) = (moment(&player), step(&player));
            player.mouse(&format!("wheel-up {x} 4"));
            assert!(player.model.timeline.window.is_some());
            assert!(step(&player) <= wide);
            assert!((moment(&player) - before).abs() <= 2 * wide, "{x}");
            player.mouse(&format!("wheel-up {x} 4"));
            assert!((moment(&player) - before).abs() <= 2 * wide, "{x}");
            player.mouse(&format!("wheel-down {x} 4"));
            assert!((moment(&player) - before).abs() <= 2 * wide, "{x}");
            assert_eq!(player.model.matched.count, 60);
            assert!(player.model.is_focus(&pane::events::PANE));
            player.keys("w w w");
            assert_eq!(player.model.timeline.window, None);
        }
    }

    #[test]
    fn a_span_that_is_drawn_over_is_marked_and_enter_filters_by_it() {
        for (from, to) in [(11, 31), (31, 11)] {
            let (mut player, _file) = screen(&records(60), (80, 24), "");
            let moment = |player: &Player, x: usize| {
                pane::timeline::moment_at(&player.model, x - 1).unwrap()
            };
            let (first, last) = (moment(&player, 11), moment(&player, 31));
            player.mouse(&format!("press {from} 4"));
            player.mouse(&format!("drag {from} 4"));
            assert_eq!(player.model.timeline.marks, (None, None));
            player.mouse("drag 20 4");
            // Beside the strip too.
            player.mouse(&format!("drag {to} 20"));
            let step = player.model.timeline.bins.as_ref().unwrap().scale.step;
            let marks = (Some(first), Some(last + step));
            assert_eq!(player.model.timeline.marks, marks);
            assert!(
                player.model.toast.starts_with("Enter"),
                "{}",
                player.model.toast
            );
            player.mouse(&format!("release {to} 20"));
            player.mouse("drag 70 4");
            assert_eq!(player.model.timeline.marks, marks);
            player.model.toast.clear();
            let axis = player.screen().lines().nth(6).unwrap().to_owned();
            assert!(axis.contains("===="), "{axis}");
            player.keys("Enter");
            assert_eq!(player.model.filter.chips.len(), 1);
            let wanted = (last + step - first) / 1_000_000_000;
            assert_eq!(i64::try_from(player.model.matched.count).unwrap(), wanted);
        }
    }

    #[test]
    fn what_is_drawn_over_panes_is_not_pressed_through() {
        let (mut player, _file) = screen(&records(60), (80, 24), "f");
        player.write("ns=");
        assert!(!player.model.offers.items.is_empty());
        player.mouse("press 10 11");
        assert!(player.model.is_focus(&pane::filter::PANE));
        player.keys("Esc Esc o");
        player.mouse("press 10 14");
        assert!(player.model.prompt.is_some() && player.model.list.cursor == 0);
        // A search too is asked for until it is answered.
        player.keys("Esc /");
        player.mouse("press 10 14");
        player.mouse("wheel-down 10 14");
        assert!(player.model.is_focus(&pane::search::PANE));
        assert_eq!((player.model.list.cursor, player.model.list.top), (0, 0));
        player.keys("Esc F8");
        player.mouse("press 10 24");
        assert!(player.model.toast.is_empty() && player.model.is_focus(&pane::events::PANE));
        player.mouse("press 10 8");
        assert!(player.model.is_focus(&pane::filter::PANE));
        player.mouse("press 10 12");
        assert!(player.model.is_focus(&pane::events::PANE));
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
            player.model.toast.clear();
            let whole = Rect::new(0, 0, size.0, size.1);
            for (pane, area) in places(&player.model, whole) {
                for x in area.left()..area.right() {
                    let (found, _) = under(&player.model, (x, area.top())).unwrap();
                    let is_over = found.place == Place::Side && size.0 < 100;
                    assert!(
                        found.name == pane.name || is_over,
                        "{size:?} {keys} {x}: {}",
                        found.name
                    );
                }
            }
        }
    }
}
