//! The signs `> >= < <=`.

/// A sign of order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Greater,
    AtLeast,
    Less,
    AtMost,
}

impl Sign {
    pub(super) fn of(spelt: &str) -> Self {
        match spelt {
            ">" => Self::Greater,
            ">=" => Self::AtLeast,
            "<" => Self::Less,
            _ => Self::AtMost,
        }
    }

    pub(super) fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
        }
    }
}
