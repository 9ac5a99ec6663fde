//! The sections of a skeleton: headings with ordinals, and below each what the schema asks of it.

use super::words::is_chinese;
use super::{Draft, table};
use crate::fold::fold;
use crate::ordinal::to_chinese;
use crate::schema::{ListRule, SectionSchema};
use std::fmt::Write as _;

/// How often a section that must be repeated is written at most.
const MANY: usize = 20;

/// Writes the required ones of a list of siblings.
pub(super) fn write(draft: &Draft, sections: &[SectionSchema], text: &mut String) -> usize {
    let wanted: Vec<_> = sections.iter().filter(|section| is_wanted(draft, section)).collect();
    let numbered = are_numbered(&wanted);
    for (number, section) in (1..).zip(&wanted) {
        for repetition in 1..=times(section) {
            write_section(draft, section, numbered.then_some(number), repetition, text);
        }
    }
    wanted.len()
}

/// Writes one section, numbered as it would be among the required ones.
pub(super) fn write_one(
    draft: &Draft,
    siblings: &[SectionSchema],
    section: &SectionSchema,
    text: &mut String,
) {
    let beside = siblings.iter().filter(|other| other.id == section.id || is_wanted(draft, other));
    let beside: Vec<_> = beside.collect();
    let number = beside.iter().position(|other| other.id == section.id).map_or(1, |at| at + 1);
    let number = are_numbered(&beside).then_some(u32::try_from(number).unwrap_or(1));
    for repetition in 1..=times(section) {
        write_section(draft, section, number, repetition, text);
    }
}

fn is_wanted(draft: &Draft, section: &SectionSchema) -> bool {
    let repeated = section.repeat.as_ref().is_some_and(|(count, _)| count.min.is_some_and(|min| min > 0));
    draft.is_allowed(section.allowed_if.as_ref()) && (draft.is_required(&section.required) || repeated)
}

fn times(section: &SectionSchema) -> u32 {
    let least = section.repeat.as_ref().and_then(|(count, _)| count.min).unwrap_or(1);
    u32::try_from(least.clamp(1, MANY)).unwrap_or(1)
}

/// Headings that bring an ordinal of their own, or that repeat, leave their siblings without one too.
fn are_numbered(sections: &[&SectionSchema]) -> bool {
    sections.iter().all(|section| section.title_match.is_none() && section.repeat.is_none())
}

fn write_section(
    draft: &Draft,
    section: &SectionSchema,
    number: Option<u32>,
    repetition: u32,
    text: &mut String,
) {
    let heading = match number {
        Some(number) => ordinal(section, number) + &section.title,
        None => own_heading(draft, section, repetition),
    };
    let marks = "#".repeat(usize::from(section.level));
    let _ = write!(text, "\n{marks} {heading}\n");
    let before = text.len();
    let placeholder = draft.words.placeholder;
    if section.text.is_some() || section.summary {
        let _ = write!(text, "\n{placeholder}\n");
    }
    if let Some(list) = section.list.as_ref().filter(|list| draft.is_required(&list.required)) {
        write_list(draft, section, list, text);
    } else if let Some((labels, _)) = &section.labels {
        let _ = write!(text, "\n- {}\n", labelled(draft, labels));
    }
    for rule in section.tables.iter().filter(|rule| draft.is_required(&rule.required)) {
        table::write(draft, section, rule, text);
    }
    let below = write(draft, &section.sections, text);
    if below == 0 && text.len() == before {
        let _ = write!(text, "\n{placeholder}\n");
    }
}

fn ordinal(section: &SectionSchema, number: u32) -> String {
    match (section.level, is_chinese(&section.title)) {
        (2, true) => format!("{}、", to_chinese(number)),
        (3, true) => format!("（{}）", to_chinese(number)),
        (2, false) => format!("{number}. "),
        (4, true) => format!("{number}. "),
        _ => String::new(),
    }
}

/// A heading for a section that is known by a pattern, or that repeats.
fn own_heading(draft: &Draft, section: &SectionSchema, repetition: u32) -> String {
    let Some(pattern) = &section.title_match else {
        return section.title.clone();
    };
    let [before, behind] = draft.words.phase;
    let (chinese, placeholder) = (to_chinese(repetition), draft.words.placeholder);
    let candidates = [
        format!("{before}{chinese}{behind}：{placeholder}"),
        format!("{before}{repetition}{behind}: {placeholder}"),
        filled(&section.title, repetition, placeholder),
        format!("（{chinese}）{placeholder}"),
        format!("{chinese}、{placeholder}"),
        format!("{repetition}. {placeholder}"),
        format!("{} {repetition}: {placeholder}", section.title),
        format!("{}{repetition}：{placeholder}", section.title),
        format!("{placeholder} {repetition}"),
    ];
    let fitting = candidates.into_iter().find(|candidate| pattern.is_match(&fold(candidate)));
    fitting.unwrap_or_else(|| section.title.clone())
}

/// The words of a pattern (`第…步`, `Phase …:`) with a number in the place of what it leaves open.
fn filled(words: &str, number: u32, placeholder: &str) -> String {
    if is_chinese(words) {
        format!("{}：{placeholder}", words.replacen('…', &to_chinese(number), 1))
    } else {
        let words = words.replacen('…', &number.to_string(), 1);
        format!("{}: {placeholder}", words.trim_end_matches(':'))
    }
}

fn write_list(draft: &Draft, section: &SectionSchema, list: &ListRule, text: &mut String) {
    let placeholder = draft.words.placeholder;
    let mut item = match &section.labels {
        Some((labels, _)) => labelled(draft, labels),
        None => placeholder.to_owned(),
    };
    if list.owner {
        let _ = write!(item, " {}", draft.words.owner);
    }
    if list.due {
        let _ = write!(item, "{} {}", if list.owner { "," } else { "" }, draft.words.due);
    }
    text.push('\n');
    let ordered = list.ordered.unwrap_or(false);
    for number in 1..=list.items.min.unwrap_or(1).clamp(1, MANY) {
        let mark = if ordered { format!("{number}.") } else { "-".to_owned() };
        let task = if list.tasks && !ordered { "[ ] " } else { "" };
        let _ = writeln!(text, "{mark} {task}{item}");
    }
}

/// Bold lead-ins with a placeholder behind each.
fn labelled(draft: &Draft, labels: &[String]) -> String {
    let one = |label: &String| match is_chinese(label) {
        true => format!("**{label}：**{}", draft.words.placeholder),
        false => format!("**{label}:** {}", draft.words.placeholder),
    };
    labels.iter().map(one).collect::<Vec<_>>().join(" ")
}
