//! A link or image whose file is not there.

use crate::check::context::SiteContext;
use crate::check::links;
use crate::check::rule::{Group, Rule, Scope};
use crate::check::sink::SiteSink;
use crate::diagnostic::Severity;

pub(crate) static RULE: Rule = Rule {
    name: "missing-file",
    severity: Some(Severity::Error),
    group: Group::Links,
    summary: "a link or image whose file is not there",
    docs: include_str!("missing_file.md"),
    scope: Scope::Site(check),
};

fn check(context: &SiteContext, sink: &mut SiteSink) {
    links::report(context, sink);
}
