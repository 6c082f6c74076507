//! The values of a group as one key, by which groups are told apart.

/// The values of a group, one a column, escaped; `None` where a record has none.
pub type Group<'t> = Vec<Option<&'t str>>;

/// The same as one text: each value and [`END`], or [`NONE`] and [`END`]. Escaped values hold neither.
pub type Label = Vec<u8>;

/// Behind each value of a label.
pub const END: u8 = 0x1f;
/// In place of a value that a record does not have.
pub const NONE: u8 = 0;

/// The values that a label is made of.
pub fn values(label: &[u8]) -> Group<'_> {
    let cells = label.split_inclusive(|byte| *byte == END);
    cells
        .map(|cell| match cell {
            [NONE, END] | [] => None,
            [text @ .., _] => std::str::from_utf8(text).ok(),
        })
        .collect()
}
