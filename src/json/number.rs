//! Numbers, exact where they are integers.

use std::cmp::Ordering;

/// A decimal number, as JSON or a numeric string writes it.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An integer of up to 38 digits, exact.
    Int(i128),
    /// Anything else. Never NaN.
    Float(f64),
}

impl Number {
    /// Reads `[+-]digits[.digits][e[+-]digits]`, nothing around it; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        if !digits.as_bytes().first()?.is_ascii_digit() {
            return None;
        }
        if digits.bytes().all(|byte| byte.is_ascii_digit())
            && let Ok(int) = text.parse()
        {
            return Some(Self::Int(int));
        }
        let known = |byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
        if !digits.bytes().all(known)
            || digits.ends_with('.')
            || digits.contains(".e")
            || digits.contains(".E")
        {
            return None;
        }
        let float: f64 = text.parse().ok()?;
        float.is_finite().then_some(Self::Float(float))
    }

    /// The number as a float; integers beyond 2^53 are rounded.
    #[expect(clippy::cast_precision_loss, reason = "floats compare as floats")]
    pub fn float(self) -> f64 {
        match self {
            Self::Int(int) => int as f64,
            Self::Float(float) => float,
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Int(left), Self::Int(right)) => left.cmp(right),
            // Never NaN, and zero is written without a sign once added to zero.
            _ => (self.float() + 0.0).total_cmp(&(other.float() + 0.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_exact() {
        let big = Number::parse("9007199254740993").unwrap();
        assert!(big > Number::parse("9007199254740992").unwrap());
        assert_eq!(big, Number::Int(9_007_199_254_740_993));
        assert!(matches!(Number::parse("-100"), Some(Number::Int(-100))));
        assert!(matches!(Number::parse("+7"), Some(Number::Int(7))));
    }

    #[test]
    fn floats_compare_with_integers() {
        assert_eq!(Number::parse("1.0"), Some(Number::Int(1)));
        assert_eq!(Number::parse("1e3"), Some(Number::Int(1000)));
        assert_eq!(Number::parse("-0.0"), Some(Number::Int(0)));
        assert!(Number::parse("1.5").unwrap() > Number::Int(1));
    }

    #[test]
    fn other_text_is_no_number() {
        for text in [
            "", "-", "abc", "1a", "1.", ".5", "0x10", "1e400", "inf", "NaN", " 1", "1 ", "1e",
            "--1", "1.e5",
        ] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }
}
