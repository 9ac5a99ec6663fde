//! `cargo bench --bench build -- --numbers [PLANS …]`: how long all numbers of all aggregate pages take,
//! reading and rendering left out, and how that grows with the number of plans.

use super::{best, timed};
use jiff::civil::date;
use planpress::aggregate::{Facts, answer, list, plan_targets};
use planpress::config::{DimensionId, MetricId};
use planpress::link::PlanIndex;
use planpress::period::Period;
use planpress::pipeline::{self, MemoryTree, Options};
use planpress::site::Site;
use planpress::view::{Axis, Condition, Filter, List, Measure, Query, Subject, Term};
use rayon::prelude::*;
use std::fmt::Write;
use std::time::Instant;

/// Plans of one region.
const PER_REGION: usize = 20;

/// Plans of one owner.
const PER_OWNER: usize = 40;

/// What pages of regions, owners and so on show of each metric; a metric's own page also what is unallocated.
const SHOWN: [Measure; 4] = [Measure::Target, Measure::Actual, Measure::Progress, Measure::Unallocated];

/// Prints the time for each number of plans, and how the last grows over the first.
pub(crate) fn run(sizes: &[usize]) {
    let all: Vec<(usize, f64)> = sizes.iter().map(|plans| (*plans, measure(*plans))).collect();
    if let [(few, short), .., (many, long)] = all.as_slice() {
        let growth = (long / short) / (*many as f64 / *few as f64);
        println!("\n{few} to {many} plans: {:.1} x the time, {growth:.2} x linear", long / short);
    }
}

fn measure(plans: usize) -> f64 {
    let options = Options { today: date(2026, 9, 15), drafts: false };
    let loaded = pipeline::load(&MemoryTree::new(files(plans)), options).map_err(|fatal| fatal.0).unwrap();
    let site = &*loaded.site;
    let statements: usize = site.plans.iter().map(|plan| plan.statements.len()).sum();
    println!("\n{plans} plans, {statements} statements, {} findings", loaded.findings.len());
    let mut busy = f64::INFINITY;
    let whole = best(|| {
        let before = cpu();
        let seconds = timed(|| numbers(site, false));
        busy = busy.min(cpu() - before);
        seconds
    });
    let (mut steps, _) = numbers(site, true);
    steps.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    for (name, seconds) in steps {
        println!("  {name:<26} {:>8.1} ms", seconds * 1000.0);
    }
    let (whole_ms, busy_ms) = (whole * 1000.0, busy * 1000.0);
    println!("{:<28} {whole_ms:>8.1} ms, {busy_ms:.0} ms of all cores together", "all numbers, in parallel");
    whole
}

/// The time that all cores together have spent on this program, in seconds; 0 where the system does not tell.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The numbers of every aggregate page, as the pages ask for them; with `apart` one after the other, each with its time.
/// Gives the facts, too, which live as long as a command.
fn numbers(site: &Site, apart: bool) -> (Vec<(String, f64)>, Facts) {
    let mut steps = Vec::new();
    let start = Instant::now();
    let all = Facts::new(site);
    steps.push(("statements made ready".to_owned(), start.elapsed().as_secs_f64()));
    let facts = &all;
    let queries = queries(site);
    let lists = lists();
    let plans: Vec<PlanIndex> = site.indexed_plans().map(|(index, _)| index).collect();
    let of_plans = || plans.par_iter().for_each(|plan| drop(plan_targets(facts, site, *plan)));
    if apart {
        steps
            .extend(queries.iter().map(|(name, query)| (name.clone(), timed(|| answer(facts, site, query)))));
        steps.extend(lists.iter().map(|(name, of)| (name.clone(), timed(|| list(facts, site, of)))));
        steps.push(("plans, each with its own".to_owned(), timed(of_plans)));
    } else {
        queries.par_iter().for_each(|(_, query)| drop(answer(facts, site, query)));
        lists.par_iter().for_each(|(_, of)| drop(list(facts, site, of)));
        of_plans();
    }
    (steps, all)
}

fn queries(site: &Site) -> Vec<(String, Query)> {
    let year = Period::year(2026).unwrap();
    let winter = Period::between(date(2026, 11, 1), date(2027, 2, 28), 1).unwrap();
    let within = |period: Period| Filter {
        terms: vec![Term { condition: Condition::Period(vec![period]), negated: false }],
    };
    // What lies in no whole year: by period where it has one, and what has none.
    let outside =
        Filter { terms: vec![Term { condition: Condition::Period(vec![year, winter]), negated: true }] };
    let metrics: Vec<MetricId> = (0..site.config.metrics.len()).map(|at| MetricId(at as u16)).collect();
    let query =
        |metrics: &[MetricId], rows: Axis, shown: usize, columns: Option<Axis>, filter: Filter| Query {
            subject: Subject::Targets,
            metrics: metrics.to_vec(),
            rows,
            columns,
            filter,
            show: SHOWN[..shown].to_vec(),
            totals: true,
            sort: None,
            limit: None,
        };
    let regions = Axis::Dimension(DimensionId(0));
    let (quarters, everything) = (Some(Axis::Quarter), Filter::default);
    let mut queries = vec![("targets.csv".to_owned(), query(&metrics, regions, 3, quarters, everything()))];
    for metric in &metrics {
        let title = &site.config.metric(*metric).title;
        let of = |columns, filter| query(&[*metric], regions, 4, columns, filter);
        queries.push((format!("page of {title}"), of(quarters, within(year))));
        queries.push((format!("page of {title}, by year"), of(Some(Axis::Year), everything())));
    }
    let dimensions = (0..site.config.dimensions.len()).map(|at| Axis::Dimension(DimensionId(at as u16)));
    for rows in dimensions.chain([Axis::Metric, Axis::Owner, Axis::Kind, Axis::Tag]) {
        let of = |columns, filter| query(&metrics, rows, 3, columns, filter);
        queries.push((format!("pages of {rows:?}"), of(quarters, within(year))));
        queries.push((format!("pages of {rows:?}, over a year's end"), of(None, within(winter))));
        queries.push((format!("pages of {rows:?}, other periods"), of(None, outside.clone())));
    }
    queries
}

fn lists() -> Vec<(String, List)> {
    let all = [Subject::Phases, Subject::Budget, Subject::Tasks];
    all.map(|subject| (format!("list of {}", subject.name()), List::all(subject))).into()
}

/// A site whose plans state ten numbers each: a company, its regions, the plans of each region. Of ten plans one is
/// for a winter, which lies in no year, and one for no period.
fn files(plans: usize) -> Vec<(String, String)> {
    let regions = plans.div_ceil(PER_REGION).max(1);
    let mut dimensions = String::from("region:\n  values:\n    - id: all\n      children:\n");
    (0..regions).for_each(|region| dimensions.push_str(&format!("        - {{ id: r{region} }}\n")));
    dimensions.push_str("channel: { values: [{ id: ka }, { id: dealer }] }\n");
    let metrics = "revenue: { unit: 元 }\nunits: { unit: 套 }\nstaff: { unit: 人, kind: stock }\n\
                   price: { unit: 元, kind: ratio, of: revenue, over: units }\n";
    let mut files = vec![
        ("planpress.yaml".into(), "title: 大站\nlanguage: zh-Hant\n".into()),
        ("metrics.yaml".into(), metrics.into()),
        ("dimensions.yaml".into(), dimensions),
    ];
    for kind in ["company", "region", "local"] {
        files.push((format!("schemas/{kind}.yaml"), format!("title: {kind}\n")));
    }
    files.extend((0..plans).map(|at| (format!("plans/p{at}.md"), plan(at, plans))));
    files
}

const QUARTERS: [&str; 4] = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"];

fn plan(at: usize, plans: usize) -> String {
    let first = at - at % PER_REGION;
    let below = match at {
        0 => plans - plans.div_ceil(PER_REGION) + 1,
        _ if at == first => (plans - first).min(PER_REGION) - 1,
        _ => 0,
    };
    // Of what a plan states the plans below it take on what they state; each has some of its own.
    let (own, each) = (100, 100);
    let (kind, revenue) = match (at, below) {
        (0, _) => ("company", own + plans * each),
        (_, 0) => ("local", each),
        (_, below) => ("region", own + below * each),
    };
    let region = if at == 0 { "all".to_owned() } else { format!("r{}", at / PER_REGION) };
    let (period, parts) = match at % 10 {
        7 => ("period: 2026-11..2027-02\n", ["2026-11", "2026-12", "2027-01", "2027-02"]),
        8 => ("", QUARTERS),
        _ => ("period: 2026\n", QUARTERS),
    };
    let mut text = format!("---\nid: p{at}\ntitle: 計劃{at}\nkind: {kind}\n{period}");
    let _ = writeln!(text, "owner: 負責人{}\nregion: {region}\ntags: [t{}]", at / PER_OWNER, at % 16);
    if at > 0 {
        let _ = writeln!(text, "parent: p{}", if at == first { 0 } else { first });
    }
    let quarter = revenue / 4;
    let split: Vec<String> = parts.iter().map(|part| format!("{part}: {quarter}")).collect();
    let _ = writeln!(
        text,
        "targets:\n  revenue: {{ value: {}, by: {{ period: {{ {} }} }} }}\n  units: {{ value: {revenue}, by: {{ channel: {{ ka: {quarter}, dealer: {} }} }} }}\n  staff: {}",
        quarter * 4,
        split.join(", "),
        revenue - quarter,
        below + 1
    );
    let _ =
        writeln!(text, "actuals:\n  - {{ metric: revenue, value: {}, period: {} }}", quarter / 2, parts[0]);
    let _ = writeln!(text, "---\n\n# 計劃{at}");
    text
}
