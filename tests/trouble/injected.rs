//! Each operation on files that a build makes fails, in each of the ways in which disks fail.

use super::{Place, STATES, Trouble, WHOLE};
use std::path::Path;

const EIO: i32 = 5;
const EACCES: i32 = 13;
const EXDEV: i32 = 18;
const ENOSPC: i32 = 28;
const EROFS: i32 = 30;

/// Whether the failure of an operation may pass: of a question about a file, of reading a page of the old site,
/// which is then written anew, of permissions, and of tidying, where paths may be those below an open folder.
fn may_pass(name: &str, path: &str) -> bool {
    let is_ours = path.contains(".planpress-") || !path.starts_with('/');
    match name {
        "statx" | "chmod" => true,
        "open" | "read" => is_ours || path.contains("/public/"),
        "rmdir" | "unlink" | "unlinkat" | "write" => is_ours,
        _ => false,
    }
}

/// Lets the operations fail one after the other, each `step`th, until a build makes fewer. The plans change
/// with every build that ends well. Returns how many builds failed.
fn sweep(error: i32, first: u32, step: usize) -> usize {
    let place = Place::built();
    let (mut now, mut failed) = (0, 0);
    for at in (first..).step_by(step) {
        let next = 1 - now;
        place.set(STATES[next]);
        let ended = Trouble { at, error, ..Trouble::default() }.build(&place);
        let what = format!("operation {at}, error {error}: {ended:?}");
        let is_done = match ended.code {
            Some(0) => true,
            Some(1 | 2) => false,
            _ => panic!("{what}"),
        };
        let expected = if is_done { next } else { now };
        assert!(place.output() == WHOLE[expected], "{what}: the output is not the whole site");
        now = expected;
        let Some((name, path)) = &ended.met else { break };
        if is_done {
            assert!(may_pass(name, path), "{what}: the failure went unnoticed");
        } else {
            let file = Path::new(path).file_name().unwrap_or_default().to_string_lossy();
            assert!(ended.said.contains(&*file), "{what}: the path is not named");
            failed += 1;
        }
    }
    place.set(STATES[1 - now]);
    place.recovers(1 - now, "after all that");
    failed
}

#[test]
fn every_operation_fails_with_its_path_and_the_old_site_stays() {
    let errors = [ENOSPC, EIO, EROFS, EACCES];
    let failed: usize = std::thread::scope(|scope| {
        let sweeps = errors.map(|error| scope.spawn(move || sweep(error, 1, 1)));
        sweeps.into_iter().map(|sweep| sweep.join().unwrap()).sum()
    });
    assert!(failed > 500, "only {failed} builds failed");
}

#[test]
fn a_switch_that_fails_leaves_the_old_site() {
    let place = Place::built();
    place.set(STATES[1]);
    for exchange in [ENOSPC, EIO, EROFS, EACCES] {
        let ended = Trouble { exchange, ..Trouble::default() }.build(&place);
        assert_eq!(ended.code, Some(2), "{ended:?}");
        assert!(ended.said.contains("public"), "{ended:?}");
        assert!(place.output() == WHOLE[0], "{ended:?}");
    }
    place.recovers(1, "after failed switches");
}

/// Where folders cannot be exchanged, or no file can have a second name, each file is replaced on its own.
#[test]
fn without_a_switch_every_file_is_old_or_new() {
    for (exchange, link) in [(EXDEV, 0), (0, EXDEV), (EXDEV, EXDEV)] {
        let trouble = Trouble { exchange, link, ..Trouble::default() };
        let place = Place::built();
        place.set(STATES[1]);
        let ended = trouble.build(&place);
        assert_eq!((ended.code, place.output() == WHOLE[1]), (Some(0), true), "{ended:?}");
        place.set(STATES[0]);
        for at in (1..).step_by(17) {
            let ended = Trouble { at, error: ENOSPC, ..trouble }.build(&place);
            place.is_of_whole_files(&format!("{at}: {ended:?}"));
            if ended.code == Some(0) {
                break;
            }
        }
        place.recovers(0, "file by file");
    }
}
