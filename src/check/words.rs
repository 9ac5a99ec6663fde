//! The few phrases that messages of many rules share.

/// `1 row`, `2 rows`; the plural is regular but for `…y` (`entry`, `entries`).
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        return format!("1 {noun}");
    }
    match noun.strip_suffix('y') {
        Some(stem) if !noun.ends_with("ay") => format!("{count} {stem}ies"),
        _ => format!("{count} {noun}s"),
    }
}

/// `` `a` ``, `` `a` or `b` ``, `` `a`, `b` or `c` ``; long lists are cut.
pub(super) fn any_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    listed(names, " or ")
}

/// `` `a` ``, `` `a` and `b` ``, `` `a`, `b` and `c` ``; long lists are cut.
pub(super) fn all_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    listed(names, " and ")
}

fn listed<'a>(names: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    const SHOWN: usize = 12;
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        many if many.len() > SHOWN => format!("{} … ({} in all)", many[..SHOWN].join(", "), many.len()),
        [first @ .., end] => format!("{}{last}{end}", first.join(", ")),
    }
}

/// What a count was expected to be: `at least 6`, `at most 4`, `exactly 4`, `4 to 6`.
pub(super) fn bounds(count: crate::schema::Count) -> String {
    match (count.min, count.max) {
        (Some(min), Some(max)) if min == max => format!("exactly {min}"),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "any number".to_string(),
    }
}

/// Whether a count is within its bounds.
pub(super) fn within(count: crate::schema::Count, n: usize) -> bool {
    count.min.is_none_or(|min| n >= min) && count.max.is_none_or(|max| n <= max)
}
