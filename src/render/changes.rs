//! What changed from version to version, as it is shown: lists of changes, and how a plan's numbers became
//! what they are. Only where the site tells its history.

use super::chart::{Step, steps};
use super::edition::Edition;
use super::figures;
use super::key::PageKey;
use super::number;
use super::status::status_word;
use super::texts::Texts;
use super::view::{ChangeView, ChangesView, FactView, LinkView, NumberHistoryView, NumberStepView};
use crate::changes::{Change, Number, What};
use crate::config::Metric;
use crate::link::PlanIndex;
use crate::period::Period;
use crate::quantity::Quantity;

/// A change of a number: what it was, what it became.
type Move<'a> = (&'a Change, &'a Quantity, &'a Quantity);

/// How many changes the page lists.
const LISTED: usize = 400;

/// The page of all changes.
pub(super) fn view(edition: &Edition, texts: &Texts) -> ChangesView {
    let from = edition.path(&PageKey::Changes);
    let list = recent(edition, texts, &from, LISTED);
    let told = edition.history.iter().flat_map(|history| &history.changes).filter(|change| is_told(change));
    let count = told.count();
    let mut notes = Vec::new();
    if count > list.len() {
        notes.push(texts.fill("list_cut", &[("n", &list.len().to_string()), ("of", &count.to_string())]));
    }
    ChangesView { lead: texts.count("changes_n", count), list, notes }
}

/// The newest changes that are worth a line.
pub(super) fn recent(edition: &Edition, texts: &Texts, from: &str, most: usize) -> Vec<ChangeView> {
    let changes = edition.history.iter().flat_map(|history| &history.changes);
    let told = changes.filter(|change| is_told(change)).take(most);
    told.map(|change| change_view(edition, texts, from, change)).collect()
}

/// New words are no news in a list of what moved, nor is what a number consists of.
fn is_told(change: &Change) -> bool {
    match &change.what {
        What::Added | What::Removed | What::Status(..) | What::Period(..) => true,
        What::Number(number, ..) => number.is_whole_target(),
        What::Text
        | What::Moved(_)
        | What::Renamed(_)
        | What::Owners(..)
        | What::Parent(..)
        | What::Draft(_)
        | What::Phase(..) => false,
    }
}

fn change_view(edition: &Edition, texts: &Texts, from: &str, change: &Change) -> ChangeView {
    let graph = &edition.site.graph;
    let plan = graph.ids.get(change.plan.as_str()).copied();
    let plan = plan.filter(|index| edition.is_shown(edition.site.plan(*index)));
    let link = match plan {
        Some(index) => LinkView::to(&edition.site.plan(index).title.value, edition.plan_href(from, index)),
        None => LinkView::plain(&change.title),
    };
    let mut view = ChangeView {
        link,
        text: String::new(),
        before: String::new(),
        after: String::new(),
        unit: String::new(),
        notes: Vec::new(),
    };
    let period = |period: &Option<Period>| {
        period.map_or_else(|| number::NOTHING.to_owned(), |period| texts.period(&period))
    };
    let status = |status: &Option<String>| {
        status.as_ref().map_or_else(|| number::NOTHING.to_owned(), |status| status_word(texts, status))
    };
    match &change.what {
        What::Added => texts.get("change_added").clone_into(&mut view.text),
        What::Removed => texts.get("change_removed").clone_into(&mut view.text),
        What::Status(before, after) => {
            texts.get("status").clone_into(&mut view.text);
            (view.before, view.after) = (status(before), status(after));
        }
        What::Period(before, after) => {
            texts.get("period").clone_into(&mut view.text);
            (view.before, view.after) = (period(before), period(after));
        }
        What::Number(target, before, after) => {
            let metric = figures::metric(&edition.site.config, target.metric);
            view.text = target_words(edition, texts, plan, target);
            (view.before, view.after) = (words(before.as_deref(), metric), words(after.as_deref(), metric));
            metric.map_or("", number::unit).clone_into(&mut view.unit);
            view.notes.extend(difference(before.as_deref(), after.as_deref(), metric));
        }
        // What is not told has no words of its own.
        _ => texts.get("change_text").clone_into(&mut view.text),
    }
    view.notes.push(change.author.clone());
    view.notes.push(texts.day_near(change.date, edition.site.today));
    view
}

/// `銷售額目標`, with the period and place where they are not the plan's.
fn target_words(edition: &Edition, texts: &Texts, plan: Option<PlanIndex>, target: &Number) -> String {
    let title = figures::metric(&edition.site.config, target.metric).map_or("", |metric| &*metric.title);
    let name = texts.fill("change_target", &[("metric", title)]);
    let plan = plan.map(|index| edition.site.plan(index));
    let own = plan.and_then(|plan| plan.period.as_ref()).map(|period| period.value);
    let mut scope: Vec<String> = Vec::new();
    if target.period != own {
        scope.extend(target.period.map(|period| texts.period(&period)));
    }
    for (dimension, value) in target.scope.iter() {
        let of_plan = plan.is_some_and(|plan| {
            plan.dimensions.iter().any(|(id, have)| id == dimension && *have.value == **value)
        });
        if !of_plan {
            scope.push(edition.value_title(*dimension, value).to_owned());
        }
    }
    if scope.is_empty() {
        return name;
    }
    texts.fill("in_brackets", &[("name", &name), ("note", &scope.join(texts.get("list_separator")))])
}

fn words(quantity: Option<&Quantity>, metric: Option<&Metric>) -> String {
    number::text(quantity.map(|quantity| number::figure(&quantity.amount, metric)).as_ref())
}

/// `+400`, where both are single values.
fn difference(
    before: Option<&Quantity>,
    after: Option<&Quantity>,
    metric: Option<&Metric>,
) -> Option<String> {
    let point = |quantity: &Quantity| figures::point(&quantity.amount);
    let change = point(after?)?.checked_sub(point(before?)?)?;
    let figure = number::figure(&crate::quantity::Amount::exact(change), metric);
    Some(number::signed(&figure.digits))
}

/// The fact of a plan's last change.
pub(super) fn last(edition: &Edition, texts: &Texts, index: PlanIndex) -> Option<FactView> {
    let plan = edition.site.plan(index);
    let change = edition.history.as_ref()?.of(plan).next()?;
    let day = texts.day_near(change.date, edition.site.today);
    let words = LinkView::plain(format!("{day} · {}", change.author));
    Some(FactView { class: "num", ..FactView::of(texts.get("last_change"), vec![words]) })
}

/// How the numbers of a plan became what they are: those that were changed at least once.
pub(super) fn numbers(edition: &Edition, texts: &Texts, index: PlanIndex) -> Vec<NumberHistoryView> {
    let Some(history) = &edition.history else { return Vec::new() };
    let mut targets: Vec<(&Number, Vec<Move<'_>>)> = Vec::new();
    for change in history.of(edition.site.plan(index)) {
        let What::Number(target, Some(before), Some(after)) = &change.what else { continue };
        if !target.is_whole_target() {
            continue;
        }
        match targets.iter_mut().find(|(known, _)| **known == **target) {
            Some((_, moves)) => moves.push((change, before, after)),
            None => targets.push((target, vec![(change, before, after)])),
        }
    }
    let view = |(target, moves): (&Number, Vec<Move<'_>>)| {
        let metric = figures::metric(&edition.site.config, target.metric);
        let title = target_words(edition, texts, Some(index), target);
        let (last, first) = (moves.first()?.2, moves.last()?.1);
        let mut drawn: Vec<Step> =
            moves.iter().rev().filter_map(|(change, _, after)| step(change, after)).collect();
        drawn.insert(0, Step { day: None, ..step(moves.last()?.0, first)? });
        let mut values: Vec<NumberStepView> = moves
            .iter()
            .map(|(change, before, after)| NumberStepView {
                number: words(Some(after), metric),
                change: difference(Some(before), Some(after), metric).unwrap_or_default(),
                notes: vec![
                    change.author.clone(),
                    texts.day_near(change.date, edition.site.today),
                    change.version.clone(),
                ],
            })
            .collect();
        values.push(NumberStepView {
            number: words(Some(first), metric),
            change: String::new(),
            notes: vec![texts.get("first_value").to_owned()],
        });
        let (first, last) = (words(Some(first), metric), words(Some(last), metric));
        let label = format!("{title}{}{first} → {last}", texts.get("colon"));
        let unit = metric.map_or("", number::unit).to_owned();
        let svg_html = steps(&drawn, edition.site.today, &label);
        Some(NumberHistoryView { title, first, last, unit, svg_html, steps: values })
    };
    targets.into_iter().filter_map(view).collect()
}

fn step(change: &Change, quantity: &Quantity) -> Option<Step> {
    use rust_decimal::prelude::ToPrimitive;
    Some(Step { day: Some(change.date), at: figures::point(&quantity.amount)?.to_f64()? })
}
