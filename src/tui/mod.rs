//! The interactive screen. One way round: key → keymap → action → `update` → effects → worker → message → `update`;
//! `view` draws the model and can't change it. The only file that knows a terminal is `terminal`.

pub mod action;
pub mod bits;
pub mod blind;
pub mod clock;
pub mod complete;
mod copy;
pub mod detail;
pub mod draw;
pub mod fields;
pub mod filter;
pub mod grove;
pub mod headings;
pub mod height;
pub mod index;
pub mod key;
pub mod keymap;
pub mod lanes;
pub mod line;
pub mod live;
pub mod marks;
pub mod model;
pub mod narrow;
pub mod page;
pub mod pane;
pub mod prompt;
pub mod row;
pub mod save;
mod script;
pub mod scroll;
pub mod session;
pub mod shell;
pub mod sought;
pub mod store;
pub mod study;
pub mod survey;
mod terminal;
pub mod theme;
pub mod timeline;
pub mod update;
pub mod values;
pub mod view;
pub mod worker;
pub mod wrap;

#[cfg(test)]
mod tests;

pub use pane::{PANES, Pane};
pub use save::{Format, Table, WriteNote, WriteTable};
pub use script::{Fault as ScriptFault, play};
pub use session::{Language, Look, Session};
pub use terminal::{Refusal, run};
