//! A report as one page of HTML: no script, nothing loaded, and a policy that forbids both.

use std::fmt::Write;

use super::{Block, Document};
use crate::output::Grid;
use crate::output::markup::Xml;

/// What a browser may do with the page, which is next to nothing: even if something of a record were markup, it could
/// neither run nor load nor send anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// Light as on paper; dark where the reader's screen is.
const STYLE: &str = "\
:root{color-scheme:light;--ink:#1f2328;--dim:#59636e;--back:#fff;--soft:#f3f5f7;--line:#d1d9e0}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--ink:#e6edf3;--dim:#9ba5b0;--back:#15191e;--soft:#1e242b;--line:#333b44}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem;max-width:76rem;background:var(--back);color:var(--ink);font:15px/1.45 system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif}
h1{font-size:1.5rem;margin:0 0 .5rem}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}h3{font-size:1rem;margin:1.2rem 0 .3rem}
nav ul{margin:0;padding:0;list-style:none}nav li{display:inline-block;margin-right:1rem}a{color:inherit}
p{margin:.5rem 0;overflow-wrap:anywhere}
pre,td,code{font-family:ui-monospace,'DejaVu Sans Mono',monospace;font-size:12px}
pre{background:var(--soft);padding:.7rem;margin:.6rem 0;overflow-x:auto;line-height:1.35;unicode-bidi:isolate}
.wide{overflow-x:auto}
table{border-collapse:collapse;margin:.6rem 0;max-width:100%}
th,td{text-align:left;vertical-align:top;padding:.2rem .6rem;border-bottom:1px solid var(--line)}
th{font-weight:600;font-size:12px;color:var(--dim);background:var(--soft)}
td{white-space:pre-wrap;overflow-wrap:break-word;max-width:34rem;unicode-bidi:isolate}
.n{text-align:right;white-space:nowrap}
svg{max-width:100%;height:auto}
footer{margin-top:2rem;color:var(--dim);font-size:12px}
@media print{body{max-width:none;padding:0;font-size:11px}nav{display:none}pre{white-space:pre-wrap;overflow-wrap:anywhere}pre,td,code{font-size:8.5px}th{font-size:9px}td{overflow-wrap:anywhere;min-width:5ch}
thead{display:table-header-group}tr,svg{break-inside:avoid}h2,h3{break-after:avoid}.wide{overflow:visible}th,td{padding:.1rem .3rem}}";

pub(super) fn page(document: &Document) -> String {
    let title = Xml(&document.title);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n<nav><ul>\n"
    );
    for (at, section) in document.sections.iter().enumerate() {
        line(
            &mut page,
            format_args!("<li><a href=\"#s{at}\">{}</a></li>", Xml(section.title)),
        );
    }
    page.push_str("</ul></nav>\n<main>\n");
    for (at, section) in document.sections.iter().enumerate() {
        line(
            &mut page,
            format_args!("<section>\n<h2 id=\"s{at}\">{}</h2>", Xml(section.title)),
        );
        for block in &section.blocks {
            write_block(block, &mut page);
        }
        page.push_str("</section>\n");
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

/// Writes a line; memory takes all.
fn line(page: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = page.write_fmt(text);
    page.push('\n');
}

fn write_block(block: &Block, page: &mut String) {
    match block {
        Block::Note(note) => line(page, format_args!("<p>{}</p>", Xml(note))),
        Block::Heading(title) => line(page, format_args!("<h3>{}</h3>", Xml(title))),
        Block::Lines(lines) => {
            let lines: Vec<String> = lines.lines().map(|line| Xml(line).to_string()).collect();
            line(page, format_args!("<pre>\n{}\n</pre>", lines.join("\n")));
        }
        Block::Picture { svg, .. } => page.push_str(svg),
        Block::Table(grid) => write_table(grid, page),
    }
}

fn write_table(grid: &Grid, page: &mut String) {
    let numbers: Vec<bool> = (0..grid.head.len())
        .map(|at| grid.are_numbers(at))
        .collect();
    let class = |at: usize| {
        if numbers.get(at) == Some(&true) {
            " class=\"n\""
        } else {
            ""
        }
    };
    page.push_str("<div class=\"wide\"><table>\n<thead><tr>");
    for (at, heading) in grid.head.iter().enumerate() {
        let _ = write!(page, "<th{}>{}</th>", class(at), Xml(&heading.name));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in grid.shown() {
        page.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let _ = write!(page, "<td{}>{}</td>", class(at), Xml(cell));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table></div>\n");
}
