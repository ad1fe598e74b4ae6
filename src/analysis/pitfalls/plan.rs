//! What the words of a context tell of the plan: how many people, and until when.

use crate::analysis::weighting::as_f64;

/// Larger numbers are neither a team nor the months until a release.
const MOST: f64 = 200.0;

/// What a context says of the team and the time there is, as far as plain words tell.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Plan {
    pub(super) team: Option<f64>,
    pub(super) months: Option<f64>,
}

impl Plan {
    /// Looks for a number with people or a span of time shortly after it: "four backend
    /// developers", "in 3 months", "a team of six"; never beyond the end of a sentence.
    pub(super) fn read(context: &str) -> Self {
        let mut plan = Self::default();
        for sentence in context.to_lowercase().split(['.', ';', '!', '?', '\n']) {
            plan.read_sentence(sentence);
        }
        plan
    }

    fn read_sentence(&mut self, sentence: &str) {
        const AHEAD: usize = 3;
        const AHEAD_OF_TIME: [&str; 4] = ["in", "within", "have", "has"];
        let words: Vec<&str> =
            sentence.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        for (at, word) in words.iter().enumerate() {
            let Some(number) = number_of(word).filter(|number| *number <= MOST) else { continue };
            let before = words.get(at.saturating_sub(2)..at).unwrap_or_default();
            if before == ["team", "of"] {
                self.team.get_or_insert(number);
                continue;
            }
            let after = words.iter().skip(at + 1).take(AHEAD);
            for word in after.take_while(|word| number_of(word).is_none()) {
                let stem = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
                if stem(&["developer", "engineer", "programmer", "people"]) {
                    self.team.get_or_insert(number);
                } else if stem(&["month"]) {
                    self.months.get_or_insert(number);
                } else if stem(&["week"]) {
                    self.months.get_or_insert(number * 7.0 / 30.0);
                } else if stem(&["year"]) && before.iter().any(|word| AHEAD_OF_TIME.contains(word))
                {
                    // Years are more often a past than a plan.
                    self.months.get_or_insert(number * 12.0);
                } else {
                    continue;
                }
                break;
            }
        }
    }
}

fn number_of(word: &str) -> Option<f64> {
    const WORDS: [&str; 12] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let spelled = WORDS.iter().position(|w| *w == word).map(|at| as_f64(at + 1));
    spelled.or_else(|| word.parse::<u32>().ok().map(f64::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_tells_team_and_time_in_plain_words() {
        let read = Plan::read("Four backend developers ship to clubs in 3 months; 2 cats.");
        assert_eq!(read, Plan { team: Some(4.0), months: Some(3.0) });
        assert_eq!(Plan::read("We are many and have time."), Plan::default());
        let history = Plan::read("A team of six. In 2019 engineers left. It runs for two years.");
        assert_eq!(history, Plan { team: Some(6.0), months: None });
    }
}
