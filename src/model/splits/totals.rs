//! Totals of one of several tables. Where a section states its numbers in more than one table of one form
//! (channels online in one, those offline in the next), the total of each is that of its own rows: it is checked
//! there, but states nothing about the whole plan.

use super::{lies_inside, table};
use crate::config::{Config, DimensionId};
use crate::model::numbers::Numbers;
use crate::model::{RoleTable, Statement, StatementKind};

/// Takes back the totals beside which another table of the same rule holds parts of the same whole.
pub(super) fn withdraw(config: &Config, tables: &[RoleTable], numbers: &mut Numbers) {
    let is_partial = |index: &u32| is_partial(config, tables, numbers, *index);
    let gone: Vec<u32> = numbers.totals.iter().copied().filter(is_partial).collect();
    if !gone.is_empty() {
        remove(&gone, numbers);
    }
}

fn is_partial(config: &Config, tables: &[RoleTable], numbers: &Numbers, index: u32) -> bool {
    let total = &numbers.statements[index as usize];
    let rule = |table: u32| tables.get(table as usize).map(|table| &table.rule);
    let Some(own) = table(total) else { return false };
    // Each table of a budget is a budget of its own.
    if total.kind == StatementKind::Budget || !has_another(tables, own) {
        return false;
    }
    let parts = (0..).zip(&numbers.statements).filter(|(at, part)| {
        let alike = (part.kind, part.metric) == (total.kind, total.metric);
        alike && numbers.totals.binary_search(at).is_err() && lies_inside(config, part, total)
    });
    let mut here: Vec<Axes> = Vec::new();
    let mut there: Vec<Axes> = Vec::new();
    for (_, part) in parts {
        match table(part) {
            Some(other) if other == own => here.push(Axes::of(part, total)),
            Some(other) if rule(other) == rule(own) => there.push(Axes::of(part, total)),
            _ => {}
        }
    }
    there.iter().any(|axes| here.contains(axes))
}

/// Whether a rule has more tables than one.
fn has_another(tables: &[RoleTable], own: u32) -> bool {
    let rule = tables.get(own as usize).map(|table| &table.rule);
    (0..).zip(tables).any(|(at, table): (u32, _)| at != own && Some(&table.rule) == rule)
}

/// Along what a part is told from its whole.
#[derive(PartialEq, Eq)]
struct Axes {
    time: bool,
    item: bool,
    dimensions: Vec<DimensionId>,
}

impl Axes {
    fn of(part: &Statement, whole: &Statement) -> Self {
        let own = part.scope.iter().filter(|value| !whole.scope.contains(value));
        Self {
            time: part.period != whole.period,
            item: part.item != whole.item,
            dimensions: own.map(|(dimension, _)| *dimension).collect(),
        }
    }
}

/// Takes statements out, and keeps right what names others by their index.
fn remove(gone: &[u32], numbers: &mut Numbers) {
    let is_gone = |index: u32| gone.binary_search(&index).is_ok();
    let moved = |index: u32| index - gone.partition_point(|other| *other < index) as u32;
    let mut index = 0;
    numbers.statements.retain(|_| {
        index += 1;
        !is_gone(index - 1)
    });
    for split in numbers.statements.iter_mut().filter_map(|statement| statement.split.as_mut()) {
        split.whole = split.whole.map(moved);
    }
    for list in [&mut numbers.owned, &mut numbers.totals] {
        list.retain(|index| !is_gone(*index));
        list.iter_mut().for_each(|index| *index = moved(*index));
    }
}
