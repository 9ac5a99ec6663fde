//! Where statements stand, as data files name it: `plans/a.md:12:7`. Each place is found once, however many
//! files name it, and written once in a file: its numbers name it by its index.

use super::record::{contents, digits};
use crate::aggregate::StatementRef;
use crate::site::Site;
use crate::spread::BuildSpread;
use crate::text::Position;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

/// The places of the statements of a site, those of a file found when one of them is asked for.
pub struct Places {
    plans: Vec<OnceLock<Box<[Position]>>>,
    data: Vec<OnceLock<Box<[Position]>>>,
}

impl Places {
    /// None found yet.
    pub fn new(site: &Site) -> Self {
        let none = |files: usize| (0..files).map(|_| OnceLock::new()).collect();
        Self { plans: none(site.plans.len()), data: none(site.data.len()) }
    }

    /// Where a statement stands.
    pub fn of<'a>(&self, part: StatementRef, site: &'a Site) -> Option<Source<'a>> {
        let file = part.source(site)?;
        let (positions, at) = match part {
            StatementRef::Plan(plan, at) => {
                let statements = &site.plans.get(plan.0 as usize)?.statements;
                let find =
                    || statements.iter().map(|statement| file.position(statement.span.start)).collect();
                (self.plans.get(plan.0 as usize)?.get_or_init(find), at)
            }
            StatementRef::Data(data, at) => {
                let rows = &site.data.get(data as usize)?.rows;
                let find = || rows.iter().map(|(_, statement)| file.position(statement.span.start)).collect();
                (self.data.get(data as usize)?.get_or_init(find), at)
            }
        };
        let Position { line, column } = *positions.get(at as usize)?;
        Some(Source { path: &file.path, line, column })
    }
}

/// Where a statement stands.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The file.
    pub path: &'a str,
    /// Its line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

impl Source<'_> {
    /// Writes it as a text of JSON.
    pub fn write(&self, json: &mut Vec<u8>) {
        json.push(b'"');
        contents(json, self.path);
        json.push(b':');
        digits(json, self.line.into());
        json.push(b':');
        digits(json, self.column.into());
        json.push(b'"');
    }
}

impl fmt::Display for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}

/// The places that the numbers of one file are made from.
pub struct Sources<'a> {
    site: &'a Site,
    known: &'a Places,
    indices: HashMap<StatementRef, Option<u32>, BuildSpread>,
    places: Vec<Source<'a>>,
}

impl<'a> Sources<'a> {
    /// Those of no number yet.
    pub fn new(site: &'a Site, known: &'a Places) -> Self {
        Self { site, known, indices: HashMap::default(), places: Vec::new() }
    }

    /// Writes the indices of a number's statements as a list of JSON.
    pub fn write(&mut self, json: &mut Vec<u8>, parts: &[StatementRef]) {
        json.push(b'[');
        for part in parts {
            let Some(index) = self.index(*part) else { continue };
            if !json.ends_with(b"[") {
                json.push(b',');
            }
            digits(json, index.into());
        }
        json.push(b']');
    }

    fn index(&mut self, part: StatementRef) -> Option<u32> {
        *self.indices.entry(part).or_insert_with(|| {
            self.places.push(self.known.of(part, self.site)?);
            u32::try_from(self.places.len() - 1).ok()
        })
    }

    /// All places, by index.
    pub fn places(self) -> Vec<Source<'a>> {
        self.places
    }
}
