//! The page for a browser says everything, loads nothing and is forged by no text.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::cell::RefCell;
use std::collections::BTreeSet;

use common::report::{example, summary};
use common::texts::{HOSTILE, change, flat, full, golden, sentences};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer,
};
use weighbridge::report::{Summary, html};

mod common;

/// What a page consists of.
#[derive(Debug, Default)]
struct Page {
    tags: Vec<Tag>,
    text: String,
    style: String,
    errors: Vec<String>,
    comments: usize,
    open: Vec<String>,
}

struct Reader(RefCell<Page>);

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut page = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => return page.tag(tag),
            Token::CharacterTokens(text) if page.open.last().is_some_and(|tag| tag == "style") => {
                page.style.push_str(&text);
            }
            Token::CharacterTokens(text) => page.text.push_str(&text),
            Token::ParseError(error) => page.errors.push(error.into_owned()),
            Token::CommentToken(_) => page.comments += 1,
            Token::NullCharacterToken => page.errors.push("a zero".to_owned()),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Page {
    fn tag(&mut self, tag: Tag) -> TokenSinkResult<()> {
        let name = tag.name.to_string();
        let void = matches!(name.as_str(), "meta" | "br") || tag.self_closing;
        if tag.kind == TagKind::EndTag {
            let open = self.open.pop();
            assert_eq!(open.as_deref(), Some(name.as_str()), "tags are nested");
            self.text.push(if INLINE.contains(&name.as_str()) { '\u{200b}' } else { ' ' });
            return TokenSinkResult::Continue;
        }
        if !INLINE.contains(&name.as_str()) {
            self.text.push(' ');
        }
        if !void {
            self.open.push(name.clone());
        }
        self.tags.push(tag);
        match name.as_str() {
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            "title" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

const INLINE: [&str; 5] = ["span", "strong", "a", "small", "time"];

const TAGS: [&str; 50] = [
    "a",
    "body",
    "br",
    "caption",
    "dd",
    "desc",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "head",
    "header",
    "html",
    "li",
    "line",
    "main",
    "meta",
    "ol",
    "p",
    "rect",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "ul",
    "abbr",
    "aside",
    "b",
    "em",
    "figcaption",
    "i",
    "nav",
    "sup",
];

const ATTRIBUTES: [&str; 36] = [
    "anchor",
    "aria-labelledby",
    "charset",
    "class",
    "content",
    "datetime",
    "fill",
    "font-family",
    "font-size",
    "font-weight",
    "height",
    "href",
    "http-equiv",
    "id",
    "lang",
    "name",
    "rel",
    "role",
    "rx",
    "scope",
    "stroke",
    "style",
    "tabindex",
    "text-anchor",
    "viewbox",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "xmlns",
    "y",
    "y1",
    "y2",
    "colspan",
    "aria-hidden",
];

fn page(summary: &Summary) -> String {
    html::page(summary).expect("a page")
}

fn read(text: &str) -> Page {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(text));
    let reader =
        Tokenizer::new(Reader(RefCell::default()), html5ever::tokenizer::TokenizerOpts::default());
    let _ = reader.feed(&input);
    reader.end();
    let page = reader.sink.0.into_inner();
    assert!(page.open.is_empty(), "not closed: {:?}", page.open);
    page
}

fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|a| *a.name.local == *name).map(|a| &*a.value)
}

/// Nothing runs, nothing is loaded, nothing is out of place.
fn check(text: &str) -> Page {
    let page = read(text);
    assert_eq!(page.errors, Vec::<String>::new());
    assert_eq!(page.comments, 0);
    let mut ids = BTreeSet::new();
    let mut level = 0;
    for tag in &page.tags {
        assert!(TAGS.contains(&&*tag.name), "<{}>", tag.name);
        if let Some(next) = tag.name.strip_prefix('h').and_then(|n| n.parse::<usize>().ok()) {
            assert!(next <= level + 1, "a heading of level {next} after {level}");
            level = next;
        }
        for attribute in &tag.attrs {
            check_attribute(&attribute.name.local, &attribute.value);
        }
        if let Some(id) = attribute(tag, "id") {
            assert!(ids.insert(id.to_owned()), "{id} twice");
        }
    }
    for tag in &page.tags {
        for id in attribute(tag, "aria-labelledby").unwrap_or_default().split_whitespace() {
            assert!(ids.contains(id), "no {id}");
        }
    }
    assert!(!page.style.contains("url(") && !page.style.contains("@import"));
    page
}

fn check_attribute(name: &str, value: &str) {
    assert!(ATTRIBUTES.contains(&name), "{name}={value}");
    match name {
        "href" => {
            let known = ["http://", "https://", "mailto:"];
            assert!(known.iter().any(|scheme| value.starts_with(scheme)), "{value}");
        }
        "style" => {
            let width = value.strip_prefix("width:").and_then(|rest| rest.strip_suffix('%'));
            let width: f64 = width.and_then(|w| w.parse().ok()).expect("a width in percent");
            assert!((0.0..=100.0).contains(&width), "{value}");
        }
        _ => {}
    }
}

#[test]
fn the_pages_are_as_they_were_signed_off() {
    golden("saas-team.html", &page(&summary(&example("saas-team"))));
    golden("empty.html", &page(&summary(&common::empty())));
}

#[test]
fn the_same_summary_gives_the_same_bytes() {
    assert_eq!(page(&full()), page(&full()));
}

#[test]
fn a_page_holds_only_what_it_may_and_in_order() {
    for summary in [full(), summary(&example("saas-team")), summary(&common::empty())] {
        let page = check(&page(&summary));
        let count = |name: &str| page.tags.iter().filter(|tag| *tag.name == *name).count();
        assert_eq!((count("h1"), count("main"), count("script")), (1, 1, 0));
        let html = page.tags.iter().find(|tag| &*tag.name == "html").expect("html");
        assert_eq!(attribute(html, "lang"), Some("en"));
        let policy = page
            .tags
            .iter()
            .find_map(|tag| attribute(tag, "http-equiv").and_then(|_| attribute(tag, "content")));
        let wanted = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
        assert_eq!(policy, Some(wanted));
        for head in page.tags.iter().filter(|tag| &*tag.name == "th") {
            assert!(attribute(head, "scope").is_some(), "{head:?}");
        }
        for picture in page.tags.iter().filter(|tag| &*tag.name == "svg") {
            assert_eq!(attribute(picture, "role"), Some("img"));
        }
    }
}

#[test]
fn a_page_says_every_sentence_of_the_summary() {
    for summary in [full(), summary(&example("saas-team")), summary(&common::empty())] {
        let text = flat(&check(&page(&summary)).text.replace('\u{200b}', ""));
        for sentence in sentences(&summary) {
            assert!(text.contains(&flat(&sentence)), "missing: {sentence}\nin {text}");
        }
    }
}

#[test]
fn no_text_forges_anything() {
    let plain = check(&page(&full())).tags.len();
    for hostile in HOSTILE {
        let mut summary = full();
        change(&mut summary, &mut |text| hostile.clone_into(text));
        let forged = check(&page(&summary));
        // Lines and paragraphs may be more, addresses that lead nowhere are links no longer.
        let inside = ["p", "br", "li", "a"];
        let tags = forged.tags.iter().filter(|tag| !inside.contains(&&*tag.name)).count();
        assert!(tags <= plain, "{hostile}: {tags} tags instead of {plain}");
        let typed = flat(&hostile.replace(char::is_control, " "));
        let first = typed.split(" ## ").next().unwrap_or_default();
        let text = flat(&forged.text.replace('\u{200b}', ""));
        assert!(text.contains(first) || hostile.contains('\0'), "{hostile}");
    }
}

#[test]
fn only_addresses_of_the_web_and_of_mail_are_links() {
    let links = [
        ("https://example.org/?a=1&b=\"2\"", true),
        ("HTTP://example.org", true),
        ("mailto:a@example.org", true),
        ("javascript:alert(1)", false),
        (" https://example.org", false),
        ("java\nscript:alert(1)", false),
        ("data:text/html,x", false),
        ("//example.org", false),
        ("file:///etc/passwd", false),
    ];
    for (address, followed) in links {
        let mut summary = full();
        summary.evidence.truncate(1);
        summary.evidence.iter_mut().for_each(|e| e.address = Some(address.to_owned()));
        let text = page(&summary);
        let page = read(&text);
        assert_eq!(page.tags.iter().any(|tag| &*tag.name == "a"), followed, "{address}");
        assert!(followed || flat(&page.text).contains(&flat(address)), "{address}");
    }
}

#[test]
fn what_nobody_has_touched_is_marked_as_a_draft() {
    let mut session = example("saas-team");
    assert!(!page(&summary(&session)).contains(">draft<"));
    session.record.because.clear();
    let text = page(&summary(&session));
    assert!(text.contains("Why <span class=\"tag draft\">draft</span></h2>"), "{text}");
}

#[test]
fn a_section_without_content_is_left_out() {
    let text = page(&summary(&common::empty()));
    for heading in ["Why", "Dissent", "Next steps", "What drives it", "Notes", "Evidence"] {
        assert!(!text.contains(&format!(">{heading}<")), "{heading}");
    }
}

#[test]
fn weights_that_would_turn_it_are_not_cut_without_a_word() {
    let mut summary = full();
    let numbers = summary.numbers.as_mut().expect("numbers");
    let flip = numbers.flips.first().expect("a flip").clone();
    numbers.flips = vec![flip; 9];
    assert!(page(&summary).contains("and 3 more, further away"));
}

#[test]
fn the_heaviest_criterion_fills_its_bar() {
    let text = page(&full());
    assert!(
        text.contains("<span style=\"width:100%\">")
            || text.contains("<span style=\"width:100.0%\">")
    );
}
