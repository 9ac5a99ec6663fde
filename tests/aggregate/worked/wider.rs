//! What a plan below states of more than the plan above does, or of several of its numbers together.

use super::world;

/// What the plans below state is never counted twice, and takes nothing from what it does not speak of.
#[test]
fn what_is_stated_of_several_numbers_together_takes_no_more_than_it_is() {
    let check = |parent: &[(&str, u32)], children: &[&[(&str, u32)]], expected: &str| {
        let plan = |id: &str, above: &str, rows: &[(&str, u32)]| {
            let rows: String = rows
                .iter()
                .map(|(of, value)| format!("- {{ metric: sales, value: {value}, {of} }}\n"))
                .collect();
            format!("id: {id}\nperiod: 2026\nregion: changsha\n{above}targets:\n{rows}")
        };
        let below = children.iter().enumerate();
        let below = below.map(|(at, rows)| plan(&format!("below{at}"), "parent: above\n", rows));
        let plans: Vec<String> = [plan("above", "", parent)].into_iter().chain(below).collect();
        let plans: Vec<&str> = plans.iter().map(String::as_str).collect();
        let shown = world(&plans, &[])
            .answer("rows: plan\ncolumns: quarter\nmetrics: [sales]\nshow: [target]\ntotals: true");
        let shown = super::shown(&shown);
        let lines: Vec<&str> = shown.lines().collect();
        let row = lines[1].strip_prefix("above: ").unwrap();
        assert_eq!(format!("{}: {row}", lines[0]), expected, "{parent:?} {children:?}");
    };
    let (q1, q2, q3, q4) = ("period: 2026-Q1", "period: 2026-Q2", "period: 2026-Q3", "period: 2026-Q4");
    let (year, may) = ("period: 2026", "period: 2026-05");
    let web = "period: 2026-H1, channel: web";
    // A year of 5 is a part of what is left of the quarters, which are still exceeded one by one.
    let quarters = [(q1, 100), (q2, 100), (q3, 100), (q4, 100)];
    check(
        &quarters,
        &[&[(q1, 10), (q2, 150)]],
        "2026-Q1 | 2026-Q2 | 2026-Q3 | 2026-Q4 | total: 100 | 150 | 100 | 100 | 450",
    );
    check(
        &quarters,
        &[&[(q1, 10), (q2, 150)], &[(year, 5)]],
        "2026-Q1 | 2026-Q2 | not split | total: 10 | 150 | 290 | 450",
    );
    // May's 760 are no part of the first quarter; web's 30 of the half-year may be some of them.
    let two = [(q1, 250), (q2, 300)];
    check(&two, &[&[(may, 760)]], "2026-Q1 | 2026-Q2 | total: 250 | 760 | 1010");
    check(&two, &[&[(may, 760), (web, 30)]], "2026-Q1 | 2026-Q2 | total: 250 | 760 | 1010");
    check(&two, &[&[(q2, 310), (web, 30)]], "2026-Q1 | 2026-Q2 | total: 250 | 310 | 560");
    // A detail of a year that may be the quarter's changes nothing; one elsewhere says what cannot be.
    let one = [(q1, 70)];
    check(&one, &[&[(year, 94)]], "not split | total: 94 | 94");
    check(&one, &[&[(year, 94), ("period: 2026-02", 3)]], "2026-Q1 | not split | total: 3 | 91 | 94");
    check(&one, &[&[(year, 94), ("period: 2026-08", 3)]], "2026-Q3 | not split | total: 3 | 91 | 94");
    check(
        &one,
        &[&[(year, 94), (q3, 60)]],
        "2026-Q1 | 2026-Q2 | 2026-Q3 | not split | total: 36 | — | 60 | 34 | 130",
    );
    check(&one, &[&[(year, 94), (q1, 3)]], "2026-Q1 | not split | total: 70 | 91 | 161");
    // Months below a quarter, beside the year that they split.
    let months = [(year, 30), ("period: 2026-01", 10), ("period: 2026-02", 10), (q4, 10)];
    check(&one, &[&months], "2026-Q1 | 2026-Q2 | 2026-Q3 | 2026-Q4 | total: 70 | — | — | 10 | 80");
    // What lies between the quarters that something ties together has nothing to do with them.
    let apart = [(q1, 100), (q3, 100)];
    let spring = ("period: 2026-02..2026-08", 5);
    check(&apart, &[&[(q2, 70)]], "2026-Q1 | 2026-Q2 | 2026-Q3 | total: 100 | 70 | 100 | 270");
    check(&apart, &[&[(q2, 70)], &[spring]], "2026-Q2 | not split | total: 70 | 200 | 270");
    // Of two ways to split one value, one being exceeded leaves the other parts of it.
    let both = [(q1, 100), (q2, 100), ("channel: web", 150)];
    check(&both, &[&[(q1, 180)]], "2026-Q1 | 2026-Q2 | total: 180 | 100 | 280");
}

/// What is held against a target is what lies inside it, and where something wider may be a part of it, nothing is
/// missing that this could be.
#[test]
fn only_what_lies_inside_is_held_against_a_target() {
    let above =
        "id: above\nperiod: 2026\nregion: changsha\ntargets: [{ metric: sales, value: 70, period: 2026-Q1 }]";
    let below = "id: below\nperiod: 2026\nregion: changsha\nparent: above\ntargets: { sales: 94 }";
    world(&[above, below], &[]).plan_shows("above", &["sales 2026-Q1: 70 70 — — — — — —"]);
    let quarters = "id: above\nperiod: 2026\nregion: china\ntargets:
- { metric: sales, value: 100, period: 2026-Q1 }
- { metric: sales, value: 100, period: 2026-Q2 }
- { metric: sales, value: 100, period: 2026-H2 }";
    let one = "id: one\nperiod: 2026\nregion: changsha\nparent: above\ntargets: [{ metric: sales, value: 10, period: 2026-Q1 }, { metric: sales, value: 150, period: 2026-Q2 }]";
    let other = "id: other\nperiod: 2026\nregion: shenzhen\nparent: above\ntargets: { sales: 5 }";
    world(&[quarters, one, other], &[]).plan_shows(
        "above",
        &[
            "sales 2026-Q1: 100 100 — — 10 90 90 —",
            "sales 2026-Q2: 100 150 — — 150 -50 0 —",
            "sales 2026-H2: 100 100 — — — — — —",
        ],
    );
}
