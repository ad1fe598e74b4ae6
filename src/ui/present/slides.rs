//! The slides, their order, and which one is shown.

use crate::analysis::Verdict;
use crate::session::{Id, Session};
use crate::ui::{Focus, Screen, Sort, Step, View, compare};

/// The session on a projector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// What is shown.
    pub slide: Slide,
    /// Where.
    pub place: Place,
}

/// Where the slides are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In place of the workbench.
    Here,
    /// In a second window, with the workbench in this one.
    Other {
        /// The screen that the window opens on, where there is another than this window's.
        monitor: Option<usize>,
        /// Whether it fills its screen.
        whole: bool,
        /// Where it opens on this window's own screen, in points.
        at: Option<(i16, i16)>,
    },
}

/// One slide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slide {
    /// What is being decided, by whom.
    Question,
    /// One criterion: claims, ballots, notes.
    Criterion(Id),
    /// Who leads, or that it is covered.
    Verdict,
    /// What the team chose.
    Decision,
}

impl Slide {
    /// All slides, in the order in which they are stepped through. What was decided comes last,
    /// once the result may be seen.
    #[must_use]
    pub fn all(session: &Session, verdict: &Verdict, sort: Sort) -> Vec<Self> {
        let order = sort.order(session, verdict);
        let criteria = order.into_iter().filter_map(|at| session.criteria.get(at));
        let mut slides = vec![Self::Question];
        slides.extend(criteria.map(|criterion| Self::Criterion(criterion.id.clone())));
        slides.push(Self::Verdict);
        if session.record.choice.is_some() && !session.covered() {
            slides.push(Self::Decision);
        }
        slides
    }

    /// The slide that presenting begins with, from what is on screen.
    #[must_use]
    pub fn first(view: &View, all: &[Self]) -> Self {
        let selected = || {
            let slide = Self::Criterion(view.selected.clone()?);
            all.contains(&slide).then_some(slide)
        };
        match view.screen {
            Screen::Step(Step::Verdict | Step::Record) => Self::Verdict,
            Screen::Step(Step::Weigh | Step::Compare) => {
                selected().or_else(|| all.get(1).cloned()).unwrap_or(Self::Question)
            }
            Screen::Step(Step::Frame) | Screen::Welcome | Screen::Ballot => Self::Question,
        }
    }

    /// Its place among all slides. What has gone since is replaced by what stands at its end.
    #[must_use]
    pub fn place(&self, all: &[Self]) -> usize {
        let gone = if *self == Self::Decision { all.len().saturating_sub(1) } else { 0 };
        all.iter().position(|slide| slide == self).unwrap_or(gone)
    }

    /// What it is called.
    #[must_use]
    pub fn name<'a>(&self, session: &'a Session) -> &'a str {
        match self {
            Self::Question => "The question",
            Self::Criterion(id) => session.criterion(id).map_or("", |c| c.name.as_str()),
            Self::Verdict => "The verdict",
            Self::Decision => "The decision",
        }
    }

    /// Which criterion of how many it is: `3 of 13`.
    #[must_use]
    pub fn number(&self, all: &[Self]) -> Option<String> {
        let is_criterion = |slide: &&Self| matches!(slide, Self::Criterion(_));
        let criteria: Vec<&Self> = all.iter().filter(is_criterion).collect();
        let at = criteria.iter().position(|slide| *slide == self)?;
        Some(format!("{} of {}", at + 1, criteria.len()))
    }
}

/// Shows a slide; its criterion is the one that is selected.
pub fn turn_to(view: &mut View, slide: Slide) {
    if let Slide::Criterion(id) = &slide {
        view.selected = Some(id.clone());
        view.editing_words = false;
    }
    if let Some(present) = &mut view.present {
        present.slide = slide;
    }
}

/// Back to the step that was shown, with the criterion of the slide selected.
pub fn leave(view: &mut View) {
    let Some(present) = view.present.take() else { return };
    if let (Place::Here, Slide::Criterion(id)) = (present.place, &present.slide)
        && view.screen == Screen::Step(Step::Compare)
    {
        // Which brings its row into view.
        view.focus = Some(Focus::on(compare::row_id(id)));
    }
}
