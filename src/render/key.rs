//! What the site consists of: the key of every output and the file that it becomes. Names are made from
//! ids; links between pages are relative, so that the site works under any path and from disk.

use crate::config::{DimensionId, MetricId};
use crate::link::{PageIndex, PlanIndex};
use unicode_normalization::UnicodeNormalization;

/// An output of the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PageKey {
    /// `plans.html`. It is the longest page and comes first, so that it does not end the build.
    Plans,
    /// A file under `data/`.
    Data(super::data::DataKey),
    /// A table of a page as a data file.
    Sheet(SheetKey),
    /// A shard of the search index, by its number.
    SearchShard(u16),
    /// `index.html`.
    Home,
    /// A plan.
    Plan(PlanIndex),
    /// The source file of a plan, where the site offers it.
    Source(PlanIndex),
    /// A free page.
    Page(PageIndex),
    /// `targets.html`.
    Targets,
    /// A metric.
    Metric(MetricId),
    /// A value of a dimension, by its canonical id.
    Value(DimensionId, String),
    /// A kind of plans.
    Kind(String),
    /// An owner.
    Owner(String),
    /// A tag.
    Tag(String),
    /// `timeline.html`.
    Timeline,
    /// `budget.html`.
    Budget,
    /// `tasks.html`.
    Tasks,
    /// `graph.html`.
    Graph,
    /// `checks.html`.
    Checks,
    /// `changes.html`, where the history is told.
    Changes,
    /// `search.html`.
    Search,
    /// `404.html`.
    NotFound,
    /// The page of an old id that leads to the plan.
    Redirect(String, PlanIndex),
    /// A file of the theme: path below `assets/`.
    Asset(String),
    /// `feed.xml`.
    Feed,
    /// `sitemap.xml`.
    Sitemap,
}

/// A table of a page as a data file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SheetKey {
    /// The page that shows it.
    pub page: Box<PageKey>,
    /// Its name among the tables of the page; empty where there is only one.
    pub table: String,
    /// `csv` or `json`.
    pub form: &'static str,
}

/// A file name made from an id: safe on every file system, readable, never empty.
pub fn file_name(id: &str) -> String {
    // Letters, digits and Chinese characters need no change; the short names are those of devices.
    let plain = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '_') || c.is_ascii_alphanumeric();
    if (5..=180).contains(&id.len()) && id.chars().enumerate().all(|(at, c)| plain(c) || (c == '-' && at > 0))
    {
        return id.to_owned();
    }
    let mut name: String = id
        .nfc()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '#' | '%' => '-',
            c if c.is_control() || c.is_whitespace() => '-',
            c => c,
        })
        .collect();
    if name.starts_with(['.', '-']) {
        name.insert(0, '_');
    }
    while name.ends_with('.') {
        name.pop();
    }
    let stem = name.split('.').next().unwrap_or("").to_ascii_lowercase();
    let reserved = matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || (stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.ends_with(|c: char| c.is_ascii_digit()));
    if reserved || name.is_empty() {
        name.insert(0, '_');
    }
    shorten(name)
}

/// File systems take 255 bytes; a longer name is cut and told apart by a hash of the whole.
fn shorten(name: String) -> String {
    if name.len() <= 180 {
        return name;
    }
    let hash = xxhash_rust::xxh3::xxh3_64(name.as_bytes());
    let mut end = 160;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}-{hash:016x}", &name[..end])
}

/// A page key's path with `/` kept between its parts.
pub(super) fn nested_name(key: &str) -> String {
    key.split('/').map(file_name).collect::<Vec<_>>().join("/")
}

/// A path as it stands in an address: every part percent-encoded.
pub fn encode(path: &str) -> String {
    let mut result = String::with_capacity(path.len());
    encode_into(&mut result, path);
    result
}

fn encode_into(address: &mut String, path: &str) {
    address.extend(percent_encoding::utf8_percent_encode(path, UNENCODED));
}

/// What stands unencoded in a path: RFC 3986's unreserved characters, and what parts it.
const UNENCODED: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// A fragment as it stands in an address: letters of any script are kept.
pub fn encode_fragment(anchor: &str) -> String {
    let kept =
        |c: u8| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.' | b'~' | b':');
    if anchor.bytes().all(kept) {
        return anchor.to_owned();
    }
    let mut result = String::with_capacity(anchor.len() + 8);
    for c in anchor.chars() {
        if u8::try_from(c).is_ok_and(|c| !kept(c)) {
            result.push_str(&format!("%{:02X}", c as u32));
        } else {
            result.push(c);
        }
    }
    result
}

/// How to get from a file to the root of the site: `../` for each folder.
pub fn root_of(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// The address of one file as seen from another.
pub fn relative(from: &str, to: &str) -> String {
    let (here, there) = (from.as_bytes(), to.as_bytes());
    let same = here.iter().zip(there).take_while(|(a, b)| a == b).count();
    let common = here[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    let up = from[common..].matches('/').count();
    let mut address = String::with_capacity(3 * up + to.len());
    (0..up).for_each(|_| address.push_str("../"));
    encode_into(&mut address, &to[common..]);
    address
}
