//! One file for hand-over: what was asked, of which files, and all answers to it.
//!
//! A report is a list of sections of blocks, whatever it is written as. The same input and options give the same bytes.

mod doubts;
mod drawn;
mod events;
mod html;
mod markdown;
mod sections;

use super::{BARE, Cell, Format, Grid, RowOptions, TABLE_COLUMNS};
use crate::text::Count;

pub use drawn::Drawn;
pub use events::{Earliest, Events};
pub use sections::{FieldCounts, Findings, InputDigest, document};

pub(super) static FORMAT: Format = Format {
    name: "html",
    doc: "one page for people: no script, nothing loaded, opens from disk",
    columns: TABLE_COLUMNS,
    ..BARE
};

/// A report.
pub struct Document {
    /// What stands above it.
    pub title: String,
    /// What it is made of.
    pub sections: Vec<ReportSection>,
}

/// A part of it under a heading.
pub struct ReportSection {
    /// The heading.
    pub title: &'static str,
    /// What stands under it.
    pub blocks: Vec<Block>,
}

/// What stands under a heading. Texts need not be escaped for the format, but are safe to show.
pub enum Block {
    /// A sentence.
    Note(String),
    /// A heading of its own.
    Heading(&'static str),
    /// Lines as they are.
    Lines(String),
    /// A table.
    Table(Grid),
    /// A picture, and the same in lines, for where there are no pictures.
    Picture {
        /// The picture.
        svg: String,
        /// The lines.
        lines: String,
    },
}

impl Document {
    /// Writes it as the sheet says.
    pub fn write(&self, sheet: &RowOptions, out: &mut Vec<u8>) {
        match sheet.format.name {
            "html" => out.extend_from_slice(html::page(self).as_bytes()),
            _ => markdown::write(self, sheet, out),
        }
    }
}

/// Characters of a cell that are shown, at most.
const LONGEST: usize = 500;

/// A text as it is shown in a cell; of what is cut off, the number of characters is told.
fn shortened(text: String) -> String {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else {
        return text;
    };
    let (head, rest) = text.split_at(end);
    format!("{head}… ({} more)", rest.chars().count())
}

/// A table whose cells are no longer than that; a word where there are no rows.
fn table(mut grid: Grid) -> Block {
    if grid.rows.is_empty() && grid.others.is_none() {
        return Block::Note("None.".to_owned());
    }
    for cell in grid.rows.iter_mut().flatten().flatten() {
        if let Cell::Text(text) = cell {
            *text = shortened(std::mem::take(text));
        }
    }
    Block::Table(grid)
}

/// Says how many are not shown.
fn more(all: usize, most: usize) -> Option<Block> {
    let left = all.checked_sub(most).filter(|left| *left > 0)?;
    let are = if left == 1 { "is" } else { "are" };
    let left = Count(left as u64);
    Some(Block::Note(format!("{left} more {are} not shown.")))
}
