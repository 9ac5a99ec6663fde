//! From a number on a page back to the line where it was written, by the page's own links: ten numbers on
//! ten pages, others in every run. `PLANPRESS_SEED=…` repeats a run.

use crate::links::{decoded, joined};
use crate::support::{built, files, sample};
use regex::Regex;
use std::collections::BTreeMap;
use std::fs;
use std::hash::{BuildHasher, Hasher, RandomState};

/// How many numbers, each on a page of its own.
const NUMBERS: usize = 10;

/// A stream of numbers that depends on its seed only.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }
}

/// A number on a page: where its link leads, and which statements there it names.
#[derive(Debug)]
struct Number {
    shown: String,
    href: String,
    rows: Vec<usize>,
}

/// The built site with what is looked for in its pages.
struct Site {
    pages: BTreeMap<String, String>,
    numbers: Regex,
    source: Regex,
}

impl Site {
    fn new() -> Self {
        let pages = files(built()).into_iter().filter(|(path, _)| path.ends_with(".html"));
        Self {
            pages: pages.map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect(),
            numbers: Regex::new(
                r##"<td class="n[^"]*" data-v="[^"]+"[^>]*><a href="([^"]*#s[^"]*)"(?: data-p="([^"]*)")?>(.*?)</a></td>"##,
            )
            .unwrap(),
            source: Regex::new(
                r#"(?s)<tr id="s(\d+)"><th scope="row">(.*?)</th><td class="n"[^>]*? title="([^"]*)">.*?</td><td(?: class="[^"]*")?>(.*?)</td>.*?<td class="path">(?:<a href="[^"]*">)?([^<]*):(\d+)(?:</a>)?</td></tr>"#,
            )
            .unwrap(),
        }
    }

    /// The numbers of a page that lead somewhere.
    fn numbers(&self, page: &str) -> Vec<Number> {
        let found = self.numbers.captures_iter(&self.pages[page]);
        found
            .map(|found| Number {
                shown: found[3].to_owned(),
                href: found[1].to_owned(),
                rows: found.get(2).map_or(Vec::new(), |rows| {
                    rows.as_str().split(' ').map(|row| row.parse().unwrap()).collect()
                }),
            })
            .collect()
    }

    /// Follows a number to its statements, and each of these to its plan and its line.
    fn follow(&self, page: &str, number: &Number) {
        let (target, anchor) = number.href.split_once('#').unwrap();
        let target = if target.is_empty() { page.to_owned() } else { joined(page, &decoded(target)) };
        let text = self.pages.get(&target).unwrap_or_else(|| panic!("{page}: {number:?} leads to no page"));
        let sources: BTreeMap<usize, _> =
            self.source.captures_iter(text).map(|row| (row[1].parse::<usize>().unwrap(), row)).collect();
        let rows: Vec<usize> = match anchor.strip_prefix('s').and_then(|row| row.parse().ok()) {
            Some(row) => vec![row],
            None if number.rows.is_empty() => sources.keys().copied().collect(),
            None => number.rows.clone(),
        };
        assert!(!rows.is_empty(), "{page}: {number:?} has no statements");
        for row in rows {
            let source = sources.get(&row).unwrap_or_else(|| panic!("{target}: no statement {row}"));
            self.is_written(&target, &source[3], &source[5], source[6].parse().unwrap());
            self.leads_to_the_plan(&target, &source[2], &source[4]);
        }
    }

    /// The line of the file has the quantity as the row shows it.
    fn is_written(&self, page: &str, words: &str, file: &str, line: usize) {
        let text = fs::read_to_string(sample().join(decoded(file))).unwrap();
        let written = text.lines().nth(line - 1).unwrap_or_else(|| panic!("{page}: no line {file}:{line}"));
        let words = html(words);
        assert!(written.contains(&words), "{page}: {file}:{line} is `{written}`, not `{words}`");
    }

    /// The numbers of a file of numbers name statements of the list of all, `count` of them.
    fn sources_are_statements(json: &serde_json::Value, count: u64) {
        let numbers = json["numbers"].as_array().into_iter().flatten();
        let targets = json["targets"].as_array().into_iter().flatten();
        let of_targets = targets.flat_map(|target| target["numbers"].as_object().unwrap().values());
        for number in numbers.chain(of_targets) {
            assert_eq!(json["version"], 3);
            let parts: Vec<u64> =
                number["parts"].as_array().into_iter().flatten().map(|part| part.as_u64().unwrap()).collect();
            assert!(parts.iter().all(|part| *part < count), "{number}");
        }
    }

    /// The plan and the section of a row are there.
    fn leads_to_the_plan(&self, page: &str, plan: &str, section: &str) {
        let link = Regex::new(r#"<a href="([^"]*)">"#).unwrap();
        for cell in [plan, section] {
            // Data of no plan have no page.
            let Some(found) = link.captures(cell) else { continue };
            let (to, anchor) = found[1].split_once('#').unwrap_or((&found[1], ""));
            let to = joined(page, &decoded(to));
            let text = self.pages.get(&to).unwrap_or_else(|| panic!("{page}: no page {to}"));
            let anchor = decoded(anchor);
            assert!(anchor.is_empty() || text.contains(&format!("id=\"{anchor}\"")), "{to}#{anchor}");
        }
    }
}

fn html(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

#[test]
#[expect(clippy::print_stdout, reason = "the seed repeats a run that failed")]
fn ten_numbers_lead_back_to_the_lines_where_they_were_written() {
    let seed = std::env::var("PLANPRESS_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    println!("PLANPRESS_SEED={seed}");
    let site = Site::new();
    let mut random = Random(seed);
    let mut pages: Vec<&String> = site.pages.keys().filter(|page| !site.numbers(page).is_empty()).collect();
    assert!(pages.len() > 3 * NUMBERS, "{pages:?}");
    for _ in 0..NUMBERS {
        let page = pages.swap_remove(random.below(pages.len()));
        let mut numbers = site.numbers(page);
        let number = numbers.swap_remove(random.below(numbers.len()));
        println!("{page}: {} → {}", number.shown, number.href);
        site.follow(page, &number);
    }
}

/// Every number of every table is made from statements of whose lines the list on its metric's page tells, and
/// the files that the tables link say the same.
#[test]
fn every_table_links_the_same_numbers_for_programs() {
    let site = Site::new();
    let data: BTreeMap<String, Vec<u8>> = files(built()).into_iter().collect();
    let table = Regex::new(r#"(?s)<table[^>]*>.*?</table></div>(.*?)(?:</section>|<div|</figure>)"#).unwrap();
    let file =
        Regex::new(r#"<a href="([^"]*)">CSV</a> <i class="d"></i> <a href="([^"]*)">JSON</a>"#).unwrap();
    let statements: serde_json::Value = serde_json::from_slice(&data["data/statements.json"]).unwrap();
    let count = statements["statements"].as_array().unwrap().len() as u64;
    let mut seen = 0;
    for (page, text) in &site.pages {
        for found in table.captures_iter(text) {
            let Some(links) = file.captures(&found[1]) else {
                // Tables in texts are as authors wrote them; those that lead a page are linked above them, and what
                // hangs together is in `graph.json`.
                let tag = found[0].split('>').next().unwrap();
                let is_made = tag.starts_with("<table class=\"stick") && tag.contains(" id=");
                let leads = found[0].contains(" id=\"m\"") || ["plans.html", "graph.html"].contains(&&**page);
                assert!(!is_made || leads, "{page}: {}", &found[0][..80]);
                continue;
            };
            seen += 1;
            let [csv, json] = [1, 2].map(|at| joined(page, &decoded(&links[at])));
            let shown = found[0].matches("<tr").count()
                - found[0].split("</thead>").next().unwrap().matches("<tr").count();
            let rows = csv::Reader::from_reader(&*data[&csv]).records().count();
            let json: serde_json::Value = serde_json::from_slice(&data[&json]).unwrap();
            Site::sources_are_statements(&json, count);
            // Of a tree with one root the page shows the root as the total; long lists are cut on the page.
            let same = shown == rows
                || shown + 1 == rows
                || csv.contains("plan-targets")
                || csv.ends_with("statements.csv");
            assert!(same, "{page}: {shown} rows, {csv}: {rows}");
        }
    }
    assert!(seen > 120, "{seen}");
    let rows = |path: &str| csv::Reader::from_reader(&*data[path]).records().count();
    let shown = site.pages["plans.html"].matches("<tr data-d").count();
    assert_eq!((rows("data/plans/all.csv"), rows("data/index/plans.csv")), (shown, shown));
}
