//! The timeline and the times that are told.

use super::{chips, demo, screen};
use crate::tui::script::Player;
use crate::tui::script::testing::session;

#[test]
fn zooming_leaves_the_list_alone_and_a_scope_is_a_condition() {
    let mut player = demo();
    player.keys("1 0 0 G t + +");
    let narrow = player.app.panes.timeline.bins.clone().unwrap().scale;
    assert_eq!(
        (player.app.shared.matched.count, narrow.step_name().as_str()),
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
        let at = crate::tui::pane::timeline::moment(&player.app.shared).unwrap();
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
