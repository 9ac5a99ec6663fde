//! Which statements of a family lie around another one. Apart, because a family of thousands must not be
//! compared each with each: what can lie around a statement is written down from its period, its values and
//! what is above them, and looked up.

use super::View;
use crate::config::DimensionId;
use crate::period::Period;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A family with more members is indexed; below that, comparing costs less.
const SMALL: usize = 64;

type Scope<'a> = Vec<(DimensionId, &'a str)>;

/// The statements of a family by what they are about.
pub(super) struct Around<'a> {
    view: &'a View<'a>,
    index: Option<Index<'a>>,
}

struct Index<'a> {
    members: HashMap<(Option<Period>, Scope<'a>, Option<&'a str>), u32>,
    /// The dimensions that members name, each set of them once.
    shapes: BTreeSet<Vec<DimensionId>>,
    /// The values that members name.
    values: BTreeSet<(DimensionId, &'a str)>,
    periods: BTreeSet<Option<Period>>,
    /// The periods around a period, once asked for.
    wider: RefCell<BTreeMap<Option<Period>, Vec<Option<Period>>>>,
}

impl<'a> Around<'a> {
    pub(super) fn new(view: &'a View<'a>) -> Self {
        Self { view, index: (view.members.len() > SMALL).then(|| Index::new(view)) }
    }

    /// Gives the statements that a statement lies inside of, in their order; itself is none of them. Only such
    /// as are `asked` for: that is told from their axes, and rules out nearly all before they are compared.
    pub(super) fn each(&self, part: u32, asked: impl Fn(u32) -> bool, mut give: impl FnMut(u32)) {
        self.pairs(&[part], asked, |whole, _| give(whole));
    }

    /// The same of several statements, of each by itself; with the statement that lies inside.
    pub(super) fn pairs(&self, parts: &[u32], asked: impl Fn(u32) -> bool, mut give: impl FnMut(u32, u32)) {
        let view = self.view;
        match &self.index {
            None => {
                // Mostly few or none are asked for, so the parts are not looked at before.
                for whole in view.members.iter().copied().filter(|whole| asked(*whole)) {
                    let inside = parts.iter().copied().filter(|part| view.inside(*part, whole));
                    inside.for_each(|part| give(whole, part));
                }
            }
            Some(index) => {
                for part in parts.iter().copied() {
                    let around = index.around(view, part).into_iter();
                    let inside = |whole: &u32| asked(*whole) && view.inside(part, *whole);
                    let mut found: Vec<u32> = around.filter(inside).collect();
                    found.sort_unstable();
                    found.into_iter().for_each(|whole| give(whole, part));
                }
            }
        }
    }
}

impl<'a> Index<'a> {
    fn new(view: &'a View<'a>) -> Self {
        let mut index = Self {
            members: HashMap::with_capacity(view.members.len()),
            shapes: BTreeSet::new(),
            values: BTreeSet::new(),
            periods: BTreeSet::new(),
            wider: RefCell::default(),
        };
        for member in view.members.iter().copied() {
            let statement = view.at(member);
            let scope: Scope = statement.scope.iter().map(|(at, value)| (*at, value.as_str())).collect();
            index.shapes.insert(scope.iter().map(|(dimension, _)| *dimension).collect());
            index.values.extend(scope.iter().copied());
            index.periods.insert(statement.period);
            index.members.insert((statement.period, scope, statement.item.as_deref()), member);
        }
        index
    }

    /// What can lie around a statement: every wider period, with every value or one above it.
    fn around(&self, view: &'a View<'a>, part: u32) -> Vec<u32> {
        let statement = view.at(part);
        let mut items = vec![None];
        items.extend(statement.item.as_deref().map(Some));
        let mut found = Vec::new();
        for shape in &self.shapes {
            for scope in self.scopes(view, part, shape) {
                for period in self.wider(statement.period) {
                    for item in &items {
                        found.extend(self.members.get(&(period, scope.clone(), *item)));
                    }
                }
            }
        }
        found
    }

    fn wider(&self, period: Option<Period>) -> Vec<Option<Period>> {
        let look = || {
            let holds = |wider: &&Option<Period>| match (period, wider) {
                (_, None) => true,
                (Some(inner), Some(outer)) => outer.contains(&inner),
                (None, Some(_)) => false,
            };
            self.periods.iter().filter(holds).copied().collect()
        };
        self.wider.borrow_mut().entry(period).or_insert_with(look).clone()
    }

    /// The scopes over some dimensions that a statement lies in.
    fn scopes(&self, view: &'a View<'a>, part: u32, shape: &[DimensionId]) -> Vec<Scope<'a>> {
        let own = &view.at(part).scope;
        let mut scopes: Vec<Scope> = vec![Vec::new()];
        for dimension in shape {
            let Some((_, value)) = own.iter().find(|(other, _)| other == dimension) else {
                return Vec::new();
            };
            let mut values = vec![value.as_str()];
            let all = view.config.dimension(*dimension);
            let at = view.config.value_named(*dimension, value);
            let above = at.into_iter().flat_map(|at| all.ancestors(at as usize));
            let above = above.map(|at| all.values[at].id.as_str());
            values.extend(above.filter(|value| self.values.contains(&(*dimension, *value))));
            scopes = scopes
                .iter()
                .flat_map(|scope| {
                    values.iter().map(|value| {
                        let mut scope = scope.clone();
                        scope.push((*dimension, *value));
                        scope
                    })
                })
                .collect();
        }
        scopes
    }
}

#[cfg(test)]
mod tests;
