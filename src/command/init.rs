//! `planpress init`: a small complete site that builds and checks clean, or a copy of the default theme.

use super::Outcome;
use super::console::Console;
use crate::cli::Init;
use crate::config::Language;
use crate::render::EMBEDDED;
use crate::source::{self, SITE_FILE};
use include_dir::{Dir, include_dir};
use std::path::Path;

static SITES: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/command/init");

pub(super) fn run(args: &Init, console: &Console) -> Result<Outcome, String> {
    let has_site = args.folder.join(SITE_FILE).is_file();
    if has_site && !args.theme {
        return Err(format!("{}: there is a site in this folder already", args.folder.display()));
    }
    if !has_site {
        let language = Language::parse(&args.lang).ok_or_else(|| {
            format!("`{}` is not a language of planpress: en, zh-Hans or zh-Hant", args.lang)
        })?;
        let site = SITES.get_dir(language.code()).ok_or("the sample site is missing from this binary")?;
        copy(site, site.path(), &args.folder, console)?;
    }
    if args.theme {
        let theme = EMBEDDED.get_dir("default").ok_or("the default theme is missing from this binary")?;
        copy(theme, theme.path(), &args.folder.join("themes/default"), console)?;
    }
    console.say(&format!("next: planpress --site {} build", args.folder.display()));
    Ok(Outcome::Done)
}

fn copy(folder: &Dir, root: &Path, to: &Path, console: &Console) -> Result<(), String> {
    for file in folder.files() {
        let relative = file.path().strip_prefix(root).unwrap_or(file.path());
        write(&to.join(relative), file.contents(), console)?;
    }
    folder.dirs().try_for_each(|below| copy(below, root, to, console))
}

fn write(path: &Path, bytes: &[u8], console: &Console) -> Result<(), String> {
    source::create_new(path, bytes)?;
    console.result(&format!("{}\n", path.display()))?;
    Ok(())
}
