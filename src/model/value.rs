//! Values of front-matter fields by their declared type and limits. A faulty value is reported for what
//! was expected and left out, so that nothing else is computed from it.

use super::front::Key;
use super::limits::Wanted;
use super::meaning::{Meaning, Meant};
use super::reading::Reading;
use super::written::Written;
use super::{FieldValue, Spanned};
use crate::schema::{Field, FieldType, ListType};
use crate::yaml::{Node, Style, Value, shape};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::BTreeSet;

impl Reading<'_> {
    /// The value of one of the kind's own fields.
    pub(super) fn field_value(&mut self, field: &Field, key: &Key) -> Option<Spanned<FieldValue>> {
        let wanted = Wanted::field(field);
        let node: &Node = &key.value;
        let value = match &field.kind {
            FieldType::List(list) => self.list(wanted, list, node),
            FieldType::Boolean => self.boolean(wanted, node).map(FieldValue::Boolean),
            kind => {
                let written = self.one_text(wanted, kind, node)?;
                self.scalar(wanted, kind, written)
            }
        };
        value.map(|value| Spanned { value, span: node.span })
    }

    /// The one text that a value must be.
    fn one_text<'t>(&mut self, wanted: Wanted, kind: &FieldType, node: &'t Node) -> Option<Written<'t>>
    where
        Self: 't,
    {
        let written = Written::node(self.source, node);
        if written.is_none() {
            self.expected(wanted, node, expectation(kind));
        }
        written
    }

    /// Reports a value that has not the shape that its field wants.
    pub(super) fn expected(&mut self, wanted: Wanted, node: &Node, what: &str) {
        let message = format!("`{}` expects {what}, found {}", wanted.key, shape(node));
        let finding = self.error("invalid-value", node.span, message).schema(wanted.place);
        self.add(finding);
    }

    fn boolean(&mut self, wanted: Wanted, node: &Node) -> Option<bool> {
        let plain = matches!(&node.value, Value::Scalar(scalar) if scalar.style == Style::Plain);
        match node.as_str().filter(|_| plain) {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                if !node.as_str().is_some_and(|text| self.is_placeholder(text)) {
                    self.expected(wanted, node, "`true` or `false`");
                }
                None
            }
        }
    }

    fn list(&mut self, wanted: Wanted, list: &ListType, node: &Node) -> Option<FieldValue> {
        let (texts, is_whole) = self.list_items(wanted, list, node)?;
        let of = Wanted { limits: &list.limits, ..wanted };
        let good = texts.len();
        let mut items = Vec::new();
        for written in &texts {
            let value = self.scalar(of, &list.of, *written);
            items.extend(value.map(|value| Spanned { value, span: written.span }));
        }
        let whole = is_whole && items.len() == good;
        // An item that could not be read was meant to be one.
        let counted = !is_whole || self.count(wanted, texts.len(), "items", node.span);
        let ordered = self.order(wanted, list, &texts);
        // A list of plans is a list of links whatever else is wrong with it: they are resolved all the same.
        let links = matches!(list.of, FieldType::Plan(_));
        (links || whole && counted && ordered).then_some(FieldValue::List(items))
    }

    /// The items of a list: those of a YAML list, or of one string where a separator is declared; and whether
    /// all of them could be read.
    fn list_items<'t>(
        &mut self,
        wanted: Wanted,
        list: &ListType,
        node: &'t Node,
    ) -> Option<(Vec<Written<'t>>, bool)>
    where
        Self: 't,
    {
        if let (Some(written), Some(_)) = (Written::node(self.source, node), list.separator()) {
            return Some(self.split(wanted, list, written));
        }
        let Some(nodes) = node.as_seq() else {
            if !node.as_str().is_some_and(|text| self.is_placeholder(text)) {
                self.expected(wanted, node, "a list");
            }
            return None;
        };
        let mut texts = Vec::new();
        for item in nodes {
            match Written::node(self.source, item) {
                Some(written) => texts.push(written),
                None => self.expected(wanted, item, expectation(&list.of)),
            }
        }
        (texts.len() == nodes.len()).then_some((texts, true))
    }

    /// The items of one string, and whether none of them is empty: such a one is reported and left out. Where
    /// the list has no separator the string is its only item.
    pub(super) fn split<'t>(
        &mut self,
        wanted: Wanted,
        list: &ListType,
        written: Written<'t>,
    ) -> (Vec<Written<'t>>, bool) {
        let Some(separator) = list.separator() else { return (vec![written], true) };
        let (mut items, mut is_whole, mut start) = (Vec::new(), true, 0);
        let wrong = |text: &str| text.find(|c| !separator.contains(c) && separates(&list.of, c));
        if let Some(at) = wrong(written.text) {
            let found = written.text[at..].chars().next().unwrap_or_default();
            let message =
                format!("the items of `{}` are separated by `{separator}`, found `{found}`", wanted.key);
            let span = written.span_of(at..at + found.len_utf8());
            let finding = self.error("invalid-value", span, message).schema(wanted.place);
            self.add(finding);
        }
        while start <= written.text.len() {
            let rest = &written.text[start..];
            let (end, next) = match (rest.find(separator), wrong(rest)) {
                (Some(own), None) => (own, own + separator.len()),
                (Some(own), Some(other)) if own < other => (own, own + separator.len()),
                (_, Some(other)) => (other, other + rest[other..].chars().next().map_or(1, char::len_utf8)),
                (None, None) => (rest.len(), rest.len() + 1),
            };
            let item = written.part(start..start + end);
            if item.text.is_empty() {
                is_whole = false;
                let message =
                    format!("`{}` has an empty item between its separators `{separator}`", wanted.key);
                let finding = self.error("invalid-value", written.span, message).schema(wanted.place);
                self.add(finding);
            } else {
                items.push(item);
            }
            start += next;
        }
        (items, is_whole)
    }

    /// Whether the items of a list keep its order and differ. One that could not be read has no place in the order.
    pub(super) fn order(&mut self, wanted: Wanted, list: &ListType, texts: &[Written]) -> bool {
        if !list.sorted && !list.unique {
            return true;
        }
        let before = self.findings.len();
        let meaning = Meaning::of_type(&list.of);
        let (mut seen, mut meant): (BTreeSet<&str>, Vec<(&str, Meant)>) = Default::default();
        let mut in_order = true;
        for item in texts {
            let read = meaning.map(|meaning| meaning.read(item.text, self.config, self.within));
            let is_again = list.unique
                && (!seen.insert(item.text)
                    || matches!(&read, Some(Some(means)) if meant.iter().any(|(_, one)| one == means)));
            let has_place = !item.text.is_empty() && !self.is_placeholder(item.text);
            let means = read.unwrap_or_else(|| Some(Meant::Word(item.text.into()))).filter(|_| has_place);
            let last = means.as_ref().and_then(|means| {
                meant.iter().rev().find_map(|(text, last)| Some((*text, means.order(last)?)))
            });
            meant.extend(means.map(|means| (item.text, means)));
            if is_again {
                let message = format!("`{}` has `{}` twice, its items must differ", wanted.key, item.text);
                let finding = self.error("invalid-value", item.span, message).schema(wanted.place);
                self.add(finding);
            } else if let Some((before, Ordering::Less)) = last
                && list.sorted
                && in_order
            {
                in_order = false;
                let message = format!("`{}` stands behind `{before}`, the items must be in order", item.text);
                let finding = self.error("invalid-value", item.span, message).schema(wanted.place);
                self.add(finding);
            }
        }
        self.findings.len() == before
    }

    /// One text by its type and limits.
    fn scalar(&mut self, wanted: Wanted, kind: &FieldType, written: Written) -> Option<FieldValue> {
        let meaning = Meaning::of_type(kind);
        match kind {
            FieldType::String | FieldType::Person | FieldType::Url if written.text.contains('\n') => {
                self.wrong(wanted, written, expectation(kind))
            }
            FieldType::Url if !is_address(written.text) => self.wrong(wanted, written, expectation(kind)),
            FieldType::String | FieldType::Text | FieldType::Person | FieldType::Url => {
                let length = written.text.chars().count();
                let count = |reading: &mut Self| reading.count(wanted, length, "characters", written.span);
                self.words_and(wanted, written, meaning, count)
                    .then(|| FieldValue::Text(written.text.to_owned()))
            }
            FieldType::Integer | FieldType::Number => self.number(wanted, kind, written),
            FieldType::Quantity { metric, unit } => {
                let quantity = self.quantity(written, *metric, None)?;
                let fits = unit.as_ref().is_none_or(|unit| self.has_unit(wanted, written, &quantity, unit));
                let bounds = self.bounds(wanted, written, |text| {
                    let bound = crate::quantity::parse(text).ok()?.amount;
                    Some((bound.point()?, quantity.amount.ends()?))
                });
                (fits & bounds & self.words(wanted, written, meaning))
                    .then_some(FieldValue::Quantity(quantity))
            }
            FieldType::Boolean => match written.text {
                "true" | "false" if written.is_quoted() => {
                    self.wrong(wanted, written, "`true` or `false` without quotes")
                }
                "true" => Some(FieldValue::Boolean(true)),
                "false" => Some(FieldValue::Boolean(false)),
                _ => self.wrong(wanted, written, expectation(kind)),
            },
            FieldType::List(_) => None,
            FieldType::Date => {
                let date = self.day(written)?;
                let bounds = self.day_bounds(wanted, written, date);
                (bounds & self.words(wanted, written, meaning)).then_some(FieldValue::Date(date))
            }
            FieldType::Period(grain) => {
                let period = self.period(written, self.within)?;
                (self.grain(wanted, written, period, *grain) & self.words(wanted, written, meaning))
                    .then_some(FieldValue::Period(period))
            }
            FieldType::Plan(form) => {
                let id =
                    form.as_ref().map_or(written.text.to_owned(), |form| form.replace("{}", written.text));
                self.words(wanted, written, meaning).then_some(FieldValue::Text(id))
            }
            FieldType::Dimension(dimension) => {
                let value = self.dimension_value(*dimension, written)?;
                let allowed = self.words(wanted, written, meaning);
                allowed.then(|| FieldValue::Text(value.into()))
            }
        }
    }

    fn number(&mut self, wanted: Wanted, kind: &FieldType, written: Written) -> Option<FieldValue> {
        let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
        let number = Decimal::from_str_exact(written.text).ok().filter(|_| written.text.chars().all(digits));
        let whole = |number: &Decimal| !matches!(kind, FieldType::Integer) || number.fract().is_zero();
        let Some(number) = number.filter(whole) else {
            return self.wrong(wanted, written, expectation(kind));
        };
        let bounds =
            self.bounds(wanted, written, |text| Some((Decimal::from_str_exact(text).ok()?, [number; 2])));
        (bounds & self.words(wanted, written, Some(Meaning::Number))).then_some(FieldValue::Number(number))
    }

    fn has_unit(
        &mut self,
        wanted: Wanted,
        written: Written,
        quantity: &crate::quantity::Quantity,
        unit: &str,
    ) -> bool {
        let fits = quantity.unit == crate::quantity::canonical_unit(unit);
        if !fits {
            let message =
                format!("`{}` expects a quantity in `{unit}`, found `{}`", wanted.key, written.text);
            let finding = self.error("unit-mismatch", written.span, message).schema(wanted.place);
            self.add(finding);
        }
        fits
    }

    fn wrong<T>(&mut self, wanted: Wanted, written: Written, what: &str) -> Option<T> {
        if !self.is_unfilled(written.text) {
            let message = format!("`{}` expects {what}, found `{}`", wanted.key, written.text);
            let finding = self.error("invalid-value", written.span, message).schema(wanted.place);
            self.add(finding);
        }
        None
    }
}

/// Whether a character stands between items of a type, in which it can be nothing else. Between digits a comma may
/// divide thousands.
fn separates(of: &FieldType, c: char) -> bool {
    match of {
        FieldType::Integer | FieldType::Number => matches!(c, '，' | '、' | ';' | '；'),
        FieldType::Plan(_) | FieldType::Date => matches!(c, ',' | '，' | '、' | ';' | '；'),
        _ => false,
    }
}

fn is_address(text: &str) -> bool {
    let rest = ["http://", "https://", "mailto:", "tel:"].iter().find_map(|scheme| {
        text.get(..scheme.len())
            .filter(|head| head.eq_ignore_ascii_case(scheme))
            .map(|_| &text[scheme.len()..])
    });
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

/// What a type wants, in words.
pub(super) fn expectation(kind: &FieldType) -> &'static str {
    match kind {
        FieldType::String => "one line of text",
        FieldType::Text => "text",
        FieldType::Integer => "a whole number",
        FieldType::Number => "a number",
        FieldType::Quantity { .. } => "a quantity such as `1,200 萬元`",
        FieldType::Boolean => "`true` or `false`",
        FieldType::Date => "a day such as `2026-03-01`",
        FieldType::Period(_) => "a period such as `2026-Q3`",
        FieldType::Person => "a name",
        FieldType::Url => "an address such as `https://example.org`",
        FieldType::Plan(_) => "a plan's id",
        FieldType::Dimension(_) => "a value of the dimension",
        FieldType::List(_) => "a list",
    }
}
