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
        let entries = reader.entries(node)?;
        let mut terms = Vec::new();
        for entry in entries {
            if matches!(entry.key.as_str(), "when" | "unless") && entry.value.as_map().is_some() {
                let message = format!("`{}` stands where a key of front matter does", entry.key);
                reader.report_with(entry.key_span, message, "write the keys and values alone");
                continue;
            }
            let values: Vec<String> = reader.texts(&entry.value).into_iter().map(str::to_owned).collect();
            if values.is_empty() {
                if entry.value.as_seq().is_some_and(<[Node]>::is_empty) {
                    reader.expected(&entry.value, "a value or several");
                }
                continue;
            }
            seen(entry);
            terms.push((entry.key.clone(), values));
        }
        if entries.is_empty() {
            reader.expected(node, "keys with values");
        }
        // Without one of its terms it would ask for something else.
        (!entries.is_empty() && terms.len() == entries.len()).then(|| Self {
            terms,
            negated,
            place: reader.place(node.span),
        })
    }

    /// Reads `when:` or `unless:` of a mapping; both together are a finding.
    pub(crate) fn read_either(fields: &mut Fields, seen: &dyn Fn(&Node, &Entry)) -> Option<Self> {
        let reader = fields.reader();
        let when = fields.get("when");
        let unless = fields.get("unless");
        if let (Some(_), Some(unless)) = (when, unless) {
            reader.report_with(unless.span, "`when` and `unless` stand together", "keep one of the two");
        }
        let (node, negated) = match (when, unless) {
            (Some(node), _) => (node, false),
            (None, Some(node)) => (node, true),
            (None, None) => return None,
        };
        Self::read(reader, node, negated, &|entry| seen(node, entry))
    }
}
