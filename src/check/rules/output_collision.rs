//! Two things that cannot both lie in the output. Found by the renderer, which knows how files are called.

use crate::check::rule::{Group, Rule, Scope};
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "output-collision",
    severity: Some(Severity::Error),
    group: Group::Site,
    summary: "two things that cannot both lie in the output",
    docs: include_str!("output_collision.md"),
    scope: Scope::Reading,
};
