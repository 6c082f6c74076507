//! Keeps something in the file of names and looks: a macro can be used from then on.

use super::Desk;
use crate::query::error::Error;
use crate::query::macros::Macro;
use crate::tui::job::Message;
use crate::tui::session::{Language, Session};
use crate::tui::settings::{Draft, Entry, Kept};

/// Tells what would be written for it, or writes that.
pub(super) fn keep(entry: Entry, draft: Option<Draft>, desk: &Desk) {
    let kept = match draft {
        None => drafted(&entry, &desk.session).map(Kept::Drafted),
        Some(draft) => write(&entry, draft, &desk.session).map(Kept::Written),
    };
    let kept = kept.unwrap_or_else(Kept::Failed);
    desk.tell(Message::Kept(entry, kept));
}

fn drafted(entry: &Entry, session: &Session) -> Result<Draft, String> {
    let mut draft = session.settings.draft(entry)?;
    if let Some(more) = macro_of(entry, &draft.path) {
        admit(&session.language, &more)?;
        let known = session.language.macros.named(&more.name);
        // One of another file, or of what this one was.
        let known = known.filter(|_| draft.replaced.is_empty());
        draft.replaced.extend(
            known.map(|known| format!("is:{} = {}  ({})", known.name, known.filter, known.origin)),
        );
    }
    Ok(draft)
}

/// Whether it means something beside the others; why not.
fn admit(language: &Language, more: &Macro) -> Result<(), String> {
    let first = |errors: Vec<Error>| errors.first().map(|error| error.what.message());
    let admitted = language.admits(more);
    admitted.map_err(|errors| first(errors).unwrap_or_default())
}

fn write(entry: &Entry, draft: Draft, session: &Session) -> Result<Draft, String> {
    session.settings.write(entry, &draft)?;
    if let Some(more) = macro_of(entry, &draft.path) {
        session.language.macros.put(more);
    }
    Ok(draft)
}

/// The macro of an entry, if it is one.
fn macro_of(entry: &Entry, origin: &str) -> Option<Macro> {
    match entry {
        Entry::Macro { name, filter } => Some(Macro {
            name: name.clone(),
            filter: filter.clone(),
            origin: origin.to_owned(),
        }),
        Entry::Columns { .. } => None,
    }
}
