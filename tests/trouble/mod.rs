//! Builds that meet trouble: broken sites, full and failing disks, kills. The old site stays, whole, until
//! the new one is there, whole.

mod broken;
mod injected;
mod kills;

use crate::support::{files, planpress, site};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use tempfile::TempDir;

/// The files of a site by path, with the manifest.
type Site = Vec<(String, Vec<u8>)>;

/// Two states of the plans: every page differs, pages come and go, a file stays.
const STATES: [&[(&str, &str)]; 2] = [
    &[
        ("planpress.yaml", "title: 站\n"),
        ("schemas/note.yaml", "title: 記\n"),
        ("plans/a.md", "---\nkind: note\ntitle: 甲\nowner: 李明\n---\n\n見[[b]]。\n"),
        ("plans/b.md", "---\nkind: note\ntitle: 乙\n---\n\n有內容。\n"),
        ("static/same.txt", "same"),
    ],
    &[
        ("planpress.yaml", "title: 另一個站\n"),
        ("schemas/note.yaml", "title: 記\n"),
        ("plans/a.md", "---\nkind: note\ntitle: 甲\nowner: 王芳\ntags: [新]\n---\n\n沒有別的。\n"),
        ("plans/c.md", "---\nkind: note\ntitle: 丙\n---\n\n改了。\n"),
        ("static/same.txt", "same"),
    ],
];

/// What the two states look like when they are built in peace, into a folder with somebody's own file.
static WHOLE: LazyLock<[Site; 2]> = LazyLock::new(|| {
    STATES.map(|state| {
        let place = Place::new();
        place.set(state);
        planpress(place.path(), &["--site", "site", "build", "--force"]).exits(0);
        place.output()
    })
});

/// A folder with a site and its output, which somebody has put a file into.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = site(STATES[0]);
        fs::create_dir_all(folder.path().join("public/own")).unwrap();
        fs::write(folder.path().join("public/own/CNAME"), "plans.example").unwrap();
        Self { folder }
    }

    /// The same with the first state built.
    fn built() -> Self {
        let place = Self::new();
        planpress(place.path(), &["--site", "site", "build", "--force"]).exits(0);
        assert!(place.output() == WHOLE[0]);
        place
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Puts the plans into a state.
    fn set(&self, state: &[(&str, &str)]) {
        fs::remove_dir_all(self.path().join("site/plans")).unwrap();
        for (path, text) in state {
            let path = self.path().join("site").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    fn output(&self) -> Site {
        files(&self.path().join("public"))
    }

    /// Fails unless each file of the output is one of a whole site, whichever, and nobody's own is lost.
    fn is_of_whole_files(&self, what: &str) {
        let known: BTreeSet<&(String, Vec<u8>)> = WHOLE.iter().flatten().collect();
        let output = self.output();
        let torn: Vec<&str> =
            output.iter().filter(|file| !known.contains(file)).map(|(path, _)| &**path).collect();
        let torn: Vec<&str> = torn.into_iter().filter(|path| *path != ".planpress-manifest.json").collect();
        assert!(torn.is_empty(), "{what}: {torn:?}");
        assert!(output.iter().any(|(path, _)| path == "own/CNAME"), "{what}");
    }

    /// Builds in peace and fails unless the site is there then, and nothing else.
    fn recovers(&self, state: usize, what: &str) {
        planpress(self.path(), &["--site", "site", "build"]).exits(0);
        assert!(self.output() == WHOLE[state], "{what}: the next build does not mend it");
        let names = fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let expected = ["public", "site", ".public.planpress-staging"];
        let others: Vec<_> = names.filter(|name| !expected.iter().any(|known| name == *known)).collect();
        assert!(others.is_empty(), "{what}: left behind: {others:?}");
    }
}

/// What is to happen to a build.
#[derive(Clone, Copy, Debug, Default)]
struct Trouble {
    /// The operation on files that meets it, from 1; 0 for none.
    at: u32,
    /// The number of its error; 0 for a kill.
    error: i32,
    /// The number of the error that exchanging two folders always gives.
    exchange: i32,
    /// The number of the error that a second name for a file always gives.
    link: i32,
}

/// How a build ended.
#[derive(Debug)]
struct Ended {
    /// The exit code; nothing after a kill.
    code: Option<i32>,
    /// What was said.
    said: String,
    /// The operation that met trouble: its name and path.
    met: Option<(String, String)>,
}

/// The library that makes the trouble, compiled once.
static PRELOAD: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("preload.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/trouble/preload.c");
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(&source).arg("-ldl");
    let output = compiler.output().expect("a C compiler is needed, as it is for the allocator");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (folder, library)
});

impl Trouble {
    /// A build of `place` that meets this.
    fn build(self, place: &Place) -> Ended {
        let log = tempfile::NamedTempFile::new().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_planpress"));
        command.current_dir(place.path()).args(["--site", "site", "build"]);
        let settings = [
            ("SOURCE_DATE_EPOCH", "1789430400".to_owned()),
            ("LD_PRELOAD", PRELOAD.1.display().to_string()),
            ("TROUBLE_ROOT", place.path().canonicalize().unwrap().display().to_string()),
            ("TROUBLE_LOG", log.path().display().to_string()),
            ("TROUBLE_AT", self.at.to_string()),
            ("TROUBLE_ERROR", self.error.to_string()),
            ("TROUBLE_EXCHANGE", self.exchange.to_string()),
            ("TROUBLE_LINK", self.link.to_string()),
        ];
        let output = command.envs(settings).stdin(Stdio::null()).output().unwrap();
        let log = fs::read_to_string(log.path()).unwrap();
        let met = log.lines().filter_map(|line| line.strip_prefix(&format!("{} ", self.at))).next();
        let met =
            met.and_then(|line| line.split_once(' ')).map(|(name, path)| (name.to_owned(), path.to_owned()));
        let said =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert!(!said.contains("preload:"), "{said}");
        assert!(output.status.code().is_none() || log.contains("= "), "the library was not loaded");
        Ended { code: output.status.code(), said, met }
    }
}

/// A small generator of numbers (splitmix64), so that a failure can be seen again.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }
}
