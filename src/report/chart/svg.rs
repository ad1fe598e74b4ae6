//! A picture as SVG: no script, no style from outside, a title and a description for those who
//! hear it.

use std::fmt::Write as _;

use super::{Anchor, Picture, Shape, Tone};
use crate::report::escape::shown;

/// Writes a picture. `id` tells it from others on the same page. Colours are classes of the page
/// where it stands in one, and attributes beside them for where it stands alone.
#[must_use]
pub fn svg(picture: &Picture, id: &str) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_picture(&mut text, picture, id);
    text
}

fn write_picture(out: &mut String, picture: &Picture, id: &str) -> std::fmt::Result {
    let Picture { width, height, title, description, .. } = picture;
    let id = escaped(id);
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\" font-family=\"Inter, system-ui, sans-serif\">"
    )?;
    writeln!(out, "<title id=\"{id}-title\">{}</title>", escaped(title))?;
    writeln!(out, "<desc id=\"{id}-desc\">{}</desc>", escaped(description))?;
    for shape in &picture.shapes {
        write_shape(out, shape)?;
    }
    out.push_str("</svg>\n");
    Ok(())
}

fn write_shape(out: &mut String, shape: &Shape) -> std::fmt::Result {
    match shape {
        Shape::Bar { x, y, width, height, tone } => {
            let (class, colour) = coloured(*tone);
            writeln!(
                out,
                "<rect class=\"fill-{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" \
                 rx=\"2\" fill=\"{colour}\"/>",
                Number(*x),
                Number(*y),
                Number(*width),
                Number(*height)
            )
        }
        Shape::Line { from, to, tone } => {
            let (class, colour) = coloured(*tone);
            writeln!(
                out,
                "<line class=\"stroke-{class}\" x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" \
                 stroke=\"{colour}\"/>",
                Number(from.0),
                Number(from.1),
                Number(to.0),
                Number(to.1)
            )
        }
        Shape::Text { x, y, anchor, size, bold, tone, text } => {
            let (class, colour) = coloured(*tone);
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::End => "end",
            };
            let weight = if *bold { " font-weight=\"600\"" } else { "" };
            writeln!(
                out,
                "<text class=\"fill-{class}\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\" \
                 font-size=\"{}\"{weight} fill=\"{colour}\">{}</text>",
                Number(*x),
                Number(*y),
                Number(*size),
                escaped(text)
            )
        }
    }
}

/// A coordinate with at most two decimals.
struct Number(f64);

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{:.2}", self.0);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

fn coloured(tone: Tone) -> (&'static str, String) {
    let class = match tone {
        Tone::Left => "left",
        Tone::Right => "right",
        Tone::Ink => "ink",
        Tone::Quiet => "quiet",
        Tone::Line => "line",
    };
    let [red, green, blue] = tone.on_paper();
    (class, format!("#{red:02x}{green:02x}{blue:02x}"))
}

/// Text that can stand between tags and in attributes. What XML does not allow is left out.
pub(in crate::report) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in shown(text).chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' => safe.push(character),
            '\u{fffe}' | '\u{ffff}' => {}
            control if control.is_control() => {}
            other => safe.push(other),
        }
    }
    safe
}
