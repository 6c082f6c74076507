//! The screen as a whole: keys in, state and text out. No terminal.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::app::{App, view::view};
use super::effect::Effect;
use super::job::{Job, Message};
use super::key::Key;
use super::keymap::BINDS;
use super::mouse::GESTURES;
use super::pane::PaneId;
use super::script::Player;
use super::script::testing::session;
use super::session::Session;
use super::shared::Shared;
use crate::input::Input;
use crate::record::indicators::Indicators;
use crate::text::{Paint, hostile};

/// A screen over a file of the repository.
fn screen(file: &str, size: (u16, u16)) -> Player {
    Player::new(over(file), size).unwrap()
}

fn over(file: &str) -> Session {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut session, _) = session("");
    session.inputs = vec![Input::File(root.join(file))];
    session.names = vec![file.to_owned()];
    session.look.is_ascii = false;
    session
}

fn demo() -> Player {
    screen("demo/incident.ndjson", (100, 30))
}

/// Plays keys, and checks after each step where the cursor of the list is.
#[track_caller]
fn assert_moves(player: &mut Player, steps: &[(&str, usize)]) {
    for (at, (keys, expected)) in steps.iter().enumerate() {
        player.keys(keys);
        assert_eq!(
            player.app.shared.list.cursor, *expected,
            "step {at}: {keys}"
        );
        let list = &player.app.shared.list;
        let page = super::shared::list_layout::page(&player.app.shared);
        assert!(
            list.top <= list.cursor && list.cursor < list.top + page,
            "step {at}: {keys}"
        );
    }
}

/// Plays keys and texts, and checks after each step how many records pass.
#[track_caller]
fn assert_counts(player: &mut Player, steps: &[(&str, &str, u64)]) {
    for (at, (keys, text, expected)) in steps.iter().enumerate() {
        player.keys(keys);
        player.write(text);
        assert_eq!(
            player.app.shared.matched.count, *expected,
            "step {at}: {keys} {text}"
        );
    }
}

fn chips(shared: &Shared) -> Vec<String> {
    let chips = shared.filter.chips.iter();
    chips
        .map(|chip| {
            if chip.is_on {
                chip.text.clone()
            } else {
                format!("({})", chip.text)
            }
        })
        .collect()
}

#[test]
fn the_cursor_moves_and_stays_on_the_screen() {
    assert_moves(
        &mut demo(),
        &[
            ("j", 1),
            ("1 0 j", 11),
            ("k", 10),
            ("G", 189),
            ("j", 189),
            ("4 0 G", 39),
            ("g", 0),
            ("k", 0),
            ("PageDown", 9),
            ("C-d", 14),
            ("C-u C-u", 4),
            ("PageUp", 0),
            ("e", 65),
            ("e", 72),
            ("2 e", 74),
            ("E", 73),
            ("1 0 G 3 e", 73),
        ],
    );
}

#[test]
fn what_is_typed_filters_and_what_is_wrong_leaves_the_last_result() {
    let mut player = demo();
    assert_counts(
        &mut player,
        &[
            ("f", "ns=wordpress-mysql", 97),
            ("Esc", " is:denied", 23),
            ("", " and", 23),
        ],
    );
    assert_eq!(player.app.shared.filter.errors.len(), 1);
    assert_counts(
        &mut player,
        &[
            ("C-w Backspace Enter", "", 23),
            ("A-1", "", 26),
            ("A-0", "", 190),
            ("A-0", "", 26),
            ("A-1", "", 23),
            ("Backspace", "", 26),
            ("C-y", "", 23),
            ("Backspace Backspace Backspace Backspace", "", 190),
        ],
    );
    assert!(chips(&player.app.shared).is_empty());
}

#[test]
fn what_is_no_filter_is_not_taken() {
    let mut player = demo();
    for text in ["namspace=x", "ns=", "and", "port=abc"] {
        player.keys("f");
        player.write(text);
        player.keys("Enter");
        assert!(chips(&player.app.shared).is_empty(), "{text}");
        assert_eq!(player.app.shared.filter.errors.len(), 1, "{text}");
        player.keys("Esc Esc");
    }
    assert_eq!(player.app.shared.matched.count, 190);
    assert!(player.app.shared.filter.errors.is_empty());
}

#[test]
fn values_of_megabytes_cost_no_more_than_what_is_shown() {
    let long = "日x".repeat(1 << 20);
    let record = format!(
        "{{\"Operation\":\"File\",\"Resource\":\"{long}\",\"Data\":\"{long}\",\"HostName\":\"n\"}}\n"
    );
    let (session, _file) = session(&record);
    let mut player = Player::new(session, (80, 40)).unwrap();
    player.keys("d z G");
    let start = std::time::Instant::now();
    for _ in 0..100 {
        player.keys("J");
        let _ = player.screen();
    }
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    let cells = player.app.shared.list.cells.values().flatten();
    assert!(
        cells
            .flat_map(|row| &row.cells)
            .all(|cell| cell.len() < 4000)
    );
}

#[test]
fn the_record_under_the_cursor_stays_there_when_the_filter_shows_it_again() {
    let mut player = demo();
    player.keys("1 0 0 G");
    let record = player.app.shared.current();
    player.keys("f");
    player.write("ns=default");
    player.keys("Enter");
    assert_ne!(player.app.shared.current(), record);
    player.keys("A-0");
    assert_eq!(player.app.shared.current(), record);
    assert_eq!(player.app.shared.list.cursor, 99);
}

#[test]
fn a_cell_becomes_a_condition_in_four_ways() {
    let mut player = demo();
    player.keys("e l l Enter");
    assert_eq!(chips(&player.app.shared), ["op=File"]);
    player.keys("l -");
    assert_eq!(chips(&player.app.shared)[0], "op=File");
    assert!(
        chips(&player.app.shared)[1].starts_with("exe!="),
        "{:?}",
        chips(&player.app.shared)
    );
    player.keys("Backspace h A-1 g .");
    assert_eq!(chips(&player.app.shared), ["op=File,Process"]);
    player.keys("=");
    assert_eq!(chips(&player.app.shared), ["op=Process"]);
    let mut player = demo();
    player.keys("e h h h Enter");
    let scope = &chips(&player.app.shared)[0];
    assert_eq!(
        scope,
        "time=2026-03-14T09:43:06.252858Z..2026-03-14T09:45:06.252858Z"
    );
    assert_eq!(player.app.shared.matched.count, 23);
}

#[test]
fn zooming_leaves_the_list_alone_and_a_scope_is_a_condition() {
    let mut player = demo();
    player.keys("1 0 0 G t + +");
    let narrow = player.app.panes.timeline.bins.clone().unwrap().scale;
    assert_eq!(
        (player.app.shared.matched.count, narrow.step_name()),
        (190, "2s")
    );
    player.keys("w");
    assert_eq!(
        player
            .app
            .panes
            .timeline
            .bins
            .as_ref()
            .unwrap()
            .scale
            .step_name(),
        "5s"
    );
    player.keys("0");
    assert_eq!(player.app.shared.time.window, None);
    player.keys("w w");
    assert_eq!(player.app.shared.time.window, None);
    player.keys("0 g Home [ 5 Right ] Enter");
    assert_eq!(
        chips(&player.app.shared),
        ["time=2026-03-14T09:40:00Z..2026-03-14T09:41:00Z"]
    );
    assert_eq!(player.app.shared.matched.count, 17);
    player.keys("Backspace");
    assert_eq!(player.app.shared.matched.count, 190);
}

#[test]
fn the_timelines_cursor_and_the_lists_go_together() {
    let mut player = demo();
    player.keys("f");
    player.write("is:denied");
    player.keys("Enter t");
    let times = |player: &Player| {
        let row = player.app.shared.current().unwrap();
        let at = super::pane::timeline::moment(&player.app.shared).unwrap();
        (player.app.shared.store().time(row) - at) / 1_000_000_000
    };
    let mut seen = Vec::new();
    for keys in ["n", "n", "p", "P", "N"] {
        player.keys(keys);
        assert!((0..10).contains(&times(&player)), "{keys}");
        seen.push(player.app.shared.list.cursor);
    }
    assert_eq!(seen, [1, 8, 12, 8, 1]);
}

#[test]
fn a_search_goes_round_and_leaves_the_filter_alone() {
    let mut player = demo();
    player.keys("/");
    player.write("shadow");
    player.keys("Enter");
    let first = player.app.shared.list.cursor;
    assert!(
        player.app.shared.toast.starts_with("hit 1 of "),
        "{}",
        player.app.shared.toast
    );
    player.keys("N");
    assert!(
        player.app.shared.toast.ends_with("round from the start"),
        "{}",
        player.app.shared.toast
    );
    player.keys("n");
    assert_eq!(player.app.shared.list.cursor, first);
    assert!(player.app.shared.list.ticks.iter().any(|tick| tick.is_hit));
    assert_eq!(player.app.shared.matched.count, 190);
    player.keys("/");
    player.write("SHADOW");
    player.keys("Enter");
    assert!(
        player.app.shared.toast.starts_with("no hit"),
        "{}",
        player.app.shared.toast
    );
    player.keys("Esc n");
    assert!(player.app.shared.toast.starts_with("nothing is searched"));
}

#[test]
fn siblings_are_found_by_node_and_process_or_container() {
    let mut player = demo();
    player.keys("4 0 G");
    let of = |player: &Player, name: &str| {
        player
            .app
            .shared
            .record()
            .unwrap()
            .first(name)
            .unwrap()
            .to_owned()
    };
    let (pid, container) = (of(&player, "hpid"), of(&player, "cid"));
    player.keys("] p");
    assert_eq!(
        (player.app.shared.list.cursor, of(&player, "hpid")),
        (40, pid)
    );
    player.keys("[ c [ c");
    assert_eq!(
        (player.app.shared.list.cursor, of(&player, "cid")),
        (38, container)
    );
}

#[test]
fn neighbours_that_the_filter_hides_are_shown_about_the_record() {
    let mut player = demo();
    player.keys("f");
    player.write("is:denied");
    player.keys("Enter 2 G");
    let record = player.app.shared.current();
    player.keys("x");
    assert_eq!(player.app.shared.current(), record);
    let more = player.app.shared.rows().len();
    assert!(more > 27, "{more}");
    player.keys("x");
    assert!(player.app.shared.rows().len() > more);
    player.keys("Esc");
    assert_eq!(
        (player.app.shared.rows().len(), player.app.shared.current()),
        (27, record)
    );
}

#[test]
fn rows_are_sorted_by_a_column_and_by_time_where_that_is_equal() {
    let mut player = demo();
    player.keys("l l s");
    let ops = |player: &Player| -> Vec<String> {
        let rows = player.app.shared.rows().iter();
        rows.filter_map(|row| {
            Some(player.app.shared.list.cells.get(row)?.as_ref().ok()?.cells[2].clone())
        })
        .collect()
    };
    let is_sorted = |ops: &[String]| ops.windows(2).all(|pair| pair[0] <= pair[1]);
    player.keys("g z PageDown PageDown PageDown PageDown PageDown PageDown PageDown z");
    assert!(is_sorted(&ops(&player)) && ops(&player).len() > 150);
    player.keys("s");
    assert!(!is_sorted(&ops(&player)));
    let upwards = player.app.shared.list.sort.clone().map(|sort| sort.is_down);
    assert_eq!(upwards, Some(true));
    player.keys("s");
    assert!(player.app.shared.list.sort.is_none());
    assert_eq!(player.app.shared.rows(), &**player.app.shared.store().order);
}

#[test]
fn values_of_the_data_are_offered_with_their_counts() {
    let mut player = demo();
    player.keys("f");
    player.write("ns=");
    let first = &player.app.panes.filter.offers.items[0];
    assert_eq!(
        (first.text.as_str(), first.note.as_str()),
        ("wordpress-mysql", "97")
    );
    player.keys("Down Tab");
    assert_eq!(player.app.shared.filter.line.text(), "ns=payments");
    player.keys("Enter f");
    player.write("op=");
    // In what the other conditions leave.
    let counts: Vec<&str> = player
        .app
        .panes
        .filter
        .offers
        .items
        .iter()
        .map(|offer| offer.note.as_str())
        .collect();
    assert_eq!(
        counts
            .iter()
            .filter_map(|count| count.parse::<u64>().ok())
            .sum::<u64>(),
        19
    );
}

#[test]
fn rows_and_details_of_another_zone_are_not_taken_but_asked_for_again() {
    let (mut session, _file) = session(&super::script::testing::records(3));
    session.zone = TimeZone::fixed(jiff::tz::offset(2));
    let mut player = Player::new(session, (80, 24)).unwrap();
    let (columns, old) = (
        player.app.shared.list.columns.clone(),
        player.app.shared.zone.clone(),
    );
    let cells = player.app.shared.list.cells.clone();
    let detail = player.app.shared.read.clone().unwrap();
    // What was rendered before the key comes in after it.
    let effects = player.app.press(Key::char('L'));
    let asks = |effects: &[Effect], shared: &Shared| {
        let is_asked = |job: &Job| match job {
            Job::Rows { zone, .. } | Job::Detail { zone, .. } => *zone == shared.zone,
            _ => false,
        };
        let jobs = effects.iter();
        jobs.filter(|effect| matches!(effect, Effect::Job(job) if is_asked(job)))
            .count()
    };
    assert_ne!(player.app.shared.zone, old);
    assert_eq!(asks(&effects, &player.app.shared), 2);
    let late = Message::Rows {
        columns: columns.clone(),
        zone: old.clone(),
        rows: cells.into_iter().collect(),
    };
    let effects = player.app.take(late);
    assert!(player.app.shared.list.cells.is_empty());
    assert_eq!(asks(&effects, &player.app.shared), 1);
    player.app.take(Message::Detail(detail.0, old, detail.1));
    assert!(player.app.shared.read.is_none());
}

#[test]
fn the_scale_of_counts_goes_round_and_lanes_are_stacked_or_apart() {
    let mut player = screen("demo/incident.ndjson", (80, 24));
    player.keys("t");
    let mut heads = Vec::new();
    for keys in ["s", "s", "s", "v"] {
        player.keys(keys);
        let screen = player.screen();
        heads.push(screen.lines().nth(1).unwrap().to_owned());
    }
    for (head, part) in heads.iter().zip([" log ", " linear ", " peak ", " peak "]) {
        assert!(head.contains(part), "{heads:?}");
    }
    assert!(
        !player.app.panes.timeline.is_stacked && player.app.shared.toast.starts_with("z gives")
    );
    // The strip stands above the lanes, bucket above bucket; and takes all of the width again.
    player.keys("z v");
    let buckets = |player: &Player| {
        player
            .app
            .panes
            .timeline
            .bins
            .as_ref()
            .unwrap()
            .scale
            .buckets
    };
    let lanes = player.app.panes.timeline.lanes.as_ref().unwrap();
    assert!(player.app.panes.timeline.is_stacked);
    assert_eq!(lanes.scale.buckets, buckets(&player));
    let narrow = buckets(&player);
    player.keys("Esc");
    assert!(narrow < buckets(&player), "{narrow}");
}

/// Records at these times.
fn at(times: &[&str]) -> String {
    let record = |time: &&str| {
        format!(
            "{{\"UpdatedTime\":\"{time}\",\"Operation\":\"File\",\"HostName\":\"n\",\"Result\":\"Passed\"}}\n"
        )
    };
    times.iter().map(record).collect()
}

#[test]
fn the_header_tells_the_years_where_there_are_several() {
    for (times, columns, shown) in [
        (
            ["2025-12-30T10:00:00Z", "2026-01-02T11:00:00Z"],
            120,
            "2025-12-30 10:00:00 - 2026-01-02 11:00:00",
        ),
        (
            ["2025-12-30T10:00:00Z", "2026-01-02T11:00:00Z"],
            80,
            "2025-12-30 - 2026-01-02",
        ),
        (
            ["2025-12-30T10:00:00Z", "2026-01-02T11:00:00Z"],
            50,
            "2025 - 2026",
        ),
        (
            ["2026-01-01T10:00:00Z", "2026-01-02T11:00:00Z"],
            80,
            "01-01 10:00 - 01-02 11:00",
        ),
        (
            ["2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z"],
            120,
            "2026-01-01 10:00:00 - 11:00:00",
        ),
    ] {
        let (mut session, _file) = session(&(at(&times) + "torn\n"));
        session.names = vec!["/var/log/kubearmor/node-a/2026/telemetry.ndjson".to_owned()];
        let player = Player::new(session, (columns, 24)).unwrap();
        let screen = player.screen();
        let header = screen.lines().next().unwrap();
        assert!(header.contains(&format!("  {shown} ")), "{header}");
        assert!(header.ends_with("1 skipped"), "{header}");
    }
}

#[test]
fn the_strip_tells_the_day_and_the_year_where_there_are_several() {
    for (times, shown) in [
        (
            ["2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z"],
            ["10:00 1 of 1", "01-01 10:00"],
        ),
        (
            ["2026-01-01T10:00:00Z", "2026-01-03T11:00:00Z"],
            ["01-01 10:00 1 of 1", "01-01 10:00"],
        ),
        (
            ["2025-12-31T10:00:00Z", "2026-01-03T11:00:00Z"],
            ["2025-12-31 10:00 1 of 1", "2025-12-31 10:00"],
        ),
        (
            ["2025-12-01T10:00:00Z", "2026-01-23T11:00:00Z"],
            ["2025-12-01 1 of 1", "2025-12-01"],
        ),
    ] {
        let (session, _file) = session(&at(&times));
        let mut player = Player::new(session, (80, 24)).unwrap();
        player.keys("t Home");
        let screen = player.screen();
        let lines: Vec<&str> = screen.lines().collect();
        assert!(lines[1].contains(&format!(" {}", shown[0])), "{screen}");
        // The cursor stands on its first column.
        assert!(lines[6].contains(&shown[1][1..]), "{screen}");
    }
}

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
            assert!(Key::sequence(sequence).is_some(), "{sequence}");
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

#[test]
fn every_pane_looks_as_it_did() {
    for (name, size, keys) in [
        ("main-80", (80, 24), "e"),
        ("main-120", (120, 40), "e"),
        ("main-40", (40, 10), "e"),
        ("timeline-80", (80, 24), "e t z"),
        ("timeline-120", (120, 40), "e t z b b"),
        ("timeline-40", (40, 10), "t + Right"),
        ("timeline-log-80", (80, 24), "e t s"),
        ("lanes-40", (40, 10), "e t z b"),
        ("stacked-80", (80, 24), "e t z b b b b v"),
        ("stacked-120", (120, 40), "e t z b b b b v s"),
        ("stacked-40", (40, 10), "e t z v s s"),
        ("detail-80", (80, 24), "e d G"),
        ("detail-120", (120, 40), "e d z"),
        ("detail-40", (40, 10), "e d z"),
        ("inside-80", (80, 24), "e d / s h o p Enter n"),
        ("json-80", (80, 24), "e d J z j j j j j j Space"),
        ("filter-80", (80, 24), "f n s = w"),
        ("filter-40", (40, 10), "f p i d"),
        ("search-80", (80, 24), "/ s h a d o w Enter"),
        ("help-80", (80, 24), "?"),
        ("help-40", (40, 10), "? j"),
        ("facets-80", (80, 24), "F2"),
        ("facets-120", (120, 40), "F2 j j"),
        ("facets-40", (40, 10), "F2"),
        ("top-80", (80, 24), "T"),
        ("top-120", (120, 40), "T s"),
        ("top-40", (40, 10), "T"),
        ("tree-80", (80, 24), "P e"),
        ("tree-120", (120, 40), "P e Space"),
        ("tree-40", (40, 10), "P"),
        ("columns-80", (80, 24), "c j j Enter"),
        ("columns-120", (120, 40), "c j J +"),
        ("columns-40", (40, 10), "c"),
    ] {
        let mut player = screen("demo/incident.ndjson", size);
        player.keys(keys);
        compare(name, &player.screen());
    }
    for (name, keys) in [
        ("main-ascii", "e"),
        ("stacked-ascii", "e t z b b b b v"),
        ("columns-ascii", "e c j j Enter + j +"),
        ("keep-ascii", "f i s : d e n i e d Enter S x Enter"),
    ] {
        let mut session = over("demo/incident.ndjson");
        session.look.is_ascii = true;
        let mut player = Player::new(session, (80, 24)).unwrap();
        player.keys(keys);
        compare(name, &player.screen());
        assert!(player.screen().is_ascii());
    }
}

#[test]
fn a_span_under_the_pointer_looks_as_it_did() {
    for (name, size, is_ascii) in [
        ("span-80", (80, 24), false),
        ("span-120", (120, 40), false),
        ("span-40", (40, 10), false),
        ("span-ascii", (80, 24), true),
    ] {
        let mut session = over("demo/incident.ndjson");
        session.look.is_ascii = is_ascii;
        let mut player = Player::new(session, size).unwrap();
        player.keys("F9");
        for gesture in ["press 11 3", "drag 20 3", "drag 31 9", "release 31 9"] {
            player.mouse(gesture);
        }
        compare(name, &player.screen());
    }
}

/// Compares a screen with the one that is kept; `BLESS=1` keeps it anew.
#[track_caller]
fn compare(name: &str, shown: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/screen");
    let path = folder.join(format!("{name}.txt"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, shown).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == shown,
        "{name} was\n{kept}\nand is\n{shown}\nBLESS=1 keeps it anew"
    );
}

#[test]
fn colour_changes_nothing_but_colours() {
    let text = |paint: Paint| {
        let mut session = over("demo/incident.ndjson");
        session.look.paint = paint;
        let mut player = Player::new(session, (80, 24)).unwrap();
        player.keys("e");
        let screen = player.screen();
        // The strip tells by glyphs what it tells by colours else.
        screen
            .lines()
            .skip(7)
            .map(|line| line.to_owned() + "\n")
            .collect::<String>()
    };
    assert_eq!(text(Paint::Plain), text(Paint::Colour));
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
        "Esc o Enter",
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
    let (session, _file) = session(&(evil() + &super::script::testing::records(100)));
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
        for key in Key::sequence(spelt).unwrap_or_default() {
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

#[test]
fn every_record_is_found_again_in_whatever_it_came() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/events");
    let mut files: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/incident.ndjson"));
    let mut found = 0;
    for file in files {
        let (mut session, _) = session("");
        session.inputs = vec![Input::File(file.clone())];
        session.names = vec![file.display().to_string()];
        let mut player = Player::new(session, (100, 20)).unwrap();
        let rows = player.app.shared.rows().len();
        for at in 0..rows {
            let shared = &player.app.shared;
            let ordinal = shared.current().unwrap();
            let detail = shared
                .record()
                .unwrap_or_else(|| panic!("{}: {at}: {:?}", file.display(), shared.read));
            let entry = shared.store().entry(ordinal).unwrap();
            let outcome = detail.first("outcome").unwrap_or("unknown");
            assert_eq!(
                format!("{:?}", entry.outcome()).to_lowercase(),
                outcome,
                "{}: {at}",
                file.display()
            );
            found += 1;
            player.keys("j");
        }
    }
    assert!(found > 200, "{found}");
}

#[test]
fn indicators_are_a_column_and_a_field_that_can_be_filtered_by() {
    let (mut session, _file) = session(&super::script::testing::records(5));
    let list = Indicators::new([(0, "/etc/f1"), (1, "198.51.100.7")]).unwrap();
    session.language.indicators = Some(std::sync::Arc::new(list));
    session.columns = vec!["when".to_owned(), "ioc".to_owned()];
    let mut player = Player::new(session, (80, 24)).unwrap();
    player.keys("j l Enter");
    assert_eq!(chips(&player.app.shared), ["ioc=/etc/f1"]);
    assert_eq!(player.app.shared.matched.count, 1);
}
