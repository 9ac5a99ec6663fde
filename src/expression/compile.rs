//! From text to a tree: the `cel` crate reads the grammar and expands the macros, here names are resolved
//! and patterns compiled, so that what can be wrong is said when the schema is read.

use super::function::{Function, NAMES};
use super::value::Value;
use super::{Expression, Fold, Node};
use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, operators};
use cel::common::value::CelVal;
use cel::parser::{ParseError, Parser};
use regex::Regex;
use std::ops::Range;
use std::sync::Arc;

/// Why a text is no expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionFault {
    /// Bytes of the text; the whole where nothing closer is known.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do, where something is known.
    pub help: Option<String>,
}

/// Characters of an expression that are read.
const LONGEST: usize = 4_000;

/// Brackets within brackets, and choices (`?`), that are read: the parser descends into each with its stack.
const DEEPEST: usize = 20;

/// Operators and points that are read: a chain of them is a tree as deep as it is long.
const MOST_OPERATORS: usize = 80;

pub(super) fn compile(text: &str) -> Result<Expression, ExpressionFault> {
    let whole = 0..text.len();
    let fault = |message: &str, help: Option<String>| ExpressionFault {
        range: whole.clone(),
        message: message.to_string(),
        help,
    };
    if text.trim().is_empty() {
        return Err(fault(
            "the expression is empty",
            Some("write what must hold, such as `plan.a < plan.b`".into()),
        ));
    }
    if text.chars().count() > LONGEST {
        return Err(fault("the expression is too long", Some("split it into several rules".into())));
    }
    if let Some(at) = too_much(text) {
        return Err(ExpressionFault {
            range: at..at + 1,
            message: "the expression is too complicated".to_string(),
            help: Some("split it into several rules".into()),
        });
    }
    let tree = Parser::new().parse(text).map_err(|errors| match errors.errors.first() {
        Some(error) => syntax(text, error),
        None => fault("this is no expression", None),
    })?;
    let mut compiler = Compiler { text, variables: vec!["plan".to_string()], paths: Vec::new() };
    let root = compiler.node(&tree)?;
    Ok(Expression { root: Arc::new(root), paths: compiler.paths })
}

/// Where an expression has more than is read. What stands in quotes is counted too: no trick with quotes
/// gets past, and patterns are rarely that long.
fn too_much(text: &str) -> Option<usize> {
    let (mut depth, mut operators) = (0usize, 0usize);
    let found = text.char_indices().find(|(_, c)| {
        match c {
            '(' | '[' | '{' | '?' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '+' | '-' | '*' | '/' | '%' | '!' | '<' | '>' | '=' | '&' | '|' | '.' => operators += 1,
            _ => {}
        }
        depth > DEEPEST || operators > MOST_OPERATORS
    });
    found.map(|(at, _)| at)
}

/// A fault of the grammar, with the place that the parser names: line and column from 1, in the text
/// without white space at its ends.
fn syntax(text: &str, error: &ParseError) -> ExpressionFault {
    let indent = text.len() - text.trim_start().len();
    let (line, column) = error.pos;
    let line = usize::try_from(line).unwrap_or(1).max(1);
    let column = usize::try_from(column).unwrap_or(1).max(1) - 1;
    let trimmed = text.trim();
    let start = trimmed.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
    let rest = trimmed.get(start..).unwrap_or("");
    let offset: usize = rest.chars().take(column).map(char::len_utf8).sum();
    let at = (indent + start + offset).min(text.len());
    let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    let message = error.msg.lines().next().unwrap_or("").trim_start_matches("Syntax error: ");
    // What the grammar expects is a long list of its own names.
    let message = message.split(" expecting ").next().unwrap_or(message);
    let (message, help) = match message.contains("<EOF>") {
        true => ("it ends too early".to_owned(), Some("something is missing at its end".to_owned())),
        false => (message.to_owned(), None),
    };
    let range = if at == end && at > 0 {
        text.floor_char_boundary(text.trim_end().len() - 1)..text.trim_end().len()
    } else {
        at..end
    };
    ExpressionFault { range, message: format!("the expression cannot be read: {message}"), help }
}

struct Compiler<'a> {
    text: &'a str,
    /// Names that are known here, innermost last.
    variables: Vec<String>,
    paths: Vec<Vec<String>>,
}

type Compiled = Result<Node, ExpressionFault>;

impl Compiler<'_> {
    fn fault(&self, word: &str, message: String, help: Option<String>) -> ExpressionFault {
        let at = find_word(self.text, word);
        ExpressionFault { range: at.unwrap_or(0..self.text.len()), message, help }
    }

    fn node(&mut self, tree: &IdedExpr) -> Compiled {
        if let Some(path) = path(tree)
            && !self.paths.contains(&path)
        {
            self.paths.push(path);
        }
        match &tree.expr {
            Expr::Literal(value) => self.literal(value),
            Expr::Ident(name) => self.variable(name),
            Expr::Select(select) => {
                let inner = Box::new(self.inner(&select.operand)?);
                let name = select.field.clone();
                Ok(if select.test { Node::Has(inner, name) } else { Node::Field(inner, name) })
            }
            Expr::Call(call) => self.call(call),
            Expr::List(list) => Ok(Node::List(self.nodes(&list.elements)?)),
            Expr::Map(map) => {
                let mut entries = Vec::new();
                for entry in &map.entries {
                    let EntryExpr::MapEntry(entry) = &entry.expr else {
                        return Err(self.fault("", "structs are not known here".into(), None));
                    };
                    entries.push((self.node(&entry.key)?, self.node(&entry.value)?));
                }
                Ok(Node::Map(entries))
            }
            Expr::Comprehension(fold) => self.fold(fold),
            Expr::Struct(_) | Expr::Unspecified => {
                Err(self.fault("", "structs are not known here".into(), None))
            }
        }
    }

    /// What stands before a point: its path is part of a longer one, which is noted already.
    fn inner(&mut self, tree: &IdedExpr) -> Compiled {
        let paths = std::mem::take(&mut self.paths);
        let is_path = path(tree).is_some();
        let node = self.node(tree);
        let found = std::mem::replace(&mut self.paths, paths);
        if !is_path {
            for path in found {
                if !self.paths.contains(&path) {
                    self.paths.push(path);
                }
            }
        }
        node
    }

    fn nodes(&mut self, trees: &[IdedExpr]) -> Result<Vec<Node>, ExpressionFault> {
        trees.iter().map(|tree| self.node(tree)).collect()
    }

    fn literal(&self, value: &CelVal) -> Compiled {
        #[expect(clippy::cast_precision_loss, reason = "all numbers are doubles")]
        let value = match value {
            CelVal::Boolean(value) => Value::Bool(*value),
            CelVal::Int(number) => Value::Number(*number as f64),
            CelVal::UInt(number) => Value::Number(*number as f64),
            CelVal::Double(number) => Value::Number(*number),
            CelVal::String(text) => text.as_str().into(),
            CelVal::Null => Value::Null,
            _ => {
                return Err(self.fault(
                    "",
                    "literals of bytes, durations and the like are not known here".into(),
                    None,
                ));
            }
        };
        Ok(Node::Literal(value))
    }

    fn variable(&self, name: &str) -> Compiled {
        if self.variables.iter().any(|known| known == name) {
            return Ok(Node::Variable(name.to_string()));
        }
        let help = format!("the fields of the plan are `plan.{name}` and so on; text stands in quotes");
        Err(self.fault(name, format!("there is no variable `{name}`"), Some(help)))
    }

    fn call(&mut self, call: &CallExpr) -> Compiled {
        let name = call.func_name.as_str();
        if name == operators::INDEX
            && let [inner, index] = call.args.as_slice()
        {
            return match &index.expr {
                Expr::Literal(CelVal::String(key)) => {
                    Ok(Node::Field(Box::new(self.inner(inner)?), key.clone()))
                }
                _ => Ok(Node::Index(Box::new(self.node(inner)?), Box::new(self.node(index)?))),
            };
        }
        let trees = call.target.as_deref().into_iter().chain(&call.args);
        let nodes: Vec<Node> = trees.map(|tree| self.node(tree)).collect::<Result<_, _>>()?;
        let nodes = match (name, <[Node; 2]>::try_from(nodes)) {
            (operators::LOGICAL_AND, Ok(parts)) => return Ok(Node::And(Box::new(parts))),
            (operators::LOGICAL_OR, Ok(parts)) => return Ok(Node::Or(Box::new(parts))),
            (_, Ok(parts)) => Vec::from(parts),
            (_, Err(nodes)) => nodes,
        };
        let nodes = match (name, <[Node; 3]>::try_from(nodes)) {
            (operators::CONDITIONAL, Ok(parts)) => return Ok(Node::Choice(Box::new(parts))),
            (_, Ok(parts)) => Vec::from(parts),
            (_, Err(nodes)) => nodes,
        };
        match operator(name) {
            Some(function) => Ok(Node::Call(function, nodes)),
            None => self.function(name, nodes),
        }
    }

    fn function(&self, name: &str, nodes: Vec<Node>) -> Compiled {
        let Some((_, function, (least, most))) = NAMES.iter().find(|(known, ..)| *known == name) else {
            let near = crate::fold::nearest(name, NAMES.iter().map(|(known, ..)| *known));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            return Err(self.fault(name, format!("there is no function `{name}`"), help));
        };
        if !(*least..=*most).contains(&nodes.len()) {
            return Err(self.fault(name, format!("`{name}` has another number of arguments"), None));
        }
        let Function::Matches(_) = function else { return Ok(Node::Call(function.clone(), nodes)) };
        let Some(Node::Literal(Value::Text(pattern))) = nodes.get(1) else {
            return Err(self.fault(name, "the pattern of `matches` must stand in quotes".into(), None));
        };
        let pattern = Regex::new(pattern).map_err(|_| {
            self.fault(
                pattern,
                format!("`{pattern}` is not a pattern"),
                Some("it must be a regular expression".into()),
            )
        })?;
        Ok(Node::Call(Function::Matches(Some(Arc::new(pattern))), nodes))
    }

    fn fold(&mut self, fold: &ComprehensionExpr) -> Compiled {
        let range = self.node(&fold.iter_range)?;
        let start = self.node(&fold.accu_init)?;
        let known = self.variables.len();
        self.variables.extend([fold.accu_var.clone(), fold.iter_var.clone()]);
        let go_on = self.node(&fold.loop_cond)?;
        let step = self.node(&fold.loop_step)?;
        let result = self.node(&fold.result)?;
        self.variables.truncate(known);
        let (item, accumulator) = (fold.iter_var.clone(), fold.accu_var.clone());
        Ok(Node::Fold(Box::new(Fold { range, item, accumulator, start, go_on, step, result })))
    }
}

fn operator(name: &str) -> Option<Function> {
    Some(match name {
        operators::ADD => Function::Add,
        operators::SUBSTRACT => Function::Subtract,
        operators::MULTIPLY => Function::Multiply,
        operators::DIVIDE => Function::Divide,
        operators::MODULO => Function::Modulo,
        operators::NEGATE => Function::Negate,
        operators::LOGICAL_NOT => Function::Not,
        operators::EQUALS => Function::Equal,
        operators::NOT_EQUALS => Function::NotEqual,
        operators::LESS => Function::Less,
        operators::LESS_EQUALS => Function::LessOrEqual,
        operators::GREATER => Function::Greater,
        operators::GREATER_EQUALS => Function::GreaterOrEqual,
        operators::IN => Function::In,
        operators::NOT_STRICTLY_FALSE => Function::NotStrictlyFalse,
        _ => return None,
    })
}

/// The names behind `plan` in `plan.a.b` and `plan['a'].b`; for `'a' in plan` too.
fn path(tree: &IdedExpr) -> Option<Vec<String>> {
    match &tree.expr {
        Expr::Select(select) => step(&select.operand, &select.field),
        Expr::Call(call) if call.func_name == operators::INDEX => match call.args.as_slice() {
            [inner, IdedExpr { expr: Expr::Literal(CelVal::String(key)), .. }] => step(inner, key),
            _ => None,
        },
        Expr::Call(call) if call.func_name == operators::IN => match call.args.as_slice() {
            [IdedExpr { expr: Expr::Literal(CelVal::String(key)), .. }, inner] => step(inner, key),
            _ => None,
        },
        _ => None,
    }
}

fn step(inner: &IdedExpr, name: &str) -> Option<Vec<String>> {
    let mut way = match &inner.expr {
        Expr::Ident(variable) if variable == "plan" => Vec::new(),
        _ => path(inner)?,
    };
    way.push(name.to_string());
    Some(way)
}

/// The first place where a word stands in a text, at word borders.
fn find_word(text: &str, word: &str) -> Option<Range<usize>> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).map(|(at, _)| at..at + word.len()).find(|range| {
        !word.is_empty() && !text[..range.start].ends_with(is_part) && !text[range.end..].starts_with(is_part)
    })
}
