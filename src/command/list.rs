//! `planpress list`: the plans, with fields.

use super::console::Console;
use super::{Outcome, list_site, read, table};
use crate::cli::{Global, List, ListFormat};
use crate::model::Plan;
use crate::site::Site;
use crate::view;

const COLUMNS: [&str; 8] = ["id", "title", "kind", "status", "period", "owner", "parent", "path"];

pub(super) fn run(global: &Global, args: &List, console: &Console) -> Result<Outcome, String> {
    let tree = list_site(global, console)?;
    let site = read(&tree, global, true)?.site;
    let filter = view::filter_from_flags(&args.filter, &site)?;
    let rows: Vec<Vec<String>> = site
        .indexed_plans()
        .filter(|(index, _)| filter.accepts_plan(&site, *index))
        .map(|(index, plan)| {
            row(&site, plan, site.graph.parents[index.0 as usize].map(|parent| site.plan(parent)))
        })
        .collect();
    let text = match args.format {
        ListFormat::Table => table::aligned(&COLUMNS, &rows, &[]),
        ListFormat::Csv => csv_text(&rows)?,
        ListFormat::Json => json_text(&rows)?,
    };
    console.result(&text)?;
    Ok(Outcome::Done)
}

fn row(_site: &Site, plan: &Plan, parent: Option<&Plan>) -> Vec<String> {
    let owners: Vec<&str> = plan.owners.iter().map(|owner| owner.value.as_str()).collect();
    vec![
        plan.id.value.clone(),
        plan.title.value.clone(),
        plan.kind.as_ref().map(|kind| kind.value.clone()).unwrap_or_default(),
        plan.status.as_ref().map(|status| status.value.clone()).unwrap_or_default(),
        plan.period.as_ref().map(|period| period.value.key()).unwrap_or_default(),
        owners.join(", "),
        parent.map(|parent| parent.id.value.clone()).unwrap_or_default(),
        plan.document.source.path.to_string(),
    ]
}

fn csv_text(rows: &[Vec<String>]) -> Result<String, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written =
        writer.write_record(COLUMNS).and_then(|()| rows.iter().try_for_each(|row| writer.write_record(row)));
    written.map_err(|error| error.to_string())?;
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn json_text(rows: &[Vec<String>]) -> Result<String, String> {
    let objects: Vec<serde_json::Map<String, serde_json::Value>> = rows
        .iter()
        .map(|row| {
            COLUMNS.iter().zip(row).map(|(key, value)| ((*key).to_string(), value.as_str().into())).collect()
        })
        .collect();
    serde_json::to_string_pretty(&objects).map(|text| text + "\n").map_err(|error| error.to_string())
}
