//! No text panics the parser or the compiler; what is printed of a filter reads as the same filter.
#![no_main]

use jiff::tz::TimeZone;
use knoxlog::query::macros::built_in;
use knoxlog::query::{Clock, Filter, Infer, Setting, Term, parse};
use knoxlog::record::time::Time;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let term = match Term::parse(text) {
        Ok(term) => term,
        Err(error) => {
            assert!(error.text.get(error.at.clone()).is_some(), "{error:?}");
            let _ = (error.what.message(), error.what.help());
            return;
        }
    };
    let printed = term.tree.to_string();
    if !printed.is_empty() {
        assert_eq!(parse(&printed).as_ref(), Ok(&term.tree), "{printed}");
    }
    let setting = Setting {
        clock: Clock {
            now: Time(1_773_480_600_000_000_000),
            zone: TimeZone::UTC,
        },
        macros: &built_in(),
        infer: Infer::Zero,
        indicators: None,
        read: &|_| Ok(b"default\n10.0.0.0/8\n".to_vec()),
    };
    let filter = Filter {
        terms: vec![term],
        ..Filter::default()
    };
    if let Err(errors) = filter.compile(&setting) {
        for error in errors {
            assert!(error.text.get(error.at.clone()).is_some(), "{error:?}");
            let _ = (error.what.message(), error.what.help());
        }
    }
});
