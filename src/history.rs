//! Edge: what git knows of a site. The `git` program is asked, since it is exact by definition; where it is
//! absent, or the site lies in no repository, there is no history and a sentence says so.
#![expect(clippy::disallowed_methods, reason = "this edge is where git is run")]

use crate::changes::{Version, Versions};
use crate::pipeline::MemoryTree;
use crate::source::is_passed_over;
use crate::text::{SourceFile, decode, nfc, visible};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Files of the site that differ from a revision, untracked ones included, relative to the site's root.
///
/// # Errors
/// Git is absent, the folder is in no repository, or the revision does not exist.
pub fn changed_since(root: &Path, revision: &str) -> Result<BTreeSet<String>, String> {
    // Outside of a repository `git diff` compares two files, and says so in words that help nobody.
    git(root, &["rev-parse", "--show-prefix"])?;
    let differing =
        ["diff", "--name-only", "-z", "--no-renames", "--relative", "--end-of-options", revision, "--"];
    let untracked = ["ls-files", "--others", "--exclude-standard", "-z"];
    let mut paths = BTreeSet::new();
    for arguments in [&differing[..], &untracked[..]] {
        let output = git(root, arguments)?;
        paths.extend(output.split('\0').filter(|path| !path.is_empty()).map(str::to_owned));
    }
    Ok(paths)
}

/// Where the site lies in its repository, with a slash behind it: empty at the top, and where there is none.
pub fn folder(root: &Path) -> String {
    git(root, &["rev-parse", "--show-prefix"])
        .map_or_else(|_| String::new(), |line| line.trim_end().to_owned())
}

/// What a log tells of each version: its name, the day and who; see [`version`].
const TOLD: [&str; 2] = ["--date=short-local", "--format=%x01%h%x02%ad%x02%an"];

/// What people can have set otherwise and would be read here: how names and texts are written, which versions a log shows
/// and which files of them, what stands between them.
const SETTINGS: [&str; 9] = [
    "color.ui=false",
    "core.abbrev=auto",
    "core.quotePath=false",
    // Files that were written again as they were are none that differ.
    "diff.autoRefreshIndex=true",
    "i18n.logOutputEncoding=UTF-8",
    "log.diffMerges=first-parent",
    "log.follow=false",
    "log.showRoot=true",
    "log.showSignature=false",
];

/// How many versions are looked at.
const VERSIONS: usize = 400;

/// The versions of the plans that git knows, the oldest first, along the main line.
///
/// # Errors
/// Git is absent, or the folder is in no repository.
pub fn versions(root: &Path) -> Result<Versions, String> {
    let most = format!("--max-count={}", VERSIONS + 1);
    let log = ["log", &most, "--first-parent", "-m", "--no-renames", "--name-only", "-z", "--relative"];
    let output = git(root, &[&log[..], &TOLD, &["--", "."]].concat())?;
    let mut list: Vec<Version> = records(&output).collect();
    let shallow = git(root, &["rev-parse", "--is-shallow-repository"])?.trim() == "true";
    let complete = list.len() <= VERSIONS && !shallow;
    list.truncate(VERSIONS);
    list.reverse();
    list.iter_mut().for_each(|version| version.files.retain(|(path, _)| path.ends_with(".md")));
    contents(root, &mut list)?;
    Ok(Versions { list, complete })
}

/// A revision's short name, and the day.
///
/// # Errors
/// Git is absent, the folder is in no repository, or there is no such revision.
pub fn revision(root: &Path, name: &str) -> Result<Version, String> {
    git(root, &["rev-parse", "--show-prefix"])?;
    if name.is_empty() {
        return Err("the revision is empty".to_owned());
    }
    let commit = format!("{name}^{{commit}}");
    let known = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]);
    let known = known.map_err(|_| format!("git knows no revision `{name}`"))?;
    let log = git(root, &[&["log", "-1"], &TOLD[..], &[known.trim(), "--"]].concat())?;
    let version = records(&log).next();
    version.ok_or_else(|| format!("git says nothing of the revision `{name}`"))
}

/// The texts of a site at a revision, of which those that `counts` are read.
///
/// # Errors
/// As of [`revision`].
pub fn site_at(root: &Path, revision: &str, counts: impl Fn(&str) -> bool) -> Result<MemoryTree, String> {
    let listed = git(root, &["ls-tree", "-r", "-z", "--name-only", "--end-of-options", revision, "."])?;
    let passed_over = |path: &str| is_passed_over(path.as_ref());
    let paths =
        listed.split('\0').filter(|path| !path.is_empty() && !path.contains('\n') && !passed_over(path));
    let mut version = Version::of(revision, paths.filter(|path| counts(path)));
    contents(root, std::slice::from_mut(&mut version))?;
    let files = version.files.into_iter().filter_map(|(_, source)| source);
    Ok(MemoryTree::of(files))
}

/// The files of two versions of a site that differ, with their texts: of `before`, and of `after` or, where that is
/// `None`, as they lie on disk, where `read` finds them.
///
/// # Errors
/// As of [`revision`].
pub fn differing(
    root: &Path,
    before: &str,
    after: Option<&str>,
    read: impl Fn(&str) -> Option<Arc<SourceFile>>,
) -> Result<[Version; 2], String> {
    let paths: BTreeSet<String> = match after {
        None => changed_since(root, before)?,
        Some(after) => {
            let diff = ["diff", "--name-only", "-z", "--no-renames", "--relative", "--end-of-options"];
            let output = git(root, &[&diff[..], &[before, after, "--", "."]].concat())?;
            output.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect()
        }
    };
    let paths: Vec<&str> = paths.iter().map(String::as_str).filter(|path| !path.contains('\n')).collect();
    let of = |name: &str| -> Result<Version, String> {
        let mut version = Version::of(name, paths.iter().copied());
        contents(root, std::slice::from_mut(&mut version))?;
        Ok(version)
    };
    let after = match after {
        Some(after) => of(after)?,
        None => {
            let mut version = Version::of("", paths.iter().copied());
            version.files.iter_mut().for_each(|(path, source)| {
                *path = nfc(path);
                *source = read(path);
            });
            version
        }
    };
    Ok([of(before)?, after])
}

/// Who touched each file last between two revisions; without the second one, up to the one that is checked out.
///
/// # Errors
/// As of [`revision`].
pub fn last_touched(
    root: &Path,
    before: &str,
    after: Option<&str>,
) -> Result<BTreeMap<String, Version>, String> {
    let range = format!("{before}..{}", after.unwrap_or("HEAD"));
    let log = ["log", "-m", "--first-parent", "--no-renames", "--name-only", "-z", "--relative"];
    let output = git(root, &[&log[..], &TOLD, &["--end-of-options", &range, "--", "."]].concat())?;
    let mut touched = BTreeMap::new();
    for version in records(&output) {
        for (path, _) in &version.files {
            // The newest come first.
            touched.entry(nfc(path)).or_insert_with(|| Version { files: Vec::new(), ..version.clone() });
        }
    }
    Ok(touched)
}

/// The version up to a revision that touched a file last; the revision itself where none did, since the file is there
/// in no version of it.
///
/// # Errors
/// As of [`revision`].
pub fn last_of(root: &Path, name: &str, path: &str) -> Result<Version, String> {
    let (log, path) = (["log", "-1", "-m", "--first-parent", "--no-renames"], format!(":(literal){path}"));
    let log = git(root, &[&log[..], &TOLD, &["--end-of-options", name, "--", &path]].concat())?;
    records(&log).next().map_or_else(|| revision(root, name), Ok)
}

/// The files that git writes to when a version is added or another one is taken; none without git.
pub fn marks(root: &Path) -> Vec<PathBuf> {
    let paths = git(root, &["rev-parse", "--git-path", "HEAD", "--git-path", "logs/HEAD"]);
    paths.map_or_else(|_| Vec::new(), |paths| paths.lines().map(|path| root.join(path)).collect())
}

/// The versions of a log. A name of a person may hold whatever there is but what ends a record.
fn records(log: &str) -> impl Iterator<Item = Version> {
    log.strip_prefix('\u{1}').unwrap_or_default().split("\0\u{1}").filter_map(version)
}

/// A version as the log names it, its files without their texts.
fn version(record: &str) -> Option<Version> {
    let (head, files) = record.split_at(record.find(['\0', '\n']).unwrap_or(record.len()));
    let mut parts = head.splitn(3, '\u{2}');
    let (name, date, author) = (parts.next()?, parts.next()?, parts.next()?);
    let files = files.split('\0').map(|path| path.trim_matches('\n'));
    let files =
        files.filter(|path| (path.ends_with(".md") || path.ends_with(".csv")) && !path.contains('\n'));
    Some(Version {
        name: name.to_owned(),
        date: date.parse().ok()?,
        // Terminals and pages show it.
        author: visible(&author.replace(char::is_whitespace, " ")).into_owned(),
        files: files.map(|path| (path.to_owned(), None)).collect(),
    })
}

/// Asks one process for the texts of all files of all versions. What is no text is left out.
fn contents(root: &Path, versions: &mut [Version]) -> Result<(), String> {
    let mut asked = String::new();
    for version in &*versions {
        for (path, _) in &version.files {
            asked.push_str(&format!("{}:./{path}\n", version.name));
        }
    }
    let failed = |error: std::io::Error| format!("git cannot be run: {error}");
    let mut child = program(root)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failed)?;
    let stdin = child.stdin.take();
    // Written beside the reading: both pipes are short.
    let writing = std::thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(asked.as_bytes())));
    let output = child.wait_with_output().map_err(failed)?.stdout;
    drop(writing.join());
    let mut rest = output.as_slice();
    for (path, source) in versions.iter_mut().flat_map(|version| &mut version.files) {
        let Some(end) = rest.iter().position(|byte| *byte == b'\n') else { break };
        let head = String::from_utf8_lossy(&rest[..end]).into_owned();
        rest = &rest[end + 1..];
        let mut words = head.rsplit(' ');
        let (size, kind) = (words.next().and_then(|size| size.parse::<usize>().ok()), words.next());
        let Some(size) = size.filter(|size| *size < rest.len() && !matches!(kind, None | Some("missing")))
        else {
            continue;
        };
        let text = decode(&rest[..size]).ok().filter(|_| kind == Some("blob"));
        *source = text.map(|text| SourceFile::new(nfc(path), text));
        rest = &rest[size + 1..];
    }
    // They were asked for as git has them; paths are compared in NFC.
    versions.iter_mut().flat_map(|version| &mut version.files).for_each(|(path, _)| *path = nfc(path));
    Ok(())
}

/// Git in the site's folder, whoever runs it and wherever.
fn program(root: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(root)
        .env("GIT_OPTIONAL_LOCKS", "0")
        // Days are the same wherever a site is built.
        .env("TZ", "UTC");
    // Hooks are told the repository and not its top, which then would be the site's folder. The index that they are
    // told stays, as it may be that of a commit in the making.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_PREFIX"] {
        git.env_remove(name);
    }
    git
}

/// The standard output of a git command in the site's folder.
fn git(root: &Path, arguments: &[&str]) -> Result<String, String> {
    let settings = SETTINGS.iter().flat_map(|setting| ["-c", setting]);
    let output = program(root)
        .args(settings)
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
