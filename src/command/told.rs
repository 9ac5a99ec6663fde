//! What the terminal says after a run: findings that are new, and those that are gone.

use crate::diagnostic::Diagnostic;
use crate::report;
use crate::text::visible;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What a finding is, wherever the lines above it have moved it to.
type Identity<'d> = (&'d str, &'d str, &'d str, &'d str);

fn identity(finding: &Diagnostic) -> Identity<'_> {
    let source = &finding.place.source;
    (&source.path, finding.rule, &finding.message, source.slice(finding.place.span))
}

/// What was told of the findings of a site, and has not been told to be gone.
#[derive(Default)]
pub(super) struct Told(Vec<Diagnostic>);

impl Told {
    /// What the terminal says after a run that has these findings: those that are new, as `check` writes them, then one
    /// line for each that is gone. A run that `is_broken` has not seen the whole site: what it does not find is known
    /// until a whole run does not find it either.
    pub(super) fn update(&mut self, mut now: Vec<Diagnostic>, is_broken: bool, colour: bool) -> String {
        let mut text = String::new();
        for finding in missing(&now, &self.0) {
            text.push_str(&report::render_one(finding, colour));
            text.push('\n');
        }
        let gone = missing(&self.0, &now);
        if is_broken {
            let kept: Vec<Diagnostic> = gone.into_iter().cloned().collect();
            now.extend(kept);
        } else {
            for finding in gone {
                // Writing into memory does not fail.
                let _ = writeln!(
                    text,
                    "mended: {}: {} [{}]",
                    finding.place,
                    visible(&finding.message),
                    finding.rule
                );
            }
        }
        self.0 = now;
        text
    }
}

/// Those of `all` that are not among `others`; of several alike as many as are too many.
fn missing<'d>(all: &'d [Diagnostic], others: &'d [Diagnostic]) -> Vec<&'d Diagnostic> {
    let mut left: BTreeMap<Identity<'d>, usize> = BTreeMap::new();
    for other in others {
        *left.entry(identity(other)).or_default() += 1;
    }
    all.iter()
        .filter(|finding| match left.get_mut(&identity(finding)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Told;
    use crate::diagnostic::{Diagnostic, Severity};
    use crate::text::{Place, SourceFile, Span};

    #[test]
    fn only_what_is_new_and_what_is_gone_is_told() {
        let findings = |text: &str| -> Vec<Diagnostic> {
            let source = SourceFile::new("plans/a.md", text);
            let marks = text.match_indices('!').map(|(at, _)| Place::new(&source, Span::new(at, at + 1)));
            marks
                .map(|place| Diagnostic::new("placeholder", Severity::Error, place, "left to fill in"))
                .collect()
        };
        // Runs one after another, those with a `#` broken, and what the last one tells.
        let check = |runs: &[&str], expected: [usize; 2]| {
            let mut known = Told::default();
            let tell = |text: &&str| known.update(findings(text), text.contains('#'), false);
            let told = runs.iter().map(tell).last().unwrap_or_default();
            let count = |word: &str| told.lines().filter(|line| line.starts_with(word)).count();
            assert_eq!([count("error"), count("mended: plans/a.md:")], expected, "{runs:?}:\n{told}");
        };
        check(&["", ""], [0, 0]);
        check(&["", "!"], [1, 0]);
        check(&["!\n", "\n\n!\n"], [0, 0]);
        check(&["!\n", "!\n!\n"], [1, 0]);
        check(&["!\n!\n!\n", "!\n"], [0, 2]);
        check(&["!", ""], [0, 1]);
        // What a broken run does not see is not mended.
        check(&["!", "#"], [0, 0]);
        check(&["!", "#", "!"], [0, 0]);
        check(&["!", "#", ""], [0, 1]);
        check(&["", "#!"], [1, 0]);
        check(&["", "#!", "#", ""], [0, 1]);
    }
}
