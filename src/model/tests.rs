//! Plans in, everything that was read out, as lines.

mod front;
mod mutated;
mod numbers;
mod other;
mod work;

use super::*;
use crate::config::ConfigFiles;
use crate::parse::Options;
use std::fmt::Write as _;

const METRICS: &str = "
revenue: { title: 銷售額, unit: 元, kind: flow, display: 萬元 }
units: { title: 銷量, aliases: [總銷量], unit: 套, kind: flow }
headcount: { title: 人數, unit: 人, units: [名], kind: stock }
share: { title: 占有率, unit: '%', kind: ratio }
cost: { title: 費用, unit: 元, kind: flow }
";
const DIMENSIONS: &str = "
region:
  title: 區域
  values:
    - { id: national, title: 全國, children: [{ id: changsha, title: 長沙, aliases: [長沙市] }, { id: shenzhen, title: 深圳 }] }
channel: { title: 渠道, open: true, values: [{ id: ka, title: 賣場 }, { id: dealer, title: 代理商 }] }
";
const PLANPRESS: &str = "
title: t
relations: { requires: { title: r } }
";

fn config() -> Config {
    let file = |path: &str, text: &str| SourceFile::new(path, text);
    let files = ConfigFiles {
        lacks: Default::default(),
        planpress: file("planpress.yaml", PLANPRESS),
        metrics: Some(file("metrics.yaml", METRICS)),
        dimensions: Some(file("dimensions.yaml", DIMENSIONS)),
    };
    let (config, findings) = crate::config::read(&files, &[]).unwrap();
    assert_eq!(findings, []);
    config
}

pub(super) fn read(schema: &str, text: &str) -> (Config, Plan) {
    let (config, plan, _) = read_whole(schema, text);
    (config, plan)
}

pub(super) fn read_whole(schema: &str, text: &str) -> (Config, Plan, Details) {
    let config = config();
    let files = [SourceFile::new("schemas/k.yaml", schema)];
    let (schemas, findings) = crate::schema::read(&files, &[], &config);
    assert_eq!(findings, []);
    let source = SourceFile::new("plans/p.md", text);
    let document = crate::parse::parse(&source, Options::default());
    let (plan, details) = plan(document, &config, &schemas);
    (config, plan, details)
}

fn place(plan: &Plan, span: Span) -> String {
    let at = plan.document.source.position(span.start);
    format!("{}:{}", at.line, at.column)
}

/// One line a thing that was read, then one a finding.
fn dump(config: &Config, plan: &Plan, details: &Details) -> String {
    let mut out = String::new();
    for (index, statement) in plan.statements.iter().enumerate() {
        let _ = writeln!(out, "{}", statement_line(config, plan, index, statement));
    }
    for equation in &details.equations {
        let terms: Vec<String> =
            equation.terms.iter().map(|term| term.value.amount.to_canonical_string()).collect();
        let stated = equation.stated.value.amount.to_canonical_string();
        let kind = if equation.partial { " partial" } else { "" };
        let at = place(plan, equation.stated.span);
        let _ = writeln!(out, "{} {stated} of {}{kind} @{at}", equation.rule, terms.join(" "));
    }
    for phase in &plan.phases {
        let period = phase.period.value;
        let at = place(plan, phase.period.span);
        let _ = writeln!(
            out,
            "phase {} {}..{} group {} @{at}",
            phase.name.value, period.start, period.end, phase.group
        );
    }
    for task in &plan.tasks {
        let owner = task.owner.as_ref().map_or("-", |owner| &owner.value);
        let due = task.due.as_ref().map_or("-".to_owned(), |due| due.value.to_string());
        let done = if task.done { " done" } else { "" };
        let _ = writeln!(out, "task {} | {owner} | {due}{done}", task.name.value);
    }
    for finding in &plan.findings {
        let at = place(plan, finding.place.span);
        let under = plan.document.source.slice(finding.place.span).replace('\n', " ");
        let _ = writeln!(out, "{} @{at} [{under}] {}", finding.rule, finding.message);
    }
    out
}

fn statement_line(config: &Config, plan: &Plan, index: usize, s: &Statement) -> String {
    let mut line = format!(
        "{index} {} {}={}",
        s.kind.name(),
        config.metric(s.metric).id,
        s.quantity.amount.to_canonical_string()
    );
    if let Some(period) = s.period {
        let _ = write!(line, " {}", period.key());
    }
    for (dimension, value) in s.scope.iter() {
        let _ = write!(line, " {}={value}", config.dimension(*dimension).id);
    }
    if let Some(item) = &s.item {
        let _ = write!(line, " item={item}");
    }
    if let Some(owner) = &s.owner {
        let _ = write!(line, " owner={owner}");
    }
    if let Some(weight) = &s.weight() {
        let _ = write!(line, " weight={}", weight.normalize());
    }
    if let Some(split) = &s.split {
        let _ = write!(line, " group={}/{:?}", split.group, split.whole);
    }
    if let Some(first) = s.repeats {
        let _ = write!(line, " repeats={first}");
    }
    let _ = write!(line, " @{}", place(plan, s.span));
    line
}

/// Reads a plan and compares everything that came of it, line by line.
fn check(schema: &str, text: &str, expected: &str) {
    let (config, plan, details) = read_whole(schema, text);
    let found = dump(&config, &plan, &details);
    let found: Vec<&str> = found.lines().map(str::trim_end).collect();
    let expected: Vec<&str> = expected.trim().lines().map(str::trim).collect();
    if found != expected {
        panic!("\n{text}\n--- found\n{}\n--- expected\n{}\n", found.join("\n"), expected.join("\n"));
    }
}
