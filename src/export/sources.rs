//! How data files name the statements that a number was made from: by their index in a list of places
//! (`plans/a.md:12:7`) that ends the file, or, in the files of a site, by their index in `statements.json`. To
//! repeat the places in every file of a site took a third of all it wrote.

use super::record::{Lines, contents, digits};
use crate::aggregate::StatementRef;
use crate::model::DataFile;
use crate::site::Site;
use crate::spread::BuildSpread;
use crate::text::Position;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

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

/// How the numbers of a file name the statements that they were made from.
pub enum Origins<'a> {
    /// By their index in a list of the file's own.
    Own(Sources<'a>),
    /// By their index in the list of all statements.
    Site(&'a Numbering),
}

impl<'a> Origins<'a> {
    /// A list of the file's own.
    pub fn own(site: &'a Site, known: &'a Places) -> Self {
        Self::Own(Sources { site, known, indices: HashMap::default(), places: Vec::new() })
    }

    /// Writes the indices of a number's statements as a list of JSON.
    pub fn write(&mut self, json: &mut Vec<u8>, parts: &[StatementRef]) {
        json.push(b'[');
        for part in parts {
            let index = match self {
                Self::Own(sources) => sources.index(*part),
                Self::Site(numbering) => numbering.of(*part),
            };
            let Some(index) = index else { continue };
            if !json.ends_with(b"[") {
                json.push(b',');
            }
            digits(json, index.into());
        }
        json.push(b']');
    }

    /// Writes the file's own list, where it has one.
    pub fn end(self, json: &mut Lines<'_>) {
        if let Self::Own(sources) = self {
            json.list("sources", sources.places, |json, source| source.write(json));
        }
    }
}

/// The places that the numbers of one file are made from.
pub struct Sources<'a> {
    site: &'a Site,
    known: &'a Places,
    indices: HashMap<StatementRef, Option<u32>, BuildSpread>,
    places: Vec<Source<'a>>,
}

impl Sources<'_> {
    fn index(&mut self, part: StatementRef) -> Option<u32> {
        *self.indices.entry(part).or_insert_with(|| {
            self.places.push(self.known.of(part, self.site)?);
            u32::try_from(self.places.len() - 1).ok()
        })
    }
}

/// The indices of statements in the list of all of a site: those of plans by plan, then those of data files.
pub struct Numbering {
    /// The index of each plan's first statement; nothing where a plan is left out.
    plans: Vec<Option<u32>>,
    data: Vec<Rows>,
}

/// The rows of a data file in such a list.
struct Rows {
    /// The index of the first.
    first: u32,
    /// Those that are left out, in order.
    hidden: Vec<u32>,
}

impl Numbering {
    /// Counts the statements of plans and the rows of data files that are shown.
    pub fn new(site: &Site) -> Self {
        let mut next = 0;
        let mut take = |count: usize| {
            let first: u32 = next;
            next += count as u32;
            first
        };
        let plans = site.plans.iter().map(|plan| site.is_shown(plan).then(|| take(plan.statements.len())));
        let plans = plans.collect();
        let rows = |data: &Arc<DataFile>| {
            let hidden = (0..).zip(&data.rows).filter(|(_, row)| !site.is_row_shown(row));
            let hidden: Vec<u32> = hidden.map(|(at, _)| at).collect();
            Rows { first: take(data.rows.len() - hidden.len()), hidden }
        };
        Self { plans, data: site.data.iter().map(rows).collect() }
    }

    /// The index of a statement.
    fn of(&self, part: StatementRef) -> Option<u32> {
        match part {
            StatementRef::Plan(plan, at) => Some(self.plans.get(plan.0 as usize).copied()?? + at),
            StatementRef::Data(data, at) => {
                let Rows { first, hidden } = self.data.get(data as usize)?;
                let before = hidden.binary_search(&at).err()?;
                Some(first + at - before as u32)
            }
        }
    }
}
