//! Two versions of one session, changed apart: what both changed is chosen here, one by one.

use std::ops::Range;

use egui::{ScrollArea, Separator, Ui};

use super::{close, foot, title};
use crate::store::merge::{Kind, Take};
use crate::ui::theme::space;
use crate::ui::view::{MergeRow, MergeView};
use crate::ui::widgets::basic::warning;
use crate::ui::widgets::{chip, label, primary, quiet, secondary};
use crate::ui::{Outbox, Request, format};

/// A longer text has no place on a chip, in characters.
const SHORT: usize = 60;

/// So much of a long text is shown, in characters: about six lines.
const LONG: usize = 560;

/// So many lines of a long text are shown.
const LINES: usize = 6;

/// So much stands before what differs, where the text is longer than what is shown.
const BEFORE: usize = 80;

/// Draws the dialog.
pub(super) fn show(ui: &mut Ui, out: &mut Outbox, merging: &MergeView, height: f32) {
    title(ui, "Make one of two versions");
    label(
        ui,
        format!(
            "“{}” was changed in two places. What only one of them changed is taken; for what both \
             changed, say which holds. {}",
            merging.decision,
            if merging.onto_desk {
                "“Here” is this window, “there” is the file."
            } else {
                "“Here” is the version that was merged into."
            }
        ),
    );
    ui.horizontal_wrapped(|ui| {
        for (take, name) in
            [(Take::Ours, "Take all from here"), (Take::Theirs, "Take all from there")]
        {
            if secondary(ui, name).clicked() {
                let all = merging.rows.iter().map(|row| (row.conflict.path.clone(), take));
                out.ask(Request::ChooseMerge(all.collect()));
            }
        }
    });
    let rows = ScrollArea::vertical().auto_shrink([false, true]).max_height(height - 260.0);
    rows.show(ui, |ui| {
        ui.set_width(ui.available_width() - space::M);
        for row in &merging.rows {
            ui.add(Separator::default().spacing(10.0));
            ui.push_id(&row.conflict.path, |ui| self::row(ui, out, row));
        }
    });
    if let Some(problem) = &merging.problem {
        ui.add_space(space::S);
        warning(ui, problem);
    }
    let open = merging.open;
    foot(ui, out, |ui, out| {
        let finish = ui.add_enabled_ui(open == 0, |ui| primary(ui, "Finish the merge")).inner;
        let left = format!("{} to choose", format::count(open, "thing is left", "things are left"));
        if finish.on_disabled_hover_text(&left).clicked() {
            out.ask(Request::FinishMerge);
        }
        if secondary(ui, "Cancel").clicked() {
            close(out);
        }
        quiet(ui, if open == 0 { "Everything is chosen." } else { &left });
    });
}

fn row(ui: &mut Ui, out: &mut Outbox, row: &MergeRow) {
    let MergeRow { conflict, chosen } = row;
    label(ui, &conflict.what);
    if conflict.kind == Kind::Kept {
        // Either choice keeps it; what is wanted is that somebody has seen it.
        if chip(ui, chosen.is_some(), "I have seen it, it stays", &conflict.what).clicked() {
            out.ask(Request::ChooseMerge(vec![(conflict.path.clone(), Take::Ours)]));
        }
        return;
    }
    let texts = [&conflict.ours, &conflict.theirs].map(|value| match (conflict.kind, value) {
        (_, Some(value)) => value.as_str(),
        (Kind::Late, None) => "left out",
        (_, None) => "removed",
    });
    let sides = [(Take::Ours, "Here"), (Take::Theirs, "There")];
    let long = texts.into_iter().any(is_long);
    if long {
        let [ours, theirs] = texts;
        for ((_, name), (text, other)) in sides.into_iter().zip([(ours, theirs), (theirs, ours)]) {
            let shown = quiet(ui, &format!("{name}: {}", excerpt(text, other)));
            shown.on_hover_text(text);
        }
    }
    ui.horizontal_wrapped(|ui| {
        for ((take, name), text) in sides.into_iter().zip(texts) {
            let full = format!("{name}: {text}");
            let words = if long { name } else { full.as_str() };
            let response = chip(ui, *chosen == Some(take), words, &conflict.what)
                .accessible_name(format!("{}: {full}", conflict.what));
            if response.clicked() {
                out.ask(Request::ChooseMerge(vec![(conflict.path.clone(), take)]));
            }
        }
    });
}

fn is_long(text: &str) -> bool {
    text.contains('\n') || text.chars().nth(SHORT).is_some()
}

/// A text in full, or a stretch of it that shows where it begins to differ from the other.
fn excerpt(text: &str, other: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let Range { start, end } = stretch(&chars, other);
    let begin = if start > 0 { "…" } else { "" };
    let more = if end < chars.len() { "…" } else { "" };
    let shown: String = chars.get(start..end).unwrap_or_default().iter().collect();
    format!("{begin}{shown}{more}")
}

fn stretch(chars: &[char], other: &str) -> Range<usize> {
    let fits = |from: usize| -> usize {
        let rest = chars.get(from..).unwrap_or_default().iter().enumerate();
        let mut lines = rest.filter(|(_, c)| **c == '\n').map(|(at, _)| at);
        lines.nth(LINES - 1).unwrap_or(usize::MAX).min(LONG).saturating_add(from).min(chars.len())
    };
    let end = fits(0);
    let same = chars.iter().zip(other.chars()).take_while(|(one, two)| **one == *two).count();
    if end == chars.len() || same + BEFORE < end {
        return 0..end;
    }
    let mut start = same.min(chars.len()).saturating_sub(BEFORE);
    // What differs stands on the second line at the latest.
    let before = chars.get(start..same).unwrap_or_default();
    let breaks: Vec<usize> =
        before.iter().enumerate().filter(|(_, c)| **c == '\n').map(|(at, _)| at).collect();
    if let [.., one, _] = breaks.as_slice() {
        start += one + 1;
    }
    start..fits(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_shows_where_it_differs() {
        let same = "word ".repeat(400);
        let (ours, theirs) = (format!("{same}mine {same}"), format!("{same}yours {same}"));
        let (here, there) = (excerpt(&ours, &theirs), excerpt(&theirs, &ours));
        assert!(here.contains("mine") && there.contains("yours"), "{here}\n{there}");
        for shown in [here, there] {
            assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
            assert!(shown.chars().count() <= LONG + 2);
        }
        assert_eq!(excerpt("One\nTwo", "One"), "One\nTwo");
        let lines = "A line\n".repeat(40);
        let (ours, theirs) = (format!("{lines}mine"), format!("{lines}yours"));
        let shown = excerpt(&ours, &theirs);
        assert!(shown.ends_with("mine") && shown.lines().count() <= LINES, "{shown}");
        // Where one only begins as the other, its end is shown.
        assert!(excerpt(&lines, &ours).ends_with("A line\n"));
    }
}
