//! The interactive screen. One way round: key → keymap → action → a pane's `act`, or what it means everywhere → effects →
//! worker → message → `take`. What panes have in common is `shared`, what is a pane's own is in its file, and `app` holds both.
//! Drawing can't change either. The only file that knows a terminal is `terminal`.

pub mod action;
pub mod app;
pub mod bits;
pub mod blind;
pub mod detail;
pub mod draw;
pub mod effect;
pub mod fields;
pub mod filter;
pub mod grove;
pub mod height;
pub mod index;
pub mod job;
pub mod key;
pub mod keymap;
pub mod lanes;
pub mod line;
pub mod look;
pub mod macros;
pub mod mouse;
pub mod narrow;
pub mod page;
pub mod pane;
pub mod prompt;
pub mod row;
pub mod ruler;
pub mod save;
mod script;
pub mod scroll;
pub mod session;
pub mod settings;
pub mod shared;
pub mod sought;
pub mod store;
pub mod study;
pub mod survey;
mod terminal;
pub mod theme;
pub mod timeline;
pub mod values;
pub mod worker;
pub mod wrap;

#[cfg(test)]
mod tests;

pub use look::Look;
pub use macros::Macros;
pub use pane::PaneId;
pub use script::{Fault as ScriptFault, play};
pub use session::{Language, Session};
pub use settings::{Draft, Entry, Settings};
pub use terminal::{Refusal, run};
