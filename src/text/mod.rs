//! Strings for people: escaping hostile text, widths, near names. Knows nothing of JSON or `KubeArmor`.

mod bars;
mod fold;
mod human;
mod listed;
mod paint;
mod quote;
mod sanitize;
pub mod secrets;
mod suggest;
mod theme;
mod width;

pub use bars::{Glyphs, bar, sparkline, stack};
pub use fold::{eq_fold, fold, fold_into, folded};
pub use human::{Bytes, Count, Elapsed, Lasted, plural};
pub use listed::listed;
pub use paint::{Paint, Painted, Role};
pub use quote::quoted;
pub use sanitize::{
    Safe, ascii, hostile, json_terminal_safe, restore, sanitize, sanitize_bytes, sanitize_into,
    shield, shield_bytes,
};
pub use secrets::{MASK, is_secret_name, may_hold_secret, redact, redact_typed, secrets_in};
pub use suggest::{near, nearest, quoted_names};
pub use theme::{Theme, parse_style};
pub use width::{fit, fit_ascii, width};
