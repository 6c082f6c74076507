//! The screen as it is drawn, against pictures.

use std::path::Path;

use super::{over, screen};
use crate::text::Paint;
use crate::tui::script::Player;

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
