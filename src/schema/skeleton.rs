//! `planpress new`: a plan of a kind with everything that it must say, and placeholders where a person must
//! say it. What it writes parses, and `check` then points at the placeholders and at nothing else.

mod body;
mod front;
mod table;
mod words;

use super::{Required, Schema, SectionSchema};
use crate::config::{Condition, Config};
pub(super) use front::quoted;
use words::Words;

/// What is known of a new plan beforehand.
#[derive(Clone, Debug, Default)]
pub struct SkeletonOptions {
    /// Its id.
    pub id: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its owner.
    pub owner: Option<String>,
    /// The id of the plan above.
    pub parent: Option<String>,
    /// Its period, as written.
    pub period: Option<String>,
    /// Its status.
    pub status: Option<String>,
}

/// The text of a new plan. Optional sections are left out; see [`skeleton_section`].
pub fn skeleton(schema: &Schema, config: &Config, options: &SkeletonOptions) -> String {
    let draft = Draft::new(schema, config, options);
    let mut text = front::write(&draft);
    body::write(&draft, &schema.sections, &mut text);
    text
}

/// The text of one section of a kind, optional or not; `None` where the kind has no section of that id.
pub fn skeleton_section(schema: &Schema, config: &Config, id: &str) -> Option<String> {
    let options = SkeletonOptions::default();
    let draft = Draft::new(schema, config, &options);
    let (siblings, section) = find(&schema.sections, id)?;
    let mut text = String::new();
    body::write_one(&draft, siblings, section, &mut text);
    Some(text.trim_start().to_owned())
}

/// A section by its id, with its siblings.
fn find<'s>(sections: &'s [SectionSchema], id: &str) -> Option<(&'s [SectionSchema], &'s SectionSchema)> {
    match sections.iter().find(|section| section.id == id) {
        Some(section) => Some((sections, section)),
        None => sections.iter().find_map(|section| find(&section.sections, id)),
    }
}

/// A plan that is being written.
struct Draft<'a> {
    schema: &'a Schema,
    config: &'a Config,
    options: &'a SkeletonOptions,
    words: Words,
    status: String,
}

impl<'a> Draft<'a> {
    fn new(schema: &'a Schema, config: &'a Config, options: &'a SkeletonOptions) -> Self {
        let field = schema.fields.iter().find(|field| field.key == "status");
        let first = field.and_then(|field| field.limits.one_of.as_ref()).and_then(|one_of| one_of.first());
        let default = field.and_then(|field| field.default.as_ref()?.as_str());
        let first = first.or(config.statuses.first()).map(String::as_str);
        let status = options.status.as_deref().or(default).or(first).unwrap_or_default().to_owned();
        Self { schema, config, options, words: Words::of(config.language), status }
    }

    /// Whether something must be there in the plan as it is now.
    fn is_required(&self, required: &Required) -> bool {
        match required {
            Required::Never => false,
            Required::Always(_) => true,
            Required::If(condition) => self.holds(condition),
        }
    }

    fn is_allowed(&self, allowed_if: Option<&Condition>) -> bool {
        allowed_if.is_none_or(|condition| self.holds(condition))
    }

    /// Whether a condition holds; of most keys nothing is known yet.
    fn holds(&self, condition: &Condition) -> bool {
        let known = |key: &str| match key {
            "status" => Some(self.status.as_str()),
            "kind" => Some(self.schema.kind.as_str()),
            "period" => self.options.period.as_deref(),
            "owner" => self.options.owner.as_deref(),
            _ => None,
        };
        let all = condition
            .terms
            .iter()
            .all(|(key, values)| known(key).is_some_and(|known| values.iter().any(|value| value == known)));
        all != condition.negated
    }
}
