//! The few file-system calls that saving needs, behind a trait, so that a test can make any
//! one of them fail.

use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// A file system to save to.
pub trait Disk: Send + Sync {
    /// The path with every symlink followed.
    ///
    /// # Errors
    /// As [`fs::canonicalize`].
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;

    /// Kind and permissions of what is there.
    ///
    /// # Errors
    /// As [`fs::metadata`].
    fn metadata(&self, path: &Path) -> io::Result<Metadata>;

    /// Up to `cap` bytes of a file.
    ///
    /// # Errors
    /// As [`File::open`] and reading.
    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>>;

    /// A new file; a private one may only be read by its owner.
    ///
    /// # Errors
    /// As [`fs::OpenOptions::open`], also when the file exists.
    fn create(&self, path: &Path, private: bool) -> io::Result<File>;

    /// A folder, with those above it; one that is there stays as it is.
    ///
    /// # Errors
    /// As [`fs::create_dir_all`].
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    /// Writes all bytes.
    ///
    /// # Errors
    /// As [`Write::write_all`].
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()>;

    /// Sets a file's permissions.
    ///
    /// # Errors
    /// As [`File::set_permissions`].
    fn set_permissions(&self, file: &File, permissions: Permissions) -> io::Result<()>;

    /// Waits until the file is on the disk.
    ///
    /// # Errors
    /// As [`File::sync_all`].
    fn sync(&self, file: &File) -> io::Result<()>;

    /// A second name for a file.
    ///
    /// # Errors
    /// As [`fs::hard_link`].
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Copies a file, where a second name cannot be had.
    ///
    /// # Errors
    /// As [`fs::copy`].
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Renames a file over another.
    ///
    /// # Errors
    /// As [`fs::rename`].
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// As [`fs::remove_file`].
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Waits until a folder's entries are on the disk.
    ///
    /// # Errors
    /// As [`File::sync_all`].
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// The machine's own file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        fs::metadata(path)
    }

    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(cap).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn create(&self, path: &Path, private: bool) -> io::Result<File> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        #[cfg(not(unix))]
        let _ = private;
        options.open(path)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn set_permissions(&self, file: &File, permissions: Permissions) -> io::Result<()> {
        file.set_permissions(permissions)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::copy(from, to).map(|_| ())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        retry_shared(|| fs::rename(from, to))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Windows cannot open a folder as a file; its renames are journalled anyway.
        if cfg!(windows) { Ok(()) } else { File::open(path)?.sync_all() }
    }
}

/// On Windows a virus scanner or an indexer may hold a file for a moment: access denied,
/// sharing violation, lock violation. Tries again with growing pauses, for about two seconds.
fn retry_shared(mut attempt: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    let mut pause = std::time::Duration::from_millis(8);
    loop {
        match attempt() {
            Err(error)
                if cfg!(windows)
                    && matches!(error.raw_os_error(), Some(5 | 32 | 33))
                    && pause.as_millis() <= 1_024 =>
            {
                std::thread::sleep(pause);
                pause *= 2;
            }
            result => return result,
        }
    }
}
