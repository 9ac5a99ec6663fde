//! Repairs: what `check --fix` does to a text. Only the bytes that a finding names are replaced; everything
//! else stays as it is, byte for byte. A word that differs from the nearest known one in its digits was most
//! likely meant (the plan of another year), and of a single character a slip leaves nothing: these are
//! suggested, never written.

use crate::diagnostic::Diagnostic;
use crate::text::SourceFile;

/// A text after repairs, and what was repaired.
#[derive(Debug)]
pub struct Fixed<'a> {
    /// The new text.
    pub text: String,
    /// The findings whose repairs were made, in the order of the text.
    pub done: Vec<&'a Diagnostic>,
}

/// Makes all repairs of a file that do not touch one another; `None` where there is none to make. Repairs
/// can uncover others (the next number of a list): check again and repeat until there is none.
pub fn fix<'a>(source: &SourceFile, diagnostics: &'a [Diagnostic]) -> Option<Fixed<'a>> {
    let mut fixes: Vec<(&Diagnostic, &crate::diagnostic::Fix)> = diagnostics
        .iter()
        .filter(|found| !found.is_suppressed() && *found.place.source.path == *source.path)
        .filter_map(|found| Some((found, found.fix.as_ref()?)))
        .filter(|(found, fix)| {
            let old = source.text.get(fix.span.range());
            old.is_some_and(|old| old != fix.text && (is_number(found.rule) || is_slip(old, &fix.text)))
        })
        .collect();
    fixes.sort_by_key(|(_, fix)| (fix.span.start, fix.span.end));
    let mut text = String::with_capacity(source.text.len());
    let mut done = Vec::new();
    let mut at = 0;
    for (found, fix) in fixes {
        let range = fix.span.range();
        if range.start < at || (range.start == at && !done.is_empty()) {
            continue;
        }
        text.push_str(source.text.get(at..range.start)?);
        text.push_str(&fix.text);
        at = range.end;
        done.push(found);
    }
    text.push_str(source.text.get(at..)?);
    (!done.is_empty()).then_some(Fixed { text, done })
}

/// Whether a rule's repairs are numbers by nature.
fn is_number(rule: &str) -> bool {
    matches!(rule, "heading-number" | "list-order")
}

/// Whether a word can only be another one misspelt.
fn is_slip(old: &str, new: &str) -> bool {
    old.chars().nth(1).is_some() && digits(old).eq(digits(new))
}

/// The digits of a text, Chinese ones too.
fn digits(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_numeric() || "一二三四五六七八九十".contains(*c))
}

#[cfg(test)]
mod tests {
    use super::fix;
    use crate::diagnostic::{Diagnostic, Severity};
    use crate::text::{Place, SourceFile, Span};

    fn check(text: &str, repairs: &[(usize, usize, &str)], expected: Option<&str>) {
        let source = SourceFile::new("plans/a.md", text);
        let diagnostics: Vec<Diagnostic> = repairs
            .iter()
            .map(|(start, end, new)| {
                let span = Span::new(*start, *end);
                let place = Place::new(&source, span);
                Diagnostic::new("misspelt-section", Severity::Error, place, "m").fix(span, *new)
            })
            .collect();
        assert_eq!(fix(&source, &diagnostics).map(|fixed| fixed.text).as_deref(), expected, "{text}");
    }

    #[test]
    fn replaces_only_what_is_named() {
        check("\u{feff}aa\r\nbb\r\n", &[(3, 5, "x"), (7, 9, "長")], Some("\u{feff}x\r\n長\r\n"));
        check("abc", &[(0, 2, "x"), (1, 3, "y")], Some("xc"));
        check("abc", &[(0, 2, "ab")], None);
        check("abc", &[(0, 1, "x")], None);
        check("長", &[(1, 2, "x")], None);
        check("abc", &[(2, 9, "x")], None);
        check("", &[], None);
    }

    #[test]
    fn another_number_is_no_slip() {
        check("changsha-2027", &[(0, 13, "changsha-2026")], None);
        check("第一階段", &[(0, 12, "第二階段")], None);
        check("chngsha-2026", &[(0, 12, "changsha-2026")], Some("changsha-2026"));
    }
}
