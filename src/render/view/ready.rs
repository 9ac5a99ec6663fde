//! A part of a view that is made ready for templates at once. Apart, because the views of very long tables would
//! be there twice: as structs and as what templates see.

use serde::{Serialize, Serializer};
use std::marker::PhantomData;

/// A `T` as templates see it.
#[derive(Clone, Debug)]
pub struct Ready<T>(tera::Value, PhantomData<T>);

impl<T: Serialize> Ready<T> {
    /// Makes a view ready.
    pub fn new(view: &T) -> Self {
        Self::like(view)
    }
}

impl<T> Ready<T> {
    /// Makes ready what looks the same to templates.
    pub(super) fn like(view: &impl Serialize) -> Self {
        Self(tera::Value::from_serializable(view), PhantomData)
    }
}

impl<T> Serialize for Ready<T> {
    // Tera takes over its own values as they are.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
