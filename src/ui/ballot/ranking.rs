//! A ranking: chosen one after the other, then moved by hand or by keys; neighbours may be tied.

use egui::{
    Button, CornerRadius, EventFilter, Key, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui,
    Vec2, WidgetInfo,
};

use super::lines::{comment_field, comments, list, name};
use super::{Voting, change};
use crate::session::{Id, Line, Paper};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::place::part;
use crate::ui::widgets::{Cell, at, keyed, title};
use crate::ui::{Focus, Outbox};

/// The height of a row.
const ROW: f32 = 52.0;
/// Narrower than this, comments go below.
const COMMENTS_FIT: f32 = 820.0;

/// What the keys do to a row of the order, for those who do not see its buttons.
const KEYS: &str = "Arrow keys move it up and down, = ties it with the one above.";

/// Draws the places that are taken, below them what is not placed yet, and the comments that have no
/// room in a row.
pub(super) fn show(ui: &mut Ui, voting: &Voting, out: &mut Outbox) {
    let paper = &voting.paper;
    let ranked = ranked(paper);
    if !ranked.is_empty() {
        title(ui, "Most important first");
        let area = list(ui, ranked.len(), ROW, |ui, row, rect| {
            if let Some(placed) = ranked.get(row) {
                keyed(ui, rect, placed.line.criterion.as_str(), |ui| {
                    placed_row(ui, out, voting, placed, (row, ranked.len()), rect);
                });
            }
        });
        drag_mark(ui, area, ranked.len());
        ui.add_space(space::M);
    }
    let placed = |line: &&Line| ranked.iter().any(|r| r.line.criterion == line.criterion);
    let open: Vec<&Line> = paper.lines.iter().filter(|line| !placed(line)).collect();
    if !open.is_empty() {
        to_place(ui, out, &open, ranked.is_empty());
    }
    let fit = ui.available_width() >= COMMENTS_FIT;
    let below = if fit { open } else { paper.lines.iter().collect() };
    if !below.is_empty() {
        comments(ui, voting, out, &below);
    }
}

/// The criteria that have no place yet.
fn to_place(ui: &mut Ui, out: &mut Outbox, open: &[&Line], first: bool) {
    title(ui, if first { "Which matters most?" } else { "Which comes next?" });
    list(ui, open.len(), ROW, |ui, row, rect| {
        let Some(line) = open.get(row) else { return };
        let response = ui.interact(
            rect,
            ui.scope_id().with(("open", line.criterion.as_str())),
            Sense::click(),
        );
        let spoken = format!("Place {} next", line.name);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
        if response.hovered() {
            let corner = CornerRadius::same(theme::CORNER);
            ui.painter().rect_filled(rect.shrink(1.0), corner, palette(ui).hover);
        }
        name(ui, line, rect.shrink2(Vec2::new(space::L, 0.0)), true);
        if response.clicked() {
            // The keyboard goes on to what can be placed next.
            let next = open.get(row + 1).or_else(|| row.checked_sub(1).and_then(|up| open.get(up)));
            if let Some(next) = next {
                let focus = Focus::on(ui.scope_id().with(("open", next.criterion.as_str())));
                out.view(move |view| view.focus = Some(focus));
            }
            let id = line.criterion.clone();
            change(out, move |paper| paper.order.push(vec![id]));
        }
    });
}

/// A criterion with its place.
struct Placed<'a> {
    line: &'a Line,
    /// From 1; those that are tied share it.
    place: usize,
    tied: bool,
    /// Whether it is tied with the row above.
    with_above: bool,
}

fn ranked(paper: &Paper) -> Vec<Placed<'_>> {
    let mut rows = Vec::new();
    for tier in &paper.order {
        let place = rows.len() + 1;
        for (at, id) in tier.iter().enumerate() {
            if let Some(line) = paper.line(id) {
                rows.push(Placed { line, place, tied: tier.len() > 1, with_above: at > 0 });
            }
        }
    }
    rows
}

fn placed_row(
    ui: &mut Ui,
    out: &mut Outbox,
    voting: &Voting,
    placed: &Placed<'_>,
    (row, count): (usize, usize),
    rect: Rect,
) {
    let palette = palette(ui);
    let Placed { line, place, tied, with_above } = placed;
    let id = &line.criterion;
    let handle =
        ui.interact(rect, ui.scope_id().with(("row", id.as_str())), Sense::click_and_drag());
    let tie = if *tied { ", tied" } else { "" };
    let spoken = format!("{}, place {place} of {count}{tie}", line.name);
    handle.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    ui.ctx().accesskit_node_builder(handle.id, |node| node.set_description(KEYS));
    if handle.clicked() || handle.drag_started() {
        handle.request_focus();
    }
    if handle.has_focus() {
        // The arrows move the row instead of the focus.
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(handle.id, filter));
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        if pressed(Key::ArrowUp) {
            shift(out, id.clone(), -1);
        } else if pressed(Key::ArrowDown) {
            shift(out, id.clone(), 1);
        } else if pressed(Key::Equals) {
            toggle_tie(out, id.clone());
        }
    }
    if handle.dragged() || handle.hovered() {
        let fill = if handle.dragged() { palette.selected } else { palette.hover };
        ui.painter().rect_filled(rect.shrink(1.0), CornerRadius::same(theme::CORNER), fill);
    }
    if handle.drag_stopped()
        && let Some(pointer) = handle.interact_pointer_pos()
    {
        let rows = ((pointer.y - rect.center().y) / ROW).round();
        #[expect(clippy::cast_possible_truncation, reason = "a few rows")]
        shift(out, id.clone(), rows as isize);
    }

    let (left, right) = (rect.left() + space::L, rect.right() - space::L);
    let comments = rect.width() >= COMMENTS_FIT;
    let comment = (right - 180.0, right);
    let end = if comments { comment.0 - space::L } else { right };
    let buttons = (end - 132.0, end);
    let number = if *tied { format!("={place}") } else { place.to_string() };
    Cell::new(&number, theme::medium(size::BODY), palette.quiet)
        .named(format!("{}: place {number}", line.name))
        .show(ui, part(rect, (left, left + 34.0)));
    name(ui, line, part(rect, (left + 40.0, buttons.0 - space::M)), true);
    at(ui, part(rect, buttons), |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let first = row == 0;
        if small(ui, "↑", &format!("Move {} up", line.name), !first) {
            shift(out, id.clone(), -1);
        }
        if small(ui, "↓", &format!("Move {} down", line.name), row + 1 < count) {
            shift(out, id.clone(), 1);
        }
        let tie = if *with_above { "Untie" } else { "Tie" };
        if small(ui, "=", &format!("{tie} {} and the one above", line.name), !first) {
            toggle_tie(out, id.clone());
        }
        if small(ui, "×", &format!("Take {} out of the order", line.name), true) {
            let id = id.clone();
            change(out, move |paper| take_out(paper, &id));
        }
    });
    if comments {
        comment_field(ui, voting, out, line, part(rect, comment));
    }
}

/// A small button with a sign.
fn small(ui: &mut Ui, sign: &str, name: &str, enabled: bool) -> bool {
    let sign = RichText::new(sign).size(size::BODY).color(palette(ui).quiet);
    let button = Button::new(sign).frame(false).min_size(Vec2::new(30.0, 30.0));
    ui.add_enabled(enabled, button).accessible_name(name).on_hover_text(name).clicked()
}

/// Where a row that is being dragged would land.
fn drag_mark(ui: &Ui, area: Rect, count: usize) {
    let dragging = ui.input(|input| input.pointer.is_decidedly_dragging());
    let pointer = ui.input(|input| input.pointer.interact_pos());
    let (true, Some(pointer)) = (dragging, pointer.filter(|at| area.contains(*at))) else { return };
    #[expect(clippy::cast_precision_loss, reason = "a ballot holds at most 200 criteria")]
    let last = count as f32;
    let row = ((pointer.y - area.top()) / ROW).floor().clamp(0.0, last);
    let y = area.top() + row * ROW;
    let place = Rect::from_x_y_ranges(area.x_range(), y..=y + ROW);
    let stroke = Stroke::new(1.5, palette(ui).focus);
    ui.painter().rect_stroke(place, CornerRadius::same(theme::CORNER), stroke, StrokeKind::Inside);
}

/// Moves a criterion by rows; it leaves its tie then.
fn shift(out: &mut Outbox, criterion: Id, rows: isize) {
    change(out, move |paper| {
        if let Some(order) = shifted(&paper.order, &criterion, rows) {
            paper.order = order;
        }
    });
}

/// The order with an item moved by rows, up where they are negative; none where it stays. It leaves
/// its tie, and stops before or behind the tie that it comes upon, which is not torn apart.
fn shifted<T: Clone + PartialEq>(order: &[Vec<T>], item: &T, rows: isize) -> Option<Vec<Vec<T>>> {
    let flat: Vec<&T> = order.iter().flatten().collect();
    let from = flat.iter().position(|other| *other == item)?;
    let to = from.saturating_add_signed(rows).min(flat.len().saturating_sub(1));
    let target = flat.get(to).filter(|_| to != from)?;
    let mut order: Vec<Vec<T>> = order.to_vec();
    for tier in &mut order {
        tier.retain(|other| other != item);
    }
    order.retain(|tier| !tier.is_empty());
    let tier = order.iter().position(|tier| tier.contains(target))?;
    order.insert(if to < from { tier } else { tier + 1 }, vec![item.clone()]);
    Some(order)
}

/// Ties a criterion with the row above it, or unties it.
fn toggle_tie(out: &mut Outbox, criterion: Id) {
    change(out, move |paper| {
        let Some(at) = paper.order.iter().position(|tier| tier.contains(&criterion)) else {
            return;
        };
        let Some(tier) = paper.order.get_mut(at) else { return };
        let place = tier.iter().position(|id| *id == criterion).unwrap_or_default();
        if place > 0 {
            let rest = tier.split_off(place);
            paper.order.insert(at + 1, rest);
        } else if at > 0 {
            let tier = paper.order.remove(at);
            if let Some(above) = paper.order.get_mut(at - 1) {
                above.extend(tier);
            }
        }
    });
}

fn take_out(paper: &mut Paper, criterion: &Id) {
    for tier in &mut paper.order {
        tier.retain(|id| id != criterion);
    }
    paper.order.retain(|tier| !tier.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;

    type Order = Vec<Vec<u8>>;

    /// Every order of so many items, with every tie.
    fn orders(items: u8) -> Vec<Order> {
        let Some(last) = items.checked_sub(1) else { return vec![Vec::new()] };
        let mut all = Vec::new();
        for order in orders(last) {
            for at in 0..=order.len() {
                let mut alone = order.clone();
                alone.insert(at, vec![last]);
                all.push(alone);
            }
            for (at, tier) in order.iter().enumerate() {
                for place in 0..=tier.len() {
                    let mut tied = order.clone();
                    tied[at].insert(place, last);
                    all.push(tied);
                }
            }
        }
        all
    }

    /// The tiers without an item.
    fn without(order: &Order, item: u8) -> Order {
        let tier = |tier: &Vec<u8>| tier.iter().copied().filter(|x| *x != item).collect();
        order.iter().map(tier).filter(|tier: &Vec<u8>| !tier.is_empty()).collect()
    }

    fn is_alone(order: &Order, item: u8) -> bool {
        order.contains(&vec![item])
    }

    #[test]
    fn every_move_in_every_small_order_gets_somewhere_and_tears_no_tie_apart() {
        let cases: Vec<Order> = (1..=5).flat_map(orders).collect();
        assert!(cases.len() > 1000, "{}", cases.len());
        for order in &cases {
            let flat: Vec<u8> = order.iter().flatten().copied().collect();
            for (from, item) in flat.iter().enumerate() {
                for rows in -5..=5 {
                    let to = from.saturating_add_signed(rows).min(flat.len() - 1);
                    let Some(moved) = shifted(order, item, rows) else {
                        assert_eq!(from, to, "{order:?}: {item} by {rows} goes nowhere");
                        continue;
                    };
                    assert_ne!(&moved, order, "{item} by {rows}");
                    assert!(is_alone(&moved, *item), "{order:?}: {item} by {rows}: {moved:?}");
                    assert_eq!(without(&moved, *item), without(order, *item), "{item} by {rows}");
                }
            }
        }
    }

    #[test]
    fn a_lone_row_that_goes_up_and_down_again_comes_back() {
        for order in (1..=5).flat_map(orders) {
            for item in order.iter().flatten().filter(|item| is_alone(&order, **item)) {
                for rows in [-1, 1] {
                    let Some(moved) = shifted(&order, item, rows) else { continue };
                    assert_eq!(shifted(&moved, item, -rows).as_ref(), Some(&order), "{item}");
                }
            }
        }
    }

    #[test]
    fn a_row_passes_a_tie_in_one_move() {
        let order = vec![vec!['a'], vec!['b', 'c'], vec!['d']];
        let above = vec![vec!['a'], vec!['d'], vec!['b', 'c']];
        assert_eq!(shifted(&order, &'d', -1), Some(above.clone()));
        assert_eq!(shifted(&order, &'d', -2), Some(above.clone()));
        assert_eq!(shifted(&above, &'d', 1), Some(order));
        assert_eq!(shifted(&above, &'a', -1), None);
    }
}
