//! Pictures. Draws what it is shown through a [`Desk`] and says what was asked for through an
//! [`Outbox`]; it computes no number, opens no file and changes nothing by itself.

pub mod ballot;
pub mod compare;
pub mod desk;
pub mod evidence;
pub mod format;
pub mod frame;
pub mod inspector;
pub mod keys;
pub mod meeting;
pub mod menu;
pub mod modal;
pub mod notes;
pub mod outside;
pub mod present;
pub mod rail;
pub mod record;
pub mod recovery;
pub mod theme;
pub mod toasts;
pub mod top_bar;
pub mod verdict;
pub mod view;
pub mod weigh;
pub mod welcome;
pub mod widgets;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{CentralPanel, Frame, Margin, Panel, Stroke, Ui, UiBuilder};

pub use desk::{Desk, FileStatus, Outbox, Request};
pub use view::{Beside, Focus, Modal, NoteDraft, PathFor, Screen, Sort, Step, Toast, View};

use theme::palette;

/// Windows narrower than this fold: the rail shows numbers only, columns stack, the inspector
/// takes the table's place. In points, so that zooming folds too.
const NARROW: f32 = 1100.0;

/// The height of the bar at the top.
const TOP_BAR: f32 = 52.0;

/// The width of the panel on the right.
const SIDE_PANEL: f32 = 332.0;

/// The same with the meeting in it, whose rows hold more.
const MEETING_PANEL: f32 = 372.0;

/// Whether the window is too narrow for columns side by side.
#[must_use]
pub fn is_narrow(context: &egui::Context) -> bool {
    context.content_rect().width() < NARROW
}

/// Draws the whole window.
pub fn show(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
    match desk.view.screen {
        _ if present::is_here(desk) => present::show(ui, desk, out),
        Screen::Welcome => {
            recovery::show(ui, desk, out);
            let page = Frame::new().fill(palette(ui).page);
            CentralPanel::default().frame(page).show(ui, |ui| welcome::show(ui, desk, out));
        }
        Screen::Ballot => {
            if desk.file.ballot {
                outside::show(ui, desk, out);
                recovery::show(ui, desk, out);
            }
            let page = Frame::new().fill(palette(ui).page);
            CentralPanel::default().frame(page).show(ui, |ui| ballot::show(ui, desk, out));
        }
        Screen::Step(step) => workbench(ui, desk, out, step),
    }
    present::window(ui, desk, out);
    toasts::show(ui, desk);
    modal::show(ui, desk, out);
    if let Some(focus) = desk.view.focus {
        give_focus(ui, focus);
        out.view(|view| view.focus = None);
    }
    widgets::focus_ring(ui);
}

fn give_focus(ui: &Ui, Focus { id, selection }: Focus) {
    ui.memory_mut(|memory| memory.request_focus(id));
    if let Some((from, to)) = selection {
        let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
        let range = CCursorRange::two(CCursor::new(from), CCursor::new(to));
        state.cursor.set_char_range(Some(range));
        state.store(ui.ctx(), id);
    }
}

fn workbench(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, step: Step) {
    let palette = palette(ui);
    let bar = Frame::new().fill(palette.card).inner_margin(Margin::symmetric(16, 10));
    let area = ui.available_rect_before_wrap();
    let (above, below) = area.split_top_bottom_at_y(area.top() + TOP_BAR);
    let mut above = ui.new_child(UiBuilder::new().max_rect(above));
    let ui = &mut ui.new_child(UiBuilder::new().max_rect(below));

    // Before the top bar, for Tab: what others have done to the file comes first.
    outside::show(ui, desk, out);
    Panel::top("top bar").exact_size(TOP_BAR).resizable(false).frame(bar).show(&mut above, |ui| {
        top_bar::show(ui, desk, out);
    });
    recovery::show(ui, desk, out);
    present::band(ui, desk, out);
    let narrow = is_narrow(ui);
    let rail = Frame::new().fill(palette.card).inner_margin(Margin::symmetric(10, 14));
    Panel::left("rail")
        .exact_size(if narrow { 60.0 } else { 196.0 })
        .resizable(false)
        .frame(rail)
        .show(ui, |ui| rail::show(ui, desk, out, step, narrow));

    let side = side_panel(desk, step, narrow);
    let page = Frame::new().fill(palette.page);
    CentralPanel::default().frame(page).show(ui, |ui| match side {
        None => screen(ui, desk, out, step, narrow),
        Some(side) if narrow => side.show(ui, desk, out),
        Some(side) => {
            // By hand instead of as a panel, which would have to come before the screen, also
            // for Tab: the screen comes first, as it does for the eye.
            let area = ui.max_rect();
            let split = area.right() - side.width();
            let part = |ui: &mut Ui, rect| ui.new_child(UiBuilder::new().max_rect(rect));
            screen(&mut part(ui, area.with_max_x(split)), desk, out, step, narrow);
            side.show(&mut part(ui, area.with_min_x(split)), desk, out);
        }
    });
}

fn screen(ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox, step: Step, narrow: bool) {
    let margin = if narrow { Margin::same(16) } else { Margin::symmetric(26, 22) };
    widgets::page(ui, step.name(), margin, |ui| match step {
        Step::Frame => frame::show(ui, desk, out),
        Step::Weigh => weigh::show(ui, desk, out),
        Step::Compare => compare::show(ui, desk, out),
        Step::Verdict => verdict::show(ui, desk, out),
        Step::Record => record::show(ui, desk, out),
    });
}

/// What the panel on the right shows.
#[derive(Clone, Copy)]
enum SidePanel {
    Search,
    Discuss,
    Meeting,
    Criterion,
    BeforeYouDecide,
}

fn side_panel(desk: &Desk<'_>, step: Step, narrow: bool) -> Option<SidePanel> {
    let View { search, inspector, panel_over, .. } = desk.view;
    match step {
        _ if search.is_some() => Some(SidePanel::Search),
        _ if desk.view.shows_meeting(narrow) => Some(SidePanel::Meeting),
        Step::Weigh if !narrow && desk.session.collecting().is_none() => {
            (*inspector && desk.session.revealed().is_some()).then_some(SidePanel::Discuss)
        }
        Step::Compare if narrow => panel_over.then_some(SidePanel::Criterion),
        Step::Compare => inspector.then_some(SidePanel::Criterion),
        Step::Verdict if desk.session.covered() || desk.session.criteria.is_empty() => None,
        Step::Verdict if !narrow => inspector.then_some(SidePanel::BeforeYouDecide),
        _ => None,
    }
}

impl SidePanel {
    const fn width(self) -> f32 {
        match self {
            Self::Meeting => MEETING_PANEL,
            _ => SIDE_PANEL,
        }
    }

    fn show(self, ui: &mut Ui, desk: &Desk<'_>, out: &mut Outbox) {
        let (area, palette) = (ui.max_rect(), palette(ui));
        ui.painter().rect_filled(area, 0.0, palette.card);
        ui.painter().vline(area.left(), area.y_range(), Stroke::new(1.0, palette.line));
        let margin = Margin { left: 18, right: 18, top: 18, bottom: 24 };
        match self {
            Self::Discuss => {
                widgets::page(ui, "discuss", margin, |ui| weigh::discuss(ui, desk));
            }
            Self::Meeting => {
                widgets::page(ui, "meeting", margin, |ui| meeting::show(ui, desk, out));
            }
            Self::Search => widgets::page(ui, "search", margin, |ui| notes::search(ui, desk, out)),
            Self::Criterion => {
                // Each criterion has a scroll position of its own.
                let salt = desk.view.selected.as_ref().map_or("none", |id| id.as_str());
                widgets::page(ui, salt, margin, |ui| inspector::show(ui, desk, out));
            }
            Self::BeforeYouDecide => {
                widgets::page(ui, "before", margin, |ui| verdict::beside(ui, desk, out));
            }
        }
    }
}
