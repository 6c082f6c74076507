//! Numbers as people read them: `12,345` and `1.2 GiB`.

use std::fmt;

/// A number of things, its digits in groups of three. Honours width and fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(pub u64);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        f.pad(&grouped)
    }
}

/// A number of bytes in the largest unit that keeps it at 1 or more, to one decimal. Honours width and fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bytes(pub u64);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 1024 {
            return f.pad(&format!("{} B", self.0));
        }
        let mut unit = 1024_u128;
        for name in ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] {
            let tenths = (u128::from(self.0) * 10 + unit / 2) / unit;
            if tenths < 10_240 {
                return f.pad(&format!("{}.{} {name}", tenths / 10, tenths % 10));
            }
            unit *= 1024;
        }
        f.pad("16.0 EiB")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_come_in_threes() {
        for (n, shown) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (12_345, "12,345"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(Count(n).to_string(), shown);
        }
        assert_eq!(Count(u64::MAX).to_string(), "18,446,744,073,709,551,615");
        assert_eq!(format!("{:>7}", Count(1000)), "  1,000");
    }

    #[test]
    fn bytes_change_unit_before_they_would_round_to_1024() {
        for (n, shown) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KiB"),
            (1536, "1.5 KiB"),
            (1_048_524, "1023.9 KiB"),
            (1_048_575, "1.0 MiB"),
            (1_288_490_189, "1.2 GiB"),
            (u64::MAX, "16.0 EiB"),
        ] {
            assert_eq!(Bytes(n).to_string(), shown);
        }
    }
}
