//! Builds and checks of a whole site, beside the floor.

use super::{OPTIONS, RUNS, best, edit, floor, site, timed};
use planpress::pipeline::{self, Loaded};
use planpress::render::{self, Edition};
use planpress::source::DiskTree;
use planpress::write::Writer;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::time::Instant;

/// The longest that a build of a row may take, as a multiple of the first.
const LIMIT: f64 = 1.5;

/// Cold and warm builds, and a check.
pub(crate) fn measure(folder: &Path) {
    let root = folder.join("site");
    // One after the other in each round, so that what disturbs one disturbs all. Best of all rounds. Nothing
    // is deleted in between: a disk that remembers what was there a moment ago is slower than all the work.
    let mut least = [f64::INFINITY; 7];
    for round in 0..RUNS {
        let floor_out = folder.join(format!("floor-{round}"));
        let out = folder.join(format!("public-{round}"));
        let of_program = folder.join(format!("program-{round}"));
        let seconds = [
            timed(|| floor::run(&root, &floor_out)),
            timed(|| build(&root, &out, false)),
            timed(|| program(&root, &of_program)),
            timed(|| program(&root, &of_program)),
            timed(|| {
                edit(&root.join(site::path(0)), |text| format!("{text}\n第{round}次修改。\n"));
                program(&root, &of_program);
            }),
            timed(|| floor::read_only(&root)),
            timed(|| {
                pipeline::read(&DiskTree::list(&root).unwrap(), OPTIONS).map_err(|fatal| fatal.0).unwrap()
            }),
        ];
        least.iter_mut().zip(seconds).for_each(|(least, seconds)| *least = least.min(seconds));
    }
    let [floor, cold, whole, warm, edited, floor_read, check] = least;
    println!("{:<28} {floor:>8.3} s", "floor: read, render, write");
    println!("{:<28} {cold:>8.3} s  {:>5.1} x floor", "build, cold", cold / floor);
    println!("{:<28} {whole:>8.3} s  {:>5.1} x floor", "the program: build, cold", whole / floor);
    println!("{:<28} {warm:>8.3} s  {:>5.2} x cold", "nothing changed", warm / whole);
    println!("{:<28} {edited:>8.3} s  {:>5.2} x cold", "one body edited", edited / whole);
    println!("{:<28} {floor_read:>8.3} s", "floor: read, render");
    println!("{:<28} {check:>8.3} s  {:>5.1} x floor of reading", "check", check / floor_read);
    build(&root, &folder.join("public"), true);
}

/// A build by the program itself, which makes anew only what may have changed.
fn program(root: &Path, out: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planpress"));
    command.arg("--site").arg(root).args(["--today", "2026-09-15", "-q", "build", "-o"]).arg(out);
    assert!(command.status().unwrap().success());
}

/// Checks of the site at `root`, each beside the floor of reading it.
pub(crate) fn checks(root: &Path, rounds: usize) {
    let mut least = [f64::INFINITY; 2];
    for _ in 0..rounds {
        let seconds = [
            timed(|| floor::read_only(root)),
            timed(|| {
                pipeline::read(&DiskTree::list(root).unwrap(), OPTIONS).map_err(|fatal| fatal.0).unwrap()
            }),
        ];
        least.iter_mut().zip(seconds).for_each(|(least, seconds)| *least = least.min(seconds));
    }
    let [floor, check] = least;
    println!("floor {floor:.3} s, check {check:.3} s: {:.1} x floor", check / floor);
}

/// A build with the time of each step.
pub(crate) fn pages(folder: &Path) {
    build(&folder.join("site"), &folder.join("public"), true);
}

/// Ten builds in a row with a changed template, so that every page differs.
pub(crate) fn ten(folder: &Path) {
    let base = include_str!("../../themes/default/templates/base.html");
    let root = folder.join("site");
    let template = root.join("templates/base.html");
    fs::create_dir_all(template.parent().unwrap()).unwrap();
    let seconds: Vec<f64> = (0..11)
        .map(|number| {
            let mark = format!("<!-- {} -->\n</body>", "新".repeat(number + 1));
            fs::write(&template, base.replace("</body>", &mark)).unwrap();
            timed(|| build(&root, &folder.join("public"), false))
        })
        .collect();
    let all: Vec<String> = seconds.iter().map(|seconds| format!("{seconds:.2}")).collect();
    let most = seconds.iter().skip(1).copied().fold(0.0, f64::max) / seconds[0];
    println!("first and ten full rebuilds, s: {}", all.join(" "));
    println!("the longest is {most:.2} x the first, {LIMIT} x is allowed");
}

/// Checks 1,000 plans in memory over and over, for a profiler, with the floor beside it.
pub(crate) fn profile_check() {
    let plans: Vec<(String, String)> = site::files(1000).into_iter().collect();
    let floor = best(|| {
        timed(|| {
            plans
                .iter()
                .filter(|(path, _)| path.ends_with(".md"))
                .map(|(_, text)| floor::html(text).len())
                .sum::<usize>()
        })
    });
    let files = planpress::pipeline::MemoryTree::new(plans);
    let read = || pipeline::read(&files, OPTIONS).map_err(|fatal| fatal.0).unwrap();
    let check = (0..4).map(|_| best(|| timed(read))).fold(f64::INFINITY, f64::min);
    println!("floor of one thread {floor:.4} s, check {check:.4} s: {:.1}", check / floor);
}

fn load(root: &Path) -> Loaded {
    let tree = DiskTree::list(root).unwrap();
    pipeline::load(&tree, OPTIONS).map_err(|fatal| fatal.0).unwrap()
}

/// A whole build as the command does it; with `show` the time of each step is printed.
pub(crate) fn build(root: &Path, out: &Path, show: bool) -> (Edition, Loaded) {
    let mut last = Instant::now();
    let mut step = |name: &str| {
        if show {
            println!("  {name:<26} {:>8.3} s", last.elapsed().as_secs_f64());
        }
        last = Instant::now();
    };
    let writer = Writer::open(out, root, false).unwrap();
    let loaded = load(root);
    step("read, check");
    if show {
        let findings = &loaded.findings;
        println!(
            "  ({} findings{})",
            findings.len(),
            findings.first().map(|f| format!(", the first: {}", f.message)).unwrap_or_default()
        );
    }
    let edition = loaded.edition();
    let keys = render::keys(&edition);
    step("list of pages");
    let spent: Mutex<BTreeMap<String, (usize, f64)>> = Mutex::default();
    let single: Mutex<Vec<(f64, String)>> = Mutex::default();
    keys.par_iter().with_max_len(1).for_each(|key| {
        let start = Instant::now();
        let path = edition.path(key);
        let mut file = writer.begin(&path);
        render::write(&edition, key, &mut file).map_err(|finding| finding.message.clone()).unwrap();
        file.end().unwrap();
        if show {
            let name = format!("{key:?}");
            let name = name.split('(').take(2).collect::<Vec<_>>().join(" ");
            let kind =
                name.trim_end_matches(|c: char| !c.is_alphabetic()).split(' ').next().unwrap().to_owned();
            let mut spent = spent.lock().unwrap();
            let entry = spent.entry(kind).or_default();
            *entry = (entry.0 + 1, entry.1 + start.elapsed().as_secs_f64());
            single.lock().unwrap().push((start.elapsed().as_secs_f64(), format!("{key:?}")));
        }
    });
    step("render and write");
    let mut spent: Vec<_> = spent.into_inner().unwrap().into_iter().collect();
    spent.sort_by(|(_, (_, a)), (_, (_, b))| b.total_cmp(a));
    for (kind, (count, seconds)) in spent.into_iter().take(if show { 16 } else { 0 }) {
        println!("    {kind:<12} {count:>6} pages {seconds:>8.3} s");
    }
    let mut single = single.into_inner().unwrap();
    single.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    for (seconds, key) in single.into_iter().take(12) {
        println!("      {seconds:>8.3} s {key}");
    }
    writer.finish().unwrap();
    step("switch");
    (edition, loaded)
}
