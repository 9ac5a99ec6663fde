//! Operators and functions of expressions.

use super::evaluate::Stop;
use super::value::Value;
use regex::Regex;
use std::cmp::Ordering;
use std::sync::Arc;

/// An operator or function.
#[derive(Clone, Debug)]
pub(super) enum Function {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Negate,
    Not,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    /// What is not a boolean counts as true: the condition of macros.
    NotStrictlyFalse,
    Size,
    Contains,
    StartsWith,
    EndsWith,
    /// With the pattern compiled, where it stands in the expression.
    Matches(Option<Arc<Regex>>),
    Approx,
    Abs,
    Round,
    Floor,
    Ceil,
    Min,
    Max,
    Sum,
    Text,
    Double,
    Int,
    LowerAscii,
}

/// The functions that an expression can call, with the number of their arguments (the receiver counts).
pub(super) const NAMES: &[(&str, Function, (usize, usize))] = &[
    ("size", Function::Size, (1, 1)),
    ("contains", Function::Contains, (2, 2)),
    ("startsWith", Function::StartsWith, (2, 2)),
    ("endsWith", Function::EndsWith, (2, 2)),
    ("matches", Function::Matches(None), (2, 2)),
    ("approx", Function::Approx, (2, 3)),
    ("abs", Function::Abs, (1, 1)),
    ("round", Function::Round, (1, 1)),
    ("floor", Function::Floor, (1, 1)),
    ("ceil", Function::Ceil, (1, 1)),
    ("min", Function::Min, (1, 64)),
    ("max", Function::Max, (1, 64)),
    ("sum", Function::Sum, (1, 64)),
    ("string", Function::Text, (1, 1)),
    ("double", Function::Double, (1, 1)),
    ("int", Function::Int, (1, 1)),
    ("lowerAscii", Function::LowerAscii, (1, 1)),
];

/// How far computed numbers may lie apart, as a part of the larger, to be called equal by `approx`.
const TOLERANCE: f64 = 1e-9;

/// Calls an operator or function.
pub(super) fn call(function: &Function, arguments: &[Value]) -> Result<Value, Stop> {
    match arguments {
        [a] => one(function, a),
        [a, b] => two(function, a, b),
        [Value::Number(a), Value::Number(b), Value::Number(tolerance)]
            if matches!(function, Function::Approx) =>
        {
            Ok(Value::Bool((a - b).abs() <= tolerance.abs()))
        }
        many => fold(function, many),
    }
}

fn one(function: &Function, a: &Value) -> Result<Value, Stop> {
    match (function, a) {
        (Function::Not, Value::Bool(a)) => Ok(Value::Bool(!a)),
        (Function::NotStrictlyFalse, a) => Ok(Value::Bool(*a != Value::Bool(false))),
        (Function::Negate, Value::Number(a)) => Ok(Value::Number(-a)),
        (Function::Abs, Value::Number(a)) => Ok(Value::Number(a.abs())),
        (Function::Round, Value::Number(a)) => Ok(Value::Number(a.round())),
        (Function::Floor, Value::Number(a)) => Ok(Value::Number(a.floor())),
        (Function::Ceil, Value::Number(a)) => Ok(Value::Number(a.ceil())),
        (Function::Int, Value::Number(a)) => Ok(Value::Number(a.trunc())),
        (Function::Double, Value::Number(a)) => Ok(Value::Number(*a)),
        (Function::Double | Function::Int, Value::Text(text)) => {
            let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
            let number = number.ok_or_else(|| Stop::Type(format!("`{text}` is not a number")))?;
            Ok(Value::Number(if matches!(function, Function::Int) { number.trunc() } else { number }))
        }
        (Function::Text, Value::Number(a)) => Ok(a.to_string().as_str().into()),
        (Function::Text, Value::Text(_)) => Ok(a.clone()),
        (Function::Text, Value::Bool(a)) => Ok(a.to_string().as_str().into()),
        (Function::LowerAscii, Value::Text(text)) => Ok(text.to_ascii_lowercase().as_str().into()),
        (Function::Size, Value::Text(text)) => Ok(count(text.chars().count())),
        (Function::Size, Value::List(items)) => Ok(count(items.len())),
        (Function::Size, Value::Map(entries)) => Ok(count(entries.len())),
        (Function::Min | Function::Max | Function::Sum, Value::List(items)) => fold(function, items),
        (Function::Min | Function::Max | Function::Sum, Value::Number(_)) => Ok(a.clone()),
        _ => Err(Stop::Type(format!("{} is of no use here", a.kind()))),
    }
}

fn two(function: &Function, a: &Value, b: &Value) -> Result<Value, Stop> {
    use Value::{List, Map, Number, Text};
    let ordered = |wanted: fn(Ordering) -> bool| {
        let order = a.order(b);
        order.map(|order| Value::Bool(wanted(order))).ok_or_else(|| mismatch("compared", a, b))
    };
    match (function, a, b) {
        (Function::Equal, ..) => Ok(Value::Bool(a == b)),
        (Function::NotEqual, ..) => Ok(Value::Bool(a != b)),
        (Function::Less, ..) => ordered(Ordering::is_lt),
        (Function::LessOrEqual, ..) => ordered(Ordering::is_le),
        (Function::Greater, ..) => ordered(Ordering::is_gt),
        (Function::GreaterOrEqual, ..) => ordered(Ordering::is_ge),
        (Function::Add, Number(a), Number(b)) => Ok(Number(a + b)),
        (Function::Add, Text(a), Text(b)) => Ok(format!("{a}{b}").as_str().into()),
        (Function::Add, List(a), List(b)) => Ok(Value::list(a.iter().chain(b.iter()).cloned())),
        (Function::Subtract, Number(a), Number(b)) => Ok(Number(a - b)),
        (Function::Multiply, Number(a), Number(b)) => Ok(Number(a * b)),
        (Function::Divide | Function::Modulo, Number(_), Number(b)) if *b == 0.0 => {
            Err(Stop::Type("a number is divided by 0".to_string()))
        }
        (Function::Divide, Number(a), Number(b)) => Ok(Number(a / b)),
        (Function::Modulo, Number(a), Number(b)) => Ok(Number(a % b)),
        (Function::In, a, List(items)) | (Function::Contains, List(items), a) => {
            Ok(Value::Bool(items.contains(a)))
        }
        (Function::In, Text(key), Map(entries)) => Ok(Value::Bool(entries.contains_key(&**key))),
        (Function::In, Text(part), Text(text)) | (Function::Contains, Text(text), Text(part)) => {
            Ok(Value::Bool(text.contains(&**part)))
        }
        (Function::StartsWith, Text(text), Text(part)) => Ok(Value::Bool(text.starts_with(&**part))),
        (Function::EndsWith, Text(text), Text(part)) => Ok(Value::Bool(text.ends_with(&**part))),
        (Function::Matches(Some(pattern)), Text(text), _) => Ok(Value::Bool(pattern.is_match(text))),
        (Function::Approx, Number(a), Number(b)) => {
            Ok(Value::Bool((a - b).abs() <= TOLERANCE * a.abs().max(b.abs()).max(1.0)))
        }
        (Function::Min | Function::Max | Function::Sum, ..) => fold(function, &[a.clone(), b.clone()]),
        _ => Err(mismatch("put together", a, b)),
    }
}

fn fold(function: &Function, values: &[Value]) -> Result<Value, Stop> {
    let numbers = values.iter().map(|value| match value {
        Value::Number(number) => Ok(*number),
        other => Err(Stop::Type(format!("{} is not a number", other.kind()))),
    });
    let numbers: Vec<f64> = numbers.collect::<Result<_, Stop>>()?;
    let result = match function {
        Function::Sum => Some(numbers.iter().sum()),
        Function::Min => numbers.into_iter().reduce(f64::min),
        Function::Max => numbers.into_iter().reduce(f64::max),
        _ => return Err(Stop::Type("too many arguments".to_string())),
    };
    result.map(Value::Number).ok_or(Stop::Missing)
}

fn mismatch(what: &str, a: &Value, b: &Value) -> Stop {
    Stop::Type(format!("{} and {} cannot be {what}", a.kind(), b.kind()))
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
fn count(size: usize) -> Value {
    Value::Number(size as f64)
}
