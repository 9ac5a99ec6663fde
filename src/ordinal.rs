//! Heading ordinals.
/// An ordinal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordinal;
