//! `planpress schema`: a kind's schema with its bases merged, or JSON Schema for its front matter. What is wrong
//! with these schemas is said too, since what is shown then lacks it.

use super::console::Console;
use super::new::known_kind;
use super::{Outcome, list_site, read};
use crate::cli::{Global, Schema};
use crate::diagnostic::Severity;
use crate::{report, schema};

pub(super) fn run(global: &Global, args: &Schema, console: &Console) -> Result<Outcome, String> {
    let tree = list_site(global, console)?;
    let loaded = read(&tree, global, true)?;
    let site = &loaded.site;
    let kind = known_kind(site, &args.kind)?;
    if args.json_schema {
        let value = schema::json_schema(&kind, &site.config);
        let text = serde_json::to_string_pretty(&value).map_err(|error| error.to_string())?;
        console.result(&(text + "\n"))?;
    } else {
        console.result(&schema::show(&kind, &site.config))?;
    }
    let kinds = std::iter::once(&kind.kind).chain(&kind.bases);
    let files: Vec<&str> =
        kinds.filter_map(|kind| site.schemas.get(kind)).map(|schema| &*schema.place.source.path).collect();
    let faults = loaded.findings.iter().filter(|finding| {
        finding.severity == Severity::Error && files.contains(&&*finding.place.source.path)
    });
    let mut outcome = Outcome::Done;
    for fault in faults {
        console.say(&report::render_one(fault, console.has_error_colour()));
        outcome = Outcome::Findings;
    }
    Ok(outcome)
}
