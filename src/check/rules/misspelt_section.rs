//! A heading that is a section of the schema but for a typing slip.

use crate::check::context::PlanContext;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::Sink;
use crate::config::Level;
use crate::diagnostic::Severity;
use crate::fold;

pub(crate) static RULE: Rule = Rule {
    name: "misspelt-section",
    severity: Some(Severity::Error),
    group: Group::Sections,
    summary: "a heading that is a section of the schema but for a typing slip",
    docs: include_str!("misspelt_section.md"),
    scope: Scope::Plan(check),
};

fn check(context: &PlanContext, sink: &mut Sink) {
    let Some(schema) = context.schema() else { return };
    for &index in &context.plan.misspelt {
        let Some(section) = context.plan.sections[index].as_ref().and_then(|path| schema.section(path))
        else {
            continue;
        };
        let Some(heading) = &context.plan.document.sections[index].heading else { continue };
        let titles = std::iter::once(&section.title).chain(&section.aliases).map(String::as_str);
        let meant = titles
            .clone()
            .find(|title| fold::is_near(&heading.title, title))
            .unwrap_or(section.title.as_str());
        let finding = sink
            .report(heading.text_span, format!("there is no section \"{}\"", heading.title))
            .label(format!("did you mean \"{meant}\"?"))
            .help(format!("write \"{meant}\""))
            .schema(&section.place);
        // Where headings of the author's own are welcome, one that nothing asks for may be meant as it stands.
        let is_free = context.siblings().iter().any(|siblings| {
            siblings.unknown == Level::Off && siblings.headings.iter().any(|(heading, _)| *heading == index)
        });
        if !is_free || context.requires(&section.required).is_some() {
            finding.fix(heading.title_span, meant);
        }
    }
}
