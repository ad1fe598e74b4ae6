//! What a revealed round gives to talk about: where it is far apart, who stands where, and what
//! has moved since the round before. Nothing here tells who leads.

use egui::epaint::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Rect, RichText, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::analysis::agreement::{Remark, Said, rounded};
use crate::analysis::{Agreement, aloud, headline, terms};
use crate::session::Round;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::{Cell, card, heading, label, quiet, title, visible_rows};
use crate::ui::{Desk, format};

const NONE_COUNTS: &str = "No ballot of this round counts, so there is nothing to compare.";
const TOO_FEW: &str =
    "Without names nothing is told of so few ballots, so there is nothing to compare.";
/// The most criteria that are named to be talked about.
const FEW: usize = 8;
/// With more comments than this, they stand in a list of which only what is in sight is drawn.
const MANY: usize = 40;
/// So many of the comments are then beside what they are about, too.
const BESIDE: usize = 2;

/// Draws the panel beside the weights.
pub fn show(ui: &mut Ui, desk: &Desk<'_>) {
    if desk.session.revealed().is_none() {
        return;
    }
    heading(ui, "Talk about first");
    let Some(agreement) = &desk.verdict.agreement else {
        let few = desk.session.revealed().and_then(Round::too_few).is_some();
        quiet(ui, if few { TOO_FEW } else { NONE_COUNTS });
        return;
    };
    first(ui, desk, agreement);
    together(ui, desk, agreement);
    by_hand(ui, desk);
    said(ui, desk);
}

/// The criteria on which the ballots are far apart, the widest first.
fn first(ui: &mut Ui, desk: &Desk<'_>, agreement: &Agreement) {
    let many = total(&desk.verdict.said) > MANY;
    let order = &desk.verdict.talk_first;
    if order.is_empty() {
        label(ui, "The ballots are close together on every criterion.");
    }
    for at in order.iter().take(FEW) {
        let Some(criterion) = desk.session.criteria.get(*at) else { continue };
        let Some(words) = aloud::apart(agreement, *at) else { continue };
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = space::S;
            title(ui, &criterion.name);
            quiet(ui, &words);
            let said = desk.verdict.said.iter().find(|said| said.criterion == *at);
            let remarks = said.map_or(&[][..], |said| said.remarks.as_slice());
            if !many {
                for remark in remarks {
                    comment(ui, remark);
                }
                return;
            }
            for remark in remarks.iter().take(BESIDE) {
                let size = Vec2::new(ui.available_width(), 36.0);
                let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                short(ui, remark, rect);
            }
            if remarks.len() > BESIDE {
                quiet(ui, &format!("… and {} more, below.", remarks.len() - BESIDE));
            }
        });
    }
    if order.len() > FEW {
        quiet(ui, &format!("… and {} more, marked in the table.", order.len() - FEW));
    }
}

/// How far the ballots agree, and what has moved.
fn together(ui: &mut Ui, desk: &Desk<'_>, agreement: &Agreement) {
    ui.add_space(space::S);
    title(ui, "How far apart the ballots are");
    let words = headline::concordance_words(agreement.concordance);
    label(ui, RichText::new(words).size(size::BODY - 1.0)).on_hover_text(terms::CONCORDANCE.text());
    if let Some(words) = desk.session.revealed().and_then(aloud::methods) {
        quiet(ui, &words);
    }
    if let Some(movement) = &desk.verdict.movement {
        ui.add_space(space::S);
        title(ui, "What has moved");
        // Who moved most is the first of the list.
        let said = if movement.people.is_empty() { movement.words.len() } else { 1 };
        for words in movement.words.iter().take(said) {
            label(ui, RichText::new(words).size(size::BODY - 1.0));
        }
        for moved in movement.people.iter().take(FEW) {
            let by = format!("{:.1}", moved.by);
            let most = moved.most.and_then(|(at, from, to)| {
                let name = &desk.session.criteria.get(at)?.name;
                let [from, to] = [from, to].map(rounded);
                Some(format!("; most on {name}, {from} → {to}"))
            });
            let adviser = if moved.counts { "" } else { " (adviser)" };
            let most = most.unwrap_or_default();
            quiet(ui, &format!("{}{adviser}: {by} points on average{most}", moved.name));
        }
        if movement.people.len() > FEW {
            quiet(ui, &format!("… and {} more.", movement.people.len() - FEW));
        }
    }
}

/// Where the team's points are not what its ballots come to.
fn by_hand(ui: &mut Ui, desk: &Desk<'_>) {
    if desk.verdict.overrides.is_empty() {
        return;
    }
    ui.add_space(space::S);
    title(ui, "Set by hand");
    let pool = desk.session.brief.pool.word();
    for row in desk.verdict.overrides.iter().take(FEW) {
        if let Some(criterion) = desk.session.criteria.get(row.criterion) {
            let name = &criterion.name;
            let reason = desk.session.reason_for(criterion);
            let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            let (points, ballots) = (row.points, row.ballots);
            quiet(ui, &format!("{name}: {points}, where the {pool} is {ballots}{reason}"));
        }
    }
    if desk.session.agreed().is_none() {
        quiet(ui, "Agreeing on the weights asks for the reasons, and the log keeps them.");
    }
}

/// What was written on the ballots and is not in sight yet.
fn said(ui: &mut Ui, desk: &Desk<'_>) {
    let said = &desk.verdict.said;
    let all_of = total(said);
    if all_of > MANY {
        ui.add_space(space::S);
        title(ui, &format::count(all_of, "comment on the ballots", "comments on the ballots"));
        all(ui, desk, said);
        return;
    }
    let order = &desk.verdict.talk_first;
    let first = order.get(..FEW).unwrap_or(order);
    let mut rest = said.iter().filter(|said| !first.contains(&said.criterion)).peekable();
    if rest.peek().is_some() {
        ui.add_space(space::S);
        let others = if first.is_empty() { "Comments" } else { "Comments on the others" };
        title(ui, others);
    }
    for said in rest {
        if let Some(criterion) = desk.session.criteria.get(said.criterion) {
            label(ui, RichText::new(&criterion.name).font(theme::medium(size::BODY - 1.0)));
            for remark in &said.remarks {
                comment(ui, remark);
            }
        }
    }
}

fn total(said: &[Said]) -> usize {
    said.iter().map(|said| said.remarks.len()).sum()
}

/// Every comment, in rows of one height, of which only those in sight are drawn.
fn all(ui: &mut Ui, desk: &Desk<'_>, said: &[Said]) {
    const ROW: f32 = 42.0;
    let rows = total(said) + said.len();
    #[expect(clippy::cast_precision_loss, reason = "a round holds at most 100,000 comments")]
    let upto = |row: usize| ROW * row as f32;
    let size = Vec2::new(ui.available_width(), upto(rows));
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let seen = visible_rows(ui, area, ROW, rows);
    let mut row = 0;
    for said in said {
        let next = row + 1 + said.remarks.len();
        for at in seen.start.max(row)..seen.end.min(next) {
            let top = area.top() + upto(at);
            let rect = Rect::from_x_y_ranges(area.x_range(), top..=top + ROW);
            match at.checked_sub(row + 1) {
                None => {
                    let criterion = desk.session.criteria.get(said.criterion);
                    let name = criterion.map_or("", |criterion| criterion.name.as_str());
                    let font = theme::medium(size::BODY - 1.0);
                    Cell::new(name, font, palette(ui).ink).show(ui, rect);
                }
                Some(at) => {
                    if let Some(remark) = said.remarks.get(at) {
                        short(ui, remark, rect);
                    }
                }
            }
        }
        row = next;
    }
}

/// A comment in two lines at most; all of it is in the tooltip, and read to those who hear it.
fn short(ui: &mut Ui, remark: &Remark, rect: Rect) {
    let text = words(remark);
    let color = palette(ui).ink;
    let format = TextFormat { font_id: theme::regular(size::QUIET), color, ..Default::default() };
    // Two lines hold less than this; what is longer need not be laid out.
    let begin: String = text.chars().take(400).collect();
    let mut job = LayoutJob::single_section(begin, format);
    job.wrap = TextWrapping { max_width: rect.width(), max_rows: 2, ..TextWrapping::default() };
    let galley = ui.painter().layout_job(job);
    let elided = galley.elided;
    ui.painter().with_clip_rect(ui.clip_rect()).galley(rect.min, galley, color);
    let id = ui.next_auto_id();
    ui.skip_ahead_auto_ids(1);
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    if elided {
        response.on_hover_ui(|ui| {
            ui.set_max_width(340.0);
            ui.label(&text);
        });
    }
}

/// Who said what, and what they gave.
fn words(remark: &Remark) -> String {
    let Remark { who, points, text } = remark;
    let points = points.map(|points| format!(", {points}")).unwrap_or_default();
    format!("{who}{points}: “{text}”")
}

/// A comment as long as it is.
fn comment(ui: &mut Ui, remark: &Remark) {
    let text = RichText::new(words(remark));
    let text = text.font(theme::regular(size::QUIET)).color(palette(ui).ink);
    ui.add(egui::Label::new(text.line_height(Some(17.0))).wrap());
}
