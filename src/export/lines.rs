//! JSON with a record a line: small, and still readable and comparable line by line. Apart, because all
//! data files are written in it.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// The object as JSON: each field on a line of its own, each entry of a field's list, too.
pub fn to_lines(value: &impl Serialize) -> Vec<u8> {
    let mut json = Vec::new();
    // Texts, numbers, lists and objects of them always serialise, and writing into memory does not fail.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut json, Lines::default()));
    json.push(b'\n');
    json
}

/// Breaks lines down to the depth of records.
#[derive(Default)]
struct Lines {
    depth: usize,
    empty: bool,
}

impl Lines {
    fn open<W: ?Sized + Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.empty = true;
        writer.write_all(bracket)
    }

    fn entry<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool, broken: bool) -> io::Result<()> {
        self.empty = false;
        match (first, broken, self.depth) {
            (true, true, 1) => writer.write_all(b"\n  "),
            (false, true, 1) => writer.write_all(b",\n  "),
            (true, true, 2) => writer.write_all(b"\n    "),
            (false, true, 2) => writer.write_all(b",\n    "),
            (true, ..) => Ok(()),
            (false, ..) => writer.write_all(b","),
        }
    }

    fn close<W: ?Sized + Write>(&mut self, writer: &mut W, broken: bool, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        let filled = !std::mem::take(&mut self.empty);
        let broken = broken && filled;
        match self.depth {
            0 if broken => writer.write_all(b"\n")?,
            1 if broken => writer.write_all(b"\n  ")?,
            _ => {}
        }
        writer.write_all(bracket)
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"[")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.entry(writer, first, true)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, true, b"]")
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        let outermost = self.depth == 1;
        self.entry(writer, first, outermost)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(if self.depth == 1 { b": " } else { b":" })
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        let outermost = self.depth == 1;
        self.close(writer, outermost, b"}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_record_has_a_line() {
        let check = |value: serde_json::Value, expected: &str| {
            assert_eq!(String::from_utf8(to_lines(&value)).unwrap(), format!("{expected}\n"));
        };
        check(json!({}), "{}");
        check(json!([]), "[]");
        check(json!({ "a": 1, "list": [] }), "{\n  \"a\": 1,\n  \"list\": []\n}");
        check(
            json!({ "list": [{ "a": [1, 2], "b": {} }, [], "目標"] }),
            "{\n  \"list\": [\n    {\"a\":[1,2],\"b\":{}},\n    [],\n    \"目標\"\n  ]\n}",
        );
        check(json!({ "one": { "a": [1], "b": [2] } }), "{\n  \"one\": {\"a\":[1],\"b\":[2]}\n}");
    }
}
