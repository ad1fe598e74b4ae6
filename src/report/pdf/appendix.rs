//! Page 2 and on: everything that page 1 rests on. A section without content is left out.

mod ballots;
mod evidence;

use super::flow::{Cell, Column, Flow, Frame, Node, Op, Place};
use super::front::{CAUTIONS, CHANGES, Cut, NOTICES, capital, one_line, tone};
use super::text::{BODY, LABEL, Phrase, Press, SMALL, Weight};
use crate::report::chart::Tone;
use crate::report::summary::{Driver, Note, Passage, Row, Summary};
use crate::session::Side;

/// What page 1 cut, and where it refers to.
pub const IN_FULL: &str = "Page 1 in full";
/// See `IN_FULL`.
pub const CRITERIA: &str = "Criteria";
/// See `IN_FULL`.
pub const BRIEF: &str = "Question and context";
/// See `IN_FULL`.
pub const DRIVEN: &str = "What drives it";
/// See `IN_FULL`.
pub const FOLLOW_UPS: &str = "Follow-ups";

/// Lays out the appendix.
pub fn appendix(
    press: &mut Press,
    summary: &Summary,
    frame: Frame,
    cut: &[Cut],
) -> (Vec<Vec<Op>>, Vec<Place>, Option<Node>) {
    let mut appendix = Appendix { flow: Flow::new(press, frame), summary, cut };
    appendix.in_full();
    appendix.together(Appendix::must_haves);
    appendix.together(Appendix::brief);
    appendix.criteria();
    appendix.together(Appendix::driven);
    appendix.together(Appendix::flips);
    appendix.together(Appendix::consequences);
    appendix.together(Appendix::weighing);
    appendix.ballots();
    appendix.notes();
    appendix.together(Appendix::people);
    appendix.together(Appendix::method);
    appendix.evidence();
    appendix.together(Appendix::contested);
    appendix.together(Appendix::parked);
    appendix.together(Appendix::follow_ups);
    appendix.together(Appendix::log);
    appendix.together(Appendix::provenance);
    appendix.flow.finish()
}

/// So much of a page may stay empty for a section that goes overleaf as a whole.
const EMPTY: f32 = 0.3;

struct Appendix<'a, 'p> {
    flow: Flow<'p>,
    summary: &'a Summary,
    cut: &'a [Cut],
}

impl Appendix<'_, '_> {
    /// A section on one page, where it fits on one and leaves not too much of the page before empty.
    fn together(&mut self, draw: impl Fn(&mut Self)) {
        let (mark, pages, left) = (self.flow.mark(), self.flow.pages.len(), self.flow.left());
        draw(self);
        let Frame { top, bottom, .. } = self.flow.frame;
        let (whole, overleaf) = (bottom - top, self.flow.y - top);
        let broken = self.flow.pages.len() == pages + 1;
        if broken && left < EMPTY * whole && left + overleaf < whole {
            self.flow.back_to(&mark);
            self.flow.turn();
            draw(self);
        }
    }

    fn section(&mut self, name: &str) {
        // A heading does not stand alone at the foot of a page.
        self.flow.need(120.0);
        self.flow.skip(22.0);
        self.flow.heading(2, name, false);
        self.flow.y += 4.0;
    }

    fn part(&mut self, name: &str, draft: bool) {
        self.flow.skip(8.0);
        self.flow.heading(3, name, draft);
        self.flow.y += 2.0;
    }

    fn in_full(&mut self) {
        if self.cut.is_empty() {
            return;
        }
        self.section(IN_FULL);
        for Cut { name, text, draft } in self.cut {
            // Cautions and changes are several sentences on page 1, and stand as such here.
            self.part(name, *draft);
            match (*name, &self.summary.numbers) {
                (CAUTIONS, _) => {
                    self.flow.list(self.summary.cautions.iter().map(String::as_str), BODY);
                }
                (NOTICES, _) => {
                    self.flow.list(self.summary.notices.iter().map(String::as_str), BODY);
                }
                (CHANGES, Some(numbers)) => {
                    self.flow.list(numbers.changes.iter().map(String::as_str), BODY);
                }
                _ => self.flow.paragraphs(text, BODY),
            }
        }
    }

    /// A table of which some columns are given as shares of the width.
    fn table(&mut self, columns: Vec<(Phrase, f32, bool)>, rows: &[Vec<Cell>]) {
        let whole = self.flow.frame.width;
        let columns: Vec<Column> = columns
            .into_iter()
            .map(|(head, share, end)| Column { head, width: whole * share, end })
            .collect();
        self.flow.table(&columns, rows, 0);
    }

    fn side(&self, side: Side) -> Phrase {
        let name: String = one_line(&self.summary.sides[side]).chars().take(90).collect();
        Phrase::default().and(&name, Weight::Semibold, tone(side))
    }

    fn must_haves(&mut self) {
        if self.summary.must_haves.is_empty() {
            return;
        }
        self.section("Must-haves");
        let heads = vec![
            (Phrase::new("Condition"), 0.56, false),
            (self.side(Side::Left), 0.22, false),
            (self.side(Side::Right), 0.22, false),
        ];
        let rows = self.summary.must_haves.iter().map(|must| {
            let outcome = |side: Side| {
                let word = must.outcome[side];
                Cell::new(&capital(word), if word == "fail" { SMALL.bold() } else { SMALL })
            };
            vec![Cell::new(&must.name, SMALL), outcome(Side::Left), outcome(Side::Right)]
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        self.table(heads, &rows);
    }

    fn brief(&mut self) {
        let Summary { project, question, context, .. } = self.summary;
        if [project, question, context].iter().all(|text| text.trim().is_empty()) {
            return;
        }
        self.section(BRIEF);
        for (name, text) in [("Project", project), ("Question", question), ("Context", context)] {
            if !text.trim().is_empty() {
                self.part(name, false);
                self.flow.paragraphs(text, BODY);
            }
        }
    }

    /// Every criterion with its reasons, and with its numbers unless they are covered.
    fn criteria(&mut self) {
        let summary = self.summary;
        if summary.criteria.is_empty() {
            return;
        }
        let open = summary.numbers.is_some();
        self.section(CRITERIA);
        let mut heads = vec![(Phrase::new("Criterion"), if open { 0.25 } else { 0.34 }, false)];
        if open {
            heads.push((Phrase::new("Weight"), 0.11, true));
        }
        heads.extend(
            Side::BOTH.map(|side| (self.side(side), if open { 0.32 } else { 0.33 }, false)),
        );
        let rows = summary.criteria.iter().map(|row| criterion(row, open)).collect::<Vec<_>>();
        self.table(heads, &rows);
    }

    /// The numbers of the chart on page 1, all of them, as text.
    fn driven(&mut self) {
        let Some(numbers) = &self.summary.numbers else { return };
        if numbers.drivers.is_empty() {
            return;
        }
        self.section(DRIVEN);
        let heads = vec![
            (Phrase::new("Criterion"), 0.46, false),
            (Phrase::new("Adds to the margin"), 0.22, true),
            (Phrase::new("Towards"), 0.32, false),
        ];
        let rows = numbers.drivers.iter().map(|driver| {
            let Driver { name, words, towards, .. } = driver;
            let towards = match towards {
                Some(side) => Phrase::default().and(
                    &one_line(&self.summary.sides[*side]),
                    Weight::Semibold,
                    tone(*side),
                ),
                None => Phrase::new("neither side"),
            };
            let towards = Cell { parts: vec![(towards, SMALL)], bar: None };
            vec![Cell::new(name, SMALL), Cell::new(words, SMALL), towards]
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        self.table(heads, &rows);
        self.flow.y += 4.0;
        self.flow.paragraph(&Phrase::new(&numbers.rounding), SMALL.quiet());
    }

    /// Every weight that alone would turn it, of which page 1 tells the nearest.
    fn flips(&mut self) {
        let flips = self.summary.numbers.as_ref().map(|numbers| numbers.flips.as_slice());
        let Some(flips) = flips.filter(|flips| !flips.is_empty()) else { return };
        self.section("Weights that would turn it");
        let heads = vec![
            (Phrase::new("Criterion"), 0.46, false),
            (Phrase::new("Weight now"), 0.22, true),
            (Phrase::new("Level at"), 0.32, true),
        ];
        let rows = flips.iter().map(|flip| {
            [&flip.name, &flip.now_words, &flip.at_words].map(|text| Cell::new(text, SMALL)).into()
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        self.table(heads, &rows);
        self.flow.y += 4.0;
        let said = "Each alone, while the other weights keep their proportions. Weights that are \
                    not named here cannot turn it alone.";
        self.flow.paragraph(&Phrase::new(said), SMALL.quiet());
    }

    /// Where all this comes from, so that anybody can check it.
    fn provenance(&mut self) {
        let Summary { origin, version, zone, .. } = self.summary;
        self.section("Where this comes from");
        let mut said = vec![format!("Made from {} with Weighbridge {version}.", origin.name())];
        said.extend(origin.sha256.as_ref().map(|hash| format!("SHA-256 of that file: {hash}.")));
        said.push(format!("Days and hours are those of {zone}."));
        self.flow.list(said.iter().map(String::as_str), BODY);
    }

    fn consequences(&mut self) {
        let summary = self.summary;
        let review =
            Passage { text: summary.review.words.clone(), draft: summary.review.trigger.draft };
        let typed = |text: &String| Passage { text: text.clone(), draft: false };
        let (supersedes, by) = (typed(&summary.supersedes), typed(&summary.superseded_by));
        let parts = [
            ("What gets better", &summary.good),
            ("Risks accepted", &summary.bad),
            ("How we will know", &summary.confirmation),
            ("Review", &review),
            ("Consulted", &summary.consulted),
            ("Informed", &summary.informed),
            ("Supersedes", &supersedes),
            ("Superseded by", &by),
        ];
        let told = |name: &str| self.cut.iter().any(|cut| cut.name == name);
        let left = parts.map(|(name, said)| (name, said, !said.is_empty() && !told(name)));
        if left.iter().all(|(_, _, shown)| !shown) {
            return;
        }
        self.section("Consequences and follow-through");
        for (name, passage, _) in left.into_iter().filter(|(_, _, shown)| *shown) {
            self.part(name, passage.draft);
            if passage.lines().nth(1).is_some() {
                self.flow.list(passage.lines(), BODY);
            } else {
                self.flow.paragraphs(&passage.text, BODY);
            }
        }
    }

    fn weighing(&mut self) {
        if !self.summary.weighing.is_empty() {
            self.section("How the weights were agreed");
            self.flow.list(self.summary.weighing.iter().map(String::as_str), BODY);
        }
    }

    fn notes(&mut self) {
        let notes = &self.summary.notes;
        if notes.is_empty() {
            return;
        }
        self.section("Notes");
        let mut about = None;
        for note in notes {
            if about != Some(&note.about) {
                about = Some(&note.about);
                let whole = note.about.trim().is_empty();
                let name = if whole { "The whole decision" } else { note.about.as_str() };
                self.part(&one_line(name), false);
            }
            self.note(note);
        }
    }

    fn note(&mut self, note: &Note) {
        let author = one_line(&note.author);
        let day = note.day.strftime("%-d %B %Y").to_string();
        let said = if author.is_empty() { day } else { format!("{author} · {day}") };
        let mut head = Phrase::new(&said);
        if let Some(side) = note.side {
            let name = format!(" · {}", one_line(&self.summary.sides[side]));
            head =
                head.and(" ", Weight::Medium, Tone::Quiet).and(&name, Weight::Semibold, tone(side));
        }
        self.flow.need(LABEL.leading + BODY.leading);
        self.flow.paragraph(&head, LABEL);
        self.flow.paragraphs(&note.text, BODY);
        self.flow.y += 5.0;
    }

    fn people(&mut self) {
        if self.summary.people.is_empty() {
            return;
        }
        self.section("People");
        let heads = vec![
            (Phrase::new("Name"), 0.34, false),
            (Phrase::new("Stands for"), 0.34, false),
            (Phrase::new("Strength"), 0.12, true),
            (Phrase::new("Took part"), 0.20, false),
        ];
        let rows = self.summary.people.iter().map(|person| {
            let strength = match person.strength {
                counts if counts > 0.0 => counts.to_string(),
                _ => "adviser".to_owned(),
            };
            vec![
                Cell::new(&person.name, SMALL.bold()),
                Cell::new(&person.role, SMALL),
                Cell::new(&strength, SMALL),
                Cell::new(if person.present { "present" } else { "absent" }, SMALL),
            ]
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        self.table(heads, &rows);
    }

    fn contested(&mut self) {
        if !self.summary.contested.is_empty() {
            self.section("Evidence that was contested");
            self.flow.list(self.summary.contested.iter().map(String::as_str), BODY);
        }
    }

    fn parked(&mut self) {
        if !self.summary.parked.is_empty() {
            self.section("Parked");
            self.flow.list(self.summary.parked.iter().map(String::as_str), BODY);
        }
    }

    fn follow_ups(&mut self) {
        if self.summary.follow_ups.is_empty() {
            return;
        }
        self.section(FOLLOW_UPS);
        let heads = vec![
            (Phrase::new("What"), 0.46, false),
            (Phrase::new("Who"), 0.20, false),
            (Phrase::new("Until"), 0.22, false),
            (Phrase::new("State"), 0.12, false),
        ];
        let rows = self.summary.follow_ups.iter().map(|step| {
            vec![
                Cell::new(&step.text, SMALL),
                Cell::new(&step.owner, SMALL),
                Cell::new(&step.due_words, SMALL),
                Cell::new(if step.done { "done" } else { "open" }, SMALL),
            ]
        });
        let rows: Vec<Vec<Cell>> = rows.collect();
        self.table(heads, &rows);
    }

    fn log(&mut self) {
        if self.summary.log.is_empty() {
            return;
        }
        self.section("Log of the meeting");
        let when = format!("When, {}", self.summary.zone);
        let heads = vec![(Phrase::new(&when), 0.28, false), (Phrase::new("What"), 0.72, false)];
        let rows = self.summary.log.iter();
        let rows = rows.map(|e| vec![Cell::new(&e.when, SMALL.quiet()), Cell::new(&e.what, SMALL)]);
        let rows: Vec<Vec<Cell>> = rows.collect();
        self.table(heads, &rows);
    }

    fn method(&mut self) {
        let summary = self.summary;
        self.section("Method");
        self.flow.paragraphs(&summary.method, BODY);
        let Some(numbers) = &summary.numbers else { return };
        self.flow.skip(10.0);
        let heads = vec![
            (Phrase::new(&format!("How sure it is that {}", one_line(&numbers.wins))), 0.76, false),
            (Phrase::new("Share"), 0.24, true),
        ];
        let rows = numbers.sure.iter();
        let rows =
            rows.map(|sure| vec![Cell::new(sure.label, SMALL), Cell::new(&sure.words, SMALL)]);
        let rows: Vec<Vec<Cell>> = rows.collect();
        self.table(heads, &rows);
    }
}

/// A row of the full table: what a criterion measures, and how each side does and why.
fn criterion(row: &Row, open: bool) -> Vec<Cell> {
    let mut cells = vec![Cell::new(&row.name, SMALL.bold()).and(&row.definition, SMALL.quiet())];
    if open {
        let points = format!("{} points", row.points);
        cells.push(Cell::new(&format!("{} %", row.percent), SMALL.bold()).and(&points, LABEL));
    }
    cells.extend(Side::BOTH.map(|side| {
        let rated = &row.sides[side];
        let standing = if rated.confirmed { "" } else { "a starting value, " };
        let known = Phrase::default().and(&rated.words, Weight::Semibold, tone(side)).and(
            &format!(" · {standing}{}", rated.confidence),
            Weight::Regular,
            Tone::Quiet,
        );
        let mut cell = Cell::default();
        if open {
            cell.parts.push((known, SMALL));
        }
        cell.and(&rated.claim, SMALL).and(&rated.reason, SMALL.quiet())
    }));
    if let Some(first) = cells.first_mut().filter(|_| !row.override_reason.is_empty()) {
        let reason = format!("Points set by hand: {}", row.override_reason);
        first.parts.push((Phrase::new(&reason), LABEL));
    }
    cells
}
