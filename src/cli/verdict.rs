//! What a run comes to: something was found, a trustworthy no, or neither, and why. The only place that decides it.
//!
//! Knows accounts, nothing of commands and words.

use super::{ERROR, FOUND, NOTHING};
use crate::analysis::gaps::Blindness;
use crate::engine::{BlockStats, ScanStats};

/// What there is to judge by.
pub(super) struct Evidence<'e> {
    /// Whether there is what was asked for.
    pub(super) is_found: bool,
    /// Of all that was read for it, the data last.
    pub(super) accounts: &'e [&'e ScanStats],
    /// Records that the answer is of, where that is fewer than were judged.
    pub(super) compared: Option<u64>,
    /// Records that there was no room for, or that could not be compared.
    pub(super) left_out: u64,
    /// Where the log was blind, if that counts.
    pub(super) blindness: &'e Blindness,
}

/// What was typed that a verdict depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// Whether what can't be read counts against something found too.
    pub(super) is_strict: bool,
    /// Whether no record at all is a no.
    pub(super) allows_empty: bool,
}

/// What a run comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// There is what was asked for.
    Found,
    /// Records were judged, none is what was asked for, and nothing that could be went unread.
    Nothing,
    /// Neither can be said.
    Doubt(Doubt),
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// An input could not be read, or not whole. That was told as it happened.
    Fault,
    /// Under `--strict`: something was found beside what can't be read, or records have keys twice.
    Unclean,
    /// Under `--strict`: the log was blind over what was asked.
    Blind,
    /// Lines could not be read.
    Lines,
    /// Lines hold telemetry in a form that is not read.
    Form,
    /// There was no room for some records, or they could not be compared.
    LeftOut(u64),
    /// There is no record at all.
    NoRecord,
    /// There are records, but none in the window of time.
    NoneWithin,
    /// There are records, but none that could be compared.
    NoneCompared,
}

impl Verdict {
    pub(super) const fn code(&self) -> u8 {
        match self {
            Self::Found => FOUND,
            Self::Nothing => NOTHING,
            Self::Doubt(_) => ERROR,
        }
    }
}

pub(super) fn of(evidence: &Evidence<'_>, terms: Terms) -> Verdict {
    let sum = |count: fn(&ScanStats) -> u64| -> u64 {
        let counts = evidence.accounts.iter().map(|account| count(account));
        counts.sum()
    };
    let lines = sum(|account| account.total.malformed + account.total.oversize);
    let unread = sum(|account| account.total.unread);
    let duplicates = sum(|account| account.total.duplicates);
    let data = evidence.accounts.last().map(|account| &account.total);
    let records = data.map_or(0, |total| total.records);
    let judged = data.map_or(0, BlockStats::judged);
    let compared = evidence.compared.unwrap_or(judged).min(judged);
    let (is_found, is_strict) = (evidence.is_found, terms.is_strict);
    let is_empty_doubt = !is_found && !terms.allows_empty;
    // In this order: the first that holds.
    let doubts = [
        (sum(|account| account.faults) > 0, Doubt::Fault),
        (lines > 0 && !is_found, Doubt::Lines),
        (unread > 0 && !is_found, Doubt::Form),
        (is_strict && lines + unread + duplicates > 0, Doubt::Unclean),
        (!evidence.blindness.is_none(), Doubt::Blind),
        (is_empty_doubt && records == 0, Doubt::NoRecord),
        (is_empty_doubt && judged == 0, Doubt::NoneWithin),
        (is_empty_doubt && compared == 0, Doubt::NoneCompared),
        (
            evidence.left_out > 0 && !is_found,
            Doubt::LeftOut(evidence.left_out),
        ),
    ];
    match doubts.into_iter().find(|(holds, _)| *holds) {
        Some((_, doubt)) => Verdict::Doubt(doubt),
        None if is_found => Verdict::Found,
        None => Verdict::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is done to an ordinary account.
    type Change = fn(&mut BlockStats);

    const PLAIN: Terms = Terms {
        is_strict: false,
        allows_empty: false,
    };
    const STRICT: Terms = Terms {
        is_strict: true,
        ..PLAIN
    };
    const EMPTY: Terms = Terms {
        allows_empty: true,
        ..PLAIN
    };

    fn account(change: Change) -> ScanStats {
        let mut account = ScanStats::default();
        account.total.records = 3;
        change(&mut account.total);
        account
    }

    fn judged(is_found: bool, change: Change, terms: Terms) -> Verdict {
        let account = account(change);
        let evidence = Evidence {
            is_found,
            accounts: &[&account],
            compared: None,
            left_out: 0,
            blindness: &Blindness::default(),
        };
        of(&evidence, terms)
    }

    /// A letter for what a run comes to.
    fn letter(verdict: &Verdict) -> char {
        match verdict {
            Verdict::Found => 'f',
            Verdict::Nothing => 'n',
            Verdict::Doubt(Doubt::Lines) => 'L',
            Verdict::Doubt(Doubt::Form) => 'F',
            Verdict::Doubt(Doubt::Unclean) => 'U',
            Verdict::Doubt(Doubt::NoRecord) => 'E',
            Verdict::Doubt(Doubt::NoneWithin) => 'W',
            Verdict::Doubt(_) => '?',
        }
    }

    #[test]
    fn a_no_takes_a_record_and_nothing_unread() {
        // Nothing found: as it is, `--strict`, `--allow-empty`; something found: as it is, `--strict`.
        let runs = [
            (false, PLAIN),
            (false, STRICT),
            (false, EMPTY),
            (true, PLAIN),
            (true, STRICT),
        ];
        let rows: [(Change, &str); 9] = [
            (|_| {}, "nnnff"),
            (|total| total.malformed = 1, "LLLfU"),
            (|total| total.oversize = 1, "LLLfU"),
            (|total| total.unread = 1, "FFFfU"),
            (|total| total.duplicates = 1, "nUnfU"),
            (|total| total.foreign = 1, "nnnff"),
            (|total| total.records = 0, "EEnff"),
            (|total| total.outside = 3, "WWnff"),
            (|total| total.outside = 2, "nnnff"),
        ];
        for (at, (change, wanted)) in rows.into_iter().enumerate() {
            let verdicts = runs.map(|(is_found, terms)| judged(is_found, change, terms));
            let letters: String = verdicts.iter().map(letter).collect();
            assert_eq!(letters, wanted, "{at}");
        }
    }

    #[test]
    fn what_was_left_out_or_not_compared_is_no_no() {
        let account = account(|_| {});
        let decided = |compared, left_out, is_found| {
            let evidence = Evidence {
                is_found,
                accounts: &[&account],
                compared: Some(compared),
                left_out,
                blindness: &Blindness::default(),
            };
            of(&evidence, PLAIN)
        };
        assert_eq!(decided(0, 0, false), Verdict::Doubt(Doubt::NoneCompared));
        assert_eq!(decided(2, 1, false), Verdict::Doubt(Doubt::LeftOut(1)));
        assert_eq!(decided(2, 1, true), Verdict::Found);
        assert_eq!(decided(2, 0, false), Verdict::Nothing);
    }
}
