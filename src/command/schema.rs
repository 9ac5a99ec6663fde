//! `planpress schema`: a kind's schema with its bases merged, or JSON Schema for its front matter.

use super::console::Console;
use super::new::known_kind;
use super::{Outcome, list_site, load};
use crate::cli::{Global, Schema};
use crate::schema;

pub(super) fn run(global: &Global, args: &Schema, console: &Console) -> Result<Outcome, String> {
    let tree = list_site(global, console)?;
    let site = load(&tree, global, true)?.site;
    let kind = known_kind(&site, &args.kind)?;
    if args.json_schema {
        let value = schema::json_schema(&kind, &site.config);
        let text = serde_json::to_string_pretty(&value).map_err(|error| error.to_string())?;
        console.result(&(text + "\n"));
    } else {
        console.result(&schema::show(&kind, &site.config));
    }
    Ok(Outcome::Done)
}
