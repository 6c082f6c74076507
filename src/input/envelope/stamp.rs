//! The timestamp that kubelet and container runtimes write before a line: RFC 3339, one space.

/// Splits `2025-07-20T08:26:40.000000001Z ` off: the timestamp, and what follows the space. Only the shape is checked.
pub(super) fn stamp(line: &[u8]) -> Option<(&[u8], &[u8])> {
    // the longest is 35 bytes: nanoseconds and an offset
    let window = line.get(..36).unwrap_or(line);
    let end = memchr::memchr(b' ', window).unwrap_or(window.len());
    let (time, rest) = line.split_at(end);
    if end < line.len() && rest.first() != Some(&b' ') {
        return None;
    }
    let (whole, tail) = time.split_at_checked(b"DDDD-DD-DDTDD:DD:DD".len())?;
    let tail = match tail {
        [b'.', tail @ ..] => {
            let digits = tail.iter().take_while(|byte| byte.is_ascii_digit()).count();
            (1..=9).contains(&digits).then(|| &tail[digits..])?
        }
        tail => tail,
    };
    let zone = tail == b"Z" || (matches!(tail, [b'+' | b'-', ..]) && shaped(&tail[1..], b"DD:DD"));
    (zone && shaped(whole, b"DDDD-DD-DDTDD:DD:DD"))
        .then(|| (time, rest.strip_prefix(b" ").unwrap_or(rest)))
}

fn shaped(text: &[u8], shape: &[u8]) -> bool {
    let same = |(byte, kind): (&u8, &u8)| {
        if *kind == b'D' {
            byte.is_ascii_digit()
        } else {
            byte == kind
        }
    };
    text.len() == shape.len() && text.iter().zip(shape).all(same)
}
