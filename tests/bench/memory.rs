//! `-- --memory`: the most memory that a build holds, in a process of its own, and how time and memory grow.

use super::{builds, places, prepare, timed};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The argument of the process that builds: the folder follows.
pub(crate) const CHILD: &str = "--build-and-tell";

/// Builds in a child for each number of plans.
pub(crate) fn run(sizes: &[usize]) {
    let mut before: Option<(usize, f64, f64)> = None;
    for plans in sizes {
        // In memory only, where there is a choice: what a page cache holds is not the program's.
        let folder = prepare(places().last().unwrap(), *plans);
        let child =
            Command::new(std::env::current_exe().unwrap()).arg(CHILD).arg(folder.path()).output().unwrap();
        let told = String::from_utf8(child.stdout).unwrap();
        let told: Vec<f64> = told.split_whitespace().map(|number| number.parse().unwrap()).collect();
        let [seconds, peak] = told[..] else { panic!("{}", String::from_utf8_lossy(&child.stderr)) };
        println!("{:<28} {seconds:>8.3} s, at most {:.0} MiB", "build, cold", peak / 1024.0);
        if let Some((fewer, shorter, lower)) = before {
            println!(
                "{fewer} to {plans} plans: {:.1} x the time, {:.1} x the memory",
                seconds / shorter,
                peak / lower
            );
        }
        before = Some((*plans, seconds, peak));
    }
}

/// Builds and prints the seconds and the most memory, in KiB.
pub(crate) fn child(folder: &Path) {
    let seconds = timed(|| builds::build(&folder.join("site"), &folder.join("public"), false));
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    println!("{seconds} {}", peak.trim().trim_end_matches(" kB"));
}
