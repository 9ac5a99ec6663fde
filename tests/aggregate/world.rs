//! Small random worlds: a tree of regions, two channels, a handful of plans that say something.

use super::span::Span;
use planpress::aggregate::StatementRef;
use planpress::config::{DimensionId, MetricId};
use planpress::link::PlanIndex;
use planpress::model::StatementKind;
use planpress::period::{self, Period, PeriodContext};

pub(super) const REGION: DimensionId = DimensionId(0);
pub(super) const CHANNEL: DimensionId = DimensionId(1);

/// A flow, a stock, a flow of which less is better, the ratio of both flows, a ratio without parts.
pub(super) const METRICS: [&str; 5] = ["flow", "stock", "cost", "share", "margin"];
pub(super) const FLOW: usize = 0;
pub(super) const STOCK: usize = 1;
pub(super) const COST: usize = 2;
pub(super) const SHARE: usize = 3;

/// Regions with the index of the one above.
pub(super) const REGIONS: [(&str, Option<usize>); 6] =
    [("n", None), ("a", Some(0)), ("a1", Some(1)), ("a2", Some(1)), ("b", Some(0)), ("x", None)];
pub(super) const CHANNELS: [&str; 2] = ["k", "d"];
pub(super) const OWNERS: [&str; 3] = ["李明", "王芳", "周敏"];
pub(super) const TAGS: [&str; 2] = ["new", "old"];
pub(super) const STATUSES: [&str; 3] = ["draft", "active", "closed"];
pub(super) const KINDS: [&str; 2] = ["even", "odd"];

/// A stream of numbers that depends on its seed only.
pub(super) struct Random(pub(super) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// True once in `of` times.
    pub(super) fn once_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    /// One of several.
    pub(super) fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// Some of several, in order.
    pub(super) fn some<T: Copy>(&mut self, of: &[T]) -> Vec<T> {
        of.iter().copied().filter(|_| self.once_in(2)).collect()
    }
}

/// What a statement says, without how it was written.
#[derive(Clone, Debug)]
pub(super) struct Saying {
    pub(super) kind: StatementKind,
    pub(super) metric: usize,
    pub(super) plan: Option<usize>,
    /// In a data file, even where it names a plan.
    pub(super) in_data: bool,
    /// Of budgets in plans: which of the plan's budget tables.
    pub(super) table: Option<u32>,
    /// Where it is one of several items of the same scope: their group.
    pub(super) item_of: Option<u32>,
    pub(super) owner: Option<&'static str>,
    pub(super) period: Option<&'static str>,
    pub(super) region: Option<usize>,
    pub(super) channel: Option<usize>,
    pub(super) amount: Span,
}

impl Saying {
    /// Its group, where it is one of several items of the same scope. Rows of data of what was reached and budgeted are
    /// entries, and what several owners have are parts.
    pub(super) fn group(&self) -> Option<u32> {
        let is_entry =
            matches!(self.kind, StatementKind::Actual | StatementKind::Budget) || self.owner.is_some();
        if self.in_data { is_entry.then_some(u32::MAX) } else { self.item_of }
    }
}

/// A plan, but for what it says. Its kind is even or odd, by its index.
#[derive(Clone, Debug, Default)]
pub(super) struct Described {
    /// The plan above: its parent, or the plan that it reviews.
    pub(super) above: Option<usize>,
    pub(super) reviews: bool,
    pub(super) draft: bool,
    pub(super) owners: Vec<&'static str>,
    pub(super) tags: Vec<&'static str>,
    pub(super) status: Option<&'static str>,
    pub(super) region: Option<usize>,
}

/// A site as a list of what is said in it: plan by plan, data last.
#[derive(Clone, Debug)]
pub(super) struct World {
    pub(super) plans: Vec<Described>,
    pub(super) sayings: Vec<Saying>,
    /// The month in which years begin.
    pub(super) fiscal: i8,
}

pub(super) fn parsed(text: &str) -> Period {
    period::parse(text, &PeriodContext::default()).unwrap()
}

/// How many plans a world has at most.
pub(super) const PLANS: usize = 5;

pub(super) const PERIODS: [&str; 15] = [
    "2026",
    "2026",
    "2026",
    "2026-H1",
    "2026-Q1",
    "2026-Q2",
    "2026-Q3",
    "2026-01",
    "2026-02",
    "2026-03",
    "2026-04",
    "2026-W05",
    "2026-W53",
    "2027",
    "2026-03-16..2026-04-15",
];

/// What a random world has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kinds {
    /// Any metric, not only the flow.
    pub(super) metrics: bool,
    /// Ranges, floors, ceilings, approximations.
    pub(super) spans: bool,
    /// Owners, tags, drafts, reviews, fiscal years.
    pub(super) people: bool,
    /// Budgets, and items of one scope.
    pub(super) budgets: bool,
}

/// Targets and actuals of a flow.
pub(super) const PLAIN: Kinds = Kinds { metrics: false, spans: false, people: false, budgets: false };

/// A random world.
pub(super) fn random(random: &mut Random, kinds: Kinds) -> World {
    let count = 1 + random.below(PLANS);
    let mut plans: Vec<Described> = Vec::new();
    for index in 0..count {
        let above = if index == 0 || random.once_in(3) { None } else { Some(random.below(index)) };
        let mut plan = Described { above, ..Described::default() };
        plan.region = if random.once_in(2) { Some(random.below(REGIONS.len())) } else { None };
        if kinds.people {
            plan.draft = random.once_in(8);
            plan.reviews = random.once_in(4);
            plan.owners = random.some(&OWNERS);
            plan.tags = random.some(&TAGS);
            plan.status = if random.once_in(4) { None } else { Some(random.one(&STATUSES)) };
        }
        // What is not shown has nothing below it.
        plan.above = plan.above.filter(|above| !plan.draft && !plans[*above].draft);
        plans.push(plan);
    }
    let mut sayings = Vec::new();
    for plan in 0..count {
        for _ in 0..random.below(if kinds.metrics { 11 } else { 7 }) {
            sayings.push(saying(random, Some(plan), kinds));
        }
    }
    for _ in 0..random.below(8) {
        let plan = if kinds.people && random.once_in(4) { Some(random.below(count)) } else { None };
        let alone = saying(random, plan, kinds);
        let mut saying = Saying { in_data: true, table: None, item_of: None, ..alone };
        if saying.kind == StatementKind::Target && !random.once_in(4) {
            saying.kind = StatementKind::Actual;
        }
        sayings.push(saying);
    }
    let fiscal = if kinds.people { random.one(&[1, 1, 4, 2]) } else { 1 };
    World { plans, sayings, fiscal }
}

fn saying(random: &mut Random, plan: Option<usize>, kinds: Kinds) -> Saying {
    let said = [StatementKind::Target, StatementKind::Target, StatementKind::Actual];
    let more = [StatementKind::Target, StatementKind::Actual, StatementKind::Forecast, StatementKind::Figure];
    let metrics = [FLOW, FLOW, STOCK, STOCK, COST, COST, SHARE, 4];
    let mut saying = Saying {
        kind: if kinds.metrics && random.once_in(2) { random.one(&more) } else { random.one(&said) },
        metric: if kinds.metrics { random.one(&metrics) } else { FLOW },
        plan,
        in_data: false,
        table: None,
        item_of: None,
        owner: if kinds.people && random.once_in(4) { Some(random.one(&OWNERS)) } else { None },
        period: if random.once_in(15) { None } else { Some(random.one(&PERIODS)) },
        region: if random.once_in(3) { None } else { Some(random.below(REGIONS.len())) },
        channel: if random.once_in(2) { None } else { Some(random.below(CHANNELS.len())) },
        amount: if kinds.spans { span(random) } else { Span::exact(random.below(20) as i64) },
    };
    if kinds.budgets && random.once_in(2) {
        budget(random, &mut saying);
    }
    saying
}

/// Makes it a row of a budget, or an item of several that say one thing together. Most are about the same few
/// scopes, as in budgets of plans.
fn budget(random: &mut Random, saying: &mut Saying) {
    if saying.kind == StatementKind::Target {
        saying.kind = StatementKind::Budget;
        saying.table = Some(random.below(2) as u32);
    }
    saying.item_of = if random.once_in(3) { None } else { Some(random.below(2) as u32) };
    saying.owner = None;
    if !random.once_in(4) {
        saying.period = Some(random.one(&["2026", "2026-Q1", "2026-Q2"]));
        (saying.region, saying.channel) = (None, None);
    }
}

fn span(random: &mut Random) -> Span {
    let value = random.below(20) as i64;
    let exact = Span::exact(value);
    match random.below(10) {
        0 => Span { high: Some(value + 1 + random.below(9) as i64), ..exact },
        1 => Span { high: None, strict: random.once_in(3), ..exact },
        2 => Span { low: None, strict: random.once_in(3), ..exact },
        3 => Span { about: true, ..exact },
        4 => Span { about: true, high: Some(value + 1 + random.below(9) as i64), ..exact },
        _ => exact,
    }
}

/// A plan's index.
pub(super) fn index(plan: usize) -> PlanIndex {
    PlanIndex(u32::try_from(plan).unwrap())
}

pub(super) fn metric(metric: usize) -> MetricId {
    MetricId(u16::try_from(metric).unwrap())
}

impl World {
    /// Whether a plan lies below another one.
    pub(super) fn below(&self, plan: usize, above: usize) -> bool {
        std::iter::successors(self.plans[plan].above, |plan| self.plans[*plan].above).any(|at| at == above)
    }

    /// The plans from the top down to one: an order in which every plan stands before those below it.
    pub(super) fn preorder(&self, plan: usize) -> Vec<usize> {
        let mut path: Vec<usize> =
            std::iter::successors(Some(plan), |plan| self.plans[*plan].above).collect();
        path.reverse();
        path
    }

    /// Whether the world has this saying: no draft, and nothing that its plan has said before.
    pub(super) fn is_heard(&self, at: usize) -> bool {
        let saying = &self.sayings[at];
        let said = |saying: &Saying| {
            let scope = (saying.period, saying.region, saying.channel);
            (saying.plan, saying.in_data, saying.kind, saying.table, saying.metric, scope)
        };
        let entry = matches!(saying.kind, StatementKind::Actual | StatementKind::Budget);
        let mut before = self.sayings[..at].iter().filter(|before| said(before) == said(saying));
        let again = match saying.in_data {
            true => saying.owner.is_some() && !entry && before.any(|before| before.owner == saying.owner),
            false => saying.item_of.is_none() && before.any(|before| before.item_of.is_none()),
        };
        !again && saying.plan.is_none_or(|plan| !self.plans[plan].draft)
    }

    /// The saying that a statement of the site was made from.
    pub(super) fn saying_of(&self, statement: StatementRef) -> usize {
        let (at, is_it): (u32, &dyn Fn(&Saying) -> bool) = match statement {
            StatementRef::Plan(plan, at) => {
                (at, &move |saying| !saying.in_data && saying.plan.map(index) == Some(plan))
            }
            StatementRef::Data(_, row) => (row, &|saying| saying.in_data),
        };
        let mut all = (0..self.sayings.len()).filter(|at| is_it(&self.sayings[*at]));
        all.nth(at as usize).unwrap()
    }

    /// One line a statement.
    pub(super) fn told(&self) -> String {
        let line = |saying: &Saying| {
            let plan = saying.plan.map_or("-".to_owned(), |plan| format!("p{plan}"));
            let place = if saying.in_data { "data " } else { "" };
            let region = saying.region.map_or("-", |region| REGIONS[region].0);
            let channel = saying.channel.map_or("-", |channel| CHANNELS[channel]);
            let period = saying.period.unwrap_or("-");
            let (kind, metric) = (saying.kind.name(), METRICS[saying.metric]);
            let table = saying.table.map_or(String::new(), |table| format!(" in table {table}"));
            let item = saying.item_of.map_or(String::new(), |group| format!(" item of {group}"));
            let owner = saying.owner.map_or(String::new(), |owner| format!(" of {owner}"));
            format!(
                "{place}{plan} {kind} {metric} {period} {region} {channel}: {}{table}{item}{owner}\n",
                saying.amount.text()
            )
        };
        let plan = |(at, plan): (usize, &Described)| format!("p{at}: {plan:?}\n");
        let plans: String = self.plans.iter().enumerate().map(plan).collect();
        format!(
            "years from month {}\n{plans}{}",
            self.fiscal,
            self.sayings.iter().map(line).collect::<String>()
        )
    }
}
