//! Whether every link of a built site leads somewhere: to a file of it, and to an anchor that is there.

use crate::support::{files, planpress, site};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A path with its dot segments resolved.
pub(crate) fn joined(from: &str, link: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop().unwrap_or_else(|| panic!("{from}: {link} leads out of the site"));
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

pub(crate) fn decoded(text: &str) -> String {
    let text =
        text.replace("&amp;", "&").replace("&quot;", "\"").replace("&#x27;", "'").replace("&#39;", "'");
    percent_encoding::percent_decode_str(&text).decode_utf8().unwrap().into_owned()
}

/// Fails where a link of a page of the built site leads nowhere; `least` is how many links must be found.
pub(crate) fn all_lead_somewhere(folder: &Path, least: usize) {
    let files: BTreeMap<String, Vec<u8>> = files(folder).into_iter().collect();
    let ids = Regex::new(r#"\sid="([^"]*)""#).unwrap();
    let links = Regex::new(r#"\s(?:href|src|action)="([^"]*)""#).unwrap();
    let quoted = Regex::new(r#"\s(?:href|src)=[^"]"#).unwrap();
    let page = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let anchors: BTreeMap<&str, BTreeSet<String>> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| {
            (path.as_str(), ids.captures_iter(&page(bytes)).map(|found| decoded(&found[1])).collect())
        })
        .collect();
    let (mut wrong, mut count) = (BTreeSet::new(), 0);
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = page(bytes);
        assert!(!quoted.is_match(&text), "{path}: an address without quotes");
        for found in links.captures_iter(&text) {
            let link = &found[1];
            count += 1;
            // Links of the text may lead out; what a page loads by itself is another test's business.
            if link.starts_with("https://") || link.starts_with("mailto:") {
                continue;
            }
            if link.contains("://") || link.starts_with('/') || link.starts_with("data:") {
                wrong.insert(format!("{path}: {link} is not relative"));
                continue;
            }
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = target.split('?').next().unwrap();
            let target = if target.is_empty() { path.clone() } else { joined(path, &decoded(target)) };
            if !files.contains_key(&target) {
                wrong.insert(format!("{path}: {link} leads to no file"));
            } else if !anchor.is_empty()
                && !anchors.get(target.as_str()).is_some_and(|ids| ids.contains(&decoded(anchor)))
            {
                wrong.insert(format!("{path}: {link} leads to no anchor"));
            }
        }
    }
    assert!(count > least, "links were found: {count}");
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.into_iter().take(40).collect::<Vec<_>>().join("\n")
    );
}

/// The headings of a document are folded once, not for each link to it, and most are none that a link may mean.
#[test]
fn many_broken_links_to_many_headings_are_told_in_time() {
    let count = 6_000;
    let text: String =
        (0..count).map(|at| format!("## 節{at}\n\n見 [[a#結{}q]]\n\n", at * 7 % count)).collect();
    let plan = format!("---\nid: a\nkind: k\ntitle: A\n---\n\n{text}");
    let folder = site(&[
        ("planpress.yaml", "title: S\n"),
        ("schemas/k.yaml", "title: K\nunknown_sections: allow\n"),
        ("plans/a.md", &plan),
    ]);
    let ran = planpress(folder.path(), &["--site", "site", "check", "--format", "json"]);
    let told = serde_json::from_str::<serde_json::Value>(&ran.out).unwrap();
    let findings = told["diagnostics"].as_array().unwrap();
    assert_eq!(findings.len(), count);
    assert!(findings.iter().all(|finding| finding["rule"] == "broken-anchor"));
    let help = "its headings are `節0`, `節1`, `節2`, `節3`, `節4`, `節5`, `節6`, `節7`";
    assert_eq!(findings[0]["help"], help);
}
