//! Sites that cannot be built, each in its own way.

use crate::support::{files, planpress, site};
use std::fs;

const CONFIG: (&str, &str) = ("planpress.yaml", "title: 站\n");
const SCHEMA: (&str, &str) =
    ("schemas/note.yaml", "title: 記\nsections: [{ id: what, title: 內容, required: true }]\n");
const PLAN: (&str, &str) = ("plans/a.md", "---\nkind: note\ntitle: 甲\n---\n\n## 內容\n\n有內容。\n");

/// File and text, exit code, and a part of what is said.
const CASES: &[(&str, &str, i32, &str)] = &[
    ("planpress.yaml", "title: [", 2, "planpress.yaml:1:"),
    ("planpress.yaml", "titel: 站\n", 1, "invalid-config"),
    ("planpress.yaml", "title: 站\nstatuses: none\n", 1, "invalid-config"),
    ("metrics.yaml", "revenue: { unit: 元, kind: flows }\n", 1, "invalid-config"),
    ("dimensions.yaml", "region: { values: [{ id: a }, { id: a }] }\n", 1, "invalid-config"),
    ("schemas/note.yaml", "extends: other\n", 1, "invalid-schema"),
    ("schemas/other.yaml", "extends: other\n", 1, "invalid-schema"),
    ("schemas/x.yaml", "fields: { a: { type: string, pattern: '[' } }\n", 1, "invalid-schema"),
    ("templates/plan.html", "{{ plan.title", 1, "template-error"),
    ("templates/plan.html", "{{ plan.no_such_thing.at_all }}", 1, "template-error"),
    ("templates/index.html", "{% include 'nothing.html' %}", 1, "template-error"),
    ("plans/b.md", "---\nkind: note\n", 1, "invalid-front-matter"),
    ("plans/b.md", "plain text", 1, "missing-front-matter"),
    ("plans/b.md", "", 1, "missing-front-matter"),
    ("plans/b.md", "---\nkind: note\nx: *a\n---\n\n## 內容\n\n字\n", 1, "invalid-front-matter"),
    ("plans/b.md", "---\nkind: note\nid: a\n---\n\n## 內容\n\n字\n", 1, "duplicate-id"),
    ("plans/b.md", "---\nkind: note\nid: ../x\n---\n\n## 內容\n\n字\n", 1, "invalid-id"),
    ("data/x.csv", "kind,metric\nactual,nothing\n", 1, "invalid-data"),
    ("pages/p.md", "---\ntitle: p\n---\n\n```view\ntable: nothing\n```\n", 1, "invalid-view"),
    ("pages/p.md", "---\ntitle: p\n---\n\n[x](../plans/z.md)\n", 1, "broken-link"),
    ("planpress.yaml", "", 1, "`title` is missing"),
    ("planpress.yaml", "title: 站\nlanguage: tlh\n", 1, "unknown language"),
    ("planpress.yaml", "title: 站\ntitle: 臺\n", 1, "stands twice"),
    ("planpress.yaml", "title: 站\ntheme: none\n", 1, "no theme"),
    ("planpress.yaml", "title: 站\nplans: [{ path: '[', kind: note }]\n", 1, "no pattern of paths"),
    ("metrics.yaml", "revenue: [\n", 1, "metrics.yaml:1:"),
    ("metrics.yaml", "share: { unit: '%', kind: ratio, of: none }\n", 1, "unknown metric"),
    ("metrics.yaml", "revenue: { unit: 元, display: 公里 }\n", 1, "is not a scale"),
    ("dimensions.yaml", "region: [}\n", 1, "dimensions.yaml:1:"),
    (
        "schemas/note.yaml",
        "title: 記\nsections: [{ id: a, title: 甲 }, { id: a, title: 乙 }]\n",
        1,
        "stands twice",
    ),
    ("schemas/note.yaml", "title: 記\nfields: { a: { type: nothing } }\n", 1, "unknown type"),
    ("schemas/note.yaml", "title: 記\nrules: [{ assert: 'plan.', message: x }]\n", 1, "cannot be read"),
    (
        "schemas/note.yaml",
        "title: 記\nsections: [{ id: a, title: 甲, text: { must_match: '(' } }]\n",
        1,
        "does not compile",
    ),
    ("templates/base.html", "{% extends 'base.html' %}", 1, "extends itself"),
    ("templates/plan.html", "{{ plan.title | nothing }}", 1, "unknown filter"),
    ("templates/404.html", "{% if %}", 1, "template-error"),
    ("plans/b.md", "---\nkind: other\n---\n\n## 內容\n\n字\n", 1, "unknown-kind"),
    ("plans/b.md", "---\nkind: note\n---\n\n字\n", 1, "missing-section"),
    ("plans/b.md", "---\nkind: note\n---\n\n## 內容\n\n見[[nothing]]\n", 1, "broken-link"),
    ("plans/b.md", "---\nkind: note\n---\n\n## 內容\n\nTODO\n", 1, "placeholder"),
    ("plans/b.md", "---\nkind: note\nperiod: 2026-13\n---\n\n## 內容\n\n字\n", 1, "invalid-period"),
    ("plans/b.md", "---\nkind: note\nparent: b\n---\n\n## 內容\n\n字\n", 1, "relation-cycle"),
    ("plans/b.md", "---\nkind: note\nkind: note\n---\n\n## 內容\n\n字\n", 1, "duplicate-field"),
    ("plans/b.md", "---\n- kind\n---\n\n## 內容\n\n字\n", 1, "invalid-front-matter"),
    ("plans/b.md", "---\nkind: note\ntargets: { hats: 1 }\n---\n\n## 內容\n\n字\n", 1, "unknown-metric"),
    ("plans/b.md", "---\nkind: note\n---\n\n## 內容\n\n![圖](none.png)\n", 1, "missing-file"),
    ("plans/b.md", "---\nkind: note\n---\n\n## 內容\n\n[x](javascript:alert(1))\n", 1, "unsafe-link"),
    ("plans/b.md", "---\nkind: note\n---\n\n## 內容\n\n[x](#nowhere)\n", 1, "broken-anchor"),
    ("plans/b.md", "\0", 1, "NUL character"),
    ("plans/A.md", "---\nkind: note\ntitle: 甲\n---\n\n## 內容\n\n字\n", 1, "output-collision"),
    ("plans/sub/a.md", "---\nkind: note\ntitle: 甲\n---\n\n## 內容\n\n字\n", 1, "duplicate-id"),
    ("pages/p.md", "---\ntitle: p\n---\n\n```view\n[\n```\n", 1, "invalid-view"),
    ("data/x.csv", "a,b\n1\n", 1, "unknown column"),
    ("data/x.csv", "kind,metric,value,period\nactual,\"hats\n", 1, "this quote is never closed"),
    ("baseline.yaml", "[", 1, "baseline.yaml:1:"),
];

/// A site that was built before stays as it was.
#[test]
fn what_is_wrong_is_said_and_the_old_output_stays() {
    let many = "|".repeat(60_000);
    let large = format!("---\nkind: note\n---\n\n## 內容\n\n{}", "字".repeat(800_000));
    let long =
        [("plans/b.md", &*large, 1, "unreadable-file"), ("plans/c.md", &*many, 1, "missing-front-matter")];
    let folder = site(&[CONFIG, SCHEMA, PLAN]);
    planpress(folder.path(), &["--site", "site", "build"]).exits(0);
    let old = files(&folder.path().join("public"));
    for (path, text, code, words) in CASES.iter().copied().chain(long) {
        let path = folder.path().join("site").join(path);
        let before = fs::read(&path).ok();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let ran = planpress(folder.path(), &["--site", "site", "build"]);
        let head: String = text.chars().take(60).collect();
        assert_eq!(ran.code, code, "{}: {head}\n{}", path.display(), ran.err);
        assert!(ran.err.contains(words), "{}: {head}: expected {words}\n{}", path.display(), ran.err);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        assert!(
            files(&folder.path().join("public")) == old,
            "{}: {head}: the output changed",
            path.display()
        );
        match before {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
    }
    let names: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "nothing is left beside the output: {names:?}");
}
