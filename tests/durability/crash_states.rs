//! What a power cut may leave, by a model of a file system that promises little.
//!
//! The log of a save becomes steps. Data is on the disk once its file was synced; until then
//! nothing, a part or all of it may be. A change of names is there once the folder was synced;
//! until then it may be there or not, each by itself and in any order. Only a single change (a
//! rename, an exchange) happens as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use crate::faults::{SCENES, Scene};
use crate::saver::{Task, command, not_waiting};
use crate::strace::{self, Call};

/// What a file is meant to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Content {
    Older,
    Old,
    New,
}

/// What is found under a name after the cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    Nothing,
    Empty,
    Torn,
    Whole(Content),
}

/// A file is known by its number, whatever names it has.
type File = usize;

#[derive(Debug)]
enum Step {
    /// Names that lead to a file or to none from now on, all at once.
    Names(Vec<(String, Option<File>)>),
    Write(File),
    Sync(File),
    SyncFolder,
}

impl Step {
    fn names(&self) -> Option<&[(String, Option<File>)]> {
        match self {
            Self::Names(changes) => Some(changes),
            Self::Write(_) | Self::Sync(_) | Self::SyncFolder => None,
        }
    }
}

/// A save, as steps.
#[derive(Debug, Default)]
struct Save {
    /// Each file's content, once it is written.
    files: Vec<Content>,
    /// Names before the save.
    before: BTreeMap<String, File>,
    steps: Vec<Step>,
}

/// What may be found after a cut at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct State {
    acknowledged: bool,
    file: Found,
    bak: Found,
}

/// What is behind an open handle.
#[derive(Clone, Copy)]
enum Opened {
    Folder,
    File(File),
}

/// Follows a log.
struct Reader<'a> {
    folder: &'a str,
    save: Save,
    names: BTreeMap<String, File>,
    open: BTreeMap<usize, Opened>,
}

impl<'a> Reader<'a> {
    fn new(folder: &'a str, scene: &Scene) -> Self {
        let mut save = Save::default();
        if scene.replaces {
            save.files = vec![Content::Old, Content::Older];
            save.before = [("a.session.ron", 0), ("a.session.ron.bak", 1)]
                .map(|(name, file)| (name.to_owned(), file))
                .into();
        }
        Self { folder, names: save.before.clone(), save, open: BTreeMap::new() }
    }

    fn name<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix(self.folder)?.strip_prefix('/')
    }

    /// Changes names, now and in the steps.
    fn lead(&mut self, changes: Vec<(&str, Option<File>)>) {
        let owned = |(name, file): (&str, _)| (name.to_owned(), file);
        let changes: Vec<_> = changes.into_iter().map(owned).collect();
        apply(&mut self.names, &changes);
        self.save.steps.push(Step::Names(changes));
    }

    fn read(&mut self, call: &Call) {
        let Some(given) = call.given() else { return };
        let inside: Vec<&str> = call.paths().iter().filter_map(|path| self.name(path)).collect();
        let handle = |at: usize| call.arguments.split(", ").nth(at).and_then(|it| it.parse().ok());
        let file_of =
            |at: usize| handle(at).and_then(|handle: usize| self.open.get(&handle).copied());
        match (call.name.as_str(), &inside[..]) {
            ("open" | "openat", [name]) => {
                if call.arguments.contains("O_CREAT") {
                    self.save.files.push(Content::New);
                    self.lead(vec![(name, Some(self.save.files.len() - 1))]);
                }
                self.open.insert(given, Opened::File(self.names[*name]));
            }
            ("open" | "openat", []) if call.paths() == [self.folder] => {
                self.open.insert(given, Opened::Folder);
            }
            ("close", _) => {
                self.open.remove(&handle(0).expect("a handle"));
            }
            ("write" | "pwrite64", _) => {
                if let Some(Opened::File(file)) = file_of(0) {
                    self.save.steps.push(Step::Write(file));
                }
            }
            // A copy: what it comes from is in another place of the arguments.
            ("copy_file_range", _) if given > 0 => self.copied(file_of(2), file_of(0)),
            ("sendfile", _) if given > 0 => self.copied(file_of(0), file_of(1)),
            ("fsync" | "fdatasync", _) => match file_of(0) {
                Some(Opened::File(file)) => self.save.steps.push(Step::Sync(file)),
                Some(Opened::Folder) => self.save.steps.push(Step::SyncFolder),
                None => {}
            },
            ("link" | "linkat", [old, new]) => self.lead(vec![(new, Some(self.names[*old]))]),
            ("rename" | "renameat" | "renameat2", [one, other]) => {
                let (first, second) = (self.names[*one], self.names.get(*other).copied());
                if call.arguments.contains("RENAME_EXCHANGE") {
                    self.lead(vec![(one, second), (other, Some(first))]);
                } else if second != Some(first) {
                    self.lead(vec![(one, None), (other, Some(first))]);
                }
            }
            ("unlink" | "unlinkat", [name]) => self.lead(vec![(name, None)]),
            ("truncate" | "ftruncate" | "mkdir" | "symlink", _) => {
                panic!("the model does not know {call:?}")
            }
            _ => {}
        }
    }

    fn copied(&mut self, to: Option<Opened>, from: Option<Opened>) {
        if let (Some(Opened::File(to)), Some(Opened::File(from))) = (to, from) {
            self.save.files[to] = self.save.files[from];
            self.save.steps.push(Step::Write(to));
        }
    }
}

fn apply(names: &mut BTreeMap<String, File>, changes: &[(String, Option<File>)]) {
    for (name, file) in changes {
        match file {
            Some(file) => names.insert(name.clone(), *file),
            None => names.remove(name),
        };
    }
}

impl Save {
    /// Everything that may be found after a cut at any moment, the same as often as it may come
    /// about.
    fn states(&self) -> Vec<State> {
        let mut states = Vec::new();
        for cut in 0..=self.steps.len() {
            let acknowledged = cut == self.steps.len();
            for names in self.names_after(cut) {
                let found = |name: &str| match names.get(name) {
                    None => vec![Found::Nothing],
                    Some(file) => self.contents_after(cut, *file),
                };
                for file in found("a.session.ron") {
                    for bak in found("a.session.ron.bak") {
                        states.push(State { acknowledged, file, bak });
                    }
                }
            }
        }
        states
    }

    /// The names after a cut: those of the last synced folder, and any of the changes since.
    fn names_after(&self, cut: usize) -> Vec<BTreeMap<String, File>> {
        let steps = &self.steps[..cut];
        let synced = steps.iter().rposition(|step| matches!(step, Step::SyncFolder)).unwrap_or(0);
        let mut sure = self.before.clone();
        for change in steps[..synced].iter().filter_map(Step::names) {
            apply(&mut sure, change);
        }
        let mut all = vec![sure];
        for change in steps[synced..].iter().filter_map(Step::names) {
            let mut with = all.clone();
            for names in &mut with {
                apply(names, change);
            }
            all.extend(with);
        }
        all
    }

    /// What a file may hold after a cut.
    fn contents_after(&self, cut: usize, file: File) -> Vec<Found> {
        let writes = |steps: &[Step]| {
            steps.iter().filter(|step| matches!(step, Step::Write(it) if *it == file)).count()
        };
        let whole = Found::Whole(self.files[file]);
        if self.before.values().any(|it| *it == file) && writes(&self.steps) == 0 {
            return vec![whole];
        }
        let steps = &self.steps[..cut];
        let last = steps.iter().rposition(|step| matches!(step, Step::Sync(it) if *it == file));
        let (synced, done, total) =
            (writes(&steps[..last.unwrap_or(0)]), writes(steps), writes(&self.steps));
        let mut may = Vec::new();
        if synced == 0 {
            may.push(Found::Empty);
        }
        if synced < total && done > 0 {
            may.push(Found::Torn);
        }
        if done == total && total > 0 {
            may.push(whole);
        }
        may
    }
}

/// Runs one save under strace and follows it.
fn follow(scene: &Scene, change: impl Fn(&mut Command)) -> Save {
    let (_folder, path) = scene.set();
    let mut saver = command(Task::Once, &path);
    change(&mut saver);
    let traced = strace::watch(&saver, "%file,%desc", scene.never);
    let folder = path.parent().and_then(Path::to_str).expect("a path in UTF-8");
    let mut reader = Reader::new(folder, scene);
    for call in traced.of_the_save() {
        reader.read(call);
    }
    assert!(reader.save.steps.len() >= 5, "{:?}", reader.save.steps);
    assert_eq!(reader.save.files[reader.names["a.session.ron"]], Content::New);
    reader.save
}

/// The states that must never be.
fn wrong(scene: &Scene, states: &[State]) -> BTreeSet<State> {
    use Content::{New, Old, Older};
    let right = |state: &State| {
        let before = if scene.replaces { Found::Whole(Old) } else { Found::Nothing };
        let file = state.file == Found::Whole(New) || (!state.acknowledged && state.file == before);
        let bak = match state.bak {
            Found::Whole(Older) => scene.replaces && !state.acknowledged,
            Found::Whole(Old) => scene.replaces,
            Found::Nothing => !scene.replaces,
            _ => false,
        };
        file && bak
    };
    states.iter().filter(|state| !right(state)).copied().collect()
}

#[test]
fn a_power_cut_leaves_the_old_file_or_the_new_one_and_after_the_answer_the_new_one() {
    if !strace::works() {
        return;
    }
    for scene in SCENES {
        let save = follow(&scene, |_| {});
        let states = save.states();
        let different: BTreeSet<_> = states.iter().copied().collect();
        let wrong = wrong(&scene, &states);
        println!(
            "{}: {} steps, {} states after a cut, {} of them different, {} wrong",
            scene.name,
            save.steps.len(),
            states.len(),
            different.len(),
            wrong.len()
        );
        assert!(wrong.is_empty(), "{wrong:#?}\n{save:#?}");
        assert!(different.len() >= 2 && states.len() >= 15, "too few to show anything: {save:#?}");
    }
}

#[test]
fn the_model_finds_a_save_that_does_not_wait_for_the_disk() {
    if !strace::works() {
        return;
    }
    for scene in SCENES {
        let careless = follow(&scene, |saver| {
            not_waiting(saver, "sync");
        });
        let found = wrong(&scene, &careless.states());
        assert!(found.iter().any(|state| state.file == Found::Torn), "{found:#?}\n{careless:#?}");
        assert!(found.iter().any(|state| state.acknowledged && state.file == Found::Empty));

        let careless = follow(&scene, |saver| {
            not_waiting(saver, "sync_folder");
        });
        let found = wrong(&scene, &careless.states());
        let before = if scene.replaces { Found::Whole(Content::Old) } else { Found::Nothing };
        let lost = |state: &State| state.acknowledged && state.file == before;
        assert!(found.iter().any(lost), "{found:#?}\n{careless:#?}");
        println!("{}: without waiting the model finds {} states wrong", scene.name, found.len());
    }
}
