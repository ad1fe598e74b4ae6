//! Three whole sessions in one file: a merge that somebody has to finish.

use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use super::{ONE_ITEM_A_LINE, SessionFile, plain};
use crate::session::Session;
use crate::store::explain::explain;
use crate::store::probe::{FORMAT, MERGE_KIND, SESSION_KIND};
use crate::store::problem::LoadProblem;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MergeFile {
    kind: String,
    format: u32,
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
    let file: MergeFile = ron::from_str(text).map_err(|error| explain(text, &error))?;
    let sound = |name: &str, file: SessionFile| {
        let problem = |what: &str| {
            let fix = "Take the version that you want from the history, or mend this one.";
            LoadProblem::at(text, 0, 1, &format!("the version `{name}`: {what}"), fix)
        };
        if file.kind != SESSION_KIND || file.format != FORMAT || !file.needs.is_empty() {
            return Err(problem("this is no session that this version of Weighbridge reads"));
        }
        file.into_sound_session().map_err(|fault| problem(&fault))
    };
    Ok(Versions {
        base: file.base.map(|base| sound("base", base)).transpose()?,
        ours: sound("ours", file.ours)?,
        theirs: sound("theirs", file.theirs)?,
    })
}

/// The text of an unfinished merge, without the comments that explain it.
pub(in crate::store) fn write_merge(versions: &Versions<&Session>) -> Result<String, ron::Error> {
    let file = MergeFile {
        kind: MERGE_KIND.to_owned(),
        format: FORMAT,
        base: versions.base.map(|session| SessionFile::of(session).in_columns()),
        ours: SessionFile::of(versions.ours).in_columns(),
        theirs: SessionFile::of(versions.theirs).in_columns(),
    };
    // Each version is one deeper than in a file of its own.
    let depth = ONE_ITEM_A_LINE + 1;
    let pretty = PrettyConfig::new().new_line("\n").escape_strings(false).depth_limit(depth);
    let mut text = ron::ser::to_string_pretty(&file, pretty)?;
    text.push('\n');
    Ok(text)
}
