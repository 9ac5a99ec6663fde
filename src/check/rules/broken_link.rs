//! A link or id that leads to no plan.

use crate::check::context::SiteContext;
use crate::check::links;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "broken-link",
    severity: Some(Severity::Error),
    group: Group::Links,
    summary: "a link or id that leads to no plan",
    docs: include_str!("broken_link.md"),
    scope: Scope::Site(check),
};

fn check(context: &SiteContext, sink: &mut SiteSink) {
    links::report(context, sink);
}
