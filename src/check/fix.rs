//! Repairs: what `check --fix` does to a text. Only the bytes that a finding names are replaced; everything
//! else stays as it is, byte for byte. Only what can be nothing but a slip of the pen is written; what may as well be
//! another word (the plan of another year, one of two Chinese characters) is suggested.

use crate::diagnostic::{Diagnostic, Fix};
use crate::fold::fold;
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

/// Whether a finding has a repair that could be made.
pub fn is_sure(found: &Diagnostic) -> bool {
    repair(&found.place.source, found).is_some()
}

/// The repair of a finding, where it could be made: one that nobody silenced, and whose text is sure. Data come
/// from other systems: what is wrong there is mended there.
fn repair<'a>(source: &SourceFile, found: &'a Diagnostic) -> Option<&'a Fix> {
    let is_here = !found.is_suppressed() && found.place.source.path == source.path;
    let fix = found.fix.as_ref().filter(|_| is_here && !source.path.starts_with("data/"))?;
    let old = source.text.get(fix.span.range())?;
    let is_sure = match found.rule {
        // Marks of lists and lines of dashes are no words.
        "list-order" | "invalid-front-matter" => true,
        _ if has_marks(old) || has_marks(&fix.text) => false,
        "heading-number" => true,
        // Ids are many, alike and anybody's to choose: only what leaves no word at all is a slip.
        "broken-link" => is_mistyped(old, &fix.text),
        // The words of a link without words of its own are its id.
        _ if source.text[..fix.span.range().start].ends_with("[[") => false,
        _ => is_slip(old, &fix.text),
    };
    (old != fix.text && is_sure).then_some(fix)
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
        // Two keys may be misspelt forms of one: the second is looked at again beside the first.
        let is_again = |before: &&Diagnostic| {
            found.rule == "unknown-field" && before.fix.as_ref().is_some_and(|before| before.text == fix.text)
        };
        if range.start < at || (range.start == at && !done.is_empty()) || done.iter().any(is_again) {
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

/// Whether a text holds marks of Markdown, or what would be some. Where they stand between its words, one word cannot
/// be written for another without tearing them apart.
fn has_marks(text: &str) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let is_inside =
        |at: usize| is_word(text[..at].chars().next_back()) && is_word(text[at + 1..].chars().next());
    text.contains(['*', '`', '[', ']', '<', '>', '\\', '|', '~', '\n'])
        || text.match_indices('_').any(|(at, _)| !is_inside(at))
}

/// Whether a word can only be another one misspelt: one of which enough is left, with the same digits. In a short
/// word another letter makes another word (`rate`, `date`), and so does one of two or three Chinese characters.
fn is_slip(old: &str, new: &str) -> bool {
    let least = if old.is_ascii() && new.is_ascii() { 5 } else { 4 };
    let is_long = old.chars().count().min(new.chars().count()) >= least;
    digits(old).eq(digits(new)) && (is_long || is_mistyped(old, new))
}

/// Whether a word is another one with two letters in the wrong order, one typed twice, or one left out inside:
/// what fingers do, and hardly ever makes another word.
fn is_mistyped(old: &str, new: &str) -> bool {
    const LEAST: usize = 4;
    let (old, new): (Vec<char>, Vec<char>) = (fold(old).chars().collect(), fold(new).chars().collect());
    if old == new {
        return true;
    }
    let shared = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let (rest, meant) = (&old[shared..], &new[shared..]);
    let behind = match (rest, meant) {
        ([a, b, rest @ ..], [c, d, meant @ ..]) if a == d && b == c && rest == meant => meant,
        ([extra, rest @ ..], _) if rest == meant && shared > 0 && old[shared - 1] == *extra => meant,
        (_, [_, meant @ ..]) if rest == meant && meant.first().is_some_and(|next| next.is_alphabetic()) => {
            meant
        }
        _ => return false,
    };
    // The word around the slip.
    let changed = new.len() - behind.len();
    let start = new[..shared].iter().rposition(|c| !c.is_alphabetic()).map_or(0, |at| at + 1);
    let end = new[changed..].iter().position(|c| !c.is_alphabetic()).map_or(new.len(), |at| changed + at);
    start < shared && end - start >= LEAST && new[start..changed].iter().all(|c| c.is_alphabetic())
}

/// The digits of a text, Chinese ones too.
fn digits(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_numeric() || "一二三四五六七八九十".contains(*c))
}

#[cfg(test)]
mod tests {
    use super::{fix, is_sure};
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
        let both = Some("\u{feff}abcdef\r\n市場分析\r\n");
        check("\u{feff}abcdf\r\n市場份析\r\n", &[(3, 8, "abcdef"), (10, 22, "市場分析")], both);
        check("abcdex", &[(0, 6, "abcdef"), (1, 6, "bcdef")], Some("abcdef"));
        check("abcdef", &[(0, 5, "abcde")], None);
        check("abc", &[(0, 1, "x")], None);
        check("長", &[(1, 2, "x")], None);
        check("abc", &[(2, 9, "x")], None);
        check("", &[], None);
    }

    #[test]
    fn what_may_be_another_word_is_no_slip() {
        let check = |rule, old: &str, new: &str, expected: bool| {
            let source = SourceFile::new("plans/a.md", old);
            let span = Span::new(0, old.len());
            let found = Diagnostic::new(rule, Severity::Error, Place::new(&source, span), "m").fix(span, new);
            assert_eq!(is_sure(&found), expected, "{rule} {old} {new}");
        };
        for (old, new) in [
            ("titel", "title"),
            ("onwer", "owner"),
            ("statuz", "status"),
            ("taggs", "tags"),
            ("市場分折", "市場分析"),
            ("析分市場", "分析市場"),
            ("ＳＴＡＴＵＳ", "status"),
        ] {
            check("unknown-field", old, new, true);
        }
        for (old, new) in [
            ("changsha-2027", "changsha-2026"),
            ("第一階段", "第二階段"),
            ("目的", "目標"),
            ("不同", "不足"),
            ("年目的", "年目標"),
            ("kb", "ka"),
            ("rate", "date"),
        ] {
            check("unknown-field", old, new, false);
        }
        for (old, new) in [
            ("chngsha-2026", "changsha-2026"),
            ("changsah-2026", "changsha-2026"),
            ("changshha-2026", "changsha-2026"),
            ("長沙劃計", "長沙計劃"),
        ] {
            check("broken-link", old, new, true);
        }
        for (old, new) in [
            ("changsha-a", "changsha-b"),
            ("changsha", "changsha-b"),
            ("north-west", "north-east"),
            ("plan-ab", "plan-a"),
            ("plan-ab", "plan-ba"),
            ("華東計劃", "華南計劃"),
            ("plans", "plan"),
            ("plan", "plans"),
        ] {
            check("broken-link", old, new, false);
        }
        let source = SourceFile::new("data/a.csv", "titel");
        let found =
            Diagnostic::new("invalid-data", Severity::Error, Place::new(&source, Span::new(0, 5)), "m");
        assert!(!is_sure(&found.fix(Span::new(0, 5), "title")));
    }
}
