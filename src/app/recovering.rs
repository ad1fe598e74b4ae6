//! What this window holds is kept from frame to frame, and what others have left is brought back.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::alone::BallotWas;
use super::document::{Document, Stamp};
use super::held::Held;
use super::looking::{self, Clock};
use super::recorder::{Order, Recorder};
use super::worker::Done;
use super::{App, is_ballot_name};
use crate::analysis::words::sentence;
use crate::session::{Paper, Round, Session};
use crate::store::recovery::{
    self, Claim, Contest, Deleted, Draft, Facts, Keeper, Key, Snapshot, State, Unfinished, Version,
};
use crate::store::{self, Fingerprint, OpenError, Opened, crash, diff};
use crate::ui::recovery::{Asked, Offer, Told};
use crate::ui::view::{BesideOpen, Earlier, EarlierRow, NoteDraft};
use crate::ui::{Modal, Step, format};

/// A version that was read to be shown in the window, and what its file holds, where that is what
/// it held then.
#[derive(Debug)]
pub struct Restored {
    key: Key,
    snapshot: Snapshot,
    held: Option<Opened>,
    /// What that file held then, where it holds something else by now.
    base: Option<Session>,
    /// Whether that file cannot be read now.
    unreadable: bool,
    /// The file, where it is a ballot that was being answered.
    ballot: Option<BallotWas>,
}

/// What a worker brought of what was kept.
pub enum News {
    /// What windows that are gone have left, at the start, and the file to open then.
    Start(Box<Start>),
    /// A version to show.
    Read(Result<Box<Restored>, String>),
    /// Every version that is kept.
    Versions(Stamp, Vec<EarlierRow>),
    /// What was kept is deleted.
    Deleted(Deleted),
}

/// What is found at the start.
pub struct Start {
    /// What to open.
    restored: Option<Restored>,
    /// The rest.
    offers: Vec<(Key, Snapshot)>,
    /// In sentences, what cannot be read.
    refused: Vec<String>,
    claims: Vec<Claim>,
    report: Option<String>,
    /// The file that the window was started with, unless the restored session is that file's.
    file: Option<PathBuf>,
}

/// What the window knows of what is kept.
#[derive(Default)]
pub(super) struct Recovering {
    recorder: Option<Recorder>,
    /// The name of this window.
    window: String,
    /// What was handed to the recorder last.
    handed: Option<Handed>,
    /// What a file held that the recorder was told of last.
    base: Option<Fingerprint>,
    offers: Vec<(Key, Snapshot)>,
    /// As long as these are open, no other window offers the same.
    claims: Vec<Claim>,
    told: Told,
}

#[derive(PartialEq)]
struct Handed {
    stamp: Stamp,
    unsaved: bool,
    file: Option<PathBuf>,
    /// What the file holds: a save changes that, though nothing changes on the desk.
    holds: Option<Fingerprint>,
    unfinished: Unfinished,
}

impl Recovering {
    /// What is said of it on screen.
    pub(super) const fn told(&self) -> &Told {
        &self.told
    }
}

impl Restored {
    fn read(folder: &Path, key: Key, snapshot: Snapshot) -> Self {
        let Facts { file, holds, .. } = &snapshot.facts;
        let path = file.as_deref().filter(|path| is_ballot_name(path));
        if let Some((path, fingerprint)) = path.zip(*holds) {
            let ballot = BallotWas { fingerprint, there: store::open_ballot(path).ok() };
            let (held, base, unreadable, ballot) = (None, None, false, Some(ballot));
            return Self { key, snapshot, held, base, unreadable, ballot };
        }
        let opened = file.as_deref().map(store::open);
        let broken = |error: &OpenError| {
            matches!(error, OpenError::Problem(_) | OpenError::Unreadable { .. })
        };
        let unreadable = matches!(&opened, Some(Err(error)) if broken(error));
        let opened = opened.and_then(Result::ok);
        let held = opened.filter(|opened| Some(opened.fingerprint) == *holds);
        let base = holds.filter(|_| held.is_none()).and_then(|holds| recovery::base(folder, holds));
        Self { key, snapshot, held, base, unreadable, ballot: None }
    }
}

impl Start {
    fn look(state: &Path, file: Option<PathBuf>) -> Self {
        let folder = recovery::folder_in(state);
        let left = recovery::left_behind(&folder);
        let fits = |(_, found): &(Key, Snapshot)| match (&file, &found.facts.file) {
            (None, _) => true,
            (Some(wanted), Some(kept)) => wanted == kept || store::is_same_file(wanted, kept),
            (Some(_), None) => false,
        };
        let mut offers = left.unsaved;
        let place = offers.iter().position(fits);
        let restored = place.map(|place| offers.remove(place));
        let refused = left.refused.into_iter().map(|(name, reason)| {
            format!("A version that was kept cannot be read, and stays as it is: {name}: {reason}.")
        });
        Self {
            file: file.filter(|_| restored.is_none()),
            restored: restored.map(|(key, snapshot)| Restored::read(&folder, key, snapshot)),
            offers,
            refused: refused.collect(),
            claims: left.claims,
            report: crash::newest(state),
        }
    }
}

impl App {
    /// Begins to keep what the window holds, and looks for what others have left; opens the file
    /// that the window was started with, or the newer version of it that was left.
    pub(super) fn start_recovering(&mut self, file: Option<PathBuf>) {
        let Some(state) = self.options.state_folder.clone() else {
            self.open_at_start(file);
            return;
        };
        // No other window has this name, so it is not made of the ids that tests may fix.
        let window = format!("{}-{:016x}", std::process::id(), fastrand::u64(..));
        self.recovering.window.clone_from(&window);
        let keeper = Keeper::new(recovery::folder_in(&state), window);
        match Recorder::start(keeper, self.workers.reporter()) {
            Ok(recorder) => self.recovering.recorder = Some(recorder),
            Err(error) => self.recovery_fails(Some(&error.to_string())),
        }
        let again = file.clone();
        let look = move || Done::Recovered(News::Start(Box::new(Start::look(&state, file))));
        if self.workers.start(look).is_err() {
            self.open_at_start(again);
        }
    }

    fn open_at_start(&mut self, file: Option<PathBuf>) {
        if let Some(file) = file {
            self.start_opening(file);
        }
    }

    /// Hands what the window holds to the recorder, when it has changed.
    pub(super) fn keep_recovery(&mut self) {
        self.keep_version(false);
    }

    /// Keeps what is on the desk among the earlier versions, as another version of the file takes its
    /// place. Though all of it was saved, the file holds it no more.
    pub(super) fn keep_replaced(&mut self) {
        self.keep_version(true);
        if let Some(recorder) = &self.recovering.recorder {
            recorder.order(Order::Discard);
        }
    }

    fn keep_version(&mut self, replaced: bool) {
        if self.recovering.recorder.is_none() {
            return;
        }
        let unfinished = self.unfinished();
        let ballot = self.ballot.as_ref();
        let handed = Handed {
            stamp: self.document.stamp(),
            unsaved: if ballot.is_some() {
                self.ballot_unsaved()
            } else {
                let alone = self.document.dirty() || self.file.alone_here();
                alone || replaced || !unfinished.is_empty()
            },
            file: ballot.map(|ballot| &ballot.path).or(self.document.path()).cloned(),
            holds: ballot.map(|ballot| ballot.fingerprint).or(self.document.holds()),
            unfinished,
        };
        if self.recovering.handed.as_ref() == Some(&handed) {
            return;
        }
        let session = Arc::clone(self.document.session());
        let facts = Facts {
            at: self.now(),
            title: match handed.unfinished.ballots.first().filter(|_| ballot.is_some()) {
                Some(paper) => format!("Ballot of {}", paper.name),
                None => session.title().to_owned(),
            },
            // From another folder, a relative path would mean another file.
            file: handed.file.as_deref().map(absolute),
            holds: handed.holds,
            state: if handed.unsaved { State::Unsaved } else { State::Saved },
        };
        let unfinished = handed.unfinished.clone();
        let snapshot = Box::new(Snapshot { facts, unfinished, session });
        let document = handed.stamp.document();
        let base = self.document.fingerprint().zip(self.document.kept()).filter(|_| handed.unsaved);
        if let Some(recorder) = &self.recovering.recorder {
            recorder.order(Order::Keep(document, snapshot));
            if let Some((held, session)) =
                base.filter(|(held, _)| self.recovering.base != Some(*held))
            {
                recorder.order(Order::Base(held, Arc::clone(session)));
                self.recovering.base = Some(held);
            }
        }
        self.file.restored &= handed.unsaved;
        self.recovering.handed = Some(handed);
    }

    /// What is being written and is not in the session yet.
    fn unfinished(&self) -> Unfinished {
        let written = self.view.drafts.iter().filter(|(_, draft)| !draft.text.trim().is_empty());
        let draft = |(about, draft): (&Option<_>, &NoteDraft)| Draft {
            about: about.clone(),
            side: draft.side,
            text: draft.text.clone(),
        };
        let parking = self.view.meeting.parking.trim().to_owned();
        if let Some(voting) = self.view.voting.as_ref().filter(|voting| voting.alone) {
            // Its own file says whose it is, so that this one may.
            return Unfinished { ballots: vec![voting.paper.clone()], ..Unfinished::default() };
        }
        let named = self.session().collecting().is_some_and(Round::named);
        let open = self.view.voting.as_ref().filter(|voting| !voting.alone);
        let open = open.map(|voting| &voting.paper).filter(|paper| !paper.is_blank());
        let begun = self.view.papers.values().chain(open).filter(|_| named);
        let ballots = begun.cloned().collect();
        let objecting = |contest: &&Contest| !contest.text.trim().is_empty();
        let contests = self.view.contests.iter().filter(objecting).cloned().collect();
        Unfinished { drafts: written.map(draft).collect(), parking, ballots, contests }
    }

    /// Notes that the user goes on without what is unsaved here. It stays among the earlier versions.
    pub(super) fn discard_recovery(&mut self) {
        self.keep_recovery();
        if let Some(recorder) = &self.recovering.recorder {
            recorder.order(Order::Discard);
        }
    }

    /// Takes from the recorder that it cannot write, or that it can again.
    pub(super) fn recovery_fails(&mut self, reason: Option<&str>) {
        self.recovering.told.trouble = reason.map(|reason| {
            format!(
                "Recovery is not being kept: {reason}. It is tried again; until then only saving \
                 keeps what you do."
            )
        });
    }

    /// Takes what a worker brought.
    pub(super) fn recovered(&mut self, context: &Context, news: News) {
        match news {
            News::Start(start) => self.take_start(context, *start),
            News::Read(Ok(restored)) => self.guard(context, Held::Restore(restored)),
            News::Read(Err(reason)) => {
                let text = format!("That version cannot be read: {reason}.");
                self.view.modal = Some(Modal::Failure(text));
            }
            News::Versions(stamp, rows) if stamp.same_document(self.document.stamp()) => {
                self.view.modal = Some(Modal::Earlier(Box::new(Earlier::of(rows))));
            }
            News::Versions(..) => {}
            News::Deleted(deleted) => self.deleted(context, deleted),
        }
    }

    fn take_start(&mut self, context: &Context, start: Start) {
        let Start { restored, offers, refused, claims, report, file } = start;
        let recovering = &mut self.recovering;
        (recovering.offers, recovering.claims) = (offers, claims);
        (recovering.told.refused, recovering.told.report) = (refused, report);
        match restored {
            Some(restored) => {
                let offer = (restored.key.clone(), restored.snapshot.clone());
                self.recovering.offers.insert(0, offer);
                // Otherwise somebody was quicker, and it stays an offer.
                if !self.file.open {
                    self.restore(restored);
                    if !self.document.dirty() && self.view.begun().is_some() {
                        self.toast(context, "What was being written here is restored.");
                    }
                }
                if self.ballot_unsaved() {
                    self.toast_until_saved(context, "Your answers are restored, not saved yet.");
                }
            }
            None => self.open_at_start(file),
        }
        self.tell_offers();
        context.request_repaint();
    }

    /// Puts a version on the desk. It is in no file, and whatever is in its file stays there.
    pub(super) fn restore(&mut self, restored: Restored) {
        let Restored { key, mut snapshot, held, base, unreadable, ballot } = restored;
        let file = snapshot.facts.file.clone();
        match (ballot, file, snapshot.unfinished.ballots.pop()) {
            (Some(was), Some(path), Some(paper)) => self.restore_ballot(paper, path, was),
            (_, _, paper) => {
                snapshot.unfinished.ballots.extend(paper);
                self.restore_session(snapshot, held, base, unreadable);
            }
        }
        let recovering = &mut self.recovering;
        let before = recovering.offers.len();
        recovering.offers.retain(|(other, _)| *other != key);
        // Only what was claimed is taken over: another window may still be at anything else.
        let claimed = before != recovering.offers.len();
        if let Some(recorder) = recovering.recorder.as_ref().filter(|_| claimed) {
            recorder.order(Order::TakeOver(key));
        }
        self.tell_offers();
    }

    fn restore_session(
        &mut self,
        snapshot: Snapshot,
        held: Option<Opened>,
        base: Option<Session>,
        unreadable: bool,
    ) {
        let Snapshot { facts, unfinished, session } = snapshot;
        let session = Arc::unwrap_or_clone(session);
        let document = if facts.file.is_some() && facts.file.as_ref() == self.document.path() {
            self.document.put_back(session)
        } else {
            Document::restored(session, facts.file, facts.holds, (held, base), unreadable)
        };
        self.put(document, Step::Frame);
        self.file.restored = true;
        for Draft { about, side, text } in unfinished.drafts {
            self.view.drafts.insert(about, NoteDraft { text, side });
        }
        self.view.meeting.parking = unfinished.parking;
        self.view.contests = unfinished.contests;
        for paper in unfinished.ballots {
            let open = self.session().collecting();
            let open = open.filter(|round| round.id == paper.round);
            if open.is_some_and(|round| !round.has_voted(&paper.person)) {
                self.view.papers.insert(paper.person.clone(), paper);
            }
        }
    }

    fn tell_offers(&mut self) {
        let offer = |(_, snapshot): &(Key, Snapshot)| {
            let Facts { title, file, at, .. } = &snapshot.facts;
            let file = file.as_ref().and_then(|path| path.file_name());
            let file = file.map(|name| name.to_string_lossy().into_owned());
            let begun = !snapshot.unfinished.is_empty();
            Offer { title: title.clone(), file, at: *at, begun }
        };
        self.recovering.told.offers = self.recovering.offers.iter().map(offer).collect();
    }

    /// Does what was asked for in the bars and in the list of versions.
    pub(super) fn recovery_asked(&mut self, asked: Asked) {
        match asked {
            Asked::Open(place) => {
                let Some((key, snapshot)) = self.recovering.offers.get(place).cloned() else {
                    return;
                };
                let Some(folder) = self.recovery_folder() else { return };
                let read = move || Restored::read(&folder, key, snapshot);
                self.work(move || News::Read(Ok(Box::new(read()))));
            }
            Asked::NotNow(place) => {
                if place < self.recovering.offers.len() {
                    // It stays unsaved, and is offered again at the next start.
                    self.recovering.offers.remove(place);
                }
                self.tell_offers();
            }
            Asked::Understood => self.recovering.told.refused.clear(),
            Asked::RemoveReport => {
                self.recovering.told.report = None;
                if let Some(state) = &self.options.state_folder {
                    crash::remove_all(state);
                }
            }
            Asked::GoBack(key) => {
                let Some(folder) = self.recovery_folder() else { return };
                self.work(move || {
                    let found = recovery::read_version(&folder, &key);
                    News::Read(found.map(|found| Box::new(Restored::read(&folder, key, found))))
                });
            }
            Asked::DeleteAll => {
                let Some(folder) = self.recovery_folder() else { return };
                // What was claimed here would count as in use.
                self.recovering.claims.clear();
                self.recovering.offers.clear();
                self.recovering.told.refused.clear();
                self.tell_offers();
                self.work(move || News::Deleted(recovery::delete_all(&folder)));
            }
        }
    }

    fn deleted(&mut self, context: &Context, deleted: Deleted) {
        let count = format::count(deleted.gone, "version", "versions");
        let mut text = format!("{count} deleted");
        if deleted.in_use > 0 {
            text.push_str("; what is not saved yet stays");
        }
        if deleted.stuck > 0 {
            let files = format::count(deleted.stuck, "version", "versions");
            let _ = write!(text, "; {files} could not be removed from the disk");
        }
        self.toast(context, text + ".");
    }

    fn recovery_folder(&self) -> Option<PathBuf> {
        self.options.state_folder.as_deref().map(recovery::folder_in)
    }

    /// Lists every version that is kept.
    pub(super) fn list_versions(&mut self) {
        let Some(folder) = self.recovery_folder() else {
            let text = "There is no folder to keep versions in on this system.".to_owned();
            self.view.modal = Some(Modal::Failure(text));
            return;
        };
        let (session, stamp) = (Arc::clone(self.document.session()), self.document.stamp());
        let (open, unfinished, clock) = (self.file.open, self.unfinished(), self.clock());
        let file = self.document.path().map(|path| absolute(path));
        let window = self.recovering.window.clone();
        let claims = self.recovering.claims.iter();
        let claimed: Vec<String> = claims.map(|claim| claim.window().to_owned()).collect();
        self.work(move || {
            let now = Now { session: &session, unfinished: &unfinished, file: file.as_deref() };
            let now = open.then_some(now);
            let rows = recovery::versions(&folder).into_iter().map(|mut version| {
                // What was taken over of windows that are gone is in nobody's use.
                version.in_use &= !claimed.contains(&version.key.window);
                version
            });
            let rows = rows.map(|version| row(version, now, &window, &clock));
            News::Versions(stamp, rows.collect())
        });
    }

    fn work(&mut self, job: impl FnOnce() -> News + Send + 'static) {
        let started = self.workers.start(move || Done::Recovered(job()));
        self.started(started);
    }
}

/// What is open, for versions to stand beside.
#[derive(Clone, Copy)]
struct Now<'a> {
    session: &'a Session,
    unfinished: &'a Unfinished,
    file: Option<&'a Path>,
}

/// A path that means the same from any folder.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// A version as it is listed, beside what is open in the window of this name.
fn row(version: Version, now: Option<Now<'_>>, window: &str, clock: &Clock) -> EarlierRow {
    let Version { key, snapshot, in_use } = version;
    let snapshot = match snapshot {
        Ok(snapshot) => snapshot,
        Err(reason) => {
            return EarlierRow { refused: Some(sentence(&reason)), ..EarlierRow::of(key) };
        }
    };
    let Snapshot { facts, unfinished, session } = snapshot;
    let state = match facts.state {
        State::Unsaved if in_use && key.window != window => "not saved, open in another window",
        State::Unsaved => "not saved",
        State::Saved => "saved",
        State::Discarded => "put aside",
        State::Restored => "opened again since",
    };
    let is_open = |now: &Now<'_>| {
        let same_file = facts.file.is_none() || now.file == facts.file.as_deref();
        now.session.id == session.id && same_file
    };
    let beside = match now.filter(is_open) {
        None => BesideOpen::Another(looking::of_decision(&session, clock)),
        Some(now) => {
            let changes = diff::changes(now.session, &session);
            let same = changes.is_empty() && *now.unfinished == unfinished;
            if same { BesideOpen::Same } else { BesideOpen::Changes(changes) }
        }
    };
    EarlierRow {
        at: Some(facts.at),
        title: facts.title,
        file: facts.file.map(|path| path.display().to_string()),
        holds: format!(
            "{}, {}; {state}",
            format::count(session.criteria.len(), "criterion", "criteria"),
            format::count(session.notes.len(), "note", "notes"),
        ),
        beside,
        unfinished: being_written(&unfinished, &session),
        in_use,
        ..EarlierRow::of(key)
    }
}

/// What was being written: what that is, and the text.
fn being_written(unfinished: &Unfinished, session: &Session) -> Vec<(String, String)> {
    let note = |Draft { about, text, .. }: &Draft| {
        let about = about.as_ref().and_then(|id| session.criterion(id));
        let about = about.map(|criterion| format!(" on {}", criterion.name));
        (format!("Unfinished note{}", about.unwrap_or_default()), text.clone())
    };
    let parked = ("About to be parked".to_owned(), unfinished.parking.clone());
    let parked = Some(parked).filter(|_| !unfinished.parking.is_empty());
    let covered = "What it says stays covered.".to_owned();
    let ballot = |paper: &Paper| (format!("Unfinished ballot of {}", paper.name), covered.clone());
    let ballots = unfinished.ballots.iter().map(ballot);
    let objection = |begun: &Contest| {
        (format!("Unfinished objection to “{}”", begun.question), begun.text.clone())
    };
    let objections = unfinished.contests.iter().map(objection);
    unfinished.drafts.iter().map(note).chain(parked).chain(ballots).chain(objections).collect()
}
