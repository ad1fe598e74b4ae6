//! The few file-system calls that saving needs, behind a trait, so that a test can make any
//! one of them fail.

use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// A file system to save to.
pub trait Disk: Send + Sync {
    /// The path with every symlink followed.
    ///
    /// # Errors
    /// As [`fs::canonicalize`].
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;

    /// Where a symlink leads.
    ///
    /// # Errors
    /// As [`fs::read_link`].
    fn read_link(&self, path: &Path) -> io::Result<PathBuf>;

    /// Whether this user may write to a file that is there, without touching it.
    ///
    /// # Errors
    /// That they may not, and as [`fs::metadata`].
    fn may_write(&self, path: &Path) -> io::Result<()>;

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

    /// Gives a new file the owner, the group and the permissions of the one that it replaces, as
    /// far as the system allows; nobody may read it who may not read that.
    ///
    /// # Errors
    /// As [`File::set_permissions`].
    fn take_after(&self, file: &File, old: &Metadata) -> io::Result<Kept>;

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

    /// Copies a file to where there is none, safely onto the disk, where a second name cannot be
    /// had.
    ///
    /// # Errors
    /// As [`fs::copy`], also when there is one.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Renames a file over another.
    ///
    /// # Errors
    /// As [`fs::rename`].
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives each of two files the other's name, in one step.
    ///
    /// # Errors
    /// When one is not there, and on systems that cannot do that.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;

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

/// What a new version of a file has of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its owner.
    pub owner: bool,
    /// Its group.
    pub group: bool,
}

/// Under how many names (hard links) a file is found; one where the system does not tell.
#[must_use]
pub fn names_of(file: &Metadata) -> u64 {
    #[cfg(unix)]
    let names = std::os::unix::fs::MetadataExt::nlink(file);
    #[cfg(not(unix))]
    let names = u64::from(file.is_file());
    names
}

/// The machine's own file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        fs::read_link(path)
    }

    fn may_write(&self, path: &Path) -> io::Result<()> {
        // Somebody who may do everything still keeps from writing what everybody is kept from.
        if fs::metadata(path)?.permissions().readonly() {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied));
        }
        #[cfg(unix)]
        rustix::fs::access(path, rustix::fs::Access::WRITE_OK)?;
        Ok(())
    }

    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        fs::metadata(path)
    }

    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        let size = file.metadata()?.len().min(cap);
        // With room for all at once; the one more is where the end is found.
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
        file.take(cap).read_to_end(&mut bytes)?;
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

    fn take_after(&self, file: &File, old: &Metadata) -> io::Result<Kept> {
        #[cfg(unix)]
        return unix::take_after(file, old);
        #[cfg(not(unix))]
        return file.set_permissions(old.permissions()).map(|()| Kept { owner: true, group: true });
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut old = File::open(from)?;
        let mut new = self.create(to, true)?;
        io::copy(&mut old, &mut new)?;
        self.take_after(&new, &old.metadata()?)?;
        // What a power cut leaves of it would otherwise be anything.
        new.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        retry_shared(|| fs::rename(from, to))
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
        return unix::exchange(one, other);
        #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
        return {
            let _ = (one, other);
            Err(io::Error::from(io::ErrorKind::Unsupported))
        };
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

/// What only Unix has.
#[cfg(unix)]
mod unix {
    use std::fs::{File, Metadata, Permissions};
    use std::io;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    use super::Kept;

    pub(super) fn take_after(file: &File, old: &Metadata) -> io::Result<Kept> {
        let new = file.metadata()?;
        // Each by itself, since the group may often be given and the owner seldom. Before the
        // permissions, since this takes some of them away.
        let group = new.gid() == old.gid() || fchown(file, None, Some(old.gid())).is_ok();
        let owner = new.uid() == old.uid() || fchown(file, Some(old.uid()), None).is_ok();
        let mut mode = old.mode() & 0o7777;
        if !owner {
            mode &= !0o4000;
        }
        if !group {
            // Another group gets what everybody gets.
            mode = (mode & !0o2070) | ((mode & 0o7) << 3);
        }
        file.set_permissions(Permissions::from_mode(mode))?;
        Ok(Kept { owner, group })
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    pub(super) fn exchange(one: &std::path::Path, other: &std::path::Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
    }
}
