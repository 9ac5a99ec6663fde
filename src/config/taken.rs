//! Ids, and names that are taken: where two things share an id, title or alias (folded), nobody could tell
//! which is meant, and that is a finding.

use crate::fold::folded;
use crate::text::{Place, Span};
use crate::yaml::Reader;
use std::collections::BTreeMap;

/// Folded names with the index of what they stand for, while they are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    by_name: BTreeMap<String, (usize, Place)>,
}

impl Taken {
    /// Adds a name; one that stands for something else already is recorded as a finding.
    pub(crate) fn add(&mut self, reader: &Reader, what: &str, name: &str, index: usize, span: Span) {
        let folded = folded(name).into_owned();
        match self.by_name.get(&folded) {
            Some((other, first)) if *other != index => {
                let finding = reader.finding(span, format!("`{name}` names two {what}"));
                reader
                    .push(finding.related(first.clone(), "first here").help("give one of them another name"));
            }
            Some(_) => {}
            None => {
                self.by_name.insert(folded, (index, reader.place(span)));
            }
        }
    }

    /// What a name stands for.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(folded(name).as_ref()).map(|(index, _)| *index)
    }
}

/// Whether a text can be an id: letters and digits of any script, `-`, `_`, `.`, a letter or digit first.
pub fn is_id(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// Records a finding where a text cannot be an id.
pub(crate) fn check_id(reader: &Reader, what: &str, id: &str, span: Span) -> bool {
    let fits = is_id(id);
    if !fits {
        let help = "use letters and digits of any script, `-`, `_` and `.`, and begin with a letter or digit";
        reader.report_with(span, format!("`{id}` cannot be the id of {what}"), help);
    }
    fits
}
