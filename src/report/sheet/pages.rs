//! The sheets around the one that calculates. A sheet without a row is left out.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::page::{Cell, Column, Page, column, column_of};
use super::style::{Look, Styles};
use crate::report::Summary;
use crate::report::summary::{Numbers, Passage};

/// What stands before the criteria.
pub(super) fn before(
    book: &mut Workbook,
    styles: &Styles,
    summary: &Summary,
) -> Result<(), XlsxError> {
    let mut title = summary.title.text.clone();
    if summary.title.draft {
        title.push_str(" (a draft)");
    }
    let columns = [column("Decision", 22), column(&title, 110)];
    let mut page = Page::new(book, styles, "Decision", 0, &columns)?;
    let mut previous = String::new();
    for (label, text) in decision(summary) {
        if text.trim().is_empty() {
            continue;
        }
        let first = if label == previous { Cell::Empty } else { Cell::Label(&label) };
        page.row(&[first, Cell::Text(&text)])?;
        previous = label;
    }
    Ok(())
}

/// What stands after them.
pub(super) fn after(
    book: &mut Workbook,
    styles: &Styles,
    summary: &Summary,
) -> Result<(), XlsxError> {
    if let Some(numbers) = &summary.numbers {
        sure(book, styles, numbers)?;
        changes(book, styles, numbers)?;
    }
    notes(book, styles, summary)?;
    ballots(book, styles, summary)?;
    people(book, styles, summary)?;
    follow_ups(book, styles, summary)?;
    evidence(book, styles, summary)?;
    log(book, styles, summary)
}

/// The decision in rows of label and text; a label that comes again is written once.
fn decision(summary: &Summary) -> Vec<(String, String)> {
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut say = |label: &str, text: &str| rows.push((label.to_owned(), text.to_owned()));
    say("Project", &summary.project);
    say("Question", &summary.question);
    say("Context", &summary.context);
    say("Status", &summary.status_words);
    say("Date", &summary.date_words);
    say("Between", &format!("{} and {}", summary.sides.left, summary.sides.right));
    say("Decision", &summary.decision);
    say("How sure", &summary.sureness);
    say("Standing", &summary.standing);
    say("Standing", &summary.reservation);
    if let Some(numbers) = &summary.numbers {
        say("By the numbers", &numbers.headline);
        say("By the numbers", &numbers.summary);
    }
    summary.cautions.iter().for_each(|caution| say("To be known", caution));
    for must in &summary.must_haves {
        let (left, right) = (must.outcome.left, must.outcome.right);
        let sides = &summary.sides;
        say(
            "Must-haves",
            &format!("{} ({}: {left}, {}: {right})", must.name, sides.left, sides.right),
        );
    }
    for (label, passage) in passages(summary) {
        let label = if passage.draft { format!("{label} (a draft)") } else { label.to_owned() };
        passage.lines().for_each(|line| say(&label, line));
    }
    let review = if summary.review.trigger.draft { "Review (a draft)" } else { "Review" };
    say(review, &summary.review.words);
    say("Supersedes", &summary.supersedes);
    say("Superseded by", &summary.superseded_by);
    summary.weighing.iter().for_each(|said| say("How it was weighed", said));
    say("Ballots", &summary.ballots_note);
    say("Method", &summary.method);
    if let Some(numbers) = &summary.numbers {
        say("Method", &numbers.rounding);
    }
    summary.parked.iter().for_each(|text| say("Parked", text));
    summary.contested.iter().for_each(|text| say("Evidence contested", text));
    say("Days and hours", &format!("Those of {}", summary.zone));
    say("Made from", &summary.origin.name());
    say("SHA-256 of that file", summary.origin.sha256.as_deref().unwrap_or_default());
    say("Written by", &format!("Weighbridge {}", summary.version));
    rows
}

const fn passages(summary: &Summary) -> [(&'static str, &Passage); 8] {
    [
        ("Because", &summary.because),
        ("What gets better", &summary.good),
        ("What gets harder", &summary.bad),
        ("Dissent", &summary.dissent),
        ("Deciders", &summary.deciders),
        ("Consulted", &summary.consulted),
        ("Informed", &summary.informed),
        ("How we will know", &summary.confirmation),
    ]
}

fn sure(book: &mut Workbook, styles: &Styles, numbers: &Numbers) -> Result<(), XlsxError> {
    let columns = [
        column("Doubt", 48),
        column_of(numbers.told, &numbers.wins, 24).of_numbers(),
        column("In words", 20),
    ];
    let mut page = Page::new(book, styles, "Sure", 1, &columns)?;
    for sure in &numbers.sure {
        page.row(&[
            Cell::Label(sure.label),
            Cell::Number(sure.share, Look::Percent),
            Cell::Text(&sure.words),
        ])?;
    }
    Ok(())
}

fn changes(book: &mut Workbook, styles: &Styles, numbers: &Numbers) -> Result<(), XlsxError> {
    let columns = [
        column("What would turn it", 60),
        column("Weight now", 14).of_numbers(),
        column("Turns at", 14).of_numbers(),
    ];
    let mut page = Page::new(book, styles, "Changes", 1, &columns)?;
    for flip in &numbers.flips {
        page.row(&[
            Cell::Label(&flip.name),
            Cell::Number(flip.now, Look::Percent),
            Cell::Number(flip.at, Look::Percent),
        ])?;
    }
    for said in &numbers.changes {
        page.row(&[Cell::Text(said)])?;
    }
    Ok(())
}

/// A sheet of rows, left out where there is none.
fn rows<'a>(
    book: &mut Workbook,
    styles: &Styles,
    name: &str,
    columns: &[Column<'_>],
    rows: impl Iterator<Item = Vec<Cell<'a>>>,
) -> Result<(), XlsxError> {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return Ok(());
    }
    let mut page = Page::new(book, styles, name, 0, columns)?;
    rows.try_for_each(|row| page.row(&row))
}

fn notes(book: &mut Workbook, styles: &Styles, summary: &Summary) -> Result<(), XlsxError> {
    let columns = [
        column("About", 30),
        column("Side", 18),
        column("Author", 20),
        column("Day", 12),
        column("Note", 90),
    ];
    let cells = summary.notes.iter().map(|note| {
        let about = if note.about.is_empty() { "The whole decision" } else { &note.about };
        vec![
            Cell::Label(about),
            Cell::Text(note.side.map_or("", |side| &summary.sides[side])),
            Cell::Text(&note.author),
            Cell::Day(note.day),
            Cell::Text(&note.text),
        ]
    });
    rows(book, styles, "Notes", &columns, cells)
}

/// What the ballots come to, and each of them where that was asked for.
fn ballots(book: &mut Workbook, styles: &Styles, summary: &Summary) -> Result<(), XlsxError> {
    let said = |row: &&crate::report::summary::Row| !row.ballots.is_empty();
    if !summary.criteria.iter().any(|row| said(&row)) && summary.ballots.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = (1..)
        .zip(&summary.ballots)
        .map(|(at, ballot)| {
            let name = ballot.name.clone().unwrap_or_else(|| format!("Ballot {at}"));
            if ballot.counts { name } else { format!("{name} (advises)") }
        })
        .collect();
    let mut columns = vec![
        column("Criterion", 30),
        column("What the ballots say", 60),
        column("Why the points differ", 40),
    ];
    columns.extend(names.iter().map(|name| column(name, 14).of_numbers()));
    let mut page = Page::new(book, styles, "Ballots", 1, &columns)?;
    for (at, row) in summary.criteria.iter().enumerate() {
        let mut cells = vec![
            Cell::Label(&row.name),
            Cell::Text(&row.ballots),
            Cell::Text(&row.override_reason),
        ];
        cells.extend(summary.ballots.iter().map(|ballot| {
            let points = ballot.points.get(at).copied().flatten();
            points.map_or(Cell::Empty, |points| Cell::Number(points, Look::Plain))
        }));
        page.row(&cells)?;
    }
    if summary.ballots.is_empty() {
        return Ok(());
    }
    if summary.numbers.is_some() {
        let mut leads = vec![Cell::Label("Alone they reach"), Cell::Empty, Cell::Empty];
        leads.extend(summary.ballots.iter().map(|ballot| Cell::Text(&ballot.lead)));
        page.sums(&leads)?;
    }
    page.row(&[])?;
    for (name, ballot) in names.iter().zip(&summary.ballots) {
        for (criterion, text) in &ballot.comments {
            page.row(&[Cell::Label(criterion), Cell::Text(text), Cell::Text(name)])?;
        }
    }
    Ok(())
}

fn people(book: &mut Workbook, styles: &Styles, summary: &Summary) -> Result<(), XlsxError> {
    let columns = [
        column("Name", 30),
        column("Role", 60),
        column("Strength", 12).of_numbers(),
        column("There", 10),
    ];
    let cells = summary.people.iter().map(|person| {
        vec![
            Cell::Label(&person.name),
            Cell::Text(&person.role),
            Cell::Number(person.strength, Look::Plain),
            Cell::Text(if person.present { "yes" } else { "no" }),
        ]
    });
    rows(book, styles, "People", &columns, cells)
}

fn follow_ups(book: &mut Workbook, styles: &Styles, summary: &Summary) -> Result<(), XlsxError> {
    let columns = [column("What", 80), column("Who", 24), column("Until", 12), column("Done", 10)];
    let cells = summary.follow_ups.iter().map(|row| {
        vec![
            Cell::Label(&row.text),
            Cell::Text(&row.owner),
            row.due.map_or(Cell::Empty, Cell::Day),
            Cell::Text(if row.done { "yes" } else { "no" }),
        ]
    });
    rows(book, styles, "Follow-ups", &columns, cells)
}

fn evidence(book: &mut Workbook, styles: &Styles, summary: &Summary) -> Result<(), XlsxError> {
    let columns = [
        column("Source", 60),
        column("Version or year", 24),
        column("Address", 60),
        column("Criteria", 60),
    ];
    let criteria: Vec<String> =
        summary.evidence.iter().map(|source| source.criteria.join(", ")).collect();
    let cells = summary.evidence.iter().zip(&criteria).map(|(source, criteria)| {
        vec![
            Cell::Label(&source.title),
            Cell::Text(&source.version),
            Cell::Text(source.address.as_deref().unwrap_or_default()),
            Cell::Text(criteria),
        ]
    });
    rows(book, styles, "Evidence", &columns, cells)
}

fn log(book: &mut Workbook, styles: &Styles, summary: &Summary) -> Result<(), XlsxError> {
    let when = format!("When, {}", summary.zone);
    let columns = [column(&when, 28), column("What", 110)];
    let cells =
        summary.log.iter().map(|entry| vec![Cell::Label(&entry.when), Cell::Text(&entry.what)]);
    rows(book, styles, "Log", &columns, cells)
}
