//! A team's own template: the same as ours from the same text, and told where it is broken.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use common::report::{example, summary};
use weighbridge::report::template::{Kind, TemplateError, built_in, render};
use weighbridge::report::{html, markdown};

mod common;

fn broken(source: &str) -> TemplateError {
    let summary = summary(&example("saas-team"));
    let name = "team.md.j2";
    render(source, name, Kind::of(name), &summary).expect_err("a broken template")
}

fn made(source: &str) -> String {
    let summary = summary(&example("saas-team"));
    render(source, "team.md.j2", Kind::Markdown, &summary).expect("a text")
}

#[test]
fn our_text_as_a_team_s_template_gives_our_page() {
    for session in [example("saas-team"), example("logistics-team"), common::empty()] {
        let summary = summary(&session);
        let page = render(built_in(Kind::Html), "ours.html.j2", Kind::Html, &summary);
        assert_eq!(page, html::page(&summary));
        let text = render(built_in(Kind::Markdown), "ours.md.j2", Kind::Markdown, &summary);
        assert_eq!(text, markdown::summary(&summary));
    }
}

#[test]
fn the_name_says_what_a_template_makes() {
    for name in ["a.html", "a.html.j2", "A.HTM", "team.page.HTML.jinja2", "a.html.jinja"] {
        assert_eq!(Kind::of(name), Kind::Html, "{name}");
    }
    for name in ["a.md", "a.md.j2", "a.j2", "html", "html.j2", "a.html.md", "a.txt", ""] {
        assert_eq!(Kind::of(name), Kind::Markdown, "{name}");
    }
}

#[test]
fn values_are_escaped_whatever_the_template_says() {
    assert_eq!(made("{{ '# <b>' }}"), "\\# &lt;b>");
    assert_eq!(made("{% autoescape false %}{{ '*' }}{% endautoescape %}"), "\\*");
    assert!(broken("{{ '*'|safe }}").to_string().contains("there is no filter “safe”"));
    assert_eq!(made("{{ 'a\nb' }}{{ none }}"), "a bNone");
    assert_eq!(made("{{ 'one\ntwo\n\n\n- three'|paragraphs(2) }}"), "one\\\n  two\n\n  \\- three");
    assert_eq!(made("{{ ['|', '*']|join('_') }}"), "\\|\\_\\*");
    assert_eq!(made("{% set x %}{{ '*' }}{% endset %}{{ x }}"), "\\*");
    assert_eq!(
        made("{{ 1.5|number }} {{ 85.0|number }} {{ '2026-11-22'|day }}"),
        "1.5 85 22 November 2026"
    );
}

#[test]
fn what_is_broken_is_shown_where_it_is() {
    let error = broken("# {{ title.text }}\n\nOn {{ date_word }} we met.\n");
    assert_eq!(
        error.to_string(),
        "team.md.j2:3:7: there is no “date_word”\n  \
         3 | On {{ date_word }} we met.\n    |       ^^^^^^^^^\n\
         Did you mean “date_words”?"
    );
}

#[test]
fn each_mistake_is_said_with_what_to_do() {
    let mistakes = [
        ("{{ titel }}", 1, "there is no “titel”", "Did you mean “title”?"),
        ("\n{{ title.txt }}", 2, "there is no “title.txt”", "Did you mean “text”?"),
        ("{{ qqqqqqqqqq }}", 1, "there is no “qqqqqqqqqq”", "A template knows: bad, ballots,"),
        ("{% for row in rows %}{% endfor %}", 1, "there is no “rows”", "A template knows"),
        ("{{ method|uper }}", 1, "there is no filter “uper”", "Did you mean “upper”?"),
        ("{{ method|zzzzzzz }}", 1, "there is no filter", "link, number, paragraphs, points"),
        ("a\n{% if title %}", 2, "unexpected end of input", "{% endif %}"),
        ("{{ title", 1, "unexpected", "{{ … }}"),
        ("{% include 'other.md' %}", 1, "unknown statement include", "reads no other file"),
        ("{% macro a() %}{% endmacro %}", 1, "unknown statement macro", "no macros"),
        ("{{ method + 1 }}", 1, "", "built-in template"),
        ("{{ unheard() }}", 1, "", "built-in template"),
        ("{{ 3|link('x') }}", 1, "", "built-in template"),
    ];
    for (source, line, what, fix) in mistakes {
        let error = broken(source);
        assert_eq!(error.line, line, "{error}");
        assert!(error.what.contains(what), "{error}");
        assert!(error.fix.contains(fix), "{error}");
        assert!(!error.what.is_empty() && !error.excerpt.is_empty(), "{error}");
    }
}

#[test]
fn a_template_comes_to_an_end() {
    let endless = "{% for a in range(100000) %}{% for b in range(100000) %}{{ b }}\
                   {% endfor %}{% endfor %}";
    for source in [endless, "{{ 'x' * 1000000000 }}", "{{ range(1000000000)|list }}"] {
        let error = broken(source);
        assert!(error.to_string().starts_with("team.md.j2:1:"), "{error}");
    }
    let long = "{% for a in range(70000) %}{{ 'xxxxxxxxxx' * 100 }}{% endfor %}";
    assert!(broken(long).what.contains(" MB long"), "{}", broken(long));
}

#[test]
fn any_cut_of_our_own_template_is_told_and_not_panicked_over() {
    let summary = summary(&example("saas-team"));
    for kind in [Kind::Html, Kind::Markdown] {
        let source = built_in(kind);
        let cuts = source.char_indices().map(|(at, _)| at).step_by(97);
        for cut in cuts {
            if let Err(error) = render(&source[..cut], "cut.j2", kind, &summary) {
                assert!(error.line <= source.lines().count() && error.column >= 1, "{error}");
            }
        }
    }
}
