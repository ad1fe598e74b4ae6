//! The verdict as one JSON object. The README documents it; names and meanings stay.

use serde::Serialize;

use crate::analysis::{
    Agreement, Certainty, Lead, Move, Movement, Opinion, Override, Sampled, Sight, SmallestChange,
    Verdict,
};
use crate::session::{Criterion, Drift, Id, Pair, Points, Pool, Round, Session, Side};

/// Everything that the verdict says, numbers in full precision.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    headline: &'a str,
    summary: &'a str,
    lead: Leading,
    notices: &'a [String],
    covered: bool,
    agreed: Option<Agreed<'a>>,
    sides: &'a Pair<String>,
    totals: Pair<f64>,
    margin: f64,
    margin_band: Band,
    weights: Vec<Weighed<'a>>,
    contributions: Vec<Contribution<'a>>,
    failed_must_haves: &'a Pair<Vec<String>>,
    certainty: Certain,
    otherwise: Option<Otherwise<'a>>,
    flips: Vec<Flipping<'a>>,
    smallest_change: Option<Change<'a>>,
    dominance: Option<Side>,
    worth_finding_out: Vec<Worth<'a>>,
    agreement: Option<Ballots<'a>>,
    talk_first: Vec<&'a Id>,
    overrides: Vec<ByHand<'a>>,
    movement: Option<Moving<'a>>,
    mistakes: Vec<Seen<'a>>,
}

#[derive(Serialize)]
struct Leading {
    rule: &'static str,
    side: Option<Side>,
}

#[derive(Serialize)]
struct Agreed<'a> {
    at: String,
    moved: Vec<Moved<'a>>,
    gone: Vec<&'a Id>,
}

#[derive(Serialize)]
struct Moved<'a> {
    criterion: &'a Id,
    agreed: Option<f64>,
    now: f64,
}

#[derive(Serialize)]
struct Band {
    low: f64,
    high: f64,
}

#[derive(Serialize)]
struct Weighed<'a> {
    criterion: &'a Id,
    points: f64,
    weight: f64,
}

#[derive(Serialize)]
struct Weight<'a> {
    criterion: &'a Id,
    weight: f64,
}

#[derive(Serialize)]
struct Contribution<'a> {
    criterion: &'a Id,
    contribution: f64,
}

#[derive(Serialize)]
struct Certain {
    uniform: f64,
    ranking: f64,
    near: f64,
    near_concentration: u32,
    near_spread: f64,
    at_least_half: f64,
    ratings: f64,
    both: Both,
}

#[derive(Serialize)]
struct Both {
    left_wins: f64,
    standard_error: f64,
    draws: usize,
}

#[derive(Serialize)]
struct Otherwise<'a> {
    side: Side,
    weights: Vec<Weight<'a>>,
}

#[derive(Serialize)]
struct Flipping<'a> {
    criterion: &'a Id,
    weight: f64,
    flips_at: Option<f64>,
    points: f64,
    points_flip_at: Option<f64>,
    rating_flips: Pair<Option<f64>>,
}

#[derive(Serialize)]
struct Change<'a> {
    l1_moved: f64,
    moves: Vec<Step<'a>>,
    l2_distance: f64,
    l2_weights: Vec<Weight<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    from: &'a Id,
    to: &'a Id,
    amount: f64,
}

#[derive(Serialize)]
struct Worth<'a> {
    criterion: &'a Id,
    value: f64,
    chance: f64,
}

#[derive(Serialize)]
struct Ballots<'a> {
    round: &'a Id,
    counted: usize,
    pool: Pool,
    same: usize,
    together: Option<f64>,
    concordance: Option<f64>,
    criteria: Vec<Spreading<'a>>,
    people: Vec<Person<'a>>,
}

#[derive(Serialize)]
struct Spreading<'a> {
    criterion: &'a Id,
    median: Option<f64>,
    mean: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    spread: Option<f64>,
    dissent: bool,
}

#[derive(Serialize)]
struct Person<'a> {
    #[serde(rename = "person")]
    id: &'a Id,
    counts: bool,
    margin: f64,
    side: Option<Side>,
    margin_without: Option<f64>,
}

#[derive(Serialize)]
struct ByHand<'a> {
    criterion: &'a Id,
    ballots: f64,
    points: f64,
}

#[derive(Serialize)]
struct Moving<'a> {
    since: &'a Id,
    people: Vec<Mover<'a>>,
    spread: Since<f64>,
    concordance: Since<Option<f64>>,
}

#[derive(Serialize)]
struct Mover<'a> {
    #[serde(rename = "person")]
    id: &'a Id,
    counts: bool,
    by: f64,
    most: Option<Furthest<'a>>,
}

#[derive(Serialize)]
struct Furthest<'a> {
    criterion: &'a Id,
    before: f64,
    after: f64,
}

#[derive(Serialize)]
struct Since<T> {
    before: T,
    after: T,
}

#[derive(Serialize)]
struct Seen<'a> {
    mistake: &'a Id,
    name: &'a str,
    sight: &'static str,
    evidence: &'a str,
    advice: &'a str,
}

impl<'a> Report<'a> {
    pub(super) fn of(session: &'a Session, verdict: &'a Verdict, both: &Sampled) -> Self {
        let balance = &verdict.balance;
        let rows = Rows { criteria: &session.criteria };
        let certainty = &verdict.certainty;
        Self {
            headline: &verdict.headline,
            summary: &verdict.summary,
            lead: Leading::of(verdict.lead),
            notices: &verdict.notices,
            covered: session.covered(),
            agreed: session.agreed().map(|(at, _)| Agreed::of(session, at.to_string())),
            sides: &session.sides,
            totals: balance.totals,
            margin: balance.margin,
            margin_band: Band { low: certainty.band.0, high: certainty.band.1 },
            weights: rows.with(&balance.weights.values, |c, &weight| Weighed {
                criterion: &c.id,
                points: c.points.get(),
                weight,
            }),
            contributions: rows.with(&balance.contributions, |c, &contribution| Contribution {
                criterion: &c.id,
                contribution,
            }),
            failed_must_haves: &verdict.failed,
            certainty: Certain::of(certainty, both),
            otherwise: verdict
                .otherwise
                .as_ref()
                .map(|(side, weights)| Otherwise { side: *side, weights: rows.weights(weights) }),
            flips: rows
                .with(&balance.weights.values, |c, &weight| (c, weight))
                .into_iter()
                .zip(&verdict.flips)
                .map(|((c, weight), flip)| Flipping {
                    criterion: &c.id,
                    weight,
                    flips_at: flip.weight,
                    points: c.points.get(),
                    points_flip_at: flip.points,
                    rating_flips: flip.ratings,
                })
                .collect(),
            smallest_change: verdict.change.as_ref().map(|change| rows.change(change)),
            dominance: verdict.dominance,
            worth_finding_out: rows.worth(verdict),
            agreement: verdict
                .agreement
                .as_ref()
                .zip(session.revealed())
                .map(|(agreement, round)| rows.ballots(agreement, round)),
            talk_first: verdict.talk_first.iter().filter_map(|at| rows.id(*at)).collect(),
            overrides: rows.by_hand(&verdict.overrides),
            movement: verdict
                .movement
                .as_ref()
                .zip(session.revealed_before())
                .map(|(movement, before)| rows.moving(movement, before)),
            mistakes: verdict
                .mistakes
                .iter()
                .map(|mistake| Seen {
                    mistake: &mistake.mistake,
                    name: &mistake.name,
                    sight: match mistake.sight {
                        Sight::Seen => "seen",
                        Sight::NotSeen => "not_seen",
                        Sight::CannotTell => "cannot_tell",
                    },
                    evidence: &mistake.evidence,
                    advice: &mistake.advice,
                })
                .collect(),
        }
    }
}

impl Certain {
    const fn of(certainty: &Certainty, both: &Sampled) -> Self {
        Self {
            uniform: certainty.uniform,
            ranking: certainty.ranking,
            near: certainty.near,
            near_concentration: certainty.near_concentration,
            near_spread: certainty.near_spread,
            at_least_half: certainty.at_least_half,
            ratings: certainty.ratings,
            both: Both {
                left_wins: both.left_wins,
                standard_error: both.standard_error,
                draws: both.draws,
            },
        }
    }
}

impl Leading {
    const fn of(lead: Lead) -> Self {
        let rule = match lead {
            Lead::Nothing => "nothing_to_weigh",
            Lead::NeitherQualifies => "neither_qualifies",
            Lead::ByMustHave(_) => "excluded_by_must_have",
            Lead::TooClose => "too_close_to_call",
            Lead::CannotBeFlipped(_) => "cannot_be_flipped",
            Lead::Clear(_) => "leads_clearly",
            Lead::Narrow(_) => "leads_narrowly",
        };
        Self { rule, side: lead.side() }
    }
}

impl<'a> Agreed<'a> {
    fn of(session: &'a Session, at: String) -> Self {
        let Drift { moved, gone } = session.drift();
        let moved = moved.into_iter().map(|(c, agreed)| Moved {
            criterion: &c.id,
            agreed: agreed.map(Points::get),
            now: c.points.get(),
        });
        Self { at, moved: moved.collect(), gone }
    }
}

impl<T> Since<T> {
    fn of((before, after): (T, T)) -> Self {
        Self { before, after }
    }
}

/// The criteria, to be put beside numbers that are in their order.
#[derive(Clone, Copy)]
struct Rows<'a> {
    criteria: &'a [Criterion],
}

impl<'a> Rows<'a> {
    fn with<T, R>(self, values: &[T], row: impl Fn(&'a Criterion, &T) -> R) -> Vec<R> {
        self.criteria.iter().zip(values).map(|(c, value)| row(c, value)).collect()
    }

    fn weights(self, weights: &[f64]) -> Vec<Weight<'a>> {
        self.with(weights, |c, &weight| Weight { criterion: &c.id, weight })
    }

    fn id(self, at: usize) -> Option<&'a Id> {
        self.criteria.get(at).map(|c| &c.id)
    }

    fn change(self, change: &SmallestChange) -> Change<'a> {
        let step = |step: &Move| {
            let (from, to) = (self.id(step.from)?, self.id(step.to)?);
            Some(Step { from, to, amount: step.amount })
        };
        Change {
            l1_moved: change.moved,
            moves: change.moves.iter().filter_map(step).collect(),
            l2_distance: change.distance,
            l2_weights: self.weights(&change.weights),
        }
    }

    fn ballots(self, agreement: &'a Agreement, round: &'a Round) -> Ballots<'a> {
        let person = |opinion: &'a Opinion| Person {
            id: &opinion.person,
            counts: opinion.counts,
            margin: opinion.margin,
            side: opinion.side,
            margin_without: opinion.without,
        };
        // With so few, the rest beside what they come to would give each of them away.
        let open = |value: f64| (!agreement.pooled_only).then_some(value);
        let pooled = |pool: Pool, value: f64| {
            (!agreement.pooled_only || pool == agreement.pool).then_some(value)
        };
        Ballots {
            round: &round.id,
            counted: agreement.counted,
            pool: agreement.pool,
            same: agreement.same,
            together: agreement.together,
            concordance: agreement.concordance,
            criteria: self.with(&agreement.criteria, |c, spread| Spreading {
                criterion: &c.id,
                median: pooled(Pool::Median, spread.median),
                mean: pooled(Pool::Mean, spread.mean),
                low: open(spread.low),
                high: open(spread.high),
                spread: open(spread.spread),
                dissent: spread.dissent,
            }),
            people: agreement.singles().iter().map(person).collect(),
        }
    }

    fn by_hand(self, overrides: &[Override]) -> Vec<ByHand<'a>> {
        let row = |row: &Override| {
            let (ballots, points) = (row.ballots.get(), row.points.get());
            Some(ByHand { criterion: self.id(row.criterion)?, ballots, points })
        };
        overrides.iter().filter_map(row).collect()
    }

    fn moving(self, movement: &'a Movement, since: &'a Round) -> Moving<'a> {
        let most = |(at, before, after)| Some(Furthest { criterion: self.id(at)?, before, after });
        let people = movement.people.iter().map(|moved| Mover {
            id: &moved.key,
            counts: moved.counts,
            by: moved.by,
            most: moved.most.and_then(most),
        });
        Moving {
            since: &since.id,
            people: people.collect(),
            spread: Since::of(movement.spread),
            concordance: Since::of(movement.concordance),
        }
    }

    /// Every criterion, the most valuable to know about first.
    fn worth(self, verdict: &Verdict) -> Vec<Worth<'a>> {
        let mut worth = self.with(&verdict.findings, |c, finding| Worth {
            criterion: &c.id,
            value: finding.value,
            chance: finding.chance,
        });
        worth.sort_by(|a, b| b.value.total_cmp(&a.value));
        worth
    }
}
