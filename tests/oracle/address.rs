//! Addresses: literals, prefixes, ranges and classes (§4.10).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address; one of IPv4 in IPv6's clothes is of IPv4.
pub(crate) fn read(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>()
        .ok()
        .map(|address| address.to_canonical())
}

/// Whether the address is in a literal: an address, `a/bits`, `a..b`, or a class.
pub(crate) fn within(address: IpAddr, literal: &str) -> bool {
    if let Some(answer) = in_class(address, &literal.to_ascii_lowercase()) {
        return answer;
    }
    if let Some((from, to)) = literal.split_once("..") {
        let (from, to) = (must(from), must(to));
        return from.is_ipv4() == address.is_ipv4() && (from..=to).contains(&address);
    }
    if let Some((network, bits)) = literal.split_once('/') {
        return in_network(address, must(network), bits.parse().unwrap());
    }
    address == must(literal)
}

fn must(text: &str) -> IpAddr {
    read(text).unwrap_or_else(|| panic!("`{text}` is no address"))
}

/// The first `bits` bits agree, whatever the network's host bits are (decision 19).
fn in_network(address: IpAddr, network: IpAddr, bits: u32) -> bool {
    match (address, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            ((a.to_bits() ^ b.to_bits()).checked_shr(32 - bits)).unwrap_or(0) == 0
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            ((a.to_bits() ^ b.to_bits()).checked_shr(128 - bits)).unwrap_or(0) == 0
        }
        _ => false,
    }
}

fn v4(address: IpAddr, network: [u8; 4], bits: u32) -> bool {
    in_network(address, Ipv4Addr::from(network).into(), bits)
}

fn v6(address: IpAddr, first: u16, bits: u32) -> bool {
    in_network(
        address,
        Ipv6Addr::new(first, 0, 0, 0, 0, 0, 0, 0).into(),
        bits,
    )
}

fn in_class(a: IpAddr, class: &str) -> Option<bool> {
    let is = |class| in_class(a, class) == Some(true);
    Some(match class {
        "private" => {
            let rfc_1918 = v4(a, [10, 0, 0, 0], 8)
                || v4(a, [172, 16, 0, 0], 12)
                || v4(a, [192, 168, 0, 0], 16);
            let rfc_6598 = v4(a, [100, 64, 0, 0], 10);
            rfc_1918 || rfc_6598 || v6(a, 0xfc00, 7)
        }
        "loopback" => v4(a, [127, 0, 0, 0], 8) || a == IpAddr::V6(Ipv6Addr::LOCALHOST),
        "linklocal" => v4(a, [169, 254, 0, 0], 16) || v6(a, 0xfe80, 10),
        "multicast" => v4(a, [224, 0, 0, 0], 4) || v6(a, 0xff00, 8),
        "metadata" => a == must("169.254.169.254") || a == must("fd00:ec2::254"),
        "public" => {
            let nowhere = a == must("0.0.0.0") || a == must("::") || a == must("255.255.255.255");
            !(is("private") || is("loopback") || is("linklocal") || is("multicast") || nowhere)
        }
        "v4" => a.is_ipv4(),
        "v6" => a.is_ipv6(),
        _ => return None,
    })
}
