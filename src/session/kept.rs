//! What a file holds beyond what this version knows.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Where something stands in a session: names of fields and ids, from the outside in; a number for
/// an entry of the log.
pub type Place = Vec<String>;

/// Fields that this version does not know, by the thing that they stand on, each with its name and
/// its value as it is written. No edit touches them: they are written back with what they stand
/// on, and are gone with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept(Arc<BTreeMap<Place, Vec<(String, String)>>>);

impl Kept {
    /// These fields.
    #[must_use]
    pub fn new(fields: BTreeMap<Place, Vec<(String, String)>>) -> Self {
        Self(Arc::new(fields))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those of the thing at a place.
    #[must_use]
    pub fn at(&self, place: &[String]) -> &[(String, String)] {
        self.0.get(place).map_or(&[], Vec::as_slice)
    }

    /// All of them, with their places.
    pub fn iter(&self) -> impl Iterator<Item = (&Place, &[(String, String)])> {
        self.0.iter().map(|(place, fields)| (place, fields.as_slice()))
    }
}
