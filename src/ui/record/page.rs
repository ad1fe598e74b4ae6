//! The page that stakeholders receive, drawn from the same summary as every export, in the same
//! order.

use egui::epaint::text::{LayoutJob, TextFormat};
use egui::{Color32, CornerRadius, FontId, Frame, Label, Margin, RichText, Stroke, Ui};

use crate::analysis::words;
use crate::report::Summary;
use crate::report::summary::{self, Driver, FollowUp, Numbers, Passage};
use crate::session::{Pair, Side};
use crate::ui::Desk;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::basic::warning;
use crate::ui::widgets::{Cell, basic, difference_bar, label, quiet};

/// So many criteria are drawn in the chart.
const DRIVERS: usize = 6;

/// So many are listed, the heaviest first, as on the first page of the PDF.
const LISTED: usize = 14;

/// Draws the page.
pub fn show(ui: &mut Ui, desk: &Desk<'_>) {
    let Some(summary) = desk.summary else { return };
    let palette = palette(ui);
    Frame::new()
        .fill(palette.card)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(6))
        .inner_margin(Margin::symmetric(34, 32))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.set_min_height(620.0);
            ui.spacing_mut().item_spacing.y = 6.0;
            head(ui, summary);
            if let Some(numbers) = &summary.numbers {
                ui.add_space(space::S);
                criteria(ui, summary, numbers);
                drivers(ui, numbers);
            }
            texts(ui, summary);
            foot(ui, summary);
        });
}

fn head(ui: &mut Ui, summary: &Summary) {
    let deciders = match summary.deciders.text.as_str() {
        "" => String::new(),
        names => format!(" · {names}"),
    };
    let line = format!("{} · {}{deciders}", summary.status_words, summary.date_words);
    quiet(ui, &format!("Decision record · {line}").to_uppercase());
    let title = RichText::new(&summary.title.text).font(theme::semibold(size::HEADING - 1.0));
    basic::heading_of(ui, title);
    if summary.title.draft {
        draft(ui);
    }
    basic::band(ui, |ui| {
        if !summary.standing.is_empty() {
            let standing = words::capital(&summary.standing);
            label(ui, RichText::new(standing).font(theme::semibold(size::BODY - 1.0)));
        }
        ui.add(Label::new(decision(ui, summary)).wrap());
        for said in [&summary.sureness, &summary.because.text] {
            if !said.is_empty() {
                label(ui, RichText::new(said).size(size::BODY - 1.0));
            }
        }
        if summary.because.draft {
            draft(ui);
        }
    });
    for caution in &summary.cautions {
        warning(ui, caution);
    }
    for notice in &summary.notices {
        quiet(ui, &words::sentence(notice));
    }
}

/// The decision in one sentence, each side in its colour.
fn decision(ui: &Ui, summary: &Summary) -> LayoutJob {
    let palette = palette(ui);
    let text = summary.decision.as_str();
    let mut named: Vec<(usize, &str, Side)> = Side::BOTH
        .into_iter()
        .filter_map(|side| {
            let name = summary.sides[side].as_str();
            Some((text.find(name).filter(|_| !name.is_empty())?, name, side))
        })
        .collect();
    named.sort_unstable_by_key(|(at, ..)| *at);
    let format = |color| TextFormat {
        font_id: theme::semibold(size::BODY - 1.0),
        color,
        line_height: Some(20.0),
        ..TextFormat::default()
    };
    let mut job = LayoutJob::default();
    let mut done = 0;
    for (at, name, side) in named {
        // A name may be part of the other.
        if let Some(before) = text.get(done..at) {
            job.append(before, 0.0, format(palette.ink));
            job.append(name, 0.0, format(palette.side(side)));
            done = at + name.len();
        }
    }
    job.append(text.get(done..).unwrap_or_default(), 0.0, format(palette.ink));
    job
}

/// That what stands above is a draft.
fn draft(ui: &mut Ui) {
    let text = RichText::new("Draft, not yet the team’s own words").size(size::QUIET - 1.0);
    ui.label(text.color(palette(ui).warn));
}

/// Criteria × sides, the totals last.
fn criteria(ui: &mut Ui, summary: &Summary, numbers: &Numbers) {
    let palette = palette(ui);
    let sides = &summary.sides;
    let head = ["Weight", sides.left.as_str(), sides.right.as_str()];
    let colors = [palette.quiet, palette.side(Side::Left), palette.side(Side::Right)];
    row(ui, ("", palette.quiet), (head, colors), &theme::medium(size::QUIET - 1.0));
    let ink = [palette.ink; 3];
    let mut heaviest: Vec<&summary::Row> = summary.criteria.iter().collect();
    heaviest.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    for criterion in heaviest.into_iter().take(LISTED) {
        let percent = format!("{} %", criterion.percent);
        let Pair { left, right } = criterion.sides.as_ref().map(|side| side.words.as_str());
        let numbers = [percent.as_str(), left, right];
        row(ui, (&criterion.name, palette.ink), (numbers, ink), &theme::regular(size::QUIET));
    }
    if let Some(more) = summary.criteria.len().checked_sub(LISTED).filter(|more| *more > 0) {
        quiet(ui, &format!("and {} that weigh less", words::count(more, "criterion", "criteria")));
    }
    let Pair { left, right } = &numbers.totals_words;
    let totals = ["100 %", left.as_str(), right.as_str()];
    row(ui, ("Total, of 10", palette.ink), (totals, ink), &theme::semibold(size::QUIET));
    ui.add_space(space::S);
}

fn row(
    ui: &mut Ui,
    (name, color): (&str, Color32),
    (cells, colors): ([&str; 3], [Color32; 3]),
    font: &FontId,
) {
    let size = egui::vec2(ui.available_width(), 19.0);
    let (area, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let width = (area.width() * 0.2).clamp(56.0, 110.0);
    let names = area.with_max_x(area.right() - 3.0 * width - space::S);
    if !name.is_empty() {
        Cell::new(name, font.clone(), color).show(ui, names);
    }
    let labels = ["weight", "left", "right"];
    let cells = cells.iter().zip(colors);
    for (((cell, color), place), what) in cells.zip([3.0, 2.0, 1.0]).zip(labels) {
        let left = area.right() - place * width;
        let rect = area.with_min_x(left).with_max_x(left + width - 2.0);
        let of = if name.is_empty() { "Heading" } else { name };
        let spoken = format!("{of}, {what}: {cell}");
        Cell::new(cell, font.clone(), color).right().named(spoken).show(ui, rect);
    }
    let line = Stroke::new(0.5, palette(ui).line);
    ui.painter().hline(area.x_range(), area.bottom() + 3.0, line);
}

/// What drives it: the strongest contributions.
fn drivers(ui: &mut Ui, numbers: &Numbers) {
    section_head(ui, "What drives it", false);
    let scale = numbers.drivers.first().map_or(0.0, |driver| driver.contribution.abs());
    for driver in numbers.drivers.iter().take(DRIVERS) {
        let Driver { name, contribution, .. } = driver;
        let size = egui::vec2(ui.available_width(), 20.0);
        let (row, _) = ui.allocate_exact_size(size, egui::Sense::hover());
        let names = (row.width() * 0.3).min(160.0);
        let font = theme::regular(size::QUIET);
        Cell::new(name, font, palette(ui).ink).right().show(ui, row.with_max_x(row.left() + names));
        let bars = row.with_min_x(row.left() + names + space::M).with_max_x(row.right() - 40.0);
        difference_bar(ui, bars, *contribution, scale, &format!("{name}, contribution"));
    }
    section_head(ui, "What would change it", false);
    for change in &numbers.changes {
        line(ui, change);
    }
}

fn texts(ui: &mut Ui, summary: &Summary) {
    let passages = [
        ("What gets better", &summary.good),
        ("Risks accepted", &summary.bad),
        ("Dissent", &summary.dissent),
    ];
    for (name, passage) in passages {
        section(ui, name, passage);
    }
    let open: Vec<&FollowUp> = summary.follow_ups.iter().filter(|task| !task.done).collect();
    if !open.is_empty() {
        section_head(ui, "Next steps", false);
    }
    for task in open {
        let owner = [task.owner.trim(), task.due_words.as_str()];
        let owner: Vec<&str> = owner.into_iter().filter(|text| !text.is_empty()).collect();
        let owner =
            if owner.is_empty() { String::new() } else { format!(" ({})", owner.join(", ")) };
        line(ui, &format!("{}{owner}", task.text));
    }
    let Summary { review, confirmation, consulted, informed, .. } = summary;
    if !review.words.is_empty() {
        section_head(ui, "Review", review.trigger.draft);
        line(ui, &review.words);
    }
    section(ui, "How we will know", confirmation);
    section(ui, "Consulted", consulted);
    section(ui, "Informed", informed);
    if !summary.contested.is_empty() {
        section_head(ui, "Evidence that was contested", false);
    }
    for objection in &summary.contested {
        line(ui, objection);
    }
    if !summary.supersedes.is_empty() {
        section_head(ui, "Supersedes", false);
        line(ui, &summary.supersedes);
    }
}

fn section(ui: &mut Ui, name: &str, passage: &Passage) {
    if passage.is_empty() {
        return;
    }
    section_head(ui, name, passage.draft);
    for text in passage.lines() {
        line(ui, text);
    }
}

fn section_head(ui: &mut Ui, name: &str, is_draft: bool) {
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        basic::heading_of(ui, RichText::new(name).font(theme::semibold(size::BODY - 1.0)));
        if is_draft {
            draft(ui);
        }
    });
    ui.add_space(-4.0);
}

fn line(ui: &mut Ui, text: &str) {
    label(ui, RichText::new(text).size(size::BODY - 1.0));
}

/// Where the page comes from.
fn foot(ui: &mut Ui, summary: &Summary) {
    ui.add_space(space::L);
    quiet(ui, &format!("{} · Weighbridge {}", summary.origin.words(), summary.version));
}
