//! The page of a plan: what it is, its numbers, its phases, its text, who mentions it, what is wrong with it.

mod ties;

use super::body::{self, Filling};
use super::checks;
use super::edition::Edition;
use super::gantt::{GanttView, Scale};
use super::key::{PageKey, encode_fragment, relative};
use super::phases::phase_row;
use super::status::status;
use super::texts::Texts;
use super::view::{ContentView, FactView, LinkView, PlanFindingView, PlanView, SignView};
use crate::diagnostic::{Diagnostic, Severity};
use crate::link::{DocumentIndex, PlanIndex};
use crate::model::{FieldValue, Phase, Plan};
use crate::parse::{Document, Mark};
use crate::schema;
use crate::text::Span;

/// The view of a plan's page.
pub(super) fn view(edition: &Edition, texts: &Texts, index: PlanIndex) -> PlanView {
    let plan = edition.site.plan(index);
    let from = edition.plan_path(index).to_owned();
    let page = Page { edition, texts, index, plan, from: &from };
    let findings = page.findings();
    let phases = page.phases();
    let targets = super::targets::of_plan(edition, texts, index, &from);
    let backlinks = page.backlinks();
    let mut contents = Vec::new();
    if targets.is_some() {
        contents.push(ContentView::leaf(texts.get("targets_title"), "#p:targets"));
    }
    if phases.is_some() {
        contents.push(ContentView::leaf(texts.get("phases_title"), "#p:phases"));
    }
    contents.extend(self::contents(&plan.document, &plan.phases));
    if !backlinks.is_empty() {
        contents.push(ContentView::leaf(texts.get("backlinks"), "#p:backlinks"));
    }
    let (previous, next) = page.siblings();
    PlanView {
        title: plan.title.value.clone(),
        summary: body::summary(edition, index).map(Into::into),
        draft: plan.draft,
        facts: page.facts(),
        edit: checks::edit_url(edition, &plan.document.source.path),
        source: plan.document.source.path.to_string(),
        raw: edition.site.config.sources.then(|| edition.href(&from, &PageKey::Source(index))),
        contents,
        targets,
        phases,
        body_html: page.body(),
        backlinks_count: texts.count("backlinks_n", backlinks.len()),
        backlinks,
        previous,
        next,
        sign: page.sign(),
        findings,
        history: super::changes::numbers(edition, texts, index),
        relations: page.relations(),
    }
}

/// The way to a plan: all plans, then its ancestors.
pub(super) fn crumbs(edition: &Edition, texts: &Texts, index: PlanIndex) -> Vec<LinkView> {
    let from = edition.plan_path(index);
    let mut way = vec![LinkView::plain(&edition.site.plan(index).title.value)];
    let mut at = index;
    while let Some(parent) = edition.site.graph.parents.get(at.0 as usize).copied().flatten() {
        // A cycle of parents is a finding; here it must only end.
        if way.len() > 64 {
            break;
        }
        let plan = edition.site.plan(parent);
        if edition.is_shown(plan) {
            way.push(LinkView::to(&plan.title.value, edition.plan_href(from, parent)));
        }
        at = parent;
    }
    way.push(LinkView::to(texts.get("plans_title"), edition.href(from, &PageKey::Plans)));
    way.reverse();
    way
}

/// The headings of a text, two levels deep.
pub(super) fn contents(document: &Document, phases: &[Phase]) -> Vec<ContentView> {
    let mut contents: Vec<ContentView> = Vec::new();
    for (index, section) in document.sections.iter().enumerate() {
        let Some(heading) = &section.heading else { continue };
        // A phase made from a heading goes by its name, without the dates.
        let phase =
            phases.iter().find(|phase| phase.section == index && heading.span.contains(phase.name.span));
        let text = phase.map_or(heading.text.text.as_str(), |phase| phase.name.value.as_str());
        let entry = ContentView::leaf(text, format!("#{}", encode_fragment(&heading.anchor)));
        match (section.level, contents.last_mut()) {
            (2, _) => contents.push(entry),
            (3, Some(above)) => above.children.push(entry),
            _ => {}
        }
    }
    contents
}

/// The heading above a place in a document, with its anchor.
pub(super) fn section_at(document: &Document, at: u32) -> Option<(&str, &str)> {
    let headings = document.sections.iter().filter_map(|section| section.heading.as_ref());
    headings
        .take_while(|heading| heading.span.start <= at)
        .last()
        .map(|heading| (heading.text.text.as_str(), heading.anchor.as_str()))
}

/// What stands at the head of a plan's page in its own fields, as text.
pub(super) fn field_texts(edition: &Edition, texts: &Texts, index: PlanIndex) -> Vec<String> {
    let plan = edition.site.plan(index);
    let page = Page { edition, texts, index, plan, from: "" };
    let facts = plan.fields.iter().filter_map(|field| page.field(field));
    facts.flat_map(|fact| fact.links).map(|link| link.text).collect()
}

/// Ends the words that a finding is about.
const MARK_END: &str = "</span>";

struct Page<'a> {
    edition: &'a Edition,
    texts: &'a Texts,
    index: PlanIndex,
    plan: &'a Plan,
    from: &'a str,
}

impl Page<'_> {
    fn facts(&self) -> Vec<FactView> {
        let (edition, texts, plan) = (self.edition, self.texts, self.plan);
        let mut facts = Vec::new();
        if let Some(value) = &plan.status {
            let shown = status(&edition.site.config, texts, &value.value);
            facts.push(FactView { status: Some(shown), ..FactView::of(texts.get("status"), Vec::new()) });
        }
        if let Some(kind) = &plan.kind {
            let title = edition.kind_title(&kind.value);
            let key = PageKey::Kind(kind.value.clone());
            let link = match plan.schema {
                Some(_) => LinkView::to(title, edition.href(self.from, &key)),
                None => LinkView::plain(title),
            };
            facts.push(FactView::of(texts.get("kind"), vec![link]));
        }
        if let Some(period) = &plan.period {
            let words = LinkView::plain(texts.period(&period.value));
            facts.push(FactView { class: "num", ..FactView::of(texts.get("period"), vec![words]) });
        }
        if !plan.owners.is_empty() {
            let owner =
                |name: &str| LinkView::to(name, edition.href(self.from, &PageKey::Owner(name.to_owned())));
            let links = plan.owners.iter().map(|name| owner(&name.value)).collect();
            facts.push(FactView::of(texts.get("owner"), links));
        }
        facts.extend(self.dimensions());
        facts.extend(plan.fields.iter().filter_map(|field| self.field(field)));
        if !plan.tags.is_empty() {
            let tag = |tag: &str| LinkView::to(tag, edition.href(self.from, &PageKey::Tag(tag.to_owned())));
            let links = plan.tags.iter().map(|name| tag(&name.value)).collect();
            facts.push(FactView { class: "tags", ..FactView::of(texts.get("tags"), links) });
        }
        facts.extend(super::changes::last(edition, texts, self.index));
        let path = LinkView::plain(&*plan.document.source.path);
        facts.push(FactView { class: "path", ..FactView::of(texts.get("source"), vec![path]) });
        facts
    }

    fn dimensions(&self) -> Vec<FactView> {
        let config = &self.edition.site.config;
        let mut facts: Vec<FactView> = Vec::new();
        for (id, value) in &self.plan.dimensions {
            let Some(dimension) = config.dimensions.get(usize::from(id.0)) else { continue };
            let key = PageKey::Value(*id, value.value.clone());
            let title = self.edition.value_title(*id, &value.value);
            let link = LinkView::to(title, self.edition.href(self.from, &key));
            match facts.iter_mut().find(|fact| fact.label == dimension.title) {
                Some(fact) => fact.links.push(link),
                None => facts.push(FactView::of(&dimension.title, vec![link])),
            }
        }
        facts
    }

    fn field(&self, field: &crate::model::Field) -> Option<FactView> {
        let schema = self.plan.schema.as_ref()?;
        let declared = schema.fields.iter().find(|known| known.key == field.key);
        let title = declared.and_then(|known| known.title.as_deref()).unwrap_or(&field.key);
        let mut links = Vec::new();
        self.field_words(&field.value.value, declared.map(|known| &known.kind), &mut links);
        (!links.is_empty()).then(|| FactView::of(title, links))
    }

    fn field_words(&self, value: &FieldValue, kind: Option<&schema::FieldType>, links: &mut Vec<LinkView>) {
        let words = match value {
            FieldValue::List(items) => {
                let of = match kind {
                    Some(schema::FieldType::List(list)) => Some(&list.of),
                    other => other,
                };
                for item in items.iter().take(12) {
                    self.field_words(&item.value, of, links);
                }
                return;
            }
            FieldValue::Text(text) => {
                let plan = matches!(kind, Some(schema::FieldType::Plan(_)))
                    .then(|| self.edition.site.graph.ids.get(text))
                    .flatten();
                links.push(match plan {
                    Some(index) => self.plan_link(*index),
                    None => LinkView::plain(text),
                });
                return;
            }
            FieldValue::Number(number) => super::number::grouped(*number),
            FieldValue::Quantity(quantity) => quantity.text.to_string(),
            FieldValue::Boolean(yes) => yes.to_string(),
            FieldValue::Date(date) => self.texts.date(*date),
            FieldValue::Period(period) => self.texts.period(period),
        };
        links.push(LinkView::plain(words));
    }

    fn plan_link(&self, index: PlanIndex) -> LinkView {
        let plan = self.edition.site.plan(index);
        if self.edition.is_shown(plan) {
            LinkView::to(&plan.title.value, self.edition.plan_href(self.from, index))
        } else {
            LinkView::plain(&plan.title.value)
        }
    }

    fn body(&self) -> String {
        let links = &self.edition.site.graph.plan_links;
        let document = &self.plan.document;
        let (around_links, in_text) = self.marks();
        let filling = Filling {
            edition: self.edition,
            texts: self.texts,
            title: &self.plan.title.value,
            from: self.from,
            tasks: &self.plan.tasks,
            closed: is_closed(self.edition, self.plan),
            targets: links.get(self.index.0 as usize).map_or(&[], Vec::as_slice),
            marks: &around_links,
            views: super::views::html(self.edition, self.texts, DocumentIndex::Plan(self.index), self.from),
        };
        if in_text.is_empty() {
            return body::html(document, document.html(), &filling);
        }
        let mut html = crate::parse::html_with_marks(document, &in_text);
        // Words that lie in several pieces lead to their finding once, behind the last one.
        for way in in_text.iter().filter_map(|(.., behind)| behind.strip_prefix(MARK_END)) {
            if !way.is_empty() {
                html.keep_last(way);
            }
        }
        body::html(document, &html, &filling)
    }

    /// Marks for findings about a few words of the text, each with the number that it has beside the text:
    /// those around whole links, and all others.
    fn marks(&self) -> (Vec<Mark>, Vec<Mark>) {
        let document = &self.plan.document;
        let numbered =
            self.counting().enumerate().filter(|(_, (_, finding))| is_markable(document, finding.place.span));
        let marks = numbered.map(|(at, (_, finding))| {
            let class = if finding.severity == Severity::Error { "wave" } else { "wave w" };
            let span = finding.place.span;
            // A link inside a link is none.
            let linked = document.links.iter().any(|link| link.span.contains(span) && link.span != span);
            let way = if linked { String::new() } else { finding_mark(self.texts, at + 1) };
            (span, format!("<span class=\"{class}\">"), format!("{MARK_END}{way}"))
        });
        marks.partition(|(span, ..)| document.links.iter().any(|link| link.span == *span))
    }

    /// The findings that count, with their numbers among all of them.
    fn counting(&self) -> impl Iterator<Item = (usize, &Diagnostic)> {
        let of_plan = self.edition.plan_findings.get(self.index.0 as usize);
        let indices = of_plan.map_or(&[][..], |of_plan| &of_plan.indices);
        let findings = indices.iter().filter_map(|index| Some((*index, self.edition.told.get(*index)?)));
        findings.filter(|(_, finding)| !finding.is_suppressed())
    }

    fn phases(&self) -> Option<GanttView> {
        let spans = self.plan.phases.iter().map(|phase| (phase.period.value.start, phase.period.value.end));
        let whole = self.plan.period.as_ref().map(|period| (period.value.start, period.value.end));
        let spans = spans.collect::<Vec<_>>();
        if spans.is_empty() {
            return None;
        }
        let scale = Scale::over(spans.into_iter().chain(whole), self.edition.site.today, 440)?;
        let texts = self.texts;
        let mut chart = scale.chart(
            self.edition,
            texts,
            texts.get("phase_chart").to_owned(),
            texts.get("phase").to_owned(),
        );
        let years = self
            .plan
            .phases
            .iter()
            .any(|phase| phase.period.value.start.year() != self.edition.site.today.year());
        for phase in &self.plan.phases {
            chart.rows.push(phase_row(self.edition, texts, &scale, self.index, phase, self.from, years));
        }
        Some(chart)
    }

    fn findings(&self) -> Vec<PlanFindingView> {
        let edition = self.edition;
        let checks_page = relative(self.from, "checks.html");
        self.counting()
            .enumerate()
            .map(|(number, (index, finding))| {
                let at = finding.place.span.start;
                let section = section_at(&self.plan.document, at);
                let line = finding.place.start().line.to_string();
                PlanFindingView {
                    id: format!("p:f{}", number + 1),
                    class: checks::class(finding.severity),
                    severity: checks::word(self.texts, finding).to_owned(),
                    rule: finding.rule,
                    href: format!("{checks_page}#{}", edition.finding_ids[index]),
                    message_html: super::number::code_spans(&finding.message),
                    section: section
                        .map(|(title, anchor)| LinkView::to(title, format!("#{}", encode_fragment(anchor)))),
                    line: self.texts.fill("finding_line", &[("n", &line)]),
                }
            })
            .collect()
    }

    fn sign(&self) -> SignView {
        let of_plan = &self.edition.plan_findings[self.index.0 as usize];
        let note = self.texts.fill(
            "sign_note",
            &[
                ("path", &self.plan.document.source.path),
                ("date", &self.texts.date(self.edition.site.today)),
                ("errors", &of_plan.errors.to_string()),
                ("warnings", &of_plan.warnings.to_string()),
            ],
        );
        let author = self.plan.owners.first().map_or("", |owner| owner.value.as_str()).to_owned();
        SignView { author, note }
    }
}

/// The way from what a finding is about to the finding, by its number on the page.
pub(super) fn finding_mark(texts: &Texts, number: usize) -> String {
    let words = texts.count("finding_mark", number);
    format!("<a class=\"chk np\" href=\"#p:f{number}\">{}</a>", super::number::escape(&words))
}

/// Whether a finding is about a few words of the text, which can be marked in it.
fn is_markable(document: &Document, span: Span) -> bool {
    document.body.contains(span) && span.len() < 200 && !document.source.slice(span).contains('\n')
}

/// Whether a plan's status is the last one.
pub(super) fn is_closed(edition: &Edition, plan: &Plan) -> bool {
    plan.status.as_ref().is_some_and(|status| edition.site.config.statuses.last() == Some(&status.value))
}
