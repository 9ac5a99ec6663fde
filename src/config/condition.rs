//! Conditions over front-matter keys: `{ status: closed }`, `{ status: [active, closed], region: east }`.

use crate::text::Place;
use crate::yaml::{Entry, Fields, Node, Reader};

/// A condition over front-matter keys: all keys must hold, each for any of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Key and the values of which one must be there.
    pub terms: Vec<(String, Vec<String>)>,
    /// `unless:` instead of `when:`.
    pub negated: bool,
    /// Where it stands.
    pub place: Place,
}

impl Condition {
    /// Reads the mapping of keys and values. `seen` is told of every key, to check it.
    pub(crate) fn read(reader: &Reader, node: &Node, negated: bool, seen: &dyn Fn(&Entry)) -> Option<Self> {
        let mut terms = Vec::new();
        for entry in reader.entries(node)? {
            seen(entry);
            let values = reader.texts(&entry.value);
            terms.push((entry.key.clone(), values.into_iter().map(str::to_owned).collect()));
        }
        if terms.is_empty() {
            reader.expected(node, "keys with values");
            return None;
        }
        Some(Self { terms, negated, place: reader.place(node.span) })
    }

    /// Reads `when:` or `unless:` of a mapping; both together are a finding.
    pub(crate) fn read_either(fields: &mut Fields, seen: &dyn Fn(&Entry)) -> Option<Self> {
        let reader = fields.reader();
        let when = fields.get("when");
        let unless = fields.get("unless");
        if let (Some(_), Some(unless)) = (when, unless) {
            reader.report_with(unless.span, "`when` and `unless` stand together", "keep one of the two");
        }
        match (when, unless) {
            (Some(node), _) => Self::read(reader, node, false, seen),
            (None, Some(node)) => Self::read(reader, node, true, seen),
            (None, None) => None,
        }
    }
}
