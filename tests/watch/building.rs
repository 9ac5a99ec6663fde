//! `build --watch`: the output follows the site, keeps its last good state, recovers, and leaves nothing behind.

use super::edits::{Dice, Files, edit};
use super::{CONFIG, LONGEST, SCHEMA, plan};
use crate::support::{files, planpress, site};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// `planpress build --watch` beside a site, until dropped.
struct Building {
    folder: TempDir,
    program: Child,
}

impl Building {
    fn start(folder: TempDir, more: &[&str]) -> Self {
        let said = File::create(folder.path().join("said")).unwrap();
        let program = Command::new(env!("CARGO_BIN_EXE_planpress"))
            .current_dir(folder.path())
            .args(["--site", "site", "--today", "2026-09-15", "build", "--watch", "-o", "out/public"])
            .args(more)
            .stderr(said)
            .spawn()
            .unwrap();
        Self { folder, program }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn said(&self) -> String {
        fs::read_to_string(self.path("said")).unwrap()
    }

    fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let start = Instant::now();
        while !holds() {
            assert!(start.elapsed() < LONGEST, "not within {LONGEST:?}: {what}\n{}", self.said());
            sleep(Duration::from_millis(10));
        }
    }

    fn page_holds(&self, page: &str, text: &str) -> bool {
        fs::read_to_string(self.path("out/public").join(page)).is_ok_and(|page| page.contains(text))
    }

    /// Asks it to end, and gives its exit code.
    fn end(&mut self, signal: &str) -> Option<i32> {
        let id = self.program.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        self.program.wait().unwrap().code()
    }
}

impl Drop for Building {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn the_output_follows_and_keeps_its_last_good_state() {
    let building = Building::start(site(&[CONFIG, SCHEMA, ("plans/a.md", &plan("first"))]), &[]);
    building.until("the first build", || building.page_holds("plans/a.html", "first"));
    fs::write(building.path("site/plans/a.md"), plan("second")).unwrap();
    building.until("a change", || building.page_holds("plans/a.html", "second"));
    building.until("what changed is said", || building.said().contains("plans/a.md changed"));
    let steps: [(&str, &str, &str); 4] = [
        ("plans/b.md", "---\nkind: [\n---\n", "invalid-front-matter"),
        ("planpress.yaml", "title: [", "planpress.yaml:1:"),
        ("schemas/note.yaml", "fields: 1\n", "invalid-schema"),
        ("templates/plan.html", "{{ nothing.at.all }}", "template-error"),
    ];
    for (path, broken, expected) in steps {
        let before = files(&building.path("out/public"));
        let was = fs::read_to_string(building.path("site").join(path)).ok();
        let (told, path) = (building.said().len(), building.path("site").join(path));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, broken).unwrap();
        building.until(expected, || building.said()[told..].contains(expected));
        assert_eq!(files(&building.path("out/public")), before, "{expected}");
        match was {
            Some(text) => fs::write(&path, text).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        fs::write(building.path("site/plans/a.md"), plan(expected)).unwrap();
        building.until("it recovers", || building.page_holds("plans/a.html", expected));
    }
    fs::rename(building.path("site/plans/a.md"), building.path("site/plans/c.md")).unwrap();
    building.until("a renamed plan", || {
        building.path("out/public/plans/c.html").exists()
            && !building.path("out/public/plans/a.html").exists()
    });
}

/// What is on disk after a sequence of edits is what a build from nothing writes.
#[test]
fn the_output_comes_to_what_a_cold_build_writes() {
    let first = Files::start();
    let folder = tempfile::tempdir().unwrap();
    first.write(&Files::default(), &folder.path().join("site"));
    let building = Building::start(folder, &["--keep-going"]);
    let root = building.path("site");
    let mut written = first.clone();
    for seed in 101..104 {
        let mut dice = Dice::new(seed);
        for _ in 0..12 {
            let mut next = written.clone();
            edit(&mut dice, &mut next, &first);
            next.write(&written, &root);
            written = next;
            sleep(Duration::from_millis(u64::try_from(dice.roll(60)).unwrap()));
        }
        // Without a configuration or with a template that fails there is nothing to compare.
        let mut next = written.clone();
        next.take_over(&first, &["planpress.yaml", "templates/", "themes/"]);
        next.write(&written, &root);
        written = next;
        let cold = ["--site", "site", "--today", "2026-09-15", "build", "--keep-going", "-o", "cold/public"];
        let ran = planpress(building.folder.path(), &cold);
        assert!(ran.code == 0 || ran.code == 1, "{}", ran.err);
        let expected = files(&building.path("cold/public"));
        building.until("the same output", || files(&building.path("out/public")) == expected);
    }
}

/// Whenever it is asked to end, it ends well, the output whole and nothing beside it.
#[test]
fn it_ends_when_asked_and_leaves_nothing_behind() {
    for round in 0..12 {
        let mut building = Building::start(site(&[CONFIG, SCHEMA, ("plans/a.md", &plan("first"))]), &[]);
        building.until("the first build", || building.page_holds("plans/a.html", "first"));
        fs::write(building.path("site/plans/a.md"), plan("second")).unwrap();
        sleep(Duration::from_millis(round * 15));
        let code = building.end(if round % 2 == 0 { "-INT" } else { "-TERM" });
        assert_eq!(code, Some(0), "{}", building.said());
        let mut names = names(&building.path("out"));
        // What every build keeps for the next one.
        names.retain(|name| name != ".public.planpress-staging");
        assert_eq!(names, ["public"]);
        assert!(["first", "second"].iter().any(|text| building.page_holds("plans/a.html", text)));
        for output in ["out/public", "cold/public"] {
            planpress(building.folder.path(), &["--site", "site", "build", "-o", output]).exits(0);
        }
        assert_eq!(files(&building.path("out/public")), files(&building.path("cold/public")));
    }
}

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// What cannot be watched or written is refused at once.
#[test]
fn what_cannot_be_done_is_refused_at_once() {
    let folder = site(&[CONFIG]);
    let check = |arguments: &[&str], expected: &str| {
        let ran = planpress(folder.path(), arguments).exits(2);
        assert!(ran.err.contains(expected), "{}", ran.err);
    };
    check(&["--site", "site", "build", "--watch", "-o", "site"], "site's own folder");
    check(&["--site", "nowhere", "build", "--watch"], "planpress.yaml");
    check(&["--site", "site", "build", "--poll"], "--watch");
}
