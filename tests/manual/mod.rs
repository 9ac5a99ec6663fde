//! The manual and the README say what is true: rule pages are made from the rules' own documentation,
//! examples that are whole files are accepted, commands and flags stand where readers look for them.

mod aggregates;
mod command_line;
mod examples;
mod quantities;
mod readme;
mod rule_pages;
mod template_variables;

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn manual() -> PathBuf {
    root().join("content/pages/manual")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A fenced block of code.
struct Block {
    /// What stands behind the opening fence: `yaml planpress.yaml`.
    info: String,
    /// The line of the fence, from 1.
    line: usize,
    /// What stands between the fences.
    text: String,
}

impl Block {
    /// The path behind the language, where the block is a whole file.
    fn path(&self) -> Option<&str> {
        self.info.split_once(' ').map(|(_, path)| path.trim()).filter(|path| path.contains('.'))
    }

    fn language(&self) -> &str {
        self.info.split(' ').next().unwrap_or("")
    }
}

/// The fenced blocks of a text; fences of more than three backticks may hold others.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<usize> = None;
    for (number, line) in text.lines().enumerate() {
        let fence = line.bytes().take_while(|byte| *byte == b'`').count();
        match open {
            None if fence >= 3 => {
                open = Some(fence);
                let info = line[fence..].trim().to_owned();
                blocks.push(Block { info, line: number + 1, text: String::new() });
            }
            Some(length) if fence >= length && line.len() == fence => open = None,
            Some(_) => {
                if let Some(block) = blocks.last_mut() {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
            }
            None => {}
        }
    }
    assert_eq!(open, None, "a block of code is never closed");
    blocks
}

/// Compares a file with what it should hold; with `PLANPRESS_UPDATE` set it is written instead.
fn compare(path: &Path, expected: &str, wrong: &mut Vec<String>) {
    if std::env::var_os("PLANPRESS_UPDATE").is_some() {
        fs::write(path, expected).unwrap();
    } else if fs::read_to_string(path).ok().as_deref() != Some(expected) {
        wrong.push(path.strip_prefix(root()).unwrap_or(path).display().to_string());
    }
}
