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
