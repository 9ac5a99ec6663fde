//! What a rule sees: a plan with its schema inside its site, or the whole site, and the few questions
//! that many rules ask of them.

use crate::config::{Condition, Config};
use crate::link::PlanIndex;
use crate::model::Plan;
use crate::parse::FrontMatter;
use crate::schema::{Required, Schema};
use crate::site::Site;
use crate::text::{Place, SourceFile, Span};
use crate::yaml::{Node, Value};
use std::sync::Arc;

/// A plan inside its site.
pub struct PlanContext<'a> {
    /// The site.
    pub site: &'a Site,
    /// The plan's index.
    pub index: PlanIndex,
    /// The plan.
    pub plan: &'a Plan,
}

/// The whole site.
pub struct SiteContext<'a> {
    /// The site.
    pub site: &'a Site,
}

impl<'a> SiteContext<'a> {
    /// A plan inside the site.
    pub fn plan(&self, index: PlanIndex) -> PlanContext<'a> {
        PlanContext { site: self.site, index, plan: self.site.plan(index) }
    }

    /// All plans inside the site.
    pub fn plans(&self) -> impl Iterator<Item = PlanContext<'a>> + use<'a> {
        let site = self.site;
        site.indexed_plans().map(move |(index, plan)| PlanContext { site, index, plan })
    }
}

impl<'a> PlanContext<'a> {
    /// The configuration.
    pub fn config(&self) -> &'a Config {
        &self.site.config
    }

    /// The schema of the plan's kind.
    pub fn schema(&self) -> Option<&'a Schema> {
        self.plan.schema.as_deref()
    }

    /// The plan's file.
    pub fn source(&self) -> &'a Arc<SourceFile> {
        &self.plan.document.source
    }

    /// A place in the plan.
    pub fn place(&self, span: Span) -> Place {
        Place::new(self.source(), span)
    }

    /// The front matter's mapping, where it could be read.
    pub fn front(&self) -> Option<&'a Node> {
        match &self.plan.document.front {
            FrontMatter::Present(_, yaml) => yaml.root.as_ref(),
            FrontMatter::Missing | FrontMatter::Unclosed(_) => None,
        }
    }

    /// Whether the front matter was read without a fault of syntax: only then something is missing in it.
    pub fn front_is_whole(&self) -> bool {
        match &self.plan.document.front {
            FrontMatter::Present(_, yaml) => {
                yaml.faults.iter().all(|fault| fault.kind != crate::yaml::FaultKind::Syntax)
            }
            FrontMatter::Missing | FrontMatter::Unclosed(_) => false,
        }
    }

    /// Where findings about something absent from the front matter stand: the value of `kind`, or the
    /// first character of the file.
    pub fn kind_span(&self) -> Span {
        match self.front().and_then(|front| front.get("kind")) {
            Some(entry) if !entry.value.is_null() => entry.value.span,
            _ => self.source().line_span(1).first(),
        }
    }

    /// The key under which the plan's kind keeps a standard key (`as: summary`), or the key itself.
    pub fn key_of<'k>(&self, standard: &'k str) -> &'k str
    where
        'a: 'k,
    {
        let stands = |field: &&crate::schema::Field| field.stands_for.as_deref() == Some(standard);
        self.schema().and_then(|schema| schema.fields.iter().find(stands)).map_or(standard, |f| &f.key)
    }

    /// The values under a front-matter key as texts: those of the file, else those that
    /// `planpress.yaml` gives for files without the key, else the schema's default.
    pub fn values(&self, key: &str) -> Vec<&'a str> {
        if let Some(entry) = self.front().and_then(|front| front.get(key)) {
            return texts(&entry.value);
        }
        if key == "kind" {
            return self.plan.kind.iter().map(|kind| kind.value.as_str()).collect();
        }
        if key == "status" {
            return self.plan.status.iter().map(|status| status.value.as_str()).collect();
        }
        let field = self.schema().and_then(|schema| schema.fields.iter().find(|field| field.key == key));
        field.and_then(|field| field.default.as_deref()).into_iter().collect()
    }

    /// Whether a condition over front-matter keys holds.
    pub fn holds(&self, condition: &Condition) -> bool {
        let all = condition.terms.iter().all(|(key, wanted)| {
            let there = self.values(self.key_of(key));
            wanted.iter().any(|value| there.contains(&value.as_str()))
        });
        all != condition.negated
    }

    /// Whether something must be there, and the line that asks.
    pub fn requires<'r>(&self, required: &'r Required) -> Option<&'r Place> {
        match required {
            Required::Never => None,
            Required::Always(place) => Some(place),
            Required::If(condition) => self.holds(condition).then_some(&condition.place),
        }
    }
}

fn texts(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::Scalar(scalar) => vec![scalar.text.as_str()],
        Value::Seq(items) => items.iter().filter_map(Node::as_str).collect(),
        Value::Map(_) => Vec::new(),
    }
}
