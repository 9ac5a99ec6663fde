//! Ids that headings name themselves, `## Targets {#targets}`: apart from the text, since no heading shows them. Nothing
//! but just an id in braces is one; all others are text, as CommonMark has them.

use super::newlines::Body;
use crate::text::Span;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// An id that a heading names.
pub(super) struct HeadingId {
    pub(super) id: String,
    /// Where the id stands in the file.
    pub(super) span: Span,
    /// The end of its braces in the body.
    pub(super) end: usize,
}

/// By the offset of the heading in the body.
pub(super) type HeadingIds = BTreeMap<usize, HeadingId>;

/// What could end something in the text that began before the braces.
const CLOSING: [char; 4] = ['`', ']', '*', '~'];

/// Takes the ids out of the text of a body, so that only blanks are left where they stood.
pub(super) fn take(body: &mut Body<'_>, extensions: Options) -> HeadingIds {
    let mut ids = HeadingIds::new();
    let may_name = |line: &str| line.contains("{#") && line.trim_end().ends_with('}');
    if !body.text.contains("{#") || !body.text.lines().any(may_name) {
        return ids;
    }
    let mut blank = String::new();
    let mut done = 0;
    // Where headings stand tells the parser, which takes more for attributes than is meant here.
    let parser = Parser::new_ext(&body.text, extensions | Options::ENABLE_HEADING_ATTRIBUTES);
    for (event, range) in parser.into_offset_iter() {
        let Event::Start(Tag::Heading { id: Some(id), .. }) = event else { continue };
        let heading = body.slice(&range);
        let Some(open) = heading.rfind('{') else { continue };
        let (before, braces) = heading.split_at(open);
        let is_escaped = (before.len() - before.trim_end_matches('\\').len()) % 2 == 1;
        let inner = braces.strip_prefix("{#").and_then(|rest| rest.strip_prefix(&*id));
        if is_escaped || id.contains(CLOSING) || !inner.is_some_and(|rest| rest.starts_with('}')) {
            continue;
        }
        let start = range.start + open;
        let end = start + "{#}".len() + id.len();
        blank.push_str(body.slice(&(done..start)));
        blank.extend(std::iter::repeat_n(' ', end - start));
        done = end;
        let span = body.span(&(start + "{#".len()..end - "}".len()));
        ids.insert(range.start, HeadingId { id: id.to_string(), span, end });
    }
    if !ids.is_empty() {
        blank.push_str(body.slice(&(done..body.text.len())));
        body.text = Cow::Owned(blank);
    }
    ids
}
