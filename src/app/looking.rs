//! What a file is, shown before it is taken over. Nothing on the desk changes until somebody has
//! seen that; a file that was open here before opens at once.

use std::path::Path;

use egui::Context;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::App;
use super::worker::Done;
use crate::analysis::words::{count, list, sentence};
use crate::catalogue::Catalogue;
use crate::session::{Criterion, Lab, Paper, Participant, Round, Session, Side, TeamRun, Way};
use crate::store::facts::{Facts, Oddities};
use crate::store::merge::Unfinished;
use crate::store::{LoadProblem, Losses, Opened, OpenedBallot};
use crate::ui::view::Preview;
use crate::ui::{Modal, format};

/// The packages that a run is told by.
const PACKAGES: [&str; 2] = ["Django", "SQLAlchemy"];

/// So many names are listed.
const NAMES: usize = 4;

/// What waits for somebody to look at it.
pub(super) enum Looking {
    /// What a worker has read.
    Read(Box<Done>),
    /// Ballots for the round that is open, each with its row.
    Ballots(Vec<(Paper, (String, String))>),
}

/// When and where somebody looks.
pub(super) struct Clock {
    now: Timestamp,
    zone: TimeZone,
}

impl Clock {
    fn day_and_time(&self, at: Timestamp) -> String {
        let day = format::moment(at, self.now, &self.zone);
        let time = format::clock(at, &self.zone);
        if day == time { format!("today, {time}") } else { format!("{day}, {time}") }
    }
}

/// What a worker has read, behind what is shown first.
pub(super) fn first(preview: Option<Preview>, done: Done) -> Done {
    match preview {
        Some(preview) => Done::Unknown(Box::new(preview), Box::new(done)),
        None => done,
    }
}

/// What a session is.
pub(super) fn of_session(opened: &Opened, clock: &Clock) -> Preview {
    let Opened { session, path, .. } = opened;
    let mut rows = of_decision(session, clock);
    rows.extend(of_file(path, clock));
    rows.extend(whole(session.title()));
    let mut warnings = oddities(session, opened.loses);
    warnings.extend(to_know(opened));
    let heading = format!("Open “{}”?", short(session.title()));
    Preview { heading, rows, warnings, action: "Open" }
}

/// What somebody should know of a file, beside what its texts say.
pub(super) fn to_know(opened: &Opened) -> Vec<String> {
    let mut said = told(opened.loses, &opened.warnings);
    said.extend(Facts::of(&opened.path).read_only.then(|| READ_ONLY.to_owned()));
    said
}

/// That the file may not be written.
const READ_ONLY: &str =
    "The file is read-only, so what is changed here can only be saved as another file.";

fn told(loses: Losses, warnings: &[LoadProblem]) -> Vec<String> {
    let told = warnings.iter().map(|LoadProblem { line, what, fix, .. }| {
        format!("Line {line}: {} {fix}", sentence(what))
    });
    loses.told().into_iter().chain(told).collect()
}

/// What a ballot is that is answered alone.
pub(super) fn of_ballot(opened: &OpenedBallot, clock: &Clock) -> Preview {
    let OpenedBallot { paper, path, loses, .. } = opened;
    let criteria: Vec<_> = paper.lines.iter().map(|line| line.name.as_str()).collect();
    let answered = if paper.is_blank() { "nothing yet" } else { "something already" };
    let mut rows = vec![
        row("Decision", paper.title.as_str()),
        row("Of", format!("{}, in round {}", paper.name, paper.number)),
        row("Criteria", numbered(&criteria)),
        row("Answered", answered),
    ];
    rows.extend(of_file(path, clock));
    let heading = format!("Answer the ballot of {}?", short(&paper.name));
    let mut warnings = loses.told();
    warnings.extend(Facts::of(path).read_only.then(|| READ_ONLY.to_owned()));
    Preview { heading, rows, warnings, action: "Open" }
}

/// What a merge is that somebody has to finish.
pub(super) fn of_merge(found: &Unfinished, clock: &Clock) -> Preview {
    let Unfinished { ours, theirs, path, .. } = found;
    let held = "two versions that were changed apart; what both changed is chosen next";
    let mut rows = vec![row("Holds", held)];
    rows.extend(of_decision(ours, clock));
    rows.extend(of_file(path, clock));
    let mut warnings = oddities(ours, found.loses);
    warnings.extend(
        oddities(theirs, found.loses)
            .into_iter()
            .filter(|w| !warnings.contains(w))
            .collect::<Vec<_>>(),
    );
    warnings.extend(told(found.loses, &found.warnings));
    let heading = format!("Finish the merge of “{}”?", short(ours.title()));
    Preview { heading, rows, warnings, action: "Open" }
}

/// What a decision matrix is.
pub(super) fn of_table(
    criteria: &[Criterion],
    path: &Path,
    catalogue: &Catalogue,
    clock: &Clock,
) -> Preview {
    let names: Vec<_> = criteria.iter().map(|criterion| criterion.name.as_str()).collect();
    let known = criteria.iter().filter(|c| catalogue.criterion(&c.id).is_some()).count();
    let mut rows = vec![row("Criteria", numbered(&names))];
    if known > 0 {
        rows.push(row("Known here", format!("{known}, which get the catalogue’s claims")));
    }
    rows.push(row("Cannot be read", "nothing"));
    rows.extend(of_file(path, clock));
    let count = count(criteria.len(), "criterion", "criteria");
    let heading = format!("Start a session from {count}?");
    Preview { heading, rows, warnings: Vec::new(), action: "Import" }
}

/// What a run of the lab is.
pub(super) fn of_run(run: &TeamRun, path: &Path, clock: &Clock) -> Preview {
    let Lab { cards, run: made, .. } = &*run.lab;
    let questions: Vec<_> = cards.iter().map(|card| card.question.as_str()).collect();
    let versions = made.versions.iter().filter(|(name, _)| PACKAGES.contains(&name.as_str()));
    let versions = versions.map(|(name, version)| format!("{name} {version}"));
    let databases = [("SQLite", &made.sqlite), ("PostgreSQL", &made.postgresql)];
    let databases = databases
        .into_iter()
        .filter_map(|(name, version)| version.as_ref().map(|version| format!("{name} {version}")));
    let with = versions.chain(databases).collect::<Vec<_>>().join(", ");
    let mut rows = vec![
        row("Cards", numbered(&questions)),
        row("Measured", made.date.strftime("%-d %B %Y").to_string()),
        row("With", with),
        row("On", made.machine.as_str()),
    ];
    rows.extend(of_file(path, clock));
    let warnings = made.quick.then(|| "It was the quick form, without times.".to_owned());
    let count = count(cards.len(), "card", "cards");
    let heading = format!("Take {count} of “{}” into this session?", short(&run.name));
    Preview { heading, rows, warnings: warnings.into_iter().collect(), action: "Import" }
}

/// What a session is, in names and values.
pub(super) fn of_decision(session: &Session, clock: &Clock) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    if !session.brief.question.trim().is_empty() {
        rows.push(row("Question", session.brief.question.trim()));
    }
    let sides = [Side::Left, Side::Right].map(|side| session.sides[side].as_str());
    rows.push(row("Between", list(&sides)));
    let criteria: Vec<_> = session.criteria.iter().map(|c| c.name.as_str()).collect();
    rows.push(row("Criteria", numbered(&criteria)));
    let people: Vec<_> = session.people.iter().map(Participant::shown).collect();
    rows.push(row("Participants", numbered(&people)));
    rows.push(row("Notes", session.notes.len().to_string()));
    let rounds = session.rounds.len();
    let open = session.collecting().map(|_| ", one of them open").filter(|_| rounds > 0);
    rows.push(row("Rounds of ballots", format!("{rounds}{}", open.unwrap_or_default())));
    let agreed = session.agreed().map(|(at, _)| format!("agreed {}", clock.day_and_time(at)));
    rows.push(row("Weights", agreed.unwrap_or_else(|| "not agreed".to_owned())));
    if let Some(entry) = session.log.last() {
        let said = entry.event.words(session);
        rows.push(row("Last in its log", format!("{}: {said}", clock.day_and_time(entry.at))));
    }
    rows
}

fn of_file(path: &Path, clock: &Clock) -> Vec<(String, String)> {
    let facts = Facts::of(path);
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = whole.parent().map(|folder| folder.display().to_string());
    let name = whole.file_name().unwrap_or_default().to_string_lossy();
    let modified = facts.modified.map(|at| format!(", changed {}", clock.day_and_time(at)));
    let size = facts.size();
    vec![
        row("File", format!("{name}, {size}{}", modified.unwrap_or_default())),
        row("In", folder.unwrap_or_default()),
    ]
}

/// What somebody should know of its texts, beside what a save cannot keep of them.
fn oddities(session: &Session, loses: Losses) -> Vec<String> {
    let Oddities { hosts, disguised } = Oddities::of(session);
    let mut warnings = Vec::new();
    if !hosts.is_empty() {
        let hosts: Vec<_> = hosts.iter().map(String::as_str).collect();
        warnings.push(format!("Its texts have links to {}.", few(&hosts)));
    }
    if disguised > 0 && loses.disguised == 0 {
        let texts = count(disguised, "text has", "texts have");
        warnings.push(format!(
            "{texts} a replacement sign, which stands for a mark that turned the direction of \
             writing, or for a character that was lost before."
        ));
    }
    warnings
}

/// So much of a title stands in a heading, in characters.
const HEADING: usize = 90;

/// The beginning of a title, so that what follows stays in sight.
fn short(title: &str) -> String {
    if title.chars().count() <= HEADING {
        return title.to_owned();
    }
    let head: String = title.chars().take(HEADING).collect();
    format!("{}…", head.trim_end())
}

/// A title that is shortened above.
fn whole(title: &str) -> Option<(String, String)> {
    (short(title) != title).then(|| row("Title", title))
}

fn row(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

/// How many, and the first of their names.
fn numbered(names: &[&str]) -> String {
    if names.is_empty() { "none".to_owned() } else { format!("{}: {}", names.len(), few(names)) }
}

fn few(names: &[&str]) -> String {
    match names.len().checked_sub(NAMES) {
        Some(more) if more > 0 => {
            let shown = names.get(..NAMES).unwrap_or_default().join(", ");
            format!("{shown} and {more} more")
        }
        _ => list(names),
    }
}

impl App {
    /// The clock by which a file is told of.
    pub(super) fn clock(&self) -> Clock {
        Clock { now: self.now(), zone: self.options.zone.clone() }
    }

    /// Shows what was read before it is taken over.
    pub(super) fn show_first(&mut self, preview: Preview, done: Done) {
        self.looking = Some(Looking::Read(Box::new(done)));
        self.view.modal = Some(Modal::Preview(Box::new(preview)));
    }

    /// Shows whose ballot has come before it counts; several that come together in one dialog.
    pub(super) fn show_ballot_first(&mut self, paper: Paper, path: &Path) {
        let answered = count(paper.lines.len(), "criterion", "criteria");
        let method = paper.method.name();
        let told = format!("by {method}, on {answered}; {}", Facts::of(path).size());
        let new = (self.name_of(&paper), told);
        let mut ballots = match self.looking.take() {
            Some(Looking::Ballots(ballots)) => ballots,
            _ => Vec::new(),
        };
        ballots.retain(|(other, _)| other.person != paper.person);
        let number = paper.number;
        ballots.push((paper, new));
        let rows = ballots.iter().map(|(_, row)| row.clone()).collect();
        let named = self.session().collecting().is_some_and(Round::named);
        let mut preview = Preview {
            heading: match ballots.len() {
                1 => format!("Count a ballot in round {number}?"),
                many => format!("Count {many} ballots in round {number}?"),
            },
            rows,
            warnings: Vec::new(),
            action: "Count",
        };
        if !named {
            preview.warnings.push("Names are not stored in this round.".to_owned());
        }
        self.looking = Some(Looking::Ballots(ballots));
        self.view.modal = Some(Modal::Preview(Box::new(preview)));
    }

    /// Takes over what was shown.
    pub(super) fn take_over(&mut self, context: &Context) {
        match self.looking.take() {
            Some(Looking::Read(done)) => self.take_done(context, *done),
            Some(Looking::Ballots(ballots)) => {
                for (paper, _) in ballots {
                    let name = self.name_of(&paper);
                    match self.take_once(&paper, Way::File) {
                        Ok(()) => self.toast(context, format!("The ballot of {name} is taken in.")),
                        Err(reason) => self.view.modal = Some(Modal::Failure(sentence(&reason))),
                    }
                }
            }
            None => {}
        }
    }

    /// Drops what was not taken over.
    pub(super) fn look_no_more(&mut self) {
        if !matches!(self.view.modal, Some(Modal::Preview(_))) {
            self.looking = None;
        }
    }
}
