//! Texts of YAML, what they become, and what is said of slips.

mod mutated;
mod simple;

use super::*;

/// The tree with spans as `line:column-line:column`, one line a node, and the faults below.
fn outline(text: &str) -> String {
    let source = SourceFile::new("a.yaml", text);
    let yaml = parse(&source, Span::new(0, text.len()));
    let mut out = String::new();
    if let Some(root) = &yaml.root {
        write_node(&source, root, 0, &mut out);
    }
    for (key, span) in &yaml.unread {
        out.push_str(&format!("unread {key} <{}>\n", source.slice(*span)));
    }
    for fault in &yaml.faults {
        let at = source.position(fault.span.start);
        let kind = match fault.kind {
            FaultKind::Syntax | FaultKind::Refused => String::new(),
            FaultKind::Duplicate(first) => {
                let first = source.position(first.start);
                format!(" (first at {}:{})", first.line, first.column)
            }
        };
        out.push_str(&format!(
            "! {}:{} [{}] {}{kind}\n",
            at.line,
            at.column,
            source.slice(fault.span),
            fault.message
        ));
    }
    out
}

fn write_node(source: &SourceFile, node: &Node, depth: usize, out: &mut String) {
    let pad = "  ".repeat(depth);
    let at = source.position(node.span.start);
    let at = format!("{}:{}", at.line, at.column);
    match &node.value {
        Value::Scalar(scalar) => {
            out.push_str(&format!(
                "{pad}{at} {:?} <{}>\n",
                scalar.text,
                source.slice(node.span).escape_debug()
            ));
        }
        Value::Seq(items) => {
            out.push_str(&format!("{pad}{at} seq <{}>\n", source.slice(node.span).escape_debug()));
            items.iter().for_each(|item| write_node(source, item, depth + 1, out));
        }
        Value::Map(entries) => {
            out.push_str(&format!("{pad}{at} map <{}>\n", source.slice(node.span).escape_debug()));
            for entry in entries {
                let key = source.position(entry.key_span.start);
                let written = source.slice(entry.key_span);
                out.push_str(&format!("{pad}  {}:{} {} <{written}>\n", key.line, key.column, entry.key));
                write_node(source, &entry.value, depth + 2, out);
            }
        }
    }
}

/// Compares the faults alone.
fn check_faults(text: &str, expected: &[&str]) {
    let outline = outline(text);
    let found: Vec<_> = outline.lines().filter(|line| line.starts_with('!')).map(|line| &line[2..]).collect();
    assert_eq!(found, expected, "in {text:?}\n{outline}");
}

#[test]
fn reads_every_shape_with_exact_spans() {
    let text = "a: 1.10\nb: \"x y\"\nc: 'it''s' # no\nd:\ne: [1, {x: 2}, ]\nf:\n  - a\n  -\n  - b: c\n    d: |\n      text\n      more\n\n\
                g: >-\n  folded\n  text\n\nh   :\n";
    let spans: Vec<_> = outline(text).lines().map(|line| line.trim().to_owned()).collect();
    let expected = [
        "1:1 a <a>",
        "1:4 \"1.10\" <1.10>",
        "2:1 b <b>",
        "2:4 \"x y\" <\\\"x y\\\">",
        "3:1 c <c>",
        "3:4 \"it's\" <\\'it\\'\\'s\\'>",
        "4:1 d <d>",
        "4:3 \"\" <>",
        "5:1 e <e>",
        "5:4 seq <[1, {x: 2}, ]>",
        "5:5 \"1\" <1>",
        "5:8 map <{x: 2}>",
        "5:9 x <x>",
        "5:12 \"2\" <2>",
        "6:1 f <f>",
        "7:3 seq <- a\\n  -\\n  - b: c\\n    d: |\\n      text\\n      more>",
        "7:5 \"a\" <a>",
        "8:4 \"\" <>",
        "9:5 map <b: c\\n    d: |\\n      text\\n      more>",
        "9:5 b <b>",
        "9:8 \"c\" <c>",
        "10:5 d <d>",
        "10:8 \"text\\nmore\\n\" <|\\n      text\\n      more>",
        "14:1 g <g>",
        "14:4 \"folded text\" <>-\\n  folded\\n  text>",
        "18:1 h <h>",
        "18:6 \"\" <>",
    ];
    assert_eq!(spans[1..], expected);
}

#[test]
fn byte_order_mark_and_crlf_keep_their_bytes() {
    let text = "\u{feff}甲: 1\r\nb:\r\n  - x\r\n  - y: 2\r\n";
    let source = SourceFile::new("a.yaml", text);
    let yaml = parse(&source, Span::new(0, text.len()));
    assert_eq!(yaml.faults, []);
    let root = yaml.root.unwrap();
    assert_eq!(source.slice(root.get("甲").unwrap().key_span), "甲");
    let items = root.get("b").unwrap().value.as_seq().unwrap();
    assert_eq!(source.slice(items[1].get("y").unwrap().value.span), "2");
}

#[test]
fn the_span_shifts_all_places() {
    let source = SourceFile::new("a.md", "---\na: 1\nb: [\n---\n");
    let yaml = parse(&source, Span::new(4, 14));
    assert_eq!(source.position(yaml.root.unwrap().get("a").unwrap().value.span.start).line, 2);
    assert_eq!(source.slice(yaml.faults[0].span), "[");
}

#[test]
fn refuses_what_is_not_plain() {
    check_faults("a: &x 1\nb: 2\n", &["1:4 [&x] `&x` is an anchor of YAML, and anchors are not read"]);
    check_faults("a: *y\n", &["1:4 [*y] `*y` is an alias of YAML, and aliases are not read"]);
    check_faults(
        "a: **重點**\n",
        &["1:4 [**重點**] `**重點**` is an alias of YAML, and aliases are not read"],
    );
    check_faults("a: !!str 5\n", &["1:4 [!!str] tags such as `!name` are not read"]);
    check_faults("<<: 1\n", &["1:1 [<<] merge keys `<<` are not read"]);
    check_faults("? [a, b]\n: 1\nc: 2\n", &["1:3 [[a, b]] a key must be plain text"]);
    check_faults("a: 1\n---\nb: 1\n", &["2:1 [---] a second document begins here"]);
    check_faults("---\na: 1\n...\n", &[]);
    check_faults("%YAML 1.2\n---\na: 1\n", &["1:1 [%] a value cannot begin with `%`"]);
    check_faults(
        "a: 1\na: 2\nb: {x: 1, x: 2}\n",
        &[
            "2:1 [a] the key `a` stands twice (first at 1:1)",
            "3:11 [x] the key `x` stands twice (first at 3:5)",
        ],
    );
    check_faults(&format!("{}{}", "[".repeat(33), "]".repeat(33)), &["1:33 [] nested deeper than 32 levels"]);
    check_faults(&format!("{}{}", "[".repeat(32), "]".repeat(32)), &[]);
}

#[test]
fn explains_slips_where_they_are() {
    let wide = |at: &str| format!("{at} [：] a full-width colon `：` does not separate a key from its value");
    check_faults("標題：計劃\n", &[&wide("1:3")]);
    check_faults("標題：計劃\nkind: x\n", &[&wide("1:3")]);
    check_faults("kind: x\n標題：計劃\nstatus: y\n", &[&wide("2:3")]);
    check_faults("kind: x\n標題：計劃\n", &[&wide("2:3")]);
    check_faults("targets:\n  revenue：1億元\n  units: 5萬\n", &[&wide("2:10")]);
    check_faults("a: b：c\n", &[]);
    let bare = |at: &str| format!("{at} [:] a space is missing behind the colon");
    check_faults("title: x\nowner:李明\nstatus: y\n", &[&bare("2:6")]);
    check_faults("title: x\nowner:李明\n", &[&bare("2:6")]);
    check_faults("title: a: b\nkind: x\n", &["1:9 [:] a value that contains `: ` must stand in quotes"]);
    check_faults("title: a:\nkind: x\n", &["1:9 [:] a value that contains `: ` must stand in quotes"]);
    check_faults("a:\n\tb: 1\n", &["2:1 [\t] a tab in the indentation"]);
    check_faults("a:\n  b: 1\n\tc: 2\n", &["3:1 [\t] a tab in the indentation"]);
    check_faults("owner: @li\n", &["1:8 [@] a value cannot begin with `@`"]);
    check_faults("title: [填寫] 2026\nb: 1\n", &["1:13 [2] text behind a closing bracket"]);
    check_faults("a: [1, 2\nb: 3\n", &["1:4 [[] this bracket is never closed"]);
    check_faults("a: {x: 1\n", &["1:4 [{] this bracket is never closed"]);
    check_faults("a: \"x\nb: 3\n", &["1:4 [\"] this quote is never closed"]);
    check_faults("a: \"x\nb: 3\nc: \"y\"\n", &["1:4 [\"] this quote is never closed"]);
    check_faults("a: 'x'y\nb: 3\n", &["1:7 [y] text behind a closing quote"]);
    check_faults(
        "a: {revenue: 1億元，units: 5萬}\nb: 3\n",
        &["1:17 [，] a full-width comma `，` does not separate entries"],
    );
    check_faults("a: b\n c: d\n", &["2:3 [:] a key cannot stand here"]);
    let indented = ["1:1 [  ] this line is indented, and those below it are not"];
    check_faults("  a: b\nc: d\n", &indented);
    check_faults("  a: b\nc: d\ne: f\ng: h\n", &indented);
    check_faults("\ta: b\n", &["1:1 [\t] a tab in the indentation"]);
    check_faults("a: [b,, c]\n", &["1:7 [,] nothing stands before this comma"]);
    check_faults("- a\nb: c\n", &["2:1 [b] an item of the list is expected here"]);
}

#[test]
fn a_slip_hides_nothing_else() {
    let text = "標題：計劃\nkind: x\ntitle: a: b\ntargets: [1\nowner: @li\nowner: y\n";
    let source = SourceFile::new("a.yaml", text);
    let yaml = parse(&source, Span::new(0, text.len()));
    assert_eq!(yaml.faults.len(), 4, "{:?}", yaml.faults);
    let entries: Vec<_> = yaml
        .root
        .as_ref()
        .and_then(Node::as_map)
        .unwrap()
        .iter()
        .map(|entry| (entry.key.as_str(), entry.value.as_str().unwrap_or("")))
        .collect();
    assert_eq!(entries, [("標題", "計劃"), ("kind", "x"), ("title", "a: b"), ("owner", "y")]);
    assert_eq!(yaml.unread.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), ["targets"]);
}

#[test]
fn parts_of_scalars_are_found() {
    for (text, part, expected) in [
        ("k: abc", 1..2, "b"),
        ("k: \"abc\"", 0..2, "ab"),
        ("k: 'it''s x'", 5..6, "x"),
        ("k: 'it''s x'", 3..4, "s"),
        ("k: \"a\\\"b\"", 2..3, "b"),
        ("k: \"a\\nb\"", 2..3, "b"),
        ("k: \"\\u0041b\"", 1..2, "\"\\u0041b\""),
        ("k: a\n  bc d", 2..4, "bc"),
        ("k: |\n  甲乙\n    b\n  cd\n", 3..6, "乙"),
        ("k: |\n  甲乙\n    b\n  cd\n", 9..10, "b"),
        ("k: |\n  甲乙\n    b\n  cd\n", 12..13, "d"),
        ("k: >\r\n  ab\r\n  cd\r\n", 3..5, "cd"),
        ("k: abc", 2..9, "abc"),
    ] {
        let source = SourceFile::new("a.yaml", text);
        let yaml = parse(&source, Span::new(0, text.len()));
        let root = yaml.root.unwrap();
        let node = &root.get("k").unwrap().value;
        assert_eq!(source.slice(node.part_span(&source, part.clone())), expected, "{part:?} of {text:?}");
    }
}

#[test]
fn bombs_are_bounded() {
    for text in [
        "[".repeat(400_000),
        "- ".repeat(200_000),
        "? ".repeat(200_000),
        "{a: ".repeat(100_000),
        "*a ".repeat(100_000),
        format!("[{}]", "*a, ".repeat(100_000)),
        "a: 1\n".repeat(100_000),
        format!("a: {}", "x: ".repeat(100_000)),
        format!("a: \"{}", "x\n".repeat(100_000)),
        "\t".repeat(200_000),
        "'".repeat(200_000),
        "：\n".repeat(100_000),
        " \n".repeat(200_000),
        format!("a: |\n{}", " \n".repeat(200_000)),
        "x".repeat(2 << 20),
    ] {
        let source = SourceFile::new("a.yaml", text.as_str());
        let yaml = parse(&source, Span::new(0, text.len()));
        assert!(yaml.faults.len() <= 101);
    }
}

/// Reads a mapping with one key of each type, and lists the findings.
fn check_reading(text: &str, expected: &[&str]) {
    let source = SourceFile::new("a.yaml", text);
    let yaml = parse(&source, Span::new(0, text.len()));
    let reader = Reader::new(&source, "invalid-config");
    if let Some(mut fields) = reader.root(&yaml) {
        fields.required_text("title");
        fields.boolean("draft");
        fields.count("limit");
        fields.decimal("tolerance");
        fields.choice("kind", &[("flow", 1), ("stock", 2)]);
        fields.texts("aliases");
        fields.list("values");
        if let Some(mut inner) = fields.fields("inner") {
            inner.text("x");
            inner.finish();
        }
        fields.finish();
    }
    let found: Vec<String> = reader
        .into_findings()
        .iter()
        .map(|finding| {
            let at = finding.place.start();
            let help = finding.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
            format!("{}:{} {}{help}", at.line, at.column, finding.message)
        })
        .collect();
    assert_eq!(found, expected, "in {text:?}");
}

#[test]
fn typed_reading_reports_what_does_not_fit() {
    check_reading(
        "title: A\ndraft: true\nlimit: 3\ntolerance: 1.10\nkind: flow\naliases: x\nvalues: [1]\n",
        &[],
    );
    check_reading("title: A\naliases: [x, y]\ninner: { x: y }\n", &[]);
    check_reading("kind: flow\n", &["1:1 `title` is missing"]);
    check_reading("title:\n", &["1:1 `title` has no value (write one, or leave the key out)"]);
    check_reading("title: ' '\n", &["1:8 expected text, found an empty text"]);
    check_reading("title: [a]\n", &["1:8 expected text, found a list"]);
    check_reading(
        "title: A\ndraft: yes\nlimit: -1\n",
        &[
            "2:8 expected `true` or `false`, found `yes` (write `true`)",
            "3:8 expected a whole number, found `-1`",
        ],
    );
    check_reading("title: A\ndraft: 否\n", &["2:8 expected `true` or `false`, found `否` (write `false`)"]);
    check_reading(
        "title: A\ndraft: \"true\"\n",
        &["2:8 expected `true` or `false`, found the text `true` in quotes (write `true`)"],
    );
    check_reading("title: A\ntolerance: 1,5\n", &["2:12 expected a number, found `1,5`"]);
    check_reading(
        "title: A\nkind: flwo\naliases: [x, [y]]\n",
        &[
            "2:7 expected `flow` or `stock`, found `flwo` (did you mean `flow`?)",
            "3:14 expected text, found a list",
        ],
    );
    check_reading("titel: A\n", &["1:1 unknown key `titel` (did you mean `title`?)"]);
    check_reading(
        "title: A\ninner: { y: 1, z: 2 }\nzzzzzz: 1\n",
        &[
            "2:10 unknown key `y` (known: x)",
            "2:16 unknown key `z` (known: x)",
            "3:1 unknown key `zzzzzz` (known: title, draft, limit, tolerance, kind, aliases, values, inner)",
        ],
    );
    check_reading(
        "title: A\ninner: x：1\n",
        &[
            "2:8 expected keys with values, found `x：1` (write an ASCII colon and a space instead of the full-width colon)",
        ],
    );
    check_reading(
        "title: A\ntitle: B\n",
        &["2:1 the key `title` stands twice (keep one of the two; the first one counts)"],
    );
    check_reading("[a]\n", &["1:1 expected keys with values, found a list"]);
    check_reading(
        "title: [A\n",
        &["1:8 this bracket is never closed (close it, or put the whole value in quotes)"],
    );
    check_reading("", &[]);
}
