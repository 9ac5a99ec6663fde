//! `rules:`: what a schema cannot say otherwise, as expressions. They are compiled when the schema is read,
//! and what they name of a plan is checked then too.

use super::context::{Context, Late};
use crate::config::{Condition, Level};
use crate::expression::Expression;
use crate::text::{Place, Span};
use crate::yaml::Node;

/// A rule in the Common Expression Language.
#[derive(Clone, Debug)]
pub struct ExpressionRule {
    /// `id:`, by which another schema overrides it.
    pub id: Option<String>,
    /// The expression as written.
    pub text: String,
    /// The same compiled.
    pub expression: Expression,
    /// What is wrong where it does not hold.
    pub message: String,
    /// The level that it states.
    pub level: Option<Level>,
    /// When it is asked at all.
    pub when: Option<Condition>,
    /// Key or section id where the finding stands.
    pub at: Option<String>,
    /// Where it is declared.
    pub place: Place,
}

/// Reads one entry of `rules:`.
pub(super) fn read(context: &Context, node: &Node) -> Option<ExpressionRule> {
    let reader = context.reader;
    let mut fields = reader.fields(node)?;
    let assert = fields.required("assert");
    let message = fields.required_text("message").map(str::to_owned);
    let at = fields.get("at").and_then(|node| {
        let at = reader.text(node)?;
        context.later(Late::At(at.to_owned(), node.span));
        Some(at.to_owned())
    });
    let level = fields.get("severity").and_then(|node| Level::read(reader, node));
    let when = context.when(&mut fields);
    let id = fields.text("id").map(str::to_owned);
    fields.finish();
    let assert = assert?;
    let text = reader.text(assert)?;
    let expression = compile(context, assert, text)?;
    names(context, assert, &expression);
    let (text, place) = (text.to_owned(), reader.place(assert.span));
    Some(ExpressionRule { id, text, expression, message: message?, level, when, at, place })
}

/// Compiles an expression; what does not compile is recorded at its place.
fn compile(context: &Context, node: &Node, text: &str) -> Option<Expression> {
    let reader = context.reader;
    match Expression::compile(text) {
        Ok(expression) => Some(expression),
        Err(fault) => {
            let span = node.part_span(reader.source(), fault.range);
            reader.push(reader.finding(span, fault.message).maybe_help(fault.help));
            None
        }
    }
}

/// Checks what an expression names of a plan, or remembers it until the merged schema is known.
fn names(context: &Context, node: &Node, expression: &Expression) {
    let metrics = &context.config.metrics;
    for path in expression.paths() {
        let mut path = path.iter().map(String::as_str);
        let Some(key) = path.next() else { continue };
        context.later(Late::PlanKey(key.to_owned(), place_of(context, node, key)));
        let Some(name) = path.next() else { continue };
        let span = place_of(context, node, name);
        match key {
            "targets" | "actuals" | "figures" if context.config.lacks.metrics => {}
            "targets" | "actuals" | "figures" if metrics.iter().all(|metric| metric.id != name) => {
                context.reader.unknown(span, "metric", name, metrics.iter().map(|metric| metric.id.as_str()));
            }
            "sections" => context.later(Late::Section(name.to_owned(), span)),
            _ => {}
        }
    }
}

/// Where a name stands in the expression: the first place where it is a word of its own.
fn place_of(context: &Context, node: &Node, name: &str) -> Span {
    let text = node.as_str().unwrap_or("");
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let alone = |at: usize| !text[..at].ends_with(is_word) && !text[at + name.len()..].starts_with(is_word);
    match text.match_indices(name).find(|(at, _)| alone(*at)) {
        Some((at, _)) if !name.is_empty() => node.part_span(context.reader.source(), at..at + name.len()),
        _ => node.span,
    }
}
