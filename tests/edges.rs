//! The program at its edges: results that nobody can take.

use crate::support::site;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const USUAL: [(&str, &str); 2] = [
    ("schemas/k.yaml", "title: K\n"),
    ("work/north/a.md", "---\nkind: k\ntitle: A\n---\n\n![x](../../pictures/x.png)\n"),
];

fn run(folder: &Path, arguments: &[&str], epoch: Option<&str>, out: Stdio) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_planpress"));
    match epoch {
        Some(epoch) => command.env("SOURCE_DATE_EPOCH", epoch),
        None => command.env_remove("SOURCE_DATE_EPOCH"),
    };
    command.current_dir(folder).args(["--site", "site"]).args(arguments).stdout(out).output().unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_an_error() {
    let folder =
        site(&[&[("planpress.yaml", "title: S\n"), ("metrics.yaml", "m: {}\n")][..], &USUAL].concat());
    for arguments in [
        &["list"][..],
        &["check"],
        &["targets"],
        &["schema", "k"],
        &["explain"],
        &["explain", "placeholder"],
        &["completions", "bash"],
        &["init", "new"],
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let ran = run(folder.path(), arguments, None, full.into());
        let said = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("the result cannot be written: No space left"), "{arguments:?}: {said}");
    }
    // Whoever has read enough closes the pipe.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let ran = run(folder.path(), &["explain"], None, writer.into());
    assert_eq!(
        (ran.status.code(), ran.stderr.len()),
        (Some(0), 0),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
}
