//! Which statements lie directly in which: for each scope the smallest others that contain it. Near-linear:
//! scopes are looked up by the generalisations of their values, then by period.

use super::boxes::{Boxes, inside};
use super::scope::{Scope, Space, Value};
use crate::config::DimensionId;
use crate::period::{Grain, Period};
use crate::spread::BuildSpread;
use jiff::civil::Date;
use smallvec::{SmallVec, smallvec};
use std::collections::HashMap;

/// Up to this many scopes every pair is looked at: as many as there are bits in a set of them.
const FEW: usize = 32;

/// For each scope the indices of the smallest others in which it lies. Scopes must differ.
pub(super) fn smallest_containers(space: &Space, scopes: &[&Scope]) -> Vec<Vec<usize>> {
    if scopes.len() <= FEW {
        return of_few(space, scopes);
    }
    let index = Index::new(scopes);
    let of = |(at, scope): (usize, &&Scope)| {
        let holds = |other: &usize| *other != at && space.inside(scope, scopes[*other]);
        smallest(space, scopes, index.containers(space, scope).into_iter().filter(holds).collect())
    };
    scopes.iter().enumerate().map(of).collect()
}

/// The same of few scopes, with sets of them as bits.
fn of_few(space: &Space, scopes: &[&Scope]) -> Vec<Vec<usize>> {
    let boxes = Boxes::new(space, scopes.iter().copied());
    let all = 0..scopes.len();
    let containers_of = |at: usize| {
        let holds = |other: &usize| *other != at && inside(boxes.of(at), boxes.of(*other));
        all.clone().filter(holds).fold(0_u32, |set, other| set | 1 << other)
    };
    let containers: Vec<u32> = all.clone().map(containers_of).collect();
    let members = |set: u32| all.clone().filter(move |at| set >> at & 1 == 1);
    let smallest = |set: &u32| {
        let wider = members(*set).fold(0, |wider, container| wider | containers[container]);
        members(set & !wider).collect()
    };
    containers.iter().map(smallest).collect()
}

fn smallest(space: &Space, scopes: &[&Scope], mut found: Vec<usize>) -> Vec<usize> {
    if found.len() > 1 {
        let all = found.clone();
        let contains_another = |outer: usize| {
            all.iter().any(|inner| *inner != outer && space.inside(scopes[*inner], scopes[outer]))
        };
        found.retain(|outer| !contains_another(*outer));
    }
    found.sort_unstable();
    found
}

type Values = [(DimensionId, Value)];

/// A value and those above it, or none.
type Choices = SmallVec<[Option<(DimensionId, Value)>; 6]>;

/// Scopes by their values; those with the same ones by their first day.
struct Index<'a> {
    lanes: HashMap<&'a Values, Lane, BuildSpread>,
}

/// Scopes that differ in their period only.
#[derive(Default)]
struct Lane {
    always: Option<usize>,
    periods: Vec<(Period, usize)>,
    /// The last day of all periods up to here.
    ends: Vec<Date>,
}

impl<'a> Index<'a> {
    fn new(scopes: &[&'a Scope]) -> Self {
        let mut lanes: HashMap<&Values, Lane, BuildSpread> = HashMap::default();
        for (at, scope) in scopes.iter().enumerate() {
            let lane = lanes.entry(&*scope.values).or_default();
            match scope.period {
                Some(period) => lane.periods.push((period, at)),
                None => lane.always = Some(at),
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each lane is put in order by itself")]
        for lane in lanes.values_mut() {
            lane.close();
        }
        Self { lanes }
    }

    /// Candidates: all containers are among them.
    fn containers(&self, space: &Space, scope: &Scope) -> Vec<usize> {
        let choices: SmallVec<[Choices; 2]> = scope
            .values
            .iter()
            .map(|(dimension, value)| {
                let above = space.path(*dimension, *value).map(|value| Some((*dimension, value)));
                above.chain([None]).collect()
            })
            .collect();
        let count = choices.iter().fold(1_usize, |count, choice| count.saturating_mul(choice.len()));
        let mut found = Vec::new();
        if count > self.lanes.len() {
            #[expect(clippy::iter_over_hash_type, reason = "what is found is sorted")]
            for lane in self.lanes.values() {
                lane.containers(scope.period, &mut found);
            }
            return found;
        }
        let mut picked: SmallVec<[usize; 2]> = smallvec![0; choices.len()];
        let mut values: SmallVec<[(DimensionId, Value); 2]> = SmallVec::new();
        for _ in 0..count {
            values.clear();
            values.extend(picked.iter().zip(&choices).filter_map(|(pick, choice)| choice[*pick]));
            if let Some(lane) = self.lanes.get(values.as_slice()) {
                lane.containers(scope.period, &mut found);
            }
            for (pick, choice) in picked.iter_mut().zip(&choices) {
                *pick += 1;
                if *pick < choice.len() {
                    break;
                }
                *pick = 0;
            }
        }
        found
    }
}

impl Lane {
    fn close(&mut self) {
        self.periods.sort_unstable();
        let mut latest = None;
        for (period, _) in &self.periods {
            let end = latest.map_or(period.end, |latest: Date| latest.max(period.end));
            latest = Some(end);
            self.ends.push(end);
        }
    }

    fn containers(&self, inner: Option<Period>, found: &mut Vec<usize>) {
        found.extend(self.always);
        let Some(inner) = inner else { return };
        // A week lies in its ISO year, which may begin or end some days within it.
        let (start, end) = match inner.grain {
            Grain::Week => (inner.end, inner.start),
            _ => (inner.start, inner.end),
        };
        let starting = self.periods.partition_point(|(period, _)| period.start <= start);
        for (at, (period, index)) in self.periods[..starting].iter().enumerate().rev() {
            if self.ends[at] < end {
                break;
            }
            if period.contains(&inner) {
                found.push(*index);
            }
        }
    }
}
