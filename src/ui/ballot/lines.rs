//! Swing points and the budget: a row for each criterion, with what a 0 and a 10 look like, a
//! slider, a number and a comment.

use egui::{
    CornerRadius, DragValue, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};

use super::{Voting, change};
use crate::session::{Id, Line, Method, Paper, Points};
use crate::ui::Outbox;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::field::input;
use crate::ui::widgets::place::part;
use crate::ui::widgets::{Cell, at, keyed, secondary, slider, title, visible_rows};

/// The height of a row where everything is in one line, and where the comment is below.
const ROW: f32 = 64.0;
const TALL: f32 = 104.0;
/// The height of a row that has its anchors in one line.
pub(super) const FLAT: f32 = 52.0;
/// Narrower than this, comments go below.
const ONE_LINE: f32 = 820.0;

/// The criterion that got 100 swing points: the largest swing. Where several have, it is the one
/// that was chosen.
pub(super) fn largest(voting: &Voting) -> Option<&Line> {
    let full = |line: &&Line| line.swing.is_some_and(|points| points.get() >= 100.0);
    let chosen = voting.largest.as_ref().and_then(|id| voting.paper.line(id)).filter(full);
    chosen.or_else(|| voting.paper.lines.iter().find(full))
}

/// Draws the rows.
pub(super) fn show(ui: &mut Ui, voting: &Voting, out: &mut Outbox) {
    let paper = &voting.paper;
    let leader = largest(voting).filter(|_| paper.method == Method::Swing);
    if leader.is_none() && paper.method == Method::Swing {
        choose_largest(ui, paper, out);
        return;
    }
    let first = leader.map(|line| line.criterion.clone());
    // The largest swing leads; the others keep their order, so that no row moves under a hand.
    let mut rows: Vec<&Line> = paper.lines.iter().collect();
    rows.sort_by_key(|line| Some(&line.criterion) != first.as_ref());
    let one_line = ui.available_width() >= ONE_LINE;
    let height = if one_line { ROW } else { TALL };
    list(ui, rows.len(), height, |ui, place, rect| {
        if let Some(line) = rows.get(place) {
            let leads = Some(&line.criterion) == first.as_ref();
            keyed(ui, rect, line.criterion.as_str(), |ui| {
                row(ui, out, voting, line, (leads, one_line), rect);
            });
        }
    });
    if voting.casting.given < voting.casting.of && paper.method == Method::Swing {
        ui.add_space(space::M);
        let rest = secondary(ui, "Give the rest 0");
        if rest
            .on_hover_text("For criteria whose way from 0 to 10 does not matter to you")
            .clicked()
        {
            change(out, |paper| {
                for line in &mut paper.lines {
                    line.swing.get_or_insert_default();
                }
            });
        }
    }
}

/// A card of rows, of which only those in sight are drawn.
pub(super) fn list(
    ui: &mut Ui,
    count: usize,
    height: f32,
    mut row: impl FnMut(&mut Ui, usize, Rect),
) -> Rect {
    let palette = palette(ui);
    #[expect(clippy::cast_precision_loss, reason = "a ballot holds at most 200 criteria")]
    let upto = |count: usize| height * count as f32;
    let size = Vec2::new(ui.available_width(), upto(count));
    let (area, _) = ui.allocate_exact_size(size, Sense::hover());
    let line = Stroke::new(1.0, palette.line);
    let corner = CornerRadius::same(theme::CARD_CORNER);
    ui.painter().rect(area, corner, palette.card, line, StrokeKind::Inside);
    for place in visible_rows(ui, area, height, count) {
        let top = area.top() + upto(place);
        let rect = Rect::from_x_y_ranges(area.x_range(), top..=top + height);
        if place > 0 {
            ui.painter().hline(rect.x_range(), rect.top(), line);
        }
        row(ui, place, rect);
    }
    area
}

/// The first question of swing weighting.
fn choose_largest(ui: &mut Ui, paper: &Paper, out: &mut Outbox) {
    list(ui, paper.lines.len(), FLAT, |ui, place, rect| {
        let Some(line) = paper.lines.get(place) else { return };
        let response =
            ui.interact(rect, ui.scope_id().with(line.criterion.as_str()), Sense::click());
        let spoken = format!("{} is the largest swing", line.name);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        if response.hovered() {
            let inner = rect.shrink2(Vec2::new(1.0, 1.0));
            ui.painter().rect_filled(inner, CornerRadius::same(theme::CORNER), palette(ui).hover);
        }
        let inside = rect.shrink2(Vec2::new(space::L, 0.0));
        name(ui, line, inside, true);
        if response.clicked() {
            largest_is(out, line.criterion.clone());
        }
    });
}

/// Makes a criterion the largest swing; what was the largest before has no points then.
fn largest_is(out: &mut Outbox, criterion: Id) {
    let chosen = criterion.clone();
    out.view(move |view| {
        if let Some(voting) = &mut view.voting {
            voting.largest = Some(chosen);
        }
    });
    change(out, move |paper| {
        for line in &mut paper.lines {
            if line.criterion == criterion {
                line.swing = Some(Points::clamped(100.0));
            } else if line.swing.is_some_and(|points| points.get() >= 100.0) {
                line.swing = None;
            }
        }
    });
}

/// A criterion's name, and under it what a 0 and a 10 look like: in one line, or in two where
/// the row is high enough.
pub(super) fn name(ui: &mut Ui, line: &Line, rect: Rect, given: bool) {
    let palette = palette(ui);
    let two = rect.height() >= ROW;
    let anchors = if two {
        vec![format!("0: {}", line.low), format!("10: {}", line.high)]
    } else {
        vec![format!("0: {}  →  10: {}", line.low, line.high)]
    };
    let anchors = if line.low.is_empty() && line.high.is_empty() { Vec::new() } else { anchors };
    let high: f32 = anchors.iter().map(|_| ANCHOR).sum();
    let mut top = rect.center().y - f32::midpoint(20.0, high);
    let mut next = |height: f32| {
        let place = Rect::from_x_y_ranges(rect.x_range(), top..=top + height);
        top += height;
        place
    };
    let color = if given { palette.ink } else { palette.quiet };
    let font = theme::semibold(size::BODY - 1.0);
    Cell::new(&line.name, font, color).show(ui, next(20.0)).on_hover_text(&line.definition);
    for anchor in anchors {
        let font = theme::regular(size::QUIET - 0.5);
        Cell::new(&anchor, font, palette.quiet)
            .show(ui, next(ANCHOR))
            .on_hover_text(format!("{}\n\n0: {}\n10: {}", line.definition, line.low, line.high));
    }
}

/// The height of a line that says what a 0 or a 10 looks like.
const ANCHOR: f32 = 16.0;

fn row(
    ui: &mut Ui,
    out: &mut Outbox,
    voting: &Voting,
    line: &Line,
    (leads, one_line): (bool, bool),
    rect: Rect,
) {
    let palette = palette(ui);
    let method = voting.paper.method;
    let (upper, lower) =
        if one_line { (rect, rect) } else { rect.split_top_bottom_at_y(rect.top() + ROW) };
    let (left, right) = (upper.left() + space::L, upper.right() - space::L);
    let comment = if one_line { (right - 180.0, right) } else { (left, right) };
    let end = if one_line { comment.0 - space::L } else { right };
    let figure = (end - 56.0, end);
    let names = (left, left + (end - left) * if one_line { 0.56 } else { 0.58 });
    let scale = (names.1 + space::L, figure.0 - space::M);

    let given = if method == Method::Swing { line.swing } else { line.share };
    name(ui, line, part(upper, names), given.is_some());
    let what = if method == Method::Swing { "points" } else { "share" };
    let area = part(upper, scale).shrink2(Vec2::new(0.0, 20.0));
    let spoken = format!("{}, {what}", line.name);
    if leads {
        let again = at(ui, area, |ui| secondary(ui, "Another is larger"));
        if again.on_hover_text("Choose the largest swing again").clicked() {
            change(out, |paper| {
                paper.lines.iter_mut().for_each(|line| {
                    line.swing = line.swing.filter(|points| points.get() < 100.0);
                });
            });
        }
        Cell::new("100", theme::semibold(size::BODY), palette.ink)
            .right()
            .named(format!("{spoken}: 100"))
            .show(ui, part(upper, figure).shrink2(Vec2::new(10.0, 0.0)));
    } else {
        let slid = slider(ui, area, given.unwrap_or_default(), 1.0, &spoken);
        let field = part(upper, figure).shrink2(Vec2::new(0.0, 17.0));
        let typed = at(ui, field, |ui| {
            ui.spacing_mut().interact_size = field.size();
            figure_field(ui, given, &format!("{spoken}, number"))
        });
        if let Some(points) = slid.or(typed) {
            give(out, line.criterion.clone(), method, points);
        }
    }
    comment_field(ui, voting, out, line, part(lower, comment));
}

/// Gives a criterion points.
fn give(out: &mut Outbox, criterion: Id, method: Method, points: Points) {
    change(out, move |paper| {
        let Some(line) = paper.line_mut(&criterion) else { return };
        match method {
            Method::Swing => line.swing = Some(points),
            _ => line.share = Some(points),
        }
    });
}

/// A number that may not have been given yet, which shows as a dash.
fn figure_field(ui: &mut Ui, given: Option<Points>, name: &str) -> Option<Points> {
    const NONE: f64 = -1.0;
    let mut number = given.map_or(NONE, Points::get);
    let speed = if ui.input(|input| input.pointer.any_down()) { 0.125 } else { 1.0 };
    let field = DragValue::new(&mut number)
        .range(NONE..=100.0)
        .speed(speed)
        .custom_formatter(|value, _| {
            if value < 0.0 { "–".to_owned() } else { Points::clamped(value).to_string() }
        })
        .custom_parser(|text| text.trim().replace(',', ".").parse().ok());
    let response = ui.add(field).accessible_name(name);
    let number = if response.dragged() { number.round() } else { number };
    let new = (number >= 0.0).then(|| Points::clamped(number));
    new.filter(|_| response.changed() && new != given)
}

/// The field for what somebody wants to say to a criterion.
pub(super) fn comment_field(
    ui: &mut Ui,
    voting: &Voting,
    out: &mut Outbox,
    line: &Line,
    rect: Rect,
) -> Response {
    let mut text = line.comment.clone();
    let place = rect.shrink2(Vec2::new(0.0, (rect.height() - 32.0).max(0.0) / 2.0));
    let response = at(ui, place, |ui| {
        let id = voting.scope().with(("comment", line.criterion.as_str()));
        input(ui, id, &mut text, 1, "Add a comment")
            .accessible_name(format!("{}, comment", line.name))
    });
    if response.changed() {
        let criterion = line.criterion.clone();
        change(out, move |paper| {
            if let Some(line) = paper.line_mut(&criterion) {
                line.comment = text;
            }
        });
    }
    response
}

/// Fields for what somebody wants to say to criteria, below an answer that has no room for them.
pub(super) fn comments(ui: &mut Ui, voting: &Voting, out: &mut Outbox, lines: &[&Line]) {
    ui.add_space(space::M);
    title(ui, "Comments");
    list(ui, lines.len(), FLAT, |ui, row, rect| {
        let Some(line) = lines.get(row) else { return };
        let inside = rect.shrink2(Vec2::new(space::L, 0.0));
        let split = inside.left() + inside.width() * 0.55;
        name(ui, line, part(inside, (inside.left(), split)), true);
        keyed(ui, rect, &format!("comment {}", line.criterion), |ui| {
            let place = part(inside, (split + space::L, inside.right()));
            comment_field(ui, voting, out, line, place);
        });
    });
}
