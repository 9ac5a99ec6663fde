//! Examples worked by hand, one for each rule by which numbers add up. The manual tells the same stories.

mod compared;
mod lists;
mod measures;
mod nobodys;
mod partial;
mod ratios;
mod stocks;
mod wider;

use jiff::civil::date;
use planpress::aggregate::{Answer, Cell, Facts, Head, Role, answer, plan_targets};
use planpress::pipeline::{self, MemoryTree, Options};
use planpress::site::Site;
use planpress::text::{SourceFile, Span};
use planpress::view::{self, Content};
use planpress::yaml;
use rust_decimal::Decimal;

const METRICS: &str = "
sales: { unit: 元, kind: flow }
units: { unit: 套, kind: flow }
market: { unit: 套, kind: flow }
share: { unit: '%', kind: ratio, of: units, over: market }
margin: { unit: '%', kind: ratio }
staff: { unit: 人, kind: stock }
cost: { unit: 元, kind: flow, better: lower }
";

const DIMENSIONS: &str = "
region:
  values:
    - id: china
      children:
        - { id: changsha, children: [{ id: urban }, { id: rural }] }
        - { id: shenzhen }
channel: { open: true }
";

struct World {
    site: Site,
    facts: Facts,
}

/// A site of plans (front matter without its fences) and rows of data, which may begin with a heading of their own.
fn world(plans: &[&str], data: &[&str]) -> World {
    configured("title: T\nrelations: { reviews: { title: R } }\n", plans, data)
}

fn configured(config: &str, plans: &[&str], data: &[&str]) -> World {
    let mut files = vec![
        ("planpress.yaml".to_owned(), config.to_owned()),
        ("metrics.yaml".to_owned(), METRICS.to_owned()),
        ("dimensions.yaml".to_owned(), DIMENSIONS.to_owned()),
        ("schemas/big.yaml".to_owned(), "title: Big\n".to_owned()),
        ("schemas/small.yaml".to_owned(), "title: Small\n".to_owned()),
    ];
    for front in plans {
        let id = front.lines().find_map(|line| line.strip_prefix("id: ")).unwrap();
        let kind = if front.contains("\nkind: ") { "" } else { "kind: big\n" };
        files.push((format!("plans/{id}.md"), format!("---\n{front}\n{kind}---\n\n# {id}\n")));
    }
    if !data.is_empty() {
        let rows = data.join("\n");
        let usual = "kind,metric,value,period,plan,region,channel\n";
        let heading = if rows.starts_with("kind,") { "" } else { usual };
        files.push(("data/d.csv".to_owned(), format!("{heading}{rows}\n")));
    }
    let options = Options { today: date(2026, 9, 15), drafts: false };
    let loaded = pipeline::load(&MemoryTree::new(files), options).map_err(|fatal| fatal.0).unwrap();
    let serious: Vec<String> = loaded
        .findings
        .iter()
        .filter(|finding| finding.rule.starts_with("invalid") || finding.rule.starts_with("unknown"))
        .map(|finding| format!("{}: {}", finding.place.source.path, finding.message))
        .collect();
    assert_eq!(serious, Vec::<String>::new());
    World { site: Site::clone(&loaded.site), facts: Facts::new(&loaded.site) }
}

impl World {
    fn answer(&self, view: &str) -> Answer {
        let source = SourceFile::new("view", format!("table: targets\n{view}"));
        let yaml = yaml::parse(&source, Span::new(0, source.text.len()));
        let (view, findings) = view::read(&yaml, Span::default(), &source, &self.site);
        assert_eq!(findings, Vec::new());
        match view.unwrap().content {
            Content::Numbers(query) => answer(&self.facts, &self.site, &query),
            Content::List(list) => panic!("{list:?}"),
        }
    }

    /// Fails unless a view shows this: a line of column heads, then a line a row.
    #[track_caller]
    fn shows(&self, view: &str, expected: &str) {
        let shown = shown(&self.answer(view));
        let expected: Vec<&str> = expected.trim_matches('\n').lines().map(str::trim_start).collect();
        assert_eq!(shown.lines().map(str::trim_start).collect::<Vec<_>>(), expected, "\n{shown}");
    }

    /// A plan's targets: stated, target, actual, progress, allocated, gap, unallocated, not split.
    #[track_caller]
    fn plan_shows(&self, id: &str, expected: &[&str]) {
        let plan = self.site.graph.ids[id];
        let line = |target: &planpress::aggregate::PlanTarget| {
            let cells = [
                &target.stated,
                &target.target,
                &target.actual,
                &target.progress,
                &target.allocated,
                &target.gap,
                &target.unallocated,
                &target.not_split,
            ];
            let metric = &self.site.config.metric(target.metric).id;
            let period = target.period.map_or("-".to_owned(), |period| period.key());
            format!("{metric} {period}: {}", cells.map(number).join(" "))
        };
        let targets: Vec<String> = plan_targets(&self.facts, &self.site, plan).iter().map(line).collect();
        assert_eq!(targets, expected);
    }
}

fn shown(answer: &Answer) -> String {
    let name = |head: &Head| match head.role {
        Role::Entry => head.label.clone(),
        Role::Rest => "rest".to_owned(),
        Role::NotSplit => "not split".to_owned(),
        Role::Total => "total".to_owned(),
    };
    let heads: Vec<String> = answer.columns.iter().map(name).collect();
    let mut lines = vec![heads.join(" | ")];
    for (head, row) in answer.rows.iter().zip(&answer.cells) {
        let cells = row.iter().map(|cells| cells.iter().map(number).collect::<Vec<_>>().join(" "));
        let indent = "  ".repeat(head.depth as usize);
        lines.push(format!("{indent}{}: {}", name(head), cells.collect::<Vec<_>>().join(" | ")));
    }
    lines.join("\n")
}

fn number(cell: &Cell) -> String {
    let Some(amount) = cell.amount else { return "—".to_owned() };
    let of_quotient = cell.step == Decimal::new(1, 1);
    let text = match amount.single().filter(|_| of_quotient) {
        Some(percent) => percent.round_dp(1).normalize().to_string(),
        None => amount.to_canonical_string(),
    };
    match cell.coverage {
        Some((some, all)) => format!("{text}*{some}/{all}"),
        None => text,
    }
}

const CHINA: &str = "id: china\nperiod: 2026\nregion: china\ntargets: { sales: 100 }";
const CHANGSHA: &str = "id: changsha\nperiod: 2026\nregion: changsha\nparent: china\ntargets: { sales: 60 }";

#[test]
fn a_plan_gives_way_to_those_below_and_keeps_the_rest() {
    let shenzhen = "id: shenzhen\nperiod: 2026\nregion: shenzhen\nparent: china\ntargets: { sales: 30 }";
    let world = world(&[CHINA, CHANGSHA, shenzhen], &[]);
    // 100 of which 60 and 30 are given away; 10 stay with the whole country.
    world.shows(
        "rows: region\nmetrics: [sales]\nshow: [target, stated, allocated, gap]\ntotals: true",
        "
        total
        china: 100 100 90 10
          changsha: 60 60 — —
          shenzhen: 30 30 — —
          rest: 10 — — —
        total: 100 100 90 10",
    );
    world.shows(
        "rows: plan\nmetrics: [sales]\nshow: [target, stated, allocated, unallocated]",
        "
        total
        china: 100 100 90 10
          changsha: 60 60 — —
          shenzhen: 30 30 — —",
    );
    world.plan_shows("china", &["sales 2026: 100 100 — — 90 10 10 —"]);
}

#[test]
fn children_above_their_parent_count_in_full() {
    let campaign = "id: summer\nperiod: 2026-04-01..2026-08-31\nregion: changsha\nparent: changsha\ntargets: { sales: 70 }";
    let world = world(&[CHINA, CHANGSHA, campaign], &[]);
    // Changsha states 60, its campaign 70: Changsha comes to 70, the country keeps 30 of its 100.
    world.plan_shows("changsha", &["sales 2026: 60 70 — — 70 -10 0 —"]);
    world.plan_shows("china", &["sales 2026: 100 100 — — 70 30 30 —"]);
    world.shows(
        "rows: region\nmetrics: [sales]\nshow: [target, gap]",
        "
        total
        china: 100 30
          changsha: 70 -10
          rest: 30 —",
    );
}

#[test]
fn a_parents_quarters_do_not_fill_the_cells_of_children_who_stated_the_year() {
    let china = "id: china\nperiod: 2026\nregion: china\ntargets:\n  sales: { value: 100, by: { period: { 2026-Q1: 10, 2026-Q2: 20, 2026-Q3: 30, 2026-Q4: 40 } } }";
    let view = "rows: region\ncolumns: quarter\nmetrics: [sales]\nshow: [target]\ntotals: true";
    world(&[china], &[]).shows(
        view,
        "
        2026-Q1 | 2026-Q2 | 2026-Q3 | 2026-Q4 | total
        china: 10 | 20 | 30 | 40 | 100
        total: 10 | 20 | 30 | 40 | 100",
    );
    // Changsha states the year only: nobody knows what is left of the quarters.
    world(&[china, CHANGSHA], &[]).shows(
        view,
        "
        not split | total
        china: 100 | 100
          changsha: 60 | 60
          rest: 40 | 40
        total: 100 | 100",
    );
    // With quarters of its own it is known: 10 − 5, 20 − 10, 30 − 20, 40 − 25.
    let quarters = "id: changsha\nperiod: 2026\nregion: changsha\nparent: china\ntargets:\n  sales: { value: 60, by: { period: { 2026-Q1: 5, 2026-Q2: 10, 2026-Q3: 20, 2026-Q4: 25 } } }";
    world(&[china, quarters], &[]).shows(
        view,
        "
        2026-Q1 | 2026-Q2 | 2026-Q3 | 2026-Q4 | total
        china: 10 | 20 | 30 | 40 | 100
          changsha: 5 | 10 | 20 | 25 | 60
          rest: 5 | 10 | 10 | 15 | 40
        total: 10 | 20 | 30 | 40 | 100",
    );
}

#[test]
fn a_childs_year_covers_its_parents_quarters() {
    // The country states quarters and no year; Changsha's year is wider than any of them.
    let china = "id: china\nperiod: 2026\nregion: changsha\ntargets:\n- { metric: sales, value: 10, period: 2026-Q1 }\n- { metric: sales, value: 20, period: 2026-Q2 }";
    world(&[china, CHANGSHA], &[]).shows(
        "rows: region\ncolumns: quarter\nmetrics: [sales]\nshow: [target]\ntotals: true",
        "
        not split | total
        china: 60 | 60
          changsha: 60 | 60
        total: 60 | 60",
    );
}

#[test]
fn what_is_said_more_widely_below_is_a_part_all_the_same() {
    let fair = "id: fair\nperiod: 2026\nparent: china\ntargets: { sales: 5 }";
    let region = "rows: region\nmetrics: [sales]\nshow: [target]\ntotals: true";
    let plan = "rows: plan\nmetrics: [sales]\nshow: [target, stated, allocated, gap]\ntotals: true";
    let world = world(&[CHINA, CHANGSHA, fair], &[]);
    world.shows(
        region,
        "
        total
        china: 95
          changsha: 60
          rest: 35
        not split: 5
        total: 100",
    );
    world.shows(
        plan,
        "
        total
        china: 100 100 65 35
          changsha: 60 60 — —
          fair: 5 5 — —
        total: 100 100 65 35",
    );
    // More than there is; and of a longer period, so that none of it need lie inside.
    let more = "id: fair\nperiod: 2026-01..2027-06\nparent: china\ntargets: { sales: 150 }";
    self::world(&[CHINA, more], &[]).shows(
        plan,
        "
        total
        china: 150 100 — —
          fair: 150 150 — —
        total: 150 100 — —",
    );
    // Said of several wholes together.
    let parts = "id: china\nperiod: 2026\ntargets:\n- { metric: sales, value: 70, region: changsha }\n- { metric: sales, value: 30, region: shenzhen }";
    self::world(&[parts, fair], &[]).shows(
        region,
        "
        total
        china: 95
        not split: 5
        total: 100",
    );
}

#[test]
fn data_of_no_plan_is_taken_on_by_nobody() {
    world(&[CHINA, CHANGSHA], &["target,sales,20,2026,,shenzhen,"]).shows(
        "rows: plan\nmetrics: [sales]\nshow: [target, stated, allocated, gap]",
        "
        total
        china: 100 100 60 40
          changsha: 60 60 — —",
    );
}

#[test]
fn what_nothing_lies_below_has_no_gap() {
    let lone = "id: lone\nperiod: 2026\nregion: shenzhen\ntargets: { sales: 1000 }";
    world(&[CHINA, CHANGSHA, lone], &[]).shows(
        "rows: plan\nmetrics: [sales]\nshow: [stated, allocated, gap, unallocated]\ntotals: true",
        "
        total
        china: 100 60 40 40
          changsha: 60 — — —
        lone: 1000 — — —
        total: 1100 60 40 40",
    );
}

#[test]
fn parts_stay_beside_what_lies_outside_of_them_below() {
    let china = |part: &str| {
        format!(
            "id: china\nperiod: 2026\nregion: china\ntargets:\n- {{ metric: sales, value: 100 }}\n- {{ metric: sales, {part} }}"
        )
    };
    let shenzhen = "id: shenzhen\nperiod: 2026-Q4\nregion: shenzhen\nparent: china\ntargets: { sales: 30 }";
    world(&[&china("value: 60, region: changsha"), shenzhen], &[]).shows(
        "rows: region\nmetrics: [sales]\nshow: [target]\ntotals: true",
        "
        total
        china: 100
          changsha: 60
          shenzhen: 30
          rest: 10
        total: 100",
    );
    world(&[&china("value: 20, period: 2026-Q1"), shenzhen], &[]).shows(
        "rows: quarter\nmetrics: [sales]\nshow: [target]\ntotals: true",
        "
        total
        2026-Q1: 20
        2026-Q2: —
        2026-Q3: —
        2026-Q4: 30
        not split: 50
        total: 100",
    );
}

#[test]
fn splits_of_one_value_are_alternatives() {
    let plan = "id: changsha\nperiod: 2026\nregion: changsha\ntargets:
- { metric: sales, value: 100 }
- { metric: sales, value: 70, channel: shop }
- { metric: sales, value: 20, channel: web }
- { metric: sales, value: 40, period: 2026-H1 }
- { metric: sales, value: 60, period: 2026-H2 }";
    let world = world(&[plan], &[]);
    // 70 and 20 of 100: the rest of 10 is not split.
    world.shows(
        "rows: channel\nmetrics: [sales]\nshow: [target]\ntotals: true",
        "
        total
        shop: 70
        web: 20
        not split: 10
        total: 100",
    );
    world.shows(
        "rows: half\nmetrics: [sales]\nshow: [target]\ntotals: true",
        "
        total
        2026-H1: 40
        2026-H2: 60
        total: 100",
    );
    // Both at once: each split answers one axis; that of the dimension is shown.
    world.shows(
        "rows: channel\ncolumns: half\nmetrics: [sales]\nshow: [target]\ntotals: true",
        "
        not split | total
        shop: 70 | 70
        web: 20 | 20
        not split: 10 | 10
        total: 100 | 100",
    );
    // A condition is an axis, too.
    world.shows(
        "rows: region\nmetrics: [sales]\nwhere: { period: 2026-H2 }\nshow: [target]",
        "total
        china: 60
          changsha: 60",
    );
    // The halves split it completely.
    world.plan_shows("changsha", &["sales 2026: 100 100 — — — — — —"]);
}
