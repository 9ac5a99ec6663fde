//! A link to a section that is not there.

use crate::check::context::SiteContext;
use crate::check::links;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "broken-anchor",
    severity: Some(Severity::Error),
    group: Group::Links,
    summary: "a link to a section that is not there",
    docs: include_str!("broken_anchor.md"),
    scope: Scope::Site(check),
};

fn check(context: &SiteContext, sink: &mut SiteSink) {
    links::report(context, sink);
}
