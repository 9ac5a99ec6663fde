//! Suppressions that silence nothing, or a rule that does not exist.

use crate::check::rule::{Group, Rule, Scope};
use crate::check::settle::level;
use crate::check::sink::Sink;
use crate::config::{Config, Level};
use crate::diagnostic::Severity;
use crate::fold::nearest;
use crate::text::Span;

pub(crate) static RULE: Rule = Rule {
    name: "unused-suppression",
    severity: Some(Severity::Warning),
    group: Group::Site,
    summary: "a suppression silences nothing, or names no rule",
    docs: include_str!("unused_suppression.md"),
    scope: Scope::Reading,
};

/// Reports a suppression that silenced nothing; not where its rule is off anyway.
pub(crate) fn report(config: &Config, name: &str, span: Span, sink: &mut Sink) {
    match super::rule(name) {
        None if name.is_empty() => {
            let help = "write `planpress-allow RULE: reason`; `planpress explain` lists all rules";
            sink.report(span, "the suppression names no rule").help(help);
        }
        None => {
            let finding = sink.report(span, format!("there is no rule `{name}`"));
            match nearest(name, super::names().iter().copied()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding.help("`planpress explain` lists all"),
            };
        }
        Some(rule) if level(config, rule) == Level::Off => {}
        Some(_) => {
            sink.report(span, format!("nothing here is silenced by this suppression of `{name}`"))
                .help("remove it");
        }
    }
}
