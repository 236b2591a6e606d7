//! Which addresses may be connected to: the public internet, and what the user allows besides.
//!
//! A page may link, or redirect, to anything: the metadata service of a cloud, a router, the next desk. The guard
//! judges addresses, never names, so that no name that resolves to such an address slips through.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// Judges addresses.
#[derive(Clone, Debug)]
pub(super) struct AddressGuard {
    allowed: Vec<IpNet>,
}

/// An IPv4 block, written as in the registry.
const fn v4(a: u8, b: u8, c: u8, d: u8, length: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length)
}

/// An IPv6 block by its first four groups; the others are 0.
const fn v6(a: u16, b: u16, c: u16, d: u16, length: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0), length)
}

/// Blocks that are not globally reachable, by the IANA IPv4 Special-Purpose Address Registry, plus multicast
/// (RFC 5771). The metadata services of clouds, 169.254.169.254, are link-local.
const V4: &[(Ipv4Net, &str)] = &[
    (v4(0, 0, 0, 0, 8), "an unspecified address"),
    (v4(10, 0, 0, 0, 8), "a private address"),
    (v4(100, 64, 0, 0, 10), "an address of a provider's own network"),
    (v4(127, 0, 0, 0, 8), "a loopback address"),
    (v4(169, 254, 0, 0, 16), "a link-local address"),
    (v4(172, 16, 0, 0, 12), "a private address"),
    (v4(192, 0, 0, 0, 24), "a protocol's own address"),
    (v4(192, 0, 2, 0, 24), "an address for documentation"),
    (v4(192, 88, 99, 0, 24), "a retired relay address"),
    (v4(192, 168, 0, 0, 16), "a private address"),
    (v4(198, 18, 0, 0, 15), "an address for benchmarks"),
    (v4(198, 51, 100, 0, 24), "an address for documentation"),
    (v4(203, 0, 113, 0, 24), "an address for documentation"),
    (v4(224, 0, 0, 0, 4), "a multicast address"),
    (v4(240, 0, 0, 0, 4), "a reserved address"),
];

/// The same by the IANA IPv6 Special-Purpose Address Registry. Only `2000::/3` is handed out, so all else is
/// refused by [`GLOBAL_V6`]; these are the exceptions inside it.
const V6: &[(Ipv6Net, &str)] = &[
    (v6(0x2001, 0, 0, 0, 23), "a protocol's own address"),
    (v6(0x2001, 0xdb8, 0, 0, 32), "an address for documentation"),
    (v6(0x3fff, 0, 0, 0, 20), "an address for documentation"),
];

/// What the internet registries hand out from.
const GLOBAL_V6: Ipv6Net = v6(0x2000, 0, 0, 0, 3);

impl AddressGuard {
    pub(super) fn new(allowed: Vec<IpNet>) -> Self {
        Self { allowed }
    }

    /// What kind of address it is, if it may not be connected to.
    pub(super) fn refuses(&self, address: IpAddr) -> Option<&'static str> {
        // `::ffff:127.0.0.1` connects to 127.0.0.1, and is judged and allowed as that.
        let address = address.to_canonical();
        if self.allowed.iter().any(|net| net.contains(&address)) {
            return None;
        }
        match address {
            IpAddr::V4(address) => refuses_v4(address),
            IpAddr::V6(address) => refuses_v6(address),
        }
    }
}

fn refuses_v4(address: Ipv4Addr) -> Option<&'static str> {
    V4.iter().find(|(net, _)| net.contains(&address)).map(|&(_, kind)| kind)
}

fn refuses_v6(address: Ipv6Addr) -> Option<&'static str> {
    if address.is_loopback() {
        return Some("a loopback address");
    }
    if let Some(inner) = translated(address) {
        return refuses_v4(inner);
    }
    if !GLOBAL_V6.contains(&address) {
        return Some(match address.octets() {
            [0xfe, 0x80..=0xbf, ..] => "a link-local address",
            [0xfc | 0xfd, ..] => "a private address",
            [0xff, ..] => "a multicast address",
            _ => "a reserved address",
        });
    }
    V6.iter().find(|(net, _)| net.contains(&address)).map(|&(_, kind)| kind)
}

/// The IPv4 address that a NAT64 gateway (`64:ff9b::/96`, RFC 6052) or a 6to4 relay (`2002::/16`, RFC 3056) passes
/// packets for this address on to.
fn translated(address: Ipv6Addr) -> Option<Ipv4Addr> {
    match address.octets() {
        [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, a, b, c, d] | [0x20, 0x02, a, b, c, d, ..] => {
            Some(Ipv4Addr::new(a, b, c, d))
        }
        _ => None,
    }
}
