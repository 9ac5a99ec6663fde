//! What is there and never part of a site. Apart, because a build and a watch must see the same site.

use std::fs::FileType;
use std::path::Path;

/// Whether a file or folder, by its path in the site, is never part of it: hidden ones but for those of `static/`,
/// which is published as it is, and what editors, copying programs and version control put beside a file. Said here
/// alone.
pub fn is_passed_over(path: &Path) -> bool {
    let hides = !path.starts_with("static");
    path.iter().any(|name| {
        let name = name.as_encoded_bytes();
        (hides && name.starts_with(b".")) || is_left_over(name)
    })
}

fn is_left_over(name: &[u8]) -> bool {
    let (begins, ends) =
        (|start: &str| name.starts_with(start.as_bytes()), |ending: &str| name.ends_with(ending.as_bytes()));
    name == b"4913" // vim tries with this name whether it may write into a folder
        || name == b".DS_Store"
        || (name.starts_with(b"#") && name.ends_with(b"#"))
        || ["~", ".swp", ".swo", ".swx", ".tmp", ".part", ".planpress-part", "___jb_tmp___", "___jb_old___"]
            .into_iter()
            .any(ends)
        || [".git", ".hg", ".svn", ".#", "._", ".~", ".nfs", ".fuse_hidden", ".goutputstream-"]
            .into_iter()
            .any(begins)
}

/// What is neither a file nor a folder nor a link.
pub(super) fn no_file(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "this is a pipe, not a file";
        }
        if kind.is_socket() {
            return "this is a socket, not a file";
        }
    }
    let _ = kind;
    "this is a device, not a file"
}
