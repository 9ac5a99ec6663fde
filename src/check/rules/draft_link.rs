//! A link to a draft, which is left out of the site.

use crate::check::context::SiteContext;
use crate::check::links;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "draft-link",
    severity: Some(Severity::Warning),
    group: Group::Links,
    summary: "a link to a draft, which is left out of the site",
    docs: include_str!("draft_link.md"),
    scope: Scope::Site(check),
};

fn check(context: &SiteContext, sink: &mut SiteSink) {
    links::report(context, sink);
}
