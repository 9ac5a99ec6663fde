//! The floor: read every plan, run pulldown-cmark over it, write as many files. What nobody can beat
//! who does the least of what planpress does, with the same libraries on the same machine.

use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// Renders every plan below `site` into one file each below `output`.
pub(crate) fn run(site: &Path, output: &Path) {
    fs::create_dir_all(output).unwrap();
    plans(site).par_iter().enumerate().for_each(|(index, path)| {
        let text = fs::read_to_string(path).unwrap();
        fs::write(output.join(format!("{index}.html")), html(&text)).unwrap();
    });
}

/// Reads every plan and renders it, without writing.
pub(crate) fn read_only(site: &Path) -> usize {
    plans(site).par_iter().map(|path| html(&fs::read_to_string(path).unwrap()).len()).sum()
}

fn plans(site: &Path) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(site.join("plans")).into_iter().map(Result::unwrap);
    walk.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect()
}

pub(crate) fn html(text: &str) -> String {
    use pulldown_cmark::{Options, Parser};
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut html = String::with_capacity(text.len() * 2);
    pulldown_cmark::html::push_html(&mut html, Parser::new_ext(text, options));
    html
}
