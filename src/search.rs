//! The library in three calls: a filter compiled as it is typed, the records of a reader that match it, and how many
//! they are. What is to be read in parallel, from files, or folded otherwise is a matter of [`engine`](crate::engine).

use std::error;
use std::fmt;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::engine::{Event, Fold, Job, Notice, ScanStats, Until, run};
use crate::input::envelope::Choice;
use crate::input::{Options, read_from};
use crate::query::error::Error;
use crate::query::macros::built_in;
use crate::query::{Clock, Filter, Infer, Plan, Setting, Term};
use crate::record::Record;

/// A filter that can't be compiled: what is wrong with it, each with its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Invalid(pub Vec<Error>);

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let messages: Vec<String> = self.0.iter().map(|error| error.what.message()).collect();
        f.write_str(&messages.join("; "))
    }
}

impl error::Error for Invalid {}

impl Plan {
    /// Compiles a filter as the command line takes it: with the built-in macros, times in UTC, periods back from now.
    /// Files of values, `@file`, are not read. For anything else there is [`Filter::compile`].
    ///
    /// # Errors
    /// If the text is no filter, or one that no record can meet.
    ///
    /// ```
    /// use knoxlog::query::Plan;
    /// assert!(Plan::compile("op=network ip=public").is_ok());
    /// let wrong = Plan::compile("namespce=shop").unwrap_err();
    /// assert_eq!(wrong.to_string(), "unknown field `namespce`");
    /// ```
    pub fn compile(filter: &str) -> Result<Self, Invalid> {
        let term = Term::parse(filter).map_err(|error| Invalid(vec![error]))?;
        let filter = Filter {
            terms: vec![term],
            ..Filter::default()
        };
        let setting = Setting {
            clock: Clock {
                now: Timestamp::now().into(),
                zone: TimeZone::UTC,
            },
            macros: &built_in(),
            infer: Infer::Zero,
            read: &|_| Err(io::ErrorKind::Unsupported.into()),
            indicators: None,
        };
        let checked = filter.compile(&setting).map_err(Invalid)?;
        Ok(checked.plan)
    }
}

/// Hands each match to a closure of the caller's. One thread scans, so the lock is free.
struct Each<V>(Mutex<V>);

impl<V: FnMut(&Record<'_>) + Send> Fold for Each<V> {
    type Part = ();

    fn visit(&self, record: &Record<'_>, (): &mut Self::Part) {
        let mut visit = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        visit(record);
    }
}

/// Shows `visit` each record of `reader` that the plan matches, in order; answers what else was read, malformed lines
/// among it. The records may be wrapped, span lines, and be compressed by gzip or zstd. Memory: a block, a line.
///
/// # Errors
/// If the reader fails, or gives what is no text. What came before that was visited.
pub fn each(
    plan: &Plan,
    reader: impl Read + Send + 'static,
    visit: impl FnMut(&Record<'_>) + Send,
) -> io::Result<ScanStats> {
    fold(plan, reader, &Each(Mutex::new(visit)))
}

/// How many records of `reader` the plan matches, and what else was read: see [`each`]. Records that cannot match are
/// not looked at closely, which is several times as fast.
///
/// # Errors
/// Those of [`each`].
pub fn count(plan: &Plan, reader: impl Read + Send + 'static) -> io::Result<ScanStats> {
    fold(plan, reader, &Each(Mutex::new(|_: &Record<'_>| ())))
}

fn fold<F: Fold>(
    plan: &Plan,
    reader: impl Read + Send + 'static,
    fold: &F,
) -> io::Result<ScanStats> {
    let stop = Arc::new(AtomicBool::new(false));
    let job = Job {
        plan,
        envelope: Choice::Auto,
        inputs: &["reader".to_owned()],
        tells_duplicates: false,
        redacts: false,
        prefilters: true,
        threads: 1,
        until: Until::End,
        stop: &stop,
    };
    let options = Options {
        number: true,
        ..Options::default()
    };
    run(
        &job,
        read_from(reader, options, stop.clone()),
        fold,
        |event| match event {
            Event::Notice(Notice::Input { kind, .. }) => Err(io::Error::other(kind)),
            Event::Notice(Notice::Line { .. }) | Event::Part { .. } => {
                Ok(ControlFlow::Continue(()))
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::record::key::Key;

    const TEXT: &str = concat!(
        "{\"Operation\":\"File\",\"Resource\":\"/etc/hosts\"}\n",
        "banner\n",
        "{\"message\":\"{\\\"Operation\\\":\\\"File\\\",\\\"Resource\\\":\\\"/etc/passwd\\\"}\"}\n",
        "{\"Operation\":\"Network\"}\n",
        "{\"Operation\":\"File\"",
    );

    fn packed(text: &str) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(text.as_bytes()).unwrap();
        packed.finish().unwrap()
    }

    #[test]
    fn matches_come_in_order_from_text_and_from_gzip() {
        let plan = Plan::compile("op=file").unwrap();
        for bytes in [TEXT.as_bytes().to_vec(), packed(TEXT)] {
            let mut paths = Vec::new();
            let stats = each(&plan, Cursor::new(bytes), |record| {
                paths.extend(record.text(Key::Resource).map(String::from));
            });
            let total = stats.unwrap().total;
            assert_eq!(paths, ["/etc/hosts", "/etc/passwd"]);
            assert_eq!((total.matched, total.records, total.malformed), (2, 3, 1));
        }
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        let plan = Plan::compile("").unwrap();
        assert!(count(&plan, Cursor::new(b"\xff\xfe{\0}\0")).is_err());
        assert!(count(&plan, Cursor::new(packed(&"\n".repeat(99))[..20].to_vec())).is_err());
        assert_eq!(count(&plan, io::empty()).unwrap().total.records, 0);
    }

    #[test]
    fn a_filter_of_a_file_is_refused() {
        assert!(Plan::compile("ns=@list").is_err());
    }
}
