//! Heads of requests, the hostile ones among them: what is let through, and with which status the rest ends.

use super::{Head, LONGEST_HEAD, read};
use crate::serve::hosts::Hosts;

fn hosts() -> Hosts {
    Hosts::new("127.0.0.1", 8421, &[])
}

/// The path of a request that is let through, or the status of its refusal; 0 where more is to come.
fn outcome(head: &[u8]) -> Result<String, u16> {
    match read(head, &hosts()) {
        Head::Whole(request, length) => {
            assert_eq!(length, head.len());
            Ok(request.path)
        }
        Head::Refused(refusal) => Err(refusal.status),
        Head::Partial => Err(0),
    }
}

#[test]
fn targets() {
    let check = |target: &str, expected: Result<&str, u16>| {
        let head = format!("GET {target} HTTP/1.1\r\nHost: localhost:8421\r\n\r\n");
        let shown: String = target.chars().take(80).collect();
        assert_eq!(outcome(head.as_bytes()), expected.map(str::to_owned), "{shown}");
    };
    let long = format!("/{}", "a".repeat(8 * 1024));
    // What is let through is looked up in a list, where none of these stand.
    for (target, path) in [
        ("/", ""),
        ("/plans/a.html", "plans/a.html"),
        ("/plans/a.html?x=1", "plans/a.html"),
        ("/%E9%95%B7%E6%B2%99.html", "長沙.html"),
        ("/../../etc/passwd", "../../etc/passwd"),
        ("/%2e%2e/%2e%2e/etc/passwd", "../../etc/passwd"),
        ("/%252e%252e/etc/passwd", "%2e%2e/etc/passwd"),
        ("//evil.test/", "/evil.test/"),
        ("///etc/passwd", "//etc/passwd"),
        ("/%2fetc/passwd", "/etc/passwd"),
        ("/@fs/etc/passwd?raw??", "@fs/etc/passwd"),
    ] {
        check(target, Ok(path));
    }
    for target in [
        "http://localhost:8421/plans/a.html",
        "https://evil.test/",
        "localhost:8421",
        "*",
        "plans/a.html",
        "file:///etc/passwd",
        "/a#b",
        "/plans/a.html#x",
        "#",
        "/a\\b",
        "/..\\..\\etc\\passwd",
        "/%5c..%5cetc",
        "/%",
        "/%2",
        "/%zz",
        "/a?%",
        "/a?x=%g1",
        "/%00",
        "/a%00.html",
        "/%0a",
        "/%0d%0aSet-Cookie:x",
        "/%7f",
        "/%c0%ae%c0%ae/etc/passwd",
        "/%e0%80%ae/",
        "/%ff",
        "/%80",
        "/%ed%a0%80",
        "/長沙.html",
        &long,
    ] {
        check(target, Err(400));
    }
}

#[test]
fn heads() {
    let check = |head: &str, expected: Result<&str, u16>| {
        assert_eq!(
            outcome(head.as_bytes()),
            expected.map(str::to_owned),
            "{:?}",
            head.chars().take(120).collect::<String>()
        );
    };
    let with = |line: &str| format!("GET /a HTTP/1.1\r\nHost: localhost:8421\r\n{line}\r\n\r\n");
    check("", Err(0));
    check("GET /a HTTP/1.1\r\nHost: loc", Err(0));
    check(&format!("GET /{}", "a".repeat(LONGEST_HEAD)), Err(431));
    check(&format!("GET / HTTP/1.1\r\n{}", "a: b\r\n".repeat(65)), Err(431));
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "PROPFIND", "get", "X"] {
        check(&format!("{method} /a HTTP/1.1\r\nHost: localhost:8421\r\n\r\n"), Err(405));
    }
    for head in [
        "GET /a\r\n\r\n",
        "GET /a HTTP/0.9\r\n\r\n",
        "GET /a HTTP/2.0\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: localhost:8421\r\n\r\n",
        "GET  /a HTTP/1.1\r\nHost: localhost:8421\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost : localhost:8421\r\n\r\n",
        "GET /a HTTP/1.1\r\n Host: localhost:8421\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost\r\n\r\n",
        "GET /a\u{0} HTTP/1.1\r\nHost: localhost:8421\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}",
        "GET /a HTTP/1.1\r\n\r\n",
        "GET /a HTTP/1.0\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: localhost:8421\r\nHost: evil.test\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: localhost:8421\r\nhost: localhost:8421\r\n\r\n",
    ] {
        check(head, Err(400));
    }
    check("GET /a HTTP/1.0\r\nHost: localhost:8421\r\n\r\n", Ok("a"));
    check("HEAD /a HTTP/1.1\r\nHost: localhost:8421\r\n\r\n", Ok("a"));
    check("GET /a HTTP/1.1\r\nHost: evil.test\r\n\r\n", Err(403));
    check("GET /a HTTP/1.1\r\nHost: \r\n\r\n", Err(403));
    check(&with("Content-Length: 0"), Ok("a"));
    check(&with("Content-Length: 1"), Err(413));
    check(&with("Content-Length: -1"), Err(413));
    check(&with("Content-Length: 0\r\nContent-Length: 5"), Err(413));
    check(&with("Transfer-Encoding: chunked"), Err(413));
    check(&with("Transfer-Encoding : chunked"), Err(400));
    check(&with("Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document"), Ok("a"));
    check(
        &with("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document"),
        Ok("a"),
    );
    check(
        &with("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: iframe"),
        Err(403),
    );
    check(&with("Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script"), Err(403));
    check(&with("Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty"), Ok("a"));
}

/// The hint allows the very name that was refused.
#[test]
fn a_refused_name_is_told_how_to_be_allowed() {
    let check = |name: &str, hint: &str| {
        let head = format!("GET /a HTTP/1.1\r\nHost: {name}\r\n\r\n");
        let Head::Refused(refusal) = read(head.as_bytes(), &hosts()) else { panic!("{name}") };
        assert!(refusal.reason.ends_with(hint), "{name}: {}", refusal.reason);
    };
    check("localhost:9000", "`planpress serve --allow-host localhost:9000`");
    check("plans.example", "`planpress serve --allow-host plans.example`");
    check("", "the Host header names none");
    let allowed = Hosts::new("127.0.0.1", 8421, &["localhost:9000".to_owned()]);
    assert!(allowed.allows("localhost:9000"));
}

#[test]
fn who_asks() {
    let check = |lines: &str, same_origin: bool, keeps_alive: bool| {
        let head = format!("GET /a?t=%20 HTTP/1.1\r\nHost: localhost:8421\r\n{lines}\r\n");
        let Head::Whole(request, _) = read(head.as_bytes(), &hosts()) else { panic!("{head}") };
        assert_eq!((request.is_same_origin, request.keeps_alive), (same_origin, keeps_alive), "{lines}");
        assert_eq!((request.query.as_str(), request.head_only), ("t=%20", false));
    };
    check("", true, true);
    check("Connection: close\r\n", true, false);
    check("Connection: keep-alive, Close\r\n", true, false);
    check("Origin: http://localhost:8421\r\n", true, true);
    check("Origin: http://localhost:8422\r\n", false, true);
    check("Origin: https://localhost:8421\r\n", false, true);
    check("Origin: http://127.0.0.1:8421\r\n", false, true);
    check("Origin: null\r\n", false, true);
    check("Sec-Fetch-Site: same-origin\r\n", true, true);
    check("Sec-Fetch-Site: none\r\n", false, true);
}
