//! Things one by one as records for programs: fields of fixed names and types by subject, ids in the place
//! of titles, days and decimals in machine form.

use super::super::edition::Edition;
use super::super::phases::phase_around;
use crate::aggregate::{Cell, Item, Listing, StatementRef};
use crate::config::{DimensionId, MetricId};
use crate::export;
use crate::link::PlanIndex;
use crate::model::{Plan, Spanned};
use crate::period::Period;
use crate::quantity::{Amount, Quantity};
use crate::view::{Measure, Subject};
use compact_str::{CompactString, ToCompactString};
use serde::Serialize;

/// The version of the JSON form.
const VERSION: u32 = 1;

/// The fields that hold numbers with all their forms.
pub(super) const NUMBERS: [&str; 10] =
    ["price", "count", "times", "amount", "share", "value", "target", "actual", "progress", "gap"];

/// A text a field, empty for nothing; nearly all are short.
pub(super) type Record = Vec<CompactString>;

/// Records with their fields.
#[derive(Serialize)]
pub(super) struct Records {
    version: u32,
    /// How many there are, also where a limit cut some.
    total_count: usize,
    /// The fields, in order.
    pub(super) fields: Vec<Field>,
    /// The records: a text a field, empty for nothing.
    rows: Vec<Record>,
}

/// A field.
#[derive(Clone, Serialize)]
pub(super) struct Field {
    /// Its name.
    pub(super) name: String,
    /// Its type in a table schema.
    pub(super) r#type: &'static str,
    /// The unit of its numbers, where it is one for all.
    pub(super) unit: String,
}

impl Records {
    /// Records that have these fields.
    pub(super) fn new(fields: Vec<Field>, rows: Vec<Record>) -> Self {
        Self { version: VERSION, total_count: rows.len(), fields, rows }
    }

    /// The same, as the first of so many.
    pub(super) fn out_of(self, total_count: usize) -> Self {
        Self { total_count, ..self }
    }

    /// As CSV (RFC 4180, LF).
    pub(super) fn csv(&self) -> String {
        let head: Record = self.fields.iter().map(|field| field.name.as_str().into()).collect();
        export::written(std::iter::once(&head).chain(&self.rows))
    }
}

/// The fields of a subject.
fn fields(subject: Subject) -> &'static [(&'static str, &'static str)] {
    match subject {
        Subject::Targets | Subject::Plans => &[
            ("plan", "string"),
            ("title", "string"),
            ("kind", "string"),
            ("status", "string"),
            ("owners", "string"),
            ("period", "string"),
        ],
        Subject::Phases => &[
            ("phase", "string"),
            ("start", "date"),
            ("end", "date"),
            ("milestone", "boolean"),
            ("owner", "string"),
            ("plan", "string"),
            ("within", "string"),
        ],
        Subject::Budget => &[
            ("item", "string"),
            ("price", "string"),
            ("count", "string"),
            ("times", "string"),
            ("amount", "string"),
            ("share", "string"),
            ("metric", "string"),
            ("unit", "string"),
            ("plan", "string"),
        ],
        Subject::Tasks => &[
            ("task", "string"),
            ("owner", "string"),
            ("due", "date"),
            ("done", "boolean"),
            ("plan", "string"),
        ],
        Subject::Statements => &[
            ("kind", "string"),
            ("metric", "string"),
            ("value", "string"),
            ("unit", "string"),
            ("period", "string"),
            ("scope", "string"),
            ("owner", "string"),
            ("plan", "string"),
            ("file", "string"),
            ("line", "integer"),
            ("column", "integer"),
        ],
    }
}

/// Things as records.
pub(super) fn records(edition: &Edition, subject: Subject, items: &[Item]) -> Records {
    Records::new(named(fields(subject)), items.iter().map(|item| record(edition, *item)).collect())
}

fn named(fields: &[(&str, &'static str)]) -> Vec<Field> {
    let field = |(name, kind): &(&str, &'static str)| Field {
        name: (*name).to_owned(),
        r#type: kind,
        unit: String::new(),
    };
    fields.iter().map(field).collect()
}

/// The fields of what a plan is.
pub(super) fn plan_fields() -> Vec<Field> {
    named(fields(Subject::Plans))
}

/// A list with its numbers beside plans and its totals, which stand in a last record called `Total`.
pub(super) fn of_listing(edition: &Edition, subject: Subject, listing: &Listing) -> Records {
    let mut records = records(edition, subject, &listing.items);
    records.total_count = listing.total_count;
    let plain = records.fields.len();
    for series in &listing.series {
        let metric = series.metric.map(|id| edition.site.config.metric(id));
        let unit = match series.measure {
            Measure::Progress => "%",
            Measure::Count => "",
            _ => metric.map_or("", |metric| &metric.unit),
        };
        let id = metric.map_or("", |metric| metric.id.as_str());
        let name = format!("{id} {}", series.measure.name());
        let unit = unit.to_owned();
        records.fields.push(Field { name: name.trim_start().to_owned(), r#type: "string", unit });
    }
    for (row, cells) in records.rows.iter_mut().zip(&listing.cells) {
        row.extend(cells.iter().map(cell));
    }
    if !listing.total_cells.is_empty() {
        let mut row = total(plain);
        row.extend(listing.total_cells.iter().map(cell));
        records.rows.push(row);
    }
    for (id, amount, _) in &listing.totals {
        let mut row = total(plain);
        let unit = edition.site.config.metric(*id).unit.to_compact_string();
        let values = [
            ("amount", plain_amount(Some(amount))),
            ("value", plain_amount(Some(amount))),
            ("metric", metric_id(edition, *id)),
            ("unit", unit),
        ];
        for (name, value) in values {
            if let Some(at) = records.fields.iter().position(|field| field.name == name) {
                row[at] = value;
            }
        }
        records.rows.push(row);
    }
    records
}

fn total(fields: usize) -> Record {
    let mut row = vec![CompactString::default(); fields];
    if let Some(first) = row.first_mut() {
        *first = "Total".into();
    }
    row
}

/// A number of a record.
pub(super) fn cell(cell: &Cell) -> CompactString {
    plain_amount(cell.amount.as_ref())
}

fn plain_amount(amount: Option<&Amount>) -> CompactString {
    amount.map(|amount| amount.to_canonical_string().into()).unwrap_or_default()
}

fn quantity(quantity: Option<&Spanned<Quantity>>) -> CompactString {
    plain_amount(quantity.map(|quantity| &quantity.value.amount))
}

fn text(value: Option<&Spanned<String>>) -> CompactString {
    value.map(|value| value.value.as_str().into()).unwrap_or_default()
}

fn metric_id(edition: &Edition, id: MetricId) -> CompactString {
    edition.site.config.metric(id).id.as_str().into()
}

fn plan_id(edition: &Edition, index: PlanIndex) -> CompactString {
    edition.site.plan(index).id.value.as_str().into()
}

/// Values of dimensions in one field: `region=north; channel=web`.
pub(super) fn scope_text<'a>(
    edition: &Edition,
    scope: impl Iterator<Item = (DimensionId, &'a str)>,
) -> CompactString {
    let mut text = CompactString::default();
    for (id, value) in scope {
        let between = if text.is_empty() { "" } else { "; " };
        text.extend([between, edition.dimension_id(id), "=", value]);
    }
    text
}

fn record(edition: &Edition, item: Item) -> Record {
    match item {
        Item::Plan(index) => plan_record(edition, index),
        Item::Phase(index, at) => phase(edition, index, at),
        Item::Budget(index, budget, at) => budget_item(edition, index, budget, at),
        Item::Task(index, at) => task(edition, index, at),
        Item::Statement(statement) => self::statement(edition, statement),
    }
}

/// What a plan is.
pub(super) fn plan_record(edition: &Edition, index: PlanIndex) -> Record {
    let plan = edition.site.plan(index);
    vec![
        plan.id.value.as_str().into(),
        plan.title.value.as_str().into(),
        text(plan.kind.as_ref()),
        text(plan.status.as_ref()),
        owners(plan),
        plan.period.as_ref().map(|period| period.value.key().into()).unwrap_or_default(),
    ]
}

fn phase(edition: &Edition, index: PlanIndex, at: u32) -> Record {
    let Some(phase) = edition.site.plan(index).phases.get(at as usize) else { return Vec::new() };
    let Period { start, end, .. } = phase.period.value;
    vec![
        phase.name.value.as_str().into(),
        start.to_compact_string(),
        end.to_compact_string(),
        phase.milestone.to_compact_string(),
        text(phase.owner.as_ref()),
        plan_id(edition, index),
        phase_around(edition, index, phase)
            .map(|around| around.name.value.as_str().into())
            .unwrap_or_default(),
    ]
}

fn budget_item(edition: &Edition, index: PlanIndex, budget: u32, at: u32) -> Record {
    let Some(budget) = edition.site.plan(index).budgets.get(budget as usize) else { return Vec::new() };
    let Some(item) = budget.items.get(at as usize) else { return Vec::new() };
    let metric = budget.metric.map(|id| edition.site.config.metric(id));
    vec![
        item.name.value.as_str().into(),
        quantity(item.price.as_deref()),
        quantity(item.count.as_deref()),
        quantity(item.times.as_deref()),
        quantity(item.amount.as_ref()),
        quantity(item.share.as_ref()),
        metric.map(|metric| metric.id.as_str().into()).unwrap_or_default(),
        metric.map(|metric| metric.unit.to_compact_string()).unwrap_or_default(),
        plan_id(edition, index),
    ]
}

fn task(edition: &Edition, index: PlanIndex, at: u32) -> Record {
    let Some(task) = edition.site.plan(index).tasks.get(at as usize) else { return Vec::new() };
    vec![
        crate::render::body::with_titles(edition, index, &task.name).as_ref().into(),
        text(task.owner.as_ref()),
        task.due.as_ref().map(|due| due.value.to_compact_string()).unwrap_or_default(),
        task.done.to_compact_string(),
        plan_id(edition, index),
    ]
}

fn statement(edition: &Edition, reference: StatementRef) -> Record {
    let site = &edition.site;
    let Some((statement, place)) = reference.get(site).zip(reference.place(site)) else { return Vec::new() };
    let metric = site.config.metric(statement.metric);
    let scope = scope_text(edition, statement.scope.iter().map(|(id, value)| (*id, value.as_str())));
    let plan = match reference {
        StatementRef::Plan(index, _) => plan_id(edition, index),
        StatementRef::Data(file, row) => {
            let rows = site.data.get(file as usize).map(|file| &file.rows);
            let row = rows.and_then(|rows| rows.get(row as usize));
            text(row.and_then(|(plan, _)| plan.as_ref()))
        }
    };
    // What a statement does not say of its own it has from its plan.
    let owner = match (reference, statement.own_owner()) {
        (StatementRef::Plan(index, _), None) => owners(site.plan(index)),
        _ => statement.owner.as_deref().unwrap_or_default().into(),
    };
    let start = place.start();
    vec![
        statement.kind.name().into(),
        metric.id.as_str().into(),
        statement.quantity.amount.to_canonical_string().into(),
        metric.unit.to_compact_string(),
        statement.period.map(|period| period.key().into()).unwrap_or_default(),
        scope,
        owner,
        plan,
        (&*place.source.path).into(),
        start.line.to_compact_string(),
        start.column.to_compact_string(),
    ]
}

fn owners(plan: &Plan) -> CompactString {
    let owners: Vec<&str> = plan.owners.iter().map(|owner| owner.value.as_str()).collect();
    owners.join("; ").into()
}
