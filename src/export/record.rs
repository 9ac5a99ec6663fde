//! The same JSON as [`super::to_lines`] has, written straight into the file's bytes: for files of very many
//! records, which would cost a structure, several texts and a map each before a byte is written.

use crate::quantity::Amount;
use rust_decimal::Decimal;
use std::fmt::Display;
use std::io::Write;

/// The outermost object: each field on a line of its own, each entry of a list, too.
pub struct Lines<'o> {
    json: Vec<u8>,
    is_empty: bool,
    /// Where it is written to piece by piece.
    out: Option<&'o mut dyn Write>,
}

impl<'o> Lines<'o> {
    /// An object without fields yet, with room for so many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        let mut json = Vec::with_capacity(bytes);
        json.push(b'{');
        Self { json, is_empty: true, out: None }
    }

    /// The same, written entry by entry, for what is too long to be held whole. The writer collects them; whoever
    /// gives it asks it whether it failed.
    pub fn to(out: &'o mut dyn Write) -> Self {
        Self { out: Some(out), ..Self::with_capacity(1024) }
    }

    /// A field with a number.
    pub fn number(&mut self, name: &str, value: usize) {
        self.name(name);
        digits(&mut self.json, value as u64);
    }

    /// A field with a list. `write` writes an entry, or nothing where there is none.
    pub fn list<T>(
        &mut self,
        name: &str,
        entries: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Vec<u8>, T),
    ) {
        self.name(name);
        self.json.push(b'[');
        let mut has_none = true;
        for entry in entries {
            let before = self.json.len();
            self.json.extend_from_slice(if has_none { b"\n    " } else { b",\n    " });
            let start = self.json.len();
            write(&mut self.json, entry);
            if self.json.len() == start {
                self.json.truncate(before);
            } else {
                has_none = false;
                self.pass_on();
            }
        }
        self.json.extend_from_slice(if has_none { b"]" } else { b"\n  ]" });
    }

    /// A field with an object in one line. `write` writes the field of an entry.
    pub fn object<T>(
        &mut self,
        name: &str,
        entries: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Object<'_>, T),
    ) {
        self.name(name);
        let mut object = Object::new(&mut self.json);
        entries.into_iter().for_each(|entry| write(&mut object, entry));
        object.end();
    }

    /// The whole file, or nothing where it was written piece by piece.
    pub fn end(mut self) -> Vec<u8> {
        self.json.extend_from_slice(b"\n}\n");
        self.pass_on();
        self.json
    }

    /// Writes what is there, where there is somebody to write it.
    fn pass_on(&mut self) {
        if let Some(out) = &mut self.out {
            // Whether it failed is asked at the end.
            let _ = out.write_all(&self.json);
            self.json.clear();
        }
    }

    fn name(&mut self, name: &str) {
        let is_first = std::mem::replace(&mut self.is_empty, false);
        self.json.extend_from_slice(if is_first { b"\n  " } else { b",\n  " });
        text(&mut self.json, name);
        self.json.extend_from_slice(b": ");
    }
}

/// An object in one line.
pub struct Object<'a>(&'a mut Vec<u8>);

impl<'a> Object<'a> {
    /// An object without fields yet.
    pub fn new(json: &'a mut Vec<u8>) -> Self {
        json.push(b'{');
        Self(json)
    }

    /// A field whose value is written behind it.
    pub fn field(&mut self, name: &str) -> &mut Vec<u8> {
        let comma: &[u8] = if self.0.ends_with(b"{") { b"\"" } else { b",\"" };
        self.0.extend_from_slice(comma);
        self.0.extend_from_slice(name.as_bytes());
        self.0.extend_from_slice(b"\":");
        self.0
    }

    /// A field with a text.
    pub fn text(&mut self, name: &str, value: &str) {
        text(self.field(name), value);
    }

    /// A field with a text in parts.
    pub fn joined(&mut self, name: &str, parts: &[&str]) {
        let json = self.field(name);
        json.push(b'"');
        parts.iter().for_each(|part| contents(json, part));
        json.push(b'"');
    }

    /// Fields that were written before.
    pub fn fields(&mut self, written: &[u8]) {
        if !self.0.ends_with(b"{") {
            self.0.push(b',');
        }
        self.0.extend_from_slice(written);
    }

    /// A field with a text or with `null`.
    pub fn maybe(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(value) => self.text(name, value),
            None => self.field(name).extend_from_slice(b"null"),
        }
    }

    /// A field with a text, or none.
    pub fn given(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    /// A field with what needs no escape, as a text, or with `null`.
    pub fn plain(&mut self, name: &str, value: Option<impl Display>) {
        let json = self.field(name);
        match value {
            // Writing into memory does not fail.
            Some(value) => drop(write!(json, "\"{value}\"")),
            None => json.extend_from_slice(b"null"),
        }
    }

    /// A field with a decimal as a text, or with `null`.
    pub fn decimal(&mut self, name: &str, value: Option<Decimal>) {
        let json = self.field(name);
        match value {
            Some(value) => {
                json.push(b'"');
                decimal(json, value);
                json.push(b'"');
            }
            None => json.extend_from_slice(b"null"),
        }
    }

    /// A field with an amount in machine form, or with `null`.
    pub fn amount(&mut self, name: &str, amount: Option<&Amount>) {
        match amount {
            Some(amount) if amount.is_exact() => self.decimal(name, amount.low),
            Some(amount) => self.text(name, &amount.to_canonical_string()),
            None => self.maybe(name, None),
        }
    }

    /// A field with a whole number.
    pub fn number(&mut self, name: &str, value: u32) {
        digits(self.field(name), value.into());
    }

    /// Closes it.
    pub fn end(self) {
        self.0.push(b'}');
    }
}

/// Writes a text in quotes.
fn text(json: &mut Vec<u8>, text: &str) {
    json.push(b'"');
    contents(json, text);
    json.push(b'"');
}

/// Writes a text without the quotes around it.
pub(super) fn contents(json: &mut Vec<u8>, text: &str) {
    // All bytes are looked at, which goes sixteen and more at a time.
    let is_plain = |byte: u8| (byte >= b' ') & (byte != b'"') & (byte != b'\\');
    if text.bytes().fold(true, |plain, byte| plain & is_plain(byte)) {
        json.extend_from_slice(text.as_bytes());
        return;
    }
    let start = json.len();
    // Texts always serialise, and writing into memory does not fail.
    let _ = serde_json::to_writer(&mut *json, text);
    json.remove(start);
    json.pop();
}

/// Writes a whole number.
pub(super) fn digits(json: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    json.extend_from_slice(&digits[at..]);
}

/// Writes a decimal without needless zeros.
fn decimal(json: &mut Vec<u8>, value: Decimal) {
    match u64::try_from(value.mantissa()) {
        Ok(whole) if value.scale() == 0 => digits(json, whole),
        // Writing into memory does not fail.
        _ => drop(write!(json, "{}", value.normalize())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::to_lines;
    use serde::Serialize;

    #[derive(Serialize)]
    struct Whole<'a> {
        version: u32,
        none: [u8; 0],
        records: Vec<Record<'a>>,
    }

    #[derive(Serialize)]
    struct Record<'a> {
        text: &'a str,
        some: Option<&'a str>,
        none: Option<&'a str>,
        at: String,
        number: usize,
        inner: (),
    }

    #[test]
    fn records_are_written_as_by_serde() {
        let texts =
            ["", "目標", "a\"b\\c", "line\nbreak", "\u{7f}\u{1}", "long enough for many, 而且是中文的句子"];
        let mut lines = Lines::with_capacity(0);
        lines.number("version", 120);
        lines.list("none", texts, |_, _| {});
        lines.list("records", texts.iter().enumerate().skip(1), |json, (at, value)| {
            // One is left out.
            if at == 2 {
                return;
            }
            let mut object = Object::new(json);
            object.text("text", value);
            object.maybe("some", Some(value));
            object.maybe("none", None);
            object.plain("at", Some(at));
            object.number("number", at as u32 * 1000);
            object.plain("inner", None::<usize>);
            object.end();
        });
        let record = |at: usize| {
            let text = texts[at];
            Record { text, some: Some(text), none: None, at: at.to_string(), number: at * 1000, inner: () }
        };
        let records = [1, 3, 4, 5].into_iter().map(record).collect();
        let expected = to_lines(&Whole { version: 120, none: [], records });
        assert_eq!(String::from_utf8(lines.end()), String::from_utf8(expected));
    }

    #[test]
    fn decimals_have_no_needless_zeros() {
        let check = |value: Decimal| {
            let mut written = Vec::new();
            decimal(&mut written, value);
            assert_eq!(String::from_utf8(written).unwrap(), value.normalize().to_string());
        };
        let whole = [0, 7, 10, -3, i64::MAX].map(|number| Decimal::new(number, 0));
        let others =
            [(0, 3), (100, 2), (125, 2), (-50, 1)].map(|(number, scale)| Decimal::new(number, scale));
        whole.into_iter().chain(others).chain([Decimal::MAX, -Decimal::ZERO]).for_each(check);
    }
}
