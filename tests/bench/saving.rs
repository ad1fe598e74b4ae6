//! What a save costs beside the least that puts bytes safely on the disk: a file that is written,
//! synced and renamed, and its folder synced.
//!
//! Both are measured in turn, in one run on one disk, so that a busy one slows both; times are
//! medians. `cargo bench --bench saving`, with `TMPDIR` for another disk.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark fails by panicking and prints what it finds"
)]

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use weighbridge::store::disk::RealDisk;
use weighbridge::store::{self, Expect, Fingerprint};

/// How many saves the medians rest on.
const ROUNDS: usize = 60;

fn main() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/data/examples/saas-team.session.ron");
    let session = store::open(example.as_ref()).expect("an example").session;
    let text = store::session_text(&session).expect("a text");
    let folder = tempfile::tempdir().expect("a folder");
    let (ours, plain) = (folder.path().join("ours.session.ron"), folder.path().join("plain.ron"));
    store::save(&RealDisk, &ours, &session, Expect::Absent).expect("saved");
    let expect = Expect::Unchanged(Fingerprint::of(text.as_bytes()));
    let (mut saves, mut plains) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        saves.push(ms(|| {
            store::save(&RealDisk, &ours, &session, expect).expect("saved");
        }));
        plains.push(ms(|| write_synced(folder.path(), &plain, text.as_bytes())));
    }
    let (save, plain) = (median(saves), median(plains));
    println!("{} bytes, on {}", text.len(), folder.path().display());
    println!("| | ms | × plain |");
    println!("| --- | ---: | ---: |");
    println!("| Written, synced, renamed, folder synced | {plain:.2} | 1.0 |");
    println!("| A save | {save:.2} | {:.1} |", save / plain);
}

fn write_synced(folder: &Path, path: &Path, bytes: &[u8]) {
    let temp = path.with_extension("tmp");
    let mut file = File::create(&temp).expect("made");
    file.write_all(bytes).and_then(|()| file.sync_all()).expect("synced");
    fs::rename(temp, path).expect("renamed");
    File::open(folder).and_then(|folder| folder.sync_all()).expect("synced");
}

fn ms(task: impl FnOnce()) -> f64 {
    let start = Instant::now();
    task();
    start.elapsed().as_secs_f64() * 1e3
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
