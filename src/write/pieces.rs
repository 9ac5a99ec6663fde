//! A file of the site that comes piece by piece, so that nobody holds it whole. As long as it is what stands in the
//! output, nothing is written: most files of most builds are.
#![expect(clippy::disallowed_methods, reason = "part of the edge that writes the output")]

use super::{Writer, Written, at, hash_text, refuse_unclean};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use xxhash_rust::xxh3::Xxh3;

/// So much is collected before it is written; most files are shorter.
const PIECE: usize = 64 * 1024;

/// A file being written. What went wrong is told by [`Pieces::end`].
pub struct Pieces<'w> {
    writer: &'w Writer,
    path: &'w str,
    buffer: Vec<u8>,
    place: Place,
    /// Of what has left the buffer.
    length: u64,
    hash: Box<Xxh3>,
    failure: Option<String>,
}

enum Place {
    /// Nothing has left the buffer.
    Buffer,
    /// What has left it is what the output's file begins with.
    Old(File),
    /// The file of the next site, and how long it was before.
    New(File, u64),
}

impl Writer {
    /// Begins a file that comes piece by piece.
    pub fn begin<'w>(&'w self, path: &'w str) -> Pieces<'w> {
        let buffer = Vec::with_capacity(PIECE / 2);
        let (length, hash) = (0, Box::new(Xxh3::new()));
        Pieces { writer: self, path, buffer, place: Place::Buffer, length, hash, failure: None }
    }
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE && self.failure.is_none() {
            self.failure = self.pass_on().err();
        }
        match self.failure {
            None => Ok(bytes.len()),
            Some(_) => Err(io::Error::other("the file could not be written")),
        }
    }

    // Templates write word by word.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes).map(drop)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Pieces<'_> {
    /// Ends the file.
    ///
    /// # Errors
    /// The path and what the system says.
    pub fn end(mut self) -> Result<(), String> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        if matches!(self.place, Place::Buffer) {
            return self.writer.put(self.path, &self.buffer);
        }
        self.pass_on()?;
        if let Place::Old(old) = &self.place
            && old.metadata().map_err(|error| self.describe(&error))?.len() != self.length
        {
            self.part()?;
        }
        if let Place::New(file, before) = &self.place
            && *before > self.length
        {
            file.set_len(self.length).map_err(|error| self.describe(&error))?;
        }
        let hash = hash_text(self.hash.digest128());
        let changed = matches!(self.place, Place::New(..));
        self.writer.list(self.path, Written { hash, length: self.length, changed })
    }

    /// Why it could not be written so far.
    pub fn failure(&mut self) -> Option<String> {
        self.failure.take()
    }

    fn pass_on(&mut self) -> Result<(), String> {
        if matches!(self.place, Place::Buffer) {
            self.place = match self.writer.standing(self.path) {
                Some(old) => Place::Old(old),
                None => self.open()?,
            };
        }
        if let Place::Old(old) = &mut self.place
            && !continues(old, &self.buffer)
        {
            self.part()?;
        }
        if let Place::New(file, _) = &mut self.place
            && let Err(error) = file.write_all(&self.buffer)
        {
            return Err(self.describe(&error));
        }
        self.hash.update(&self.buffer);
        self.length += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    /// From here on it is another file than that of the output: what was the same is copied.
    fn part(&mut self) -> Result<(), String> {
        let mut place = self.open()?;
        let old = self.writer.target.join(self.path);
        let copied = match &mut place {
            Place::New(new, _) => File::open(&old).and_then(|old| io::copy(&mut old.take(self.length), new)),
            _ => Ok(0),
        };
        match copied {
            Ok(copied) if copied == self.length => self.place = place,
            Ok(_) => return Err(format!("{}: it was changed by another program", old.display())),
            Err(error) => return Err(self.describe(&error)),
        }
        Ok(())
    }

    fn open(&self) -> Result<Place, String> {
        refuse_unclean(self.path)?;
        let (file, before) = self.writer.staging.open(self.path)?;
        Ok(Place::New(file, before))
    }

    fn describe(&self, error: &io::Error) -> String {
        at(&self.writer.staging.site().join(self.path), error)
    }
}

impl Writer {
    /// The plain file of the output that the last build wrote under a path.
    fn standing(&self, path: &str) -> Option<File> {
        let old = self.target.join(path);
        let is_known = self.old.files.contains_key(path);
        let is_plain = is_known && fs::symlink_metadata(&old).is_ok_and(|found| found.is_file());
        is_plain.then(|| File::open(old).ok()).flatten()
    }
}

/// Whether the next bytes of a file are these.
fn continues(file: &mut File, bytes: &[u8]) -> bool {
    let mut found = vec![0; bytes.len()];
    file.read_exact(&mut found).is_ok() && found == bytes
}
