//! Four hundred single faults, put into the sample's plans by a seeded generator: each is found, at the
//! changed words or at what they belong to, and no second error comes from the same cause.

use planpress::diagnostic::{Diagnostic, Severity};
use planpress::parse::Made;
use planpress::pipeline::{self, Loaded, Memo, MemoryTree, Options};
use rayon::prelude::*;
use regex::Regex;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex};

/// A small generator of numbers that are the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

/// A fault: the bytes that are replaced, by what, and the rules that may find it.
struct Fault {
    range: Range<usize>,
    text: String,
    rules: &'static [&'static str],
}

/// One kind of fault: where it can be made (the group 1 of a pattern), and how.
struct Kind {
    name: &'static str,
    pattern: &'static str,
    change: fn(&str, &mut Dice) -> Option<String>,
    rules: &'static [&'static str],
}

const KINDS: &[Kind] = &[
    Kind { name: "misspelt kind", pattern: r"(?m)^kind: (\S+)", change: misspell, rules: &["unknown-kind"] },
    Kind {
        name: "misspelt status",
        pattern: r"(?m)^status: (\S+)",
        change: misspell,
        rules: &["invalid-value"],
    },
    Kind {
        name: "misspelt key",
        pattern: r"(?m)^(title|status|period|owner|parent|region|targets|summary|tags):",
        change: misspell,
        rules: &["unknown-field"],
    },
    Kind {
        name: "misspelt parent",
        pattern: r"(?m)^parent: (\S+)",
        change: misspell,
        rules: &["broken-link"],
    },
    Kind {
        name: "misspelt link",
        pattern: r"\[\[([a-z0-9-]+)[\]|#]",
        change: misspell,
        rules: &["broken-link"],
    },
    Kind {
        name: "day that does not exist",
        pattern: r"(?:date|period|joined|due): \d{4}-\d{2}-(\d{2})|\| \d{4}-\d{2}-(\d{2}) \|",
        change: |_, _| Some("32".into()),
        rules: &["invalid-date", "invalid-period"],
    },
    Kind {
        name: "quarter that does not exist",
        pattern: r"\d{4}-Q([1-4])",
        change: |_, _| Some("7".into()),
        rules: &["invalid-period"],
    },
    Kind {
        name: "placeholder in a cell",
        pattern: r"\| (\d[\d,.]*)(?:[萬億元套人%]|\s)",
        change: |_, _| Some("****".into()),
        rules: &["placeholder"],
    },
    Kind {
        name: "misspelt section",
        pattern: r"(?m)^## (?:[一二三四五六七八九十]+、)(\S{3,})$",
        change: misspell,
        rules: &["misspelt-section", "missing-section"],
    },
    Kind {
        name: "number of a section",
        pattern: r"(?m)^## ([二三四五六])、",
        change: |_, _| Some("九".into()),
        rules: &["heading-number"],
    },
    Kind {
        name: "number of an item",
        pattern: r"(?m)^([2-9])\. ",
        change: |_, _| Some("37".into()),
        rules: &["list-order"],
    },
    Kind {
        name: "heading a level too deep",
        pattern: r"(?m)^(## )[一二]、",
        change: |_, _| Some("#### ".into()),
        rules: &["missing-section", "heading-level", "unknown-section"],
    },
    Kind {
        name: "metric that is not there",
        pattern: r"(?m)^  (revenue|units|cars|headcount|cost): ",
        change: misspell,
        rules: &["unknown-metric"],
    },
    Kind {
        name: "key twice",
        pattern: r"(?m)^(status: \S+\n)",
        change: |text, _| Some(text.repeat(2)),
        rules: &["duplicate-field"],
    },
    Kind {
        name: "bracket that is not closed",
        pattern: r"(?m)^tags: \[.*(\])$",
        change: |_, _| Some(String::new()),
        rules: &["invalid-front-matter"],
    },
    Kind {
        name: "unsafe link",
        pattern: r"\[[^\]\[]+\]\(([a-z0-9./-]+\.md)\)",
        change: |_, _| Some("javascript:x".into()),
        rules: &["unsafe-link"],
    },
    Kind {
        name: "HTML", pattern: r"。(\n)\n", change: |_, _| Some("<font>\n".into()), rules: &["raw-html"]
    },
    Kind {
        name: "total",
        pattern: r"(?m)^\| 合計 \|.*?(\d[\d,]*)萬?元",
        change: digit,
        rules: &["sum-mismatch"],
    },
    Kind {
        name: "a part of a total",
        pattern: r"(?m)^\| [^|\n]+ \| (\d[\d,]*)萬元 \| [\d.]+% \|\n(?:\| [^合][^\n]*\n){0,9}\| 合計 ",
        change: digit,
        rules: &["sum-mismatch", "product-mismatch", "share-mismatch"],
    },
    Kind {
        name: "a required section left out",
        pattern: r"(?m)^(## [一二]、[^\n]*\n(?:[^#\n][^\n]*\n|\n|###[^\n]*\n)+)## ",
        change: |_, _| Some(String::new()),
        rules: &["missing-section"],
    },
    Kind {
        name: "required field left out",
        pattern: r"(?m)^(owner: .*\n)",
        change: |_, _| Some(String::new()),
        rules: &["missing-field"],
    },
];

/// Changes one letter so that another word comes out: a letter for another, or a character doubled.
fn misspell(word: &str, dice: &mut Dice) -> Option<String> {
    let chars: Vec<char> = word.chars().collect();
    let at = dice.below(chars.len());
    let mut changed = chars.clone();
    match chars[at] {
        c if c.is_ascii_alphabetic() => changed[at] = if c == 'x' { 'w' } else { 'x' },
        c if c.is_ascii_digit() => return None,
        '-' => return None,
        c => changed.insert(at, c),
    }
    Some(changed.into_iter().collect())
}

/// Changes the first digit.
fn digit(number: &str, _: &mut Dice) -> Option<String> {
    let first = number.chars().next()?.to_digit(10)?;
    Some(format!("{}{}", first % 9 + 1, &number[1..]))
}

/// The sample site without its pages. A fault changes one plan, and only that one is read anew before everything
/// is connected and checked again.
struct Sample(BTreeMap<String, String>);

impl Sample {
    fn new() -> Self {
        let mut files = crate::faults::sample();
        files.retain(|path, _| !path.starts_with("pages/"));
        let sample = Self(files);
        assert_eq!(sample.load(&mut Memo::default(), None).findings.len(), 0, "the sample is clean");
        sample
    }

    /// The site with another text in the place of a plan's.
    fn load(&self, memo: &mut Memo, changed: Option<(&str, &str)>) -> Loaded {
        let mut files = self.0.clone();
        files.extend(changed.map(|(path, text)| (path.to_owned(), text.to_owned())));
        let options = Options { today: jiff::civil::date(2026, 9, 15), drafts: true };
        pipeline::reload(&MemoryTree::new(files), options, Made::Page, memo).map_err(|fatal| fatal.0).unwrap()
    }
}

fn fault(text: &str, kind: &Kind, dice: &mut Dice) -> Option<Fault> {
    let pattern = pattern(kind.pattern);
    let places: Vec<Range<usize>> = pattern
        .captures_iter(text)
        .filter_map(|found| Some(found.get(1).or(found.get(2))?.range()))
        .collect();
    let range = places.get(dice.below(places.len()))?.clone();
    let changed = (kind.change)(&text[range.clone()], dice)?;
    (changed != text[range.clone()]).then_some(Fault { range, text: changed, rules: kind.rules })
}

/// A pattern, compiled once.
fn pattern(text: &'static str) -> Arc<Regex> {
    static COMPILED: Mutex<BTreeMap<&str, Arc<Regex>>> = Mutex::new(BTreeMap::new());
    let mut compiled = COMPILED.lock().unwrap();
    Arc::clone(compiled.entry(text).or_insert_with(|| Arc::new(Regex::new(text).unwrap())))
}

/// Whether a finding stands at changed bytes, or names them as related.
fn covers(finding: &Diagnostic, range: &Range<usize>) -> bool {
    let touches = |span: planpress::text::Span| {
        span.start as usize <= range.end && range.start <= (span.end as usize).max(span.start as usize)
    };
    touches(finding.place.span) || finding.related.iter().any(|label| touches(label.place.span))
}

#[test]
fn every_single_fault_is_found() {
    let sample = Sample::new();
    let loaded = sample.load(&mut Memo::default(), None);
    let sources = loaded.site.plans.iter().map(|plan| &plan.document.source);
    let plans: Vec<(&str, &str)> = sources.map(|source| (&*source.path, &*source.text)).collect();
    let mut dice = Dice(0x5eed);
    let mut faults = Vec::new();
    let mut tries = 0;
    while faults.len() < 400 && tries < 40_000 {
        tries += 1;
        let plan = dice.below(plans.len());
        let kind = &KINDS[faults.len() % KINDS.len()];
        if let Some(fault) = fault(plans[plan].1, kind, &mut dice) {
            faults.push((plan, kind.name, fault));
        }
    }
    assert_eq!(faults.len(), 400, "the generator finds places for all kinds");
    let wrong: Vec<String> = faults
        .par_iter()
        .map_init(Memo::default, |memo, (plan, name, fault)| {
            let (path, text) = plans[*plan];
            let mut text = text.to_string();
            let was = text[fault.range.clone()].to_string();
            text.replace_range(fault.range.clone(), &fault.text);
            let changed = fault.range.start..fault.range.start + fault.text.len();
            let findings = sample.load(memo, Some((path, &text))).findings;
            let is_it =
                |found: &&Diagnostic| &*found.place.source.path == path && fault.rules.contains(&found.rule);
            let found: Vec<&Diagnostic> = findings.iter().filter(is_it).collect();
            // What was taken away has no bytes; its absence is reported where the format says.
            let placed = fault.text.is_empty() || found.iter().any(|found| covers(found, &changed));
            let others = findings.iter().filter(|found| found.severity == Severity::Error).count();
            let own = found.iter().filter(|found| found.severity == Severity::Error).count();
            let good = !found.is_empty() && placed && own <= 1 && others == own;
            let report = || {
                let lines: Vec<String> = findings.iter().map(crate::faults::one_line).collect();
                format!("{name} in {path}: `{was}` → `{}`\n    {}", fault.text, lines.join("\n    "))
            };
            (!good).then(report)
        })
        .flatten()
        .collect();
    assert!(wrong.is_empty(), "{} of 400:\n{}", wrong.len(), wrong.join("\n"));
}
