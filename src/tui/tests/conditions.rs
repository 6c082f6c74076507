//! From keys and from what is seen to conditions.

use super::{chips, demo};
use crate::record::indicators::Indicators;
use crate::tui::script::Player;
use crate::tui::script::testing::session;

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
fn indicators_are_a_column_and_a_field_that_can_be_filtered_by() {
    let (mut session, _file) = session(&crate::tui::script::testing::records(5));
    let list = Indicators::new([(0, "/etc/f1"), (1, "198.51.100.7")]).unwrap();
    session.language.indicators = Some(std::sync::Arc::new(list));
    session.columns = vec!["when".to_owned(), "ioc".to_owned()];
    let mut player = Player::new(session, (80, 24)).unwrap();
    player.keys("j l Enter");
    assert_eq!(chips(&player.app.shared), ["ioc=/etc/f1"]);
    assert_eq!(player.app.shared.matched.count, 1);
}
