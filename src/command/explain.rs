//! `planpress explain`: why a rule exists, what fails, what passes.

use super::check::known_rule;
use super::console::Console;
use super::{Outcome, table};
use crate::check::{self, RULES};
use crate::cli::Explain;
use crate::diagnostic::Severity;

pub(super) fn run(args: &Explain, console: &Console) -> Result<Outcome, String> {
    let Some(name) = &args.rule else {
        let rows = RULES.iter().map(|rule| {
            vec![rule.name.to_string(), level(rule.severity).to_string(), rule.summary.to_string()]
        });
        console.result(&table::aligned(
            &["rule", "level", "what it finds"],
            &rows.collect::<Vec<_>>(),
            &[],
        ))?;
        return Ok(Outcome::Done);
    };
    known_rule(name)?;
    if let Some(rule) = check::rule(name) {
        let text =
            format!("{} ({})\n\n{}\n\n{}\n", rule.name, level(rule.severity), rule.summary, rule.docs.trim());
        console.result(&text)?;
    }
    Ok(Outcome::Done)
}

fn level(severity: Option<Severity>) -> &'static str {
    severity.map_or("off", Severity::name)
}
