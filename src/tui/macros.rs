//! What `is:` names while the screen runs: what was there when it began, and what was kept since then.

use std::sync::{Arc, PoisonError, RwLock};

use crate::query::macros::Macro;
use crate::record::field::same_name;

/// The macros.
#[derive(Debug, Default)]
pub struct Macros(RwLock<Arc<Vec<Macro>>>);

impl Macros {
    /// The macros to begin with.
    pub fn new(all: Vec<Macro>) -> Self {
        Self(RwLock::new(Arc::new(all)))
    }

    /// All of them.
    pub fn all(&self) -> Arc<Vec<Macro>> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The one of a name.
    pub fn named(&self, name: &str) -> Option<Macro> {
        let all = self.all();
        all.iter()
            .find(|known| same_name(&known.name, name))
            .cloned()
    }

    /// All of them and another one, which takes the place of one of its name.
    pub fn with(&self, more: Macro) -> Vec<Macro> {
        let mut all = self.all().to_vec();
        match all
            .iter_mut()
            .find(|known| same_name(&known.name, &more.name))
        {
            Some(known) => *known = more,
            None => all.push(more),
        }
        all
    }

    /// Adds one.
    pub fn put(&self, more: Macro) {
        let all = Arc::new(self.with(more));
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = all;
    }
}
