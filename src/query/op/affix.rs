//! `startswith` and `endswith`.

use super::{Compiled, Diagnostic, Given, Test, ignores_case, literal};
use crate::query::error::What;
use crate::query::item::Item;
use crate::text::folded;

#[derive(Debug)]
struct Affix {
    texts: Vec<String>,
    is_prefix: bool,
    ignores_case: bool,
}

pub(super) fn compile(given: &Given<'_>) -> Compiled {
    let ignores_case = ignores_case(given.target.ty());
    let read = |item: &Item| match item.text() {
        text if text.is_empty() => {
            let what = What::EmptyText {
                field: given.field(),
            };
            Err((item.at.0.clone(), what))
        }
        text if ignores_case => Ok(folded(&text).into_owned()),
        text => Ok(text),
    };
    let texts = given
        .items
        .iter()
        .map(read)
        .collect::<Result<_, Diagnostic>>()?;
    let is_prefix = given.op.name == "starts with";
    Ok(Affix {
        texts,
        is_prefix,
        ignores_case,
    }
    .into())
}

impl Test for Affix {
    fn passes(&self, text: &str) -> bool {
        let text = if self.ignores_case {
            folded(text)
        } else {
            text.into()
        };
        self.texts.iter().any(|affix| match self.is_prefix {
            true => text.starts_with(affix.as_str()),
            false => text.ends_with(affix.as_str()),
        })
    }

    fn literals(&self) -> Option<Vec<String>> {
        literal::runs(&self.texts, self.ignores_case)
    }

    fn cost(&self) -> u32 {
        2
    }
}
