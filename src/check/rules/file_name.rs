//! A file with another name than its fields ask for.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::diagnostic::Severity;
use crate::text::nfc;
use compact_str::CompactString;

pub(crate) static RULE: Rule = Rule {
    name: "file-name",
    severity: Some(Severity::Error),
    group: Group::FrontMatter,
    summary: "a file with another name than its fields ask for",
    docs: include_str!("file_name.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some((pattern, asked)) = context.schema().and_then(|schema| schema.file_name.as_ref()) else {
        return;
    };
    let Some(expected) = fill(pattern, context) else { return };
    let path = &context.source().path;
    let name = path.rsplit('/').next().unwrap_or(path);
    if nfc(name) != nfc(&expected) {
        sink.report(context.source().beginning(), format!("the file must be named `{expected}`"))
            .help(format!("rename `{name}`, or correct the fields that the name is made from"))
            .schema(asked);
    }
}

/// The name made from a pattern's `{field}`s; `None` where a field is missing, faulty or still to be filled in.
fn fill(pattern: &str, context: &PlanContext) -> Option<String> {
    let mut name = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        let (key, behind) = after.split_once('}')?;
        if context.has_findings_under(key) {
            return None;
        }
        let value = match key {
            "id" => context.plan.id.value.as_str(),
            key => context
                .plan
                .texts(key)
                .first()
                .map(CompactString::as_str)
                .filter(|value| !value.is_empty() && !context.is_placeholder(value))?,
        };
        name.push_str(before);
        name.push_str(value);
        rest = behind;
    }
    name.push_str(rest);
    Some(name)
}
