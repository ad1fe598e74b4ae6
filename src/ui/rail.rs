//! The five steps, always in view.

use egui::{Align2, CornerRadius, Pos2, Rect, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

use super::meeting::Line;
use super::theme::{self, palette, size, space};
use super::widgets::Cell;
use super::{Desk, Outbox, Step, format, meeting};
use crate::analysis::Lead;

/// Draws the rail; folded, it shows numbers only.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, current: Step, folded: bool) {
    egui::ScrollArea::vertical().show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        for (number, step) in (1..).zip(Step::ALL) {
            item(ui, desk, out, (number, step), step == current, folded);
        }
    });
    if !folded {
        foot(ui, desk);
    }
}

/// The running part of the agenda, what is parked, and how many take part; as much of it as
/// there is room for, from below.
fn foot(ui: &mut Ui, desk: &Desk<'_>) {
    const LINE: f32 = 16.0;
    let quiet = |text: String| Line {
        spoken: text.clone(),
        text,
        font: theme::regular(size::QUIET),
        color: palette(ui).quiet,
    };
    let session = desk.session;
    let counts = [
        quiet(format::count(session.notes.len(), "note", "notes")),
        quiet(format::count(session.people.len(), "participant", "participants")),
    ];
    let parked = session.parked_open();
    let parked = (parked > 0).then(|| quiet(format!("{parked} parked")));
    let running = meeting::lines(ui, desk).into_iter().rev();
    // A gap between how it stands and how many there are.
    let lines = counts.into_iter().chain(parked).map(|line| (line, 0.0));
    let lines = lines.chain(running.zip([10.0, 0.0]));

    let area = ui.max_rect();
    let (mut bottom, mut room) = (area.bottom(), ui.available_height() - LINE);
    for (line, gap) in lines {
        if room < LINE + gap {
            return;
        }
        room -= LINE + gap;
        bottom -= gap;
        let place = Rect::from_min_max(
            Pos2::new(area.left() + 12.0, bottom - LINE),
            Pos2::new(area.right(), bottom),
        );
        Cell::new(&line.text, line.font, line.color).named(line.spoken).show(ui, place);
        bottom -= LINE;
    }
}

fn item(
    ui: &mut Ui,
    desk: &Desk<'_>,
    out: &mut Outbox,
    (number, step): (usize, Step),
    current: bool,
    folded: bool,
) {
    let palette = palette(ui);
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), theme::ROW), Sense::click());
    let line = subline(desk, step);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, current, step.name()));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(line.clone()));

    let back = match (current, response.hovered()) {
        (true, _) => Some(palette.selected),
        (false, true) => Some(palette.hover),
        _ => None,
    };
    if let Some(back) = back {
        ui.painter().rect_filled(rect, CornerRadius::same(8), back);
    }
    let x = if folded { rect.center().x } else { rect.left() + 22.0 };
    let center = Pos2::new(x, rect.center().y);
    let color = if current {
        ui.painter().circle_filled(center, 11.0, palette.ink);
        palette.on_ink
    } else {
        ui.painter().circle_stroke(center, 10.5, Stroke::new(1.0, palette.quiet));
        palette.quiet
    };
    let font = theme::medium(size::QUIET);
    ui.painter().text(center, Align2::CENTER_CENTER, number.to_string(), font, color);

    if !folded {
        let left = rect.left() + 44.0;
        let row = |top: f32, height: f32| {
            Rect::from_min_size(
                Pos2::new(left, rect.top() + top),
                Vec2::new(rect.right() - left - space::S, height),
            )
        };
        let name = if current { theme::semibold(size::BODY) } else { theme::regular(size::BODY) };
        let paint = |text: &str, font, color, rect: Rect| {
            let job = egui::text::LayoutJob {
                wrap: egui::text::TextWrapping::truncate_at_width(rect.width()),
                ..egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color)
            };
            let galley = ui.painter().layout_job(job);
            ui.painter().galley(rect.min, galley, color);
        };
        paint(step.name(), name, palette.ink, row(7.0, 18.0));
        paint(&line, theme::regular(size::QUIET - 1.0), palette.quiet, row(26.0, 14.0));
    }
    let response = if folded { response.on_hover_text(step.name()) } else { response };
    if response.clicked() {
        out.view(move |view| view.go(step));
    }
}

/// How a step stands, in two or three words.
fn subline(desk: &Desk<'_>, step: Step) -> String {
    let session = desk.session;
    let criteria = || format::count(session.criteria.len(), "criterion", "criteria");
    match step {
        Step::Frame => "Question and people".to_owned(),
        Step::Weigh if session.collecting().is_some() => {
            let voted = session.collecting().map_or(0, |round| round.ballots.len());
            let here = session.people.iter().filter(|person| person.present).count();
            format!("{voted} of {} ballots in", here.max(voted))
        }
        Step::Weigh if session.agreed().is_some() && session.drift().is_empty() => {
            format!("{}, agreed", criteria())
        }
        Step::Weigh if session.agreed().is_some() => "Not as agreed any more".to_owned(),
        Step::Weigh => criteria(),
        Step::Compare => {
            format!("{}, {}", criteria(), format::count(session.notes.len(), "note", "notes"))
        }
        Step::Verdict if session.covered() => "Covered".to_owned(),
        Step::Verdict => match desk.verdict.lead {
            Lead::Nothing => "Nothing to weigh yet".to_owned(),
            Lead::NeitherQualifies => "Neither qualifies".to_owned(),
            Lead::TooClose => "Too close to call".to_owned(),
            Lead::ByMustHave(side) => format!("Only {}", session.sides[side]),
            Lead::CannotBeFlipped(side) | Lead::Narrow(side) | Lead::Clear(side) => {
                format!("{} leads", session.sides[side])
            }
        },
        Step::Record => session.record.status.word().to_owned(),
    }
}
