//! Builds that are killed: at a random moment, or in front of a random operation on files. Half of them on
//! file systems that exchange two folders, where the site is the old one or the new one; half without,
//! where every file is.

use super::{Place, Random, STATES, Trouble, WHOLE};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const EXDEV: i32 = 18;

/// Every so manyth time a build in peace follows; else the next one finds what the killed one left.
const PEACE: u32 = 4;

/// Kills `count` builds by `kill`, which says whether the build still ran; the plans change in between.
fn check(count: u32, is_switched: bool, mut kill: impl FnMut(&Place) -> bool) {
    let (place, mut killed) = (Place::built(), 0);
    for number in 1..=count {
        let next = (number % 2) as usize;
        place.set(STATES[next]);
        killed += u32::from(kill(&place));
        let what = format!("kill {number} of {count}");
        if is_switched {
            let output = place.output();
            assert!(WHOLE.contains(&output), "{what}: neither the old site nor the new one");
        } else {
            place.is_of_whole_files(&what);
        }
        if number % PEACE == 0 || number == count {
            place.recovers(next, &what);
        }
    }
    // Where other work takes the machine, a build may be over before its time.
    assert!(killed * 6 > count, "only {killed} of {count} builds were killed");
}

#[test]
fn a_build_killed_at_any_moment_leaves_one_of_the_sites() {
    let timed = || {
        let start = Instant::now();
        drop(Place::built());
        start.elapsed().as_micros() as u64
    };
    let longest = (0..3).map(|_| timed()).min().unwrap_or(1);
    let mut random = Random(1);
    check(60, true, |place| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_planpress"));
        command.current_dir(place.path()).args(["--site", "site", "build", "-q"]).stderr(Stdio::null());
        let mut child = command.env("SOURCE_DATE_EPOCH", "1789430400").spawn().unwrap();
        thread::sleep(Duration::from_micros(random.below(longest)));
        child.kill().unwrap();
        child.wait().unwrap().code().is_none()
    });
}

/// As above, in front of an operation: most of a small build's time is none of the writer's.
#[test]
fn a_build_killed_at_any_operation_leaves_one_of_the_sites() {
    let mut random = Random(2);
    check(60, true, |place| {
        let at = 1 + random.below(300) as u32;
        Trouble { at, ..Trouble::default() }.build(place).code.is_none()
    });
}

#[test]
fn a_build_killed_while_it_replaces_file_by_file_leaves_whole_files() {
    for (seed, exchange, link) in [(3, EXDEV, 0), (4, 0, EXDEV)] {
        let mut random = Random(seed);
        check(50, false, |place| {
            let at = 1 + random.below(350) as u32;
            Trouble { at, exchange, link, ..Trouble::default() }.build(place).code.is_none()
        });
    }
}
