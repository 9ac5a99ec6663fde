//! Small random sites: a tree of regions, two channels, a handful of plans with statements.

use jiff::civil::date;
use planpress::config::{DimensionId, MetricId};
use planpress::link::PlanIndex;
use planpress::model::{DataFile, Origin, Plan, Spanned, Statement, StatementKind};
use planpress::period::{self, Period, PeriodContext};
use planpress::pipeline::{self, MemoryTree, Options};
use planpress::quantity;
use planpress::site::Site;
use planpress::text::{SourceFile, Span};
use std::sync::{Arc, OnceLock};

pub(super) const REGION: DimensionId = DimensionId(0);
pub(super) const CHANNEL: DimensionId = DimensionId(1);
pub(super) const FLOW: MetricId = MetricId(0);

/// Regions with the index of the one above.
pub(super) const REGIONS: [(&str, Option<usize>); 6] =
    [("n", None), ("a", Some(0)), ("a1", Some(1)), ("a2", Some(1)), ("b", Some(0)), ("x", None)];
pub(super) const CHANNELS: [&str; 2] = ["k", "d"];

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
}

/// What a statement says, without how it was written.
#[derive(Clone, Debug)]
pub(super) struct Saying {
    pub(super) kind: StatementKind,
    pub(super) plan: Option<usize>,
    pub(super) period: Option<&'static str>,
    pub(super) region: Option<usize>,
    pub(super) channel: Option<usize>,
    pub(super) amount: i64,
}

/// A site as a list of what is said in it.
#[derive(Clone, Debug)]
pub(super) struct World {
    /// For each plan the one above.
    pub(super) parents: Vec<Option<usize>>,
    pub(super) sayings: Vec<Saying>,
}

pub(super) fn parsed(text: &str) -> Period {
    period::parse(text, &PeriodContext::default()).unwrap()
}

/// How many plans a world has at most.
const PLANS: usize = 5;

/// A site of plans that say nothing, called p0, p1 … in the order of their indices; their kind is even or odd.
fn silent() -> &'static Site {
    static SILENT: OnceLock<Site> = OnceLock::new();
    SILENT.get_or_init(|| {
        let mut files = vec![
            ("planpress.yaml".to_owned(), "title: T\n".to_owned()),
            ("metrics.yaml".to_owned(), "m: { kind: flow }\n".to_owned()),
            ("dimensions.yaml".to_owned(), DIMENSIONS.to_owned()),
        ];
        for kind in ["even", "odd"] {
            files.push((format!("schemas/{kind}.yaml"), format!("title: {kind}\n")));
        }
        for index in 0..PLANS {
            let kind = ["even", "odd"][index % 2];
            let text = format!("---\nid: p{index}\ntitle: P{index}\nkind: {kind}\n---\n\n# P\n");
            files.push((format!("plans/p{index}.md"), text));
        }
        let options = Options { today: date(2026, 9, 15), drafts: false };
        let loaded = pipeline::load(&MemoryTree::new(files), options).map_err(|fatal| fatal.0).unwrap();
        Site::clone(&loaded.site)
    })
}

/// The site of a world.
pub(super) fn site(world: &World) -> Site {
    let mut site = silent().clone();
    site.plans.truncate(world.parents.len());
    site.graph.parents = world.parents.iter().map(|parent| parent.map(index)).collect();
    for (index, plan) in site.plans.iter_mut().enumerate() {
        let said = world.sayings.iter().filter(|saying| saying.plan == Some(index));
        let mut changed = Plan::clone(plan);
        changed.statements = said.map(|saying| statement(saying, Origin::FrontMatter)).collect();
        mark_repeats(&mut changed.statements);
        *plan = Arc::new(changed);
    }
    let unattached = world.sayings.iter().filter(|saying| saying.plan.is_none());
    let rows: Vec<(Option<Spanned<String>>, Statement)> =
        unattached.map(|saying| (None, statement(saying, Origin::Data))).collect();
    let source = SourceFile::new("data/data.csv", "");
    site.data = vec![Arc::new(DataFile { source, rows, findings: Vec::new() })];
    site
}

const DIMENSIONS: &str = "
region:
  values:
    - id: n
      children:
        - { id: a, children: [{ id: a1 }, { id: a2 }] }
        - { id: b }
    - { id: x }
channel: { values: [{ id: k }, { id: d }] }
";

fn statement(saying: &Saying, origin: Origin) -> Statement {
    let mut scope: Vec<(DimensionId, _)> = Vec::new();
    scope.extend(saying.region.map(|region| (REGION, REGIONS[region].0.into())));
    scope.extend(saying.channel.map(|channel| (CHANNEL, CHANNELS[channel].into())));
    Statement {
        kind: saying.kind,
        metric: FLOW,
        quantity: quantity::parse(&saying.amount.to_string()).unwrap(),
        period: saying.period.map(parsed),
        scope,
        owner: None,
        item: None,
        weight: None,
        note: None,
        span: Span::default(),
        origin,
        split: None,
        repeats: None,
    }
}

/// As reading does: what says a scope again never counts.
fn mark_repeats(statements: &mut [Statement]) {
    for at in 1..statements.len() {
        let (before, rest) = statements.split_at_mut(at);
        let again = before.iter().position(|first| {
            (first.kind, first.period, &first.scope) == (rest[0].kind, rest[0].period, &rest[0].scope)
        });
        rest[0].repeats = again.and_then(|first| u32::try_from(first).ok());
    }
}

pub(super) const PERIODS: [&str; 14] = [
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
    "2027",
    "2026-03-16..2026-04-15",
];

/// A random world.
pub(super) fn random(random: &mut Random) -> World {
    let count = 1 + random.below(PLANS);
    let parents = (0..count)
        .map(|index| if index == 0 || random.once_in(3) { None } else { Some(random.below(index)) });
    let parents: Vec<Option<usize>> = parents.collect();
    let mut sayings = Vec::new();
    for plan in 0..count {
        for _ in 0..random.below(7) {
            sayings.push(saying(random, Some(plan)));
        }
    }
    for _ in 0..random.below(8) {
        let mut saying = saying(random, None);
        if saying.kind == StatementKind::Target && !random.once_in(4) {
            saying.kind = StatementKind::Actual;
        }
        sayings.push(saying);
    }
    World { parents, sayings }
}

fn saying(random: &mut Random, plan: Option<usize>) -> Saying {
    Saying {
        kind: random.one(&[StatementKind::Target, StatementKind::Target, StatementKind::Actual]),
        plan,
        period: if random.once_in(15) { None } else { Some(random.one(&PERIODS)) },
        region: if random.once_in(3) { None } else { Some(random.below(REGIONS.len())) },
        channel: if random.once_in(2) { None } else { Some(random.below(CHANNELS.len())) },
        amount: random.below(20) as i64,
    }
}

/// A plan's index.
pub(super) fn index(plan: usize) -> PlanIndex {
    PlanIndex(u32::try_from(plan).unwrap())
}

impl World {
    /// One line a statement.
    pub(super) fn told(&self) -> String {
        let line = |saying: &Saying| {
            let plan = saying.plan.map_or("data".to_owned(), |plan| format!("p{plan}"));
            let region = saying.region.map_or("-", |region| REGIONS[region].0);
            let channel = saying.channel.map_or("-", |channel| CHANNELS[channel]);
            let period = saying.period.unwrap_or("-");
            format!("{plan} {:?} {period} {region} {channel}: {}\n", saying.kind, saying.amount)
        };
        format!("parents {:?}\n{}", self.parents, self.sayings.iter().map(line).collect::<String>())
    }
}
