//! A team's own run of the lab: one text that the lab exports. It may come from anybody, so all of
//! it is looked at before any of it is taken over, and what is wrong is said where it stands.

use std::path::Path;
use std::sync::Arc;

use ron::extensions::Extensions;
use serde::Deserialize;

use super::cursor::Step;
use super::explain::{explain, nearest};
use super::{Fingerprint, LoadProblem, OpenError, probe, problem, read_capped, v1};
use crate::session::evidence::{Card, Lab, Run, SeenCard, Timed};
use crate::session::{Id, Session, TeamRun, clean_text};

/// The largest file that is read, in bytes.
pub const MAX_EVIDENCE_BYTES: u64 = 1024 * 1024;

/// The longest name of a run, in characters.
const NAME: usize = 80;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceFile {
    #[serde(rename = "kind")]
    _kind: String,
    #[serde(rename = "format")]
    _format: u32,
    #[serde(default, rename = "needs")]
    _needs: Vec<String>,
    cards: Vec<Card>,
    seen: Lists,
    #[serde(default)]
    times: Vec<Timed>,
    run: Run,
}

/// What was seen, by database.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
struct Lists {
    sqlite: Vec<SeenCard>,
    postgresql: Vec<SeenCard>,
}

/// Reads a run for a session. Two readings of one file give one run, so that it is not imported
/// twice.
///
/// # Errors
/// An [`OpenError`] with line and column where the text is at fault.
pub fn open_evidence(path: &Path, session: &Session) -> Result<TeamRun, OpenError> {
    let bytes = read_capped(path, MAX_EVIDENCE_BYTES)?;
    let print = Fingerprint::of(&bytes).hex();
    let text = problem::decode(path, bytes, problem::TEXT)?;
    let lab = parse_evidence(&text, session)
        .map_err(|problem| OpenError::Problem(problem.in_file(path)))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let name: String = clean_text(&name).chars().take(NAME).collect();
    let id = Id::from_name(&format!("run-{}", print.get(..12).unwrap_or_default()), |_| false);
    Ok(TeamRun { id, name, lab: Arc::new(lab) })
}

/// Reads a run for a session from text.
///
/// # Errors
/// A [`LoadProblem`] with line, column and excerpt.
pub fn parse_evidence(text: &str, session: &Session) -> Result<Lab, Box<LoadProblem>> {
    problem::sniff(text, &probe::EVIDENCE)?;
    probe::check(text, &probe::EVIDENCE)
        .and_then(|()| read(text, session))
        .map_err(|problem| problem::conflict(text).unwrap_or(problem))
}

fn read(text: &str, session: &Session) -> Result<Lab, Box<LoadProblem>> {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let file: EvidenceFile = options.from_str(text).map_err(|error| explain(text, &error))?;
    let EvidenceFile { cards, seen: Lists { sqlite, postgresql }, times, run, .. } = file;
    if cards.is_empty() {
        let at = (vec![Step::Field("cards")], "there is no card in it".to_owned());
        let fix = "Run the lab with at least one card, and export once more.";
        return Err(v1::locate(text, &[], (at.0, at.1, fix.to_owned())));
    }
    let lab = Lab { cards, sqlite, postgresql, times, run };
    let known = |id: &Id| session.criterion(id).is_some();
    match v1::flaw_of(lab.clone(), known) {
        None => Ok(lab.cleaned()),
        Some((path, what, fix)) => {
            let fix = meant(&lab, &path, session).unwrap_or(fix);
            Err(v1::locate(text, &[], (in_file(path), what, fix)))
        }
    }
}

/// The criterion that may be meant by one that the session does not have.
fn meant(lab: &Lab, path: &[Step], session: &Session) -> Option<String> {
    let wrong = match path {
        [_, Step::Item(card), Step::Field("criterion")] => &lab.cards.get(*card)?.criterion,
        [_, Step::Item(card), Step::Field("also"), Step::Item(also)] => {
            lab.cards.get(*card)?.also.get(*also)?
        }
        _ => return None,
    };
    let known: Vec<&str> = session.criteria.iter().map(|row| row.id.as_str()).collect();
    Some(nearest(wrong.as_str(), &known).map_or_else(
        || format!("The criteria of this session are {}.", known.join(", ")),
        |near| format!("Did you mean “{near}”?"),
    ))
}

/// Where a place of a run is in the file.
fn in_file(mut path: Vec<Step>) -> Vec<Step> {
    if let Some(Step::Field("sqlite" | "postgresql")) = path.first() {
        path.insert(0, Step::Field("seen"));
    }
    path
}
