//! Which names this server answers to. A page of another site can have its own name lead to this machine
//! (DNS rebinding), and would then read what is served here; so a request must be meant for one of ours.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The names of a server.
#[derive(Debug)]
pub(super) struct Hosts {
    port: u16,
    /// Names and addresses as they stand in a Host header, with the server's port.
    own: Vec<String>,
    /// Names that were allowed by hand: behind a proxy the port is that of the proxy, or none.
    allowed: Vec<String>,
    /// Any address of this machine: no other site can give itself an address.
    any_address: bool,
}

impl Hosts {
    /// The names of a server that was asked to listen at `host` and `port`.
    pub(super) fn new(host: &str, port: u16, allowed: &[String]) -> Self {
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let address: Option<IpAddr> = bare.parse().ok();
        let given = match address {
            Some(IpAddr::V6(address)) => format!("[{address}]"),
            _ => bare.to_ascii_lowercase(),
        };
        let mut own: Vec<String> = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned).to_vec();
        own.push(given);
        let allowed = allowed.iter().map(|name| name.to_ascii_lowercase()).collect();
        Self { port, own, allowed, any_address: address.is_some_and(|address| address.is_unspecified()) }
    }

    /// Whether a Host header names this server.
    pub(super) fn allows(&self, header: &str) -> bool {
        let header = header.to_ascii_lowercase();
        let Some((name, port)) = split(&header) else { return false };
        let has_port = match port {
            Some(port) => port == self.port.to_string(),
            None => self.port == 80,
        };
        if self.allowed.contains(&header) {
            return true;
        }
        if self.allowed.iter().any(|allowed| allowed == name) {
            return has_port || port.is_none();
        }
        has_port && (self.own.iter().any(|own| own == name) || (self.any_address && is_address(name)))
    }
}

/// Whether a text is a name, or an address, of a host, with or without a port.
pub(super) fn is_name(text: &str) -> bool {
    let is_port = |port: &str| port.parse::<u16>().is_ok();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    split(text).is_some_and(|(name, port)| {
        let is_plain = !name.is_empty() && name.chars().all(is_part);
        (is_plain || is_address(name)) && port.is_none_or(is_port)
    })
}

/// The name (an IPv6 address with its brackets) and the port.
fn split(header: &str) -> Option<(&str, Option<&str>)> {
    let end = match header.starts_with('[') {
        true => header.find(']')? + 1,
        false => header.find(':').unwrap_or(header.len()),
    };
    let (name, rest) = header.split_at(end);
    match rest.strip_prefix(':') {
        Some(port) => Some((name, Some(port))),
        None => rest.is_empty().then_some((name, None)),
    }
}

fn is_address(name: &str) -> bool {
    let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    inner.is_some_and(|inner| inner.parse::<Ipv6Addr>().is_ok()) || name.parse::<Ipv4Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::Hosts;

    #[test]
    fn only_our_own_names_are_answered() {
        let check = |host: &str, allowed: &[&str], header: &str, expected: bool| {
            let allowed: Vec<String> = allowed.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(Hosts::new(host, 8421, &allowed).allows(header), expected, "{host}: {header:?}");
        };
        let ours = ["localhost:8421", "LOCALHOST:8421", "LocalHost:8421", "127.0.0.1:8421", "[::1]:8421"];
        ours.iter().for_each(|header| check("127.0.0.1", &[], header, true));
        let foreign = [
            "",
            ":",
            ":8421",
            "localhost",
            "127.0.0.1",
            "[::1]",
            "localhost:80",
            "localhost:8422",
            "localhost:08421",
            "localhost:+8421",
            "localhost: 8421",
            "localhost:8421:8421",
            "localhost.:8421",
            "localhost.evil.test:8421",
            "evil.test",
            "evil.test:8421",
            "127.0.0.1.nip.io:8421",
            "127.0.0.1.evil.test:8421",
            "127.0.0.2:8421",
            "127.1:8421",
            "0x7f.1:8421",
            "2130706433:8421",
            "017700000001:8421",
            "0.0.0.0:8421",
            "[::]:8421",
            "[::ffff:127.0.0.1]:8421",
            "[0:0:0:0:0:0:0:1]:8421",
            "[::1:8421",
            "::1:8421",
            "[::1]8421",
            "[::1]x:8421",
            "user@localhost:8421",
            "localhost:8421@evil.test",
            "localhost/:8421",
            "http://localhost:8421",
            "localhost:8421, evil.test",
            "evil.test, localhost:8421",
            "192.168.1.7:8421",
            "\u{fffd}:8421",
            "localhost\u{0}:8421",
        ];
        foreign.iter().for_each(|header| check("127.0.0.1", &[], header, false));
        check("127.0.0.1", &["plans.example"], "plans.example:8421", true);
        check("127.0.0.1", &["plans.example"], "PLANS.example", true);
        check("127.0.0.1", &["plans.example"], "plans.example:8080", false);
        check("127.0.0.1", &["plans.example:8080"], "plans.example:8080", true);
        check("127.0.0.1", &["plans.example"], "x.plans.example:8421", false);
        check("192.168.1.7", &[], "192.168.1.7:8421", true);
        check("0.0.0.0", &[], "192.168.1.7:8421", true);
        check("::", &[], "[fe80::1]:8421", true);
        check("0.0.0.0", &[], "evil.test:8421", false);
        check("0.0.0.0", &[], "192.168.1.7", false);
        check("Desk.lan", &[], "desk.LAN:8421", true);
    }
}
