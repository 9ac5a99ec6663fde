//! Patterns of paths: `plans/**/*.md`, `{a,b}/*.md`, `plans/20[0-9][0-9]/?.md`.

use regex::Regex;
use std::fmt::Write as _;

/// Translates a pattern of paths into an expression that matches whole paths relative to the site's root.
///
/// # Errors
/// Why it is not one: it leaves the site, or a bracket is not closed.
pub(super) fn compile(glob: &str) -> Result<Regex, String> {
    if glob.starts_with('/') || glob.contains(':') {
        return Err("a path is relative to the site's folder".to_owned());
    }
    if glob.contains('\\') {
        return Err("folders are separated by `/`".to_owned());
    }
    if glob.split('/').any(|part| part == "..") {
        return Err("a path cannot leave the site's folder".to_owned());
    }
    let glob = glob.trim_start_matches("./");
    let mut regex = String::from("^");
    let mut open = 0usize;
    let mut chars = glob.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
                // `**/` is any number of folders, none included.
                if chars.peek() == Some(&'/') {
                    chars.next();
                    regex.push_str("(?:[^/]+/)*");
                } else {
                    regex.push_str(".*");
                }
            }
            '*' => regex.push_str("[^/]*"),
            '?' => regex.push_str("[^/]"),
            '{' => {
                open += 1;
                regex.push_str("(?:");
            }
            '}' if open > 0 => {
                open -= 1;
                regex.push(')');
            }
            ',' if open > 0 => regex.push('|'),
            '[' => push_class(&mut regex, &mut chars)?,
            c => regex.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    if open > 0 {
        return Err("`{` is not closed".to_owned());
    }
    regex.push('$');
    Regex::new(&regex).map_err(|_| "this is not a pattern of paths".to_owned())
}

fn push_class(
    regex: &mut String,
    chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
) -> Result<(), String> {
    let mut class = String::new();
    for c in chars.by_ref() {
        if c == ']' && !class.is_empty() {
            let (not, class) = match class.strip_prefix('!') {
                Some(rest) => ("^/", rest.to_owned()),
                None => ("", class),
            };
            let _ = write!(regex, "[{not}{class}]");
            return Ok(());
        }
        if matches!(c, '[' | '&' | '~' | '^' | '/') {
            class.push('\\');
        }
        class.push(c);
    }
    Err("`[` is not closed".to_owned())
}
