//! Worked examples of amounts, stocks, data, reviews and rows that overlap.

use super::*;

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
fn rows_of_data_that_say_one_scope_add_up() {
    let plan = |id: &str, more: &str| format!("id: {id}\nperiod: 2026\nregion: changsha\n{more}");
    let silent = plan("silent", "");
    let rows = [
        "actual,units,5,2026-Q1,silent,,",
        "actual,units,7,2026-Q1,silent,,",
        "actual,sales,5,2026-03-01,,changsha,",
        "actual,sales,7,2026-03-01,,changsha,",
        "actual,sales,7,2026-03-02,,changsha,",
        "budget,cost,3,2026,silent,,",
        "budget,cost,4,2026,silent,,",
        "target,market,9,2026,silent,,",
        "target,market,9,2026,silent,,",
    ];
    let view = "rows: region\nmetrics: [units, sales, cost, market]\nshow: [target, actual]";
    let expected = "
        total
        china: — 12 — 19 7 — 9 —
          changsha: — 12 — 19 7 — 9 —";
    world(&[&silent], &rows).shows(view, expected);
    let backwards: Vec<&str> = rows.iter().rev().copied().collect();
    world(&[&silent], &backwards).shows(view, expected);
    // A plan that states the whole of it says the same thing: until both agree the larger counts.
    let view = "rows: plan\nmetrics: [units]\nshow: [actual]";
    for (said, more) in [("10", "12"), ("12", "12"), ("15", "15")] {
        let plan = plan("a", &format!("actuals: {{ units: {{ value: {said}, period: 2026-Q1 }} }}"));
        let rows = ["actual,units,5,2026-Q1,a,,", "actual,units,7,2026-Q1,a,,"];
        world(&[&plan], &rows).shows(view, &format!("total\na: {more}"));
    }
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
    // Shenzhen's sales are no plan's. What a plan reports itself beats the data: the campaign has 21.
    world.shows(
        "rows: plan\nmetrics: [sales]\nshow: [target, actual, progress]",
        "
        total
        changsha: 60 33 55
          summer: 20 21 105
        not split: — 8 —",
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
fn rows_of_no_tag_and_no_parent_have_what_lies_in_their_scopes() {
    let plan = |id: &str, more: &str| {
        format!("id: {id}\nperiod: 2026\nregion: {id}\n{more}targets: {{ sales: 100 }}")
    };
    let plans = [plan("changsha", "tags: [t]\n"), plan("shenzhen", "")];
    let data = ["actual,sales,10,2026,,changsha,", "actual,sales,20,2026,,shenzhen,"];
    let world = world(&plans.each_ref().map(String::as_str), &data);
    world.shows(
        "rows: tag\nmetrics: [sales]\nshow: [target, actual]\ntotals: true",
        "
        total
        t: 100 10
        not split: 100 20
        total: 200 30",
    );
    world.shows(
        "rows: parent\nmetrics: [sales]\nshow: [target, actual]\ntotals: true",
        "
        total
        not split: 200 30
        total: 200 30",
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

/// Whatever is written, only statements in a metric's own unit are added to it.
#[test]
fn units_never_mix() {
    const UNITS: [&str; 9] = ["", "元", "萬元", "套", "人", "%", "$", "公斤", "個"];
    for (metric, own) in [("sales", "元"), ("units", "套"), ("staff", "人")] {
        let plans: Vec<String> = UNITS
            .iter()
            .enumerate()
            .map(|(at, unit)| {
                let value = if *unit == "$" { format!("${}", at + 1) } else { format!("{}{unit}", at + 1) };
                format!("id: p{at}\nperiod: 2026\ntargets: {{ {metric}: '{value}' }}")
            })
            .collect();
        let plans: Vec<&str> = plans.iter().map(String::as_str).collect();
        let world = world(&plans, &[]);
        let fits = |unit: &&&str| unit.is_empty() || unit.trim_start_matches('萬') == own;
        let scale = |unit: &str| if unit.starts_with('萬') { 10_000 } else { 1 };
        let expected: usize = UNITS
            .iter()
            .enumerate()
            .filter(|(_, unit)| fits(unit))
            .map(|(at, unit)| (at + 1) * scale(unit))
            .sum();
        world.shows(
            &format!("rows: metric\nmetrics: [{metric}]\nshow: [target]"),
            &format!("total\n{metric}: {expected}"),
        );
    }
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
    // The plan states months, and these are its targets; what they come to together is seen beside the first of them.
    world.plan_shows(
        "above",
        &[
            "sales 2026-01: 10 10 — — — — — —",
            "sales 2026-02: 20 20 — — — — — —",
            "sales 2026-03: 30 30 — — — — — —",
        ],
    );
    let targets = plan_targets(&world.facts, &world.site, world.site.graph.ids["above"]);
    let together = targets[0].together.as_ref().unwrap();
    let cells = [&together.stated, &together.target, &together.allocated].map(number);
    assert_eq!((together.members.as_slice(), cells.join(" ")), (&[0, 1, 2][..], "60 60 40".to_owned()));
}

#[test]
fn a_review_of_several_plans_reports_on_each_what_lies_inside_it() {
    let quarter = |id: &str, region: &str, actual: &str| {
        format!("id: {id}\nperiod: 2026-{id}\nregion: {region}\ntargets: {{ units: 100 }}\n{actual}")
    };
    let (q1, q2) = (quarter("Q1", "china", "actuals: { units: 90 }"), quarter("Q2", "china", ""));
    let review = "id: r\nperiod: 2026-H1\nregion: china\nreviews: [Q1, Q2]\nactuals:
- { metric: units, value: 185 }
- { metric: units, value: 95, period: 2026-Q2 }";
    let world = world(&[&q1, &q2, review], &[]);
    world.shows(
        "rows: plan\nmetrics: [units]\nshow: [target, actual, progress]\ntotals: true",
        "
        total
        Q1: 100 90 90
        Q2: 100 95 95
        not split: — 185 —
        total: 200 185 92.5",
    );
    world.plan_shows("Q1", &["units 2026-Q1: 100 100 90 90 — — — —"]);
    world.plan_shows("Q2", &["units 2026-Q2: 100 100 95 95 — — — —"]);
}

#[test]
fn a_value_of_an_open_dimension_is_one_however_it_is_written() {
    let plan = |id: &str, channel: &str| {
        format!("id: {id}\nperiod: 2026\nchannel: {channel}\ntargets: {{ units: 5 }}")
    };
    let (a, b, c) = (plan("a", "ＣＢＤ店"), plan("b", "cbd店"), plan("c", "万达"));
    world(&[&a, &b, &c], &["actual,units,4,2026,,,萬達"]).shows(
        "rows: channel\nmetrics: [units]\nshow: [target, actual]\nwhere: { channel: [CBD店, 萬達] }",
        "
        total
        万达: 5 4
        ＣＢＤ店: 10 —",
    );
}

/// What plans beside one another report adds up; a review speaks for its plan, and data of no plan are held by what a
/// plan reports around them, or hold what they lie around.
#[test]
fn plans_side_by_side_report_each_its_own() {
    let company = "id: company\nperiod: 2026\ntargets: { sales: 200 }";
    let north = "id: north\nperiod: 2026\nregion: changsha\nparent: company\nactuals: { sales: 100 }";
    let online = "id: online\nperiod: 2026\nchannel: online\nparent: company\nactuals: { sales: 30 }";
    let fair = "id: fair\nperiod: 2026\nparent: company\nactuals: { sales: 5 }";
    let check = |more: &[&str], data: &[&str], expected: &str| {
        let plans = [&[company, north, online][..], more].concat();
        let shown =
            world(&plans, data).answer("rows: metric\nmetrics: [sales]\nshow: [actual]\ntotals: true");
        assert_eq!(shown_total(&shown), expected, "{more:?} {data:?}");
    };
    check(&[], &[], "130");
    check(&[fair], &[], "135");
    // A part of what the north reports.
    check(&[fair], &["actual,sales,60,2026-03,,changsha,"], "135");
    // Of a place that nobody reports on.
    check(&[], &["actual,sales,60,2026-03,,shenzhen,"], "160");
    // Around all of them.
    check(&[], &["actual,sales,500,2026,,,"], "500");
    let review = "id: review\nperiod: 2026\nreviews: [company]\nactuals: { sales: 120 }";
    check(&[review], &[], "120");
    // A company that reports on one place only leaves the others as they are.
    let of_shenzhen = "id: other\nperiod: 2026\nreviews: [company]\nactuals: [{ metric: sales, value: 7, region: shenzhen, channel: ka }]";
    check(&[of_shenzhen], &[], "137");
}

fn shown_total(answer: &Answer) -> String {
    super::shown(answer).rsplit(' ').next().unwrap().to_owned()
}
