//! Somebody else writes to the file while it is open here and being saved.

use std::fs::{self, File, FileTimes};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use weighbridge::store::Expect;

use crate::common::disk::{folder, names, save};
use crate::saver::{Saver, Task, version};
use crate::times;

/// How many saves are not disturbed, to tell how long one takes.
const MEASURED: usize = 9;

/// How other programs write: each puts the time of the file back, and its length is the same.
const WAYS: [&str; 3] = ["emptied and written", "written over", "replaced"];

fn edit(path: &Path, way: &str, text: &[u8], time: FileTimes) {
    let beside = path.with_extension("theirs");
    let mut file = match way {
        "emptied and written" => File::options().write(true).truncate(true).open(path),
        "written over" => File::options().write(true).open(path),
        _ => File::create(&beside),
    }
    .expect("opens");
    file.write_all(text).and_then(|()| file.set_times(time)).expect("written");
    if way == "replaced" {
        fs::rename(beside, path).expect("renamed");
    }
}

/// A single save may have been over before its answer was waited for, or held up by other work.
fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[test]
fn no_version_of_somebody_else_is_overwritten_unsaid() {
    let folder = folder();
    let mut saver = Saver::start(Task::Each, folder.path());
    let mut input = saver.child.stdin.take().expect("its input");
    let seed = fastrand::u64(..);
    let mut random = fastrand::Rng::with_seed(seed);
    let trials = times(200, 2000);
    let mut alone = Vec::new();
    let (mut refused, mut after, mut in_bak) = (0, 0, 0);
    for trial in 0..MEASURED + trials {
        let what = format!("trial {trial} (seed {seed})");
        let path = folder.path().join(format!("{trial}.session.ron"));
        save(&path, &version(0), Expect::Absent).expect("saved");
        let text = fs::read_to_string(&path).expect("there").replace("Version 0", "Theirs, 1");
        let found = fs::metadata(&path).expect("there");
        let time = FileTimes::new().set_modified(found.modified().expect("a time"));
        writeln!(input, "{}", path.display()).expect("told");
        assert_eq!(saver.line().as_deref(), Some("loaded"), "{what}");

        // The first few tell how long a save takes; later ones are edited at any moment of it.
        let begun = Instant::now();
        if trial >= MEASURED {
            let wait = median(&alone).mul_f64(1.3 * random.f64());
            while begun.elapsed() < wait {
                std::hint::spin_loop();
            }
            edit(&path, WAYS[trial % WAYS.len()], text.as_bytes(), time);
        }
        let answer = saver.line().expect("an answer");
        if trial < MEASURED {
            alone.push(begun.elapsed());
            continue;
        }
        let there = fs::read_to_string(&path).expect("there") == text;
        let bak = path.with_extension("ron.bak");
        let kept = fs::read_to_string(bak).is_ok_and(|bak| bak == text);
        match (answer.starts_with("saved"), there, kept) {
            (false, true, _) => {
                assert!(answer.contains("was changed by something else"), "{what}: {answer}");
                refused += 1;
            }
            (true, true, _) => after += 1,
            (true, false, true) => in_bak += 1,
            lost => panic!("{what}: somebody’s version is gone: {answer} {lost:?}"),
        }
    }
    drop(input);
    saver.child.wait().expect("ended");
    assert!(!names(folder.path()).iter().any(|name| name.starts_with(".wb-")));
    let long = median(&alone);
    println!(
        "{trials} edits by others at any moment of a save of {long:?}: 0 overwritten unsaid ({refused} saves \
         refused, {after} edits after the save, {in_bak} kept as .bak) (seed {seed})"
    );
    assert!(refused > 0 && after > 0, "every edit came before or after: nothing was shown");
}
