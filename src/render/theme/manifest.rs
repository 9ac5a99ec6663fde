//! What is wrong with the themes of a site: their manifests, words and missing templates. Apart from loading, which
//! makes the best of every theme, so that all faults are found in one run.

use super::super::options::Declared;
use super::{ALONE, BASE, EMBEDDED, whole};
use crate::config::Language;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fold::is_near;
use crate::text::{Place, SourceFile, Span};
use crate::yaml::{self, Entry, Reader};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const RULE: &str = "template-error";

/// A site's texts below `themes/` and `templates/`, by path from the site's root.
type Files = BTreeMap<String, Arc<SourceFile>>;

/// Faults of the themes of a chain that the site has itself. `templates` are all that came of the chain, `paths` all
/// files of the site.
pub(super) fn faults(
    chain: &[String],
    files: &Files,
    templates: &Files,
    paths: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let words = words_of_base();
    for (at, name) in chain.iter().enumerate() {
        let folder = format!("themes/{name}/");
        if let Some(source) = files.get(&format!("{folder}theme.yaml")) {
            let before = chain.get(..=at).unwrap_or_default();
            found.extend(of_manifest(source, before, files, templates, paths));
        }
        for (path, source) in files {
            if let Some(file) = path.strip_prefix(&folder).and_then(|inner| inner.strip_prefix("i18n/")) {
                found.extend(of_words(source, file, &words, templates));
            }
        }
    }
    found
}

/// `before`: the names of the chain up to this theme.
fn of_manifest(
    source: &Arc<SourceFile>,
    before: &[String],
    files: &Files,
    templates: &Files,
    paths: &BTreeSet<String>,
) -> Vec<Diagnostic> {
    let reader = Reader::new(source, RULE);
    // Faults of the YAML itself are reported where it is read.
    let yaml = yaml::parse(source, whole(source));
    let Some(mut fields) = yaml.root.as_ref().and_then(|root| reader.fields(root)) else {
        return reader.into_findings();
    };
    fields.text("name");
    if let Some(node) = fields.get("extends")
        && let Some(name) = reader.text(node)
    {
        let mut known = known(files);
        known.insert(ALONE);
        if before.iter().any(|before| before == name) {
            reader.report_with(node.span, format!("the theme `{name}` extends itself"), "name another theme");
        } else if name == ALONE {
            report_missing(&reader, node.span, templates);
        } else if !known.contains(name) {
            reader.unknown(node.span, "theme", name, known);
        }
    }
    for entry in fields.mapping("options") {
        of_option(&reader, entry, paths);
    }
    fields.finish();
    reader.into_findings()
}

/// A declaration that cannot be read is reported where it is.
fn of_option(reader: &Reader, entry: &Entry, paths: &BTreeSet<String>) {
    if entry.value.as_map().is_none() {
        return;
    }
    let Some(mut fields) = reader.fields(&entry.value) else { return };
    let default = fields.get("default");
    fields.get("type");
    fields.get("of");
    fields.finish();
    let Some((default, declared)) = default.zip(Declared::read(entry).ok()) else { return };
    if let Some(expected) = declared.expected(&declared.default, paths) {
        let message =
            format!("the default of `{}` must be {expected}, found `{}`", entry.key, declared.default);
        reader.report(default.span, message);
    }
}

/// The themes that the site and the program have.
pub(super) fn known(files: &Files) -> BTreeSet<&str> {
    let own = files.keys().filter_map(|path| path.strip_prefix("themes/")?.split('/').next());
    let embedded = EMBEDDED.dirs().filter_map(|folder| folder.path().to_str());
    own.chain(embedded).collect()
}

/// A theme that stands alone needs a template for each kind of page.
fn report_missing(reader: &Reader, span: Span, templates: &Files) {
    let Some(folder) = EMBEDDED.get_dir(format!("{BASE}/templates")) else { return };
    let pages = folder.files().filter_map(|file| file.path().file_name()?.to_str());
    // These two are parts of pages.
    let pages = pages.filter(|name| !matches!(*name, "base.html" | "components.html"));
    let missing: Vec<String> =
        pages.filter(|name| !templates.contains_key(*name)).map(|name| format!("`{name}`")).collect();
    if !missing.is_empty() {
        let message = format!("a theme that stands alone needs {} in `templates/`", missing.join(", "));
        reader.report_with(span, message, "add them, or extend another theme");
    }
}

/// The keys of the words that the program has.
fn words_of_base() -> BTreeSet<String> {
    let path = format!("{BASE}/i18n/{}.yaml", Language::En.code());
    let Some(text) = EMBEDDED.get_file(path).and_then(|file| file.contents_utf8()) else {
        return BTreeSet::new();
    };
    let source = SourceFile::new("", text);
    let root = yaml::parse(&source, whole(&source)).root;
    let entries = root.as_ref().and_then(|root| root.as_map()).unwrap_or_default();
    entries.iter().map(|entry| entry.key.clone()).collect()
}

/// Words of a language that there is not, and words that nothing shows and that are nearly ones that the program has.
/// A theme may have further words for its own templates.
fn of_words(
    source: &Arc<SourceFile>,
    file: &str,
    words: &BTreeSet<String>,
    templates: &Files,
) -> Vec<Diagnostic> {
    let Some(code) = file.strip_suffix(".yaml").filter(|code| !code.contains('/')) else { return Vec::new() };
    let codes = Language::ALL.map(Language::code);
    let reader = Reader::new(source, RULE);
    if !codes.contains(&code) {
        let finding = Diagnostic::new(
            RULE,
            Severity::Error,
            Place::new(source, Span::default()),
            format!("there is no language `{code}`"),
        );
        return vec![finding.help(format!("the languages are {}", codes.join(", ")))];
    }
    let root = yaml::parse(source, whole(source)).root;
    for entry in root.as_ref().and_then(|root| root.as_map()).unwrap_or_default() {
        let is_shown = || {
            let shown = [format!("text.{}", entry.key), format!("text[\"{}\"]", entry.key)];
            templates
                .values()
                .any(|template| shown.iter().any(|shown| template.text.contains(shown.as_str())))
        };
        let is_slip = || words.iter().any(|word| is_near(&entry.key, word));
        if !words.contains(&entry.key) && is_slip() && !is_shown() {
            reader.unknown(entry.key_span, "key", &entry.key, words.iter().map(String::as_str));
        }
    }
    reader.into_findings()
}
