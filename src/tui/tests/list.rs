//! The list: its cursor, its order, and what is found in it.

use std::path::Path;
use std::path::PathBuf;

use jiff::tz::TimeZone;

use super::demo;
use crate::input::Input;
use crate::tui::effect::Effect;
use crate::tui::job::Job;
use crate::tui::job::Message;
use crate::tui::key::KeyPress;
use crate::tui::script::Player;
use crate::tui::script::testing::session;
use crate::tui::shared::Shared;

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
        let page = crate::tui::shared::list_layout::page(&player.app.shared);
        assert!(
            list.top <= list.cursor && list.cursor < list.top + page,
            "step {at}: {keys}"
        );
    }
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
fn rows_and_details_of_another_zone_are_not_taken_but_asked_for_again() {
    let (mut session, _file) = session(&crate::tui::script::testing::records(3));
    session.zone = TimeZone::fixed(jiff::tz::offset(2));
    let mut player = Player::new(session, (80, 24)).unwrap();
    let (columns, old) = (
        player.app.shared.list.columns.clone(),
        player.app.shared.zone.clone(),
    );
    let cells = player.app.shared.list.cells.clone();
    let detail = player.app.shared.read.clone().unwrap();
    // What was rendered before the key comes in after it.
    let effects = player.app.press(KeyPress::char('L'));
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
