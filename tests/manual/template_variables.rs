//! The manual's page of template variables, made from the structs that templates see.
//! `PLANPRESS_UPDATE=1 cargo test template_variables` writes it.

use super::{compare, manual, read, root};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A struct that templates see.
struct View {
    doc: String,
    /// Name, type and documentation.
    fields: Vec<(String, String, String)>,
}

#[test]
fn template_variables_are_those_of_the_views() {
    let mut wrong = Vec::new();
    compare(&manual().join("template-variables.md"), &page(&views()), &mut wrong);
    assert!(wrong.is_empty(), "write it with PLANPRESS_UPDATE=1 cargo test template_variables: {wrong:?}");
}

/// All public structs of the renderer that can be serialized, by name.
fn views() -> BTreeMap<String, View> {
    let mut views = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root().join("src/render")).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|ending| ending == "rs") {
            collect(&read(entry.path()), &mut views);
        }
    }
    assert!(views.len() > 10, "structs were found");
    views
}

fn collect(source: &str, views: &mut BTreeMap<String, View>) {
    let (mut doc, mut serialized, mut current): (Vec<&str>, bool, Option<String>) = (Vec::new(), false, None);
    let mut optional = false;
    for line in source.lines() {
        let text = line.trim();
        if let Some(comment) = text.strip_prefix("///") {
            doc.push(comment.trim());
        } else if text.starts_with("#[derive(") {
            serialized = text.contains("Serialize");
        } else if let Some(rest) = line.strip_prefix("pub struct ") {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            if serialized && rest.contains('{') {
                views.insert(name.clone(), View { doc: doc.join(" "), fields: Vec::new() });
                current = Some(name);
            }
            doc.clear();
        } else if line == "}" {
            (current, serialized) = (None, false);
            doc.clear();
        } else if let (Some(name), Some(field)) = (&current, text.strip_prefix("pub ")) {
            let (key, kind) = field.split_once(": ").unwrap_or((field, ""));
            if let Some(view) = views.get_mut(name) {
                let kind = kind.trim_end_matches(',');
                let absent = optional && !kind.starts_with("Option<");
                let kind = if absent { format!("Option<{kind}>") } else { kind.to_owned() };
                view.fields.push((key.to_owned(), kind, doc.join(" ")));
            }
            doc.clear();
            optional = false;
        } else if text.starts_with("#[") {
            optional = text.contains("skip_serializing_if");
        } else {
            doc.clear();
        }
    }
}

/// The variable that a struct is by itself: "`plan`: the page of a plan" is `plan`.
fn variable(view: &View) -> Option<&str> {
    view.doc.strip_prefix('`')?.split_once("`: ").map(|(name, _)| name)
}

fn page(views: &BTreeMap<String, View>) -> String {
    let mut text = String::from(
        "---\ntitle: Template variables\nlang: en\norder: 17\nsummary: Everything that a template can show.\n---\n\n\
         What [templates](themes.md) see, made from the program's own source. Texts are ready to show. A field \
         that may be absent is marked *optional*. Addresses are relative to the page, but for those in `site`, \
         which stand behind `page.root`.\n",
    );
    let mut variables: Vec<(&str, &str, &View)> = views
        .iter()
        .filter_map(|(name, view)| variable(view).map(|variable| (variable, name.as_str(), view)))
        .collect();
    variables.sort_by_key(|(variable, ..)| match *variable {
        "site" => (0, *variable),
        "page" => (1, *variable),
        _ => (2, *variable),
    });
    text.push_str("\n## Variables\n\n| Variable | What it is |\n| --- | --- |\n");
    for (variable, name, view) in &variables {
        let doc = view.doc.split_once("`: ").map_or("", |(_, doc)| doc);
        let _ = writeln!(text, "| [`{variable}`](#{}) | {} |", name.to_lowercase(), cell(doc));
    }
    let used: Vec<&str> = variables.iter().map(|(_, name, _)| *name).collect();
    let others = views.iter().filter(|(name, _)| !used.contains(&name.as_str()));
    let all = variables.iter().map(|(_, name, view)| (*name, *view));
    for (name, view) in all.chain(others.map(|(name, view)| (name.as_str(), view))) {
        let _ = write!(
            text,
            "\n## {name}\n\n{}\n\n| Field | Type | What it is |\n| --- | --- | --- |\n",
            view.doc
        );
        for (key, kind, doc) in &view.fields {
            let _ = writeln!(text, "| `{key}` | {} | {} |", kind_text(kind, views), cell(doc));
        }
    }
    text
}

/// A text as a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// A type as a reader of templates thinks of it.
fn kind_text(kind: &str, views: &BTreeMap<String, View>) -> String {
    let inner = |prefix: &str| kind.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
    if let Some(kind) = inner("Option<") {
        return format!("{}, optional", kind_text(kind, views));
    }
    if let Some(kind) = inner("Vec<") {
        return format!("list of {}", kind_text(kind, views));
    }
    if let Some(kind) = inner("Arc<").or(inner("Box<")).or(inner("Ready<")) {
        return kind_text(kind, views);
    }
    let name = kind.rsplit("::").next().unwrap_or(kind);
    match name {
        "String" | "str" => "text".to_owned(),
        "&'static str" => "text".to_owned(),
        "bool" => "boolean".to_owned(),
        "usize" | "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64" | "f64" => "number".to_owned(),
        name if views.contains_key(name) => format!("[{name}](#{})", name.to_lowercase()),
        other => format!("`{}`", cell(other)),
    }
}
