//! From facts to what is said about each scope: one amount a scope, whoever says it.

use super::amount::larger;
use super::facts::{Fact, FactId, Facts};
use super::forest::{Stated, earliest_and_latest};
use super::scope::Scope;
use crate::link::PlanIndex;
use crate::model::StatementKind;
use crate::quantity::Amount;
use crate::spread::BuildSpread;
use jiff::civil::Date;
use smallvec::{SmallVec, smallvec};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// A fact with the scope under which it counts.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) fact: FactId,
    pub(super) scope: Arc<Scope>,
    pub(super) as_of: Option<(Date, Date)>,
    /// How many facts it stands for: of a stock also the earlier ones.
    pub(super) of: u32,
}

/// Facts of a flow: each under its own scope.
pub(super) fn flowing(facts: &Facts, ids: &[FactId]) -> Vec<Said> {
    let said =
        |id: &FactId| Said { fact: *id, scope: Arc::clone(&facts.fact(*id).scope), as_of: None, of: 1 };
    ids.iter().map(said).collect()
}

/// Facts of a stock: of each plan and each set of dimension values only the last, without its period. Of two
/// that end on the same day the one over fewer days counts. What plans beside one another say of the same values is one
/// thing over time, too: of these only those who speak last are heard.
pub(super) fn standing(facts: &Facts, ids: &[FactId]) -> Vec<Said> {
    let lateness = |fact: &Fact| fact.scope.period.map(|period| (period.end, Reverse(period.days())));
    let mut said = Vec::new();
    for same in ids.chunk_by(|a, b| facts.plan_of(*a) == facts.plan_of(*b)) {
        let mut last: Few<u32, Latest> = Few::default();
        for fact in same.iter().map(|id| facts.fact(*id)) {
            let (late, count) = last.get_mut(fact.place);
            *late = (*late).max(lateness(fact));
            *count += 1;
        }
        for id in same {
            let fact = facts.fact(*id);
            let (late, count) = last.get_mut(fact.place);
            if *late == lateness(fact) {
                let as_of = late.map(|(end, _)| (end, end));
                let scope = Arc::clone(facts.timeless(fact.place));
                // Of several that are the last the first stands for the others.
                said.push(Said { fact: *id, scope, as_of, of: std::mem::take(count) });
            }
        }
    }
    drop_overtaken(facts, &mut said);
    said
}

/// Drops what a plan says of a stock where one that lies neither above nor below it says something later of the same
/// values. Between a plan and those below it nothing is dropped: what they say is compared.
fn drop_overtaken(facts: &Facts, said: &mut Vec<Said>) {
    let last = |said: &Said| said.as_of.map(|(_, last)| last);
    let of_plans = said.iter().enumerate().filter(|(_, said)| facts.plan_of(said.fact).is_some());
    let mut by_place: Vec<(u32, usize)> =
        of_plans.map(|(at, said)| (facts.fact(said.fact).place, at)).collect();
    by_place.sort_unstable();
    let mut overtaken: Vec<usize> = Vec::new();
    for same in by_place.chunk_by(|a, b| a.0 == b.0) {
        let all_at_once = same.windows(2).all(|two| last(&said[two[0].1]) == last(&said[two[1].1]));
        if all_at_once {
            continue;
        }
        let spans = same.iter().filter_map(|(_, at)| {
            let plan = facts.plan_of(said[*at].fact)?;
            Some((facts.tree.enter(plan), facts.tree.exit(plan), last(&said[*at])))
        });
        let spans: Vec<(u32, u32, Option<Date>)> = spans.collect();
        // The last day of those that are left before a plan is entered, and of those that are entered after it is left.
        let mut left: Vec<(u32, Option<Date>)> = spans.iter().map(|(_, exit, day)| (*exit, *day)).collect();
        left.sort_unstable();
        left.iter_mut().fold(None, |latest, (_, day)| {
            *day = latest.max(*day);
            *day
        });
        let mut entered: Vec<(u32, Option<Date>)> =
            spans.iter().map(|(enter, _, day)| (*enter, *day)).collect();
        entered.iter_mut().rev().fold(None, |latest, (_, day)| {
            *day = latest.max(*day);
            *day
        });
        for ((enter, exit, day), (_, at)) in spans.iter().zip(same) {
            let before = left.partition_point(|(exit, _)| exit <= enter).checked_sub(1);
            let before = before.and_then(|at| left[at].1);
            let after = entered.partition_point(|(enter, _)| enter < exit);
            let after = entered.get(after).and_then(|(_, day)| *day);
            if before.max(after) > *day {
                overtaken.push(*at);
            }
        }
    }
    overtaken.sort_unstable();
    let mut at = 0;
    said.retain(|_| {
        at += 1;
        overtaken.binary_search(&(at - 1)).is_err()
    });
}

/// Of a stock: the last day that is spoken of, with how few days speak of it, and how many statements there are.
type Latest = (Option<(Date, Reverse<i64>)>, u32);

/// Values by key, of mostly few keys.
#[derive(Default)]
struct Few<K, V> {
    few: SmallVec<[(K, V); 4]>,
    many: HashMap<K, V, BuildSpread>,
}

impl<K: Copy + Eq + Hash, V: Default> Few<K, V> {
    /// The value of a key; a new one has the usual value.
    fn get_mut(&mut self, key: K) -> &mut V {
        const FEW: usize = 32;
        match self.few.iter().position(|(known, _)| *known == key) {
            Some(at) => &mut self.few[at].1,
            None if self.few.len() < FEW => {
                self.few.push((key, V::default()));
                let last = self.few.len() - 1;
                &mut self.few[last].1
            }
            None => self.many.entry(key).or_default(),
        }
    }
}

/// What one plan says (or the data of no plan), scope by scope in the order of the facts. The first
/// statement of a scope counts; items of one group add up (rows of data among them), and so do budget tables; a
/// whole and its items, a target and the budgets are the same thing said twice.
pub(super) fn by_one(facts: &Facts, said: &[Said]) -> Vec<Stated> {
    let mut places = Places::default();
    let mut at_places = said.iter().enumerate().map(|(at, said)| places.find(&said.scope, at) == at);
    if at_places.all(|is_new| is_new) {
        return said.iter().map(|said| stated(facts.fact(said.fact), said)).collect();
    }
    let mut places = Places::default();
    let mut voices: Vec<(Arc<Scope>, Voice)> = Vec::new();
    for said in said {
        let at = places.find(&said.scope, voices.len());
        if at == voices.len() {
            voices.push((Arc::clone(&said.scope), Voice::default()));
        }
        voices[at].1.hear(facts.fact(said.fact), said);
    }
    voices.into_iter().filter_map(|(scope, voice)| voice.stated(scope)).collect()
}

fn stated(fact: &Fact, said: &Said) -> Stated {
    Stated {
        scope: Arc::clone(&said.scope),
        amount: fact.amount,
        step: fact.step,
        by: smallvec![said.fact],
        as_of: said.as_of,
    }
}

/// The position of each scope in a list. Scopes are the same where they are one in memory: they are kept only once.
#[derive(Default)]
struct Places(Few<*const Scope, Option<usize>>);

impl Places {
    /// The position of a scope; `next` where it is new.
    fn find(&mut self, scope: &Arc<Scope>, next: usize) -> usize {
        *self.0.get_mut(Arc::as_ptr(scope)).get_or_insert(next)
    }
}

/// What is said about one scope by one plan.
#[derive(Default)]
struct Voice {
    /// The plan itself first, then each of its budget tables.
    budgets: Vec<(Option<u32>, Sayings)>,
}

/// A whole and groups of items, which say the same thing.
#[derive(Default)]
struct Sayings {
    whole: Option<Stated>,
    /// By group: the sum of its items.
    items: Vec<(u32, Stated)>,
}

impl Voice {
    fn hear(&mut self, fact: &Fact, said: &Said) {
        let stated = stated(fact, said);
        let at = self.budgets.iter().position(|(table, _)| *table == fact.table).unwrap_or_else(|| {
            self.budgets.push((fact.table, Sayings::default()));
            self.budgets.len() - 1
        });
        self.budgets[at].1.hear(fact.item_of, stated);
    }

    /// The budgets together; where the plan also says the whole, that counts unless they come to more.
    fn stated(self, scope: Arc<Scope>) -> Option<Stated> {
        let (own, budgets): (Vec<_>, Vec<_>) =
            self.budgets.into_iter().partition(|(table, _)| table.is_none());
        let own = own.into_iter().find_map(|(_, sayings)| sayings.stated());
        let budgets =
            budgets.into_iter().filter_map(|(_, sayings)| sayings.stated()).reduce(|mut sum, stated| {
                add(&mut sum, stated);
                sum
            });
        let stated = own.into_iter().chain(budgets).reduce(or_more)?;
        Some(Stated { scope, ..stated })
    }
}

impl Sayings {
    fn hear(&mut self, item_of: Option<u32>, stated: Stated) {
        match item_of {
            None => self.whole = self.whole.take().or(Some(stated)),
            Some(group) => match self.items.iter_mut().find(|(of, _)| *of == group) {
                Some((_, sum)) => add(sum, stated),
                None => self.items.push((group, stated)),
            },
        }
    }

    fn stated(self) -> Option<Stated> {
        let sums = self.items.into_iter().map(|(_, sum)| sum);
        self.whole.into_iter().chain(sums).reduce(or_more)
    }
}

/// What was said first; where the other comes to more, with that.
fn or_more(mut whole: Stated, other: Stated) -> Stated {
    let amount = larger(&whole.amount, &other.amount);
    if amount != whole.amount {
        whole.amount = amount;
        whole.step = whole.step.min(other.step);
        whole.by.extend(other.by);
        whole.as_of = earliest_and_latest(whole.as_of, other.as_of);
    }
    whole
}

fn add(sum: &mut Stated, more: Stated) {
    sum.amount = sum.amount.add(&more.amount);
    sum.step = sum.step.min(more.step);
    sum.by.extend(more.by);
    sum.as_of = earliest_and_latest(sum.as_of, more.as_of);
}

/// What all say together, scope by scope: plans side by side add up; a plan, its reviews and those below it say the same
/// thing, of which the larger counts, and so do all plans and the data of no plan. Figures are quoted: all who speak of a
/// scope say the same thing.
pub(super) fn by_all(facts: &Facts, mut said: Vec<Said>) -> Vec<Stated> {
    let plan = |said: &Said| facts.plan_of(said.fact);
    // Data of no plan come last, as where they are read.
    said.sort_by_key(|said| plan(said).map_or(u32::MAX, |plan| plan.0));
    let mut places = Places::default();
    let mut scopes: Vec<Vec<(Option<PlanIndex>, Stated)>> = Vec::new();
    for same in said.chunk_by(|a, b| plan(a) == plan(b)) {
        let plan = same.first().and_then(plan);
        for stated in by_one(facts, same) {
            let at = places.find(&stated.scope, scopes.len());
            match scopes.get_mut(at) {
                Some(voices) => voices.push((plan, stated)),
                // With room for one: of most scopes only one plan speaks.
                None => scopes.push(vec![(plan, stated)]),
            }
        }
    }
    scopes.into_iter().filter_map(|voices| together(facts, voices)).collect()
}

/// One amount for a scope from all who speak of it.
fn together(facts: &Facts, mut voices: Vec<(Option<PlanIndex>, Stated)>) -> Option<Stated> {
    if voices.len() < 2 {
        return voices.pop().map(|(_, stated)| stated);
    }
    let is_figure = |id: &FactId| facts.fact(*id).kind == StatementKind::Figure;
    let is_quoted = voices.iter().flat_map(|(_, stated)| &stated.by).any(is_figure);
    let enter = |plan: &Option<PlanIndex>| plan.map_or(u32::MAX, |plan| facts.tree.enter(plan));
    voices.sort_by_key(|(plan, _)| enter(plan));
    if !is_quoted {
        // Reviews speak for the plan that they review.
        voices.iter_mut().for_each(|(plan, _)| *plan = plan.map(|plan| facts.tree.speaks_for(plan)));
    }
    keep_latest(facts, &mut voices, is_quoted);
    if is_quoted {
        return voices.into_iter().map(|(_, stated)| stated).reduce(|first, other| agree(other, first));
    }
    voices.sort_by_key(|(plan, _)| enter(plan));
    let mut by_speaker: Vec<(Option<PlanIndex>, Stated)> = Vec::with_capacity(voices.len());
    for (plan, stated) in voices {
        match by_speaker.pop_if(|(before, _)| *before == plan) {
            Some((_, before)) => by_speaker.push((plan, agree(stated, before))),
            None => by_speaker.push((plan, stated)),
        }
    }
    let data = by_speaker.pop_if(|(plan, _)| plan.is_none()).map(|(_, stated)| stated);
    // From the last in pre-order: what lies below a plan has been gathered right before it.
    let mut gathered: Vec<(u32, Stated)> = Vec::new();
    for (plan, mut own) in by_speaker.into_iter().rev() {
        let exit = plan.map_or(0, |plan| facts.tree.exit(plan));
        let mut below: Option<Stated> = None;
        while let Some((_, stated)) = gathered.pop_if(|(at, _)| *at < exit) {
            match &mut below {
                Some(below) => add(below, stated),
                None => below = Some(stated),
            }
        }
        if let Some(below) = below {
            own = agree(own, below);
        }
        gathered.push((enter(&plan), own));
    }
    let plans = gathered.into_iter().map(|(_, stated)| stated).rev().reduce(|mut sum, stated| {
        add(&mut sum, stated);
        sum
    });
    match (plans, data) {
        (Some(plans), Some(data)) => Some(agree(plans, data)),
        (plans, data) => plans.or(data),
    }
}

/// Of a whole and its parts with the same scope the larger one.
fn agree(whole: Stated, mut parts: Stated) -> Stated {
    let amount: Amount = larger(&whole.amount, &parts.amount);
    if amount == parts.amount {
        return parts;
    }
    parts.amount = amount;
    parts.step = parts.step.min(whole.step);
    parts.by.extend(whole.by);
    parts.by.sort_unstable();
    parts.as_of = earliest_and_latest(parts.as_of, whole.as_of);
    parts
}

/// For stocks: of a plan and those below it, and of all plans and the data of no plan, only those who spoke
/// last are heard; of what is quoted, of all who speak.
fn keep_latest(facts: &Facts, voices: &mut Vec<(Option<PlanIndex>, Stated)>, is_quoted: bool) {
    if voices.iter().all(|(_, stated)| stated.as_of.is_none()) {
        return;
    }
    let all: Vec<(Option<PlanIndex>, Option<Date>)> =
        voices.iter().map(|(plan, stated)| (*plan, stated.as_of.map(|(_, last)| last))).collect();
    let related = |a: Option<PlanIndex>, b: Option<PlanIndex>| match (a, b) {
        _ if is_quoted => true,
        (Some(a), Some(b)) => facts.tree.within(a, b) || facts.tree.within(b, a),
        _ => true,
    };
    voices.retain(|(plan, stated)| {
        let day = stated.as_of.map(|(_, last)| last);
        !all.iter().any(|(other, later)| *later > day && related(*plan, *other))
    });
}
