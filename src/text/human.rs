//! Numbers as people read them: `12,345`, `1.2 GiB` and `2h 5m`.

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

/// `1 line`, `1,234 lines`.
pub fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", Count(count), if count == 1 { one } else { many })
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

/// A length of time in nanoseconds, in its two largest units, rounded down; below a minute to a tenth of a second, below
/// that to a thousandth. Honours width and fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elapsed(pub i128);

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let millis = self.0.unsigned_abs() / 1_000_000;
        let seconds = millis / 1000;
        let text = match (seconds, millis % 1000 / 100) {
            (0, _) => format!("{sign}{millis}ms"),
            (1..60, 0) => format!("{sign}{seconds}s"),
            (1..60, tenth) => format!("{sign}{seconds}.{tenth}s"),
            _ => sign.to_owned() + &two_units(seconds),
        };
        f.pad(&text)
    }
}

fn two_units(seconds: u128) -> String {
    let units = [
        (86_400, "d", 3600, "h"),
        (3600, "h", 60, "m"),
        (60, "m", 1, "s"),
    ];
    let found = units.iter().find(|(size, ..)| seconds >= *size);
    let Some((size, name, small, small_name)) = found else {
        return format!("{seconds}s");
    };
    let (whole, rest) = (seconds / size, seconds % size / small);
    match rest {
        0 => format!("{whole}{name}"),
        rest => format!("{whole}{name} {rest}{small_name}"),
    }
}

/// The same in at most six columns, as a column of a table has it: `<1ms`, `59s`, `5m31s`, `23h00m`, `2y`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lasted(pub i128);

impl fmt::Display for Lasted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0 / 1_000_000;
        let seconds = millis / 1000;
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
        let text = match () {
            () if millis < 1 => "<1ms".to_owned(),
            () if seconds < 1 => format!("{millis}ms"),
            () if minutes < 1 => format!("{seconds}s"),
            () if hours < 1 => format!("{minutes}m{:02}s", seconds % 60),
            () if days < 1 => format!("{hours}h{:02}m", minutes % 60),
            () if days < 1000 => format!("{days}d{:02}h", hours % 24),
            () => format!("{}y", days / 365),
        };
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_take_six_columns() {
        for (millis, text) in [
            (0, "<1ms"),
            (999, "999ms"),
            (1000, "1s"),
            (59_999, "59s"),
            (331_000, "5m31s"),
            (3_600_000 * 23, "23h00m"),
            (86_400_000 * 999, "999d00h"),
            (86_400_000 * 1000, "2y"),
        ] {
            assert_eq!(Lasted(millis * 1_000_000).to_string(), text);
        }
    }

    #[test]
    fn lengths_of_time_have_two_units_at_most() {
        for (millis, shown) in [
            (0, "0ms"),
            (999, "999ms"),
            (1000, "1s"),
            (59_990, "59.9s"),
            (60_000, "1m"),
            (90_000, "1m 30s"),
            (3_600_000, "1h"),
            (7_530_000, "2h 5m"),
            (86_400_000 * 400 + 3_600_000, "400d 1h"),
            (-5500, "-5.5s"),
        ] {
            assert_eq!(Elapsed(millis * 1_000_000).to_string(), shown);
        }
    }

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
