//! The one test binary: promises that no single module can hold.

mod house;
mod write;
