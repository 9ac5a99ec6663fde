//! Regular expressions of people who configure: compiled once, faults at their place in the pattern.

use crate::fold::half_width;
use crate::text::Span;
use crate::yaml::{Node, Reader};
use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Hir, HirKind};

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
    use super::legible;

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
}
