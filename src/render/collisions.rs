//! Two things that cannot both lie in the output: they would be one file, or one is a file where the other needs a
//! folder. File systems that fold case or normalise names decide what is one, so names are compared folded.

mod subject;

use super::body::{copied_files, output_of_file};
use super::data::{DataKey, FORMS, is_table_name};
use super::lists::Lists;
use super::naming::first_named;
use super::paths;
use super::theme::Theme;
use crate::config::{DimensionId, MetricId};
use crate::diagnostic::{Diagnostic, Severity};
use crate::layout::{Layout, above};
use crate::site::Site;
use crate::text::Place;
use std::collections::{BTreeMap, BTreeSet};
use subject::{Output, Subject};
use unicode_normalization::UnicodeNormalization;

/// Where the search index lies.
const SEARCH: &str = "assets/search/";

/// What was found of outputs that cannot lie beside each other.
pub(super) struct Collisions {
    /// A finding each, at the later one, with the other as related.
    pub findings: Vec<Diagnostic>,
    /// There are none, not even those that other rules tell of.
    pub is_apart: bool,
    /// By the path of an output that only file systems with capitals could hold beside another: the path of that one,
    /// which has the place.
    pub taken: BTreeMap<String, String>,
}

/// Looks for collisions among all outputs; `files` are all paths of the site.
pub(super) fn collisions(site: &Site, lists: &Lists, theme: &Theme, files: &BTreeSet<String>) -> Collisions {
    let outputs = outputs(site, lists, theme, files);
    let mut layout: Layout<usize> = Layout::default();
    let mut found = Collisions { findings: Vec::new(), is_apart: true, taken: BTreeMap::new() };
    let mut unlisted = Vec::new();
    for (at, output) in outputs.iter().enumerate() {
        let name = folded(&output.path);
        match layout.add(&name, at) {
            Ok(()) => unlisted.extend(beside_unlisted(output, name).map(|name| (at, name))),
            Err(in_the_way) => {
                found.is_apart = false;
                let first = layout.file(&in_the_way).and_then(|first| outputs.get(*first));
                found.findings.extend(first.and_then(|first| finding(site, first, output)));
                if let Some(first) = first.filter(|first| in_the_way == name && first.path != output.path) {
                    found.taken.insert(output.path.clone(), first.path.clone());
                }
            }
        }
    }
    for (at, name) in unlisted {
        if let Some(output) = outputs.get(at)
            && let Some(page) = in_the_way(&layout, &name).and_then(|page| outputs.get(page))
        {
            found.is_apart = false;
            let words = format!("{} would lie where data of {} lies", output.what(site), page.what(site));
            found.findings.extend(at_both(site, page, output, words));
        }
    }
    found
}

/// A name as file systems may compare it.
pub(super) fn folded(path: &str) -> String {
    match path.is_ascii() {
        true => path.to_ascii_lowercase(),
        false => path.nfc().collect::<String>().to_lowercase(),
    }
}

fn finding(site: &Site, first: &Output, second: &Output) -> Option<Diagnostic> {
    let words = [first.what(site), second.what(site)];
    let [of_first, of_second] = &words;
    let is_one = folded(&first.path) == folded(&second.path);
    if is_one && first.path == second.path && of_first == of_second {
        // The same id twice is `duplicate-id`.
        return None;
    }
    if let (Subject::Metric(one), Subject::Metric(other)) = (&first.subject, &second.subject)
        && folded(&one.id) == folded(&other.id)
    {
        // One name of two metrics is `invalid-config`.
        return None;
    }
    let message = if is_one {
        format!("{of_second} and {of_first} would be one file")
    } else {
        let is_folder = second.path.matches('/').count() < first.path.matches('/').count();
        let (file, inside) = if is_folder { (of_second, of_first) } else { (of_first, of_second) };
        format!("{file} would have the name of a folder that {inside} lies in")
    };
    at_both(site, first, second, message)
}

fn at_both(site: &Site, first: &Output, second: &Output, message: String) -> Option<Diagnostic> {
    let (first_place, second_place) = (first.place(site), second.place(site));
    // What every site has stands nowhere; what collides with it does.
    let place = second_place.or_else(|| first_place.clone())?;
    let is_spelling = first.path != second.path && folded(&first.path) == folded(&second.path);
    let help = match is_spelling {
        true => "file systems do not tell capitals apart: rename one of them",
        false => "rename one of them",
    };
    let finding = Diagnostic::new("output-collision", Severity::Error, place.clone(), message)
        .label(format!("`{}`", second.path))
        .help(help);
    Some(match first_place {
        Some(first_place) if first_place != place => {
            finding.related(first_place, format!("`{}`", first.path))
        }
        _ => finding,
    })
}

/// Every output but the data files of tables and those of the search index; what every site has comes first.
fn outputs<'s>(
    site: &'s Site,
    lists: &'s Lists,
    theme: &Theme,
    files: &'s BTreeSet<String>,
) -> Vec<Output<'s>> {
    let config = &site.config;
    let mut list: Vec<Output> = Vec::new();
    let mut add = |path: String, subject: Subject<'s>| list.push(Output { path, subject });
    own(site, theme).into_iter().for_each(|path| add(path, Subject::Own));
    let plans: Vec<_> = site.indexed_plans().filter(|(_, plan)| site.is_shown(plan)).collect();
    for (index, plan) in &plans {
        let path = paths::plan(plan);
        if config.sources {
            add(paths::source(&path), Subject::Plan(*index));
        }
        add(path, Subject::Plan(*index));
    }
    for (index, plan) in &plans {
        plan.aliases.iter().for_each(|alias| add(paths::alias(&alias.value), Subject::Alias(*index, alias)));
    }
    site.shown_pages().for_each(|(_, page)| add(paths::page(page), Subject::Page(page)));
    for (at, metric) in config.metrics.iter().enumerate() {
        add(paths::metric(config, MetricId(at as u16)), Subject::Metric(metric));
        let table = |form: &&str| paths::metric_data(config, MetricId(at as u16), form);
        FORMS.iter().for_each(|form| add(table(form), Subject::Metric(metric)));
    }
    for (id, value, place) in values(site, lists) {
        add(paths::value(config, id, value), Subject::Value(id, value, place));
    }
    for kind in lists.kinds.keys() {
        add(paths::listed("kinds", kind), Subject::Kind(kind));
    }
    for (name, plans) in &lists.owners {
        add(paths::listed("owners", name), Subject::Owner(name, plans));
    }
    for (name, plans) in &lists.tags {
        add(paths::listed("tags", name), Subject::Tag(name, plans));
    }
    for file in copied_files(site, files) {
        add(output_of_file(file).to_owned(), Subject::File(file));
    }
    list
}

/// What a site has whatever stands in it.
fn own(site: &Site, theme: &Theme) -> Vec<String> {
    let config = &site.config;
    let is_there = |path: &str| match path {
        "changes.html" => config.history,
        "sitemap.xml" => config.base_url.is_some(),
        _ => true,
    };
    let fixed = paths::FIXED.iter().map(|(_, path)| (*path).to_owned()).filter(|path| is_there(path));
    let data = DataKey::FIXED.iter().map(|key| format!("data/{}", key.file()));
    let assets = theme.assets.keys().map(|path| format!("assets/{path}"));
    let search = theme.searches().then(|| SEARCH.to_owned());
    fixed.chain(data).chain(assets).chain(search).collect()
}

/// Where an output lies that outputs which are not listed could have the place of: the data files of tables, since
/// which tables there are takes long to find out, and the search index. Those are files that are copied, and the
/// folders for the tables of pages that are called like a file of data.
fn beside_unlisted(output: &Output, name: String) -> impl Iterator<Item = String> {
    let is_copied = matches!(output.subject, Subject::File(_));
    let may_be_data = |part: &str| FORMS.iter().any(|form| part.ends_with(&format!(".{form}")));
    let folder = match name.strip_suffix(".html") {
        Some(stem) if !is_copied && stem.split('/').any(may_be_data) => Some(format!("data/{stem}/")),
        _ => None,
    };
    let is_below = ["data/", SEARCH].into_iter().any(|folder| name.starts_with(folder));
    folder.into_iter().chain((is_copied && is_below).then_some(name))
}

/// What has or may have outputs in a place.
fn in_the_way(layout: &Layout<usize>, name: &str) -> Option<usize> {
    if name.starts_with(SEARCH) {
        return layout.file(SEARCH).copied();
    }
    let below_data = name.strip_prefix("data/")?;
    let page = |stem: &str| layout.file(&format!("{stem}.html")).copied();
    let inner = match below_data.strip_suffix('/') {
        Some(folder) => {
            if let Some(file) = layout.file(&format!("data/{folder}")) {
                return Some(*file);
            }
            folder
        }
        // A file may not have the name of the folder for a page's tables.
        None => match page(below_data).or_else(|| layout.first_in(below_data).copied()) {
            Some(found) => return Some(found),
            None => below_data,
        },
    };
    std::iter::once(inner).chain(above(inner)).find_map(|file| {
        let stem = FORMS.iter().find_map(|form| file.strip_suffix(form)?.strip_suffix('.'))?;
        match stem.rsplit_once('/') {
            Some((folder, table)) => page(folder).filter(|_| is_table_name(table)),
            // Of all pages only these have a single table.
            None => page(stem).filter(|_| ["budget", "tasks", "timeline"].contains(&stem)),
        }
    })
}

/// The values of dimensions with their places: those of the configuration first, then those of open dimensions,
/// where they are first named.
fn values<'l>(site: &Site, lists: &'l Lists) -> Vec<(DimensionId, &'l str, Place)> {
    let mut spellings: BTreeMap<(DimensionId, String), usize> = BTreeMap::new();
    for (id, value) in lists.values.keys() {
        *spellings.entry((*id, value.to_lowercase())).or_default() += 1;
    }
    let mut values = Vec::new();
    for (id, value) in lists.values.keys() {
        let Some(dimension) = site.config.dimensions.get(usize::from(id.0)) else { continue };
        let declared = dimension.values.iter().find(|known| known.id == *value);
        // Where a value stands is looked for only where it matters.
        let is_clash = spellings.get(&(*id, value.to_lowercase())).is_some_and(|count| *count > 1);
        let named = if is_clash && declared.is_none() { first_named(site, *id, value) } else { None };
        let place = declared.map_or(&dimension.place, |known| &known.place);
        values.push((named.is_some(), *id, value.as_str(), named.unwrap_or_else(|| place.clone())));
    }
    values.sort_by_cached_key(|(is_named, id, _, place)| {
        (*is_named, *id, place.source.path.clone(), place.span.start)
    });
    values.into_iter().map(|(_, id, value, place)| (id, value, place)).collect()
}
