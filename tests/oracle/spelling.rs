//! The many texts of one JSON value.

use crate::json::Json;

/// JSON text: the plainest if the seed is 0, else with blanks, escapes and `\uXXXX` where JSON allows them.
pub(crate) fn written(value: &Json, seed: u64) -> String {
    let mut out = String::new();
    Writer { seed, state: seed }.value(value, &mut out);
    out
}

struct Writer {
    seed: u64,
    state: u64,
}

impl Writer {
    /// Whether a thing that happens once in `n` times happens now; never if the seed is 0.
    fn once_in(&mut self, n: u64) -> bool {
        // SplitMix64
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        self.seed != 0 && (z ^ (z >> 31)).is_multiple_of(n)
    }

    fn blank(&mut self, out: &mut String) {
        if self.once_in(12) {
            out.push_str(if self.once_in(2) { " " } else { "\t" });
        }
    }

    fn value(&mut self, value: &Json, out: &mut String) {
        match value {
            Json::Null => out.push_str("null"),
            Json::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Json::Number(text) => out.push_str(text),
            Json::Text(text) => self.string(text, out),
            Json::Array(items) => self.sequence(('[', ']'), items, out, Self::value),
            Json::Object(members) => self.sequence(('{', '}'), members, out, Self::member),
        }
    }

    fn member(&mut self, (key, value): &(String, Json), out: &mut String) {
        self.string(key, out);
        self.blank(out);
        out.push(':');
        self.blank(out);
        self.value(value, out);
    }

    fn sequence<T>(
        &mut self,
        (open, close): (char, char),
        items: &[T],
        out: &mut String,
        each: impl Fn(&mut Self, &T, &mut String),
    ) {
        out.push(open);
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            self.blank(out);
            each(self, item, out);
            self.blank(out);
        }
        out.push(close);
    }

    fn string(&mut self, text: &str, out: &mut String) {
        out.push('"');
        for c in text.chars() {
            if self.once_in(24) || "<>&".contains(c) && !self.once_in(4) || c < ' ' {
                self.unicode(c, out);
            } else {
                match c {
                    '"' => out.push_str("\\\""),
                    '\\' => out.push_str("\\\\"),
                    '/' if self.once_in(6) => out.push_str("\\/"),
                    plain => out.push(plain),
                }
            }
        }
        out.push('"');
    }

    fn unicode(&mut self, c: char, out: &mut String) {
        let short = match c {
            '\t' => "\\t",
            '\n' => "\\n",
            _ => "",
        };
        if !short.is_empty() && !self.once_in(3) {
            out.push_str(short);
            return;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let upper = self.once_in(2);
            let spelt = if upper {
                format!("\\u{unit:04X}")
            } else {
                format!("\\u{unit:04x}")
            };
            out.push_str(&spelt);
        }
    }
}
