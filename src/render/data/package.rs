//! `datapackage.json`: a Frictionless Data Package (v1) that says what each data file holds, with the types
//! and units of its fields. Specification: <https://specs.frictionlessdata.io/data-package/>.

use super::super::edition::Edition;
use super::super::key::{SheetKey, file_name};
use super::super::output::listed as outputs;
use super::sheets::{self, Sheet};
use super::{DataKey, listed, own};
use crate::aggregate::Answer;
use crate::config::MetricId;
use crate::export;
use crate::render::key::PageKey;
use crate::view::Measure;
use serde::Serialize;
use std::collections::BTreeMap;

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
    #[serde(skip_serializing_if = "String::is_empty")]
    unit: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    description: String,
}

/// The descriptor of all data files. Paths are relative to the descriptor.
pub(super) fn package(edition: &Edition) -> Vec<u8> {
    let mut resources = Vec::new();
    for key in DataKey::FIXED {
        match key {
            DataKey::Package | DataKey::PlanTargets("json") => {}
            DataKey::Targets => resources.push(tidy()),
            DataKey::PlanTargets(_) => resources.push(of_plans()),
            key => resources.push(json_file(key)),
        }
    }
    for (index, metric) in edition.site.config.metrics.iter().enumerate() {
        let id = MetricId(index as u16);
        let path = edition.path(&PageKey::Data(DataKey::Table(id, "csv")));
        let name = format!("targets-{}", slug(&file_name(&metric.id), index));
        resources.push(table(name, &path, metric.title.clone(), of_answer(edition, &edition.year_of(id).1)));
    }
    for (index, key) in sheets::keys(edition, &outputs(edition)).into_iter().enumerate() {
        let PageKey::Sheet(key) = &key else { continue };
        if key.form == "csv" {
            resources.extend(of_sheet(edition, key, index));
        }
    }
    unique(&mut resources);
    let title = edition.site.config.title.as_str();
    export::to_lines(&Package { profile: "data-package", name: "planpress".to_owned(), title, resources })
}

/// A table of a page.
fn of_sheet(edition: &Edition, key: &SheetKey, index: usize) -> Option<Resource> {
    let path = edition.path(&PageKey::Sheet(key.clone()));
    let fields = match sheets::outline(edition, key)? {
        Sheet::Numbers(answer) => of_answer(edition, &answer),
        Sheet::Records(records) => records.fields.into_iter().map(of_record).collect(),
    };
    let below = path.strip_prefix("data/").and_then(|path| path.strip_suffix(".csv")).unwrap_or(&path);
    let name = slug(&below.replace('/', "-").to_lowercase(), index);
    let title = format!("{} {}", edition.path(&key.page), key.table);
    Some(table(name, &path, title.trim_end().to_owned(), fields))
}

/// Names are unique: what a name has in common with an earlier one gets a number.
fn unique(resources: &mut [Resource]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for resource in resources {
        let count = seen.entry(resource.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            resource.name = format!("{}.{count}", resource.name);
        }
    }
}

fn table(name: String, path: &str, title: String, fields: Vec<Field>) -> Resource {
    Resource {
        profile: "tabular-data-resource",
        name,
        path: path.strip_prefix("data/").unwrap_or(path).to_owned(),
        title,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        schema: Some(Schema { fields, missing: [""] }),
    }
}

/// The fields of a table of numbers: the row, then a field a column and number. Equal headings are told
/// apart by a number, as the names of fields must be.
fn of_answer(edition: &Edition, answer: &Answer) -> Vec<Field> {
    let heads = export::heads(answer, &edition.site);
    let series = answer.series.len().max(1);
    let mut fields = Vec::with_capacity(heads.len());
    for (column, name) in heads.into_iter().enumerate() {
        let Some(at) = column.checked_sub(1) else {
            fields.push(plain("row", "string", ""));
            continue;
        };
        let of = answer.series.get(at % series);
        let metric = of.and_then(|of| {
            let head = answer.columns.get(at / series)?;
            // Where the rows are metrics, each has its own unit.
            export::metric_of(head, head, *of)
        });
        let unit = match of.map(|of| of.measure) {
            Some(Measure::Progress) => "%".to_owned(),
            Some(Measure::Count) | None => String::new(),
            Some(_) => {
                metric.map(|metric| edition.site.config.metric(metric).unit.to_string()).unwrap_or_default()
            }
        };
        fields.push(Field { name, r#type: "string", unit, description: NUMBER.to_owned() });
    }
    fields
}

fn of_record(field: listed::Field) -> Field {
    let number =
        listed::NUMBERS.contains(&field.name.as_str()) || field.name.contains(' ') || !field.unit.is_empty();
    Field {
        description: if number { NUMBER.to_owned() } else { String::new() },
        name: field.name,
        r#type: field.r#type,
        unit: field.unit,
    }
}

/// How numbers with a range, a floor or an approximation are written.
const NUMBER: &str =
    "a decimal; a range as 2500..3000, a floor as >=185200, a ceiling as <=9, about as ~400000";

fn plain(name: &str, kind: &'static str, description: &str) -> Field {
    Field { name: name.to_owned(), r#type: kind, unit: String::new(), description: description.to_owned() }
}

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
    let field = |name: &&str| {
        let (kind, description) = match *name {
            "value" => ("number", "empty for ranges, floors and ceilings"),
            "low" => ("number", "empty for ceilings"),
            "high" => ("number", "empty for floors"),
            "precision" => ("string", "exact, about, at_least, at_most"),
            "unit" => ("string", "of value, low and high"),
            "period" => ("string", "of the column or row: 2026, 2026-Q3, 2026-03"),
            _ => ("string", ""),
        };
        plain(name, kind, description)
    };
    let fields = export::TIDY.iter().map(field).collect();
    table("targets".to_owned(), DataKey::Targets.file(), "targets".to_owned(), fields)
}

fn of_plans() -> Resource {
    let field = |name: &&str| {
        let (kind, description) = match *name {
            "elapsed" => ("number", "the share of the period's days that has passed, in percent"),
            "progress" => ("string", "in percent"),
            "unit" => ("string", "of all numbers but progress and elapsed"),
            "plan" | "metric" | "period" => ("string", ""),
            "scope" => ("string", "dimension=value, several with `; ` between"),
            _ => ("string", NUMBER),
        };
        let unit = if matches!(*name, "elapsed" | "progress") { "%" } else { "" };
        Field { unit: unit.to_owned(), ..plain(name, kind, description) }
    };
    let fields = own::FIELDS.iter().map(field).collect();
    let file = DataKey::PlanTargets("csv").file();
    table("plan-targets".to_owned(), file, "plan targets".to_owned(), fields)
}

/// A resource's name: lower-case ASCII letters, digits, `-`, `_`, `.` only, as the specification asks; a
/// number where what it is made from has others.
fn slug(id: &str, index: usize) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
    if id.chars().all(plain) { id.to_owned() } else { format!("table-{}", index + 1) }
}
