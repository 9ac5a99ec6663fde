//! What expressions say, and where they stop.

use super::{Expression, Stop, Value};
use std::collections::BTreeMap;

fn plan() -> BTreeMap<String, Value> {
    let targets = Value::map([("units".to_string(), Value::Number(9.0))]);
    let figures = Value::map([("market".to_string(), Value::Number(40.0))]);
    let other = |status: &str| Value::map([("status".to_string(), status.into())]);
    [
        ("title", "長沙".into()),
        ("status", "active".into()),
        ("last-call", "2026-03-01".into()),
        ("date", "2026-02-01".into()),
        ("targets", targets),
        ("figures", figures),
        ("tags", Value::list(["a".into(), "b".into()])),
        ("requires", Value::list([other("Final"), other("Draft")])),
        ("rate", Value::Number(0.1)),
    ]
    .map(|(key, value)| (key.to_string(), value))
    .into_iter()
    .collect()
}

#[test]
fn says_what_holds() {
    let check = |text: &str, expected: bool| {
        let expression = Expression::compile(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        assert_eq!(expression.evaluate(&plan()), Ok(Value::Bool(expected)), "{text}");
    };
    check("plan.targets.units <= plan.figures.market * 0.2", false);
    check("9 <= 40 * 0.2", false);
    check("plan.targets.units == 9", true);
    check("plan.rate + 0.2 == 0.3", false);
    check("approx(plan.rate + 0.2, 0.3)", true);
    check("approx(1.0, 1.05, 0.1)", true);
    check("plan['last-call'] > plan.date", true);
    check("'last-call' in plan && !('missing' in plan)", true);
    check("has(plan.title) && !has(plan.missing)", true);
    check("plan.requires.all(r, r.status == 'Final')", false);
    check("plan.requires.exists(r, r.status == 'Final')", true);
    check("plan.requires.exists_one(r, r.status == 'Final')", true);
    check("plan.requires.filter(r, r.status == 'Final').size() == 1", true);
    check("plan.requires.map(r, r.status) == ['Final', 'Draft']", true);
    check("plan.tags.size() >= 2 && size(plan.title) == 2", true);
    check("plan.tags[0] == 'a' && 'b' in plan.tags", true);
    check("plan.status in ['active', 'closed'] ? true : false", true);
    check("plan.title.matches('^長') && plan.title.startsWith('長') && plan.title.contains('沙')", true);
    check("7 % 2 == 1 && -1 < 0 && max(1, 2, 3) == 3 && sum([1, 2]) == 3", true);
    check("plan.status == 'active' || plan.missing == 1", true);
    check("{'a': 1}.a == 1", true);
}

#[test]
fn says_why_it_cannot_be_asked() {
    let check = |text: &str, expected: &Stop| {
        let expression = Expression::compile(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        assert_eq!(expression.evaluate(&plan()).as_ref(), Err(expected), "{text}");
    };
    let kind = |text: &str| Stop::Type(text.to_string());
    check("plan.missing == 1", &Stop::Missing);
    check("plan['missing'] == 1", &Stop::Missing);
    check("plan.tags[7] == ''", &Stop::Missing);
    check("plan.title < 3", &kind("text and a number cannot be compared"));
    check("plan.title.all(c, c == 'a')", &kind("text has no items to go through"));
    check("plan.rate / 0 == 1", &kind("a number is divided by 0"));
    let many = (0..90).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    check(&format!("[{many}].all(a, [{many}].all(b, [{many}].all(c, a + b + c >= 0)))"), &Stop::TooLong);
}

#[test]
fn says_where_it_cannot_be_read() {
    let check = |text: &str, at: &str, message: &str| {
        let fault = Expression::compile(text).err().unwrap_or_else(|| panic!("{text} compiles"));
        assert_eq!((&text[fault.range.clone()], fault.message.as_str()), (at, message), "{text}: {fault:?}");
    };
    check("plan.a < stauts", "stauts", "there is no variable `stauts`");
    check("sise(plan.tags) > 1", "sise", "there is no function `sise`");
    check("plan.title.matches('(')", "(", "`(` is not a pattern");
    check("  ", "  ", "the expression is empty");
    let fault = Expression::compile("plan.標題 == )").err();
    assert!(fault.is_some_and(|fault| fault.message.contains("cannot be read")));
    for text in
        ["plan.a &&", "(", "a.b.c(", "plan.x{a: 1}", "\"", "plan..a", "1 2", "@", "[1", "b'x' == b'x'"]
    {
        assert!(Expression::compile(text).is_err(), "{text}");
    }
    let deep = "(".repeat(600) + "1" + &")".repeat(600);
    assert!(Expression::compile(&deep).is_err());
}

#[test]
fn knows_what_it_reads() {
    let paths = |text: &str| {
        let expression = Expression::compile(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        expression.paths().iter().map(|path| path.join("/")).collect::<Vec<_>>()
    };
    assert_eq!(paths("plan.targets.units <= plan['a-b'] * 0.2"), ["targets/units", "a-b"]);
    assert_eq!(paths("'x' in plan && has(plan.y)"), ["x", "y"]);
    assert_eq!(paths("plan.requires.all(r, r.status == plan.status)"), ["requires", "status"]);
    assert_eq!(paths("plan.sections['a'].text.size() > 3"), ["sections/a/text"]);
}
