//! What a place in a session is called in the user's words. The table has the places that have
//! words of their own; any other is told by the names of its fields.

use jiff::Timestamp;
use serde_json::Value;

use super::shown::{quoted, said};
use crate::store::keys::{at, key_of, nothing};
use crate::store::v1::OF_LOG;

/// How places are called. `*` stands for something in a list, `@` for a side; a number in braces
/// for what the path names there.
const TITLES: [(&[&str], &str); 77] = [
    (&["title"], "Title"),
    (&["question"], "Question"),
    (&["context"], "Context"),
    (&["closeness"], "How closely the weights are meant"),
    (&["pool"], "How ballots become points"),
    (&["names_stored"], "Ballots keep names"),
    (&["sides", "left"], "Name of the left side"),
    (&["sides", "right"], "Name of the right side"),
    (&["answers", "*"], "Answer to {1}"),
    (&["must_haves", "*", "name"], "Must-have"),
    (&["must_haves", "*", "@"], "{2} on the must-have {1}"),
    (&["criteria", "*", "name"], "Name of {1}"),
    (&["criteria", "*", "definition"], "Definition of {1}"),
    (&["criteria", "*", "low"], "What a 0 looks like for {1}"),
    (&["criteria", "*", "high"], "What a 10 looks like for {1}"),
    (&["criteria", "*", "points"], "Points for {1}"),
    (&["criteria", "*", "@", "rating"], "Rating of {2} on {1}"),
    (&["criteria", "*", "@", "origin"], "Origin of the rating of {2} on {1}"),
    (&["criteria", "*", "@", "confidence"], "Confidence in {2} on {1}"),
    (&["criteria", "*", "@", "claim"], "Claim of {2} on {1}"),
    (&["criteria", "*", "@", "reason"], "Reason for the rating of {2} on {1}"),
    (&["people", "*", "name"], "Name of {1}"),
    (&["people", "*", "role"], "Role of {1}"),
    (&["people", "*", "strength"], "Strength of {1}"),
    (&["people", "*", "present"], "{1} is here"),
    (&["rounds", "*", "revealed"], "{1} revealed"),
    (&["rounds", "*", "unnamed", "*"], "vote of {3} in {1}"),
    (&["rounds", "*", "ballots", "*"], "{3} in {1}"),
    (&["rounds", "*", "ballots", "*", "points", "*"], "{3} in {1}, points for {5}"),
    (&["rounds", "*", "ballots", "*", "comments", "*"], "{3} in {1}, comment on {5}"),
    (&["agenda", "*", "name"], "Name of {1}"),
    (&["agenda", "*", "minutes"], "Minutes for {1}"),
    (&["agenda", "*"], "Agenda item {1}"),
    (&["parked", "*", "text"], "Text of a parked item"),
    (&["parked", "*", "done"], "Parked item {1} is done"),
    (&["parked", "*"], "Parked item {1}"),
    (&["follow_ups", "*", "text"], "Text of a follow-up"),
    (&["follow_ups", "*", "owner"], "Owner of the follow-up {1}"),
    (&["follow_ups", "*", "due"], "Follow-up {1} is due"),
    (&["follow_ups", "*", "done"], "Follow-up {1} is done"),
    (&["follow_ups", "*"], "Follow-up {1}"),
    (&["notes", "*", "text"], "{1}"),
    (&["notes", "*", "author"], "Author of a note on {1}"),
    (&["notes", "*", "edited"], "{1}, changed at"),
    (&["notes", "*", "side"], "{1}, about the side"),
    (&["notes", "*", "criterion"], "{1}, about the criterion"),
    (&["matters"], "What matters of the evidence"),
    (&["matters", "databases"], "Databases that matter"),
    (&["matters", "frameworks"], "Frameworks that matter"),
    (&["matters", "features"], "Features that matter"),
    (&["versions", "*"], "Version in use of {1}"),
    (&["objections", "*", "ruling"], "Objection to {1}"),
    (&["objections", "*", "text"], "Text of the objection to {1}"),
    (&["objections", "*", "by"], "Who objects to {1}"),
    (&["objections", "*"], "Objection to {1}"),
    (&["runs", "*", "name"], "Name of the run {1}"),
    (&["runs", "*"], "Run of the lab {1}"),
    (&["record", "status"], "Status"),
    (&["record", "decided_on"], "Decided on"),
    (&["record", "choice"], "Choice"),
    (&["record", "review_on"], "Review on"),
    (&["record", "title"], "Record, decision"),
    (&["record", "because"], "Record, because"),
    (&["record", "good"], "Record, what gets better"),
    (&["record", "bad"], "Record, what gets harder"),
    (&["record", "dissent"], "Record, dissent"),
    (&["record", "deciders"], "Record, deciders"),
    (&["record", "consulted"], "Record, consulted"),
    (&["record", "informed"], "Record, informed"),
    (&["record", "review_trigger"], "Record, review early if"),
    (&["record", "supersedes"], "Record, supersedes"),
    (&["record", "superseded_by"], "Record, superseded by"),
    (&["record", "left_empty"], "Record, left empty"),
    (&["record", "confirmation"], "Record, how we will know"),
    (&["criteria"], "Criteria"),
    (&["people"], "Participants"),
    (&["must_haves"], "Must-haves"),
];

/// What one thing of a list is called before its name.
const NOUNS: [(&str, &str); 3] =
    [("criteria", "Criterion"), ("people", "Participant"), ("must_haves", "Must-have")];

/// Lists of things that nobody gives a name to.
const UNNAMED: [&str; 2] = ["notes", "rounds"];

/// Lists whose things are called by what they are: `round 1`.
const SAYING: [&str; 3] = ["notes", "rounds", "ballots"];

/// Fields that a thing is called by, the first that holds something.
const CALLED: [&str; 5] = ["name", "title", "topic", "question", "text"];

/// Where names come from: one version of a session after the other, until one has it.
#[derive(Clone)]
pub(in crate::store) struct Names<'a> {
    trees: Vec<&'a Value>,
}

impl<'a> Names<'a> {
    pub(in crate::store) fn of(trees: &[&'a Value]) -> Self {
        Self { trees: trees.to_vec() }
    }

    fn find(&self, path: &[String]) -> Option<&'a Value> {
        self.trees.iter().find_map(|tree| at(tree, path))
    }

    /// What a place is called.
    pub(in crate::store) fn title(&self, path: &[String]) -> String {
        // Which criterion of a ballot has changed is not told where nothing of it is.
        let path = if self.is_nameless(path) { path.get(..4).unwrap_or(path) } else { path };
        if let [list, entry, field] = path
            && list == OF_LOG
        {
            return format!(
                "{}, {}",
                logged(entry),
                field.rsplit('/').next().unwrap_or(field).replace('_', " ")
            );
        }
        let found = TITLES.iter().find(|(pattern, _)| self.fits(pattern, path));
        let Some((_, words)) = found else { return self.plain_title(path) };
        // Every other stretch stands between braces.
        let stretches = words.split(['{', '}']).enumerate().map(|(at, stretch)| {
            let step = stretch.parse::<usize>().ok().filter(|_| at % 2 == 1);
            step.map_or_else(|| stretch.to_owned(), |step| self.step(path, step))
        });
        let title: String = stretches.collect();
        // A name that somebody has given stays as it is.
        if path.first().is_some_and(|list| UNNAMED.contains(&list.as_str())) {
            upper_first(&title)
        } else {
            title
        }
    }

    /// The names of all fields and things on the way: `People, Dana, present`.
    fn plain_title(&self, path: &[String]) -> String {
        let steps = path.iter().enumerate().filter(|(at, step)| {
            // A thing that is called by what it is says the list as well.
            !(SAYING.contains(&step.as_str()) && at + 1 < path.len())
        });
        let steps: Vec<String> = steps.map(|(at, _)| self.step(path, at)).collect();
        upper_first(&steps.join(", "))
    }

    /// What one step of a path is called.
    fn step(&self, path: &[String], step: usize) -> String {
        let (before, upto) = (path.get(..step), path.get(..=step));
        let (before, upto) = (before.unwrap_or_default(), upto.unwrap_or_default());
        match path.get(step).map(String::as_str) {
            Some(_) if self.is_list(before) => self.called(upto),
            Some(side @ ("left" | "right")) if step > 0 => self.side(side),
            Some(field) => field.replace('_', " "),
            None => String::new(),
        }
    }

    fn fits(&self, pattern: &[&str], path: &[String]) -> bool {
        pattern.len() == path.len()
            && pattern.iter().zip(path).enumerate().all(|(at, (wanted, step))| match *wanted {
                "*" => self.is_list(path.get(..at).unwrap_or_default()),
                "@" => step == "left" || step == "right",
                wanted => wanted == step,
            })
    }

    fn is_list(&self, path: &[String]) -> bool {
        self.find(path).is_some_and(Value::is_array)
    }

    /// The name of a side.
    pub(super) fn side(&self, side: &str) -> String {
        let path = ["sides", side].map(str::to_owned);
        let name = self.find(&path).and_then(Value::as_str).map(said).unwrap_or_default();
        if name.is_empty() { format!("the {side} side") } else { name }
    }

    /// What a thing of a list is called.
    pub(in crate::store) fn called(&self, path: &[String]) -> String {
        let Some((key, lists)) = path.split_last() else { return String::new() };
        match lists {
            [list] if list == "notes" => self.note(path),
            [list] if list == "rounds" => format!("round {}", self.place(lists, key)),
            [.., list] if list == "ballots" => {
                // A slip is not told: beside who has voted it could tell whose it is.
                let whose = self.known(&["people"], key);
                whose.map_or_else(
                    || "ballot without a name".to_owned(),
                    |name| format!("ballot of {name}"),
                )
            }
            _ => {
                let own = self.find(path).and_then(name_of);
                own.or_else(|| self.known(&["people", "criteria", "must_haves"], key))
                    .unwrap_or_else(|| quoted(key))
            }
        }
    }

    /// The name of what has this id in one of some lists.
    fn known(&self, lists: &[&str], id: &str) -> Option<String> {
        let paths = lists.iter().map(|list| [(*list).to_owned(), id.to_owned()]);
        paths.filter_map(|path| self.find(&path)).find_map(name_of)
    }

    /// The name of the thing that a field refers to, where it refers to something.
    pub(super) fn referred(&self, field: &str, id: &str) -> Option<String> {
        let list = match field {
            "criterion" => "criteria",
            "person" => "people",
            _ => return None,
        };
        self.known(&[list], id)
    }

    fn note(&self, path: &[String]) -> String {
        let text = |field: &str| {
            self.find(path)?.get(field)?.as_str().filter(|text| !text.trim().is_empty())
        };
        let about = text("criterion").and_then(|id| self.referred("criterion", id));
        let about = about.unwrap_or_else(|| "the decision".to_owned());
        match text("author") {
            Some(author) => format!("note by {} on {about}", said(author)),
            None => format!("note on {about}"),
        }
    }

    /// The place of a thing in its list, from 1.
    fn place(&self, list: &[String], key: &str) -> usize {
        let places = self.trees.iter().filter_map(|tree| {
            at(tree, list)?.as_array()?.iter().position(|row| key_of(row) == Some(key))
        });
        places.map(|at| at + 1).next().unwrap_or(1)
    }

    /// A thing of a list with what it is: `Criterion Hiring`.
    pub(in crate::store) fn item(&self, path: &[String]) -> String {
        let noun = path.first().filter(|_| path.len() == 2);
        let noun = NOUNS.iter().find(|(list, _)| noun.is_some_and(|noun| noun == list));
        match (noun, path) {
            (Some((_, noun)), _) => format!("{noun} {}", self.called(path)),
            (None, [list, _]) if UNNAMED.contains(&list.as_str()) => {
                upper_first(&self.called(path))
            }
            _ => self.title(path),
        }
    }

    /// That a thing was added, and the first words of it if it is a text.
    pub(super) fn added(&self, path: &[String], row: &Value) -> String {
        let text = row.get("text").and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        // Other things that have a text are called by it.
        match text.filter(|_| path.first().is_some_and(|list| list == "notes")) {
            Some(text) => format!("{} added: {}", self.item(path), quoted(text)),
            None => format!("{} added", self.item(path)),
        }
    }

    /// The order of a list.
    pub(in crate::store) fn order(&self, list: &[String]) -> String {
        let title = self.title(list);
        let mut chars = title.chars();
        let first = chars.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
        format!("Order of the {first}{}", chars.as_str())
    }

    /// Whether nothing is told from what is here: from a ballot of a round that is not revealed in
    /// every version, or that stores no names.
    pub(in crate::store) fn is_covered(&self, path: &[String]) -> bool {
        self.of_ballots(path, |round| nothing(round.get("revealed"))) || self.is_nameless(path)
    }

    /// Whether this is about ballots of a round that stores no names: of these only how many came or
    /// changed is told.
    pub(in crate::store) fn is_nameless(&self, path: &[String]) -> bool {
        self.of_ballots(path, |round| !nothing(round.get("unnamed")))
    }

    /// Whether this is about ballots of a round that is so in one of the versions.
    fn of_ballots(&self, path: &[String], is_so: impl Fn(&Value) -> bool) -> bool {
        let ([rounds, _, ballots, ..], Some(round)) = (path, path.get(..2)) else { return false };
        rounds == "rounds"
            && ballots == "ballots"
            && self.trees.iter().filter_map(|tree| at(tree, round)).any(is_so)
    }
}

/// An entry of the log, of which the tree holds what is not known by what the entry says: told by
/// its time, since that says it all.
fn logged(entry: &str) -> String {
    let said: Option<Value> = serde_json::from_str(entry).ok();
    let at = said.as_ref().and_then(|said| said.get("at")?.as_str()?.parse::<Timestamp>().ok());
    match at {
        Some(at) => format!("Log, {} UTC", at.strftime("%Y-%m-%d %H:%M")),
        None => "Log".to_owned(),
    }
}

/// What a thing calls itself.
fn name_of(row: &Value) -> Option<String> {
    let fields = CALLED.iter().filter_map(|field| Some((*field, row.get(field)?.as_str()?)));
    let (field, text) = fields.into_iter().find(|(_, text)| !text.trim().is_empty())?;
    Some(if field == "name" { said(text) } else { quoted(text) })
}

/// With a large first letter.
fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
