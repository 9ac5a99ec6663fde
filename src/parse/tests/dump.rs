//! A document as lines of text: each block with the slice of the file under its span.

use crate::parse::{Block, BlockKind, Cell, Parsed, Section, Text};
use crate::text::{SourceFile, Span};
use std::fmt::Write as _;

/// The sections with their blocks, then links, views, suppressions and faults.
pub(super) fn dump(parsed: &Parsed) -> String {
    let document = &parsed.document;
    let mut out = String::new();
    let source = &document.source;
    for (index, section) in document.sections.iter().enumerate() {
        write_section(&mut out, source, (section, parsed.blocks.of(index)));
    }
    for (index, link) in document.links.iter().enumerate() {
        let (target, sentence) = (slice(source, link.target_span), document.sentence(index).join("|"));
        let _ = writeln!(
            out,
            "{:?} {} -> {} {target} text={:?} title={:?} in {} [{sentence}]",
            link.kind,
            slice(source, link.span),
            link.target,
            link.text,
            link.title,
            link.section
        );
    }
    for view in &document.views {
        let _ = writeln!(out, "View {} {}", slice(source, view.yaml_span), view.section);
    }
    for allowed in &document.suppressions {
        let (rule, scope) = (slice(source, allowed.rule.1), slice(source, allowed.scope));
        let _ = writeln!(out, "Allow {rule} because {:?} in {scope}", allowed.reason);
    }
    for fault in &document.faults {
        let _ = writeln!(out, "Fault {} {}: {}", fault.rule, slice(source, fault.span), fault.message);
    }
    out
}

fn write_section(out: &mut String, source: &SourceFile, (section, blocks): (&Section, &[Block])) {
    let Some(heading) = &section.heading else {
        let _ = writeln!(out, "root");
        return write_blocks(out, source, blocks, 1);
    };
    let ordinal = heading.ordinal.as_ref().map_or(String::new(), |(ordinal, span)| {
        format!(" ordinal={:?}={}", slice(source, *span), ordinal.value())
    });
    let _ = writeln!(
        out,
        "h{} {} text={} {}{ordinal} title={:?} {} #{} in {:?} to {:?}",
        section.level,
        slice(source, heading.span),
        slice(source, heading.text_span),
        text(source, &heading.text),
        heading.title,
        slice(source, heading.title_span),
        heading.anchor,
        section.parent,
        source.slice(section.span).trim_end().rsplit(['\n', '\r']).next().unwrap_or(""),
    );
    write_blocks(out, source, blocks, 1);
}

fn write_blocks(out: &mut String, source: &SourceFile, blocks: &[Block], depth: usize) {
    for block in blocks {
        let indent = "  ".repeat(depth);
        let whole = slice(source, block.span);
        let _ = match &block.kind {
            BlockKind::Paragraph(visible) => writeln!(out, "{indent}p {whole} {}", text(source, visible)),
            BlockKind::Rule => writeln!(out, "{indent}rule {whole}"),
            BlockKind::Html(visible) => writeln!(out, "{indent}html {whole} {}", text(source, visible)),
            BlockKind::View(view) => writeln!(out, "{indent}view {view} {whole}"),
            BlockKind::Code { info, text } => writeln!(out, "{indent}code {info:?} {text:?} {whole}"),
            BlockKind::Quote(_) => writeln!(out, "{indent}quote {whole}"),
            BlockKind::List(list) => writeln!(out, "{indent}list ordered={} {whole}", list.ordered),
            BlockKind::Table(table) => {
                writeln!(out, "{indent}table {}", cells(source, table.header_span, &table.header))
            }
        };
        match &block.kind {
            BlockKind::Quote(blocks) => write_blocks(out, source, blocks, depth + 1),
            BlockKind::Table(table) => {
                for row in &table.rows {
                    let _ = writeln!(out, "{indent}  row {}", cells(source, row.span, &row.cells));
                }
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    let _ = writeln!(
                        out,
                        "{indent}  item {} number={:?} checked={:?} {} text={} {}",
                        slice(source, item.mark),
                        item.number,
                        item.checked,
                        slice(source, item.span),
                        slice(source, item.text_span),
                        text(source, &item.text)
                    );
                    write_blocks(out, source, &item.blocks, depth + 2);
                }
            }
            _ => {}
        }
    }
}

fn cells(source: &SourceFile, span: Span, cells: &[Cell]) -> String {
    let cells = cells.iter().map(|cell| format!("{}={}", slice(source, cell.span), text(source, &cell.text)));
    format!("{} {}", slice(source, span), cells.collect::<Vec<_>>().join(" "))
}

/// Visible text; where it stands in several parts of the file, these; bold parts in stars.
fn text(source: &SourceFile, text: &Text) -> String {
    let mut out = format!("{:?}", text.text);
    let mut parts: Vec<(Span, bool)> = Vec::new();
    for piece in &text.pieces {
        match parts.last_mut() {
            Some((last, code)) if last.end == piece.span.start && *code == piece.code => {
                last.end = piece.span.end
            }
            _ => parts.push((piece.span, piece.code)),
        }
    }
    if parts.len() > 1 || parts.iter().any(|(_, code)| *code) {
        let part =
            |(span, code): &(Span, bool)| format!("{}{}", slice(source, *span), if *code { "c" } else { "" });
        let _ = write!(out, "({})", parts.iter().map(part).collect::<String>());
    }
    for strong in &text.strong {
        let _ = write!(out, "*{}*", &text.text[strong.start as usize..strong.end as usize]);
    }
    out
}

fn slice(source: &SourceFile, span: Span) -> String {
    if span.is_empty() {
        return format!("‹@{}›", span.start);
    }
    format!("‹{}›", source.slice(span).replace('\r', "␍").replace('\n', "⏎"))
}
