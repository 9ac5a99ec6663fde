//! Pages that were asked for, ready to be sent again, and the last good one of each address for when a template
//! fails. A page is made by a thread of its own, since a template may go on for ever.

use super::live::lock;
use crate::diagnostic::Diagnostic;
use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How many pages are kept.
const MOST: usize = 64;

/// How long a page may take.
const LONGEST: Duration = Duration::from_secs(10);

/// A page as it is sent.
type Bytes = Arc<[u8]>;

/// The pages by address.
#[derive(Default)]
pub(super) struct Shelf(Mutex<Pages>);

#[derive(Default)]
struct Pages {
    slots: BTreeMap<String, Slot>,
    turn: u64,
}

struct Slot {
    /// The run that the page is of.
    run: u64,
    /// When it was last asked for, in turns.
    used: u64,
    making: Arc<Making>,
    /// The last good one of an older run.
    last: Option<Bytes>,
}

/// A page that is being made or is ready.
#[derive(Default)]
struct Making {
    made: Mutex<Option<Result<Bytes, Failure>>>,
    ready: Condvar,
}

/// Why there is no page.
#[derive(Clone, Debug)]
pub(super) enum Failure {
    /// Its template has a fault.
    Template(Box<Diagnostic>),
    /// It takes too long, or planpress itself has a fault.
    Other(String),
}

impl Shelf {
    /// The page of an address in a run, and the last good one where it cannot be made now.
    pub(super) fn get(
        &self,
        address: &str,
        run: u64,
        make: impl FnOnce() -> Result<Vec<u8>, Box<Diagnostic>> + Send + 'static,
    ) -> Result<Bytes, (Failure, Option<Bytes>)> {
        let (making, last, is_new) = self.slot(address, run);
        if is_new {
            let making = Arc::clone(&making);
            let work = move || {
                let made = catch_unwind(AssertUnwindSafe(make));
                making.set(match made {
                    Ok(Ok(bytes)) => Ok(bytes.into()),
                    Ok(Err(finding)) => Err(Failure::Template(finding)),
                    Err(panic) => Err(Failure::Other(format!("a fault of planpress: {}", words(&*panic)))),
                });
            };
            if let Err(error) = thread::Builder::new().name("page".into()).spawn(work) {
                return Err((Failure::Other(format!("no thread can be started: {error}")), last));
            }
        }
        making.wait().map_err(|failure| (failure, last))
    }

    fn slot(&self, address: &str, run: u64) -> (Arc<Making>, Option<Bytes>, bool) {
        let mut pages = lock(&self.0);
        pages.turn += 1;
        let turn = pages.turn;
        if let Some(slot) = pages.slots.get_mut(address)
            && slot.run == run
        {
            slot.used = turn;
            return (Arc::clone(&slot.making), slot.last.clone(), false);
        }
        let old = pages.slots.remove(address);
        if pages.slots.len() >= MOST
            && let Some(oldest) = pages.slots.iter().min_by_key(|(_, slot)| slot.used)
        {
            let oldest = oldest.0.clone();
            pages.slots.remove(&oldest);
        }
        let last = old.and_then(|old| old.making.good().or(old.last));
        let making = Arc::<Making>::default();
        let slot = Slot { run, used: turn, making: Arc::clone(&making), last: last.clone() };
        pages.slots.insert(address.to_owned(), slot);
        (making, last, true)
    }
}

impl Making {
    fn set(&self, result: Result<Bytes, Failure>) {
        *lock(&self.made) = Some(result);
        self.ready.notify_all();
    }

    fn wait(&self) -> Result<Bytes, Failure> {
        let waited = self.ready.wait_timeout_while(lock(&self.made), LONGEST, |made| made.is_none());
        let made = waited.unwrap_or_else(PoisonError::into_inner).0;
        made.clone().unwrap_or_else(|| {
            let seconds = LONGEST.as_secs();
            Err(Failure::Other(format!(
                "its template is still at work after {seconds} seconds; look for a loop in it"
            )))
        })
    }

    fn good(&self) -> Option<Bytes> {
        lock(&self.made).as_ref()?.as_ref().ok().cloned()
    }
}

/// What a panic says.
fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("it stopped without a word")
}
