//! What each number means: in plain words, by its name in the field, and where the formula comes
//! from. Screens show these beside the numbers.

/// The meaning of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// What stands beside it on screen.
    pub label: &'static str,
    /// What it says, for anyone.
    pub plain: &'static str,
    /// What the field calls it.
    pub name: &'static str,
    /// The formula, and who gave it.
    pub source: &'static str,
}

impl Term {
    const fn new(
        label: &'static str,
        plain: &'static str,
        name: &'static str,
        source: &'static str,
    ) -> Self {
        Self { label, plain, name, source }
    }

    /// All three, for a tooltip.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n\nTerm: {}\nSource: {}", self.plain, self.name, self.source)
    }
}

/// A side's total.
pub const TOTAL: Term = Term::new(
    "Total",
    "How well a side does over all criteria, 0 to 10: the mean of its ratings, in which each \
     criterion counts as much as it weighs.",
    "weighted sum, additive value",
    "V = Σ w·rating; Keeney and Raiffa 1976, Goodwin and Wright, ch. 3",
);

/// The margin.
pub const MARGIN: Term = Term::new(
    "Margin",
    "How far the two totals are apart, taken before they are rounded. Up to 0.3 is too close to \
     call.",
    "margin",
    "M = Σ w·(left rating − right rating)",
);

/// A weight.
pub const WEIGHT: Term = Term::new(
    "Weight",
    "A criterion’s share of all points. Percents are rounded so that all together make 100, so two \
     equal weights may be told as one more and one less.",
    "swing weight",
    "w = points / sum of points; Goodwin and Wright, ch. 3",
);

/// A contribution.
pub const CONTRIBUTION: Term = Term::new(
    "Contribution",
    "How far this criterion tips the balance, in points of margin. All contributions together \
     make the margin.",
    "contribution",
    "c = w·(left rating − right rating)",
);

/// The probability near the team's weights.
pub const NEAR: Term = Term::new(
    "Weights close to the team’s",
    "If the weights were not quite what the team said, but scattered around it: in how many of \
     all those cases the side still wins. The scatter may change the order of the criteria too, \
     so this can be less than where only the order is trusted. Calculated, not sampled.",
    "rank acceptability under Dirichlet weights",
    "Lahdelma, Hokkanen and Salminen 1998; exact by Dempster and Kleyle 1968",
);

/// The probability over a ranking.
pub const RANKING: Term = Term::new(
    "Only the order of the criteria is trusted",
    "If only the order of the criteria could be trusted and not how much each weighs: in how \
     many of all weightings with that order the side wins. Criteria with the same points weigh \
     the same.",
    "rank acceptability under ordinal weights",
    "Lahdelma, Hokkanen and Salminen 1998; exact by Dempster and Kleyle 1968",
);

/// The probability over all weights.
pub const UNIFORM: Term = Term::new(
    "No agreement on weights at all",
    "If nobody agreed on any weight: in how many of all possible weightings the side wins. It \
     says what the ratings alone say.",
    "rank acceptability under uniform weights",
    "Lahdelma, Hokkanen and Salminen 1998; exact by Curry and Schoenberg 1966",
);

/// The probability with unsure ratings.
pub const RATINGS: Term = Term::new(
    "Ratings that may be off",
    "If the weights are right but each rating may be off by as much as the team is unsure of it: \
     how likely the side still wins. A guess is taken to be two steps off, a fairly sure rating \
     one, a sure one half a step. A starting rating that nobody has confirmed counts as fairly \
     sure, one of a criterion of your own as a guess.",
    "probability of a positive margin, normal ratings",
    "Φ(M / s), s² = Σ w²(s² left + s² right)",
);

/// The probability with floors under the weights.
pub const FLOOR: Term = Term::new(
    "Every criterion keeps half of its weight",
    "Over all weightings that leave each criterion at least half of what the team gave it: in how \
     many the side wins.",
    "rank acceptability under lower bounds",
    "Lahdelma and Salminen 2001; exact by Dempster and Kleyle 1968",
);

/// Both doubts at once.
pub const BOTH: Term = Term::new(
    "Weights and ratings in doubt at once",
    "If neither the weights nor the ratings were quite what the team said: how likely the side \
     still wins. The one figure that is sampled, and only in its ratings.",
    "Monte Carlo over ratings, exact over weights",
    "antithetic variates, Hammersley and Morton 1956",
);

/// The margin band.
pub const BAND: Term = Term::new(
    "Margin, nine times in ten",
    "With the weights scattered around the team’s, the margin stays between these two in nine of \
     ten cases.",
    "90 % interval of the margin",
    "quantiles of Σ w·d under Dirichlet weights; Dempster and Kleyle 1968",
);

/// What the others hold important.
pub const CENTRAL: Term = Term::new(
    "What the other side holds important",
    "The mean of all weightings under which this side wins: what somebody who prefers it \
     typically holds important.",
    "central weight vector",
    "Lahdelma, Hokkanen and Salminen 1998; exact here",
);

/// The weight that flips.
pub const FLIP_WEIGHT: Term = Term::new(
    "Flips at, weight",
    "The weight at which the two sides are level, if this criterion alone gets more or less and \
     the others keep their proportions.",
    "weight stability interval",
    "t = w + M(1 − w)/(M − d); Mareschal 1988",
);

/// The points that flip.
pub const FLIP_POINTS: Term = Term::new(
    "Flips at, points",
    "The points at which the two sides are level, if the others keep theirs. Above 100 the scale \
     ends, so the others would have to come down.",
    "one-way sensitivity, in points",
    "p* = p − (Σ p·d) / d; Goodwin and Wright, ch. 3",
);

/// The ratings that flip.
pub const FLIP_RATING: Term = Term::new(
    "Flips at, rating",
    "The rating at which the two sides are level, if everything else stays.",
    "one-way sensitivity, in ratings",
    "a* = a − M / w; Goodwin and Wright, ch. 3",
);

/// The smallest joint change.
pub const JOINT: Term = Term::new(
    "Smallest joint change",
    "The least weight that has to move from some criteria to others until the two sides are \
     level, as a share of all there is. No smaller change does it.",
    "least L1 change of the weights",
    "Ríos Insua and French 1991; greedy transfer, Dantzig 1957",
);

/// The nearest weighting.
pub const NEAREST: Term = Term::new(
    "Change spread over all criteria",
    "The weighting nearest to the team’s, as the crow flies, at which the two sides are level.",
    "least L2 change of the weights",
    "Barron and Schmidt 1988; projection by Held, Wolfe and Crowder 1974",
);

/// Dominance.
pub const DOMINANCE: Term = Term::new(
    "Cannot be flipped",
    "One side is at least as good on every criterion, and better on some. No weighting can \
     change that; only other ratings could.",
    "dominance",
    "all differences of one sign; Keeney and Raiffa 1976",
);

/// A person's own margin.
pub const OWN_SIDE: Term = Term::new(
    "Own side",
    "The margin that this ballot alone would give, with the same ratings.",
    "individual verdict",
    "M = Σ w·d with the ballot’s own weights",
);

/// The verdict without somebody.
pub const WITHOUT: Term = Term::new(
    "Without somebody",
    "The margin that all other ballots would give, pooled as the session says: by medians, or by \
     means.",
    "leave-one-out",
    "strength-weighted median or mean of the points, one ballot left out",
);

/// The spread of the ballots.
pub const SPREAD: Term = Term::new(
    "Disagreement",
    "How far the ballots are apart on a criterion: 0 when all agree, 1 when half of them say 0 \
     and the others 100. From 0.3 on it is worth talking about.",
    "normalised standard deviation",
    "SD over half the range; threshold by MeetingSphere’s convention",
);

/// Kendall's W.
pub const CONCORDANCE: Term = Term::new(
    "Agreement on the order",
    "How much the ballots’ orders of the criteria have in common: 1 is the same order, 0 is \
     nothing in common.",
    "Kendall’s coefficient of concordance W",
    "Kendall and Babington Smith 1939, with the correction for ties",
);

/// Worth finding out.
pub const WORTH: Term = Term::new(
    "Worth finding out",
    "How likely the verdict turns once both ratings of this criterion are known for certain. \
     Ranked by what that knowledge would gain on average.",
    "expected value of partial perfect information",
    "w·s·L(|M| / (w·s)), unit normal loss L; Raiffa and Schlaifer 1961",
);

/// Every term, in the order in which a reader meets them.
pub const ALL: [Term; 23] = [
    TOTAL,
    MARGIN,
    WEIGHT,
    CONTRIBUTION,
    NEAR,
    RANKING,
    UNIFORM,
    RATINGS,
    FLOOR,
    BOTH,
    BAND,
    CENTRAL,
    FLIP_WEIGHT,
    FLIP_POINTS,
    FLIP_RATING,
    JOINT,
    NEAREST,
    DOMINANCE,
    OWN_SIDE,
    WITHOUT,
    SPREAD,
    CONCORDANCE,
    WORTH,
];
