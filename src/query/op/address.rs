//! Addresses: single ones, prefixes, ranges and classes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::Range;
use std::sync::LazyLock;

use super::intervals::Intervals;
use super::{Compiled, Diagnostic, Given, Ready, Test, range_ends};
use crate::query::error::{Caution, What};
use crate::query::item::Item;
use crate::record::derived::network::parse_address;

/// Addresses from one to another, of one family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AddressRange {
    V4(u32, u32),
    V6(u128, u128),
}

/// Addresses of both families.
#[derive(Debug)]
struct AddressSet {
    v4: Intervals<u32>,
    v6: Intervals<u128>,
}

#[derive(Debug)]
struct Addresses {
    listed: AddressSet,
    /// Whether all that is public is wanted too.
    takes_public: bool,
}

pub(super) fn compile(given: &Given<'_>) -> Compiled {
    let mut spans = Vec::new();
    let mut cautions = Vec::new();
    let mut takes_public = false;
    for item in given.items {
        let text = given.plain_text(item)?;
        if text.eq_ignore_ascii_case("public") {
            takes_public = true;
            continue;
        }
        let (found, caution) = read(given, item, &text)?;
        spans.extend(found);
        cautions.extend(caution.map(|caution| (item.at.0.clone(), caution)));
    }
    let test = Addresses {
        listed: AddressSet::new(spans.into_iter()),
        takes_public,
    };
    Ok(Ready {
        test: Box::new(test),
        cautions,
    })
}

impl AddressSet {
    fn new(spans: impl Iterator<Item = AddressRange>) -> Self {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for span in spans {
            match span {
                AddressRange::V4(low, high) => v4.push((low, high)),
                AddressRange::V6(low, high) => v6.push((low, high)),
            }
        }
        Self {
            v4: Intervals::new(v4),
            v6: Intervals::new(v6),
        }
    }

    fn holds(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(address) => self.v4.holds(address.to_bits()),
            IpAddr::V6(address) => self.v6.holds(address.to_bits()),
        }
    }
}

impl Test for Addresses {
    fn passes(&self, text: &str) -> bool {
        let Some(address) = parse_address(text) else {
            return false;
        };
        self.listed.holds(address) || self.takes_public && is_public(address)
    }

    fn cost(&self) -> u32 {
        4
    }
}

type Read = (Vec<AddressRange>, Option<Caution>);

fn read(given: &Given<'_>, item: &Item, text: &str) -> Result<Read, Diagnostic> {
    let fault = |what| (item.at.0.clone(), what);
    let no_address = || {
        fault(What::NotAnAddress {
            field: given.field(),
            text: text.to_owned(),
        })
    };
    if let Some(prefixes_of) = class(text) {
        return Ok((prefixes(prefixes_of).collect(), None));
    }
    if let Some((head, length)) = text.split_once('/') {
        let base: IpAddr = head.parse().map_err(|_| no_address())?;
        let at = length_at(item, text, length);
        return prefix(base, length)
            .map(|(span, caution)| (vec![span], caution))
            .map_err(|what| (at, what));
    }
    if let Some((low, high)) = range_ends(text) {
        let ends = parse_address(low)
            .zip(parse_address(high))
            .ok_or_else(no_address)?;
        return range(ends, text)
            .map(|span| (vec![span], None))
            .map_err(fault);
    }
    let address = parse_address(text).ok_or_else(no_address)?;
    Ok((
        vec![between(address, address).unwrap_or(AddressRange::V4(0, 0))],
        None,
    ))
}

/// Where the prefix length stands; where it cannot be told, where the item does.
fn length_at(item: &Item, text: &str, length: &str) -> Range<usize> {
    let quote = usize::from(item.quoted);
    let is_as_typed = item.at.0.len() == text.len() + 2 * quote;
    let end = item.at.0.end - quote;
    if is_as_typed {
        end - length.len()..end
    } else {
        item.at.0.clone()
    }
}

fn range((low, high): (IpAddr, IpAddr), text: &str) -> Result<AddressRange, What> {
    let text = || text.to_owned();
    let span = between(low, high).ok_or_else(|| What::MixedRange { text: text() })?;
    if low > high {
        Err(What::BackwardsRange { text: text() })
    } else {
        Ok(span)
    }
}

fn between(low: IpAddr, high: IpAddr) -> Option<AddressRange> {
    match (low, high) {
        (IpAddr::V4(low), IpAddr::V4(high)) => {
            Some(AddressRange::V4(low.to_bits(), high.to_bits()))
        }
        (IpAddr::V6(low), IpAddr::V6(high)) => {
            Some(AddressRange::V6(low.to_bits(), high.to_bits()))
        }
        _ => None,
    }
}

/// The addresses of `base/length`; host bits are cleared, with a caution.
fn prefix(base: IpAddr, length: &str) -> Result<(AddressRange, Option<Caution>), What> {
    let (version, most) = if base.is_ipv4() { (4, 32) } else { (6, 128) };
    let is_number = length.bytes().all(|byte| byte.is_ascii_digit());
    let bits = length
        .parse::<u32>()
        .ok()
        .filter(|bits| is_number && *bits <= u32::from(most));
    let Some(bits) = bits else {
        return Err(What::PrefixLength {
            length: length.to_owned(),
            version,
            most,
        });
    };
    let (span, start): (AddressRange, IpAddr) = match base {
        IpAddr::V4(base) => {
            let host = u32::MAX.checked_shr(bits).unwrap_or(0);
            let low = base.to_bits() & !host;
            (
                AddressRange::V4(low, low | host),
                Ipv4Addr::from_bits(low).into(),
            )
        }
        IpAddr::V6(base) => {
            let host = u128::MAX.checked_shr(bits).unwrap_or(0);
            let low = base.to_bits() & !host;
            let span = between(canonical(low), canonical(low | host))
                .unwrap_or(AddressRange::V6(low, low | host));
            (span, Ipv6Addr::from_bits(low).into())
        }
    };
    let caution = (start != base).then(|| Caution::HostBits {
        using: format!("{start}/{bits}"),
    });
    Ok((span, caution))
}

/// The address as records are read: one that is mapped from version 4 is a version 4 address.
fn canonical(bits: u128) -> IpAddr {
    IpAddr::V6(Ipv6Addr::from_bits(bits)).to_canonical()
}

/// Classes: RFC 1918, 6598 and 4193; 1122 and 4291; 3927; 5771; the metadata services of the clouds.
pub static CLASSES: &[(&str, &[&str])] = &[
    ("private", PRIVATE),
    ("loopback", LOOPBACK),
    ("linklocal", LINK_LOCAL),
    ("multicast", MULTICAST),
    ("metadata", &["169.254.169.254/32", "fd00:ec2::254/128"]),
    ("v4", &["0.0.0.0/0"]),
    ("v6", &["::/0"]),
];
const PRIVATE: &[&str] = &[
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "fc00::/7",
];
const LOOPBACK: &[&str] = &["127.0.0.0/8", "::1/128"];
const LINK_LOCAL: &[&str] = &["169.254.0.0/16", "fe80::/10"];
const MULTICAST: &[&str] = &["224.0.0.0/4", "ff00::/8"];
const UNSPECIFIED: &[&str] = &["0.0.0.0/32", "::/128", "255.255.255.255/32"];
const NOT_PUBLIC: &[&[&str]] = &[PRIVATE, LOOPBACK, LINK_LOCAL, MULTICAST, UNSPECIFIED];

/// Whether `ip=public` takes an address.
pub fn is_public(address: IpAddr) -> bool {
    static SET: LazyLock<AddressSet> =
        LazyLock::new(|| AddressSet::new(NOT_PUBLIC.iter().copied().flat_map(prefixes)));
    !SET.holds(address)
}

fn class(name: &str) -> Option<&'static [&'static str]> {
    let class = CLASSES
        .iter()
        .find(|(class, _)| class.eq_ignore_ascii_case(name))?;
    Some(class.1)
}

fn prefixes(list: &'static [&'static str]) -> impl Iterator<Item = AddressRange> {
    list.iter().filter_map(|text| {
        let (base, length) = text.split_once('/')?;
        prefix(base.parse().ok()?, length)
            .ok()
            .map(|(span, _)| span)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(class_name: &str, address: &str) -> bool {
        let address = parse_address(address).unwrap();
        match class(class_name) {
            Some(list) => AddressSet::new(prefixes(list)).holds(address),
            None => is_public(address),
        }
    }

    #[test]
    fn classes_hold_their_edges() {
        for (address, class) in [
            ("10.0.0.0", "private"),
            ("10.255.255.255", "private"),
            ("172.16.0.0", "private"),
            ("172.31.255.255", "private"),
            ("192.168.1.1", "private"),
            ("100.64.0.1", "private"),
            ("fd12::1", "private"),
            ("127.9.9.9", "loopback"),
            ("::1", "loopback"),
            ("169.254.1.1", "linklocal"),
            ("fe80::1", "linklocal"),
            ("224.0.0.1", "multicast"),
            ("ff02::1", "multicast"),
            ("169.254.169.254", "metadata"),
            ("fd00:ec2::254", "metadata"),
            ("8.8.8.8", "public"),
            ("2001:db8::1", "public"),
            ("172.32.0.0", "public"),
            ("100.128.0.0", "public"),
            ("255.255.255.254", "public"),
            ("::2", "public"),
        ] {
            assert!(is(class, address), "{address} is {class}");
            assert_eq!(is("public", address), class == "public", "{address}");
        }
        for none in ["0.0.0.0", "255.255.255.255", "::"] {
            assert!(!is("public", none), "{none}");
        }
        assert!(is("public", "::ffff:8.8.8.8") && is("v4", "::ffff:8.8.8.8"));
    }

    #[test]
    fn prefixes_of_mapped_addresses_are_version_4() {
        let (span, _) = prefix("::ffff:10.0.0.0".parse().unwrap(), "104").unwrap();
        assert_eq!(span, AddressRange::V4(0x0A00_0000, 0x0AFF_FFFF));
        let (all, caution) = prefix("10.1.2.3".parse().unwrap(), "0").unwrap();
        assert_eq!(all, AddressRange::V4(0, u32::MAX));
        assert_eq!(
            caution,
            Some(Caution::HostBits {
                using: "0.0.0.0/0".to_owned()
            })
        );
    }
}
