//! Killed while saving, at any moment.

use std::thread;
use std::time::Duration;

use weighbridge::store::{Expect, clean_stale};

use crate::common::disk::{folder, names, save};
use crate::saver::{Saver, Task, version, version_in};
use crate::times;

#[test]
fn a_kill_at_any_moment_of_a_save_tears_nothing_and_loses_nothing_that_was_acknowledged() {
    let folder = folder();
    let path = folder.path().join("a.session.ron");
    let bak = folder.path().join("a.session.ron.bak");
    save(&path, &version(0), Expect::Absent).expect("saved");
    save(&path, &version(1), Expect::Anything).expect("saved");
    let seed = fastrand::u64(..);
    let mut random = fastrand::Rng::with_seed(seed);
    let kills = times(60, 1000);
    let (mut last, mut acknowledged, mut in_the_making) = (1, 0, 0);
    for kill in 0..kills {
        let what = format!("kill {kill} (seed {seed})");
        let mut saver = Saver::start(Task::Forever, &path);
        assert_eq!(saver.line().as_deref(), Some("loaded"), "{what}");
        thread::sleep(Duration::from_micros(random.u64(..30_000)));
        saver.child.kill().expect("killed");
        while let Some(line) = saver.line() {
            let number = line.strip_prefix("saved ").expect("no save is refused").trim();
            last = number.parse().expect("a number");
            acknowledged += 1;
        }
        saver.child.wait().expect("ended");

        // Not torn, and nothing lost: the last that was acknowledged, or the one under way.
        let now = version_in(&path);
        assert!(now == last || now == last + 1, "{what}: {last} was acknowledged, {now} is there");
        let before = version_in(&bak);
        assert!(before == now || before + 1 == now, "{what}: .bak is {before} beside {now}");
        in_the_making += usize::from(names(folder.path()).len() > 2);
        clean_stale(folder.path());
        assert_eq!(names(folder.path()), ["a.session.ron", "a.session.ron.bak"], "{what}");
        last = now;
    }
    println!(
        "{kills} kills: 0 files torn, 0 of {acknowledged} acknowledged saves lost, .bak valid \
         {kills}/{kills}, {in_the_making} files in the making left and cleaned up (seed {seed})"
    );
    assert!(in_the_making * 20 > kills, "too few kills were during a save to show anything");
}
