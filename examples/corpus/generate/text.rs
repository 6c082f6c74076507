//! Appends to a byte buffer: numbers and JSON strings as Go's encoder writes them. Knows no event.

const DIGITS: &[u8; 10] = b"0123456789";

/// Appends `n` in decimal.
pub(super) fn int(buf: &mut Vec<u8>, mut n: u32) {
    let mut digits = [b'0'; 10];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = DIGITS[(n % 10) as usize];
        n /= 10;
        if n == 0 {
            break;
        }
    }
    buf.extend_from_slice(&digits[at..]);
}

/// Appends `n`, which is below a million, as six digits.
pub(super) fn six(buf: &mut Vec<u8>, mut n: u32) {
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(n % 10) as usize];
        n /= 10;
    }
    buf.extend_from_slice(&digits);
}

/// Appends the inside of a JSON string; `<`, `>` and `&` become `\u003c`, `\u003e`, `\u0026`,
/// as in Go's `encoding/json`.
pub(super) fn escaped(buf: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let Some(escape) = escape(byte) else { continue };
        buf.extend_from_slice(&bytes[from..at]);
        buf.extend_from_slice(escape);
        from = at + 1;
    }
    buf.extend_from_slice(&bytes[from..]);
}

fn escape(byte: u8) -> Option<&'static [u8]> {
    match byte {
        b'"' => Some(b"\\\""),
        b'\\' => Some(b"\\\\"),
        b'<' => Some(b"\\u003c"),
        b'>' => Some(b"\\u003e"),
        b'&' => Some(b"\\u0026"),
        b'\n' => Some(b"\\n"),
        b'\t' => Some(b"\\t"),
        _ => None,
    }
}
