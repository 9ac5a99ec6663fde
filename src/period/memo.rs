//! Periods that were read before. A few hundred texts (`2026-Q1`, `2月28日`, `1月1日–4月30日`) stand in ten thousand
//! plans over and over, and reading one takes a hundred times as long as finding it again.

use compact_str::CompactString;
use std::cell::RefCell;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::calendar::Period;
use super::error::PeriodError;
use super::read::{self, PeriodContext};

/// So many are remembered by each thread. One that falls on another's place takes it.
const PLACES: usize = 1024;

/// Bytes of the longest text that is remembered.
const LONGEST: usize = 48;

struct Known {
    text: CompactString,
    context: PeriodContext,
    read: Result<Period, PeriodError>,
}

thread_local! {
    static KNOWN: RefCell<Vec<Option<Known>>> = const { RefCell::new(Vec::new()) };
}

/// Reads a whole text, as [`read::period`] does.
pub(super) fn period(text: &str, context: &PeriodContext) -> Result<Period, PeriodError> {
    if text.len() > LONGEST {
        return read::period(text, context);
    }
    let year = context.within.map_or(0, |within| within.start.year().unsigned_abs());
    let place = xxh3_64_with_seed(text.as_bytes(), year.into()) as usize % PLACES;
    KNOWN.with_borrow_mut(|known| {
        if known.is_empty() {
            known.resize_with(PLACES, || None);
        }
        let known = &mut known[place];
        if let Some(known) = known
            && known.text == text
            && known.context == *context
        {
            return known.read.clone();
        }
        let read = read::period(text, context);
        *known = Some(Known { text: text.into(), context: *context, read: read.clone() });
        read
    })
}
