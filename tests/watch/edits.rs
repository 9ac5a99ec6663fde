//! Seeded edits of a small but rich site, as a year of work brings them: good ones, bad ones, and what mends
//! them again.

use planpress::check::baseline;
use planpress::pipeline::{self, Options, Tree};
use planpress::text::{DecodeFault, SourceFile, decode};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

pub(super) const OPTIONS: Options = Options { today: jiff::civil::date(2026, 9, 15), drafts: false };

/// A site in memory whose files keep their identity until they are edited.
#[derive(Clone, Default)]
pub(super) struct Files {
    paths: BTreeSet<String>,
    files: BTreeMap<String, File>,
}

#[derive(Clone)]
struct File {
    bytes: Vec<u8>,
    text: Result<Arc<SourceFile>, DecodeFault>,
}

impl Tree for Files {
    fn paths(&self) -> &BTreeSet<String> {
        &self.paths
    }

    fn read(&self, path: &str) -> Result<Arc<SourceFile>, DecodeFault> {
        self.files[path].text.clone()
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, DecodeFault> {
        Ok(self.files[path].bytes.clone())
    }
}

impl Files {
    /// The site of a product team, with templates, a baseline, an asset and a font of its own.
    pub(super) fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/english/site");
        let mut files = Self::default();
        for (path, bytes) in crate::support::files(&root) {
            files.put(&path, bytes);
        }
        files.put(
            "templates/404.html",
            "{% extends \"base.html\" %}{% block main %}<p>none</p>{% endblock %}",
        );
        files.put("themes/default/assets/own.css", "p { margin: 1em }\n");
        files.put("themes/default/assets/own.woff2", [0, 159, 146, 150]);
        files.put("themes/default/i18n/en.yaml", "nav_plans: Schemes\n");
        files
    }

    pub(super) fn put(&mut self, path: &str, bytes: impl AsRef<[u8]>) {
        let bytes = bytes.as_ref().to_vec();
        let text = decode(&bytes).map(|text| SourceFile::new(path, text));
        self.paths.insert(path.into());
        self.files.insert(path.into(), File { bytes, text });
    }

    fn remove(&mut self, path: &str) -> Option<Vec<u8>> {
        self.paths.remove(path);
        self.files.remove(path).map(|file| file.bytes)
    }

    pub(super) fn text(&self, path: &str) -> String {
        self.files
            .get(path)
            .map_or_else(String::new, |file| String::from_utf8_lossy(&file.bytes).into_owned())
    }

    /// Takes the files below these paths over from another site, and no others.
    pub(super) fn take_over(&mut self, other: &Self, below: &[&str]) {
        let is_below = |path: &&String| below.iter().any(|start| path.starts_with(start));
        for path in self.paths.clone().iter().filter(is_below) {
            self.remove(path);
        }
        for path in other.paths.iter().filter(is_below) {
            self.put(path, &other.files[path].bytes);
        }
    }

    /// Brings a folder from the state of another site to this one, touching only what differs.
    pub(super) fn write(&self, before: &Self, root: &Path) {
        for path in before.paths.difference(&self.paths) {
            fs::remove_file(root.join(path)).unwrap();
        }
        for (path, File { bytes, .. }) in &self.files {
            if before.files.get(path).is_none_or(|old| old.bytes != *bytes) {
                fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
                fs::write(root.join(path), bytes).unwrap();
            }
        }
    }
}

/// Numbers that look random and are the same each time (xorshift).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        dice.roll(2);
        dice
    }

    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.roll(of.len())]
    }
}

/// Makes one edit and says what it was.
pub(super) fn edit(dice: &mut Dice, files: &mut Files, first: &Files) -> String {
    match dice.roll(16) {
        0 => add(dice, files),
        1 => move_file(dice, files),
        2 => remove(dice, files),
        3 => identity(dice, files),
        4 | 5 => number(dice, files),
        6 => text(dice, files),
        7 => line(dice, files, "schemas/", SCHEMA_LINES),
        8 => line(dice, files, "planpress.yaml", CONFIG_LINES),
        9 => line(dice, files, "metrics.yaml", METRIC_LINES),
        10 => line(dice, files, "dimensions.yaml", DIMENSION_LINES),
        11 => theme(dice, files),
        12 => unusual(dice, files),
        // Most faults are mended after a while.
        _ => mend(dice, files, first),
    }
}

const SCHEMA_LINES: &[(&str, &str)] = &[
    ("required: true", "required: false"),
    ("required: false", "required: true"),
    ("min: 60", "min: 600"),
    ("title: Why now", "title: Why then"),
    ("layout: pivot", "layout: pivots"),
    ("extends: common", "extends: uncommon"),
    ("tolerance: 1%", "tolerance: 20%"),
    ("overlap: allow", "overlap: deny"),
];
const CONFIG_LINES: &[(&str, &str)] = &[
    ("title: Larkfield Weather", "title: Larkfield"),
    ("language: en", "language: zh-Hant"),
    ("accent: '#0b6b53'", "accent: '#6b0b53'"),
    ("logo: lark.svg", "logo: no-such.svg"),
    ("statuses: [idea, ", "statuses: ["),
    ("headline: [orders, ", "headline: ["),
    ("needs: {", "wants: {"),
    ("theme_options:", "theme_options: ["),
    ("language: en", "language: en\nhistory: false\ntheme: plain"),
];
const METRIC_LINES: &[(&str, &str)] = &[
    ("title: Orders", "title: Sales"),
    ("kind: flow", "kind: stock"),
    ("display: k GBP", "display: GBP"),
    ("better: lower", "better: higher"),
    ("aliases: [Cost], ", ""),
    ("subscribers: {", "readers: {"),
    ("orders: {", "orders: { aliases: [Boxes],"),
];
const DIMENSION_LINES: &[(&str, &str)] = &[
    ("title: App", "title: Program"),
    ("id: garden,", "id: gardens,"),
    ("title: Support", "title: Help"),
    ("aliases: [Mini]", "aliases: [Small]"),
    ("team:", "teams:"),
];

/// The paths below a folder, or the file of that name.
fn below(files: &Files, folder: &str) -> Vec<String> {
    files.paths.iter().filter(|path| path.starts_with(folder)).cloned().collect()
}

fn any(dice: &mut Dice, files: &Files, folder: &str) -> Option<String> {
    let paths = below(files, folder);
    (!paths.is_empty()).then(|| paths[dice.roll(paths.len())].clone())
}

fn add(dice: &mut Dice, files: &mut Files) -> String {
    let number = dice.roll(20);
    let folder = dice.one(&["plans/", "plans/", "plans/", "pages/", "data/", "schemas/", "static/"]);
    let Some(from) = any(dice, files, folder) else { return "nothing to copy".into() };
    let text = files.text(&from);
    // Sometimes the id stays, and then two have it.
    let text = match dice.roll(4) {
        0 => text,
        _ => text.lines().filter(|line| !line.starts_with("id:")).map(|line| format!("{line}\n")).collect(),
    };
    let ending = from.rsplit_once('.').map_or("", |(_, ending)| ending);
    let folder = if folder == "plans/" { dice.one(&["plans/", "plans/new/"]) } else { folder };
    let path = format!("{folder}new-{number}.{ending}");
    files.put(&path, text);
    format!("{path} added like {from}")
}

fn move_file(dice: &mut Dice, files: &mut Files) -> String {
    let folder = dice.one(&["plans/", "plans/", "pages/", "data/", "static/"]);
    let Some(from) = any(dice, files, folder) else { return "nothing to move".into() };
    let name = from.rsplit('/').next().unwrap_or(&from).to_owned();
    let to = format!("{folder}{}/{name}", dice.one(&["a", "b"]));
    let bytes = files.remove(&from).unwrap_or_default();
    files.put(&to, bytes);
    format!("{from} moved to {to}")
}

fn remove(dice: &mut Dice, files: &mut Files) -> String {
    let folder =
        dice.one(&["plans/", "pages/", "data/", "schemas/", "static/", "templates/", "themes/", "metrics"]);
    let Some(path) = any(dice, files, folder) else { return "nothing to remove".into() };
    files.remove(&path);
    format!("{path} removed")
}

fn identity(dice: &mut Dice, files: &mut Files) -> String {
    let Some(path) = any(dice, files, "plans/") else { return "no plan".into() };
    let key =
        dice.one(&["id", "parent", "owner", "status", "kind", "period", "funded_by", "title", "product"]);
    let others = ["budget-2026", "station-mini", "closed", "Ines", "launch", "2027-Q1", "app", "new-3"];
    let value = dice.one(&others);
    let text = files.text(&path);
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(&format!("{key}:"))).collect();
    let line = format!("{key}: {value}");
    lines.insert(1.min(lines.len()), &line);
    files.put(&path, lines.join("\n") + "\n");
    format!("{path}: {line}")
}

fn number(dice: &mut Dice, files: &mut Files) -> String {
    let folder = dice.one(&["plans/", "plans/", "data/", "pages/"]);
    let Some(path) = any(dice, files, folder) else { return "no numbers".into() };
    let mut bytes = files.text(&path).into_bytes();
    let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
    if digits.is_empty() {
        return format!("{path} has no digit");
    }
    let at = digits[dice.roll(digits.len())];
    bytes[at] = b'0' + u8::try_from(dice.roll(10)).unwrap();
    files.put(&path, &bytes);
    format!("{path}: the digit at {at} is {}", bytes[at] as char)
}

fn text(dice: &mut Dice, files: &mut Files) -> String {
    let folder = dice.one(&["plans/", "plans/", "pages/"]);
    let Some(path) = any(dice, files, folder) else { return "no text".into() };
    let ids = ["station-mini", "budget-2026-q3", "soil-probe", "nobody", "new-1", "launches"];
    let more = match dice.roll(6) {
        0 => format!("\nMore on this in [[{}]].\n", dice.one(&ids)),
        1 => "\nThe amount is ____ GBP.\n".into(),
        2 => "\n## Notes\n\nA note of 2026-02-30 with 12 %.\n".into(),
        3 => format!("\nSee [the picture](../static/lark.svg) and [that](x-{}.md).\n", dice.roll(3)),
        4 => "\n```view\ntable: targets\nmetrics: [spend]\nrows: team\n```\n".into(),
        _ => format!("\nSentence number {}.\n", dice.roll(1000)),
    };
    let text = files.text(&path) + &more;
    files.put(&path, text);
    format!("{path} with {more:?}")
}

fn line(dice: &mut Dice, files: &mut Files, folder: &str, lines: &[(&str, &str)]) -> String {
    let Some(path) = any(dice, files, folder) else { return format!("no {folder}") };
    let (from, to) = lines[dice.roll(lines.len())];
    let text = files.text(&path).replacen(from, to, 1);
    files.put(&path, text);
    format!("{path}: {from:?} is {to:?}")
}

fn theme(dice: &mut Dice, files: &mut Files) -> String {
    let number = dice.roll(100);
    let (path, text) = match dice.roll(7) {
        0 => (
            "templates/404.html",
            format!("{{% extends \"base.html\" %}}{{% block main %}}{number}{{% endblock %}}"),
        ),
        1 => ("templates/404.html", format!("{{{{ no_such_{number} }}}}")),
        2 => ("templates/index.html", "{% if".to_owned()),
        3 => ("themes/default/assets/own.css", format!("p {{ margin: {number}px }}\n")),
        4 => ("themes/default/assets/own.woff2", format!("\u{1}{number}")),
        5 => ("themes/default/i18n/en.yaml", format!("nav_plans: Plans {number}\n")),
        _ => ("static/lark.svg", format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{number}\"/>")),
    };
    files.put(path, text);
    format!("{path} with {number}")
}

/// What editors, encodings and wishes bring: files that are no text, a baseline, a file that is another one.
fn unusual(dice: &mut Dice, files: &mut Files) -> String {
    let folder = dice.one(&["plans/", "data/", "schemas/", "pages/", "metrics"]);
    let Some(path) = any(dice, files, folder) else { return "nothing there".into() };
    match dice.roll(5) {
        0 => {
            files.put(&path, [0x54, 0, 0xff, 0xfe]);
            format!("{path} is no text")
        }
        1 => {
            files.put(&path, "");
            format!("{path} is empty")
        }
        2 => {
            let text = files.text(&path).replace('\n', "\r\n");
            files.put(&path, text);
            format!("{path} has other line ends")
        }
        3 => {
            let bytes = files.files[&path].bytes.clone();
            files.put(&path, bytes);
            format!("{path} is saved as it is")
        }
        _ => {
            let loaded = pipeline::load(files, OPTIONS);
            files.put(
                "baseline.yaml",
                loaded.map_or(String::new(), |loaded| baseline::write(&loaded.findings)),
            );
            "all findings are known".into()
        }
    }
}

fn mend(dice: &mut Dice, files: &mut Files, first: &Files) -> String {
    let differing: Vec<&String> = first
        .paths
        .union(&files.paths)
        .filter(|path| bytes_of(first, path) != bytes_of(files, path))
        .collect();
    if differing.is_empty() {
        return "all is well".into();
    }
    let path = differing[dice.roll(differing.len())].clone();
    match first.files.get(&path) {
        Some(file) => files.put(&path, &file.bytes),
        None => drop(files.remove(&path)),
    }
    format!("{path} as it was at first")
}

fn bytes_of<'f>(files: &'f Files, path: &str) -> Option<&'f [u8]> {
    files.files.get(path).map(|file| file.bytes.as_slice())
}
