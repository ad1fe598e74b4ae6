//! The slide of a criterion: what it is, what each side says, what the ballots give it, and what
//! was said about it last.

use egui::{Pos2, Ui};

use super::opening::bar;
use super::sheet::{Sheet, Type};
use crate::analysis::aloud;
use crate::session::{Criterion, Id, Note, Origin, Side};
use crate::ui::Desk;
use crate::ui::theme::{palette, slide};
use crate::ui::widgets::{Dot, Strip};

/// The height of the strip of dots.
const STRIP: f32 = 44.0;

/// Writes the slide.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, id: &Id, sheet: &mut Sheet) {
    let Some(at) = desk.session.criteria.iter().position(|c| &c.id == id) else { return };
    let Some(criterion) = desk.session.criteria.get(at) else { return };
    let palette = palette(ui);
    sheet.write(ui, &criterion.name, &Type::name(palette.ink));
    sheet.space(4.0);
    sheet.write(ui, &criterion.definition, &Type::lead(palette.quiet));
    sheet.space(20.0);

    let mut columns = sheet.columns();
    for (side, column) in Side::BOTH.into_iter().zip(&mut columns) {
        bar(ui, side, column);
        rated(ui, desk, criterion, side, column);
        column.space(4.0);
        let claim = Type::body(palette.ink).rows(4);
        column.write(ui, &criterion.sides[side].claim, &claim);
    }
    let cast = Cast::of(desk, criterion, at);
    let notes: Vec<&Note> = desk.session.notes_on(Some(id)).collect();
    reasons(ui, criterion, &mut columns, cast.is_some(), notes.len());
    sheet.below(&columns);
    if let Some(cast) = cast {
        sheet.space(22.0);
        cast.show(ui, criterion, sheet);
    }
    sheet.space(16.0);
    for note in notes.iter().rev() {
        let author = note.author.trim();
        let text = note.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = if author.is_empty() { text } else { format!("{author}: {text}") };
        if !sheet.write(ui, &said, &Type::body(palette.ink).rows(2)) {
            break;
        }
        sheet.space(6.0);
    }
}

/// A side's name with its rating at the right.
fn rated(ui: &mut Ui, desk: &Desk<'_>, criterion: &Criterion, side: Side, column: &mut Sheet) {
    let (palette, name) = (palette(ui), &desk.session.sides[side]);
    let assessed = &criterion.sides[side];
    let bold = Type::lead(palette.side(side)).bold().rows(1);
    let rating = assessed.rating.to_string();
    let number = column.lay_out(ui, &rating, &bold);
    let right = column.area.right();
    let mut left = right - number.size().x;
    let top = column.area.top();
    let confirmed = assessed.origin == Origin::Team;
    let mut spoken = format!("{name}, rating {rating}");
    if !confirmed {
        // Nobody has said so yet, which the colour alone must not tell.
        spoken.push_str(", not confirmed");
    }
    let bottom = column.place(ui, Pos2::new(left, top), number, &bold, &spoken).bottom();
    if !confirmed {
        let quiet = Type::body(palette.quiet).rows(1);
        let words = column.lay_out(ui, "not confirmed", &quiet);
        let gap = column.scaled(10.0);
        if words.size().x < column.area.width() * 0.4 {
            left -= words.size().x + gap;
            let at = Pos2::new(left, bottom - words.size().y - column.scaled(1.0));
            if !column.draft {
                ui.painter().galley(at, words, palette.quiet);
            }
        }
    }
    let mut half = column.part(column.area.with_max_x(left - column.scaled(12.0)));
    half.write(ui, name, &bold);
    column.cut |= half.cut;
    column.area.min.y = bottom.max(half.area.top());
}

/// Why each rating is what it is, where there is room for both beside what else is to be said.
fn reasons(
    ui: &mut Ui,
    criterion: &Criterion,
    columns: &mut [Sheet; 2],
    ballots: bool,
    notes: usize,
) {
    let kind = Type::body(palette(ui).quiet).rows(4);
    let line = slide::BODY * slide::LEADING;
    let mut rest = if ballots { 22.0 + line + STRIP } else { 0.0 };
    if notes > 0 {
        rest += 16.0 + line * 2.0;
    }
    let texts = Side::BOTH.map(|side| criterion.sides[side].reason.as_str());
    let fits = columns.iter().zip(texts).all(|(column, text)| {
        let height = column.lay_out(ui, text, &kind).size().y;
        column.area.height() >= height + column.scaled(rest + 6.0)
    });
    for (column, text) in columns.iter_mut().zip(texts) {
        if fits {
            column.space(6.0);
            column.write(ui, text, &kind);
        } else {
            column.cut = true;
        }
    }
}

/// The ballots on a criterion, once they have been revealed.
struct Cast {
    /// What they come to.
    pooled: f64,
    said: String,
    dots: Vec<Dot>,
    /// What the team has given it.
    given: String,
}

impl Cast {
    /// Nothing while ballots are being collected: what is still being given is nobody's to see,
    /// and what was given before would lead it.
    fn of(desk: &Desk<'_>, criterion: &Criterion, at: usize) -> Option<Self> {
        if desk.session.collecting().is_some() {
            return None;
        }
        let round = desk.session.revealed()?;
        let agreement = desk.verdict.agreement.as_ref()?;
        let pooled = agreement.criteria.get(at)?.pooled(agreement.pool);
        let advisers = agreement.people.len().saturating_sub(agreement.counted);
        let said = aloud::ballots(agreement, at, advisers)?;
        let ballots = round.ballots.iter().zip(&agreement.people);
        let ballots = ballots.filter(|_| !agreement.pooled_only);
        let dots = ballots.map(|(ballot, person)| Dot {
            points: ballot.points.get(&criterion.id).map_or(0.0, |points| points.get()),
            counts: person.counts,
        });
        let given = aloud::given(desk.session, criterion);
        Some(Self { pooled, said, dots: dots.collect(), given })
    }

    fn show(self, ui: &mut Ui, criterion: &Criterion, sheet: &mut Sheet) {
        let said = format!("{} {}", self.said, self.given);
        let quiet = Type::body(palette(ui).quiet).rows(2);
        if !sheet.write(ui, &said, &quiet) || sheet.area.height() < sheet.scaled(STRIP) {
            sheet.cut = true;
            return;
        }
        let rect = sheet.area.with_max_y(sheet.area.top() + sheet.scaled(STRIP));
        let name = format!("{}: {said}", criterion.name);
        if !sheet.draft {
            Strip::new(&name)
                .radius(sheet.scaled(slide::DOT))
                .tick(Some(self.pooled))
                .show(ui, rect, self.dots);
        }
        sheet.space(STRIP);
    }
}
