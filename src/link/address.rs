//! What the target of a link is as an address: outside, in this document, or a path below the site's
//! root. Pure text; whether anything is there is decided elsewhere.

use crate::text::nfc;
use percent_encoding::percent_decode_str;

/// The target of a Markdown link, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// Has a scheme or a host.
    External,
    /// A path below the site's root (NFC, `/`, no dot segments) and a fragment; an empty path is the
    /// document itself.
    Site {
        /// Path relative to the site's root.
        path: String,
        /// What stands behind `#`, decoded.
        fragment: String,
    },
    /// A path that leaves the site.
    Outside,
}

/// Takes a link's target apart, as written in the file at `from` (relative to the site's root).
/// A target that begins with `/` is taken from the site's root.
pub fn address(target: &str, from: &str) -> Address {
    if has_scheme(target) || target.starts_with("//") {
        return Address::External;
    }
    let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
    let path = path.split('?').next().unwrap_or("");
    let fragment = nfc(&percent_decode_str(fragment).decode_utf8_lossy());
    if path.is_empty() {
        return Address::Site { path: String::new(), fragment };
    }
    let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
    if path.contains(['\0', '\\']) {
        return Address::Outside;
    }
    let mut parts: Vec<&str> = match path.starts_with('/') {
        true => Vec::new(),
        false => from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return Address::Outside;
                }
            }
            part => parts.push(part),
        }
    }
    Address::Site { path: nfc(&parts.join("/")), fragment }
}

/// Whether a target begins with a scheme (RFC 3986: a letter, then letters, digits, `+`, `-`, `.`).
fn has_scheme(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}
