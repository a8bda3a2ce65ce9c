//! The journal of a run as a file: one writer, whole lines, on disk before anything is sent.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, ErrorKind, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::clock::now_ms;
use crate::{
    bulk::{BulkReport, Journal, JournalReader},
    error::Error,
    reading::Settlement,
};

/// How much of a journal is read at once.
const PIECE: usize = 256 << 10;

/// The file of a [`Journal`](crate::bulk::Journal), open for writing: under a lock of the operating system, so that no two processes
/// write to one.
///
/// The lock belongs to the open file. On network file systems it is only as good as theirs.
#[derive(Debug)]
pub struct JournalFile {
    file: File,
    path: PathBuf,
}

impl JournalFile {
    /// Creates the file of a new run. One that ends before its plan was complete is written anew: nothing was sent.
    ///
    /// # Errors
    /// `invalid_request` (field `journal`) if there is a file already that is not empty, or if it cannot be made or locked.
    pub fn create(path: impl AsRef<Path>) -> Result<Self, Error> {
        let journal = JournalFile::locked(path.as_ref(), OpenOptions::new().append(true).read(true).create(true))?;
        let length = journal.file.metadata().map_err(|error| journal.failed("cannot be read", error))?.len();
        if length > 0 {
            if !fed(&journal.file, &journal.path)?.is_unbegun() {
                return Err(refused(path.as_ref(), "already exists: resume it, or choose another name"));
            }
            journal.file.set_len(0).map_err(|error| journal.failed("cannot be written", error))?;
        }
        // A file is on disk once its folder is.
        if cfg!(unix) {
            File::open(folder_of(path.as_ref()))
                .and_then(|folder| folder.sync_all())
                .map_err(|error| journal.failed("cannot be made", error))?;
        }
        Ok(journal)
    }

    /// Opens the file of an earlier run, reads it, and cuts off what was being written when its program ended.
    ///
    /// # Errors
    /// `invalid_request` (field `journal`) if it is not there, is being written by another process, is damaged, or is not a journal.
    pub fn open(path: impl AsRef<Path>) -> Result<(Self, Journal), Error> {
        let file = JournalFile::locked(path.as_ref(), OpenOptions::new().append(true).read(true))?;
        let journal = read_from(&file.file, &file.path)?;
        let cut = file.file.set_len(journal.sound_bytes()).and_then(|()| file.file.sync_all());
        cut.map_err(|error| file.failed("cannot be written", error))?;
        Ok((file, journal))
    }

    /// Appends whole lines; they are on disk when this returns.
    ///
    /// # Errors
    /// `invalid_request` (field `journal`), also if somebody deleted the file: nothing is known then about what is on disk.
    pub fn append(&self, text: &str) -> Result<(), Error> {
        let written = (&self.file).write_all(text.as_bytes()).and_then(|()| self.file.sync_data());
        written.map_err(|error| self.failed("cannot be written", error))?;
        if self.is_deleted() {
            let reason = "was deleted during the run: nothing more is sent, because the run could not be resumed";
            return Err(refused(&self.path, reason));
        }
        Ok(())
    }

    /// Whether what is written is lost once the file is closed. Some file systems never count links.
    #[cfg(unix)]
    fn is_deleted(&self) -> bool {
        let is_gone = fs::metadata(&self.path).is_err_and(|error| error.kind() == ErrorKind::NotFound);
        is_gone && self.file.metadata().is_ok_and(|file| std::os::unix::fs::MetadataExt::nlink(&file) == 0)
    }

    /// An open file cannot be deleted here.
    #[cfg(not(unix))]
    fn is_deleted(&self) -> bool {
        false
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn locked(path: &Path, options: &OpenOptions) -> Result<Self, Error> {
        check_kind(path)?;
        let file = options.open(path).map_err(|error| failed(path, "cannot be opened", error))?;
        match file.try_lock() {
            Ok(()) => Ok(JournalFile { file, path: path.to_owned() }),
            Err(TryLockError::WouldBlock) => {
                Err(refused(path, "is being written by another process: wait until its run is over"))
            }
            Err(TryLockError::Error(error)) => Err(failed(path, "cannot be locked", error)),
        }
    }

    fn failed(&self, what: &str, error: io::Error) -> Error {
        failed(&self.path, what, error)
    }
}

impl Journal {
    /// Reads the journal in a file, which may be written meanwhile. Nothing is changed.
    ///
    /// # Errors
    /// `invalid_request` (field `journal`) if it is not there, is damaged, or is not a journal.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, Error> {
        check_kind(path.as_ref())?;
        let file = File::open(&path).map_err(|error| failed(path.as_ref(), "cannot be opened", error))?;
        read_from(&file, path.as_ref())
    }
}

impl BulkReport {
    /// Takes what reading back said, as [`BulkReport::take`] does, and writes it down in the run's journal, if that is given.
    ///
    /// # Errors
    /// `invalid_request` (field `journal`) as [`JournalFile::open`], and if it is of another run; the report is as it was then.
    pub fn take_into(&mut self, settlement: &Settlement, journal: Option<&Path>) -> Result<(), Error> {
        let file = journal.map(JournalFile::open).transpose()?;
        if let Some((_, journal)) = file.as_ref().filter(|(_, journal)| journal.run_id() != self.run_id()) {
            return Err(Error::invalid("journal", ["is of another run, ", journal.run_id()].concat()));
        }
        let mut taken = self.clone();
        let record = taken.take(settlement, now_ms());
        file.map_or(Ok(()), |(file, _)| file.append(&record))?;
        *self = taken;
        Ok(())
    }
}

/// Refuses what cannot hold a journal: opening a pipe waits until somebody writes to it, and a device may have no end.
fn check_kind(path: &Path) -> Result<(), Error> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(refused(path, "is a folder: name a file in it")),
        Ok(found) if !found.is_file() => Err(refused(path, "is not a regular file: name one on a disk")),
        _ if path.as_os_str().is_empty() => Err(Error::invalid("journal", "is empty: name a file")),
        _ => Ok(()),
    }
}

fn read_from(file: &File, path: &Path) -> Result<Journal, Error> {
    fed(file, path)?.finish().map_err(|error| {
        let reason = error.reason().map(|reason| reason.into_owned()).unwrap_or_default();
        refused(path, &reason)
    })
}

/// A reader that has seen the whole file.
fn fed(mut file: &File, path: &Path) -> Result<JournalReader, Error> {
    let mut reader = JournalReader::new();
    let mut piece = vec![0; PIECE];
    loop {
        match file.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => reader.feed(piece.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(path, "cannot be read", error)),
        }
    }
    Ok(reader)
}

/// The folder of a file; a name alone is in the present one.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn refused(path: &Path, reason: &str) -> Error {
    Error::invalid("journal", format!("{} {reason}", path.display()))
}

fn failed(path: &Path, what: &str, error: io::Error) -> Error {
    let hint = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            ". Make room on the disk, then resume the run"
        }
        ErrorKind::NotFound if fs::metadata(folder_of(path)).is_err() => ". Make its folder first",
        _ => "",
    };
    refused(path, &format!("{what}: {error}{hint}")).with_source(Arc::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    fn folder() -> io::Result<PathBuf> {
        let name = format!("soarwire-journal-{}-{:?}", std::process::id(), std::thread::current().id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }

    fn reason(error: Option<Error>) -> String {
        error.and_then(|error| error.reason().map(|reason| reason.into_owned())).unwrap_or_default()
    }

    #[test]
    fn one_writes_at_a_time_and_no_run_begins_on_that_of_another() -> Outcome {
        let folder = folder()?;
        let path = folder.join("one.journal");
        let journal = JournalFile::create(&path)?;
        assert!(reason(JournalFile::create(&path).err()).contains("another process"));
        assert!(reason(JournalFile::open(&path).err()).contains("another process"));
        journal.append("x\n")?;
        #[cfg(unix)]
        {
            let other = folder.join("other.journal");
            let gone = JournalFile::create(&other)?;
            fs::rename(&other, folder.join("renamed.journal"))?;
            gone.append("x\n")?;
            fs::remove_file(folder.join("renamed.journal"))?;
            assert!(reason(gone.append("x\n").err()).contains("was deleted"));
        }
        drop(journal);
        assert!(reason(JournalFile::create(&path).err()).contains("resume it"));
        assert!(reason(JournalFile::open(&path).err()).contains("not a journal"));
        let nowhere = folder.join("no").join("one.journal");
        assert!(reason(JournalFile::create(&nowhere).err()).contains("Make its folder first"));
        assert!(reason(Journal::read(&nowhere).err()).contains("cannot be opened"));
        assert!(!reason(Journal::read("no such.journal").err()).contains("Make its folder"));
        for (path, wrong) in [(folder.as_path(), "is a folder"), (Path::new(""), "is empty")] {
            assert!(reason(JournalFile::create(path).err()).contains(wrong));
            assert!(reason(JournalFile::open(path).err()).contains(wrong));
            assert!(reason(Journal::read(path).err()).contains(wrong));
        }
        #[cfg(unix)]
        assert!(reason(Journal::read("/dev/zero").err()).contains("not a regular file"));
        fs::remove_dir_all(folder)?;
        Ok(())
    }
}
