//! How the values of standard keys are read: one text, several, a status, a day, a value of a dimension,
//! the ids of a relation; with the limits that a schema may add to each.

use super::Spanned;
use super::front::{Key, Keys};
use super::limits::Wanted;
use super::meaning::Meaning;
use super::reading::{Reading, suggest};
use super::written::Written;
use crate::config::{DimensionId, Language};
use crate::period::Period;
use crate::schema::FieldType;
use crate::text::nfc;
use crate::yaml::{Node, Style, Value, shape};
use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

impl<'a> Reading<'a> {
    /// Reads a key; what is wrong with a value that does not stand in the file is not said of the file, nor of one that
    /// is asked for and says nothing: that is missing, which another rule reports.
    pub(super) fn quietly<'k, T>(
        &mut self,
        key: &'k Key<'k>,
        read: impl FnOnce(&mut Self, &'k Key<'k>) -> Option<T>,
    ) -> Option<T> {
        if key.is_asked_for() && key.value.is_blank() && key.value.as_seq() != Some(&[]) {
            return None;
        }
        let before = self.findings.len();
        let value = read(self, key);
        if !key.written {
            self.findings.truncate(before);
        }
        value
    }

    /// The texts of a key: one, a list of them, or one string with separators; and whether all of them could
    /// be read.
    pub(super) fn items<'k>(&mut self, key: &'k Key) -> (Vec<Written<'k>>, bool)
    where
        'a: 'k,
    {
        let node: &Node = &key.value;
        let Some(written) = Written::node(self.source, node) else {
            let Some(nodes) = node.as_seq() else {
                self.no_text(key, node);
                return (Vec::new(), false);
            };
            let mut items = Vec::new();
            for item in nodes {
                match Written::node(self.source, item).filter(|_| !item.is_null()) {
                    Some(written) => items.push(written),
                    None => self.no_text(key, item),
                }
            }
            let is_whole = items.len() == nodes.len();
            return (items, is_whole);
        };
        match key.field.map(|field| (field, &field.kind)) {
            Some((field, FieldType::List(list))) => self.split(Wanted::field(field), list, written),
            _ => (vec![written], true),
        }
    }

    pub(super) fn no_text(&mut self, key: &Key, node: &Node) {
        let message = format!("`{}` expects text, found {}", key.name, shape(node));
        self.report("invalid-value", node.span, message);
    }

    /// Whether the texts of a standard key keep what the schema asks of them beyond its type.
    pub(super) fn kept(&mut self, key: &Key, (items, is_whole): (&[Written], bool)) -> bool {
        let rules: Vec<_> = key.rules().collect();
        rules.into_iter().fold(true, |good, (wanted, kind)| {
            let FieldType::List(list) = kind else {
                return items.iter().fold(good, |good, item| self.text_fits(wanted, kind, *item) & good);
            };
            let of = Wanted { limits: &list.limits, ..wanted };
            // An item that could not be read was meant to be one.
            let counted = !is_whole || self.count(wanted, items.len(), "items", key.value.span);
            let ordered = self.order(wanted, list, items);
            let fitting = items.iter().fold(good, |good, item| self.text_fits(of, &list.of, *item) & good);
            counted & ordered & fitting
        })
    }

    /// Whether one text has the words and the length that are asked for.
    fn text_fits(&mut self, wanted: Wanted, kind: &FieldType, item: Written) -> bool {
        let has_length =
            matches!(kind, FieldType::String | FieldType::Text | FieldType::Person | FieldType::Url);
        let length = item.text.chars().count();
        let count = |reading: &mut Self| reading.count(wanted, length, "characters", item.span);
        self.words_and(wanted, item, Meaning::of_type(kind), |reading| !has_length || count(reading))
    }

    /// One text, not empty.
    pub(super) fn one(&mut self, key: &Key) -> Option<Spanned<String>> {
        let node: &Node = &key.value;
        let Some(written) = Written::node(self.source, node) else {
            self.no_text(key, node);
            return None;
        };
        self.kept(key, (&[written], true));
        (!written.text.is_empty()).then(|| Spanned { value: written.text.to_owned(), span: written.span })
    }

    /// One text or several.
    pub(super) fn many(&mut self, key: &Key) -> Vec<Spanned<String>> {
        let (items, is_whole) = self.items(key);
        self.kept(key, (&items, is_whole));
        let there = items.into_iter().filter(|item| !item.text.is_empty());
        there.map(|item| Spanned { value: item.text.to_owned(), span: item.span }).collect()
    }

    /// Names under a standard key.
    pub(super) fn many_of(&mut self, keys: &Keys, standard: &str) -> Vec<Spanned<String>> {
        let key = keys.get(standard);
        let names = key.and_then(|key| self.quietly(key, |reading, key| Some(reading.many(key))));
        let compared = |name: Spanned<String>| Spanned { value: nfc(&name.value), ..name };
        names.unwrap_or_default().into_iter().map(compared).collect()
    }

    /// A status of the kind, or of the site where the kind names none.
    pub(super) fn status(&mut self, key: &Key) -> Option<Spanned<String>> {
        let status = self.one(key)?;
        let own = key.rules().any(|(wanted, _)| wanted.limits.one_of.is_some());
        if own || self.config.statuses.contains(&status.value) || self.is_placeholder(&status.value) {
            return Some(status);
        }
        let names: Vec<&str> = self.config.statuses.iter().map(String::as_str).collect();
        let expected = crate::yaml::alternatives(&names);
        let message = format!("`{}` expects {expected}, found `{}`", key.name, status.value);
        let finding = self.error("invalid-value", status.span, message);
        let written = Written::node(self.source, &key.value)?;
        self.add(suggest(finding, written, &names));
        None
    }

    pub(super) fn plan_period(&mut self, key: &Key) -> Option<Spanned<Period>> {
        let node: &Node = &key.value;
        let Some(written) = Written::node(self.source, node) else {
            self.no_text(key, node);
            return None;
        };
        let mut period = self.period(written, None)?;
        for (wanted, kind) in key.rules() {
            let grain = if let FieldType::Period(grain) = kind { *grain } else { None };
            let _ =
                self.grain(wanted, written, period, grain) & self.words(wanted, written, Some(Meaning::Days));
            // The rest of a plan for a year is about that year, though its period names a quarter.
            let meant = grain.and_then(|grain| period.enclosing(grain, self.config.fiscal_year_start));
            period = meant.unwrap_or(period);
        }
        Some(Spanned { value: period, span: written.span })
    }

    pub(super) fn date_key(&mut self, key: &Key) -> Option<Spanned<Date>> {
        let node: &Node = &key.value;
        let Some(written) = Written::node(self.source, node) else {
            self.no_text(key, node);
            return None;
        };
        self.kept(key, (&[written], true));
        let value = self.day(written)?;
        for (wanted, _) in key.rules() {
            self.day_bounds(wanted, written, value);
        }
        Some(Spanned { value, span: written.span })
    }

    pub(super) fn language(&mut self, key: &Key) -> Option<Spanned<Language>> {
        let text = self.one(key)?;
        if let Some(value) = Language::parse(&text.value) {
            return Some(Spanned { value, span: text.span });
        }
        let message = format!("`{}` expects `en`, `zh-Hans` or `zh-Hant`, found `{}`", key.name, text.value);
        let finding = self.error("invalid-value", text.span, message).help(Language::hint(&text.value));
        self.add(finding);
        None
    }

    pub(super) fn flag(&mut self, key: &Key) -> Option<bool> {
        let node: &Node = &key.value;
        let plain = matches!(&node.value, Value::Scalar(scalar) if scalar.style == Style::Plain);
        match node.as_str().filter(|_| plain) {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                let message = format!("`{}` expects `true` or `false`, found {}", key.name, shape(node));
                self.report("invalid-value", node.span, message);
                None
            }
        }
    }

    /// A value of a dimension by its canonical id.
    pub(super) fn placed(
        &mut self,
        key: &Key,
        dimension: DimensionId,
        written: Written,
    ) -> Option<Spanned<String>> {
        let value = self.dimension_value(dimension, written)?;
        let good = key
            .field
            .is_none_or(|field| self.words(Wanted::field(field), written, Some(Meaning::Place(dimension))));
        good.then(|| Spanned { value: value.into(), span: written.span })
    }

    /// The ids under a relation key. A plan has one parent.
    pub(super) fn related(&mut self, key: &Key) -> Vec<Spanned<String>> {
        let (items, is_whole) = self.items(key);
        self.kept(key, (&items, is_whole));
        let form = match key.field.map(|field| &field.kind) {
            Some(FieldType::Plan(form)) => form.as_deref(),
            Some(FieldType::List(list)) => match &list.of {
                FieldType::Plan(form) => form.as_deref(),
                _ => None,
            },
            _ => None,
        };
        if key.means == "parent"
            && let Some(second) = items.get(1)
        {
            self.report("invalid-value", second.span, "a plan has one parent");
        }
        let most = if key.means == "parent" { 1 } else { usize::MAX };
        let ids = items.into_iter().filter(|item| !item.text.is_empty()).take(most);
        ids.map(|item| {
            let id = form.map_or(item.text.to_owned(), |form| form.replace("{}", item.text));
            Spanned { value: id.nfc().collect(), span: item.span }
        })
        .collect()
    }
}
