//! What an edit does to what is served: the new page, or the last good one with what is wrong; and back.

use super::{PATIENCE, SITE, Served};
use crate::support::site;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

fn plan(title: &str, body: &str) -> String {
    format!("---\nkind: note\ntitle: {title}\n---\n\n## 內容\n\n{body}\n")
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn every_kind_of_change_shows() {
    let folder = site(&SITE);
    let root = folder.path().join("site");
    let served = Served::start(&root, &[]);
    let shows =
        |target: &str, words: &str| drop(served.until(target, |response| response.text().contains(words)));
    let gone = |target: &str| drop(served.until(target, |response| response.status == 404));
    shows("/plans/a.html", "有內容");
    write(&root, "plans/a.md", &plan("甲", "新的文字"));
    shows("/plans/a.html", "新的文字");
    write(&root, "plans/folder/c.md", &plan("丙", "見 [[a]]"));
    shows("/plans/c.html", "見");
    shows("/plans/a.html", "丙");
    fs::rename(root.join("plans/folder/c.md"), root.join("plans/d.md")).unwrap();
    shows("/plans/d.html", "丙");
    gone("/plans/c.html");
    fs::remove_file(root.join("plans/d.md")).unwrap();
    gone("/plans/d.html");
    write(
        &root,
        "schemas/note.yaml",
        "title: 記錄簿\nsections: [{ id: what, title: 內容, required: true }]\n",
    );
    shows("/plans/a.html", "記錄簿");
    write(&root, "metrics.yaml", "revenue: { title: 營業收入, unit: 元 }\n");
    shows("/targets/revenue.html", "營業收入");
    write(&root, "dimensions.yaml", "region: { title: 地區, values: [{ id: north, title: 北方 }] }\n");
    write(&root, "plans/a.md", &plan("甲", "x").replace("kind: note", "kind: note\nregion: north"));
    shows("/region/north.html", "北方");
    write(&root, "data/actuals.csv", "kind,metric,value,period,plan\nactual,revenue,73451,2026,a\n");
    shows("/data/statements.json", "73451");
    write(&root, "templates/404.html", "<p>{{ site.title }} has moved</p>");
    shows("/nowhere", "has moved");
    write(&root, "themes/default/assets/theme.css", "main { color: teal }");
    shows("/assets/theme.css", "teal");
    write(&root, "static/new.txt", "a new file");
    shows("/new.txt", "a new file");
    write(&root, "planpress.yaml", "title: 新站\nlanguage: zh-Hant\n");
    shows("/", "新站");
}

/// Files that break the site, and those that mend it again.
const BREAKS: [(&str, &str); 7] = [
    ("planpress.yaml", "title: ["),
    ("planpress.yaml", "title: 站\nstatuses: none\n"),
    ("metrics.yaml", "revenue: { unit: 元, kind: flows }\n"),
    ("schemas/note.yaml", "extends: nothing\n"),
    ("templates/plan.html", "{{ plan.title"),
    ("plans/b.md", "---\nkind: [note\ntitle: 乙\n---\n\n## 內容\n\n字\n"),
    ("themes/default/theme.yaml", "options: ["),
];

#[test]
fn a_broken_state_leaves_the_last_good_one_and_recovers() {
    let folder = site(&SITE);
    let root = folder.path().join("site");
    let served = Served::start(&root, &[]);
    served.until("/plans/a.html", |response| response.text().contains("有內容"));
    for (turn, (path, broken)) in BREAKS.iter().enumerate() {
        let before = fs::read_to_string(root.join(path)).ok();
        write(&root, path, broken);
        let start = std::time::Instant::now();
        let state = loop {
            let state = served.state("/plans/b.html");
            if state["broken"] == true {
                break state;
            }
            assert!(start.elapsed() < PATIENCE, "{path} {broken}: {state}\n{}", served.said());
        };
        assert!(state["errors"].as_u64() > Some(0), "{state}");
        assert!(state["shown"].as_u64() < state["run"].as_u64(), "{state}");
        let place = state["findings"][0]["place"].as_str().unwrap();
        assert!(place.starts_with(path), "{path} {broken}: {state}");
        let response = served.get("/plans/b.html");
        assert!(response.status == 200 && response.text().contains("別的內容"), "{path} {broken}");
        // Another file changes meanwhile, and shows once all is well.
        write(&root, "plans/a.md", &plan("甲", &format!("之後第{turn}次")));
        match before {
            Some(text) => write(&root, path, &text),
            None => fs::remove_file(root.join(path)).unwrap(),
        }
        served.until("/plans/a.html", |response| response.text().contains(&format!("之後第{turn}次")));
        assert_eq!(served.state("/plans/b.html")["broken"], false);
    }
    served.hears("mended: plans/b.md:");
}

#[test]
fn a_template_that_fails_leaves_the_last_good_page() {
    let folder = site(&SITE);
    let root = folder.path().join("site");
    let served = Served::start(&root, &[]);
    let good = served.get("/plans/a.html").text();
    assert!(good.contains("有內容"));
    let before = served.state("/plans/a.html")["run"].clone();
    write(&root, "templates/plan.html", "<p>{{ plan.no_such_thing.at_all }}</p>");
    // Nobody has seen b, so there is no last good one of it.
    let start = std::time::Instant::now();
    while served.state("/plans/a.html")["run"] == before {
        assert!(start.elapsed() < PATIENCE, "{}", served.said());
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    served.until("/plans/b.html", |response| {
        response.status == 500 && response.text().contains("templates/plan.html:1:")
    });
    assert!(served.get("/plans/a.html").text().contains("有內容"), "the last good one of this address");
    let state = served.state("/plans/a.html");
    assert!(state["findings"][0]["place"].as_str().unwrap().starts_with("templates/plan.html:1:"), "{state}");
    let href = state["findings"][0]["href"].as_str().unwrap().split('#').next().unwrap().to_owned();
    assert!(served.get(&href).text().contains("no_such_thing"));
    fs::remove_file(root.join("templates/plan.html")).unwrap();
    served.until("/plans/b.html", |response| response.status == 200 && response.text().contains("別的內容"));
}

#[test]
fn ordinary_findings_come_with_the_new_page() {
    let folder = site(&SITE);
    let root = folder.path().join("site");
    let served = Served::start(&root, &[]);
    served.get("/");
    write(&root, "plans/b.md", "---\nkind: note\ntitle: 乙\n---\n\n## 內客\n\n改了，[[nowhere]]\n");
    served.until("/plans/b.html", |response| response.text().contains("改了"));
    let state = served.state("/plans/b.html");
    assert_eq!((&state["broken"], &state["shown"]), (&false.into(), &state["run"]), "{state}");
    assert!(state["own"].as_u64() > Some(0), "{state}");
    let other = served.state("/plans/a.html");
    assert_eq!((&other["own"], &other["errors"]), (&0.into(), &state["errors"]));
    let finding = &state["findings"][0];
    let (page, line) = finding["href"].as_str().unwrap().split_once('#').unwrap();
    let source = served.get(page).text();
    assert!(source.contains(&format!("id=\"{line}\" class=\"hit\"")), "{finding}\n{source}");
    served.hears("plans/b.md:");
    // Escaped: what a plan says is no markup here either.
    write(&root, "plans/b.md", "---\nkind: note\ntitle: 乙\n---\n\n## 內客\n\n<script>alert(1)</script>\n");
    let source = served.until(page, |response| response.text().contains("alert"));
    assert!(source.text().contains("&lt;script&gt;") && !source.text().contains("<script>alert"));
}

#[test]
fn a_site_that_was_never_whole_says_what_is_wrong_and_comes_up() {
    let folder = site(&[("planpress.yaml", "title: ["), SITE[2], SITE[4]]);
    let root = folder.path().join("site");
    let served = Served::start(&root, &[]);
    let response = served.get("/plans/b.html");
    assert_eq!(response.status, 503);
    assert!(response.text().contains("planpress.yaml:1:"), "{}", response.text());
    write(&root, "planpress.yaml", "title: 站\n");
    served.until("/plans/b.html", |response| response.text().contains("別的內容"));
}

#[test]
fn events_are_for_our_own_pages_alone() {
    let folder = site(&SITE);
    let root = folder.path().join("site");
    let served = Served::start(&root, &[]);
    let token = served.token();
    let ask = |query: &str, more: &str| {
        format!(
            "GET /.planpress/{query} HTTP/1.1\r\nHost: localhost:{}\r\n{more}Connection: close\r\n\r\n",
            served.port
        )
    };
    for (query, more) in [
        ("events".to_owned(), ""),
        ("events?token=".to_owned(), ""),
        (format!("events?token={}", token.to_uppercase() + "0"), ""),
        (format!("events?token={token}"), "Origin: http://localhost:1\r\n"),
        (format!("events?token={token}"), "Origin: null\r\n"),
        (format!("events?token={token}"), "Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\n"),
        (format!("state?token={token}"), "Origin: http://evil.test\r\n"),
        ("state".to_owned(), ""),
    ] {
        assert_eq!(served.raw(ask(&query, more).as_bytes()).status, 403, "{query} {more}");
    }
    let mut stream = served.connect();
    stream.write_all(ask(&format!("events?token={token}"), "").as_bytes()).unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    assert!(lines.next().unwrap().contains("200"));
    let mut data = || lines.find_map(|line| line.strip_prefix("data: ").map(str::to_owned)).unwrap();
    let numbers = |text: &str| -> [u64; 3] {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        ["run", "shown", "assets"].map(|name| value[name].as_u64().unwrap())
    };
    assert_eq!(numbers(&data()), [1, 1, 0], "the state as it is comes first");
    write(&root, "plans/a.md", &plan("甲", "又一次"));
    let next = numbers(&data());
    assert!(next[0] > 1 && next[1] == next[0] && next[2] == 0, "{next:?}");
    write(&root, "static/new.css", "a {}");
    let last = numbers(&data());
    assert!(last[0] > next[0] && last[2] == last[0], "{last:?}");
}
