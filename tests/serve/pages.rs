//! What is served is what `build` writes, byte for byte, but for the script that keeps pages new.

use super::{SITE, Served};
use crate::support::{files, planpress, site};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::fs;
use std::path::Path;

/// The address of a file, every byte that could need it encoded.
fn encoded(path: &str) -> String {
    path.split('/')
        .map(|part| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string())
        .collect::<Vec<_>>()
        .join("/")
}

/// A page without the script.
fn plain(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    let Some((before, rest)) = text.split_once("<script src=\"/.planpress/live.js\"") else {
        return body.to_vec();
    };
    let after = rest.split_once("</script>\n").unwrap().1;
    [before, after].concat().into_bytes()
}

#[test]
fn every_output_is_served_as_it_is_built() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("site");
    for (path, bytes) in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/english/site")) {
        fs::create_dir_all(root.join(&path).parent().unwrap()).unwrap();
        fs::write(root.join(path), bytes).unwrap();
    }
    // An address with all that must be encoded, and the sources of plans.
    let config = fs::read_to_string(root.join("planpress.yaml")).unwrap();
    fs::write(root.join("planpress.yaml"), config + "sources: true\n").unwrap();
    fs::create_dir_all(root.join("static/附件")).unwrap();
    fs::write(root.join("static/附件/100% a+b.txt"), "text").unwrap();
    planpress(folder.path(), &["--site", "site", "build"]).exits(0);
    let built = files(&folder.path().join("public"));
    let served = Served::start(&root, &[]);
    assert!(built.len() > 50, "{}", built.len());
    for (path, bytes) in &built {
        if path == ".planpress-manifest.json" {
            continue;
        }
        let response = served.get(&format!("/{}", encoded(path)));
        assert_eq!(response.status, 200, "{path}");
        assert!(plain(&response.body) == *bytes, "{path} is not what is built");
        let kind = response.header("Content-Type").unwrap();
        let is_text = [".html", ".css", ".js", ".json", ".csv", ".xml", ".svg", ".md", ".txt"]
            .iter()
            .any(|ending| path.ends_with(ending));
        assert_eq!(kind.ends_with("; charset=utf-8"), is_text, "{path}: {kind}");
        assert_eq!(kind.starts_with("text/html"), path.ends_with(".html"), "{path}: {kind}");
    }
    for (target, path) in [("/", "index.html"), ("/plans.html?q=x&sort=1", "plans.html")] {
        assert!(
            plain(&served.get(target).body) == built.iter().find(|file| file.0 == path).unwrap().1,
            "{target}"
        );
    }
    let manifest = served.get("/.planpress-manifest.json");
    assert_eq!(manifest.status, 404);
}

#[test]
fn a_lost_address_shows_the_page_for_it_with_links_that_lead_somewhere() {
    let folder = site(&SITE);
    let served = Served::start(&folder.path().join("site"), &[]);
    for target in ["/nothing.html", "/plans/deep/down/nothing.html"] {
        let response = served.get(target);
        assert_eq!(response.status, 404);
        let text = response.text();
        assert!(text.contains("href=\"/assets/theme.css\"") && text.contains("live.js"), "{text}");
    }
}

#[test]
fn each_answer_keeps_to_itself() {
    let folder = site(&SITE);
    let served = Served::start(&folder.path().join("site"), &[]);
    let targets = [
        "/",
        "/plans/a.html",
        "/plans/old.html",
        "/assets/theme.js",
        "/data/plans.json",
        "/notes/read%20me.txt",
        "/plans/map.svg",
        "/nothing",
        "/.planpress/live.js",
        "/.planpress/notes.css",
        "/.planpress/state",
        "/.planpress/source/0",
        "/%00",
    ];
    for target in targets {
        let response = served.get(target);
        for (name, value) in [
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ] {
            assert_eq!(response.header(name), Some(value), "{target}: {}", response.head);
        }
        assert!(
            response.header("Content-Security-Policy").unwrap().contains("frame-ancestors 'self'"),
            "{target}"
        );
        assert!(
            !response.head.to_ascii_lowercase().contains("access-control"),
            "{target}: {}",
            response.head
        );
        let length = response.header("Content-Length").unwrap().to_owned();
        assert_eq!(length, response.body.len().to_string(), "{target}");
        let head = served.raw(
            format!("HEAD {target} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", served.port)
                .as_bytes(),
        );
        assert_eq!(
            (head.status, head.body.len(), head.header("Content-Length")),
            (response.status, 0, Some(length.as_str())),
            "{target}"
        );
    }
    // Whoever writes plans may put a picture with a script beside them.
    let picture = served.get("/plans/map.svg");
    assert!(picture.header("Content-Security-Policy").unwrap().contains("script-src 'none'"));
}

#[test]
fn drafts_are_shown_where_they_are_asked_for() {
    let draft = ("plans/c.md", "---\nkind: note\ntitle: 丙\ndraft: true\n---\n\n## 內容\n\n字\n");
    let folder = site(&[&SITE[..], &[draft]].concat());
    let root = folder.path().join("site");
    assert_eq!(Served::start(&root, &[]).get("/plans/c.html").status, 404);
    assert_eq!(Served::start(&root, &["--drafts"]).get("/plans/c.html").status, 200);
    planpress(folder.path(), &["--site", "site", "check"]).exits(0);
}

#[test]
fn of_two_plans_with_one_id_the_first_is_served() {
    let plan = |text: &str| format!("---\nkind: k\nid: a\n---\n\n{text}\n");
    let folder = site(&[
        ("planpress.yaml", "title: S\n"),
        ("schemas/k.yaml", "title: K\n"),
        ("plans/a.md", &plan("first")),
        ("plans/b.md", &plan("second")),
        ("static/plans/a.html", "third"),
    ]);
    let served = Served::start(&folder.path().join("site"), &[]);
    let text = served.get("/plans/a.html").text();
    assert!(text.contains("first") && !text.contains("second"), "{text}");
}
