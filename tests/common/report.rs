//! What tests of reports share.

use jiff::tz::TimeZone;
use weighbridge::analysis;
use weighbridge::report::{Origin, Source, Summary, Telling};
use weighbridge::session::Session;
use weighbridge::store;

use super::catalogue;

/// A session that is shipped as an example: `saas-team`, `logistics-team`.
pub fn example(name: &str) -> Session {
    let path = format!("{}/data/examples/{name}.session.ron", env!("CARGO_MANIFEST_DIR"));
    store::open(path.as_ref()).expect("an example").session
}

/// The summary of a session, as the window tells it, of a file that is on disk.
pub fn summary(session: &Session) -> Summary {
    told(session, Telling::default())
}

/// The summary told in another way.
pub fn told(session: &Session, telling: Telling) -> Summary {
    let origin = Origin {
        file: Some("team.session.ron".to_owned()),
        sha256: Some("0123456789abcdef".repeat(4)),
    };
    Summary::of(Source {
        session,
        verdict: &analysis::verdict(session, catalogue()),
        catalogue: catalogue(),
        zone: &TimeZone::UTC,
        origin: &origin,
        telling,
    })
}

/// Leaves a report in the folder that `WEIGHBRIDGE_REPORTS` names, for other programs to read and
/// people to look at; without it nothing is left.
pub fn leave(name: &str, bytes: &[u8]) {
    let Ok(folder) = std::env::var("WEIGHBRIDGE_REPORTS") else { return };
    let path = std::path::Path::new(&folder).join(name);
    let mut file = std::fs::File::create(path).expect("a file");
    std::io::Write::write_all(&mut file, bytes).expect("written");
}
