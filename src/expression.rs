//! Expressions in the Common Expression Language, over which schemas state what they cannot say
//! otherwise. The grammar is read by the `cel` crate; what an expression means is decided here, because
//! plans differ from CEL's usual values: all numbers are doubles, a value that is missing skips the rule,
//! and evaluation is bounded by steps. Nothing here panics on any value.

mod compile;
mod evaluate;
mod function;
#[cfg(test)]
mod tests;
mod value;

pub use compile::ExpressionFault;
pub use evaluate::Stop;
pub use value::Value;

use std::collections::BTreeMap;
use std::sync::Arc;

/// A compiled expression over the variable `plan`.
#[derive(Clone, Debug)]
pub struct Expression {
    root: Arc<Node>,
    paths: Vec<Vec<String>>,
}

impl Expression {
    /// Compiles an expression.
    ///
    /// # Errors
    /// What is wrong and where in the text, where it is not an expression, names a variable or function that
    /// there is not, or is longer than what is read.
    pub fn compile(text: &str) -> Result<Self, ExpressionFault> {
        compile::compile(text)
    }

    /// What of `plan` is read, in the order of the text: `plan.targets.units` is `["targets", "units"]`.
    pub fn paths(&self) -> &[Vec<String>] {
        &self.paths
    }

    /// The value of the expression for a plan.
    ///
    /// # Errors
    /// A value is missing, the types do not fit, or it takes too many steps.
    pub fn evaluate(&self, plan: &BTreeMap<String, Value>) -> Result<Value, Stop> {
        evaluate::evaluate(&self.root, plan)
    }
}

/// A node of an expression.
#[derive(Clone, Debug)]
enum Node {
    /// A value.
    Literal(Value),
    /// `plan`, or the variable of a macro.
    Variable(String),
    /// `a.b`, `a['b']`.
    Field(Box<Node>, String),
    /// `has(a.b)`.
    Has(Box<Node>, String),
    /// `a[b]`.
    Index(Box<Node>, Box<Node>),
    /// `a ? b : c`.
    Choice(Box<[Node; 3]>),
    /// `a && b`.
    And(Box<[Node; 2]>),
    /// `a || b`.
    Or(Box<[Node; 2]>),
    /// An operator or a function with its arguments; the receiver comes first.
    Call(function::Function, Vec<Node>),
    /// `[a, b]`.
    List(Vec<Node>),
    /// `{'a': b}`.
    Map(Vec<(Node, Node)>),
    /// `list.all(x, …)` and the other macros.
    Fold(Box<Fold>),
}

/// A walk over the items of a list with an accumulated result.
#[derive(Clone, Debug)]
struct Fold {
    range: Node,
    item: String,
    accumulator: String,
    start: Node,
    go_on: Node,
    step: Node,
    result: Node,
}
