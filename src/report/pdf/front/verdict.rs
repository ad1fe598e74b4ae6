//! The upper half of page 1: what was decided, when and by whom, and what has to be known first.

use krilla::tagging::Tag;

use super::{CAUTIONS, Front, NOTICES, capital, one_line, sentences, tone};
use crate::report::chart::Tone;
use crate::report::pdf::appendix;
use crate::report::pdf::flow::Frame;
use crate::report::pdf::text::{BODY, HEADING, LABEL, LEAD, Phrase, SMALL, Style, TITLE, Weight};

/// The standing, seen before the sentence that it qualifies.
const STANDING: Style = HEADING;
/// That most ratings are nobody’s, beside it.
const RESERVATION: Style = BODY.bold();
const NOTICE: Style = Style { size: 7.5, leading: 10.5, ..SMALL.quiet() };

impl Front<'_, '_> {
    pub(super) fn title(&mut self) {
        let summary = self.summary;
        let draft = if summary.title.draft { " · the title is a draft" } else { "" };
        let text = one_line(&summary.title.text);
        let project = match one_line(&summary.project) {
            project if project.is_empty() || project == text => String::new(),
            project => format!(" · {project}"),
        };
        let kind = format!("Decision record{draft}{project}");
        let lines = self.flow.press.fit(&kind, LABEL, self.flow.frame.width, 1, "…").0;
        self.flow.begin(Tag::P);
        self.flow.lines(lines, None);
        self.flow.end();
        self.flow.y += 2.0;
        let more = format!("… (page {})", self.page(appendix::IN_FULL));
        let width = self.flow.frame.width;
        let (lines, cut) = self.flow.press.fit(&text, TITLE, width, 2, &more);
        if cut {
            self.cut("Title", &text, summary.title.draft);
        }
        self.flow.heading_of(1, &text, lines);
        self.question();
        self.flow.y += 9.0;
    }

    /// What was asked. While the result is covered the page has a section for it.
    fn question(&mut self) {
        let question = one_line(&self.summary.question);
        if question.is_empty() || self.summary.numbers.is_none() {
            return;
        }
        self.flow.y += 2.0;
        let more = format!("… (page {})", self.page(appendix::BRIEF));
        let width = self.flow.frame.width;
        let (lines, _) = self.flow.press.fit(&question, BODY.quiet(), width, 2, &more);
        self.flow.begin(Tag::P);
        self.flow.lines(lines, None);
        self.flow.end();
    }

    /// Status, date and deciders beside each other.
    pub(super) fn facts(&mut self) {
        let summary = self.summary;
        let deciders = (!summary.deciders.is_empty()).then_some(&summary.deciders);
        let decided = deciders.map(|p| (label("Deciders", p.draft), (one_line(&p.text), p.draft)));
        let status = (label("Status", false), (one_line(&summary.status_words), false));
        let date = (label("Date", false), (summary.date_words.clone(), false));
        let facts = [Some(("Status", 0.27, status)), Some(("Date", 0.27, date))];
        let frame = self.flow.frame;
        let (top, mut bottom, mut x) = (self.flow.y, self.flow.y, frame.left);
        self.flow.rule(Tone::Line);
        let last = decided.map(|fact| ("Deciders", 0.46, fact));
        for (name, share, (label, (text, draft))) in facts.into_iter().chain([last]).flatten() {
            let width = frame.width * share;
            self.flow.frame = Frame { left: x, width: width - 14.0, ..frame };
            self.flow.y = top + 7.0;
            self.flow.paragraph(&label, LABEL);
            self.fitted(name, (&text, draft), BODY, 2);
            bottom = bottom.max(self.flow.y);
            x += width;
        }
        self.flow.frame = frame;
        self.flow.y = bottom + 12.0;
    }

    pub(super) fn recommendation(&mut self) {
        let summary = self.summary;
        let tone = summary.colour.map_or(Tone::Quiet, tone);
        let frame = self.flow.frame;
        let lines = self.room.few(4);
        // The ground is drawn under what stands on it, so that comes first.
        let mut texts = Vec::new();
        let width = frame.width - 28.0;
        for (name, text, style, draft) in [
            ("Recommendation", &summary.decision, LEAD, false),
            ("How sure it is", &summary.sureness, BODY, false),
            ("Why", &summary.because.text, BODY, summary.because.draft),
        ] {
            let text = one_line(text);
            if text.is_empty() {
                continue;
            }
            let mark = if draft { "  draft" } else { "" };
            let more = format!("… (page {}){mark}", self.page(appendix::IN_FULL));
            let (lines, cut) = self.flow.press.fit(&text, style, width, lines, &more);
            if cut {
                self.cut(name, &text, draft);
            }
            texts.push((text, style, draft, lines, cut));
        }
        let (standing, reservation) = (capital(&summary.standing), &summary.reservation);
        let sides = &summary.sides;
        self.flow.boxed(tone, |flow| {
            if !standing.is_empty() {
                flow.paragraph(&Phrase::new(&standing), STANDING);
                flow.y += 1.0;
            }
            if !reservation.is_empty() {
                flow.paragraph(&Phrase::new(reservation), RESERVATION);
                flow.y += 2.0;
            }
            for (text, style, draft, lines, cut) in texts {
                let mut phrase = Phrase::new(&text);
                if style == LEAD {
                    phrase = phrase
                        .coloured(&sides.left, Tone::Left)
                        .coloured(&sides.right, Tone::Right);
                } else {
                    flow.y += 3.0;
                }
                if draft {
                    phrase = phrase.and("  draft", Weight::Regular, Tone::Quiet);
                }
                let again = flow.press.set(&phrase, style, flow.frame.width);
                flow.begin(Tag::P);
                flow.lines(if cut { lines } else { again }, None);
                flow.end();
            }
        });
        self.flow.y += 4.0;
    }

    /// What has to be known first, and under it, quietly, what facts say before any weight does.
    pub(super) fn cautions(&mut self) {
        let summary = self.summary;
        // What stands beside the verdict is not said again under it.
        let said = summary.cautions.iter().filter(|said| **said != summary.reservation);
        let cautions = sentences(&said.cloned().collect::<Vec<_>>());
        let notices = sentences(&summary.notices);
        if cautions.is_empty() && notices.is_empty() {
            return;
        }
        self.flow.y += 4.0;
        let frame = self.flow.frame;
        let top = self.flow.y;
        self.flow.frame = Frame { left: frame.left + 14.0, width: frame.width - 28.0, ..frame };
        let lines = self.room.few(4);
        if !cautions.is_empty() {
            self.flow.paragraph(&Phrase::new(CAUTIONS), LABEL.bold());
            self.fitted(CAUTIONS, (&cautions, false), BODY, lines);
        }
        if !notices.is_empty() {
            self.flow.y += if cautions.is_empty() { 0.0 } else { 3.0 };
            self.fitted(NOTICES, (&notices, false), NOTICE, lines);
        }
        self.flow.frame = frame;
        let height = self.flow.y - top;
        let colour = Tone::Quiet.on_paper();
        self.flow.decoration(frame.left, top, 3.0, height, colour);
        self.flow.y += 4.0;
    }

    /// While the numbers are covered: what is asked, and what is compared.
    pub(super) fn brief(&mut self) {
        let summary = self.summary;
        let names = summary.criteria.iter().map(|row| one_line(&row.name));
        let compared = names.collect::<Vec<_>>().join(" · ");
        self.flow.y += 14.0;
        for (name, text, section) in [
            ("Question", &summary.question, appendix::BRIEF),
            ("Context", &summary.context, appendix::BRIEF),
            ("What is compared", &compared, appendix::CRITERIA),
        ] {
            if text.trim().is_empty() {
                continue;
            }
            self.flow.heading(3, name, false);
            let more = format!("… (page {})", self.page(section));
            let (width, most) = (self.flow.frame.width, self.room.lines);
            let (lines, _) = self.flow.press.fit(&one_line(text), BODY, width, most, &more);
            self.flow.begin(Tag::P);
            self.flow.lines(lines, None);
            self.flow.end();
            self.flow.y += 9.0;
        }
    }
}

fn label(name: &str, draft: bool) -> Phrase {
    let label = Phrase::new(name);
    if draft { label.and("  draft", Weight::Regular, Tone::Quiet) } else { label }
}
