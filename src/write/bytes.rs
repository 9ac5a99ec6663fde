//! What files of an output hold: hashes, and comparisons that need no room for a whole file.
#![expect(clippy::disallowed_methods, reason = "part of the edge that writes the output")]

use crate::source;
use std::fs::{self, File};
use std::path::Path;

/// The hash of a file in the manifest.
pub(super) fn hash_of(bytes: &[u8]) -> String {
    hash_text(xxhash_rust::xxh3::xxh3_128(bytes))
}

pub(super) fn hash_text(hash: u128) -> String {
    format!("{hash:032x}")
}

/// Whether a plain file holds exactly these bytes.
pub(super) fn same_bytes(path: &Path, bytes: &[u8]) -> bool {
    let mut rest = bytes;
    let next_is = |piece: &[u8]| match rest.split_at_checked(piece.len()) {
        Some((next, behind)) if next == piece => {
            rest = behind;
            true
        }
        _ => false,
    };
    in_pieces(path, next_is).is_some() && rest.is_empty()
}

/// Reads a plain file in pieces, as of [`source::in_pieces`]; `None` where it is none.
pub(super) fn in_pieces(path: &Path, take: impl FnMut(&[u8]) -> bool) -> Option<u64> {
    let is_file = fs::symlink_metadata(path).ok()?.is_file();
    if is_file { source::in_pieces(File::open(path).ok()?, take) } else { None }
}
