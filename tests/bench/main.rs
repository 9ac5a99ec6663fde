//! `cargo bench --bench build -- [PLANS …]`: how long a cold build, a second build and a check take as
//! multiples of the floor, measured in the same run, and where the time goes. Times are of this machine;
//! the ratios are what counts. With `--numbers`: how long the numbers of all aggregate pages take. With `--write FOLDER`: leaves the site there.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark makes folders and prints")]

mod floor;
mod numbers;
mod site;

use planpress::pipeline::{self, Options};
use planpress::render::{self, Edition};
use planpress::source::DiskTree;
use planpress::write::Writer;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

/// As in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Each figure is the best of so many runs.
const RUNS: usize = 5;

fn main() {
    let sizes: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if std::env::args().any(|argument| argument == "profile") {
        return profile_check();
    }
    if std::env::args().any(|argument| argument == "--numbers") {
        return numbers::run(if sizes.is_empty() { &[1000, 10_000] } else { &sizes });
    }
    if let Some(folder) = std::env::args().skip_while(|argument| argument != "--write").nth(1) {
        write_site(Path::new(&folder), sizes.first().copied().unwrap_or(1000));
        return;
    }
    for plans in if sizes.is_empty() { vec![1000] } else { sizes } {
        measure(plans);
    }
}

/// Leaves the site that is measured in `folder`, for other tools and for the eye.
/// Returns its bytes.
fn write_site(folder: &Path, plans: usize) -> usize {
    let mut bytes = 0;
    for (path, text) in site::files(plans) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        bytes += text.len();
        fs::write(path, text).unwrap();
    }
    bytes
}

/// Checks 1,000 plans in memory over and over, for a profiler, with the floor beside it.
fn profile_check() {
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
    let options = Options { today: jiff::civil::date(2026, 9, 15), drafts: false };
    let load = || pipeline::load(&files, options).map_err(|fatal| fatal.0).unwrap();
    let check = (0..4).map(|_| best(|| timed(load))).fold(f64::INFINITY, f64::min);
    println!("floor of one thread {floor:.4} s, check {check:.4} s: {:.1}", check / floor);
}

/// Measures where sites are built, on a disk, and in memory, where a disk takes no part.
fn measure(plans: usize) {
    let memory = Path::new("/dev/shm");
    measure_in(plans, &std::env::temp_dir(), "on disk");
    if memory.is_dir() {
        measure_in(plans, memory, "in memory");
    }
}

fn measure_in(plans: usize, place: &Path, name: &str) {
    let folder = tempfile::Builder::new().prefix("planpress-bench").tempdir_in(place).unwrap();
    let root = folder.path().join("site");
    let bytes = write_site(&root, plans);
    println!("\n{plans} plans, {:.1} KB each, {name}", bytes as f64 / plans as f64 / 1000.0);
    // One after the other in each round, so that what disturbs one disturbs all. Best of all rounds. Nothing
    // is deleted in between: a disk that remembers what was there a moment ago is slower than all the work.
    let mut least = [f64::INFINITY; 5];
    for round in 0..RUNS {
        let floor_out = folder.path().join(format!("floor-{round}"));
        let out = folder.path().join(format!("public-{round}"));
        let round = [
            timed(|| floor::run(&root, &floor_out)),
            timed(|| build(&root, &out, false)),
            timed(|| build(&root, &out, false)),
            timed(|| floor::read_only(&root)),
            timed(|| load(&root)),
        ];
        least.iter_mut().zip(round).for_each(|(least, seconds)| *least = least.min(seconds));
    }
    let [floor, cold, warm, floor_read, check] = least;
    println!("{:<28} {:>8.3} s", "floor: read, render, write", floor);
    println!("{:<28} {:>8.3} s  {:>5.1} x floor", "build, cold", cold, cold / floor);
    println!("{:<28} {:>8.3} s  {:>5.1} x floor", "build, nothing changed", warm, warm / floor);
    println!("{:<28} {:>8.3} s", "floor: read, render", floor_read);
    println!("{:<28} {:>8.3} s  {:>5.1} x floor of reading", "check", check, check / floor_read);
    build(&root, &folder.path().join("public"), true);
}

/// Seconds without those for freeing the result, which the commands leave to the end of the process.
fn timed<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    let result = std::hint::black_box(work());
    let seconds = start.elapsed().as_secs_f64();
    drop(result);
    seconds
}

fn best(mut run: impl FnMut() -> f64) -> f64 {
    (0..RUNS).map(|_| run()).fold(f64::INFINITY, f64::min)
}

fn load(root: &Path) -> pipeline::Loaded {
    let options = Options { today: jiff::civil::date(2026, 9, 15), drafts: false };
    let tree = DiskTree::list(root).unwrap();
    pipeline::load(&tree, options).map_err(|fatal| fatal.0).unwrap()
}

/// A whole build as the command does it; with `show` the time of each step is printed.
fn build(root: &Path, out: &Path, show: bool) -> (Edition, pipeline::Loaded) {
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
        let bytes = render::page(&edition, key).map_err(|finding| finding.message.clone()).unwrap();
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
        writer.put(&edition.path(key), &bytes).unwrap();
    });
    step("render and write");
    let mut spent: Vec<_> = spent.into_inner().unwrap().into_iter().collect();
    spent.sort_by(|(_, (_, a)), (_, (_, b))| b.total_cmp(a));
    for (kind, (count, seconds)) in spent.into_iter().take(if show { 8 } else { 0 }) {
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
