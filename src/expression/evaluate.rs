//! Evaluation, bounded by steps: an expression with nested macros over the lists of a plan ends in any case.

use super::function::{self, Function};
use super::value::Value;
use super::{Fold, Node};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Something that is read is not there.
    Missing,
    /// The types do not fit: what is wrong.
    Type(String),
    /// More than [`STEPS`] steps.
    TooLong,
}

/// Steps that one evaluation may take: nodes visited, list items copied.
const STEPS: usize = 200_000;

pub(super) fn evaluate(root: &Node, plan: &BTreeMap<String, Value>) -> Result<Value, Stop> {
    let plan = Value::Map(Arc::new(plan.clone()));
    Evaluation { variables: vec![("plan".to_string(), plan)], steps: STEPS }.value(root)
}

struct Evaluation {
    /// Innermost last.
    variables: Vec<(String, Value)>,
    steps: usize,
}

impl Evaluation {
    fn spend(&mut self, steps: usize) -> Result<(), Stop> {
        self.steps = self.steps.checked_sub(steps).ok_or(Stop::TooLong)?;
        Ok(())
    }

    fn value(&mut self, node: &Node) -> Result<Value, Stop> {
        self.spend(1)?;
        match node {
            Node::Literal(value) => Ok(value.clone()),
            Node::Variable(name) => {
                let found = self.variables.iter().rev().find(|(other, _)| other == name);
                found.map(|(_, value)| value.clone()).ok_or(Stop::Missing)
            }
            Node::Field(inner, name) => match self.value(inner)? {
                Value::Map(entries) => entries.get(name).cloned().ok_or(Stop::Missing),
                other => Err(Stop::Type(format!("{} has no `{name}`", other.kind()))),
            },
            Node::Has(inner, name) => match self.value(inner)? {
                Value::Map(entries) => Ok(Value::Bool(entries.contains_key(name))),
                _ => Ok(Value::Bool(false)),
            },
            Node::Index(list, index) => {
                let (list, index) = (self.value(list)?, self.value(index)?);
                at(&list, &index)
            }
            Node::Choice(parts) => {
                let [condition, yes, no] = &**parts;
                if self.boolean(condition)? { self.value(yes) } else { self.value(no) }
            }
            Node::And(parts) => Ok(Value::Bool(self.boolean(&parts[0])? && self.boolean(&parts[1])?)),
            Node::Or(parts) => Ok(Value::Bool(self.boolean(&parts[0])? || self.boolean(&parts[1])?)),
            Node::Call(function, arguments) => self.call(function, arguments),
            Node::List(items) => {
                let items = items.iter().map(|item| self.value(item)).collect::<Result<Vec<_>, _>>()?;
                Ok(Value::list(items))
            }
            Node::Map(entries) => {
                let mut map = BTreeMap::new();
                for (key, value) in entries {
                    let Value::Text(key) = self.value(key)? else {
                        return Err(Stop::Type("the keys of a map must be text".to_string()));
                    };
                    map.insert(key.to_string(), self.value(value)?);
                }
                Ok(Value::Map(Arc::new(map)))
            }
            Node::Fold(fold) => self.fold(fold),
        }
    }

    fn boolean(&mut self, node: &Node) -> Result<bool, Stop> {
        match self.value(node)? {
            Value::Bool(value) => Ok(value),
            other => Err(Stop::Type(format!("{} is neither true nor false", other.kind()))),
        }
    }

    fn call(&mut self, function: &Function, arguments: &[Node]) -> Result<Value, Stop> {
        let arguments: Vec<Value> =
            arguments.iter().map(|argument| self.value(argument)).collect::<Result<_, _>>()?;
        // What is copied or searched counts by its size, so that doubling a text in a loop ends too.
        let size = |value: &Value| match value {
            Value::Text(text) => text.len() / 64,
            Value::List(items) => items.len(),
            _ => 0,
        };
        self.spend(arguments.iter().map(size).sum())?;
        function::call(function, &arguments)
    }

    fn fold(&mut self, fold: &Fold) -> Result<Value, Stop> {
        let items: Vec<Value> = match self.value(&fold.range)? {
            Value::List(items) => items.to_vec(),
            Value::Map(entries) => entries.keys().map(|key| key.as_str().into()).collect(),
            other => return Err(Stop::Type(format!("{} has no items to go through", other.kind()))),
        };
        let start = self.value(&fold.start)?;
        let depth = self.variables.len();
        self.variables.push((fold.accumulator.clone(), start));
        self.variables.push((fold.item.clone(), Value::Null));
        for item in items {
            self.variables[depth + 1].1 = item;
            if !self.boolean(&fold.go_on)? {
                break;
            }
            let next = self.value(&fold.step)?;
            self.variables[depth].1 = next;
        }
        self.variables.truncate(depth + 1);
        let result = self.value(&fold.result);
        self.variables.truncate(depth);
        result
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "casts of floats saturate")]
fn at(list: &Value, index: &Value) -> Result<Value, Stop> {
    match (list, index) {
        (Value::List(items), Value::Number(index)) if *index >= 0.0 && index.fract() == 0.0 => {
            items.get(*index as usize).cloned().ok_or(Stop::Missing)
        }
        (Value::Map(entries), Value::Text(key)) => entries.get(&**key).cloned().ok_or(Stop::Missing),
        (list, index) => Err(Stop::Type(format!("{} has no place {}", list.kind(), index.kind()))),
    }
}
