//! The team's points, criterion by criterion, with the ballots of the round revealed last.

use egui::{CornerRadius, Pos2, Rect, Stroke, StrokeKind, Ui, Vec2};

use crate::analysis::agreement::rounded;
use crate::analysis::{Agreement, aloud, terms};
use crate::session::{Ballot, Criterion, Edit, Points, Round};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::bar::share_bar;
use crate::ui::widgets::place::part;
use crate::ui::widgets::strip::{Dot, Strip};
use crate::ui::widgets::{Cell, at, keyed, number, slider, visible_rows};
use crate::ui::{Desk, Outbox, format};

/// From this width on there is room for everything in a row.
const WIDE: f32 = 780.0;

/// Where the columns of the table stand.
struct Columns {
    name: (f32, f32),
    /// Missing in a narrow window that shows ballots.
    slider: Option<(f32, f32)>,
    number: (f32, f32),
    /// What a 0 and a 10 look like, or the ballots. Missing in a narrow window without ballots.
    middle: Option<(f32, f32)>,
    /// The mark of what is to be talked about; only beside ballots.
    mark: Option<(f32, f32)>,
    weight: (f32, f32),
    /// The weight that fills a bar.
    heaviest: f64,
}

impl Columns {
    fn of(area: Rect, heaviest: f64, ballots: bool) -> Self {
        let (left, right) = (area.left() + space::L, area.right() - space::L);
        let width = right - left;
        let wide = width >= WIDE;
        let name = (width * if wide { 0.18 } else { 0.3 }).clamp(110.0, 210.0);
        let name = (left, left + name.max(if wide { 168.0 } else { 110.0 }));
        let mark = ballots.then_some((right - 62.0, right));
        let end = mark.map_or(right, |mark| mark.0 - space::M);
        let weight = (end - if wide && !ballots { 108.0 } else { 46.0 }, end);
        let from = name.1 + space::M;
        if !wide && !ballots {
            let number = (weight.0 - 60.0, weight.0 - space::S);
            let slider = Some((from, number.0 - space::M));
            return Self { name, slider, number, middle: None, mark, weight, heaviest };
        }
        let slider = (width * 0.17).clamp(110.0, 190.0);
        let slider = wide.then_some((from, from + slider));
        let number = slider.map_or(from, |slider| slider.1 + space::M);
        let number = (number, number + 52.0);
        let middle = Some((number.1 + space::L, weight.0 - space::L));
        Self { name, slider, number, middle, mark, weight, heaviest }
    }
}

/// The ballots of the round revealed last, as the table shows them.
struct Ballots<'a> {
    round: &'a Round,
    agreement: &'a Agreement,
    number: usize,
}

impl<'a> Ballots<'a> {
    fn of(desk: &Desk<'a>) -> Option<Self> {
        let round = desk.session.revealed()?;
        let agreement = desk.verdict.agreement.as_ref()?;
        let number = desk.session.round_number(&round.id)?;
        // A verdict that is still being worked out may be about the round before.
        (agreement.people.len() == round.ballots.len() && agreement.counted > 0).then_some(Self {
            round,
            agreement,
            number,
        })
    }
}

/// Draws the table.
pub(super) fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    const HEAD: f32 = 42.0;
    let palette = palette(ui);
    let criteria = &desk.session.criteria;
    let height = HEAD + rows_height(criteria.len());
    let (area, _) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), height), egui::Sense::hover());
    ui.painter().rect(
        area,
        CornerRadius::same(theme::CARD_CORNER),
        palette.card,
        Stroke::new(1.0, palette.line),
        StrokeKind::Inside,
    );
    let ballots = Ballots::of(desk);
    let columns = Columns::of(area, desk.verdict.balance.weights.largest(), ballots.is_some());
    let head = Rect::from_min_size(area.min, Vec2::new(area.width(), HEAD));
    let font = theme::regular(size::BODY);
    Cell::new("Criterion", font.clone(), palette.quiet).show(ui, part(head, columns.name));
    let points = (columns.slider.map_or(columns.number.0, |slider| slider.0), columns.number.1);
    let heading = if columns.slider.is_some() { "Team points" } else { "Points" };
    Cell::new(heading, font.clone(), palette.quiet).show(ui, part(head, points));
    if let Some(middle) = columns.middle {
        let heading = match &ballots {
            Some(Ballots { round, number, .. }) => {
                let count = format::count(round.ballots.len(), "ballot", "ballots");
                format!("{count}, round {number}, with the {}", desk.session.brief.pool.word())
            }
            None => "From 0 to 10".to_owned(),
        };
        Cell::new(&heading, font.clone(), palette.quiet).show(ui, part(head, middle));
    }
    Cell::new("Weight", font, palette.quiet).right().show(ui, part(head, columns.weight));

    let rows = area.with_min_y(area.top() + HEAD);
    for at in visible_rows(ui, rows, theme::ROW, criteria.len()) {
        let Some(criterion) = criteria.get(at) else { continue };
        let weights = &desk.verdict.balance.weights;
        let weight = weights.values.get(at).copied().unwrap_or_default();
        let percent = format::percent(weights, at);
        let rect = Rect::from_min_size(
            Pos2::new(rows.left(), rows.top() + rows_height(at)),
            Vec2::new(rows.width(), theme::ROW),
        );
        ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, palette.line));
        keyed(ui, rect, criterion.id.as_str(), |ui| {
            let shown =
                Shown { at, criterion, weight, percent: &percent, ballots: ballots.as_ref() };
            row(ui, desk, out, &shown, &columns, rect);
        });
    }
}

#[expect(clippy::cast_precision_loss, reason = "a session holds at most 200 criteria")]
fn rows_height(count: usize) -> f32 {
    theme::ROW * count as f32
}

/// What is weighed, for the tooltip.
fn swing(criterion: &Criterion) -> String {
    let Criterion { definition, low, high, .. } = criterion;
    if low.is_empty() && high.is_empty() {
        return definition.clone();
    }
    format!("{definition}\n\n0: {low}\n10: {high}")
}

/// One criterion as its row shows it.
struct Shown<'a> {
    /// Its position in the session.
    at: usize,
    criterion: &'a Criterion,
    weight: f64,
    percent: &'a str,
    ballots: Option<&'a Ballots<'a>>,
}

fn row(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    shown: &Shown<'_>,
    columns: &Columns,
    rect: Rect,
) {
    let criterion = shown.criterion;
    let name = &criterion.name;
    heading(ui, desk, shown, part(rect, columns.name));

    let set = |out: &mut Outbox, points: Points| {
        out.edit(Edit::SetPoints(criterion.id.clone(), points));
    };
    if let Some(place) = columns.slider {
        let area = part(rect, place).shrink2(Vec2::new(0.0, 14.0));
        if let Some(points) = slider(ui, area, criterion.points, 1.0, &format!("{name}, points")) {
            set(out, points);
        }
    }
    let field = part(rect, columns.number).shrink2(Vec2::new(0.0, 10.0));
    at(ui, field, |ui| {
        ui.spacing_mut().interact_size = field.size();
        let name = format!("{name}, points, number");
        if let Some(points) = number(ui, criterion.points, 1.0, &name) {
            set(out, points);
        }
    });
    match (columns.middle, shown.ballots) {
        (Some(place), Some(ballots)) => strip(ui, desk, shown, ballots, part(rect, place)),
        (Some(place), None) => anchors(ui, criterion, part(rect, place)),
        (None, _) => {}
    }
    if let (Some(place), Some(ballots)) = (columns.mark, shown.ballots)
        && ballots.agreement.criteria.get(shown.at).is_some_and(|spread| spread.dissent)
    {
        mark(ui, name, part(rect, place));
    }
    weight(ui, shown, columns, rect);
}

/// The criterion's name, and whether its points are other than what the ballots come to.
fn heading(ui: &mut Ui, desk: &Desk<'_>, shown: &Shown<'_>, rect: Rect) {
    let palette = palette(ui);
    let font = theme::semibold(size::BODY - 1.0);
    let overridden = desk.verdict.overrides.iter().find(|row| row.criterion == shown.at);
    let (top, below) = rect.split_top_bottom_at_y(rect.center().y + 3.0);
    let place = if overridden.is_some() { top.with_min_y(top.bottom() - 20.0) } else { rect };
    Cell::new(&shown.criterion.name, font, palette.ink)
        .show(ui, place)
        .on_hover_text(swing(shown.criterion));
    if let Some(row) = overridden {
        let words = format!("by hand, ballots say {}", row.ballots);
        let place = below.with_max_y(below.top() + 16.0);
        Cell::new(&words, theme::regular(size::QUIET - 1.0), palette.quiet)
            .named(format!("{}: {words}", shown.criterion.name))
            .show(ui, place);
    }
}

/// What everybody gave, with the median or mean.
fn strip(ui: &mut Ui, desk: &Desk<'_>, shown: &Shown<'_>, ballots: &Ballots<'_>, rect: Rect) {
    const NAMED: usize = 24;
    let Some(spread) = ballots.agreement.criteria.get(shown.at) else { return };
    let pool = desk.session.brief.pool;
    let pooled = rounded(spread.pooled(pool));
    let id = &shown.criterion.id;
    let given = |ballot: &Ballot| ballot.points.get(id).copied().unwrap_or_default();
    let cast = || ballots.round.ballots.iter().zip(&ballots.agreement.people);
    let range = ballots
        .agreement
        .range(shown.at)
        .map(|(low, high)| format!("from {} to {}, ", rounded(low), rounded(high)));
    let spoken = format!(
        "{}, {}: {}{} {pooled}",
        shown.criterion.name,
        format::count(ballots.agreement.counted, "ballot", "ballots"),
        range.unwrap_or_default(),
        pool.word()
    );
    let dots = cast()
        .filter(|_| !ballots.agreement.pooled_only)
        .map(|(ballot, person)| Dot { points: given(ballot).get(), counts: person.counts });
    let response = Strip::new(&spoken).tick(Some(pooled.get())).show(ui, rect, dots);
    if let Some(apart) = aloud::apart(ballots.agreement, shown.at) {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(apart));
    }
    response.on_hover_ui(|ui| {
        ui.label(&spoken);
        let mut rows: Vec<_> = cast().map(|(ballot, person)| (given(ballot), person)).collect();
        rows.sort_by(|a, b| a.0.get().total_cmp(&b.0.get()));
        if rows.len() <= NAMED && ballots.round.named() {
            for (points, person) in rows {
                let adviser = if person.counts { "" } else { " (adviser, not counted)" };
                ui.label(format!("{points}  {}{adviser}", person.name));
            }
        }
    });
}

/// The mark of a criterion on which the ballots are far apart.
fn mark(ui: &mut Ui, name: &str, rect: Rect) {
    let palette = palette(ui);
    let pill = Rect::from_center_size(rect.center(), Vec2::new(58.0, 21.0));
    ui.painter().rect_filled(pill, 10.0, palette.warn_pale);
    let font = theme::medium(size::QUIET - 1.0);
    let text = Rect::from_center_size(pill.center(), Vec2::new(50.0, 21.0));
    Cell::new("discuss", font, palette.warn)
        .center()
        .named(format!("{name}: discuss"))
        .show(ui, text)
        .on_hover_text(terms::SPREAD.text());
}

/// What a 0 and a 10 look like.
fn anchors(ui: &mut Ui, criterion: &Criterion, area: Rect) {
    let palette = palette(ui);
    let name = &criterion.name;
    let font = theme::regular(size::QUIET - 0.5);
    let line = |top: f32| {
        Rect::from_min_size(area.min + Vec2::new(0.0, top), Vec2::new(area.width(), 16.0))
    };
    for (text, prefix, top) in [(&criterion.low, "0", 7.0), (&criterion.high, "10", 25.0)] {
        if !text.is_empty() {
            let spoken = format!("{name}, what a {prefix} looks like: {text}");
            let number = line(top).with_max_x(area.left() + 16.0);
            ui.painter().text(
                number.right_center(),
                egui::Align2::RIGHT_CENTER,
                prefix,
                theme::medium(size::QUIET - 0.5),
                palette.quiet,
            );
            let rest = line(top).with_min_x(area.left() + 24.0);
            Cell::new(text, font.clone(), palette.quiet).named(spoken).show(ui, rest);
        }
    }
}

fn weight(ui: &mut Ui, shown: &Shown<'_>, columns: &Columns, rect: Rect) {
    let palette = palette(ui);
    let area = part(rect, columns.weight);
    Cell::new(shown.percent, theme::semibold(size::BODY - 1.0), palette.ink)
        .right()
        .named(format!("{}, weight: {}", shown.criterion.name, shown.percent))
        .show(ui, area)
        .on_hover_text(terms::WEIGHT.text());
    if area.width() > 100.0 {
        let bar = Rect::from_min_size(
            Pos2::new(area.left(), area.center().y - 2.0),
            Vec2::new(56.0, 4.0),
        );
        share_bar(ui, bar, shown.weight / columns.heaviest, palette.quiet);
    }
}
