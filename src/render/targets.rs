//! The numbers of a plan.

use super::edition::Edition;
use super::texts::Texts;
use super::view::PlanTargetsView;
use crate::link::PlanIndex;

/// The table of a plan's own numbers; nothing where it states none.
pub(super) fn of_plan(
    _edition: &Edition,
    _texts: &Texts,
    _index: PlanIndex,
    _from: &str,
) -> Option<PlanTargetsView> {
    None
}
