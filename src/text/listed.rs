//! Lists that people keep: one value a line, with comments.

/// The values of a list, each with the number of its line, from 1: blanks around it cut, blank lines left out. A line
/// that begins with `#` is a comment, and so is what follows a blank and `#`. `None` for a line that is not UTF-8.
///
/// ```
/// use knoxlog::text::listed;
/// let values: Vec<_> = listed(b"# seen\n1.2.3.4  # the first\n\na b\n").collect();
/// assert_eq!(values, [(2, Some("1.2.3.4")), (4, Some("a b"))]);
/// ```
pub fn listed(list: &[u8]) -> impl Iterator<Item = (usize, Option<&str>)> {
    let lines = list.split(|byte| *byte == b'\n').enumerate();
    lines.filter_map(|(index, line)| match std::str::from_utf8(line) {
        Err(_) => Some((index + 1, None)),
        Ok(line) => {
            let value = without_comment(line.trim_start_matches('\u{feff}'));
            (!value.is_empty()).then_some((index + 1, Some(value)))
        }
    })
}

fn without_comment(line: &str) -> &str {
    let marks = line.find(" #").into_iter().chain(line.find("\t#"));
    let end = marks.min().unwrap_or(line.len());
    let value = line.get(..end).unwrap_or(line).trim();
    if value.starts_with('#') { "" } else { value }
}
