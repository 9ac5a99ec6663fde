//! What becomes of raw HTML in the page: harmless tags pass by name, comments are dropped, the rest is shown
//! as text, and each such tag is reported.

use super::builder::Builder;
use super::document::{Block, BlockKind, DocumentFault};
use super::inline::Inline;
use super::raw::{Kind, Token, harmless, tokens};
use super::visible::Text;
use crate::text::Span;
use std::ops::Range;

/// An HTML block under way.
pub(super) struct RawBlock {
    range: Range<usize>,
    /// Its lines without the marks of quotes and items around it.
    text: String,
    /// For each line: its offset in `text` and in the body.
    lines: Vec<(usize, usize)>,
}

impl RawBlock {
    pub(super) fn new(range: Range<usize>) -> Self {
        Self { range, text: String::new(), lines: Vec::new() }
    }

    pub(super) fn push(&mut self, text: &str, range: &Range<usize>) {
        // Text made by the parser (indentation that a tab was cut into) maps to the bytes that it ends at.
        let start = range.end.saturating_sub(text.len()).max(range.start);
        self.lines.push((self.text.len(), start));
        self.text.push_str(text);
    }

    /// The range of the body under a range of the text.
    fn place(&self, range: &Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let line = self.lines.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
            self.lines.get(line).map_or(self.range.start, |(start, body)| body + (offset - start))
        };
        let start = at(range.start).clamp(self.range.start, self.range.end);
        let end = if range.is_empty() { start } else { at(range.end - 1) + 1 };
        start..end.clamp(start, self.range.end)
    }
}

/// Whether a token is shown as text.
fn shown(token: &Token<'_>) -> bool {
    match token.kind {
        Kind::Open { name, .. } | Kind::Close(name) => harmless(name).is_none(),
        Kind::Other => true,
        Kind::Text | Kind::Comment(_) => false,
    }
}

impl Builder<'_> {
    pub(super) fn end_html(&mut self, raw: &RawBlock) {
        let tokens = tokens(&raw.text);
        let blank = |token: &Token<'_>| match token.kind {
            Kind::Comment(_) => true,
            Kind::Text => raw.text[token.range.clone()].trim().is_empty(),
            _ => false,
        };
        let only_comments = tokens.iter().all(blank);
        if !only_comments {
            self.block_begins(raw.range.start);
        }
        self.out.html.fresh_line();
        let framed = !self.document.options.raw_html && tokens.iter().any(shown);
        if framed {
            self.out.raw("<div class=\"raw-html\">");
            self.out.enter();
        }
        for token in &tokens {
            if only_comments && token.kind == Kind::Text {
                continue;
            }
            let text = &raw.text[token.range.clone()];
            let span = self.body.span(&raw.place(&token.range));
            if let Kind::Comment(_) = token.kind {
                let body = self.body;
                let shift = token.range.start;
                self.comment(text, |at| body.span(&raw.place(&(at.start + shift..at.end + shift))), false);
            }
            self.token(token, text, span, false);
        }
        if framed {
            self.out.leave();
            self.out.raw("</div>");
        }
        self.out.html.fresh_line();
        if !only_comments {
            let span = self.trimmed(&raw.range);
            let text = self.visible(raw, &tokens);
            self.push(Block { span, kind: BlockKind::Html(text) });
        }
    }

    /// What is to be read of an HTML block, line by line.
    fn visible(&self, raw: &RawBlock, tokens: &[Token<'_>]) -> Text {
        let trusted = self.document.options.raw_html;
        let mut visible = Text::default();
        // What a script or a style sheet says is read by nobody.
        let mut unread = false;
        for token in tokens {
            let is_read = match token.kind {
                Kind::Text => !unread,
                _ => !trusted && shown(token),
            };
            if let Kind::Open { name, .. } | Kind::Close(name) = token.kind {
                let is_open = matches!(token.kind, Kind::Open { closed: false, .. });
                unread = trusted && is_open && UNREAD.iter().any(|unread| unread.eq_ignore_ascii_case(name));
            }
            let mut at = token.range.start;
            for line in raw.text[token.range.clone()].split_inclusive('\n').filter(|_| is_read) {
                let start = at + line.len() - line.trim_start().len();
                at += line.len();
                let line = line.trim();
                if !line.is_empty() {
                    let span = self.body.span(&raw.place(&(start..start + line.len())));
                    let gap = if visible.text.is_empty() { "" } else { "\n" };
                    visible.push(gap, Span::at(span.start as usize), false);
                    visible.push(line, span, false);
                }
            }
        }
        visible
    }

    /// A tag or comment inside text.
    pub(super) fn inline_html(&mut self, inline: &mut Inline, html: &str, range: &Range<usize>) {
        let span = self.body.span(range);
        let (shows, kind) = match &tokens(html)[..] {
            [token] => (shown(token), token.kind),
            _ => (true, Kind::Other),
        };
        if let Kind::Open { name, .. } = kind
            && name.eq_ignore_ascii_case("br")
        {
            inline.text.push("\n", span, false);
        }
        if shows && !self.document.options.raw_html {
            inline.text.push(html, span, false);
        }
        if let Kind::Comment(_) = kind {
            let body = self.body;
            let shift = range.start;
            self.comment(body.slice(range), |at| body.span(&(at.start + shift..at.end + shift)), true);
        }
        if inline.alt == 0 {
            self.token(&Token { kind, range: 0..html.len() }, html, span, true);
        }
    }

    fn token(&mut self, token: &Token<'_>, text: &str, span: Span, inside: bool) {
        if token.kind == Kind::Comment(false) {
            let message = "this comment is never closed: the rest of the page is dropped".to_owned();
            self.raw_fault(span, message, "add `-->`");
        }
        if self.document.options.raw_html {
            return self.out.raw(text);
        }
        match token.kind {
            Kind::Comment(_) => {}
            Kind::Text if inside => self.out.text(text, span),
            Kind::Text => self.out.html_text(text, span),
            Kind::Open { name, attributes, closed } => self.open_tag(name, attributes, closed, text, span),
            Kind::Close(name) => {
                if harmless(name).is_none() {
                    self.out.text(text, span);
                } else if !self.out.close_tag(&name.to_ascii_lowercase()) {
                    self.out.text(text, span);
                    let message = format!("`{text}` closes no tag that is open here and is shown as text");
                    self.raw_fault(span, message, "remove it, or open the tag in the same block");
                }
            }
            Kind::Other => {
                self.out.text(text, span);
                self.raw_fault(span, "raw HTML is shown as text".to_owned(), OTHER_WAY);
            }
        }
    }

    fn open_tag(&mut self, name: &str, attributes: bool, closed: bool, text: &str, span: Span) {
        let Some((name, void)) = harmless(name) else {
            self.out.text(text, span);
            return self.raw_fault(span, format!("the tag `<{name}>` is shown as text"), OTHER_WAY);
        };
        if attributes {
            let message = format!("the tag `<{name}>` loses its attributes");
            self.raw_fault(span, message, "remove the attributes");
        }
        self.out.open_tag(name, void);
        if closed && !void {
            self.out.close_tag(name);
        }
    }

    fn raw_fault(&mut self, span: Span, message: String, help: &str) {
        let fault = DocumentFault { rule: "raw-html", span, message, help: Some(help.to_owned()) };
        self.document.faults.push(fault);
    }
}

/// Tags whose content is not for readers.
const UNREAD: [&str; 2] = ["script", "style"];

const OTHER_WAY: &str = "write Markdown, or trust the authors with `raw_html: allow` in planpress.yaml";
