//! Regular expressions of people who configure: compiled once, faults at their place in the pattern.

use crate::fold::half_width;
use crate::text::Span;
use crate::yaml::{Node, Reader};
use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};

/// The longest pattern, in characters; longer ones are no patterns but mistakes.
const MAX_LENGTH: usize = 2000;

/// Compiles a pattern as written.
pub(crate) fn pattern(reader: &Reader, node: &Node) -> Option<Regex> {
    compile(reader, node, reader.text(node)?, false)
}

/// Compiles a pattern that is matched against folded text: its characters are folded, case does not count.
pub(crate) fn folded_pattern(reader: &Reader, node: &Node) -> Option<Regex> {
    let folded = fold_pattern(reader.text(node)?);
    compile(reader, node, &folded, true)
}

/// What a pattern says to readers: `第…階段` for `^第.+階段`; nothing where it holds no words.
pub(crate) fn legible(pattern: &str) -> Option<String> {
    let mut words = String::new();
    write_legible(&regex_syntax::parse(pattern).ok()?, &mut words);
    let words = words.trim();
    words.contains(char::is_alphabetic).then(|| words.to_owned())
}

fn write_legible(part: &Hir, words: &mut String) {
    match part.kind() {
        HirKind::Literal(literal) => words.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write_legible(part, words)),
        HirKind::Capture(group) => write_legible(&group.sub, words),
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Class(_) | HirKind::Repetition(_) | HirKind::Alternation(_) => {
            if !words.ends_with('…') {
                words.push('…');
            }
        }
    }
}

/// A short text that a pattern matches: `1.1` for `^\d+\.\d+$`; nothing where there is none to be found.
pub(crate) fn example(pattern: &Regex) -> Option<String> {
    let mut text = String::new();
    write_example(&regex_syntax::parse(pattern.as_str()).ok()?, &mut text);
    let is_one = !text.trim().is_empty() && text.chars().count() <= 40 && pattern.is_match(&text);
    is_one.then_some(text)
}

fn write_example(part: &Hir, text: &mut String) {
    match part.kind() {
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write_example(part, text)),
        HirKind::Capture(group) => write_example(&group.sub, text),
        HirKind::Alternation(parts) => parts.iter().take(1).for_each(|part| write_example(part, text)),
        HirKind::Repetition(repetition) => {
            (0..repetition.min.min(40)).for_each(|_| write_example(&repetition.sub, text));
        }
        HirKind::Class(Class::Unicode(class)) => {
            // Of a class that holds nearly everything a letter is the plainest.
            let holds = |c: &char| class.iter().any(|range| (range.start()..=range.end()).contains(c));
            let plain = ['1', 'a', 'A'].into_iter().find(holds);
            text.extend(plain.or_else(|| class.iter().next().map(|range| range.start())));
        }
        HirKind::Class(Class::Bytes(_)) | HirKind::Empty | HirKind::Look(_) => {}
    }
}

fn compile(reader: &Reader, node: &Node, text: &str, folded: bool) -> Option<Regex> {
    let written = node.as_str().unwrap_or(text);
    if written.chars().count() > MAX_LENGTH {
        reader.report(node.span, format!("a pattern of more than {MAX_LENGTH} characters"));
        return None;
    }
    let built = RegexBuilder::new(text).case_insensitive(folded).size_limit(4 << 20).build();
    if let Err(error) = &built {
        report(reader, node, written, error);
    }
    built.ok()
}

fn report(reader: &Reader, node: &Node, written: &str, error: &regex::Error) {
    // The parser is asked again because only it says where the fault is.
    let parsed = regex_syntax::Parser::new().parse(written);
    let (span, message) = match parsed {
        Err(regex_syntax::Error::Parse(fault)) => {
            (part(reader, node, fault.span()), fault.kind().to_string())
        }
        Err(regex_syntax::Error::Translate(fault)) => {
            (part(reader, node, fault.span()), fault.kind().to_string())
        }
        _ => (node.span, error.to_string().lines().last().unwrap_or("").to_owned()),
    };
    let message = format!("the pattern does not compile: {message}");
    reader.report_with(
        span,
        message,
        "patterns are those of the Rust crate `regex`: no look-around, no back-references",
    );
}

fn part(reader: &Reader, node: &Node, span: &regex_syntax::ast::Span) -> Span {
    node.part_span(reader.source(), span.start.offset..span.end.offset)
}

/// A pattern whose own characters are folded as the text will be: Simplified, half width. What becomes a
/// mark of patterns by that is escaped.
fn fold_pattern(pattern: &str) -> String {
    let mut folded = String::with_capacity(pattern.len());
    for c in pattern.chars() {
        let narrow = half_width(c);
        if narrow != c && narrow.is_ascii_punctuation() {
            folded.push('\\');
        }
        folded.push(narrow);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::{example, legible};
    use regex::Regex;

    #[test]
    fn patterns_are_legible() {
        let check = |pattern: &str, expected: Option<&str>| assert_eq!(legible(pattern).as_deref(), expected);
        check("^第.+階段", Some("第…階段"));
        check(r"^Phase \d+: ", Some("Phase …:"));
        check("^(第一|第二)次(評審)", Some("…次評審"));
        check("^.?[一二三四五]", None);
        check("Target", Some("Target"));
        check("(", None);
    }

    #[test]
    fn patterns_have_examples() {
        let check = |pattern: &str, expected: Option<&str>| {
            assert_eq!(example(&Regex::new(pattern).unwrap()).as_deref(), expected, "{pattern}");
        };
        check(r"^\d+\.\d+$", Some("1.1"));
        check("^[A-Z]{2}-[0-9]{4}$", Some("AA-1111"));
        check("^(第一|第二)次", Some("第一次"));
        check("^.*$", None);
        check(r"\bx\B", None);
    }
}
