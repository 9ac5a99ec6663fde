//! Worked examples of what is compared with what: target and actual of the same time and place.

use super::{shown, world};
use planpress::aggregate::{PlanLead, elapsed, plan_lead};
use planpress::link::PlanIndex;
use planpress::view::Measure;

/// One states quarters, the other the year: a quarter has the target of one and what both reached.
#[test]
fn no_table_compares_a_quarter_of_one_with_what_two_reached() {
    let china = "id: china\nperiod: 2026\nregion: china\ntargets: { sales: 1000 }";
    let changsha = "id: changsha\nperiod: 2026\nregion: changsha\nparent: china\ntargets: { sales: { value: 400, by: { quarter: { 2026-Q1: 100, 2026-Q2: 100, 2026-Q3: 100, 2026-Q4: 100 } } } }";
    let shenzhen = "id: shenzhen\nperiod: 2026\nregion: shenzhen\nparent: china\ntargets: { sales: 600 }";
    let data = ["actual,sales,90,2026-Q1,,changsha,", "actual,sales,150,2026-Q1,,shenzhen,"];
    let world = world(&[china, changsha, shenzhen], &data);
    let show = "metrics: [sales]\nshow: [target, actual, progress]";
    let check = |view: &str, row: &str, column: &str, expected: &str| {
        let text = shown(&world.answer(&format!("{view}\n{show}")));
        let mut lines = text.lines();
        let at = lines.next().unwrap().split('|').position(|head| head.trim() == column).unwrap();
        let line = lines.find_map(|line| line.trim().strip_prefix(&format!("{row}: "))).unwrap();
        // Where plans are told apart, the cell says that one of two states the quarter.
        let cell = line.split('|').nth(at).unwrap().trim().replace("*1/2", "");
        assert_eq!(cell, expected, "{view}\n{text}");
    };
    let quarter = "where: { period: 2026-Q1 }";
    for (view, row, column) in [
        ("rows: region\ncolumns: quarter\ntotals: true", "total", "2026-Q1"),
        ("rows: region\ncolumns: quarter\ntotals: true", "china", "2026-Q1"),
        ("rows: quarter\ncolumns: region\ntotals: true", "2026-Q1", "total"),
        ("rows: quarter", "2026-Q1", "total"),
        ("rows: metric\ncolumns: quarter", "sales", "2026-Q1"),
        (&format!("rows: region\ntotals: true\n{quarter}"), "total", "total"),
        (&format!("rows: plan\ntotals: true\n{quarter}"), "china", "total"),
    ] {
        check(view, row, column, "100 240 —");
    }
    // Of the one alone both stand for the same, and of the year.
    check(&format!("rows: region\n{quarter}"), "changsha", "total", "100 90 90");
    check("rows: quarter\ncolumns: region", "2026-Q1", "changsha", "100 90 90");
    check("rows: metric\ncolumns: quarter\ntotals: true", "sales", "total", "1000 240 24");
}

/// A fair in May does not stand for a half-year, nor one city for two.
#[test]
fn what_is_a_small_part_of_a_cell_does_not_speak_for_it() {
    let show = "metrics: [sales]\nshow: [target, actual, progress]\ntotals: true";
    let year = "id: year\nperiod: 2026\nregion: changsha\ntargets: { sales: 100 }";
    let fair = |period: &str| {
        format!(
            "id: fair-{period}\nperiod: {period}\nregion: changsha\nparent: year\ntargets: {{ sales: 12 }}"
        )
    };
    let review = "id: review\nperiod: 2026-H1\nregion: changsha\nreviews: [year]\nactuals: { sales: 40 }";
    let (may, q1, q2) = (fair("2026-05"), fair("2026-Q1"), fair("2026-Q2"));
    let check = |plans: &[&str], expected: &str| {
        let answer = world(plans, &[]).answer(&format!("rows: metric\ncolumns: half\n{show}"));
        let text = shown(&answer);
        assert!(text.contains(expected), "{text}");
    };
    check(&[year, &may, review], "sales: 12 40 — |");
    // Two quarters are together about the half-year.
    check(&[year, &q1, &q2, review], "sales: 24 40 166.7 |");
    let china = "id: china\nperiod: 2026\nregion: china\ntargets: { sales: 5000 }";
    let changsha = "id: changsha\nperiod: 2026-H1\nregion: changsha\nparent: china\ntargets: { sales: { value: 1500, by: { quarter: { 2026-Q1: 750, 2026-Q2: 750 } } } }";
    let shenzhen = "id: shenzhen\nperiod: 2026\nregion: shenzhen\nparent: china\ntargets: { sales: 3500 }";
    let answer = world(&[china, changsha, shenzhen], &["actual,sales,1200,2026-Q1,,china,"])
        .answer(&format!("rows: region\ncolumns: quarter\n{show}"));
    let text = shown(&answer).replace("*1/2", "");
    assert_eq!(text.matches(": 750 1200 — |").count(), 2, "{text}");
}

/// A list of plans shows the number of a row of plans.
#[test]
fn what_was_reached_between_a_plans_targets_is_the_plans() {
    let plan = "id: changsha\nperiod: 2026\nregion: changsha\ntargets:\n  - { metric: sales, value: 100, period: 2026-01 }\n  - { metric: sales, value: 100, period: 2026-03 }\nactuals:\n  - { metric: sales, value: 50, period: 2026-01 }\n  - { metric: sales, value: 30, period: 2026-02 }";
    let world = world(&[plan], &[]);
    world.shows(
        "rows: plan\nmetrics: [sales]\nshow: [target, actual, progress]",
        "
        total
        changsha: 200 80 40",
    );
    let lead = lead_of_first(&world);
    assert_eq!(numbers(&lead), ["200", "80", "40"]);
    // January and March do not run together.
    assert_eq!(lead.elapsed, None);
}

/// What a plan below reached elsewhere has its target elsewhere, too.
#[test]
fn a_plan_in_a_list_is_not_credited_with_what_others_reached_elsewhere() {
    let changsha =
        "id: changsha\nperiod: 2026\nregion: changsha\ntargets: { sales: 350 }\nactuals: { sales: 155 }";
    let fair = "id: fair\nperiod: 2026-05\nregion: shenzhen\nparent: changsha\ntargets: { sales: 60 }\nactuals: { sales: 40 }";
    assert_eq!(numbers(&lead_of_first(&world(&[changsha, fair], &[]))), ["350", "155", "44.2857142857"]);
}

/// What a list of plans shows of the sales of the first one.
fn lead_of_first(world: &super::World) -> PlanLead {
    let (site, facts, plan) = (&world.site, &world.facts, PlanIndex(0));
    let sales = site.config.metrics.iter().position(|metric| metric.id == "sales").unwrap();
    let sales = planpress::config::MetricId(u16::try_from(sales).unwrap());
    plan_lead(facts, site, plan, sales, facts.targets(site, plan)).unwrap()
}

/// Its target, actual and progress.
fn numbers(lead: &PlanLead) -> [String; 3] {
    [&lead.target, &lead.actual, &lead.progress].map(|cell| cell.amount.unwrap().to_canonical_string())
}

/// The ratio of the whole is that of one plan only where no other speaks, of whatever is compared.
#[test]
fn a_ratio_of_one_place_is_not_held_against_that_of_another() {
    let china = "id: china\nperiod: 2026\nregion: china\ntargets: { margin: 12% }";
    let changsha = "id: changsha\nperiod: 2026\nregion: changsha\nparent: china\nactuals: { margin: 11% }";
    let view = "rows: region\nmetrics: [margin]\nshow: [target, actual, progress]\ntotals: true";
    world(&[china, changsha], &[]).shows(
        view,
        "
        total
        china: 12 — —
          changsha: — 11 —
        total: 12 — —",
    );
    let both = "id: china\nperiod: 2026\nregion: china\ntargets: { margin: 12% }\nactuals: { margin: 9% }";
    world(&[both], &[]).shows(
        view,
        "
        total
        china: 12 9 75
        total: 12 9 75",
    );
}

/// Elapsed time is that of the targets that are counted, on 15 September.
#[test]
fn time_passes_in_the_periods_of_the_targets() {
    let check = |periods: &[&str], expected: Option<&str>| {
        let targets: Vec<String> = periods
            .iter()
            .map(|period| format!("  - {{ metric: sales, value: 9, period: {period} }}\n"))
            .collect();
        let plan = format!("id: plan\nperiod: 2026\ntargets:\n{}", targets.concat());
        let world = world(&[plan.trim_end()], &[]);
        let answer = world.answer("rows: metric\nmetrics: [sales]\nshow: [target]");
        assert_eq!(answer.series[0].measure, Measure::Target);
        let share = elapsed(&world.facts, &world.site, &answer.cells[0][0][0]);
        let share = share.map(|share| share.round_dp(3).normalize().to_string());
        assert_eq!(share.as_deref(), expected, "{periods:?}");
    };
    check(&["2026"], Some("0.707"));
    check(&["2026-H2"], Some("0.418"));
    check(&["2026-Q3", "2026-Q4"], Some("0.418"));
    check(&["2026-12"], Some("0"));
    check(&["2026-01", "2026-03"], None);
}

/// Less what is at least so much, at most a rest is left.
#[test]
fn the_gap_to_a_floor_is_a_ceiling() {
    let china = "id: china\nperiod: 2026\ntargets: { sales: 12000 }";
    let below =
        |value: &str| format!("id: changsha\nperiod: 2026\nparent: china\ntargets: {{ sales: {value} }}");
    world(&[china, &below("≥ 15000")], &[])
        .plan_shows("china", &["sales 2026: 12000 >=15000 — — >=15000 <=-3000 0 —"]);
    world(&[china, &below("≤ 10000")], &[]).shows(
        "rows: plan\nmetrics: [sales]\nshow: [gap, unallocated]",
        "
        total
        china: >=2000 >=2000
          changsha: — —",
    );
}
