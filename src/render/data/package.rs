//! `datapackage.json`: a Frictionless Data Package (v1) that says what each data file holds, with the types
//! and units of its fields. Specification: <https://specs.frictionlessdata.io/data-package/>.

use super::super::edition::Edition;
use super::super::key::file_name;
use super::{DataKey, json};
use crate::export;
use crate::render::key::PageKey;
use serde::Serialize;

#[derive(Serialize)]
struct Package<'a> {
    profile: &'static str,
    name: String,
    title: &'a str,
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Resource {
    profile: &'static str,
    name: String,
    path: String,
    title: String,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<Schema>,
}

#[derive(Serialize)]
struct Schema {
    fields: Vec<Field>,
    #[serde(rename = "missingValues")]
    missing: [&'static str; 1],
}

#[derive(Serialize)]
struct Field {
    name: String,
    r#type: &'static str,
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    unit: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
}

/// The descriptor of all data files. Paths are relative to the descriptor.
pub(super) fn package(edition: &Edition) -> String {
    let mut resources = Vec::new();
    for key in DataKey::FIXED {
        match key {
            DataKey::Package => {}
            DataKey::Targets => resources.push(tidy()),
            key => resources.push(json_file(key)),
        }
    }
    for (index, metric) in edition.site.config.metrics.iter().enumerate() {
        let id = crate::config::MetricId(index as u16);
        let answer = &edition.year_of(id).1;
        let grid = export::grid(answer, &edition.site);
        let fields = grid.head.iter().enumerate().map(|(column, title)| {
            let measure = answer.series.get(column.wrapping_sub(1) % answer.series.len().max(1));
            let is_share = measure.is_some_and(|series| series.measure == crate::view::Measure::Progress);
            Field {
                name: if column == 0 { "row".to_owned() } else { title.clone() },
                r#type: "string",
                title: title.clone(),
                unit: match column {
                    0 => String::new(),
                    _ if is_share => "%".to_owned(),
                    _ => metric.unit.to_string(),
                },
                description: if column == 0 { String::new() } else { NUMBER.to_owned() },
            }
        });
        let path = edition.path(&PageKey::Data(DataKey::Table(id, "csv")));
        resources.push(Resource {
            profile: "tabular-data-resource",
            name: format!("targets-{}", slug(&file_name(&metric.id), index)),
            path: path.strip_prefix("data/").unwrap_or(&path).to_owned(),
            title: metric.title.clone(),
            format: "csv",
            mediatype: "text/csv",
            encoding: "utf-8",
            schema: Some(Schema { fields: fields.collect(), missing: [""] }),
        });
    }
    let title = edition.site.config.title.as_str();
    json(&Package { profile: "data-package", name: "planpress".to_owned(), title, resources })
}

/// How numbers with a range, a floor or an approximation are written.
const NUMBER: &str =
    "a decimal; a range as 2500..3000, a floor as >=185200, a ceiling as <=9, about as ~400000";

fn json_file(key: DataKey) -> Resource {
    let file = key.file();
    let name = file.trim_end_matches(".json");
    Resource {
        profile: "data-resource",
        name: name.to_owned(),
        path: file.to_owned(),
        title: name.to_owned(),
        format: "json",
        mediatype: "application/json",
        encoding: "utf-8",
        schema: None,
    }
}

fn tidy() -> Resource {
    let field = |name: &str| {
        let (kind, description) = match name {
            "value" => ("number", "empty for ranges, floors and ceilings"),
            "low" => ("number", "empty for ceilings"),
            "high" => ("number", "empty for floors"),
            "precision" => ("string", "exact, about, at_least, at_most"),
            "unit" => ("string", "of value, low and high"),
            "period" => ("string", "of the column or row: 2026, 2026-Q3, 2026-03"),
            _ => ("string", ""),
        };
        Field {
            name: name.to_owned(),
            r#type: kind,
            title: name.to_owned(),
            unit: String::new(),
            description: description.to_owned(),
        }
    };
    Resource {
        profile: "tabular-data-resource",
        name: "targets".to_owned(),
        path: DataKey::Targets.file().to_owned(),
        title: "targets".to_owned(),
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        schema: Some(Schema { fields: export::TIDY.iter().map(|name| field(name)).collect(), missing: [""] }),
    }
}

/// A resource's name: lower-case ASCII letters, digits, `-`, `_`, `.` only, as the specification asks; the
/// metric's number where its id has others.
fn slug(id: &str, index: usize) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
    if id.chars().all(plain) { id.to_owned() } else { format!("metric-{}", index + 1) }
}
