//! Themes: the embedded default one, a site's own in `themes/<name>/`, single templates in `templates/`.
//! All templates are parsed when the theme is loaded, so that a fault is a finding with its line before
//! any page is written; a faulty override gives way to what it overrides, so that the rest can be seen.

mod lint;
mod manifest;
mod squeeze;

use super::fault;
use super::options::{self, Declared};
use super::texts::{Texts, fill};
use crate::config::{Config, Language};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::{Place, SourceFile, Span};
use crate::yaml::{self, suggestion};
use include_dir::{Dir, include_dir};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tera::{Kwargs, State, Tera};

/// The themes in the program, as they lie in `themes/`.
pub static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The theme that every other one falls back to.
const BASE: &str = "default";

/// What a theme extends that stands alone: it has the words of the default one and nothing else.
const ALONE: &str = "none";

/// A loaded theme.
#[derive(Clone)]
pub struct Theme {
    pub(super) tera: Tera,
    /// The sources of the templates by name, for places in findings.
    pub(super) templates: BTreeMap<String, Arc<SourceFile>>,
    texts: BTreeMap<Language, Arc<Texts>>,
    /// Options: the theme's defaults, then what the site says.
    pub(super) options: BTreeMap<String, String>,
    /// Files below `assets/`.
    pub(super) assets: BTreeMap<String, Arc<[u8]>>,
}

/// What is read of a theme before it is put together: files of the chain, the site's own on top.
#[derive(Default)]
struct Layers {
    templates: BTreeMap<String, Arc<SourceFile>>,
    /// The templates of the program: where a site's own has faults, these stand in.
    embedded: BTreeMap<String, Arc<SourceFile>>,
    tables: BTreeMap<Language, BTreeMap<String, String>>,
    options: BTreeMap<String, Declared>,
    assets: BTreeMap<String, Arc<[u8]>>,
    findings: Vec<Diagnostic>,
}

impl Theme {
    /// Loads the theme that the configuration names. `files` are the site's text files below `templates/`
    /// and `themes/`, by path from the site's root; `binary` its other files below `themes/*/assets/`,
    /// `paths` all its files.
    /// Faults become findings of the rule `template-error`; the theme is always usable.
    pub fn load(
        config: &Config,
        files: &BTreeMap<String, Arc<SourceFile>>,
        binary: &BTreeMap<String, Arc<[u8]>>,
        paths: &BTreeSet<String>,
    ) -> (Self, Vec<Diagnostic>) {
        let mut layers = Layers::default();
        let names = chain(&config.theme, files);
        if !names.iter().any(|name| name == BASE) {
            layers.add_words_of_base(files);
        }
        for name in names.iter().rev() {
            layers.add_embedded(name);
            layers.add_site_theme(name, files, binary);
        }
        layers.findings.extend(unknown(config, files));
        for (path, source) in files {
            if let Some(name) = path.strip_prefix("templates/") {
                layers.templates.insert(name.to_owned(), Arc::clone(source));
            }
        }
        layers.findings.extend(manifest::faults(&names, files, &layers.templates, paths));
        layers.findings.extend(options::faults(config, &layers.options, paths));
        let mut options: BTreeMap<String, String> =
            layers.options.into_iter().map(|(key, declared)| (key, declared.default)).collect();
        options.extend(config.theme_options.iter().map(|(key, option)| (key.clone(), option.value.clone())));
        layers.findings.extend(lint::unescaped(&layers.templates));
        let (tera, templates, faults) = assemble(layers.templates, &layers.embedded);
        layers.findings.extend(faults);
        let texts = Language::ALL.map(|language| {
            let table = layers.tables.remove(&language).unwrap_or_default().into_iter().collect();
            (language, Arc::new(Texts { language, table }))
        });
        let theme = Self { tera, templates, texts: BTreeMap::from(texts), options, assets: layers.assets };
        (theme, layers.findings)
    }

    /// The words of a language.
    pub fn texts(&self, language: Language) -> &Texts {
        // Every language has its table: `load` makes one for each.
        &self.texts[&language]
    }

    /// Whether pages can search: a theme without the script needs no index.
    pub(super) fn searches(&self) -> bool {
        self.assets.contains_key("search.js")
    }

    /// The value of an option; empty where neither theme nor site sets it.
    pub(super) fn option(&self, key: &str) -> &str {
        self.options.get(key).map_or("", String::as_str)
    }
}

/// The theme and what it extends, from the nearest to the farthest; the default one is last unless one of
/// them stands alone.
fn chain(name: &str, files: &BTreeMap<String, Arc<SourceFile>>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next {
        if names.contains(&name) {
            break;
        }
        let source = manifest(&name, files);
        next = source.and_then(|source| {
            let read = yaml::parse(&source, whole(&source));
            let root = read.root?;
            Some(root.get("extends")?.value.as_str()?.to_owned())
        });
        names.push(name);
    }
    let alone = names.last().is_some_and(|name| name == ALONE);
    names.retain(|name| name != BASE && name != ALONE);
    if !alone || names.is_empty() {
        names.push(BASE.to_owned());
    }
    names
}

/// The finding for a theme that neither the program nor the site has.
fn unknown(config: &Config, files: &BTreeMap<String, Arc<SourceFile>>) -> Option<Diagnostic> {
    let place = config.theme_place.as_ref()?;
    let prefix = format!("themes/{}/", config.theme);
    if EMBEDDED.get_dir(&config.theme).is_some() || files.keys().any(|path| path.starts_with(&prefix)) {
        return None;
    }
    let known: Vec<&str> = manifest::known(files).into_iter().collect();
    let message = format!("there is no theme `{}`", config.theme);
    let found = Diagnostic::new("invalid-config", Severity::Error, place.clone(), message);
    Some(found.maybe_help(suggestion(&config.theme, &known)))
}

fn manifest(name: &str, files: &BTreeMap<String, Arc<SourceFile>>) -> Option<Arc<SourceFile>> {
    let path = format!("themes/{name}/theme.yaml");
    if let Some(source) = files.get(&path) {
        return Some(Arc::clone(source));
    }
    let file = EMBEDDED.get_file(format!("{name}/theme.yaml"))?;
    Some(SourceFile::new(path, file.contents_utf8()?))
}

fn whole(source: &SourceFile) -> Span {
    Span::new(0, source.text.len())
}

impl Layers {
    fn add_embedded(&mut self, theme: &str) {
        let Some(folder) = EMBEDDED.get_dir(theme) else { return };
        let prefix = format!("{theme}/");
        let mut stack = vec![folder];
        while let Some(folder) = stack.pop() {
            stack.extend(folder.dirs());
            for file in folder.files() {
                let Some(path) = file.path().to_str().map(|path| path.replace('\\', "/")) else { continue };
                let Some(inner) = path.strip_prefix(&prefix) else { continue };
                match file.contents_utf8() {
                    Some(text) if inner.starts_with("assets/") => {
                        self.add_asset(inner, squeeze::squeeze(inner, text).into_bytes().into());
                    }
                    Some(text) => {
                        let source = SourceFile::new(format!("themes/{path}"), text);
                        if let Some(name) = inner.strip_prefix("templates/") {
                            self.embedded.insert(name.to_owned(), Arc::clone(&source));
                        }
                        self.add_text(inner, &source);
                    }
                    None => self.add_asset(inner, file.contents().into()),
                }
            }
        }
    }

    /// The words of the default theme, which are those of the program too, for a theme that stands alone.
    fn add_words_of_base(&mut self, files: &BTreeMap<String, Arc<SourceFile>>) {
        for language in Language::ALL {
            let inner = format!("i18n/{}.yaml", language.code());
            let path = format!("themes/{BASE}/{inner}");
            let file = EMBEDDED.get_file(format!("{BASE}/{inner}"));
            if let Some(text) = file.and_then(|file| file.contents_utf8()) {
                self.add_text(&inner, &SourceFile::new(path.as_str(), text));
            }
            if let Some(source) = files.get(&path) {
                self.add_text(&inner, source);
            }
        }
    }

    fn add_site_theme(
        &mut self,
        theme: &str,
        files: &BTreeMap<String, Arc<SourceFile>>,
        binary: &BTreeMap<String, Arc<[u8]>>,
    ) {
        let prefix = format!("themes/{theme}/");
        for (path, source) in files {
            let Some(inner) = path.strip_prefix(&prefix) else { continue };
            if inner.starts_with("assets/") {
                self.add_asset(inner, source.text.as_bytes().into());
            } else {
                self.add_text(inner, source);
            }
        }
        for (path, bytes) in binary {
            if let Some(inner) = path.strip_prefix(&prefix) {
                self.add_asset(inner, Arc::clone(bytes));
            }
        }
    }

    fn add_asset(&mut self, inner: &str, bytes: Arc<[u8]>) {
        if let Some(name) = inner.strip_prefix("assets/") {
            self.assets.insert(name.to_owned(), bytes);
        }
    }

    fn add_text(&mut self, inner: &str, source: &Arc<SourceFile>) {
        if let Some(name) = inner.strip_prefix("templates/") {
            self.templates.insert(name.to_owned(), Arc::clone(source));
            return;
        }
        let language =
            Language::ALL.into_iter().find(|language| inner == format!("i18n/{}.yaml", language.code()));
        if let Some(language) = language {
            let Some(root) = self.read(source) else { return };
            let read = |entry: &yaml::Entry| match entry.value.as_str() {
                Some(text) => Ok(text.to_owned()),
                None => Err((entry.value.span, format!("`{}` must be a text", entry.key))),
            };
            let table = self.read_entries(source, Some(&root), read);
            self.tables.entry(language).or_default().extend(table);
        } else if inner == "theme.yaml" {
            let Some(root) = self.read(source) else { return };
            let options = root.get("options").map(|entry| &entry.value);
            let options = self.read_entries(source, options, Declared::read);
            self.options.extend(options);
        }
    }

    fn read(&mut self, source: &Arc<SourceFile>) -> Option<yaml::Node> {
        let read = yaml::parse(source, whole(source));
        for fault in read.faults {
            let finding = self::finding(Place::new(source, fault.span), fault.message).maybe_help(fault.help);
            self.findings.push(finding);
        }
        read.root
    }

    /// The entries of a mapping; those that cannot be read are findings.
    fn read_entries<T>(
        &mut self,
        source: &Arc<SourceFile>,
        node: Option<&yaml::Node>,
        read: impl Fn(&yaml::Entry) -> Result<T, (Span, String)>,
    ) -> Vec<(String, T)> {
        let mut list = Vec::new();
        for entry in node.and_then(yaml::Node::as_map).unwrap_or_default() {
            match read(entry) {
                Ok(value) => list.push((entry.key.clone(), value)),
                Err((span, message)) => {
                    self.findings.push(self::finding(Place::new(source, span), message));
                }
            }
        }
        list
    }
}

fn finding(place: Place, message: String) -> Diagnostic {
    Diagnostic::new("template-error", Severity::Error, place, message)
}

/// Parses the templates together. An override that does not parse, or breaks another one, is replaced by
/// the embedded template of its name (or left out) and reported.
fn assemble(
    mut templates: BTreeMap<String, Arc<SourceFile>>,
    embedded: &BTreeMap<String, Arc<SourceFile>>,
) -> (Tera, BTreeMap<String, Arc<SourceFile>>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    loop {
        let mut tera = engine();
        let result = tera.add_raw_templates(templates.iter().map(|(name, source)| (name, &*source.text)));
        let Err(error) = result else { return (tera, templates, findings) };
        let (name, finding) = fault::finding(&error, &templates, None);
        findings.push(finding);
        let overridden = name.filter(|name| templates.get(name).is_some_and(|s| !is_embedded(s)));
        let dropped: Vec<String> = match overridden {
            Some(name) => vec![name],
            None => templates.iter().filter(|(_, s)| !is_embedded(s)).map(|(name, _)| name.clone()).collect(),
        };
        if dropped.is_empty() {
            // The embedded theme itself does not load: only while it is being worked on.
            return (engine(), templates, findings);
        }
        for name in dropped {
            match embedded.get(&name) {
                Some(source) => templates.insert(name, Arc::clone(source)),
                None => templates.remove(&name),
            };
        }
    }
}

/// Whether a template is one of the program, as it is.
pub(super) fn is_embedded(source: &SourceFile) -> bool {
    source
        .path
        .strip_prefix("themes/")
        .and_then(|path| EMBEDDED.get_file(path))
        .is_some_and(|file| file.contents_utf8() == Some(&source.text))
}

fn engine() -> Tera {
    let mut tera = Tera::new();
    tera.register_filter("fill", |pattern: &str, values: Kwargs, _: &State| -> String {
        fill(pattern, |name| {
            values.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value.to_string())
        })
    });
    tera
}
