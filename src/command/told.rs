//! What the terminal says after a run: findings that are new, and those that are gone.

use crate::diagnostic::Diagnostic;
use crate::report;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What a finding is, wherever the lines above it have moved it to.
type Identity<'d> = (&'d str, &'d str, &'d str, &'d str);

fn identity(finding: &Diagnostic) -> Identity<'_> {
    let source = &finding.place.source;
    (&source.path, finding.rule, &finding.message, source.slice(finding.place.span))
}

/// The findings of `new` that `old` does not have, as `check` writes them, then one line for each that is gone.
pub(super) fn difference(old: &[Diagnostic], new: &[Diagnostic], colour: bool) -> String {
    let mut text = String::new();
    for finding in missing(new, old) {
        text.push_str(&report::render_one(finding, colour));
        text.push('\n');
    }
    for finding in missing(old, new) {
        // Writing into memory does not fail.
        let _ = writeln!(text, "mended: {}: {} [{}]", finding.place, finding.message, finding.rule);
    }
    text
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
    use super::difference;
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
        let check = |old: &str, new: &str, expected: [usize; 2]| {
            let told = difference(&findings(old), &findings(new), false);
            let count = |word: &str| told.lines().filter(|line| line.starts_with(word)).count();
            assert_eq!([count("error"), count("mended: plans/a.md:")], expected, "{old:?} {new:?}:\n{told}");
        };
        check("", "", [0, 0]);
        check("", "!", [1, 0]);
        check("!\n", "\n\n!\n", [0, 0]);
        check("!\n", "!\n!\n", [1, 0]);
        check("!\n!\n!\n", "!\n", [0, 2]);
        check("!", "", [0, 1]);
    }
}
