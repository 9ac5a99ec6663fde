//! What reading and checking one plan costs, stage by stage in one thread, without all that concerns the site.

use super::{OPTIONS, best, floor, site, timed};
use planpress::check::{self, Ground};
use planpress::text::SourceFile;
use planpress::{config, model, parse, schema};
use std::sync::Arc;
use std::time::Instant;

/// Runs, of which the best of each stage counts.
const RUNS: usize = 20;

/// Prints microseconds a plan, of so many plans.
pub(crate) fn measure(plans: usize) {
    let files = site::files(plans);
    let source = |(path, text): &(String, String)| SourceFile::new(path.as_str(), text.as_str());
    let named = |name: &str| source(files.iter().find(|(path, _)| path == name).unwrap());
    let given = config::ConfigFiles {
        lacks: Default::default(),
        planpress: named("planpress.yaml"),
        metrics: Some(named("metrics.yaml")),
        dimensions: Some(named("dimensions.yaml")),
    };
    let (config, _) = config::read(&given, check::rules::names()).unwrap();
    let (schemas, _) = schema::read(&[named("schemas/regional.yaml")], &[], &config);
    let ground = Ground { config: &config, schemas: &schemas, today: OPTIONS.today };
    let sources: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(".md")).map(source).collect();
    let mut least = [f64::INFINITY; 4];
    for _ in 0..RUNS {
        let spent = stages(&sources, ground);
        least.iter_mut().zip(spent).for_each(|(least, spent)| *least = least.min(spent));
    }
    let floor = || timed(|| sources.iter().map(|source| floor::html(&source.text).len()).sum::<usize>());
    let micro = |seconds: f64| seconds / plans as f64 * 1e6;
    let floor = micro(best(floor));
    println!("{:<24} {floor:>8.1} µs a plan", "floor: pulldown-cmark");
    for (name, seconds) in
        ["parse", "read the model", "rules of a plan", "free the details"].iter().zip(least)
    {
        println!("{name:<24} {:>8.1} µs", micro(seconds));
    }
    let all = micro(least.iter().sum());
    println!("{:<24} {all:>8.1} µs  {:>5.1} x floor", "all", all / floor);
}

/// The seconds of each stage. What a check keeps of a plan is kept, as memory is a part of the cost.
fn stages(sources: &[Arc<SourceFile>], ground: Ground) -> [f64; 4] {
    let mut spent = [0.0; 4];
    let mut kept = Vec::with_capacity(sources.len());
    for source in sources {
        let mut last = Instant::now();
        let mut step = |at: usize| {
            spent[at] += last.elapsed().as_secs_f64();
            last = Instant::now();
        };
        let options = parse::Options { raw_html: ground.config.raw_html, ..parse::Options::default() };
        let parsed = parse::parse(source, options);
        step(0);
        let (mut plan, details) = model::plan(parsed, ground.config, ground.schemas);
        step(1);
        let by_itself = check::by_itself(&plan, &details, ground);
        step(2);
        plan.drop_front();
        drop(details);
        step(3);
        kept.push((Arc::new(plan), Arc::new(by_itself)));
    }
    spent
}
