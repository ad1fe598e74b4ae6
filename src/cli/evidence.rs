//! Measured evidence on the command line: cards by criterion, one card whole, and a team's own run
//! of the lab into a session.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::{Failure, print_json};
use crate::analysis::words;
use crate::catalogue::evidence::{Glance, Span, counted, staleness, times};
use crate::catalogue::{Catalogue, CriterionInfo};
use crate::session::evidence::{Card, Database, Kind, Lab, Seen, Variant};
use crate::session::{Edit, Id, Item, Pair, Side};
use crate::store::disk::RealDisk;
use crate::store::evidence::open_evidence;
use crate::store::{self, Expect};

/// What is asked of the evidence.
#[derive(Debug, Args)]
pub(super) struct Evidence {
    /// Criterion to tell of; without one, all of them
    criterion: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    /// Tell one card whole, with code and statements
    #[arg(long, value_name = "ID", conflicts_with = "criterion")]
    card: Option<String>,
    /// Take a run of your own, as the lab has exported it, into a session file
    #[arg(long, num_args = 2, value_names = ["FILE", "SESSION"],
          conflicts_with_all = ["criterion", "json", "card"])]
    import: Option<Vec<PathBuf>>,
}

/// Tells what was measured, or imports a run.
pub(super) fn evidence(
    wanted: &Evidence,
    catalogue: &Catalogue,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if let Some([file, session]) = wanted.import.as_deref() {
        return import(file, session, out);
    }
    if let Some(id) = &wanted.card {
        let lab = &catalogue.evidence.lab;
        let ids = lab.cards.iter().map(|card| card.id.as_str());
        let Some(card) = lab.cards.iter().find(|card| card.id.as_str() == id) else {
            return Err(unknown("card", id, ids));
        };
        if wanted.json {
            return print_json(&whole_json(lab, card), out);
        }
        return whole(lab, card, out);
    }
    let ids = catalogue.criteria.iter().map(|row| row.id.as_str());
    let criteria: Vec<&CriterionInfo> = match &wanted.criterion {
        None => catalogue.criteria.iter().collect(),
        Some(id) => match catalogue.criteria.iter().find(|row| row.id.as_str() == id) {
            Some(found) => vec![found],
            None => return Err(unknown("criterion", id, ids)),
        },
    };
    if wanted.json {
        let rows: Vec<Value> = criteria.iter().map(|row| criterion_json(catalogue, row)).collect();
        return print_json(&json!({ "run": catalogue.evidence.lab.run, "criteria": rows }), out);
    }
    for criterion in criteria {
        tell(catalogue, criterion, out)?;
    }
    foot(catalogue, out)
}

fn unknown<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let known: Vec<&str> = known.collect();
    let fix = store::meant(id, &known).map_or_else(
        || format!("known are {}", known.join(", ")),
        |near| format!("did you mean “{near}”?"),
    );
    let id: String = id.chars().take(Id::MAX).collect();
    Failure::Job(format!("there is no {what} “{id}”; {fix}"))
}

fn import(file: &Path, session: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let opened = store::open(session)?;
    let run = open_evidence(file, &opened.session)?;
    let (name, cards) = (run.name.clone(), run.lab.cards.len());
    let mut changed = opened.session;
    changed
        .apply(Edit::Insert(usize::MAX, Item::Run(run)))
        .map_err(|error| Failure::Job(format!("{error}: {}", session.display())))?;
    let expect = Expect::Unchanged(opened.fingerprint);
    let saved = store::save(&RealDisk, session, &changed, expect)
        .map_err(|error| Failure::Job(error.to_string()))?;
    if let Some(caution) = saved.caution {
        writeln!(out, "{caution}")?;
    }
    for said in opened.loses.dropped() {
        writeln!(out, "{said}")?;
    }
    let cards = words::count(cards, "card", "cards");
    writeln!(out, "{}: the run “{name}” with {cards} is in it", session.display())?;
    Ok(())
}

/// Everything on one criterion.
fn tell(
    catalogue: &Catalogue,
    criterion: &CriterionInfo,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let evidence = &catalogue.evidence;
    writeln!(out, "{} ({})", criterion.name, criterion.id)?;
    for card in evidence.lab.cards_on(&criterion.id) {
        writeln!(out, "  {} {} ({})", card.kind.question(), card.question, card.id)?;
        writeln!(out, "    {}", card.finding)?;
        for glance in Glance::all(&evidence.lab, card) {
            for line in glance_lines(&glance) {
                writeln!(out, "    {line}")?;
            }
        }
        for limit in &card.limits {
            writeln!(out, "    Limit: {limit}")?;
        }
    }
    if let Some(reason) = evidence.unmeasured(&criterion.id) {
        writeln!(out, "  Not measured: {reason}")?;
    }
    for claim in evidence.claims_on(&criterion.id) {
        writeln!(out, "  The article says: {}", claim.article)?;
        writeln!(out, "    The lab saw ({}): {}", claim.lab.words(), claim.saw)?;
    }
    writeln!(out)?;
    Ok(())
}

fn glance_lines(glance: &Glance<'_>) -> Vec<String> {
    let names = Catalogue::side_names();
    let place = glance.place();
    let same = if glance.same_answer == Some(true) { " (same answer)" } else { "" };
    let mut lines = vec![format!("{place}{same}")];
    lines.extend(Side::BOTH.map(|side| format!("  {}: {}", names[side], glance.side(side))));
    lines.extend(glance.time.map(|(span, clock)| {
        format!("  {} ({}, {})", span.words(&names), span.numbers(&names), clock.words())
    }));
    lines
}

/// When and with what it was measured.
fn foot(catalogue: &Catalogue, out: &mut dyn Write) -> Result<(), Failure> {
    let run = &catalogue.evidence.lab.run;
    let versions: Vec<String> =
        run.versions.iter().map(|(name, version)| format!("{name} {version}")).collect();
    writeln!(out, "Measured on {}, {}, with {}.", run.date, run.machine, versions.join(", "))?;
    for limit in &run.limits {
        writeln!(out, "Limit: {limit}")?;
    }
    let today = jiff::Zoned::now().date();
    for reason in staleness(run, today, &std::collections::BTreeMap::new()) {
        writeln!(out, "Stale: {reason}")?;
    }
    Ok(())
}

/// A card with the code of its variants and what each sent.
fn whole(lab: &Lab, card: &Card, out: &mut dyn Write) -> Result<(), Failure> {
    let names = Catalogue::side_names();
    writeln!(out, "{}\n{}\n", card.question, card.finding)?;
    writeln!(out, "How: {}", card.method)?;
    for limit in &card.limits {
        writeln!(out, "Limit: {limit}")?;
    }
    if let Some(changed) = &card.changed {
        writeln!(out, "Last changed: {changed}")?;
    }
    for variant in &card.variants {
        let side = variant.side.map_or("Neither", |side| names[side].as_str());
        let (style, means) = (variant.style.words(), variant.means.words());
        writeln!(out, "\n{side}: {style}, by {means} ({})", variant.id)?;
        if let Some(note) = &variant.note {
            writeln!(out, "{note}")?;
        }
        let lines = counted(variant.lines, "line", "lines");
        writeln!(out, "{lines}, {}", counted(variant.tokens, "token", "tokens"))?;
        for line in variant.code.lines() {
            writeln!(out, "    {line}")?;
        }
        for database in lab.databases(&card.id) {
            if let Some(seen) = lab.seen(&card.id, database).and_then(|seen| seen.of(&variant.id)) {
                tell_seen(database, seen, out)?;
            }
        }
    }
    writeln!(out)?;
    for row in lab.times.iter().filter(|row| row.card == card.id) {
        let words = Span::of(card, row).map(|span| format!(": {}", span.words(&names)));
        writeln!(
            out,
            "{}, {}: {} ÷ {} = {:.2}, from {:.2} to {:.2}{}",
            row.database,
            row.clock.words(),
            row.first,
            row.second,
            row.ratio,
            row.low,
            row.high,
            words.unwrap_or_default()
        )?;
    }
    writeln!(out, "Run it again: data/lab/run --only {}", card.id)?;
    Ok(())
}

fn tell_seen(database: Database, seen: &Seen, out: &mut dyn Write) -> Result<(), Failure> {
    let mut parts: Vec<String> = seen.can.map(|can| can.words().to_owned()).into_iter().collect();
    parts.extend(seen.says.clone());
    parts.extend(seen.statements.map(|count| counted(count, "statement", "statements")));
    parts.extend(seen.facts.iter().map(|fact| format!("{}: {}", fact.name, fact.value)));
    writeln!(out, "  On {database}: {}", parts.join("; "))?;
    for line in seen.proof.iter().flat_map(|proof| proof.lines()) {
        writeln!(out, "    > {line}")?;
    }
    for sent in &seen.sql {
        writeln!(out, "    {}: {}", times(sent.times), sent.text.replace('\n', " "))?;
    }
    if seen.more > 0 {
        writeln!(out, "    and {} more", counted(seen.more, "statement", "different statements"))?;
    }
    Ok(())
}

fn criterion_json(catalogue: &Catalogue, criterion: &CriterionInfo) -> Value {
    let evidence = &catalogue.evidence;
    let cards = evidence.lab.cards_on(&criterion.id);
    let claims = evidence.claims_on(&criterion.id);
    json!({
        "criterion": criterion.id,
        "name": criterion.name,
        "cards": cards.iter().map(|card| card_json(&evidence.lab, card)).collect::<Vec<_>>(),
        "not_measured": evidence.unmeasured(&criterion.id),
        "claims": claims.map(|claim| json!({
            "id": claim.id,
            "article": claim.article,
            "lab": claim.lab.words(),
            "saw": claim.saw,
            "cards": claim.cards,
        })).collect::<Vec<_>>(),
    })
}

fn card_json(lab: &Lab, card: &Card) -> Value {
    let kind = match card.kind {
        Kind::Capability => "capability",
        Kind::Default => "default",
        Kind::Cost => "cost",
    };
    let databases: Vec<Value> = Glance::all(lab, card).iter().map(glance_json).collect();
    json!({
        "id": card.id,
        "kind": kind,
        "question": card.question,
        "finding": card.finding,
        "limits": card.limits,
        "applies": card.applies,
        "changed": card.changed,
        "suggests": card.suggests,
        "databases": databases,
    })
}

fn glance_json(glance: &Glance<'_>) -> Value {
    let names = Catalogue::side_names();
    let sides = glance.sides.map(|(variant, seen): (&Variant, Option<&Seen>)| {
        json!({
            "variant": variant.id,
            "lines": variant.lines,
            "tokens": variant.tokens,
            "can": seen.and_then(|seen| seen.can),
            "says": seen.and_then(|seen| seen.says.as_ref()),
            "statements": seen.and_then(|seen| seen.statements),
            "control": seen.and_then(|seen| seen.control),
        })
    });
    let Pair { left, right } = sides;
    json!({
        "database": glance.database,
        "version": glance.version,
        "same_answer": glance.same_answer,
        "left": left,
        "right": right,
        "time": glance.time.map(|(span, clock)| json!({
            "ratio": span.ratio,
            "low": span.low,
            "high": span.high,
            "clock": clock,
            "words": span.words(&names),
        })),
    })
}

/// A card as the lab has written it, with all that was seen of it.
fn whole_json(lab: &Lab, card: &Card) -> Value {
    let times: Vec<_> = lab.times.iter().filter(|row| row.card == card.id).collect();
    json!({
        "card": card,
        "sqlite": lab.seen(&card.id, Database::Sqlite),
        "postgresql": lab.seen(&card.id, Database::Postgresql),
        "times": times,
        "run": lab.run,
    })
}
