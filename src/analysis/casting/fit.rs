//! How the comparisons on a ballot paper fit together, and which of them to look at again.

use crate::analysis::pairwise::{CONSISTENT, Judgement, Misfit, Pairwise};
use crate::analysis::{questions, words};
use crate::session::{Id, Line, Paper};

/// Up to this consistency ratio the answers fit together well; a convention of this workbench,
/// half of what is taken as consistent enough.
pub const WELL: f64 = CONSISTENT / 2.0;

/// Ratios up to this are as good as none.
const ALIKE: f64 = 1.15;

/// How the comparisons fit together.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Saaty's consistency ratio, 0 where nothing contradicts; none where no answer can be held
    /// against others yet.
    pub ratio: Option<f64>,
    /// That in plain words, with the answer that contradicts the others.
    pub words: String,
    /// The answer to look at again; none while the answers fit.
    pub worst: Option<Repair>,
}

/// The answer that is furthest from what all the others say, for whoever gave it to look at again.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// The first criterion.
    pub first: Id,
    /// The second.
    pub second: Id,
    /// How many times as important the first was said to be.
    pub said: f64,
    /// How many times as important the others say it is, by logarithmic least squares.
    pub fitting: f64,
}

impl Fit {
    /// Of judgements on these lines, and what they come to, where they do.
    pub(super) fn of(lines: &[&Line], judged: &[Judgement], known: Option<&Pairwise>) -> Self {
        let ratio = known.and_then(|found| found.ratio);
        let Some(number) = ratio else {
            let words = match lines.len() {
                0..=2 => "Two criteria cannot contradict each other.",
                _ => "Whether your answers fit together cannot be told yet.",
            };
            return Self { ratio, words: words.to_owned(), worst: None };
        };
        let words = match number {
            r if r <= WELL => "Your answers fit together well.",
            r if r <= CONSISTENT => "Your answers mostly fit together.",
            _ => "One answer contradicts the others.",
        };
        let odd = || questions::odd_one(lines.len(), judged);
        let worst = if number > CONSISTENT { odd() } else { None };
        let worst = worst.and_then(|misfit| Repair::of(lines, &misfit));
        let name = |id: &Id| name(lines.iter().copied(), id);
        let repair = worst.as_ref().map(|repair| format!(" {}", repair.sentence(name)));
        Self { ratio, words: format!("{words}{}", repair.unwrap_or_default()), worst }
    }
}

impl Repair {
    fn of(lines: &[&Line], misfit: &Misfit) -> Option<Self> {
        let id = |at: usize| lines.get(at).map(|line| line.criterion.clone());
        Some(Self {
            first: id(misfit.judgement.first)?,
            second: id(misfit.judgement.second)?,
            said: misfit.judgement.ratio,
            fitting: misfit.fitting,
        })
    }

    /// What was said and what the others say, by the names on the paper: `You said Migrations
    /// matters 5 times as much as Hiring; your other answers say about as much.`
    #[must_use]
    pub fn words(&self, paper: &Paper) -> String {
        self.sentence(|id| name(paper.lines.iter(), id))
    }

    fn sentence(&self, name: impl Fn(&Id) -> String) -> String {
        let (first, second) = (name(&self.first), name(&self.second));
        // The one that was said to be the more important comes first.
        let (more, less, said, fitting) = if self.said < 1.0 {
            (second, first, 1.0 / self.said, 1.0 / self.fitting)
        } else {
            (first, second, self.said, self.fitting)
        };
        let (said, fitting) = (ratio_words(said), ratio_words(fitting));
        let about = if fitting.starts_with("about") { "" } else { "about " };
        format!(
            "You said {more} matters {said} as {less}; your other answers say {about}{fitting}."
        )
    }
}

/// The name of a criterion, or its id where it has none.
fn name<'a>(mut lines: impl Iterator<Item = &'a Line>, id: &Id) -> String {
    let line = lines.find(|line| &line.criterion == id);
    let name = line.map(|line| line.name.trim()).filter(|name| !name.is_empty());
    name.unwrap_or(id.as_str()).to_owned()
}

/// How many times as much one criterion matters as another: `5 times as much`, `twice as much`,
/// `about as much`, `half as much`, `a third as much`.
#[must_use]
pub fn ratio_words(ratio: f64) -> String {
    const PARTS: [&str; 8] =
        ["half", "a third", "a quarter", "a fifth", "a sixth", "a seventh", "an eighth", "a ninth"];
    let rounded = if ratio >= 9.5 { ratio.round() } else { (ratio * 10.0).round() / 10.0 };
    let share = 1.0 / ratio;
    let part = |whole: f64| (2_u8..).zip(PARTS).find(|(n, _)| f64::from(*n) >= whole);
    match ratio {
        r if r <= 0.0 || !r.is_finite() => "nothing like as much".to_owned(),
        r if (1.0 / ALIKE..=ALIKE).contains(&r) => "about as much".to_owned(),
        r if r > 1.0 => match words::plain(rounded).as_str() {
            "2" => "twice as much".to_owned(),
            number => format!("{number} times as much"),
        },
        _ if share < 9.5 && (share - share.round()).abs() <= 0.25 && share.round() >= 2.0 => {
            let part = part(share.round()).map_or("half", |(_, part)| part);
            format!("{part} as much")
        }
        r if r > 0.1 => format!("{} times as much", words::plain(rounded)),
        _ => format!("1/{share:.0} as much"),
    }
}
