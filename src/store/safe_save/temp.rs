//! Files in the making: under a name of their own beside the file that they will become.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::store::Fingerprint;
use crate::store::disk::Disk;

/// How the names of files in the making begin and end. Between stand the machine, the process and
/// a number.
const BEGIN: &str = ".wb-";
const END: &str = ".tmp";

/// How old a file in the making is, at least, when nobody here can say whether its process lives.
const STALE: Duration = Duration::from_mins(10);

/// A file in the making. Whatever of it is left when this is dropped is removed.
pub(in crate::store) struct Temp<'a> {
    disk: &'a dyn Disk,
    pub(in crate::store) path: PathBuf,
}

impl<'a> Temp<'a> {
    /// Makes a file under a name that nothing else has.
    pub(in crate::store) fn new<T>(
        disk: &'a dyn Disk,
        folder: &Path,
        make: impl Fn(&Path) -> io::Result<T>,
    ) -> io::Result<(T, Self)> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        // More names than processes will ever meet in one folder.
        const NAMES: usize = 64;
        let machine = machine().unwrap_or("0");
        for _ in 0..NAMES {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let name = format!("{BEGIN}{machine}-{}-{count}{END}", std::process::id());
            let path = folder.join(name);
            match make(&path) {
                Ok(made) => return Ok((made, Self { disk, path })),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    // A copy may have been begun.
                    drop(Self { disk, path });
                    return Err(error);
                }
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists))
    }
}

impl Drop for Temp<'_> {
    fn drop(&mut self) {
        // After a rename there is nothing left; a leftover that cannot be removed waits until
        // somebody cleans up.
        let _ = self.disk.remove(&self.path);
    }
}

/// Removes what processes that died while saving have left in a folder.
pub fn clean_stale(folder: &Path) {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten().filter(is_stale) {
        // A leftover that cannot be removed harms nobody; the next start tries again.
        let _ = fs::remove_file(entry.path());
    }
}

fn is_stale(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let name = name.to_string_lossy();
    let Some(inner) = name.strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(END)) else {
        return false;
    };
    let parts: Vec<&str> = inner.split('-').collect();
    if let [there, process, _] = parts[..]
        && Some(there) == machine()
    {
        return process.parse().is_ok_and(is_dead);
    }
    // In a shared folder it may be another machine's, where it is being written this moment.
    let age = entry.metadata().and_then(|found| found.modified()).map(|time| time.elapsed());
    matches!(age, Ok(Ok(age)) if age > STALE)
}

/// Which start of which machine, or of which container, this is: a process number means something
/// there only. None where the system does not tell.
fn machine() -> Option<&'static str> {
    static MACHINE: OnceLock<Option<String>> = OnceLock::new();
    let find = || {
        let mut told = fs::read("/proc/sys/kernel/random/boot_id").ok()?;
        let numbers = fs::read_link("/proc/self/ns/pid").ok()?;
        told.extend(numbers.as_os_str().as_encoded_bytes());
        let mut hex = Fingerprint::of(&told).hex();
        hex.truncate(8);
        Some(hex)
    };
    MACHINE.get_or_init(find).as_deref()
}

/// Whether there is no process of a number.
#[cfg(unix)]
fn is_dead(process: i32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    Pid::from_raw(process).is_some_and(|pid| test_kill_process(pid) == Err(Errno::SRCH))
}

#[cfg(not(unix))]
fn is_dead(_: i32) -> bool {
    false
}
