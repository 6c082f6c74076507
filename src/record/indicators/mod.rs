//! Indicators of compromise: a list of them, and which of them a record holds.

mod form;
mod search;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::{IpAddr, SocketAddr};

use super::Record;
use super::derived::Visit;
use super::derived::network::{self, parse_address};
use super::key::Key;
use super::value::Value;
use search::IndicatorTexts;

pub use form::{IndicatorKind, Misread};

/// Where indicators mean something: what ran, on what, by whom, out of which image.
const WHERE: &[Key] = &[
    Key::ProcessName,
    Key::ParentProcessName,
    Key::Source,
    Key::Resource,
    Key::Data,
    Key::EventData,
    Key::Cwd,
    Key::ContainerImage,
    Key::ProcessHash,
    Key::ParentHash,
    Key::ResourceHash,
];

/// A list of indicators, ready to be looked for.
#[derive(Debug)]
pub struct Indicators {
    /// Each as it was written.
    names: Vec<String>,
    kinds: Vec<IndicatorKind>,
    networks: Networks,
    endpoints: HashMap<SocketAddr, usize>,
    needles: IndicatorTexts,
}

impl Indicators {
    /// Reads a list: each entry with whatever the caller knows it by.
    ///
    /// # Errors
    /// The first entry that is none.
    pub fn new<'l, L>(
        lines: impl IntoIterator<Item = (L, &'l str)>,
    ) -> Result<Self, (L, &'l str, Misread)> {
        let mut list = Self {
            names: Vec::new(),
            kinds: Vec::new(),
            networks: Networks::default(),
            endpoints: HashMap::new(),
            needles: IndicatorTexts::default(),
        };
        for (line, written) in lines {
            let form = form::read(written).map_err(|why| (line, written, why))?;
            list.add(written, form);
        }
        list.needles.build();
        Ok(list)
    }

    /// Adds an indicator, unless it is there already in other words.
    fn add(&mut self, written: &str, form: form::Indicator) {
        let id = self.names.len();
        let (kind, is_new) = match form {
            form::Indicator::Network(address, length) => (
                IndicatorKind::Address,
                self.networks.add(address, length, id),
            ),
            form::Indicator::Endpoint(endpoint) => {
                let is_new = !self.endpoints.contains_key(&endpoint);
                self.endpoints.entry(endpoint).or_insert(id);
                self.needles
                    .add(IndicatorKind::Endpoint, &endpoint.to_string(), id);
                (IndicatorKind::Endpoint, is_new)
            }
            form::Indicator::Needle(kind, text) => (kind, self.needles.add(kind, &text, id)),
        };
        if is_new {
            self.names.push(written.to_owned());
            self.kinds.push(kind);
        }
    }

    /// How many there are of each kind that is there.
    pub fn counts(&self) -> Vec<(IndicatorKind, usize)> {
        let mut counts = BTreeMap::new();
        for kind in &self.kinds {
            *counts.entry(*kind).or_insert(0) += 1;
        }
        counts.into_iter().collect()
    }

    /// Calls `visit` with each indicator that the record holds, as it was written, in the order of the list, until it
    /// answers `true`; answers whether it did.
    pub fn any<'a>(&self, record: &Record<'a>, visit: Visit<'_, 'a>) -> bool {
        let hits = self.hits(record);
        let mut names = hits.into_iter().filter_map(|id| self.names.get(id));
        names.any(|name| visit(&Value::text(name.clone())))
    }

    /// No more than the list has, however often a hostile line repeats one.
    fn hits(&self, record: &Record<'_>) -> BTreeSet<usize> {
        let mut hits = BTreeSet::new();
        for key in WHERE {
            let Some(value) = record.raw(*key).and_then(Value::of) else {
                continue;
            };
            self.needles.find(&value.text, &mut hits);
            if !self.networks.is_empty() {
                search::addresses(&value.text, &mut |address| {
                    self.networks.find(address, &mut hits);
                });
            }
        }
        if !self.endpoints.is_empty() {
            self.peers(record, &mut hits);
        }
        hits
    }

    /// Endpoints whose address and port stand apart.
    fn peers(&self, record: &Record<'_>, hits: &mut BTreeSet<usize>) {
        network::address(record, "", &mut |address| {
            let address = parse_address(&address.text);
            network::port(record, "", &mut |port| {
                let endpoint = address.zip(port.text.parse().ok());
                let found =
                    endpoint.and_then(|(ip, port)| self.endpoints.get(&SocketAddr::new(ip, port)));
                hits.extend(found);
                false
            })
        });
    }
}

/// Networks, by the length of their prefix.
#[derive(Debug, Default)]
struct Networks {
    /// The lengths that occur, in bits, of version 4 and version 6.
    lengths: [Vec<u8>; 2],
    known: HashMap<(u8, IpAddr), usize, foldhash::fast::RandomState>,
}

impl Networks {
    fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    fn add(&mut self, address: IpAddr, length: u8, id: usize) -> bool {
        let lengths = &mut self.lengths[usize::from(address.is_ipv6())];
        if !lengths.contains(&length) {
            lengths.push(length);
        }
        let network = (length, masked(address, length));
        let is_new = !self.known.contains_key(&network);
        self.known.entry(network).or_insert(id);
        is_new
    }

    fn find(&self, address: IpAddr, hits: &mut BTreeSet<usize>) {
        for length in &self.lengths[usize::from(address.is_ipv6())] {
            hits.extend(self.known.get(&(*length, masked(address, *length))));
        }
    }
}

/// The address with the bits behind the prefix cleared.
fn masked(address: IpAddr, length: u8) -> IpAddr {
    let length = u32::from(length);
    match address {
        IpAddr::V4(v4) => {
            let host = u32::MAX.checked_shr(length).unwrap_or(0);
            IpAddr::V4((v4.to_bits() & !host).into())
        }
        IpAddr::V6(v6) => {
            let host = u128::MAX.checked_shr(length).unwrap_or(0);
            IpAddr::V6((v6.to_bits() & !host).into())
        }
    }
}

#[cfg(test)]
mod tests;
