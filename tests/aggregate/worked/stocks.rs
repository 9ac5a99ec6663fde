//! Worked examples of stocks that several plans state over time.

use super::world;

const YEAR: &str = "id: year\nperiod: 2026\nregion: changsha\ntargets: { staff: 15 }";
const FIRST: &str = "id: first\nperiod: 2026-Q1\nregion: changsha\nparent: year\ntargets: { staff: 12 }";
const THIRD: &str = "id: third\nperiod: 2026-Q3\nregion: changsha\nparent: year\ntargets: { staff: 15 }";

#[test]
fn plans_for_quarters_do_not_add_up_over_time() {
    let world = world(&[YEAR, FIRST, THIRD], &[]);
    world.shows(
        "rows: region\nmetrics: [staff]\nshow: [target, stated, allocated, gap]",
        "
        total
        china: 15 — 15 —
        changsha: 15 15 15 0",
    );
}

#[test]
fn each_plan_still_states_its_own() {
    let world = world(&[YEAR, FIRST, THIRD], &[]);
    world.shows(
        "rows: plan\nmetrics: [staff]\nshow: [target, stated, allocated, gap]",
        "
        total
        year: 15 15 15 0
        first: 12 12 — —
        third: 15 15 — —",
    );
    world.plan_shows("first", &["staff 2026-Q1: 12 12 — — — — — —"]);
    world.plan_shows("year", &["staff 2026: 15 15 — — 15 0 0 —"]);
}

/// Nor do plans that have none above them, where they are about the same values; others do.
#[test]
fn plans_beside_one_another_add_up_where_they_are_about_different_values() {
    let alone = |plan: &str| plan.replace("\nparent: year", "");
    let south = "id: south\nperiod: 2026-Q2\nregion: shenzhen\ntargets: { staff: 8 }";
    let world = world(&[&alone(FIRST), &alone(THIRD), south], &[]);
    world.shows(
        "rows: region\ncolumns: quarter\nmetrics: [staff]\nshow: [target]\ntotals: true",
        "
        2026-Q1 | 2026-Q2 | 2026-Q3 | total
        china: 12*1/2 | 8*1/2 | 15*1/2 | 23
        changsha: 12 | — | 15 | 15
        shenzhen: — | 8 | — | 8
        total: 12*1/2 | 8*1/2 | 15*1/2 | 23",
    );
}

/// What holds at the same time is said side by side.
#[test]
fn of_one_day_plans_add_up() {
    let late = |plan: &str| plan.replace("2026-Q1", "2026-Q3");
    let world = world(&[YEAR, &late(FIRST), THIRD], &[]);
    world.shows(
        "rows: region\nmetrics: [staff]\nshow: [target, allocated, gap]",
        "
        total
        china: 27 27 —
        changsha: 27 27 -12",
    );
}

/// Each half gives way to its own quarters, and the year to the second half.
#[test]
fn the_last_value_counts_at_every_level() {
    let plan = |id: &str, parent: &str, period: &str, staff: u8| {
        format!("id: {id}\nperiod: {period}\nparent: {parent}\ntargets: {{ staff: {staff} }}")
    };
    let plans = [
        "id: y\nperiod: 2026\ntargets: { staff: 15 }".to_owned(),
        plan("h1", "y", "2026-H1", 14),
        plan("q1", "h1", "2026-Q1", 12),
        plan("q2", "h1", "2026-Q2", 13),
        plan("h2", "y", "2026-H2", 15),
        plan("q4", "h2", "2026-Q4", 16),
    ];
    let world = world(&plans.each_ref().map(String::as_str), &[]);
    world.shows(
        "rows: plan\nmetrics: [staff]\nshow: [target, stated, allocated, gap]",
        "
        total
        y: 16 15 16 -1
        h1: 14 14 13 1
        q1: 12 12 — —
        q2: 13 13 — —
        h2: 16 15 16 -1
        q4: 16 16 — —",
    );
}

#[test]
fn reviews_and_plans_below_report_one_stock() {
    let review = |id: &str, period: &str, relation: &str, staff: u8| {
        format!(
            "id: {id}\nperiod: {period}\nregion: changsha\n{relation}: year\nactuals: {{ staff: {staff} }}"
        )
    };
    for relation in ["reviews", "parent"] {
        let plans = [review("r1", "2026-Q1", relation, 11), review("r2", "2026-Q2", relation, 12)];
        let world = world(&[YEAR, &plans[0], &plans[1]], &[]);
        world.shows(
            "rows: region\ncolumns: quarter\nmetrics: [staff]\nshow: [actual]\ntotals: true",
            "
            2026-Q1 | 2026-Q2 | total
            china: 11 | 12 | 12
            changsha: 11 | 12 | 12
            total: 11 | 12 | 12",
        );
    }
}

/// What plans below state for months or quarters has been taken on of the year, too.
#[test]
fn what_stands_in_cells_is_not_left_over() {
    let china = "id: nat\nperiod: 2026\nregion: china\ntargets: { staff: 100 }";
    let north = "id: north\nperiod: 2026\nregion: changsha\nparent: nat\n\
        targets: { staff: { value: 40, by: { month: { 2026-03: 30, 2026-12: 40 } } } }";
    let south = "id: south\nperiod: 2026\nregion: shenzhen\nparent: nat\ntargets: { staff: 50 }";
    let by_half = "rows: region\ncolumns: half\nmetrics: [staff]\nshow: [SHOW]\ntotals: true";
    let some = world(&[china, north, south], &[]);
    some.shows(
        &by_half.replace("SHOW", "target"),
        "
        2026-H1 | 2026-H2 | not split | total
        china: 30*1/2 | 40*1/2 | 60 | 100
        changsha: 30 | 40 | — | 40
        shenzhen: — | — | 50 | 50
        rest: — | — | 10 | 10
        total: 30*1/2 | 40*1/2 | 60 | 100",
    );
    some.shows(
        &by_half.replace("SHOW", "unallocated"),
        "
        2026-H1 | 2026-H2 | not split | total
        china: — | — | 10 | 10
        changsha: — | — | — | —
        shenzhen: — | — | — | —
        total: — | — | 10 | 10",
    );
    // Where all of them state halves, and more than the year, nothing is left.
    let late = south.replace("50", "{ value: 50, by: { quarter: { 2026-Q4: 50 } } }");
    let more = world(&[&china.replace("100", "60"), north, &late], &[]);
    more.shows(
        &by_half.replace("SHOW", "target"),
        "
        2026-H1 | 2026-H2 | total
        china: 30*1/2 | 90 | 90
        changsha: 30 | 40 | 40
        shenzhen: — | 50 | 50
        total: 30*1/2 | 90 | 90",
    );
}

/// Two reviews that say the same of one plan say it once, of flows and of stocks.
#[test]
fn reviews_of_one_plan_speak_for_it() {
    let plan = "id: changsha\nperiod: 2026-H1\nregion: changsha\ntargets: { sales: 140, staff: 14 }";
    let review = |id: &str, actuals: &str| {
        format!("id: {id}\nperiod: 2026-H1\nregion: changsha\nreviews: [changsha]\nactuals: {{ {actuals} }}")
    };
    let below = "id: shop\nperiod: 2026-H1\nregion: changsha\nparent: changsha\nactuals: { sales: 60 }";
    let check = |plans: &[&str], expected: &str| {
        let view = "rows: plan\nmetrics: [sales, staff]\nshow: [actual]\ntotals: true";
        let text = super::shown(&world(plans, &[]).answer(view));
        assert!(text.contains(expected), "{text}");
    };
    let (first, second) = (review("r1", "sales: 100, staff: 13"), review("r2", "sales: 100, staff: 13"));
    check(&[plan, &first, &second], "total: 100 13");
    let more = review("r2", "sales: 110, staff: 12");
    check(&[plan, &first, &more], "total: 110 13");
    // Nor are they added to what a plan below says of the same.
    check(&[plan, &first, below], "total: 100 13");
}
