//! `planpress.yaml`: the site itself.

use super::{
    Config, Language, Level, PlanSource, Relation, STANDARD_KEYS, ThemeOption, pattern, plan_source, taken,
};
use crate::fold::fold;
use crate::text::Span;
use crate::yaml::{Entry, Fields, Node, Reader, Yaml};
use std::collections::BTreeMap;

/// What `headline` says, to be resolved once the metrics are known.
pub(super) type Headline<'n> = Vec<&'n Node>;

/// Reads all but the metrics and dimensions.
pub(super) fn read<'n>(reader: &Reader, yaml: &'n Yaml, rules: &[&str], config: &mut Config) -> Headline<'n> {
    let Some(mut fields) = reader.root(yaml) else {
        if yaml.faults.is_empty() && yaml.root.is_none() {
            reader.report(Span::default(), "`title` is missing");
        }
        return Vec::new();
    };
    config.title = fields.required_text("title").unwrap_or("").to_owned();
    config.language = fields.get("language").and_then(|node| language(reader, node)).unwrap_or(Language::En);
    if let Some((node, name)) = fields.get("theme").and_then(|node| Some((node, theme(reader, node)?))) {
        (config.theme, config.theme_place) = (name, Some(reader.place(node.span)));
    }
    config.theme_options = theme_options(&mut fields);
    config.edit_url = fields.get("edit_url").and_then(|node| edit_url(reader, node));
    config.sources = fields.boolean("sources").unwrap_or(false);
    config.base_url = fields.get("base_url").and_then(|node| base_url(reader, node));
    config.fiscal_year_start =
        fields.get("fiscal_year_start").and_then(|node| month(reader, node)).unwrap_or(1);
    if let Some(node) = fields.get("statuses") {
        config.statuses = statuses(reader, node);
    }
    if let Some(node) = fields.get("plans") {
        config.plans =
            reader.one_or_many(node).iter().filter_map(|node| plan_source::read(reader, node)).collect();
    } else if fields.entry("plans").is_none() {
        config.plans = PlanSource::fallback().into_iter().collect();
    }
    config.relations =
        fields.mapping("relations").iter().filter_map(|entry| relation(reader, entry)).collect();
    config.checks = checks(&mut fields, rules);
    let placeholders = fields.get("placeholders").map_or(&[][..], |node| reader.one_or_many(node));
    config.placeholders = placeholders.iter().filter_map(|node| pattern::pattern(reader, node)).collect();
    config.raw_html = fields.choice("raw_html", &[("deny", false), ("allow", true)]).unwrap_or(false);
    config.history = fields.choice("history", &[("off", false), ("git", true)]).unwrap_or(false);
    let headline = fields.get("headline").map_or(&[][..], |node| reader.one_or_many(node));
    fields.finish();
    headline.iter().collect()
}

fn language(reader: &Reader, node: &Node) -> Option<Language> {
    let code = reader.text(node)?;
    let language = Language::parse(code);
    if language.is_none() {
        reader.report_with(node.span, format!("unknown language `{code}`"), Language::hint(code));
    }
    language
}

/// A theme is a folder's name, so it must not lead out of `themes/`.
fn theme(reader: &Reader, node: &Node) -> Option<String> {
    let name = reader.text(node)?;
    taken::check_id(reader, "a theme", name, node.span).then(|| name.to_owned())
}

fn theme_options(fields: &mut Fields) -> BTreeMap<String, ThemeOption> {
    let reader = fields.reader();
    // A list becomes one text: only the theme knows which options are lists.
    let option = |entry: &Entry| {
        let value = Some(reader.texts(&entry.value)).filter(|texts| !texts.is_empty())?.join(", ");
        let (key_place, place) = (reader.place(entry.key_span), reader.place(entry.value.span));
        Some((entry.key.clone(), ThemeOption { value, key_place, place }))
    };
    fields.mapping("theme_options").iter().filter_map(option).collect()
}

fn address(reader: &Reader, node: &Node) -> Option<String> {
    let text = reader.text(node)?.trim();
    let fits =
        (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace);
    if !fits {
        reader.expected(node, "an address that begins with `https://` or `http://` and holds no spaces");
    }
    fits.then(|| text.to_owned())
}

/// Where the site is published, as addresses are sent: pages are looked up below it.
fn base_url(reader: &Reader, node: &Node) -> Option<String> {
    let text = address(reader, node)?;
    if text.contains(['?', '#']) {
        let message = "pages have their addresses below `base_url`, which cannot hold `?` or `#`";
        reader.report_with(node.span, message, "end it before them");
        return None;
    }
    Some(percent_encoding::utf8_percent_encode(&text, percent_encoding::CONTROLS).to_string())
}

fn edit_url(reader: &Reader, node: &Node) -> Option<String> {
    let text = address(reader, node)?;
    if !text.contains("{path}") {
        let message = "the address to edit a plan has no `{path}`";
        reader.report_with(node.span, message, "write `{path}` where the plan's path goes");
        return None;
    }
    Some(text)
}

fn month(reader: &Reader, node: &Node) -> Option<i8> {
    let month = node.as_str().and_then(|text| text.parse().ok()).filter(|month| (1..=12).contains(month));
    if month.is_none() {
        reader.expected(node, "a month from 1 to 12");
    }
    month
}

fn statuses(reader: &Reader, node: &Node) -> Vec<String> {
    let mut statuses: Vec<String> = Vec::new();
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let items = reader.list(node);
    if items.is_some_and(<[Node]>::is_empty) {
        reader.report(node.span, "`statuses` is empty: no plan could have one");
    }
    for item in items.unwrap_or_default() {
        let Some(status) = reader.text(item) else { continue };
        if let Some(first) = seen.get(&fold(status)) {
            let finding = reader.finding(item.span, format!("the status `{status}` stands twice"));
            reader.push(finding.related_here(reader.source(), *first, "first here"));
            continue;
        }
        seen.insert(fold(status), item.span);
        statuses.push(status.to_owned());
    }
    if statuses.is_empty() { super::default_statuses() } else { statuses }
}

fn relation(reader: &Reader, entry: &Entry) -> Option<Relation> {
    let fits = taken::check_id(reader, "a relation", &entry.key, entry.key_span);
    if entry.key == "parent" {
        reader.report_with(entry.key_span, "`parent` is built in", "leave it out here");
        return None;
    }
    if STANDARD_KEYS.contains(&entry.key.as_str()) {
        let message = format!("`{}` cannot be a relation: it is a standard key", entry.key);
        reader.report_with(entry.key_span, message, "choose another name");
        return None;
    }
    let mut relation = Relation {
        id: entry.key.clone(),
        title: entry.key.clone(),
        inverse: None,
        acyclic: false,
        is_disputed: false,
        place: reader.place(entry.key_span),
    };
    if !entry.value.is_null()
        && let Some(mut fields) = reader.fields(&entry.value)
    {
        relation.title = fields.text("title").unwrap_or(&entry.key).to_owned();
        relation.inverse = fields.text("inverse").map(str::to_owned);
        relation.acyclic = fields.choice("cycles", &[("allow", false), ("deny", true)]).unwrap_or(false);
        fields.finish();
    }
    fits.then_some(relation)
}

fn checks(fields: &mut Fields, rules: &[&str]) -> BTreeMap<String, (Level, crate::text::Place)> {
    let reader = fields.reader();
    let mut checks = BTreeMap::new();
    for entry in fields.mapping("checks") {
        let level = Level::read(reader, &entry.value);
        if !rules.contains(&entry.key.as_str()) {
            reader.unknown(entry.key_span, "rule", &entry.key, rules.iter().copied());
        } else if let Some(level) = level {
            checks.insert(entry.key.clone(), (level, reader.place(entry.key_span)));
        }
    }
    checks
}
