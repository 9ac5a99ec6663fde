//! Totals that overlap and are not all stated: what overlaps nothing of those that are shown counts beside them.

use super::world;

const BY_REGION: &str = "rows: region\nmetrics: [units]\nshow: [SHOW]\ntotals: true";
const BY_CHANNEL: &str = "rows: channel\nmetrics: [units]\nshow: [SHOW]\ntotals: true";

/// Changsha's total holds nothing of what Shenzhen does through KA.
const OF_REGIONS: &str = "
total
china: 27
  changsha: 20
  shenzhen: 7
total: 27";

/// KA's total holds some of Changsha's, nobody knows how much: what goes beyond it is not split.
const OF_CHANNELS: &str = "
total
ka: 20
not split: 7
total: 27";

#[test]
fn a_cell_beside_a_partial_total_counts() {
    let statements = [
        "{ metric: units, value: 20, region: changsha }",
        "{ metric: units, value: 20, channel: ka }",
        "{ metric: units, value: 7, region: shenzhen, channel: ka }",
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]] {
        let list = order.map(|at| format!("- {}", statements[at])).join("\n");
        let world = world(&[&format!("id: a\nperiod: 2026\ntargets:\n{list}")], &[]);
        world.shows(&BY_REGION.replace("SHOW", "target"), OF_REGIONS);
        world.shows(&BY_CHANNEL.replace("SHOW", "target"), OF_CHANNELS);
    }
}

#[test]
fn rows_of_data_do_too() {
    let rows =
        ["actual,units,20,2026,,changsha,", "actual,units,20,2026,,,ka", "actual,units,7,2026,,shenzhen,ka"];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let world = world(&[], &order.map(|at| rows[at]));
        world.shows(&BY_REGION.replace("SHOW", "actual"), OF_REGIONS);
        world.shows(&BY_CHANNEL.replace("SHOW", "actual"), OF_CHANNELS);
    }
}

/// A pivot of channels and quarters in which one row has no total of its own.
#[test]
fn a_row_without_its_total_is_not_lost() {
    let cells = [
        "{ metric: units, value: 40 }",
        "{ metric: units, value: 10, channel: ka, period: 2026-Q1 }",
        "{ metric: units, value: 20, channel: ka, period: 2026-Q2 }",
        "{ metric: units, value: 30, channel: ka }",
        "{ metric: units, value: 5, channel: dealer, period: 2026-Q1 }",
        "{ metric: units, value: 5, channel: dealer, period: 2026-Q2 }",
        "{ metric: units, value: 15, period: 2026-Q1 }",
        "{ metric: units, value: 25, period: 2026-Q2 }",
    ];
    let backwards: Vec<&str> = cells.iter().rev().copied().collect();
    for cells in [cells.as_slice(), &backwards] {
        let list: String = cells.iter().map(|cell| format!("- {cell}\n")).collect();
        let world = world(&[&format!("id: a\nperiod: 2026\ntargets:\n{list}")], &[]);
        world.shows(
            "rows: channel\ncolumns: quarter\nmetrics: [units]\nshow: [target]\ntotals: true",
            "
            2026-Q1 | 2026-Q2 | total
            dealer: 5 | 5 | 10
            ka: 10 | 20 | 30
            total: 15 | 25 | 40",
        );
        world.shows(
            "rows: quarter\nmetrics: [units]\nshow: [target]\ntotals: true",
            "
            total
            2026-Q1: 15
            2026-Q2: 25
            total: 40",
        );
        world.shows(
            &BY_CHANNEL.replace("SHOW", "target"),
            "
            total
            dealer: 10
            ka: 30
            total: 40",
        );
    }
}

/// What completes a set may overlap in its turn: Shenzhen's share of KA and of the first quarter.
#[test]
fn what_lies_beside_a_partial_total_may_be_alternatives_itself() {
    let plan = "id: a\nperiod: 2026\ntargets:
- { metric: units, value: 20, region: changsha }
- { metric: units, value: 9, channel: ka }
- { metric: units, value: 9, period: 2026-Q1 }
- { metric: units, value: 7, region: shenzhen, channel: ka }
- { metric: units, value: 8, region: shenzhen, period: 2026-Q1 }";
    world(&[plan], &[]).shows(
        &BY_REGION.replace("SHOW", "target"),
        "
        total
        china: 28
          changsha: 20
          shenzhen: 8
        total: 28",
    );
}

/// Two cities that each state one thing in full, in their own way: a number of all cities together ties both to itself,
/// and must not make them one choice.
#[test]
fn what_one_statement_ties_together_is_not_given_up_for_it() {
    let plan = |more: &str| {
        format!(
            "id: a\nperiod: 2026\ntargets:
- {{ metric: units, value: 100, region: changsha, period: 2026-Q1 }}
- {{ metric: units, value: 30, region: changsha, channel: ka }}
- {{ metric: units, value: 20, region: shenzhen, period: 2026-Q1 }}
- {{ metric: units, value: 90, region: shenzhen, channel: ka }}{more}"
        )
    };
    let expected = "
        total
        china: 190
          changsha: 100
          shenzhen: 90
        total: 190";
    let tie = "\n- { metric: units, value: 5, period: 2026-03 }";
    for more in ["", tie] {
        world(&[&plan(more)], &[]).shows(&BY_REGION.replace("SHOW", "target"), expected);
    }
}

/// Two totals that overlap, each with a part that lies outside the other: the parts together come to more than either.
#[test]
fn parts_may_come_to_more_than_either_of_two_totals() {
    let plan = "id: a\nperiod: 2026\ntargets:
- { metric: units, value: 15, region: china }
- { metric: units, value: 17, channel: ka, period: 2026-H1 }
- { metric: units, value: 12, region: changsha, period: 2026-Q1 }
- { metric: units, value: 13, channel: ka, period: 2026-04 }";
    world(&[plan], &[]).shows(
        "rows: region\nmetrics: [units]\nshow: [target]\ntotals: true",
        "
        total
        china: 15
          changsha: 12
          rest: 3
        not split: 10
        total: 25",
    );
}

/// A half-year below a year by quarter leaves the quarters alone in which it does not lie, and is a part of the others
/// together; what only touches a quarter leaves it to the year.
#[test]
fn a_childs_half_year_leaves_the_other_quarters_alone() {
    let quarters = "by: { quarter: { Q1: 20, Q2: 30, Q3: 30, Q4: 20 } }";
    let year = format!("id: year\nperiod: 2026\ntargets: {{ sales: {{ value: 100, {quarters} }} }}");
    let child = |period: &str| format!("id: part\nperiod: {period}\nparent: year\ntargets: {{ sales: 15 }}");
    let view =
        "rows: metric\nmetrics: [sales]\nshow: [target, stated, allocated, gap]\ntotals: true\ncolumns: ";
    let half = world(&[&year, &child("2026-H2")], &[]);
    half.shows(
        &format!("{view}quarter"),
        "
        2026-Q1 | 2026-Q2 | 2026-Q3 | 2026-Q4 | not split | total
        sales: 20 20 — — | 30 30 — — | — 30 — — | — 20 — — | 50 100 15 85 | 100 100 15 85",
    );
    half.shows(
        &format!("{view}half"),
        "
        2026-H1 | 2026-H2 | not split | total
        sales: 50 50 — — | 50 50 15 35 | — 100 15 85 | 100 100 15 85",
    );
    let touching = world(&[&year, &child("2026-09-01..2027-01-31")], &[]);
    touching.shows(
        &format!("{view}quarter"),
        "
        2026-Q1 | 2026-Q2 | 2026-Q3 | 2026-Q4 | not split | total
        sales: 20 20 — — | 30 30 — — | 30 30 — — | 20 20 — — | 15 100 — — | 115 100 — —",
    );
    let within = world(
        &[&year, &child("2026-06-01..2026-06-30"), &child("2026-06-16..2026-07-15").replace("part", "other")],
        &[],
    );
    within.shows(
        &format!("{view}quarter"),
        "
        2026-Q1 | 2026-Q2 | 2026-Q3 | 2026-Q4 | not split | total
        sales: 20 20 — — | 15 30 15 15 | — 30 — — | 20 20 — — | 45 100 30 70 | 100 100 30 70",
    );
}

/// What was had over time stands in its cells and not once more beside them; what is left over has no progress.
#[test]
fn a_stock_by_month_is_nothing_beside_its_months() {
    let plan =
        "id: a\nperiod: 2026\ntargets: { staff: { value: 62, by: { month: { 2026-06: 40, 2026-12: 62 } } } }";
    let world = world(&[plan], &[]);
    world.shows(
        "rows: metric\nmetrics: [staff]\ncolumns: quarter\ntotals: true\nshow: [target]",
        "
        2026-Q2 | 2026-Q3 | 2026-Q4 | total
        staff: 40 | — | 62 | 62",
    );
}

/// A child above its part: the others stand, and so does the sum of them all, whether the parent states it or not.
#[test]
fn an_exceeded_part_takes_nothing_from_the_others() {
    let parts =
        "- { metric: units, value: 40, region: changsha }\n- { metric: units, value: 60, region: shenzhen }";
    for whole in ["", "\n- { metric: units, value: 100, region: china }"] {
        let national = format!("id: a\nperiod: 2026\ntargets:\n{parts}{whole}");
        let child = "id: b\nparent: a\nperiod: 2026\nregion: changsha\ntargets: { units: 41 }";
        world(&[&national, child], &[]).shows(
            &BY_REGION.replace("SHOW", "target"),
            "
            total
            china: 101
              changsha: 41
              shenzhen: 60
            total: 101",
        );
    }
}

/// The same of quarters, with room that nobody has taken: what is above its part comes out of that first.
#[test]
fn what_is_above_its_part_comes_out_of_what_is_free() {
    let quarters = "{ 2026-Q1: 20, 2026-Q2: 30, 2026-Q3: 30, 2026-Q4: 20 }";
    let check = |whole: u32, expected: &str| {
        let year = format!(
            "id: a\nperiod: 2026\ntargets: {{ units: {{ value: {whole}, by: {{ quarter: {quarters} }} }} }}"
        );
        let quarter = "id: b\nparent: a\nperiod: 2026-Q1\ntargets: { units: 21 }";
        let view = "rows: metric\ncolumns: quarter\nmetrics: [units]\nshow: [target]\ntotals: true";
        world(&[&year, quarter], &[]).shows(view, expected);
    };
    check(
        100,
        "
        2026-Q1 | 2026-Q2 | 2026-Q3 | 2026-Q4 | total
        units: 21 | 30 | 30 | 20 | 101",
    );
    check(
        103,
        "
        2026-Q1 | 2026-Q2 | 2026-Q3 | 2026-Q4 | not split | total
        units: 21 | 30 | 30 | 20 | 2 | 103",
    );
}
