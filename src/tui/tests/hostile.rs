//! Whatever is in the records and whatever is pressed.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::text::hostile;
use crate::tui::app::App;
use crate::tui::app::view::view;
use crate::tui::key::KeyPress;
use crate::tui::keymap::BINDS;
use crate::tui::mouse::GESTURES;
use crate::tui::pane::PaneId;
use crate::tui::script::Player;
use crate::tui::script::testing::session;

#[test]
fn keys_are_bound_once_and_told() {
    let mut names = std::collections::HashSet::new();
    for bind in BINDS {
        assert!(names.insert(bind.name), "{} is there twice", bind.name);
        assert!(
            bind.doc.len() <= 72 && !bind.doc.is_empty(),
            "{}",
            bind.name
        );
        assert!(!bind.keys.is_empty(), "{}", bind.name);
    }
    let mut keys = std::collections::HashSet::new();
    for bind in BINDS {
        for sequence in bind.keys {
            assert!(KeyPress::sequence(sequence).is_some(), "{sequence}");
            assert!(
                keys.insert((format!("{:?}", bind.scope), sequence)),
                "{sequence} in {:?}",
                bind.scope
            );
        }
    }
    for pane in PaneId::ALL {
        assert!(
            pane.doc().len() <= 72 && !pane.doc().is_empty(),
            "{}",
            pane.name()
        );
    }
}

/// Records whose every text holds what a terminal obeys, what reorders a line, what is wide, and what is long.
fn evil() -> String {
    let texts = [
        "\u{1b}[2J\u{1b}]52;c;x\u{7}",
        "\u{202e}drow",
        "\u{9b}31m",
        "a\rb\nc\td",
        "\u{200b}\u{feff}\u{2028}",
        "日本語\u{301}👩\u{200d}👩",
        "\u{e0041}\u{7f}\u{0}",
        "x\"'\\ *?~@,()",
    ];
    let mut lines = String::new();
    for (at, text) in texts.iter().enumerate() {
        let long = text.repeat(50);
        let record = serde_json::json!({
            "UpdatedTime": format!("2026-03-14T09:40:{at:02}Z"), "HostName": text, "NamespaceName": text, "PodName": long,
            "ContainerName": text, "Operation": if at % 2 == 0 { "File" } else { text }, "Resource": long, "ProcessName": long,
            "Data": format!("syscall={text} fd=1"), "Result": text, "Labels": format!("{text}={text}"), "PolicyName": text,
            "Action": text, (text.to_owned()): text,
        });
        writeln!(lines, "{record}").unwrap();
    }
    lines
}

#[test]
fn nothing_hostile_reaches_a_cell() {
    let (mut session, _file) = session(&evil());
    session.names = vec!["\u{1b}[31m\u{202e}.ndjson".to_owned()];
    session.look.is_ascii = false;
    let mut player = Player::new(session, (100, 30)).unwrap();
    for keys in [
        "",
        "d z",
        "J",
        "/ u Enter",
        "n N 9 0 l",
        "z Esc Esc j d",
        "Esc t",
        "z b b b b b",
        "v b b",
        "z Esc l l l l Enter",
        "F8",
        "f n s =",
        "Esc Esc Esc / 3 Enter",
        "?",
        "? F2",
        "Esc T",
        "b C-u c m d , e x e Enter",
        "Esc P",
        "Space",
        "Esc c",
        "b x Enter",
        "Esc m '",
        "Esc x x",
        "l s",
        "E",
        "a",
        "Esc o C-u x Enter",
        "Esc Esc g Enter l Enter S x Enter",
        "Enter c S",
    ] {
        player.keys(keys);
        for size in [(100, 30), (37, 13)] {
            player.resize(size);
            for cell in drawn(&player.app, size).content() {
                assert!(
                    !cell.symbol().chars().any(hostile),
                    "{keys}: {:?}",
                    cell.symbol()
                );
            }
        }
    }
}

fn drawn(app: &App, (columns, rows): (u16, u16)) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
    view(app, &mut buffer);
    buffer
}

#[test]
fn no_size_and_no_keys_are_too_much() {
    let keys: Vec<&str> = BINDS
        .iter()
        .flat_map(|bind| bind.keys)
        .copied()
        .filter(|keys| !matches!(*keys, "q" | "C-c" | "C-z" | "o"))
        .chain(["1", "9", "a", "=", "ns=", "'", "\"", "日"])
        .collect();
    let (session, _file) = session(&(evil() + &crate::tui::script::testing::records(100)));
    let mut player = Player::new(session, (80, 24)).unwrap();
    let mut seed = 7_u64;
    let mut next = |most: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % most
    };
    let mut typed = Vec::new();
    for _ in 0..600 {
        let spelt = keys[next(keys.len())];
        typed.push(spelt);
        for key in KeyPress::sequence(spelt).unwrap_or_default() {
            player.press(key);
        }
        let (gesture, _) = GESTURES[next(GESTURES.len())];
        player.mouse(&format!("{gesture} {} {}", next(210) + 1, next(70) + 1));
        let size = [
            (80, 24),
            (40, 10),
            (1, 1),
            (0, 0),
            (7, 3),
            (200, 60),
            (13, 40),
        ][next(7)];
        player.resize((
            u16::try_from(size.0).unwrap(),
            u16::try_from(size.1).unwrap(),
        ));
        let _ = player.screen();
        let list = &player.app.shared.list;
        let rows = player.app.shared.rows().len();
        assert!(
            list.cursor < rows.max(1) && list.top <= list.cursor,
            "{typed:?}"
        );
    }
}
