//! Step 3: the two side by side, mirrored around a spine of bars.

use egui::{CornerRadius, Pos2, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::theme::{self, palette, size, space};
use super::widgets::basic::header;
use super::widgets::{
    Cell, choose, difference_bar, keyed, quiet, rating_bar, secondary, visible_rows,
};
use super::{Desk, Outbox, Sort, View, format};
use crate::analysis::Lead;
use crate::command::Command;
use crate::session::{Confidence, Criterion, Edit, Id, Origin, Rating, Side};

/// Below this width a row takes two lines.
const FOLD: f32 = 620.0;

/// The least width of a criterion's name.
const NAME: f32 = 172.0;

/// Where the parts of a row stand.
struct Row {
    name: Rect,
    sides: [Rect; 2],
    spine: Rect,
}

impl Row {
    fn of(rect: Rect) -> Self {
        let pad = 14.0;
        let (left, right) = (rect.left() + pad, rect.right() - pad);
        let width = right - left;
        let at = |from: f32, to: f32, top: f32, bottom: f32| {
            Rect::from_min_max(
                Pos2::new(left + from * width, rect.top() + top),
                Pos2::new(left + to * width, rect.top() + bottom),
            )
        };
        let height = rect.height();
        if width < FOLD {
            let half = height / 2.0;
            return Self {
                name: at(0.0, 0.5, 0.0, half),
                sides: [at(0.0, 0.48, half, height), at(0.52, 1.0, half, height)],
                spine: at(0.5, 1.0, 0.0, half),
            };
        }
        // The longest of the catalogue's names is to be read whole.
        let name = (NAME / width).max(0.205);
        let spine = (130.0 / width).max(0.21);
        let side = (1.0 - name - spine - 0.02) / 2.0;
        Self {
            name: at(0.0, name, 0.0, height),
            sides: [at(name, name + side, 0.0, height), at(1.0 - side, 1.0, 0.0, height)],
            spine: at(name + side + 0.01, 1.0 - side - 0.01, 0.0, height),
        }
    }

    fn height(width: f32) -> f32 {
        if width < FOLD { theme::ROW * 2.0 - 8.0 } else { theme::ROW }
    }
}

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let hint = if desk.session.covered() {
        "Bars show the difference in rating; weighed, they show once the weights are agreed"
    } else {
        "Bars show how far each criterion tips the balance: weight × difference in rating"
    };
    header(ui, "Side by side", hint, |ui| sort(ui, desk, out));
    if desk.session.criteria.is_empty() {
        quiet(ui, "There is nothing to compare yet. Add a criterion, or start from a preset.");
        if secondary(ui, "Add a criterion").clicked() {
            out.command(Command::AddCriterion);
        }
        return;
    }
    table(ui, desk, out);
    ui.add_space(space::S);
    if desk.verdict.unconfirmed > 0 {
        let ratings = format::count(desk.verdict.unconfirmed, "hollow bar is", "hollow bars are");
        quiet(ui, &format!("{ratings} starting ratings that the team has not confirmed yet."));
    }
}

fn sort(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    let sort = desk.view.sort;
    let shown = format!("Sort: {}", sort.name().to_lowercase());
    let choices = Sort::ALL.map(|sort| (sort, sort.name()));
    if let Some(sort) = choose(ui, "sort", "Sort", (sort, &shown), choices, 150.0) {
        out.view(move |view| view.sort = sort);
    }
}

fn table(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    const HEAD: f32 = 42.0;
    const FOOT: f32 = 46.0;
    let palette = palette(ui);
    let criteria = &desk.session.criteria;
    let order = desk.view.sort.order(desk.session, desk.verdict);
    let width = ui.available_width();
    let row_height = Row::height(width);
    let rows_height = rows(order.len(), row_height);
    let (area, _) =
        ui.allocate_exact_size(Vec2::new(width, HEAD + rows_height + FOOT), Sense::hover());
    let corner = CornerRadius::same(theme::CARD_CORNER);
    ui.painter().rect(
        area,
        corner,
        palette.card,
        Stroke::new(1.0, palette.line),
        StrokeKind::Inside,
    );
    head(ui, desk, Rect::from_min_size(area.min, Vec2::new(width, HEAD)));

    let body = Rect::from_min_size(area.min + Vec2::new(0.0, HEAD), Vec2::new(width, rows_height));
    let scale = strongest(desk);
    for at in visible_rows(ui, body, row_height, order.len()) {
        let Some((criterion, place)) = order.get(at).and_then(|&i| Some((criteria.get(i)?, i)))
        else {
            continue;
        };
        let rect = Rect::from_min_size(
            Pos2::new(body.left(), body.top() + rows(at, row_height)),
            Vec2::new(width, row_height),
        );
        ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, palette.line));
        keyed(ui, rect, criterion.id.as_str(), |ui| {
            row(ui, desk, out, criterion, place, rect, scale);
        });
        let id = |at: Option<usize>| Some(row_id(&criteria.get(*order.get(at?)?)?.id));
        step_rows(ui, row_id(&criterion.id), id(at.checked_sub(1)), id(Some(at + 1)));
    }
    foot(ui, desk, area.with_min_y(area.bottom() - FOOT));
}

#[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
fn rows(count: usize, height: f32) -> f32 {
    height * count as f32
}

/// What fills a bar's half of the spine: the largest contribution, or the largest difference in
/// rating while the result is covered.
fn strongest(desk: &Desk<'_>) -> f64 {
    if desk.session.covered() {
        return Rating::MAX;
    }
    let balance = &desk.verdict.balance;
    let first = desk.verdict.drivers.first().and_then(|&i| balance.contributions.get(i));
    first.map_or(0.0, |c| c.abs())
}

fn head(ui: &mut Ui, desk: &Desk<'_>, rect: Rect) {
    let palette = palette(ui);
    let font = theme::semibold(size::BODY - 1.0);
    let narrow = rect.width() < FOLD + 28.0;
    let places = Row::of(if narrow { rect.with_max_y(rect.top() + 84.0) } else { rect });
    let side = |ui: &mut Ui, side: Side, at: Rect| {
        let cell = Cell::new(&desk.session.sides[side], font.clone(), palette.side(side));
        if side == Side::Left && !narrow {
            cell.right().show(ui, at)
        } else {
            cell.show(ui, at)
        };
    };
    if narrow {
        let [left, right] = places.sides;
        let row = |at: Rect| Rect::from_x_y_ranges(at.x_range(), rect.y_range());
        side(ui, Side::Left, row(left));
        side(ui, Side::Right, row(right));
        return;
    }
    Cell::new("Criterion", theme::medium(size::BODY - 1.0), palette.quiet).show(ui, places.name);
    let [left, right] = places.sides;
    side(ui, Side::Left, left);
    Cell::new("tips towards", theme::medium(size::BODY - 1.0), palette.quiet)
        .center()
        .show(ui, places.spine);
    side(ui, Side::Right, right);
}

/// The widget that is a whole row.
pub(super) fn row_id(criterion: &Id) -> egui::Id {
    egui::Id::unique(("row", criterion.as_str()))
}

/// Moves the keyboard from a row to the one above or below it with the arrows.
fn step_rows(ui: &Ui, row: egui::Id, above: Option<egui::Id>, below: Option<egui::Id>) {
    if !ui.memory(|memory| memory.has_focus(row)) {
        return;
    }
    let vertical = egui::EventFilter { vertical_arrows: true, ..egui::EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(row, vertical));
    for (key, to) in [(egui::Key::ArrowUp, above), (egui::Key::ArrowDown, below)] {
        let pressed = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
        if let Some(to) = to.filter(|_| pressed) {
            ui.memory_mut(|memory| memory.request_focus(to));
        }
    }
}

fn row(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    criterion: &Criterion,
    place: usize,
    rect: Rect,
    scale: f64,
) {
    let palette = palette(ui);
    let balance = &desk.verdict.balance;
    let contribution = balance.contributions.get(place).copied().unwrap_or_default();
    let chosen = desk.view.selected.as_ref() == Some(&criterion.id);

    let response = ui.interact(rect, row_id(&criterion.id), Sense::click());
    let percent = format::percent(&balance.weights, place);
    let notes = desk.session.notes_on(Some(&criterion.id)).count();
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &criterion.name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        let notes = format::count(notes, "note", "notes");
        node.set_description(format!("{percent} of the weight, {notes}"));
    });
    if response.clicked() || response.gained_focus() {
        let id = criterion.id.clone();
        out.view(move |view| {
            view.selected = Some(id);
            view.editing_words = false;
        });
    }
    if response.clicked() {
        out.view(View::open_panel);
    }
    let inside = rect.shrink2(Vec2::new(1.0, 0.0)).with_min_y(rect.top() + 1.0);
    if chosen {
        ui.painter().rect_filled(inside, 0.0, palette.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(inside, 0.0, palette.hover);
    }

    let places = Row::of(rect);
    name(ui, criterion, &percent, notes, places.name);
    for (side, at) in Side::BOTH.into_iter().zip(places.sides) {
        let mirrored = side == Side::Left && rect.width() >= FOLD + 28.0;
        assessment(ui, desk, out, criterion, side, at, mirrored);
    }
    let tip = if desk.session.covered() { criterion.difference() } else { contribution };
    let towards = match tip {
        c if c > 0.0 => desk.session.sides.left.as_str(),
        c if c < 0.0 => desk.session.sides.right.as_str(),
        _ => "neither side",
    };
    let number = format::score(tip.abs());
    let spoken = format!("{}, tips towards {towards} by {number}", criterion.name);
    difference_bar(ui, places.spine, tip, scale, &spoken);
}

fn name(ui: &mut Ui, criterion: &Criterion, percent: &str, notes: usize, at: Rect) {
    let palette = palette(ui);
    let middle = at.center().y;
    let line = |top: f32, bottom: f32| {
        Rect::from_min_max(
            Pos2::new(at.left(), middle + top),
            Pos2::new(at.right() - space::M, middle + bottom),
        )
    };
    let text = theme::semibold(size::BODY - 1.0);
    Cell::new(&criterion.name, text, palette.ink).show(ui, line(-19.0, 1.0));
    let mut below = format!("{percent} of the weight");
    if notes > 0 {
        below = format!("{below} · {}", format::count(notes, "note", "notes"));
    }
    let spoken = format!("{}, {below}", criterion.name);
    Cell::new(&below, theme::regular(size::QUIET - 0.5), palette.quiet)
        .named(spoken)
        .show(ui, line(1.0, 17.0));
}

/// One side of a row: rating and bar above, claim below.
fn assessment(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    criterion: &Criterion,
    side: Side,
    at: Rect,
    mirrored: bool,
) {
    const NUMBER: f32 = 34.0;
    const BAR: f32 = 100.0;
    let palette = palette(ui);
    let assessed = &criterion.sides[side];
    let side_name = &desk.session.sides[side];
    let middle = at.center().y;
    let bar_width = BAR.min((at.width() - NUMBER - 34.0).max(24.0));
    let top = middle - 10.0;
    // Mirrored, the bar ends at the spine; the number stands outside of it.
    let (bar_left, number_left, dots_left) = if mirrored {
        let bar = at.right() - bar_width;
        (bar, bar - NUMBER - 4.0, bar - NUMBER - 36.0)
    } else {
        let bar = at.left();
        (bar, bar + bar_width + 4.0, bar + bar_width + NUMBER + 10.0)
    };
    let bar = Rect::from_min_size(Pos2::new(bar_left, top - 3.0), Vec2::new(bar_width, 6.0));
    let confirmed = assessed.origin == Origin::Team;
    let chosen = desk.view.selected.as_ref() == Some(&criterion.id);
    let track = if chosen { palette.rail } else { palette.track };
    rating_bar(ui, bar, side, assessed.rating.get(), confirmed, track);

    let field = Rect::from_min_size(Pos2::new(number_left, top - 10.0), Vec2::new(NUMBER, 20.0));
    let spoken = format!("{}, {side_name}, rating", criterion.name);
    if let Some(rating) = rating_number(ui, field, assessed.rating, side, &spoken) {
        out.edit(Edit::Rate(criterion.id.clone(), side, rating, Origin::Team));
    }

    let dots = Rect::from_min_size(Pos2::new(dots_left, top - 8.0), Vec2::new(26.0, 16.0));
    let sure = confirmed.then_some(assessed.confidence);
    confidence_dots(ui, dots, sure, &criterion.name, side_name);

    let claim = Rect::from_min_max(
        Pos2::new(at.left(), middle + 1.0),
        Pos2::new(at.right(), middle + 17.0),
    );
    let spoken = format!("{}, {side_name}, claim: {}", criterion.name, assessed.claim);
    let cell =
        Cell::new(&assessed.claim, theme::regular(size::QUIET - 0.5), palette.quiet).named(spoken);
    if mirrored {
        cell.right().show(ui, claim)
    } else {
        cell.show(ui, claim)
    };
}

/// A rating as a bold number that can be dragged, stepped and typed.
fn rating_number(
    ui: &mut Ui,
    place: Rect,
    rating: Rating,
    side: Side,
    name: &str,
) -> Option<Rating> {
    let color = palette(ui).side(side);
    super::widgets::at(ui, place, |ui| {
        ui.style_mut().drag_value_text_style = egui::TextStyle::Name("rating".into());
        ui.visuals_mut().override_text_color = Some(color);
        ui.spacing_mut().interact_size = place.size();
        ui.spacing_mut().button_padding = Vec2::new(2.0, 0.0);
        let inactive = &mut ui.visuals_mut().widgets.inactive;
        inactive.bg_stroke = Stroke::NONE;
        inactive.weak_bg_fill = egui::Color32::TRANSPARENT;
        super::widgets::number(ui, rating, 0.5, name)
    })
}

/// How sure the team is, as one to three dots; none of them filled while nobody has confirmed the
/// rating.
fn confidence_dots(
    ui: &mut Ui,
    at: Rect,
    confidence: Option<Confidence>,
    criterion: &str,
    side_name: &str,
) {
    let palette = palette(ui);
    let filled = Confidence::ALL.iter().position(|c| Some(*c) == confidence).map_or(0, |at| at + 1);
    for (i, x) in [4.0, 11.0, 18.0].into_iter().enumerate() {
        let center = Pos2::new(at.left() + x, at.center().y);
        if i < filled {
            ui.painter().circle_filled(center, 2.2, palette.quiet);
        } else {
            ui.painter().circle_stroke(center, 2.0, Stroke::new(1.0, palette.line_strong));
        }
    }
    let response = ui.interact(at, ui.scope_id().with(("confidence", side_name)), Sense::hover());
    let word = confidence.map_or("not confirmed", Confidence::word);
    let spoken = format!("{criterion}, {side_name}, confidence: {word}");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
    response.on_hover_text(format!("How sure the team is of this rating: {word}"));
}

fn foot(ui: &mut Ui, desk: &Desk<'_>, rect: Rect) {
    let palette = palette(ui);
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(2.0, palette.ink));
    let balance = &desk.verdict.balance;
    let totals = format::totals(balance);
    let places = Row::of(rect);
    let narrow = rect.width() < FOLD + 28.0;
    let font = theme::semibold(15.0);
    let row = |at: Rect| Rect::from_x_y_ranges(at.x_range(), rect.y_range());
    for (side, at) in Side::BOTH.into_iter().zip(places.sides) {
        let total = if desk.session.covered() { "–".to_owned() } else { totals[side].clone() };
        let spoken = format!("Total, {}: {total}", desk.session.sides[side]);
        let cell = Cell::new(&total, font.clone(), palette.side(side)).named(spoken);
        let mirrored = side == Side::Left && !narrow;
        if mirrored {
            cell.right().show(ui, row(at))
        } else {
            cell.show(ui, row(at))
        };
    }
    if narrow {
        return;
    }
    Cell::new("Total", font, palette.ink).show(ui, row(places.name));
    let margin = format::score(balance.margin.abs());
    let side = |side: Side| desk.session.sides[side].as_str();
    let text = match (desk.verdict.lead, balance.margin) {
        (Lead::ByMustHave(left), _) => format!("{} is excluded", side(left.other())),
        (Lead::NeitherQualifies, _) => "Both are excluded".to_owned(),
        _ if desk.session.covered() => "Covered".to_owned(),
        // The number first: a long name is what may be cut.
        (_, m) if m > 0.0 => format!("{margin} for {}", side(Side::Left)),
        (_, m) if m < 0.0 => format!("{margin} for {}", side(Side::Right)),
        _ => "Even".to_owned(),
    };
    Cell::new(&text, theme::medium(size::BODY - 1.0), palette.ink)
        .center()
        .show(ui, row(places.spine));
}
