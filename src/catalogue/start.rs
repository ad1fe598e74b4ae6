//! How a session starts: from the catalogue alone, or from a preset, with starting points
//! that follow from the answers.

use std::collections::BTreeMap;

use super::{Answer, Catalogue, CriterionInfo, Preset, Question, Source};
use crate::session::{
    AgendaItem, Assessment, Brief, Confidence, Criterion, Edit, Id, MustHave, Origin, Pair,
    Participant, Points, Session, Side, Strength,
};

/// The meeting as it is usually held, with minutes: one part for each step.
const AGENDA: [(&str, &str, u16); 5] = [
    ("frame", "Frame the decision", 10),
    ("weigh", "Weigh the criteria", 25),
    ("compare", "Compare the two", 25),
    ("verdict", "Look at the verdict", 15),
    ("record", "Write the record", 15),
];

/// Every criterion starts here before any answer is given.
pub const BASE_POINTS: f64 = 50.0;

impl Catalogue {
    /// The names of the two sides.
    #[must_use]
    pub fn side_names() -> Pair<String> {
        Pair::new("Django ORM".to_owned(), "SQLAlchemy".to_owned())
    }

    /// A session with every criterion of the catalogue, equal points and nothing decided.
    #[must_use]
    pub fn empty_session(&self, id: Id) -> Session {
        let mut session = Session::new(id, Self::side_names());
        session.criteria = self.criteria.iter().map(CriterionInfo::start).collect();
        session.agenda = AGENDA
            .iter()
            .map(|(id, name, minutes)| AgendaItem {
                id: Id::from_name(id, |_| false),
                name: (*name).to_owned(),
                minutes: *minutes,
            })
            .collect();
        session
    }

    /// A session for a preset's team: its frame, and the points that its answers suggest.
    #[must_use]
    pub fn preset_session(&self, preset: &Preset, id: Id) -> Session {
        let mut session = self.empty_session(id);
        session.brief = Brief {
            title: preset.title.clone(),
            question: preset.question.clone(),
            context: preset.context.clone(),
            answers: preset.answers.iter().cloned().collect(),
            ..Brief::default()
        };
        for row in &preset.must_haves {
            let taken = |id: &Id| session.brief.must_haves.iter().any(|m| &m.id == id);
            session.brief.must_haves.push(MustHave {
                id: Id::from_name(&row.name, taken),
                name: row.name.clone(),
                outcome: Pair::new(row.left, row.right),
            });
        }
        for row in &preset.people {
            let taken = |id: &Id| session.people.iter().any(|p| &p.id == id);
            session.people.push(Participant {
                id: Id::from_name(&row.name, taken),
                name: row.name.clone(),
                role: row.role.clone(),
                strength: Strength::ONE,
                present: true,
            });
        }
        let points = self.starting_points(&session.brief.answers);
        for criterion in &mut session.criteria {
            criterion.points = points.get(&criterion.id).copied().unwrap_or(criterion.points);
        }
        session
    }

    /// The points that the answers suggest, by criterion: 50 each, moved by every answer's
    /// shifts and held between 0 and 100. Unknown answers shift nothing.
    #[must_use]
    pub fn starting_points(&self, answers: &BTreeMap<Id, Id>) -> BTreeMap<Id, Points> {
        let mut points: BTreeMap<_, _> =
            self.criteria.iter().map(|c| (c.id.clone(), BASE_POINTS)).collect();
        for shift in self.given(answers).flat_map(|(_, answer)| &answer.shifts) {
            if let Some(points) = points.get_mut(&shift.criterion) {
                *points += shift.by;
            }
        }
        points.into_iter().map(|(id, points)| (id, Points::clamped(points))).collect()
    }

    /// The edits that bring a session's points to what its answers suggest, as one step; only
    /// criteria that change are named. `None` when nothing would change.
    #[must_use]
    pub fn suggestion(&self, session: &Session) -> Option<Edit> {
        let points = self.starting_points(&session.brief.answers);
        let edits: Vec<_> = session
            .criteria
            .iter()
            .filter_map(|c| {
                let suggested = *points.get(&c.id)?;
                (suggested != c.points).then(|| Edit::SetPoints(c.id.clone(), suggested))
            })
            .collect();
        (!edits.is_empty()).then(|| Edit::Batch("Use as starting points".to_owned(), edits))
    }

    /// Gates and shape questions, in the order in which they are asked.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.gates.iter().chain(&self.shape)
    }

    /// The questions that have a known answer, with it.
    pub fn given(&self, answers: &BTreeMap<Id, Id>) -> impl Iterator<Item = (&Question, &Answer)> {
        self.questions().filter_map(|question| {
            let id = answers.get(&question.id)?;
            Some((question, question.answers.iter().find(|a| &a.id == id)?))
        })
    }

    /// The catalogue's entry for a criterion; a team's own criterion has none.
    #[must_use]
    pub fn criterion(&self, id: &Id) -> Option<&CriterionInfo> {
        self.criteria.iter().find(|c| &c.id == id)
    }

    /// The source of that id.
    #[must_use]
    pub fn source(&self, id: &Id) -> Option<&Source> {
        self.sources.iter().find(|s| &s.id == id)
    }

    /// The preset of that id.
    #[must_use]
    pub fn preset(&self, id: &str) -> Option<&Preset> {
        self.presets.iter().find(|p| p.id.as_str() == id)
    }
}

impl CriterionInfo {
    /// The criterion as it stands in a new session.
    #[must_use]
    pub fn start(&self) -> Criterion {
        Criterion {
            id: self.id.clone(),
            name: self.name.clone(),
            definition: self.definition.clone(),
            low: self.low.clone(),
            high: self.high.clone(),
            points: Points::clamped(BASE_POINTS),
            sides: Pair::from_fn(|side| self.assessment(side)),
        }
    }

    fn assessment(&self, side: Side) -> Assessment {
        let claim = &self.claims[side];
        Assessment {
            rating: claim.rating,
            origin: Origin::Catalogue,
            confidence: Confidence::FairlySure,
            claim: claim.line.clone(),
            reason: claim.reason.clone(),
        }
    }
}
