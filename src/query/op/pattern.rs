//! `~`: regular expressions, in linear time.

use regex::{Regex, RegexBuilder};
use regex_syntax::ast::ErrorKind;
use regex_syntax::ast::parse::Parser;

use super::{Compiled, Given, Test, literal};
use crate::query::error::What;

/// Memory that one compiled expression may take, in bytes.
const SIZE_LIMIT: usize = 1 << 18;
/// Memory that the states met on the way may take, in bytes. Where they need more, each byte costs the length of the
/// expression.
const CACHE_LIMIT: usize = 64 << 20;
/// Length of one expression, in bytes.
const LENGTH_LIMIT: usize = 4096;

#[derive(Debug)]
struct Pattern(Regex);

pub(super) fn compile(given: &Given<'_>) -> Compiled {
    let fault = |what| (given.at.clone(), what);
    if given.pattern.starts_with('@') {
        let field = given.field();
        return Err(fault(What::FileOfPatterns { field }));
    }
    if given.pattern.len() > LENGTH_LIMIT {
        return Err(fault(What::RegexTooBig));
    }
    if let Err(error) = Parser::new().parse(given.pattern) {
        let field = given.field();
        return Err(fault(match error.kind() {
            ErrorKind::UnsupportedLookAround => What::LookAround { field },
            ErrorKind::UnsupportedBackreference => What::BackReference { field },
            kind => What::Regex {
                reason: kind.to_string(),
            },
        }));
    }
    match RegexBuilder::new(given.pattern)
        .size_limit(SIZE_LIMIT)
        .dfa_size_limit(CACHE_LIMIT)
        .build()
    {
        Ok(regex) => Ok(Pattern(regex).into()),
        Err(regex::Error::CompiledTooBig(_)) => Err(fault(What::RegexTooBig)),
        Err(error) => {
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default();
            let reason = last.strip_prefix("error: ").unwrap_or(last).to_owned();
            Err(fault(What::Regex { reason }))
        }
    }
}

impl Test for Pattern {
    fn passes(&self, text: &str) -> bool {
        self.0.is_match(text)
    }

    fn literals(&self) -> Option<Vec<String>> {
        literal::of_expression(&regex_syntax::parse(self.0.as_str()).ok()?)
    }

    fn cost(&self) -> u32 {
        20
    }
}
