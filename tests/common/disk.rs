//! Files and folders for tests.

use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use weighbridge::session::Session;
use weighbridge::store::disk::{Disk, Kept, RealDisk};
use weighbridge::store::{self, Expect, SaveError};

/// A folder that goes when it is dropped.
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Writes a file as some other program would.
pub fn write(path: &Path, text: impl AsRef<[u8]>) {
    File::create(path).and_then(|mut file| file.write_all(text.as_ref())).expect("written");
}

/// Saves to the machine's own file system.
///
/// # Errors
/// As the save.
pub fn save(path: &Path, session: &Session, expect: Expect) -> Result<store::Saved, SaveError> {
    store::save(&RealDisk, path, session, expect)
}

/// Names in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// The machine's own file system, with somebody asked before each step: an error is what the step
/// comes to, and `false` makes one that waits for the disk not wait. Of a write that fails half is
/// done.
pub struct Double<F>(pub F);

impl<F: Fn(&'static str) -> io::Result<bool> + Send + Sync> Disk for Double<F> {
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.0("canonicalize").and_then(|_| RealDisk.canonicalize(path))
    }
    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        self.0("read_link").and_then(|_| RealDisk.read_link(path))
    }
    fn may_write(&self, path: &Path) -> io::Result<()> {
        self.0("may_write").and_then(|_| RealDisk.may_write(path))
    }
    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.0("metadata").and_then(|_| RealDisk.metadata(path))
    }
    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
        self.0("read").and_then(|_| RealDisk.read(path, cap))
    }
    fn create(&self, path: &Path, private: bool) -> io::Result<File> {
        self.0("create").and_then(|_| RealDisk.create(path, private))
    }
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        let answer = self.0("write");
        let part = if answer.is_ok() { bytes.len() } else { bytes.len() / 2 };
        RealDisk.write(file, &bytes[..part])?;
        answer.map(|_| ())
    }
    fn take_after(&self, file: &File, old: &Metadata) -> io::Result<Kept> {
        self.0("take_after").and_then(|_| RealDisk.take_after(file, old))
    }
    fn sync(&self, file: &File) -> io::Result<()> {
        self.0("sync").and_then(|wait| if wait { RealDisk.sync(file) } else { Ok(()) })
    }
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0("hard_link").and_then(|_| RealDisk.hard_link(from, to))
    }
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0("copy").and_then(|_| RealDisk.copy(from, to))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0("rename").and_then(|_| RealDisk.rename(from, to))
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.0("exchange").and_then(|_| RealDisk.exchange(one, other))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.0("remove").and_then(|_| RealDisk.remove(path))
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.0("sync_folder")
            .and_then(|wait| if wait { RealDisk.sync_folder(path) } else { Ok(()) })
    }
}
