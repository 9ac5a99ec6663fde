//! Requests that want more than they are due. A canary lies outside the site, another in a hidden file of it,
//! and sources that are not published: no answer may hold any of it.

use super::{PATIENCE, SITE, Served};
use crate::support::{files, planpress, site};
use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::time::{Duration, Instant};

const CANARY: &str = "canary-7d1f9c";

/// Targets that lead out of the site where they are joined to a path: plain, encoded once and twice, mixed.
fn traversals() -> Vec<String> {
    let ups = [
        "..",
        "%2e%2e",
        ".%2e",
        "%2E.",
        "%252e%252e",
        "..%00",
        "..;",
        "....",
        ".../",
        "%c0%ae%c0%ae",
        "%e0%80%ae%e0%80%ae",
        "%uff0e%uff0e",
        "%ef%bc%8e%ef%bc%8e",
        "..%5c",
        "..\\",
        "%2e%2e%5c",
    ];
    let slashes = ["/", "%2f", "%5c", "\\", "//", "%252f"];
    let mut list = Vec::new();
    for up in ups {
        for slash in slashes {
            list.push(format!("/{up}{slash}canary.txt"));
        }
    }
    list
}

/// The requests of advisories against other servers, and their like.
const ADVISORIES: [&str; 44] = [
    // Zola CVE-2023-40274, MkDocs CVE-2021-40978, sirv.
    "/../canary.txt",
    "/../../canary.txt",
    "/plans/../../canary.txt",
    "/%2e%2e/canary.txt",
    "//canary.txt",
    "/./canary.txt",
    "/plans/%2e%2e/%2e%2e/canary.txt",
    "/assets/../../../canary.txt",
    // Vite: CVE-2023-34092, -2024-23331, -2025-30208, -31125, -31486, -32395, -58751, -58752, 2026-39364.
    "//@fs/canary.txt",
    "/@fs/canary.txt",
    "/@FS/canary.txt",
    "/@fs/canary.txt?raw??",
    "/@fs/canary.txt?import&raw??",
    "/canary.txt?inline&import",
    "/@fs/canary.txt?inline=1.wasm?init",
    "/canary.txt?.svg",
    "/@fs/x/x/../../canary.txt?import&?raw",
    "/#/../canary.txt",
    "/@fs/#/../canary.txt",
    "/site-private/canary.txt",
    "/canary.txt.html",
    "/canary",
    "/@id/canary.txt",
    // webpack-dev-server, esbuild and others: sources of the site that are no part of what is built.
    "/planpress.yaml",
    "/plans/a.md",
    "/schemas/note.yaml",
    "/metrics.yaml",
    "/.secret",
    "/%2esecret",
    "/.git/config",
    "/static/.secret",
    "/static/notes/read%20me.txt",
    "/PLANS/A.HTML",
    "/plans/a.html/",
    "/plans/a.html/../a.html",
    "/plans//a.html",
    "/plans/./a.html",
    "/plans/a.html%20",
    "/plans/a.html.",
    "/plans",
    "/.planpress/",
    "/.planpress/source/",
    "/.planpress/source/../../planpress.yaml",
    "/.planpress/source/00",
];

#[test]
fn nothing_outside_the_list_is_served() {
    let folder = site(&SITE);
    let root = folder.path().join("site");
    for path in [folder.path().join("canary.txt"), root.join(".secret"), root.join("plans/.secret")] {
        fs::write(path, CANARY).unwrap();
    }
    fs::create_dir(folder.path().join("site-private")).unwrap();
    fs::write(folder.path().join("site-private/canary.txt"), CANARY).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path().join("canary.txt"), root.join("plans/link.txt")).unwrap();
    planpress(folder.path(), &["--site", "site", "build"]).exits(0);
    let listed: BTreeSet<String> =
        files(&folder.path().join("public")).into_iter().map(|(path, _)| path.replace(' ', "%20")).collect();
    let served = Served::start(&root, &[]);
    let absolute = folder.path().display().to_string();
    let mut targets = traversals();
    targets.extend(ADVISORIES.map(str::to_owned));
    for target in [
        format!("{absolute}/canary.txt"),
        format!("/{absolute}/canary.txt"),
        format!("file://{absolute}/canary.txt"),
        "/plans/link.txt".into(),
        "http://localhost/canary.txt".into(),
        "http://evil.test/".into(),
        "*".into(),
        "evil.test:443".into(),
        format!("/{}", "../".repeat(3000)),
        "/%".into(),
        "/%zz".into(),
        "/%ff".into(),
        "/a%00b".into(),
        "/\u{7f}".into(),
        "/é".into(),
        "/plans/a.html%00.txt".into(),
    ] {
        targets.push(target);
    }
    assert!(targets.len() >= 150, "{}", targets.len());
    for target in &targets {
        let response = served.get(target);
        let path = target.trim_start_matches('/').split('?').next().unwrap();
        let shown: String = target.chars().take(100).collect();
        assert!(
            response.status != 200 || listed.contains(path),
            "{shown}: {}\n{}",
            response.status,
            response.text()
        );
        assert!([200, 400, 403, 404].contains(&response.status), "{shown}: {}", response.status);
        let text = response.head.clone() + &response.text();
        for secret in [CANARY, "kind: note", "required: true"] {
            assert!(!text.contains(secret), "{shown} gave {secret}:\n{text}");
        }
    }
    assert_eq!(served.get("/plans/a.html").status, 200, "the server is alive");
}

#[test]
fn requests_that_are_none_end_with_a_refusal_and_leave_the_server_alive() {
    let folder = site(&SITE);
    let served = Served::start(&folder.path().join("site"), &[]);
    let host = format!("Host: localhost:{}", served.port);
    let check = |request: String, statuses: &[u16]| {
        let response = served.raw(request.as_bytes());
        let shown: String = request.chars().take(100).collect();
        assert!(statuses.contains(&response.status), "{shown:?}: {} {}", response.status, response.text());
        assert!(!response.text().contains("</html>"), "{shown:?}");
    };
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE", "BREW"] {
        check(format!("{method} / HTTP/1.1\r\n{host}\r\nContent-Length: 4\r\n\r\nbody"), &[405]);
    }
    let allow = served.raw(format!("POST / HTTP/1.1\r\n{host}\r\n\r\n").as_bytes());
    assert_eq!(allow.header("Allow"), Some("GET, HEAD"));
    for name in ["evil.test", "localhost.evil.test", "127.0.0.1.nip.io", "0.0.0.0", "user@localhost"] {
        check(format!("GET / HTTP/1.1\r\nHost: {name}:{}\r\n\r\n", served.port), &[403]);
    }
    check("GET / HTTP/1.1\r\n\r\n".into(), &[400]);
    check(format!("GET / HTTP/1.1\r\n{host}\r\n{host}\r\n\r\n"), &[400]);
    check(format!("GET / HTTP/1.1\r\n{host}\r\nContent-Length: 5\r\n\r\nabcde"), &[413]);
    check(format!("GET / HTTP/1.1\r\n{host}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), &[413]);
    check(format!("GET / HTTP/1.1\r\n{host}\r\nX: {}\r\n\r\n", "x".repeat(30_000)), &[431]);
    check("\u{16}\u{3}\u{1}\u{0}".repeat(64), &[400]);
    check(format!("GET / HTTP/3.7\r\n{host}\r\n\r\n"), &[400]);
    let refused =
        served.raw(format!("GET / HTTP/1.1\r\nHost: plans.test:{}\r\n\r\n", served.port).as_bytes());
    assert!(refused.text().contains("--allow-host plans.test"), "{}", refused.text());
    let old = served.raw(format!("GET / HTTP/1.0\r\n{host}\r\n\r\n").as_bytes());
    assert_eq!((old.status, old.header("Connection")), (200, Some("close")));
}

/// Lines made of the pieces of requests, by a fixed series of random numbers.
#[test]
fn any_bytes_leave_the_server_alive() {
    let folder = site(&SITE);
    let served = Served::start(&folder.path().join("site"), &[]);
    let pieces: [&[u8]; 18] = [
        b"GET ",
        b"HEAD ",
        b"/",
        b"/plans/a.html",
        b" HTTP/1.1\r\n",
        b"\r\n",
        b"\n",
        b"Host: localhost\r\n",
        b"%2e",
        b"..",
        b"\\",
        b"\0",
        b"\xff\xfe",
        b"?",
        b"#",
        b" ",
        b"Content-Length: 9\r\n",
        b"\r\n\r\n",
    ];
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).unwrap()
    };
    for _ in 0..2000 {
        let count = 1 + random(12);
        let mut request: Vec<u8> = (0..count).flat_map(|_| pieces[random(pieces.len())]).copied().collect();
        // An end, so that the server need not wait for more.
        request.extend_from_slice(b" HTTP/1.1\r\n\r\n");
        let mut stream = served.connect();
        let _ = stream.write_all(&request);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(!answer.starts_with(b"HTTP/1.1 200"), "{:?}", String::from_utf8_lossy(&request));
        assert!(!answer.starts_with(b"HTTP/1.1 5"), "{:?}", String::from_utf8_lossy(&request));
    }
    assert_eq!(served.get("/plans/a.html").status, 200);
}

/// Whoever is slow or silent holds up nobody else.
#[test]
fn idle_and_slow_connections_give_way() {
    let folder = site(&SITE);
    let served = Served::start(&folder.path().join("site"), &[]);
    assert_eq!(served.get("/").status, 200);
    let idle: Vec<_> = (0..500).map(|_| served.connect()).collect();
    assert_eq!(served.get("/plans/a.html").status, 200);
    drop(idle);
    let mut slow: Vec<_> = (0..100).map(|_| served.connect()).collect();
    let start = Instant::now();
    let mut letters = format!("GET /plans/a.html HTTP/1.1\r\nHost: localhost:{}\r\nX: ", served.port)
        .into_bytes()
        .into_iter();
    // One letter now and then, for longer than a head may take.
    while start.elapsed() < Duration::from_secs(6) {
        let letter = [letters.next().unwrap_or(b'x')];
        slow.iter_mut().for_each(|stream| drop(stream.write_all(&letter)));
        assert_eq!(served.get("/plans/b.html").status, 200);
        std::thread::sleep(Duration::from_millis(200));
    }
    for stream in &mut slow {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(
            answer.is_empty() || answer.starts_with(b"HTTP/1.1 408"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
    }
    assert_eq!(served.get("/plans/a.html").status, 200);
}
