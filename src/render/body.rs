//! The text of a plan or page: HTML made by the parser, with its slots filled now that links, titles and
//! views are known. A link that leads nowhere becomes text, so no page has a dead link.

use super::edition::Edition;
use super::key::{encode_fragment, relative};
use super::number::{escape, escape_into};
use super::texts::Texts;
use crate::link::Target;
use crate::model::{Spanned, Task};
use crate::parse::{Document, Html, Mark, SlotKind};
use crate::site::Site;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What a text is filled with.
pub(super) struct Filling<'a> {
    /// All that is known.
    pub edition: &'a Edition,
    /// The words of the page.
    pub texts: &'a Texts,
    /// The title that the page shows above the text.
    pub title: &'a str,
    /// The file that the text is written to.
    pub from: &'a str,
    /// The plan's tasks, in the order of the text.
    pub tasks: &'a [Task],
    /// The plan is closed: nothing is overdue any more.
    pub closed: bool,
    /// What each link leads to.
    pub targets: &'a [Target],
    /// Marks around whole links that findings are about.
    pub marks: &'a [Mark],
    /// The HTML of each view.
    pub views: Vec<String>,
}

/// The HTML of a document's text.
pub(super) fn html(document: &Document, html: &Html, filling: &Filling<'_>) -> String {
    let mut result = String::with_capacity(html.text.len() + html.slots.len() * 64);
    let mut done = 0;
    if let Some((anchor, end)) = opening_title(document, filling.title) {
        result.push_str("<span id=\"");
        result.push_str(anchor);
        result.push_str("\"></span>");
        done = end;
    }
    for (index, slot) in html.slots.iter().enumerate() {
        let at = slot.at as usize;
        if at < done {
            continue;
        }
        if let (SlotKind::DutyOpen(item), Some(close)) = (slot.kind, html.slots.get(index + 1)) {
            let raw = html.text.get(at..close.at as usize).unwrap_or("");
            if let Some(words) = filling.duty(item, raw) {
                result.push_str(html.text.get(done..at).unwrap_or(""));
                result.push_str(&words);
                done = close.at as usize;
                continue;
            }
        }
        result.push_str(html.text.get(done..at).unwrap_or(""));
        done = at;
        filling.fill(&mut result, document, slot.kind);
    }
    result.push_str(html.text.get(done..).unwrap_or(""));
    result
}

/// A heading of the first level that a text begins with is its title, which the page shows already: what
/// stays is the anchor. Gives it as it is written in the HTML, and where the heading ends.
fn opening_title<'a>(document: &'a Document, title: &str) -> Option<(&'a str, usize)> {
    let text = &document.html().text;
    let heading = document.sections.iter().find_map(|section| section.heading.as_ref())?;
    if heading.text.text != title {
        return None;
    }
    let anchor = text.strip_prefix("<h1 id=\"")?.split('"').next()?;
    let end = text.find("</h1>")? + "</h1>".len();
    Some((anchor, end))
}

impl Filling<'_> {
    fn fill(&self, result: &mut String, document: &Document, slot: SlotKind) {
        match slot {
            SlotKind::LinkOpen(link) => {
                result.push_str(self.mark(document, link).0);
                match self.address(document, link) {
                    Some(href) => {
                        result.push_str("<a href=\"");
                        escape_into(result, &href);
                        result.push_str(if self.is_external(link) { "\" rel=\"noopener\">" } else { "\">" });
                    }
                    None => result.push_str("<span class=\"m\">"),
                }
            }
            SlotKind::LinkText(link) => escape_into(result, &self.title(document, link)),
            SlotKind::LinkClose(link) => {
                let open = self.address(document, link).is_some();
                result.push_str(if open { "</a>" } else { "</span>" });
                result.push_str(self.mark(document, link).1);
            }
            SlotKind::Image(link) => {
                let (before, behind) = self.mark(document, link);
                result.push_str(before);
                self.image(result, document, link);
                result.push_str(behind);
            }
            SlotKind::View(view) => {
                result.push_str(self.views.get(view as usize).map_or("", String::as_str));
            }
            SlotKind::HeadingEnd(section) => self.anchor(result, document, section),
            SlotKind::TableOpen(_) => {
                result.push_str("<div class=\"scroll block\" tabindex=\"0\" role=\"group\" aria-label=\"");
                escape_into(result, self.texts.get("table_scroll"));
                result.push_str("\">");
            }
            SlotKind::TableClose(_) => result.push_str("</div>"),
            SlotKind::Alert(kind) => {
                const WORDS: [&str; 5] =
                    ["alert_note", "alert_tip", "alert_important", "alert_warning", "alert_caution"];
                if let Some(key) = WORDS.get(kind as usize) {
                    result.push_str("<b>");
                    escape_into(result, self.texts.get(key));
                    result.push_str("</b>\n");
                }
            }
            SlotKind::DutyOpen(_) | SlotKind::DutyClose(_) => {}
        }
    }

    /// What stands before and behind a link that a finding is about: the way to the finding may not lie
    /// inside another link.
    fn mark(&self, document: &Document, link: u32) -> (&str, &str) {
        let span = document.links.get(link as usize).map(|link| link.span);
        let mark = self.marks.iter().find(|(place, ..)| Some(*place) == span);
        mark.map_or(("", ""), |(_, before, behind)| (before, behind))
    }

    /// Owner and due date of a task in the page's words; nothing where what is written says more.
    fn duty(&self, item: u32, raw: &str) -> Option<String> {
        let at = self.tasks.partition_point(|task| task.name.span.start < item);
        let task = self.tasks.get(at).filter(|task| task.name.span.start == item)?;
        let owner = task.owner.as_ref()?;
        let dated = raw.contains(|c: char| c.is_ascii_digit());
        if raw.contains('<') || dated != task.due.is_some() {
            return None;
        }
        let today = self.edition.site.today;
        let mut words = String::from("<span class=\"who\">");
        escape_into(&mut words, &owner.value);
        if let Some(due) = &task.due {
            let day = self.texts.day_near(due.value, today);
            let late = super::dates::days(due.value, today);
            words.push_str(" <i class=\"d\"></i> ");
            if late > 0 && !task.done && !self.closed {
                let late = self.texts.count("late_overdue", late.unsigned_abs() as usize);
                let line = [day, late].join(self.texts.get("comma"));
                words.push_str(&format!("<span class=\"bad\">{}</span>", escape(&line)));
            } else {
                escape_into(&mut words, &day);
            }
        }
        if task.done {
            escape_into(&mut words, self.texts.get("comma"));
            escape_into(&mut words, self.texts.get("is_done"));
        }
        words.push_str("</span>");
        Some(words)
    }

    fn target(&self, link: u32) -> &Target {
        self.targets.get(link as usize).unwrap_or(&Target::Broken)
    }

    fn is_external(&self, link: u32) -> bool {
        matches!(self.target(link), Target::External)
    }

    /// Where a link leads; nothing where it is not to be followed.
    fn address(&self, document: &Document, link: u32) -> Option<String> {
        match self.target(link) {
            Target::Document(index, anchor) => {
                let path = self.edition.document_path(*index);
                let href = if path == self.from && !anchor.is_empty() {
                    String::new()
                } else {
                    relative(self.from, path)
                };
                let fragment = if anchor.is_empty() { "" } else { "#" };
                Some(format!("{href}{fragment}{}", encode_fragment(anchor)))
            }
            Target::File(path) => Some(relative(self.from, output_of_file(path))),
            Target::External => document.links.get(link as usize).map(|link| link.target.clone()),
            Target::Draft(_) | Target::Broken => None,
        }
    }

    /// The title of what a wiki link leads to; what was written where it leads nowhere, or to a draft: of
    /// that nothing is published.
    fn title(&self, document: &Document, link: u32) -> String {
        let written = document.links.get(link as usize).map_or("", |link| link.target.as_str());
        match self.target(link) {
            Target::Document(index, anchor) => {
                let title = self.edition.document_title(*index);
                match heading_of(self.edition, *index, anchor) {
                    Some(heading) => format!("{title} › {heading}"),
                    None => title.to_owned(),
                }
            }
            _ => written.to_owned(),
        }
    }

    /// An image of the site. Pictures elsewhere become links, since a page makes no request off the site.
    fn image(&self, result: &mut String, document: &Document, link: u32) {
        let Some(image) = document.links.get(link as usize) else { return };
        match self.target(link) {
            Target::File(path) => {
                let source = relative(self.from, output_of_file(path));
                result.push_str(&format!(
                    "<img src=\"{}\" alt=\"{}\" loading=\"lazy\">",
                    escape(&source),
                    escape(&image.text)
                ));
            }
            Target::External => {
                let words = if image.text.is_empty() { &image.target } else { &image.text };
                result.push_str(&format!(
                    "<a href=\"{}\" rel=\"noopener\">{}</a>",
                    escape(&image.target),
                    escape(words)
                ));
            }
            _ => escape_into(result, &image.text),
        }
    }

    fn anchor(&self, result: &mut String, document: &Document, section: u32) {
        let heading = document.sections.get(section as usize).and_then(|section| section.heading.as_ref());
        let Some(heading) = heading else { return };
        let label = self.texts.fill("link_to", &[("name", &heading.text.text)]);
        result.push_str(" <a class=\"anc\" href=\"#");
        escape_into(result, &encode_fragment(&heading.anchor));
        result.push_str("\" aria-label=\"");
        escape_into(result, &label);
        result.push_str("\">#</a>");
    }
}

/// The summary of a plan.
pub(super) fn summary(edition: &Edition, index: crate::link::PlanIndex) -> Option<Cow<'_, str>> {
    Some(with_titles(edition, index, edition.site.plan(index).summary.as_ref()?))
}

/// Words from a plan's text outside it. They hold the targets of wiki links that have no words of their own;
/// readers see titles here as well.
pub(super) fn with_titles<'e>(
    edition: &'e Edition,
    index: crate::link::PlanIndex,
    words: &'e Spanned<String>,
) -> Cow<'e, str> {
    let plan = edition.site.plan(index);
    let mut text = Cow::Borrowed(words.value.as_str());
    let inside = |link: &&crate::parse::Link| words.span.contains(link.span) && link.text.is_empty();
    let mut from = 0;
    for (at, link) in plan.document.links.iter().enumerate().filter(|(_, link)| inside(link)) {
        let target = edition.site.graph.plan_links.get(index.0 as usize).and_then(|links| links.get(at));
        let Some(Target::Document(document, anchor)) = target else { continue };
        let Some(found) = text.get(from..).and_then(|rest| rest.find(&link.target)) else { continue };
        let title = match heading_of(edition, *document, anchor) {
            Some(heading) => format!("{} › {heading}", edition.document_title(*document)),
            None => edition.document_title(*document).to_owned(),
        };
        let start = from + found;
        text.to_mut().replace_range(start..start + link.target.len(), &title);
        from = start + title.len();
    }
    text
}

/// The heading behind an anchor.
pub(super) fn heading_of<'a>(
    edition: &'a Edition,
    index: crate::link::DocumentIndex,
    anchor: &str,
) -> Option<&'a str> {
    if anchor.is_empty() {
        return None;
    }
    let document = match index {
        crate::link::DocumentIndex::Plan(index) => &edition.site.plan(index).document,
        crate::link::DocumentIndex::Page(index) => &edition.site.pages.get(index.0 as usize)?.document,
    };
    let headings = document.sections.iter().filter_map(|section| section.heading.as_ref());
    headings.filter(|heading| heading.anchor == anchor).map(|heading| heading.text.text.as_str()).next()
}

/// The files of a site that are copied as they are: those that links lead to, and all of `static/`. `paths` are
/// all its files.
pub fn copied_files<'a>(site: &'a Site, paths: &'a BTreeSet<String>) -> BTreeSet<&'a str> {
    let own = paths.range("static/".to_owned()..).take_while(|path| path.starts_with("static/"));
    site.graph.files.iter().chain(own).map(String::as_str).collect()
}

/// Where a copied file lies in the output: `static/` is copied to the root, others keep their place.
pub fn output_of_file(path: &str) -> &str {
    path.strip_prefix("static/").unwrap_or(path)
}
