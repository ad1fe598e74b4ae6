//! Before you decide: the common mistakes looked for in this session, and what it leaves open.

use egui::{Pos2, RichText, Stroke, Ui};

use super::Scene;
use crate::analysis::{Sight, Sighting};
use crate::session::{Outcome, Side};
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::{card, label, quiet, title};

/// Draws the panel.
pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>) {
    quiet(ui, "Common mistakes, checked against this session");
    for mistake in &scene.verdict.mistakes {
        card(ui, |ui| sighting(ui, mistake));
    }
    must_haves(ui, scene);
    ratings(ui, scene);
    card(ui, |ui| {
        title(ui, "Rule of thumb");
        for side in Side::BOTH {
            let name = RichText::new(&scene.desk.session.sides[side])
                .font(theme::medium(size::BODY - 1.0))
                .color(palette(ui).side(side));
            ui.label(name);
            quiet(ui, &scene.desk.catalogue.guide.rule_of_thumb[side]);
        }
        quiet(ui, &scene.desk.catalogue.guide.thesis);
    });
}

/// A mistake: a filled mark when it was seen, a hollow one when not, a dashed line when the
/// session cannot tell; the words say the same.
fn sighting(ui: &mut Ui, mistake: &Sighting) {
    ui.spacing_mut().item_spacing.y = space::S;
    let palette = palette(ui);
    let area = ui.available_rect_before_wrap();
    let mark = Pos2::new(area.left() + 5.0, area.top() + 10.0);
    let painter = ui.painter().clone();
    match mistake.sight {
        Sight::Seen => painter.circle_filled(mark, 5.0, palette.warn),
        Sight::NotSeen => painter.circle_stroke(mark, 4.0, Stroke::new(1.5, palette.ink)),
        Sight::CannotTell => {
            painter.hline(mark.x - 4.0..=mark.x + 4.0, mark.y, Stroke::new(1.5, palette.quiet))
        }
    };
    let said = match mistake.sight {
        Sight::Seen => "Seen",
        Sight::NotSeen => "Not seen",
        Sight::CannotTell => "Cannot tell",
    };
    ui.horizontal_top(|ui| {
        ui.add_space(space::L + 1.0);
        ui.vertical(|ui| {
            title(ui, &mistake.name);
            quiet(ui, &format!("{said}: {}", lower_first(&mistake.evidence)));
            if mistake.sight == Sight::Seen {
                label(ui, RichText::new(&mistake.advice).size(size::QUIET + 0.5));
            }
        });
    })
    .response
    .on_hover_text(&mistake.advice);
}

/// A sentence that goes on after a colon. Names keep their capital.
fn lower_first(text: &str) -> String {
    let word = text.split(' ').next().unwrap_or_default();
    let starts = ["A", "The", "This", "Every", "Nobody", "No"];
    if starts.contains(&word) {
        let mut chars = text.chars();
        return chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect());
    }
    text.to_owned()
}

fn must_haves(ui: &mut Ui, scene: &Scene<'_>) {
    let session = scene.desk.session;
    card(ui, |ui| {
        title(ui, "Must-haves");
        if session.brief.must_haves.is_empty() {
            quiet(ui, "None are named. Anything that would exclude a side belongs under Frame.");
        }
        for row in &session.brief.must_haves {
            let word =
                |side: Side| format!("{}: {}", session.sides[side], row.outcome[side].word());
            label(ui, RichText::new(&row.name).font(theme::medium(size::BODY - 1.0)));
            let open = Side::BOTH.iter().any(|side| row.outcome[*side] == Outcome::Open);
            let mut line = format!("{} · {}", word(Side::Left), word(Side::Right));
            if open {
                line.push_str(" (not looked at yet)");
            }
            quiet(ui, &line);
        }
    });
}

fn ratings(ui: &mut Ui, scene: &Scene<'_>) {
    card(ui, |ui| {
        title(ui, "Ratings");
        let ratings = scene.desk.session.criteria.len() * 2;
        let open = scene.verdict.unconfirmed;
        quiet(
            ui,
            &match open {
                0 => "The team stands behind every rating.".to_owned(),
                _ => format!("{open} of {ratings} are starting ratings that nobody has confirmed."),
            },
        );
    });
}
