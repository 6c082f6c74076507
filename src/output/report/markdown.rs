//! A report in Markdown, for a ticket. Whatever a record wrote stands in code, in which nothing is rendered.

use super::{Block, Document};
use crate::output::{RowOptions, markdown};

pub(super) fn write(document: &Document, sheet: &RowOptions, out: &mut Vec<u8>) {
    let mut text = |text: &str| out.extend_from_slice(text.as_bytes());
    text(&format!("# {}\n", document.title));
    for section in &document.sections {
        out.extend_from_slice(format!("\n## {}\n", section.title).as_bytes());
        for block in &section.blocks {
            out.push(b'\n');
            match block {
                Block::Heading(title) => out.extend_from_slice(format!("### {title}\n").as_bytes()),
                Block::Note(note) => {
                    markdown::code(note.as_bytes(), out);
                    out.push(b'\n');
                }
                Block::Lines(lines) | Block::Picture { lines, .. } => fenced(lines, out),
                Block::Table(grid) => grid.write_markdown(sheet, out),
            }
        }
    }
}

/// Lines between two fences that are longer than any run of backticks inside.
fn fenced(lines: &str, out: &mut Vec<u8>) {
    let runs = lines.split(|char| char != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default().max(2) + 1);
    out.extend_from_slice(format!("{fence}text\n{}\n{fence}\n", lines.trim_end()).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_ends_its_fence() {
        let mut out = Vec::new();
        fenced("a\n````\n<b>", &mut out);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "`````text\na\n````\n<b>\n`````\n"
        );
    }
}
