//! Repairs: what `check --fix` does to a text. Only the bytes that a finding names are replaced; everything
//! else stays as it is, byte for byte. A word that differs from the nearest known one in its digits was most
//! likely meant (the plan of another year), and of a single character a slip leaves nothing: these are
//! suggested, never written.

use crate::diagnostic::{Diagnostic, Fix};
use crate::link::{DocumentIndex, PageIndex, PlanIndex, Target};
use crate::parse::Document;
use crate::site::Site;
use crate::text::{SourceFile, Span};
use std::collections::{BTreeMap, BTreeSet};

/// A text after repairs, and what was repaired.
#[derive(Debug)]
pub struct Fixed<'a> {
    /// The new text.
    pub text: String,
    /// The findings whose repairs were made, in the order of the text.
    pub done: Vec<&'a Diagnostic>,
}

/// The headings that links of the site lead to, by file. With another text they would have another anchor, and the
/// links would lead nowhere: their repairs are left to people, who see the links.
pub fn linked_headings(site: &Site) -> BTreeMap<&str, Vec<Span>> {
    let targets = site.graph.plan_links.iter().chain(&site.graph.page_links).flatten();
    let linked: BTreeSet<(DocumentIndex, &str)> = targets
        .filter_map(|target| match target {
            Target::Document(to, anchor) if !anchor.is_empty() => Some((*to, anchor.as_str())),
            _ => None,
        })
        .collect();
    let plans = site.plans.iter().enumerate();
    let plans = plans.map(|(at, plan)| (DocumentIndex::Plan(PlanIndex(at as u32)), &plan.document));
    let pages = site.pages.iter().enumerate();
    let pages = pages.map(|(at, page)| (DocumentIndex::Page(PageIndex(at as u32)), &page.document));
    let headings = |(index, document): (DocumentIndex, &Document)| -> Vec<Span> {
        let headings = document.sections.iter().filter_map(|section| section.heading.as_ref());
        headings
            .filter(|heading| linked.contains(&(index, &*heading.anchor)))
            .map(|heading| heading.span)
            .collect()
    };
    plans
        .chain(pages)
        .map(|of| (&*of.1.source.path, headings(of)))
        .filter(|(_, held)| !held.is_empty())
        .collect()
}

/// The repair of a finding, where it could be made: one that nobody silenced, and whose text is sure.
fn repair<'a>(source: &SourceFile, found: &'a Diagnostic) -> Option<&'a Fix> {
    let fix =
        found.fix.as_ref().filter(|_| !found.is_suppressed() && found.place.source.path == source.path)?;
    let old = source.text.get(fix.span.range())?;
    (old != fix.text && (is_number(found.rule) || is_slip(old, &fix.text))).then_some(fix)
}

/// Whether the repair of a finding could be made but for one of these places, which must stay as they are.
pub fn is_held(found: &Diagnostic, held: &[Span]) -> bool {
    let fix = repair(&found.place.source, found);
    fix.is_some_and(|fix| held.iter().any(|held| held.start < fix.span.end && fix.span.start < held.end))
}

/// Makes all repairs of a file that do not touch one another or what is held as it is; `None` where there is none
/// to make. Repairs can uncover others (the next number of a list): check again and repeat until there is none.
pub fn fix<'a>(source: &SourceFile, diagnostics: &'a [Diagnostic], held: &[Span]) -> Option<Fixed<'a>> {
    let mut fixes: Vec<(&Diagnostic, &Fix)> = diagnostics
        .iter()
        .filter(|found| !is_held(found, held))
        .filter_map(|found| Some((found, repair(source, found)?)))
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
        assert_eq!(fix(&source, &diagnostics, &[]).map(|fixed| fixed.text).as_deref(), expected, "{text}");
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
