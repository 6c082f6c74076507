//! Texts and addresses found in a text, where they are not part of something longer.

use std::collections::{BTreeSet, HashSet};
use std::net::IpAddr;

use aho_corasick::AhoCorasick;
use memchr::memchr2;

use super::form::IndicatorKind;
use crate::record::derived::network::parse_address;
use crate::text::folded;

/// Texts to look for, all at once.
#[derive(Debug, Default)]
pub(super) struct IndicatorTexts {
    /// Those of which letter case does not count, and paths, of which it does.
    sets: [TextSet; 2],
    seen: HashSet<(IndicatorKind, String)>,
}

#[derive(Debug, Default)]
struct TextSet {
    texts: Vec<String>,
    /// Of each text: what it is, and the number it is known by.
    of: Vec<(IndicatorKind, usize)>,
    /// `None` if there are no texts.
    automaton: Option<AhoCorasick>,
}

impl IndicatorTexts {
    /// Adds a text; answers whether it is new.
    pub(super) fn add(&mut self, kind: IndicatorKind, text: &str, id: usize) -> bool {
        let is_path = kind == IndicatorKind::Path;
        let text = match is_path {
            true => text.to_owned(),
            false => folded(text).into_owned(),
        };
        if !self.seen.insert((kind, text.clone())) {
            return false;
        }
        let set = &mut self.sets[usize::from(is_path)];
        set.texts.push(text);
        set.of.push((kind, id));
        true
    }

    /// Makes ready to find what was added.
    pub(super) fn build(&mut self) {
        self.seen = HashSet::new();
        for set in &mut self.sets {
            let texts = std::mem::take(&mut set.texts);
            if !texts.is_empty() {
                set.automaton = AhoCorasick::new(texts).ok();
            }
        }
    }

    /// Adds the numbers of those that stand in a text.
    pub(super) fn find(&self, text: &str, hits: &mut BTreeSet<usize>) {
        let [any_case, paths] = &self.sets;
        if any_case.automaton.is_some() {
            any_case.find(folded(text).as_bytes(), hits);
        }
        paths.find(text.as_bytes(), hits);
    }
}

impl TextSet {
    fn find(&self, text: &[u8], hits: &mut BTreeSet<usize>) {
        let Some(automaton) = &self.automaton else {
            return;
        };
        for found in automaton.find_overlapping_iter(text) {
            if let Some((kind, id)) = self.of.get(found.pattern().as_usize())
                && stands_alone(*kind, text, found.start(), found.end())
            {
                hits.insert(*id);
            }
        }
    }
}

/// Whether what stands at `start..end` is not part of something longer.
fn stands_alone(kind: IndicatorKind, text: &[u8], start: usize, end: usize) -> bool {
    let at = |at: Option<usize>| at.and_then(|at| text.get(at)).copied();
    let (before, after, next) = (at(start.checked_sub(1)), at(Some(end)), at(Some(end + 1)));
    let (first, last) = (at(Some(start)), at(end.checked_sub(1)));
    let is = |byte: Option<u8>, others: &[u8]| {
        byte.is_some_and(|byte| is_word(byte) || others.contains(&byte))
    };
    // `evil.example.` ends a sentence, `evil.example.org` is another name.
    let goes_on = is(after, b"-") || after == Some(b'.') && is(next, b"");
    match kind {
        IndicatorKind::Domain => !is(before, b"-") && !goes_on,
        IndicatorKind::Url => !(is(before, b"") || goes_on && is(last, b"")),
        IndicatorKind::Path => !is(before, b".-~/") && (last == Some(b'/') || !goes_on),
        IndicatorKind::Hash => !is(before, b"") && !is(after, b""),
        IndicatorKind::Address | IndicatorKind::Endpoint => !is(before, b".-") && !is(after, b""),
        IndicatorKind::Text => {
            !(is(first, b"") && is(before, b"") || is(last, b"") && is(after, b""))
        }
    }
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

/// Hands each address in a text to `visit`: alone, with a port, in a URL, behind a name and `=` or `:`.
pub(super) fn addresses(text: &str, visit: &mut dyn FnMut(IpAddr)) {
    // Bytes beyond ASCII are parts, so a run ends where a character does.
    let is_part = |byte: u8| is_word(byte) || matches!(byte, b'.' | b':');
    let bytes = text.as_bytes();
    let mut from = 0;
    // Every address has a dot or a colon: runs about these are all there is to look at.
    while let Some(mark) = bytes.get(from..).and_then(|rest| memchr2(b'.', b':', rest)) {
        let mark = from + mark;
        let before = bytes.get(from..mark).unwrap_or_default();
        let start = from
            + before
                .iter()
                .rposition(|byte| !is_part(*byte))
                .map_or(0, |at| at + 1);
        let after = bytes.get(mark..).unwrap_or_default();
        let end = mark
            + after
                .iter()
                .position(|byte| !is_part(*byte))
                .unwrap_or(after.len());
        if let Some(run) = text.get(start..end) {
            in_run(run.trim_end_matches('.'), visit);
        }
        from = end;
    }
}

fn in_run(run: &str, visit: &mut dyn FnMut(IpAddr)) {
    if let Some(address) = parse_address(run) {
        visit(address);
    } else if run.contains(':') {
        let parts = run.split(':').filter(|part| part.contains('.'));
        parts.filter_map(parse_address).for_each(visit);
    }
}
