//! Comparisons two at a time: one question after the other, until the answers hang together.

use egui::{Button, Rect, RichText, Ui, Vec2};

use super::lines::{comments, list};
use super::{Voting, change};
use crate::analysis::ratio_words;
use crate::session::{Comparison, Id, Line, Paper};
use crate::ui::Outbox;
use crate::ui::theme::{self, palette, size, space};
use crate::ui::widgets::basic::{heading_of, remove_button};
use crate::ui::widgets::place::{part, row_of};
use crate::ui::widgets::{Cell, at, card, columns, keyed, label, quiet, secondary, title};

/// How many times as important one may be, from the strongest answer to the weakest.
const TIMES: [f64; 5] = [9.0, 7.0, 5.0, 3.0, 2.0];

/// Draws the question, how the answers fit, and the answers.
pub(super) fn show(ui: &mut Ui, voting: &Voting, out: &mut Outbox) {
    let asked = voting.again.clone().or_else(|| voting.casting.question.clone());
    let lines = asked
        .as_ref()
        .and_then(|(first, second)| Some((voting.paper.line(first)?, voting.paper.line(second)?)));
    match lines {
        Some((first, second)) => question(ui, first, second, out),
        None if voting.casting.points.is_ok() => {
            card(ui, |ui| {
                label(ui, "That is enough: your answers say what each criterion weighs.")
            });
        }
        None => {}
    }
    fit(ui, voting, out);
    outcome(ui, voting);
    answers(ui, voting, out);
    comments(ui, voting, out, &voting.paper.lines.iter().collect::<Vec<_>>());
}

fn question(ui: &mut Ui, first: &Line, second: &Line, out: &mut Outbox) {
    card(ui, |ui| {
        columns(ui, 0.5, space::XL, |left, right| {
            for (ui, line) in [(left, first), (right, second)] {
                heading_of(ui, RichText::new(&line.name).font(theme::semibold(size::TITLE)));
                if !line.low.is_empty() {
                    quiet(ui, &format!("from 0: {}", line.low));
                }
                if !line.high.is_empty() {
                    quiet(ui, &format!("to 10: {}", line.high));
                }
            }
        });
        ui.add_space(space::M);
        scale(ui, first, second, out);
        quiet(ui, "2 a little more, 3 somewhat, 5 clearly, 7 very much, 9 beyond comparison");
    });
}

/// The answers that can be given, from “the first matters 9 times as much” over “equally” to
/// “the second matters 9 times as much”.
fn scale(ui: &mut Ui, first: &Line, second: &Line, out: &mut Outbox) {
    let (row, _) = row_of(ui, 36.0, 0.0);
    let gap = space::S;
    let equal = 92.0_f32.min(row.width() * 0.16);
    let each = ((row.width() - equal) / 10.0 - gap).max(20.0);
    let mut left = row.left();
    let mut place = |width: f32| {
        let rect = Rect::from_x_y_ranges(left..=left + width, row.y_range());
        left += width + gap;
        rect
    };
    let mut answer = |ui: &mut Ui, rect: Rect, text: &str, spoken: &str, ratio: f64| {
        let button = Button::new(RichText::new(text).size(size::BODY - 1.0)).min_size(rect.size());
        let response = at(ui, rect, |ui| {
            ui.spacing_mut().button_padding = Vec2::new(2.0, 4.0);
            ui.add(button)
        });
        if response.accessible_name(spoken).on_hover_text(spoken).clicked() {
            compare(out, first.criterion.clone(), second.criterion.clone(), ratio);
        }
    };
    for times in TIMES {
        let spoken = format!("{} matters {times} times as much as {}", first.name, second.name);
        answer(ui, place(each), &format!("{times}×"), &spoken, times);
    }
    answer(ui, place(equal), "Equally", "Both matter equally", 1.0);
    for times in TIMES.into_iter().rev() {
        let spoken = format!("{} matters {times} times as much as {}", second.name, first.name);
        answer(ui, place(each), &format!("{times}×"), &spoken, 1.0 / times);
    }
}

/// Takes an answer in place of an earlier one to the same pair.
fn compare(out: &mut Outbox, first: Id, second: Id, ratio: f64) {
    out.view(|view| view.voting.iter_mut().for_each(|voting| voting.again = None));
    change(out, move |paper| {
        paper.comparisons.retain(|old| !is_about(old, &first, &second));
        paper.comparisons.push(Comparison { first, second, ratio });
    });
}

fn is_about(comparison: &Comparison, one: &Id, other: &Id) -> bool {
    let Comparison { first, second, .. } = comparison;
    (first == one && second == other) || (first == other && second == one)
}

/// A criterion's name.
fn called<'a>(paper: &'a Paper, id: &'a Id) -> &'a str {
    paper.line(id).map_or(id.as_str(), |line| line.name.as_str())
}

/// How the answers fit together, and the one that fits worst.
fn fit(ui: &mut Ui, voting: &Voting, out: &mut Outbox) {
    let Some(fit) = &voting.casting.fit else { return };
    ui.add_space(space::S);
    label(ui, &fit.words);
    let Some(worst) = &fit.worst else { return };
    let [first, second] = [&worst.first, &worst.second].map(|id| called(&voting.paper, id));
    let again = secondary(ui, "Answer that again");
    if again.accessible_name(format!("Answer that again: {first} and {second}")).clicked() {
        let pair = (worst.first.clone(), worst.second.clone());
        out.view(move |view| {
            view.voting.iter_mut().for_each(|voting| voting.again = Some(pair.clone()));
        });
    }
}

/// What the answers come to, the heaviest first.
fn outcome(ui: &mut Ui, voting: &Voting) {
    let Some(shares) = voting.casting.shares.as_ref().filter(|_| voting.casting.points.is_ok())
    else {
        return;
    };
    let mut shares: Vec<(f64, &str)> =
        shares.iter().copied().zip(voting.paper.lines.iter().map(|l| l.name.as_str())).collect();
    shares.sort_by(|a, b| b.0.total_cmp(&a.0));
    let told: Vec<String> =
        shares.iter().map(|(share, name)| format!("{name} {:.0} %", share * 100.0)).collect();
    quiet(ui, &format!("They come to: {}.", told.join(", ")));
}

/// What was answered, the latest first.
fn answers(ui: &mut Ui, voting: &Voting, out: &mut Outbox) {
    let paper = &voting.paper;
    if paper.comparisons.is_empty() {
        return;
    }
    ui.add_space(space::M);
    title(ui, "Your answers");
    let given: Vec<&Comparison> = paper.comparisons.iter().rev().collect();
    list(ui, given.len(), 36.0, |ui, row, rect| {
        let Some(comparison) = given.get(row) else { return };
        let [first, second] = [&comparison.first, &comparison.second].map(|id| called(paper, id));
        let words = if comparison.ratio < 1.0 {
            format!("{second} matters {} as {first}", ratio_words(1.0 / comparison.ratio))
        } else {
            format!("{first} matters {} as {second}", ratio_words(comparison.ratio))
        };
        let inside = rect.shrink2(Vec2::new(space::L, 0.0));
        let font = theme::regular(size::BODY - 1.0);
        Cell::new(&words, font, palette(ui).ink)
            .show(ui, part(inside, (inside.left(), inside.right() - 40.0)));
        let salt = format!("{} {}", comparison.first, comparison.second);
        let end = part(inside, (inside.right() - 32.0, inside.right()));
        let clicked =
            keyed(ui, end, &salt, |ui| remove_button(ui, &format!("Take back: {words}")).clicked());
        if clicked {
            let (first, second) = (comparison.first.clone(), comparison.second.clone());
            change(out, move |paper| {
                paper.comparisons.retain(|old| !is_about(old, &first, &second));
            });
        }
    });
}
