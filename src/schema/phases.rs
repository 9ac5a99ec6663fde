//! `phases:` of a section, and the same keys in a table of phases.

use super::context::Context;
use crate::config::Level;
use crate::text::{Place, Span};
use crate::yaml::Fields;

/// What phases must look like. `None` means that it is not checked.
#[derive(Clone, Debug)]
pub struct PhaseRule {
    /// Made from headings (`from: heading`) rather than from a table's rows.
    pub from_heading: bool,
    /// Level of overlaps.
    pub overlap: Option<Level>,
    /// Level of gaps.
    pub gap: Option<Level>,
    /// `within: period`: phases lie in the plan's period.
    pub within: bool,
    /// Where it is declared.
    pub place: Place,
}

impl PhaseRule {
    /// `overlap`, `gap`, `within` of a mapping.
    pub(super) fn read_keys(context: &Context, fields: &mut Fields, from_heading: bool, span: Span) -> Self {
        let levels = [("allow", None), ("warn", Some(Level::Warn)), ("deny", Some(Level::Error))];
        Self {
            from_heading,
            overlap: fields.choice("overlap", &levels).flatten(),
            gap: fields.choice("gap", &levels).flatten(),
            within: fields.choice("within", &[("period", true)]).unwrap_or(false),
            place: context.reader.place(span),
        }
    }

    /// `phases:` of a section: made from its headings.
    pub(super) fn read(context: &Context, section: &mut Fields) -> Option<Self> {
        let entry = section.entry("phases")?;
        let mut fields = section.fields("phases")?;
        fields.choice("from", &[("heading", ())]);
        let rule = Self::read_keys(context, &mut fields, true, entry.key_span);
        fields.finish();
        Some(rule)
    }
}
