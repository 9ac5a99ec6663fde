//! Ports, names, stopping: how the program behaves on a machine that is not its own.

use super::{SITE, Served};
use crate::support::{files, site};
use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

#[test]
fn a_port_that_is_taken_is_named() {
    let folder = site(&SITE);
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let Err((code, said)) = Served::run(&folder.path().join("site"), &["--port", &port.to_string()]) else {
        panic!("it is served at a taken port");
    };
    assert_eq!(code, Some(2), "{said}");
    assert!(said.starts_with("error: ") && said.contains(&format!("port {port} is taken")), "{said}");
}

/// Without a port it is the first free one of ten. Others may use some of them on this machine.
#[test]
fn the_next_port_is_taken_and_said() {
    let folder = site(&SITE);
    let root = folder.path().join("site");
    let mut servers = Vec::new();
    let mut ports = BTreeSet::new();
    loop {
        match Served::run(&root, &[]) {
            Ok(served) => {
                assert!((8421..8431).contains(&served.port) && ports.insert(served.port), "{}", served.port);
                assert_eq!(served.get("/").status, 200);
                if served.port != 8421 {
                    served.hears(&format!(
                        "the default port is taken by another program; this is {}",
                        served.port
                    ));
                }
                servers.push(served);
            }
            Err((code, said)) => {
                assert_eq!(code, Some(2));
                assert!(said.contains("8421 to 8430 are all taken"), "{said}");
                break;
            }
        }
        assert!(servers.len() <= 10);
    }
}

/// What listens on this machine at a port: the addresses as the kernel writes them.
#[cfg(target_os = "linux")]
fn listeners(port: u16) -> Vec<String> {
    let mut found = Vec::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        for line in fs::read_to_string(table).unwrap_or_default().lines().skip(1) {
            let parts: Vec<&str> = line.split_whitespace().collect();
            let (address, hex) = parts[1].split_once(':').unwrap();
            if parts[3] == "0A" && u16::from_str_radix(hex, 16) == Ok(port) {
                found.push(address.to_owned());
            }
        }
    }
    found
}

#[cfg(target_os = "linux")]
#[test]
fn only_this_machine_can_read_unless_it_is_said() {
    let folder = site(&SITE);
    let root = folder.path().join("site");
    let served = Served::start(&root, &[]);
    assert_eq!(listeners(served.port), ["0100007F"]);
    assert!(!served.said().contains("network"));
    let open = Served::start(&root, &["--host", "0.0.0.0"]);
    assert_eq!(listeners(open.port), ["00000000"]);
    open.hears("every machine that reaches this one by network can read the site");
    let ask = |host: &str| {
        open.raw(
            format!("GET / HTTP/1.1\r\nHost: {host}:{}\r\nConnection: close\r\n\r\n", open.port).as_bytes(),
        )
        .status
    };
    assert_eq!((ask("192.168.1.7"), ask("evil.test")), (200, 403));
}

#[test]
fn a_further_name_is_answered_where_it_is_allowed() {
    let folder = site(&SITE);
    let served = Served::start(
        &folder.path().join("site"),
        &["--allow-host", "plans.test", "--allow-host", "desk:81"],
    );
    let ask = |host: &str| {
        served.raw(format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes()).status
    };
    assert_eq!(["plans.test", "desk:81", "desk", "other.test"].map(ask), [200, 200, 403, 403]);
}

#[test]
fn it_ends_when_told_to_and_leaves_nothing() {
    let folder = site(&SITE);
    let root = folder.path().join("site");
    let before = files(folder.path());
    for (turn, signal) in ["INT", "TERM"].into_iter().cycle().take(8).enumerate() {
        let served = Served::start(&root, &[]);
        let port = served.port;
        let mut stream = served.connect();
        if turn > 1 {
            assert_eq!(served.get("/").status, 200);
            let events = format!(
                "GET /.planpress/events?token={} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n",
                served.token()
            );
            stream.write_all(events.as_bytes()).unwrap();
            let mut line = String::new();
            BufReader::new(&stream).read_line(&mut line).unwrap();
            assert!(line.contains("200"), "{line}");
        }
        assert_eq!(served.stop(signal), Some(0), "{signal}");
        TcpListener::bind(("127.0.0.1", port)).unwrap();
    }
    assert!(files(folder.path()) == before, "nothing is left");
}

#[test]
fn without_a_site_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let Err((code, said)) = Served::run(folder.path(), &["--port", "0"]) else { panic!("there is no site") };
    assert!(code == Some(2) && said.contains("planpress.yaml"), "{said}");
}
