//! What files of an output hold: hashes, and comparisons that need no room for a whole file.
#![expect(clippy::disallowed_methods, reason = "part of the edge that writes the output")]

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, Read};
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

/// Reads a plain file in pieces, since room for all of it costs more than to read it. Gives its length; `None` where
/// it cannot be read, or where `take` says that this is enough.
pub(super) fn in_pieces(path: &Path, mut take: impl FnMut(&[u8]) -> bool) -> Option<u64> {
    thread_local! {
        static ROOM: RefCell<Vec<u8>> = RefCell::new(vec![0; 1 << 16]);
    }
    if !fs::symlink_metadata(path).ok()?.is_file() {
        return None;
    }
    let mut file = File::open(path).ok()?;
    ROOM.with_borrow_mut(|room| {
        let mut length = 0;
        loop {
            match file.read(room) {
                Ok(0) => return Some(length),
                Ok(read) if take(room.get(..read)?) => length += read as u64,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                _ => return None,
            }
        }
    })
}
