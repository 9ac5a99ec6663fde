//! The page of findings: every finding under its file, with the words it is about.

use super::edition::Edition;
use super::key::PageKey;
use super::texts::Texts;
use super::view::{ChecksView, ExcerptView, FindingGroupView, FindingView, RuleCountView};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{Place, SourceFile, Span};
use std::collections::BTreeMap;

/// The longest line that an excerpt shows, in characters; the rest is cut.
const LONGEST: usize = 400;

/// The view of the whole page.
pub(super) fn view(edition: &Edition, texts: &Texts) -> ChecksView {
    let from = edition.path(&PageKey::Checks);
    let (errors, warnings, suppressed) = edition.totals();
    let mut groups: Vec<FindingGroupView> = Vec::new();
    for (index, finding) in edition.told.iter().enumerate() {
        let path = &*finding.place.source.path;
        if groups.last().is_none_or(|group| group.path != path) {
            groups.push(group(edition, &from, path));
        }
        let Some(group) = groups.last_mut() else { continue };
        match (finding.is_suppressed(), finding.severity) {
            (true, _) => {}
            (false, Severity::Error) => group.errors += 1,
            (false, Severity::Warning) => group.warnings += 1,
        }
        group.findings.push(self::finding(edition, texts, index, finding));
    }
    let plans = edition.site.plans.len().to_string();
    let files = groups.iter().filter(|group| group.errors + group.warnings > 0).count().to_string();
    ChecksView {
        summary: texts.fill("findings_summary", &[("plans", &plans), ("files", &files)]),
        counts: [
            texts.count("errors_n", errors),
            texts.count("warnings_n", warnings),
            texts.count("suppressed_n", suppressed),
        ]
        .join(texts.get("list_separator")),
        errors,
        warnings,
        suppressed,
        rules: rules(&edition.told),
        groups,
    }
}

fn group(edition: &Edition, from: &str, path: &str) -> FindingGroupView {
    let plan = edition.plan_files.get(path).map(|index| (*index, edition.site.plan(*index)));
    let plan = plan.filter(|(_, plan)| edition.is_shown(plan));
    let page = edition.site.shown_pages().find(|(_, page)| &*page.document.source.path == path);
    let (title, href) = match (plan, page) {
        (Some((index, plan)), _) => (plan.title.value.clone(), Some(edition.plan_href(from, index))),
        (None, Some((index, page))) => {
            (page.title.clone(), Some(super::key::relative(from, edition.page_path(index))))
        }
        (None, None) => (path.to_owned(), None),
    };
    FindingGroupView { title, href, path: path.to_owned(), errors: 0, warnings: 0, findings: Vec::new() }
}

fn rules(findings: &[Diagnostic]) -> Vec<RuleCountView> {
    let mut counts: BTreeMap<&str, (usize, Severity)> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| !finding.is_suppressed()) {
        let entry = counts.entry(finding.rule).or_insert((0, finding.severity));
        entry.0 += 1;
        entry.1 = entry.1.max(finding.severity);
    }
    let mut rules: Vec<RuleCountView> = counts
        .into_iter()
        .map(|(name, (count, severity))| RuleCountView {
            name: name.to_owned(),
            class: class(severity),
            count,
            summary: crate::check::rule(name).map_or("", |rule| rule.summary),
            explain: format!("planpress explain {name}"),
        })
        .collect();
    rules.sort_by(|a, b| a.class.cmp(b.class).then(b.count.cmp(&a.count)).then(a.name.cmp(&b.name)));
    rules
}

/// The class of a severity: shape and colour.
pub(super) fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "err",
        Severity::Warning => "wrn",
    }
}

/// The word of a severity.
pub(super) fn word<'a>(texts: &'a Texts, finding: &Diagnostic) -> &'a str {
    texts.get(match (finding.is_suppressed(), finding.severity) {
        (true, _) => "suppressed",
        (false, Severity::Error) => "error",
        (false, Severity::Warning) => "warning",
    })
}

fn finding(edition: &Edition, texts: &Texts, index: usize, finding: &Diagnostic) -> FindingView {
    let path = &*finding.place.source.path;
    FindingView {
        id: edition.finding_ids.get(index).cloned().unwrap_or_default(),
        class: if finding.is_suppressed() { "off" } else { class(finding.severity) },
        severity: word(texts, finding).to_owned(),
        message_html: super::number::code_spans(&finding.message),
        rule: finding.rule,
        help_html: finding.help.as_deref().map(super::number::code_spans),
        place: finding.place.to_string(),
        edit: edit_url(edition, path),
        schema: finding.schema.as_ref().map(|place| format!("{}:{}", place.source.path, place.start().line)),
        lines: excerpt(finding),
    }
}

/// Where a file of the site can be edited.
pub(super) fn edit_url(edition: &Edition, path: &str) -> Option<String> {
    let pattern = edition.site.config.edit_url.as_ref()?;
    Some(pattern.replace("{path}", &super::key::encode(path)))
}

/// The offending line, and the lines of what belongs to it in the same file.
fn excerpt(finding: &Diagnostic) -> Vec<ExcerptView> {
    let mut lines = vec![line(&finding.place, finding.label.as_deref())];
    for label in &finding.related {
        if label.place.source.path == finding.place.source.path {
            lines.push(line(&label.place, Some(&label.message)));
        }
    }
    lines.sort_by_key(|line| line.number);
    lines.retain(|line| !line.before.is_empty() || !line.marked.is_empty() || !line.after.is_empty());
    lines
}

fn line(place: &Place, say: Option<&str>) -> ExcerptView {
    let source: &SourceFile = &place.source;
    let number = place.start().line;
    let line = source.line_span(number);
    let from = place.span.start.clamp(line.start, line.end) as usize;
    let to = place.span.end.clamp(from as u32, line.end) as usize;
    let part = |start: usize, end: usize| source.slice(Span::new(start, end));
    let before = part(line.start as usize, from);
    // A long line is cut in front, so that the offending words are seen.
    let skip = before.chars().count().saturating_sub(LONGEST / 4);
    let before: String = match skip {
        0 => before.to_owned(),
        _ => format!("…{}", before.chars().skip(skip).collect::<String>()),
    };
    ExcerptView {
        number,
        before,
        marked: cut(part(from, to)),
        after: cut(part(to, line.end as usize)),
        say: say.map(str::to_owned),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
