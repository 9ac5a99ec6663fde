//! Examples worked by hand, one for each rule by which numbers add up. The manual tells the same stories.

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

/// A site of plans (front matter without its fences) and rows of data.
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
        files.push((
            "data/d.csv".to_owned(),
            format!("kind,metric,value,period,plan,region,channel\n{rows}\n"),
        ));
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
        let text = format!("table: targets\n{view}");
        let source = SourceFile::new("view", text);
        let yaml = yaml::parse(&source, Span::new(0, source.text.len()));
        let (view, findings) = view::read(&yaml, &source, &self.site);
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
          rest: 10 — 10 —
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
    // Both at once: each split answers one axis; the first one stated is shown.
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
        "
        total
        china: 60
          changsha: 60",
    );
    // The halves split it completely.
    world.plan_shows("changsha", &["sales 2026: 100 100 — — — — — —"]);
}

#[test]
fn intervals_keep_their_bounds() {
    let floor =
        "id: china\nperiod: 2026\nregion: china\ntargets: { sales: '≥100', units: 90–110, cost: 約50 }";
    let low = "id: changsha\nperiod: 2026\nregion: changsha\nparent: china\ntargets: { sales: 60, units: 100, cost: 20 }";
    let high = "id: shenzhen\nperiod: 2026\nregion: shenzhen\nparent: china\ntargets: { sales: 50 }";
    // 60 of at least 100: at least 40 are left. 100 of 90 to 110: 0 to 10. 20 of about 50: about 30.
    world(&[floor, low], &[]).plan_shows(
        "china",
        &[
            "sales 2026: >=100 >=100 — — 60 >=40 >=40 —",
            "units 2026: 90..110 100..110 — — 100 0 0 —",
            "cost 2026: ~50 ~50 — — 20 ~30 ~30 —",
        ],
    );
    // 60 and 50 meet the floor from above: nothing is left, and the sum is exact.
    world(&[floor, low, high], &[]).shows(
        "rows: region\nmetrics: [sales]\nshow: [target]",
        "
        total
        china: 110
          changsha: 60
          shenzhen: 50",
    );
    world(&[floor, low], &[]).shows(
        "rows: region\nmetrics: [sales, units, cost]\nshow: [target]",
        "
        total
        china: >=100 100..110 ~50
          changsha: 60 100 20
          rest: >=40 0..10 ~30",
    );
}

#[test]
fn of_a_stock_the_last_value_counts() {
    let world = world(
        &["id: changsha\nperiod: 2026\nregion: changsha\ntargets: { staff: 96 }"],
        &[
            "actual,staff,41,2026-03,,changsha,",
            "actual,staff,52,2026-06,,changsha,",
            "actual,staff,58,2026-08,,changsha,",
            "actual,staff,40,2026-08,,shenzhen,",
        ],
    );
    // Over regions stocks add; over time the last value of each counts: 58 + 40.
    world.shows(
        "rows: region\ncolumns: quarter\nmetrics: [staff]\nshow: [actual]\ntotals: true",
        "
        2026-Q1 | 2026-Q2 | 2026-Q3 | total
        china: 41*1/2 | 52*1/2 | 98 | 98
          changsha: 41 | 52 | 58 | 58
          shenzhen: — | — | 40 | 40
        total: 41*1/2 | 52*1/2 | 98 | 98",
    );
    let answer = world.answer("rows: region\nmetrics: [staff]\nshow: [actual]");
    let day = date(2026, 8, 31);
    assert_eq!(answer.cells[0][0][0].as_of, Some((day, day)));
    world.plan_shows("changsha", &["staff 2026: 96 96 58 60.4 — — — —"]);
}

#[test]
fn ratios_are_recomputed_and_never_added() {
    let plan = |id: &str, units: u32, market: u32, margin: u32| {
        format!(
            "id: {id}\nperiod: 2026\nregion: {id}\ntargets: {{ units: {units}, market: {market}, margin: {margin}% }}"
        )
    };
    let (changsha, shenzhen) = (plan("changsha", 5, 40, 20), plan("shenzhen", 6, 50, 30));
    let world = world(&[&changsha, &shenzhen], &[]);
    // 5 ÷ 40, 6 ÷ 50, 11 ÷ 90. A margin has no known parts: no sum, but where one statement is exactly about a cell.
    world.shows(
        "rows: region\nmetrics: [share, margin]\nshow: [target]\ntotals: true",
        "
        total
        china: 12.2 —
          changsha: 12.5 20
          shenzhen: 12 30
        total: 12.2 —",
    );
}

#[test]
fn data_of_no_plan_counts_where_a_target_waits_for_it() {
    let summer = "id: summer\nperiod: 2026-Q3\nregion: changsha\nkind: small\nparent: changsha\ntargets: { sales: 20 }\nactuals: { sales: 21 }";
    let world = world(
        &[CHANGSHA.replace("\nparent: china", "").as_str(), summer],
        &[
            "actual,sales,5,2026-01,,changsha,shop",
            "actual,sales,7,2026-01,,changsha,web",
            "actual,sales,9,2026-07,,changsha,shop",
            "actual,sales,8,2026-07,,shenzhen,shop",
        ],
    );
    // 5 + 7 in January; in the third quarter the campaign reports 21, of which 9 are known from July.
    world.shows(
        "rows: region\ncolumns: quarter\nmetrics: [sales]\nshow: [actual]\ntotals: true",
        "
        2026-Q1 | 2026-Q2 | 2026-Q3 | total
        china: 12*1/2 | — | 29 | 41
          changsha: 12 | — | 21 | 33
          shenzhen: — | — | 8 | 8
        total: 12*1/2 | — | 29 | 41",
    );
    // Shenzhen's sales are nobody's. What a plan reports itself beats the data: the campaign has 21.
    world.shows(
        "rows: plan\nmetrics: [sales]\nshow: [target, actual, progress]",
        "
        total
        changsha: 60 33 55
          summer: 20 21 105",
    );
    world.plan_shows("summer", &["sales 2026-Q3: 20 20 21 105 — — — —"]);
    // The same as a condition.
    world.shows(
        "rows: metric\nmetrics: [sales]\nwhere: { kind: small }\nshow: [actual]",
        "
        total
        sales: 21",
    );
}

#[test]
fn a_review_counts_under_its_plan() {
    let plan = "id: year\nperiod: 2026\ntargets: { units: { value: 110, by: { period: { 2026-H1: 72, 2026-H2: 38 } } } }";
    let review = "id: review\nperiod: 2026-H1\nkind: small\nreviews: year\ntargets: { units: 72 }\nactuals: { units: 78 }";
    let world = world(&[plan, review], &["actual,units,13,2026-08,year,,"]);
    // The review says 72 again: no double. Its 78 and the plan's 13 are 91 of 110.
    world.plan_shows("year", &["units 2026: 110 110 91 82.7 72 38 38 —"]);
    world.shows(
        "rows: half\nmetrics: [units]\nshow: [target, actual, progress]\ntotals: true",
        "
        total
        2026-H1: 72 78 108.3
        2026-H2: 38 13 34.2
        total: 110 91 82.7",
    );
}

#[test]
fn rows_of_owners_and_kinds_are_queries_of_their_own() {
    let china = "id: china\nperiod: 2026\nregion: china\nowner: 周敏\ntargets: { sales: 100 }";
    let changsha = "id: changsha\nperiod: 2026\nregion: changsha\nowner: [李明, 劉洋]\nkind: small\nparent: china\ntargets: { sales: 60 }";
    let world = world(&[china, changsha], &[]);
    // 周敏 answers for all 100, 李明 and 劉洋 for 60 of them: rows overlap, the total does not count twice.
    world.shows(
        "rows: owner\nmetrics: [sales]\nshow: [target, count, allocated]\ntotals: true",
        "
        total
        劉洋: 60 1 —
        周敏: 100 1 60
        李明: 60 1 —
        total: 100 2 60",
    );
    world.shows(
        "rows: kind\nmetrics: [sales]\nshow: [target]\ntotals: true",
        "
        total
        Big: 100
        Small: 60
        total: 100",
    );
}

#[test]
fn less_is_better_turns_progress_round() {
    let plan = "id: changsha\nperiod: 2026\nregion: changsha\ntargets: { cost: 50, sales: '>=200' }\nactuals: { cost: 40, sales: 90 }";
    // 50 allowed, 40 spent: 125 %. Of a floor its bound counts: 90 of 200.
    world(&[plan], &[]).shows(
        "rows: metric\nmetrics: [cost, sales]\nshow: [target, actual, progress]",
        "
        total
        cost: 50 40 125
        sales: >=200 90 45",
    );
}

#[test]
fn fiscal_years_have_their_own_cells() {
    let plan = "id: changsha\nperiod: FY2026\nregion: changsha\ntargets: { sales: 100, units: { value: 12, period: 2026-Q2 } }";
    let config = "title: T\nfiscal_year_start: 4\n";
    // The fiscal year runs from April to March; a calendar year would lie in none.
    let world = configured(
        config,
        &[plan],
        &["actual,sales,8,2027-02,,changsha,", "actual,sales,5,2027-04,,changsha,"],
    );
    world.shows(
        "rows: year\nmetrics: [sales]\nshow: [target, actual]",
        "
        total
        FY2026: 100 8
        FY2027: — 5",
    );
    world.shows(
        "rows: half\nmetrics: [sales]\nshow: [actual]",
        "
        total
        2026-10-01..2027-03-31: 8
        2027-04-01..2027-09-30: 5",
    );
}

#[test]
fn what_overlaps_across_plans_is_taken_together() {
    // The plan states months, the one below it channels: neither lies in the other, but all channels in all months.
    let above = "id: above\nperiod: 2026-Q1\nregion: changsha\ntargets:
- { metric: sales, value: 10, period: 2026-01 }
- { metric: sales, value: 20, period: 2026-02 }
- { metric: sales, value: 30, period: 2026-03 }";
    let below = "id: below\nperiod: 2026-Q1\nregion: changsha\nparent: above\ntargets:
- { metric: sales, value: 25, channel: shop }
- { metric: sales, value: 15, channel: web }";
    let world = world(&[above, below], &[]);
    world.shows(
        "rows: channel\nmetrics: [sales]\nshow: [target]\ntotals: true",
        "
        total
        shop: 25
        web: 15
        not split: 20
        total: 60",
    );
    world.plan_shows("above", &["sales 2026-Q1: 60 60 — — 40 20 20 —"]);
}
