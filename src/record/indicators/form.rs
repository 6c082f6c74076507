//! What one line of a list of indicators stands for, told by its form.

use std::net::{IpAddr, SocketAddr};

use crate::record::derived::network::parse_address;

/// What an indicator stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndicatorKind {
    /// An address, or a network of them.
    Address,
    /// An address and a port.
    Endpoint,
    /// A domain, with those below it.
    Domain,
    /// An MD5, SHA-1, SHA-2 or SHA-3 digest.
    Hash,
    /// A path, with what lies below it.
    Path,
    /// A URL, or what it begins with.
    Url,
    /// Any other text.
    Text,
}

impl IndicatorKind {
    /// The word for one, and for several.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Address => ("address", "addresses"),
            Self::Endpoint => ("address with a port", "addresses with ports"),
            Self::Domain => ("domain", "domains"),
            Self::Hash => ("hash", "hashes"),
            Self::Path => ("path", "paths"),
            Self::Url => ("URL", "URLs"),
            Self::Text => ("text", "texts"),
        }
    }
}

/// An indicator, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Indicator {
    /// The network's first address and the length of its prefix, in bits.
    Network(IpAddr, u8),
    Endpoint(SocketAddr),
    /// A text to look for.
    Needle(IndicatorKind, String),
}

/// Why a line is no indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misread {
    /// It has the form of an address, and is none.
    Address,
    /// It is empty but for quotes or marks.
    Empty,
}

/// Reads an indicator. One in double quotes is a text, whatever its form.
pub(super) fn read(written: &str) -> Result<Indicator, Misread> {
    if let Some(text) = written
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        return needle(IndicatorKind::Text, text);
    }
    let text = armed(written);
    if let Some((address, length)) = network(&text) {
        return Ok(Indicator::Network(address, length));
    }
    if let Ok(endpoint) = text.parse::<SocketAddr>() {
        let address = endpoint.ip().to_canonical();
        return Ok(Indicator::Endpoint(SocketAddr::new(
            address,
            endpoint.port(),
        )));
    }
    if looks_like_an_address(&text) {
        return Err(Misread::Address);
    }
    if let Some(digest) = digest(&text) {
        return needle(IndicatorKind::Hash, digest);
    }
    if text.starts_with('/') {
        return needle(IndicatorKind::Path, &text);
    }
    if text.contains("://") {
        return needle(IndicatorKind::Url, &text);
    }
    let name = text.strip_prefix("*.").unwrap_or(&text);
    let name = name.strip_suffix('.').unwrap_or(name);
    if is_domain(name) {
        return needle(IndicatorKind::Domain, name);
    }
    needle(IndicatorKind::Text, &text)
}

fn needle(kind: IndicatorKind, text: &str) -> Result<Indicator, Misread> {
    match text.is_empty() {
        true => Err(Misread::Empty),
        false => Ok(Indicator::Needle(kind, text.to_owned())),
    }
}

/// The text with its dots and colons put back, which reports take out lest somebody follow a link.
fn armed(written: &str) -> String {
    let mut text = written.to_owned();
    for (safe, live) in [
        ("[.]", "."),
        ("(.)", "."),
        ("[dot]", "."),
        ("[://]", "://"),
        ("[:]", ":"),
    ] {
        text = text.replace(safe, live);
    }
    match text.get(..4) {
        Some(head) if head.eq_ignore_ascii_case("hxxp") => {
            format!("http{}", text.get(4..).unwrap_or_default())
        }
        _ => text,
    }
}

fn network(text: &str) -> Option<(IpAddr, u8)> {
    let Some((base, length)) = text.split_once('/') else {
        let address = parse_address(text)?;
        return Some((address, if address.is_ipv4() { 32 } else { 128 }));
    };
    let base: IpAddr = base.parse().ok()?;
    let most = if base.is_ipv4() { 32 } else { 128 };
    let is_number = length.bytes().all(|byte| byte.is_ascii_digit());
    let length = length
        .parse::<u8>()
        .ok()
        .filter(|bits| is_number && *bits <= most)?;
    match base.to_canonical() {
        IpAddr::V4(v4) if base.is_ipv6() && length >= 96 => Some((v4.into(), length - 96)),
        _ => Some((base, length)),
    }
}

/// Whether a text that is no address was most likely meant as one.
fn looks_like_an_address(text: &str) -> bool {
    let is_made_of = |others: &str, is_digit: fn(&u8) -> bool| {
        text.bytes()
            .all(|byte| is_digit(&byte) || others.as_bytes().contains(&byte))
    };
    let dots = text.matches('.').count();
    dots >= 2 && is_made_of("./:-", u8::is_ascii_digit)
        || text.contains("::") && is_made_of("./:", u8::is_ascii_hexdigit)
}

/// The digits of a digest, without the name of its algorithm.
fn digest(text: &str) -> Option<&str> {
    let digits = text.rsplit_once(':').map_or(text, |(name, digits)| {
        let is_name = name.starts_with(|char: char| char.is_ascii_alphabetic()) && name.len() <= 10;
        if is_name { digits } else { text }
    });
    let is_length = matches!(digits.len(), 32 | 40 | 56 | 64 | 96 | 128);
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_length && is_hex).then_some(digits)
}

fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        !label.is_empty() && label.bytes().all(is_inner)
    };
    let Some((_, top)) = text.rsplit_once('.') else {
        return false;
    };
    let is_top = top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_top || top.starts_with("xn--")) && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told() {
        for (written, kind) in [
            ("evil.example", IndicatorKind::Domain),
            ("*.evil.example.", IndicatorKind::Domain),
            ("evil[.]example", IndicatorKind::Domain),
            ("xn--e1afmkfd.xn--p1ai", IndicatorKind::Domain),
            ("d41d8cd98f00b204e9800998ecf8427e", IndicatorKind::Hash),
            ("md5:D41D8CD98F00B204E9800998ECF8427E", IndicatorKind::Hash),
            ("/tmp/.x", IndicatorKind::Path),
            ("hxxps://evil[.]example/a.sh", IndicatorKind::Url),
            ("xmrig", IndicatorKind::Text),
            ("de:ad:be:ef:00:01", IndicatorKind::Text),
            ("\"1.2.3.400\"", IndicatorKind::Text),
            ("stratum+tcp", IndicatorKind::Text),
        ] {
            match read(written) {
                Ok(Indicator::Needle(found, _)) => assert_eq!(found, kind, "{written}"),
                other => panic!("{written}: {other:?}"),
            }
        }
    }

    #[test]
    fn addresses_are_told() {
        for (written, address, length) in [
            ("1.2.3.4", "1.2.3.4", 32),
            ("1[.]2[.]3[.]4", "1.2.3.4", 32),
            ("10.0.0.0/8", "10.0.0.0", 8),
            ("::ffff:1.2.3.4", "1.2.3.4", 32),
            ("::ffff:1.2.3.0/120", "1.2.3.0", 24),
            ("2001:db8::/32", "2001:db8::", 32),
        ] {
            let network = Indicator::Network(address.parse().unwrap(), length);
            assert_eq!(read(written), Ok(network), "{written}");
        }
        assert_eq!(
            read("1.2.3.4:4444"),
            Ok(Indicator::Endpoint("1.2.3.4:4444".parse().unwrap()))
        );
    }

    #[test]
    fn what_was_meant_as_an_address_is_no_text() {
        for written in [
            "1.2.3.400",
            "1.2.3.4/33",
            "1.2.3",
            "1.2.3.4..1.2.3.9",
            "1.2.3.4-1.2.3.9",
            "1.2.3.4:99999",
            "2001:db8::1::2",
        ] {
            assert_eq!(read(written), Err(Misread::Address), "{written}");
        }
        assert_eq!(read("\"\""), Err(Misread::Empty));
    }
}
