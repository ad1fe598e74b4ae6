//! Three whole sessions in one file: a merge that somebody has to finish.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::unknown::{Known, put_back};
use super::{ONE_ITEM_A_LINE, SessionFile, plain, pretty, shape};
use crate::session::{Kept, Place, Session};
use crate::store::cursor::Step;
use crate::store::probe::{FORMAT, MERGE_KIND, SESSION_KIND};
use crate::store::problem::LoadProblem;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MergeFile {
    kind: String,
    format: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    needs: Vec<String>,
    #[serde(default, with = "plain", skip_serializing_if = "Option::is_none")]
    base: Option<SessionFile>,
    ours: SessionFile,
    theirs: SessionFile,
}

/// The versions of an unfinished merge.
pub(in crate::store) struct Versions<T> {
    /// What both began from; none where there was no such version.
    pub(in crate::store) base: Option<T>,
    /// The one that was merged into.
    pub(in crate::store) ours: T,
    /// The one that was merged.
    pub(in crate::store) theirs: T,
}

/// Reads an unfinished merge, whose head has been looked at.
pub(in crate::store) fn parse_merge(text: &str) -> Result<Versions<Session>, Box<LoadProblem>> {
    let known = Known::of(text, &shape::MERGE)?;
    let file: MergeFile = known.read()?;
    let kept = known.kept();
    let sound = |name: &'static str, file: SessionFile| {
        let path = [Step::Field(name)];
        let problem = |what: &str| {
            let fix = "Take the version that you want from the history, or mend this one.";
            let what = format!("the version `{name}`: {what}");
            super::check::locate(text, &path, (Vec::new(), what, fix.to_owned()))
        };
        if file.kind != SESSION_KIND || file.format != FORMAT {
            return Err(problem("this is no session that this version of Weighbridge reads"));
        }
        file.check(text, &path)?;
        let own = kept.iter().filter(|(place, _)| place.first().is_some_and(|step| step == name));
        let own = own.map(|(place, fields)| (place[1..].to_vec(), fields.clone()));
        file.into_sound_session(Kept::new(own.collect())).map_err(|fault| problem(&fault))
    };
    Ok(Versions {
        base: file.base.map(|base| sound("base", base)).transpose()?,
        ours: sound("ours", file.ours)?,
        theirs: sound("theirs", file.theirs)?,
    })
}

/// What in a merge that can be read is not known.
pub(in crate::store) fn merge_warnings(text: &str) -> Vec<LoadProblem> {
    Known::of(text, &shape::MERGE).map(|known| known.warnings()).unwrap_or_default()
}

/// The text of an unfinished merge, without the comments that explain it.
pub(in crate::store) fn write_merge(versions: &Versions<&Session>) -> Result<String, ron::Error> {
    let file = MergeFile {
        kind: MERGE_KIND.to_owned(),
        format: FORMAT,
        needs: Vec::new(),
        base: versions.base.map(|session| SessionFile::of(session).in_columns()),
        ours: SessionFile::of(versions.ours).in_columns(),
        theirs: SessionFile::of(versions.theirs).in_columns(),
    };
    // Each version is one deeper than in a file of its own.
    let mut text = ron::ser::to_string_pretty(&file, pretty(ONE_ITEM_A_LINE + 1))?;
    text.push('\n');
    let mut kept = BTreeMap::new();
    let named = [("base", versions.base), ("ours", Some(versions.ours))];
    for (name, session) in named.into_iter().chain([("theirs", Some(versions.theirs))]) {
        for (place, fields) in session.iter().flat_map(|session| session.kept.iter()) {
            let place: Place = [name.to_owned()].into_iter().chain(place.iter().cloned()).collect();
            kept.insert(place, fields.to_vec());
        }
    }
    Ok(put_back(text, &shape::MERGE, &Kept::new(kept)))
}
