//! What the numbers behind the picture cost: certainties, the whole verdict, weights from pairs.
//!
//! The certainties stand beside a good sampler, the others beside something simple that reads the
//! same data. All sides of a ratio are measured in turn, in one run, so that a busy machine slows
//! all of them; times are medians. `cargo bench --bench verdict`
#![allow(
    clippy::cast_precision_loss,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark fails by panicking and prints what it finds; no number here passes 2⁵³"
)]

use std::cell::Cell;
use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion as Harness;
use jiff::Timestamp;
use weighbridge::analysis::certainty::by_ranking;
use weighbridge::analysis::{Balance, Certainty, Judgement, Pairwise, Scatter, verdict};
use weighbridge::catalogue::Catalogue;
use weighbridge::session::{
    Assessment, Ballot, Closeness, Criterion, Id, Pair, Participant, Points, Rating, Round,
    Session, Strength,
};

/// How many rounds the ratios rest on, and how many where the sampler takes part.
const ROUNDS: usize = 100;
const SAMPLER_ROUNDS: usize = 5;
/// How many weightings the sampler draws.
const DRAWS: u32 = 1_000_000;

/// xoshiro256++ (Blackman and Vigna 2019).
struct Random([u64; 4]);

impl Random {
    /// The state is filled by splitmix64, as its authors advise.
    fn seeded(mut seed: u64) -> Self {
        Self(std::array::from_fn(|_| {
            seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        }))
    }

    fn bits(&mut self) -> u64 {
        let [s0, s1, s2, s3] = &mut self.0;
        let bits = s0.wrapping_add(*s3).rotate_left(23).wrapping_add(*s0);
        let shifted = *s1 << 17;
        *s2 ^= *s0;
        *s3 ^= *s1;
        *s1 ^= *s2;
        *s0 ^= *s3;
        *s2 ^= shifted;
        *s3 = s3.rotate_left(45);
        bits
    }

    /// Above 0, up to 1, from the upper 53 bits.
    fn unit(&mut self) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
        ((self.bits() >> 11) + 1) as f64 * STEP
    }
}

/// How often the left side wins among weightings drawn uniformly: exponential spacings, which
/// need not be made to sum to 1 where only the sign of the margin counts.
fn sampled(differences: &[f64], mut random: Random) -> f64 {
    let mut wins = 0_u32;
    for _ in 0..DRAWS {
        let logs = differences.iter().map(|d| d * random.unit().ln());
        wins += u32::from(logs.sum::<f64>() < 0.0);
    }
    f64::from(wins) / f64::from(DRAWS)
}

/// Something to measure.
type Work<'a> = &'a dyn Fn();

/// The median time of each in µs. In every round all have their turn, each so many times.
fn medians<const N: usize>(rounds: usize, tasks: [(u32, Work<'_>); N]) -> [f64; N] {
    let mut times: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(rounds));
    for (_, work) in &tasks {
        work();
    }
    for _ in 0..rounds {
        for (times, (runs, work)) in times.iter_mut().zip(&tasks) {
            let start = Instant::now();
            for _ in 0..*runs {
                work();
            }
            times.push(start.elapsed().as_secs_f64() * 1e6 / f64::from(*runs));
        }
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or_default()
    })
}

/// What was found, as markdown.
fn table(title: &str, heads: &str, rows: &[String]) -> String {
    let rule = " ---: |".repeat(heads.split(" | ").count());
    format!("\n### {title}\n\n| {heads} |\n|{rule}\n| {} |", rows.join(" |\n| "))
}

fn id(text: impl Into<String>) -> Id {
    Id::new(text).expect("an id")
}

/// Criteria that speak for either side in turn.
fn criteria(count: usize) -> Vec<Criterion> {
    let mut random = Random::seeded(1);
    let assessed = |rating| Assessment { rating: Rating::clamped(rating), ..Assessment::default() };
    let one = |n: usize| {
        let ratings = Pair::new(5.0 + 5.0 * random.unit(), 5.0 * random.unit());
        let ratings = if n.is_multiple_of(2) { ratings } else { ratings.swapped() };
        Criterion {
            id: id(format!("c{n}")),
            name: format!("Criterion {n}"),
            definition: String::new(),
            low: String::new(),
            high: String::new(),
            points: Points::clamped((100.0 * random.unit()).round()),
            sides: ratings.map(assessed),
        }
    };
    (0..count).map(one).collect()
}

fn differences(criteria: &[Criterion]) -> Vec<f64> {
    criteria.iter().map(Criterion::difference).collect()
}

/// A session in which everybody has voted on everything in each of the rounds, all of which are
/// revealed. Its first criteria are the catalogue's.
fn session(catalogue: &Catalogue, count: usize, people: usize, rounds: usize) -> Session {
    let preset = catalogue.preset("early-saas").expect("a preset");
    let mut session = catalogue.preset_session(preset, id("bench"));
    let known = std::mem::replace(&mut session.criteria, criteria(count));
    for (criterion, known) in session.criteria.iter_mut().zip(known) {
        criterion.id = known.id;
    }
    let person = |n| Participant {
        id: id(format!("p{n}")),
        name: format!("Person {n}"),
        role: String::new(),
        strength: Strength::ONE,
        present: true,
    };
    session.people = (0..people).map(person).collect();
    let mut random = Random::seeded(2);
    let mut points = || Points::clamped((100.0 * random.unit()).round());
    let mut ballot = |person: &Participant| {
        Ballot::new(
            person.id.clone(),
            session.criteria.iter().map(|c| (c.id.clone(), points())).collect(),
        )
    };
    let mut round = |n| Round {
        id: id(format!("round-{n}")),
        revealed: Some(Timestamp::UNIX_EPOCH),
        unnamed: None,
        ballots: session.people.iter().map(&mut ballot).collect(),
    };
    let rounds = (1..=rounds).map(&mut round).collect();
    session.rounds = rounds;
    session
}

fn certainties(harness: &mut Harness) -> String {
    let mut group = harness.benchmark_group("certainty");
    let mut rows = Vec::new();
    for count in [5, 13, 50] {
        let criteria = criteria(count);
        let balance = Balance::of(&criteria);
        let (weights, margin) = (&balance.weights, balance.margin);
        let points: Vec<Points> = criteria.iter().map(|c| c.points).collect();
        let differences = differences(&criteria);
        let estimate = Cell::new(0.0);
        let uniform = || {
            black_box(Scatter::uniform(black_box(&differences)).left_wins());
        };
        let picture = || {
            uniform();
            black_box(by_ranking(black_box(&differences), &points));
            let near = Scatter::around(black_box(&differences), &weights.values, Closeness::Close);
            black_box(near.left_wins());
        };
        let all = || {
            black_box(Certainty::of(black_box(&criteria), weights, margin, Closeness::Close));
        };
        let sampler = || estimate.set(sampled(black_box(&differences), Random::seeded(3)));
        group.bench_function(format!("uniform-{count}"), |b| b.iter(uniform));
        group.bench_function(format!("picture-{count}"), |b| b.iter(picture));
        group.bench_function(format!("all-{count}"), |b| b.iter(all));

        let tasks: [(u32, Work<'_>); 4] =
            [(5_000, &uniform), (1_000, &picture), (200, &all), (1, &sampler)];
        let [one, three, every, samples] = medians(SAMPLER_ROUNDS, tasks);
        let exact = Scatter::uniform(&differences).left_wins();
        let reversed: Vec<f64> = differences.iter().rev().copied().collect();
        let rounding = (Scatter::uniform(&reversed).left_wins() - exact).abs();
        let error = (estimate.get() - exact).abs();
        let deviation = (exact * (1.0 - exact) / f64::from(DRAWS)).sqrt();
        assert!(rounding < 1e-12, "{count} criteria: the order changes the result by {rounding}");
        assert!(error < 5.0 * deviation, "{count} criteria: the sampler is off by {error}");
        let ratios =
            [one, three, every].map(|exact| format!("{:.0}×", samples / exact)).join(" | ");
        rows.push(format!(
            "{count} | {one:.2} | {three:.2} | {every:.2} | {samples:.2} | {ratios} | {exact:.6} \
             | {error:.1e} | {deviation:.1e} | {rounding:.1e}"
        ));
    }
    group.finish();
    table(
        "Exact certainty against 1,000,000 samples",
        "criteria | uniform, µs | picture, µs | all, µs | sampler, µs | sampler / uniform \
         | sampler / picture | sampler / all | p | sampler's error | its standard error \
         | exact, order reversed",
        &rows,
    )
}

fn verdicts(harness: &mut Harness, catalogue: &Catalogue) -> String {
    let mut group = harness.benchmark_group("verdict");
    let mut rows = Vec::new();
    for (count, people, runs, goal) in [(13, 8, 50, 100), (200, 500, 1, 10_000)] {
        let [once, twice] = [1, 2].map(|rounds| session(catalogue, count, people, rounds));
        let whole = |session: &Session| {
            black_box(verdict(black_box(session), catalogue));
        };
        let (one, two) = (|| whole(&once), || whole(&twice));
        let balance = || {
            black_box(Balance::of(black_box(&once.criteria)));
        };
        group.bench_function(format!("{count}x{people}"), |b| b.iter(one));
        group.bench_function(format!("{count}x{people}-two-rounds"), |b| b.iter(two));
        let tasks: [(u32, Work<'_>); 3] = [(runs, &one), (runs, &two), (100, &balance)];
        let [one, two, plain] = medians(ROUNDS, tasks);
        for (rounds, ours) in [(1, one), (2, two)] {
            let ratio = ours / plain;
            rows.push(format!(
                "{count} × {people} | {rounds} | {ours:.2} | {goal} | {plain:.2} | {ratio:.1}×"
            ));
        }
    }
    group.finish();
    let heads = "criteria × people | rounds | verdict, µs | goal, µs | balance alone, µs | ratio";
    table("The whole verdict", heads, &rows)
}

/// Judgements that come from weights, each off by a factor of up to two.
fn judgements(count: usize, pairs: &[(usize, usize)]) -> Vec<Judgement> {
    let mut random = Random::seeded(4);
    let weights: Vec<f64> = (0..count).map(|_| 9_f64.powf(random.unit() - 0.5)).collect();
    let judge = |&(first, second): &(usize, usize)| {
        let noise = 4_f64.powf(random.unit() - 0.5);
        let ratio = (weights[first] / weights[second] * noise).clamp(1.0 / 9.0, 9.0);
        Judgement { first, second, ratio }
    };
    pairs.iter().map(judge).collect()
}

/// The geometric mean of each row over what was judged, made to sum to 1.
fn geometric_means(count: usize, judgements: &[Judgement]) -> Vec<f64> {
    let mut matrix = vec![0.0; count * count];
    for &Judgement { first, second, ratio } in judgements {
        matrix[first * count + second] = ratio;
        matrix[second * count + first] = 1.0 / ratio;
    }
    let mean = |row: &[f64]| {
        let judged = row.iter().filter(|ratio| **ratio > 0.0);
        // The diagonal, which is not filled in, is one 1 more.
        let (product, entries) = judged.fold((1.0_f64, 1.0), |(p, n), ratio| (p * ratio, n + 1.0));
        product.powf(1.0 / entries)
    };
    let mut means: Vec<f64> = matrix.chunks_exact(count).map(mean).collect();
    let sum: f64 = means.iter().sum();
    for mean in &mut means {
        *mean /= sum;
    }
    means
}

fn pairs_to_weights(harness: &mut Harness) -> String {
    let all = |n: usize| (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j))).collect();
    // A cycle through all criteria, and eleven of its chords.
    let cycle = (0..13).map(|i| (i, (i + 1) % 13));
    let some: Vec<_> = cycle.chain((0..11).map(|i| (i, (i + 5) % 13))).collect();
    let cases: [(usize, Vec<(usize, usize)>); 3] = [(13, all(13)), (50, all(50)), (13, some)];
    let mut group = harness.benchmark_group("pairwise");
    let mut rows = Vec::new();
    for (count, pairs) in cases {
        let judgements = judgements(count, &pairs);
        let eigenvector = || Pairwise::of(count, black_box(&judgements)).expect("linked");
        let ours = || {
            black_box(eigenvector());
        };
        let plain = || {
            black_box(geometric_means(count, black_box(&judgements)));
        };
        group.bench_function(format!("{count}-with-{}-pairs", pairs.len()), |b| b.iter(ours));
        let [ours, plain] = medians(ROUNDS, [(10, &ours), (100, &plain)]);
        let consistency = eigenvector().ratio.unwrap_or_default();
        let (pairs, ratio) = (pairs.len(), ours / plain);
        rows.push(format!(
            "{count} | {pairs} | {consistency:.3} | {ours:.2} | {plain:.2} | {ratio:.1}×"
        ));
    }
    group.finish();
    table(
        "Weights from pairs (goal: 5 µs for 13 criteria and all pairs)",
        "criteria | pairs | consistency ratio | weights, µs | geometric mean, µs | ratio",
        &rows,
    )
}

/// Weights scattered around some, or uniform where no closeness is given.
fn scatter<'a>(of: &'a [f64], weights: &[f64], closeness: Option<Closeness>) -> Scatter<'a> {
    closeness.map_or_else(|| Scatter::uniform(of), |close| Scatter::around(of, weights, close))
}

/// How many cells the recursion has: the nodes of the one side times those of the other.
fn cells(differences: &[f64], weights: &[f64], closeness: Option<Closeness>) -> f64 {
    let scatter = scatter(differences, weights, closeness);
    let nodes = |sign: f64| -> f64 {
        let side = differences.iter().zip(scatter.alpha()).filter(|(d, _)| **d * sign > 0.0);
        side.map(|(_, alpha)| f64::from(*alpha)).sum()
    };
    let (left, right) = (nodes(1.0), nodes(-1.0));
    left * right
}

fn scaling() -> String {
    let [loose, close, very_close] = Closeness::ALL.map(Some);
    let kinds = [None, loose, close, very_close];
    let mut rows = Vec::new();
    for count in [10, 20, 50, 100, 200] {
        let criteria = criteria(count);
        let weights = Balance::of(&criteria).weights.values;
        let differences = differences(&criteria);
        let (of, around) = (differences.as_slice(), weights.as_slice());
        let works = kinds.map(|kind| {
            move || {
                black_box(scatter(black_box(of), around, kind).left_wins());
            }
        });
        let times = medians(ROUNDS, works.each_ref().map(|work| (50, work as Work<'_>)));
        for (kind, took) in kinds.into_iter().zip(times) {
            let cells = cells(of, around, kind);
            let (word, each) = (kind.map_or("uniform", Closeness::word), took * 1e3 / cells);
            rows.push(format!("{count} | {word} | {cells:.0} | {took:.2} | {each:.2}"));
        }
    }
    let heads = "criteria | weights are meant | cells | time, µs | time for a cell, ns";
    table("The recursion's order", heads, &rows)
}

fn main() {
    let catalogue = Catalogue::built_in().expect("the catalogue parses");
    let mut harness = Harness::default()
        .sample_size(50)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let tables = [
        certainties(&mut harness),
        verdicts(&mut harness, catalogue),
        pairs_to_weights(&mut harness),
        scaling(),
    ];
    harness.final_summary();
    for table in tables {
        println!("{table}");
    }
}
