//! Worked examples of ratios.

use super::*;

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
fn a_ratio_divides_only_what_stands_for_the_same() {
    let plan = |id: &str, units: u32, market: &str| {
        format!("id: {id}\nperiod: 2026\nregion: {id}\ntargets: {{ units: {units} }}\nfigures: [{market}]")
    };
    let of_all = "{ metric: market, value: 1000, region: china }";
    let of_next = "{ metric: market, value: 9000, region: china, period: 2027 }";
    let own = "{ metric: market, value: 100 }";
    let view = |axis: &str| format!("rows: {axis}\nmetrics: [share]\nshow: [target]\ntotals: true");
    // Both quote the same 1,000, which is no share of either.
    let quoted = format!("{of_all}, {of_next}");
    let (changsha, shenzhen) = (plan("changsha", 20, &quoted), plan("shenzhen", 30, of_all));
    let world = self::world(&[&changsha, &shenzhen], &[]);
    world.shows(&view("region"), "\ntotal\nchina: 5\ntotal: 5");
    world.shows(&view("plan"), "\ntotal\ntotal: 5");
    // What is quoted beside it makes a plan's own market no larger.
    let changsha = plan("changsha", 20, &format!("{of_all}, {own}"));
    let world = self::world(&[&changsha], &[]);
    world.shows(&view("region"), "\ntotal\nchina: 20\n  changsha: 20\ntotal: 20");
    world.shows(&view("plan"), "\ntotal\nchangsha: 20\ntotal: 20");
    // A market that nobody states is not nothing.
    let (changsha, shenzhen) = (plan("changsha", 20, own), plan("shenzhen", 30, ""));
    let world = self::world(&[&changsha, &shenzhen], &[]);
    world.shows(&view("region"), "\ntotal\nchangsha: 20\ntotal: —");
}

/// A share of the country is not held against that of the one city that has reported.
#[test]
fn what_one_place_reached_is_no_progress_of_another() {
    let china = "id: china\nperiod: 2026\nregion: china\ntargets: { units: 15 }\nfigures: [{ metric: market, value: 3000 }]";
    let city = |id: &str| {
        format!(
            "id: {id}\nperiod: 2026\nregion: {id}\nparent: china\ntargets: {{ units: 5 }}\nactuals: {{ units: 2 }}\nfigures: [{{ metric: market, value: 40 }}]"
        )
    };
    let (changsha, shenzhen) = (city("changsha"), city("shenzhen"));
    let view = "rows: region\nmetrics: [share]\nshow: [target, actual, progress]\ntotals: true";
    let own = "12.5 5 40";
    world(&[china, &changsha], &[])
        .shows(view, &format!("\ntotal\nchina: 0.5 5 —\n  changsha: {own}\ntotal: 0.5 5 —"));
    world(&[china, &changsha, &shenzhen], &[]).shows(
        view,
        &format!("\ntotal\nchina: 0.5 0.1333333333 26.7\n  changsha: {own}\n  shenzhen: {own}\ntotal: 0.5 0.1333333333 26.7"),
    );
}

#[test]
fn a_plan_that_speaks_alone_says_a_ratio_of_its_own_place() {
    let plan = |id: &str, margin: u32| {
        format!(
            "id: {id}\nperiod: 2026\nregion: {id}\ntargets:
  margin: {{ value: {margin}%, by: {{ channel: {{ ka: 20%, dealer: 40% }} }} }}"
        )
    };
    let (changsha, shenzhen) = (plan("changsha", 30), plan("shenzhen", 35));
    let view = "rows: channel\nmetrics: [margin]\nshow: [target, stated]\ntotals: true";
    let alone = "
        total
        dealer: 40 40
        ka: 20 20
        not split: 30 30
        total: 30 30";
    world(&[&changsha], &[]).shows(view, alone);
    world(&[&changsha, &shenzhen], &[]).shows(view, "\ntotal\ntotal: — —");
}

#[test]
fn what_is_said_of_exactly_a_cell_stands_beside_what_is_said_of_parts() {
    let above = "id: above\nperiod: 2026\nregion: china\ntargets: { margin: 10% }";
    let below = "id: below\nperiod: 2026\nregion: changsha\nparent: above\ntargets:
- { metric: margin, value: 4% }
- { metric: margin, value: 3%, period: 2026-Q1 }";
    let world = world(&[above, below], &[]);
    world.shows(
        "rows: plan\nmetrics: [margin]\nshow: [target, stated, allocated, gap]",
        "
        total
        above: 10 10 — —
          below: 4 4 — —",
    );
    world.shows(
        "rows: region\ncolumns: quarter\nmetrics: [margin]\nshow: [stated]",
        "
        2026-Q1 | not split
        china: — | 10
          changsha: 3 | 4",
    );
    // What is computed anew is not what was said.
    let share = "id: a\nperiod: 2026\ntargets: { units: 5, market: 40, share: 20% }";
    self::world(&[share], &[]).shows(
        "rows: plan\nmetrics: [share]\nshow: [target, stated]",
        "
        total
        a: 12.5 20",
    );
}

/// The whole of plans is no more than the whole of anything else.
#[test]
fn the_total_of_plans_has_no_ratio_that_one_of_them_states_alone() {
    let china = "id: china\nperiod: 2026\nregion: china\ntargets: { margin: 40% }";
    let changsha = "id: changsha\nperiod: 2026\nregion: changsha\nparent: china\ntargets: { margin: 35% }";
    let world = world(&[china, changsha], &["actual,margin,38%,2026-H1,changsha,changsha,"]);
    let show = "metrics: [margin]\nshow: [target, actual, progress]\ntotals: true";
    let check = |rows: &str, expected: &str| {
        let text = super::shown(&world.answer(&format!("rows: {rows}\n{show}")));
        assert!(text.contains(expected), "{text}");
    };
    check("plan", "total: 40 — —");
    check("region", "total: 40 — —");
}
