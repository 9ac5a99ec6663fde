//! `-- --edits`: from the save of a file to the page that shows it, as `serve` does it without the browser: list
//! the site, read what changed, connect, render the page that is asked for.

use super::{OPTIONS, edit, site};
use planpress::parse::Made;
use planpress::pipeline::{self, Memo};
use planpress::render::{self, PageKey};
use planpress::source::DiskTree;
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Edits of each kind, of which the median counts.
const EDITS: usize = 15;

/// The plan that is edited: a leaf of the tree.
const PLAN: usize = 7;

/// Prints the median of each kind of edit.
pub(crate) fn measure(folder: &Path) {
    let root = folder.join("site");
    let mut memo = Memo::default();
    let mut milliseconds = |key: &dyn Fn(&planpress::site::Site) -> PageKey| {
        let start = Instant::now();
        let tree = DiskTree::list(&root).unwrap();
        let loaded =
            pipeline::reload(&tree, OPTIONS, Made::Nothing, &mut memo).map_err(|fatal| fatal.0).unwrap();
        let edition = loaded.edition();
        let page = render::page(&edition, &key(&loaded.site)).map_err(|fault| fault.message.clone()).unwrap();
        let spent = start.elapsed().as_secs_f64() * 1000.0;
        drop((page, edition, loaded));
        spent
    };
    let path = site::path(PLAN);
    let plan = |site: &planpress::site::Site| {
        let mut plans = site.indexed_plans();
        PageKey::Plan(plans.find(|(_, plan)| *plan.document.source.path == path).unwrap().0)
    };
    let first = milliseconds(&plan);
    println!("{:<36} {first:>8.1} ms", "the first page, nothing known");
    let templates = root.join("templates");
    fs::create_dir_all(&templates).unwrap();
    fs::write(templates.join("plan.html"), include_str!("../../themes/default/templates/plan.html")).unwrap();
    let targets = |_: &planpress::site::Site| PageKey::Targets;
    type Key<'a> = &'a dyn Fn(&planpress::site::Site) -> PageKey;
    type Change = fn(&str, usize) -> String;
    let kinds: [(&str, &str, Key, Change); 5] = [
        ("nothing", &path, &plan, |text, _| text.to_owned()),
        ("a sentence of a plan", &path, &plan, |text, at| format!("{text}\n第 {at} 次修改。\n")),
        ("a target, the page of all targets", &path, &targets, |text, _| {
            text.replacen("revenue: { value: ", "revenue: { value: 1", 1)
        }),
        ("a schema", "schemas/regional.yaml", &plan, |text, at| {
            format!("{}# {at}\n", text.replacen("min: 80", "min: 79", 1))
        }),
        ("a template", "templates/plan.html", &plan, |text, at| format!("{text}<!-- {at} -->\n")),
    ];
    for (name, file, key, change) in kinds {
        let mut all: Vec<f64> = (0..EDITS)
            .map(|at| {
                edit(&root.join(file), |text| change(text, at));
                milliseconds(key)
            })
            .collect();
        all.sort_by(f64::total_cmp);
        println!("{name:<36} {:>8.1} ms, at most {:.1}", all[EDITS / 2], all[EDITS - 1]);
    }
}
