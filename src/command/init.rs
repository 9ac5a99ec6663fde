//! `planpress init`: a small complete site that builds and checks clean, or a copy of the default theme.

use super::Outcome;
use super::console::Console;
use crate::cli::Init;
use crate::config::Language;
use crate::render::EMBEDDED;
use crate::source::{self, SITE_FILE};
use include_dir::{Dir, include_dir};
use std::path::{Path, PathBuf};

static SITES: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/command/init");

pub(super) fn run(args: &Init, console: &Console) -> Result<Outcome, String> {
    let has_site = args.folder.join(SITE_FILE).is_file();
    if has_site && !args.theme {
        return Err(format!("{}: there is a site in this folder already", args.folder.display()));
    }
    // Its files would be plans of that site.
    if !has_site && let Some(around) = source::site_around(&args.folder)? {
        return Err(format!(
            "{}: this lies inside of the site {}; name a folder outside of it",
            args.folder.display(),
            around.display()
        ));
    }
    let mut files = Vec::new();
    if !has_site {
        let language = Language::parse(&args.lang).ok_or_else(|| {
            format!("`{}` is not a language of planpress: en, zh-Hans or zh-Hant", args.lang)
        })?;
        let site = SITES.get_dir(language.code()).ok_or("the sample site is missing from this binary")?;
        list(site, site.path(), &args.folder, &mut files);
    }
    if args.theme {
        let theme = EMBEDDED.get_dir("default").ok_or("the default theme is missing from this binary")?;
        list(theme, theme.path(), &args.folder.join("themes/default"), &mut files);
    }
    // Looked for before anything is written: half a site is none.
    if let Some(there) = files.iter().find_map(|(path, _)| in_the_way(path)) {
        return Err(format!(
            "{}: this is there already, and is not replaced; nothing is written",
            there.display()
        ));
    }
    for (path, bytes) in files {
        source::create_new(&path, bytes)?;
        console.result(&format!("{}\n", path.display()))?;
    }
    console.say(&format!("next: planpress --site {} build", args.folder.display()));
    Ok(Outcome::Done)
}

/// All files of an embedded folder, with where each goes below `to`.
fn list(folder: &Dir<'static>, root: &Path, to: &Path, files: &mut Vec<(PathBuf, &'static [u8])>) {
    for file in folder.files() {
        let relative = file.path().strip_prefix(root).unwrap_or(file.path());
        files.push((to.join(relative), file.contents()));
    }
    folder.dirs().for_each(|below| list(below, root, to, files));
}

/// What lies where a file is to be written: something of its name, or a file where it needs a folder.
fn in_the_way(path: &Path) -> Option<&Path> {
    let there = path.ancestors().find(|at| at.symlink_metadata().is_ok())?;
    (there == path || !there.is_dir()).then_some(there)
}
