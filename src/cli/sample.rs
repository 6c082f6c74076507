//! Values that a field has at the head of files, for completion.

use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::positional::is_term;
use crate::count::HeavyHitters;
use crate::engine::{self, Event, Fold, Job, Until};
use crate::input::envelope::Choice;
use crate::input::{self, Input, Piece};
use crate::query::Plan;
use crate::record::Record;
use crate::record::field::Target;

/// Bytes that are looked at: whoever waits has pressed a key.
const BYTES: usize = 5 << 20;
/// The longest value that is worth offering, in bytes.
const LONGEST: usize = 128;

/// The values of a field in the first records of the files that a command line names, the most frequent first.
pub(super) fn values(target: &Target, line: &[OsString]) -> Vec<String> {
    let is_file =
        |word: &&OsString| !word.to_str().is_some_and(is_term) && Path::new(word).is_file();
    let inputs: Vec<Input> = line
        .iter()
        .filter(is_file)
        .map(|word| Input::File(word.into()))
        .collect();
    let counts = count(target, &inputs);
    let ranked = counts.ranked().into_iter();
    ranked
        .map(|row| String::from_utf8_lossy(row.key).into_owned())
        .collect()
}

fn count(target: &Target, inputs: &[Input]) -> HeavyHitters<u64> {
    let names: Vec<String> = inputs
        .iter()
        .map(|input| input.name().into_owned())
        .collect();
    let stop = Arc::new(AtomicBool::new(false));
    let job = Job {
        plan: &Plan::nothing(),
        envelope: Choice::Auto,
        inputs: &names,
        tells_duplicates: false,
        redacts: false,
        prefilters: false,
        threads: 1,
        until: Until::End,
        stop: &stop,
    };
    let options = input::Options {
        block: 256 << 10,
        ..input::Options::default()
    };
    let mut left = BYTES;
    let pieces = input::read(inputs.to_vec(), options, stop.clone()).take_while(|piece| {
        let is_wanted = left > 0;
        if let Piece::Block(block) = piece {
            left = left.saturating_sub(block.bytes().len());
        }
        is_wanted
    });
    let mut counts = HeavyHitters::default();
    // What can't be read has no values.
    let _ = engine::run(&job, pieces, &Sample(target), |event| {
        if let Event::Part { part, .. } = event {
            counts.merge(part);
        }
        Ok(ControlFlow::Continue(()))
    });
    counts
}

/// Counts the values of a field in every record.
struct Sample<'t>(&'t Target);

impl Fold for Sample<'_> {
    type Part = HeavyHitters<u64>;

    fn visit(&self, _: &Record<'_>, _: &mut Self::Part) {}

    fn wants_all(&self) -> bool {
        true
    }

    fn on_record(&self, record: &Record<'_>, part: &mut Self::Part) {
        self.0.any(record, &mut |value| {
            if is_plain(&value.text) {
                part.add(value.text.as_bytes(), 1);
            }
            false
        });
    }
}

/// Whether a value may stand on a command line as it is: a record's writer must not have a shell run anything, and a
/// comma or a star would be read as something else.
fn is_plain(value: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._/:@%+-".contains(&byte);
    value.len() <= LONGEST
        && value.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '/')
        && value.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_shell_would_run_is_offered() {
        for value in ["/usr/bin/curl", "wordpress-0", "10.0.0.1", "v1.6.10"] {
            assert!(is_plain(value), "{value}");
        }
        for value in [
            "", "$(id)", "`id`", "a;id", "a b", "a\nb", "~root", "-rf", "a,b", "a*", "{a}", "a'b",
            "é",
        ] {
            assert!(!is_plain(value), "{value:?}");
        }
    }
}
