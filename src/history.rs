//! Edge: what git knows of a site. The `git` program is asked, since it is exact by definition; where it is
//! absent, or the site lies in no repository, there is no history and a sentence says so.
#![expect(clippy::disallowed_methods, reason = "this edge is where git is run")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Files of the site that differ from a revision, untracked ones included, relative to the site's root.
///
/// # Errors
/// Git is absent, the folder is in no repository, or the revision does not exist.
pub fn changed_since(root: &Path, revision: &str) -> Result<BTreeSet<String>, String> {
    let differing = ["diff", "--name-only", "-z", "--relative", "--end-of-options", revision, "--"];
    let untracked = ["ls-files", "--others", "--exclude-standard", "-z"];
    let mut paths = BTreeSet::new();
    for arguments in [&differing[..], &untracked[..]] {
        let output = git(root, arguments)?;
        paths.extend(output.split('\0').filter(|path| !path.is_empty()).map(str::to_owned));
    }
    Ok(paths)
}

/// The standard output of a git command in the site's folder.
fn git(root: &Path, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .current_dir(root)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .args(["-c", "core.quotePath=false"])
        .args(arguments)
        .output()
        .map_err(|error| format!("git cannot be run: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let line = said.lines().find(|line| !line.trim().is_empty()).unwrap_or("no reason given");
        return Err(format!("git {}: {line}", arguments[0]));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
