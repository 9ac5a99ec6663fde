//! `cargo bench --bench build -- [WHAT] [PLANS …]`: how long things take, as multiples of the floor measured in
//! the same run, on a disk and in memory. Times are of this machine; the ratios are what counts.
//!
//! | WHAT | |
//! | --- | --- |
//! | nothing | a cold build, one of which nothing or one plan changed, a check |
//! | `--edits` | from the save of a file to the page that shows it |
//! | `--ten` | ten builds in a row of which every page differs |
//! | `--serve` | the start of `serve`, and from the save of a plan to its page there |
//! | `--memory` | the most memory that a build holds, with the growth of time and memory |
//! | `--numbers` | the numbers of all aggregate pages |
//! | `--stages` | what reading and checking one plan costs, stage by stage |
//! | `--checks FOLDER` | so many checks of the site in a folder, each beside the floor |
//! | `--profile` | checks over and over, for a profiler |
//! | `--pages` | one build, with the time of each step, of each kind of page and of the longest pages |
//! | `--write FOLDER` | leaves the site that is measured there |
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark makes folders and prints")]

mod builds;
mod edits;
mod floor;
mod memory;
mod numbers;
mod served;
mod site;
mod stages;

use planpress::pipeline::Options;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;
use tempfile::TempDir;

/// As in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Each figure is the best of so many runs.
const RUNS: usize = 5;

/// The day on which all sites are seen.
const OPTIONS: Options = Options { today: jiff::civil::date(2026, 9, 15), drafts: false };

fn main() {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let after = |flag: &str| {
        let at = arguments.iter().position(|argument| argument == flag);
        at.map(|at| arguments.get(at + 1).map(PathBuf::from).unwrap_or_default())
    };
    let sizes: Vec<usize> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let or = |usual: &[usize]| if sizes.is_empty() { usual.to_vec() } else { sizes.clone() };
    if let Some(folder) = after("--write") {
        write_site(&folder, or(&[1000])[0]);
    } else if let Some(folder) = after(memory::CHILD) {
        memory::child(&folder);
    } else if let Some(folder) = after("--checks") {
        builds::checks(&folder, or(&[RUNS])[0]);
    } else if after("--profile").is_some() {
        builds::profile_check();
    } else if after("--pages").is_some() {
        everywhere(or(&[1000]), builds::pages);
    } else if after("--stages").is_some() {
        stages::measure(or(&[1000])[0]);
    } else if after("--numbers").is_some() {
        numbers::run(&or(&[1000, 10_000]));
    } else if after("--memory").is_some() {
        memory::run(&or(&[1000, 10_000]));
    } else if after("--edits").is_some() {
        everywhere(or(&[1000]), edits::measure);
    } else if after("--serve").is_some() {
        everywhere(or(&[1000]), served::measure);
    } else if after("--ten").is_some() {
        everywhere(or(&[1000]), builds::ten);
    } else {
        everywhere(or(&[1000]), builds::measure);
    }
}

/// Leaves the site that is measured in `folder`, for other tools and for the eye. Returns its bytes.
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

/// Where sites are measured: on a disk, and in memory, where a disk takes no part.
fn places() -> Vec<(&'static str, PathBuf)> {
    let mut places = vec![("on disk", std::env::temp_dir()), ("in memory", PathBuf::from("/dev/shm"))];
    places.retain(|(_, place)| place.is_dir());
    places
}

/// A folder of its own with the site in `site/`. It is deleted when all is measured: a disk that remembers
/// what was there a moment ago is slower than all the work.
fn prepare((name, place): &(&str, PathBuf), plans: usize) -> TempDir {
    let folder = tempfile::Builder::new().prefix("planpress-bench").tempdir_in(place).unwrap();
    let bytes = write_site(&folder.path().join("site"), plans);
    println!("\n{plans} plans, {:.1} KB each, {name}", bytes as f64 / plans as f64 / 1000.0);
    folder
}

/// Measures each number of plans in each place.
fn everywhere(sizes: Vec<usize>, measure: impl Fn(&Path)) {
    let mut folders = Vec::new();
    for place in places() {
        for plans in &sizes {
            let folder = prepare(&place, *plans);
            measure(folder.path());
            folders.push(folder);
        }
    }
}

/// Replaces a part of a file, as an editor would save it.
fn edit(path: &Path, change: impl FnOnce(&str) -> String) {
    let text = fs::read_to_string(path).unwrap();
    fs::write(path, change(&text)).unwrap();
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
