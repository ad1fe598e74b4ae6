//! Golden files of format 1, whole and damaged: what is written stays as it is, and what is cut off
//! or flipped is read or refused, and never more than that. Every damage at all is tried with
//! `WEIGHBRIDGE_LONG=1`; without it, as many as a moment allows.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test fails by panicking"
)]

mod common;

use common::disk::{folder, write};
use weighbridge::store::merge::{parse_unfinished, read_unfinished, unfinished_text};
use weighbridge::store::{
    LoadProblem, ballot_text, open, open_ballot, parse_ballot, parse_session, session_text,
};

/// Reads a text as what it is and writes it again.
type Again = fn(&str) -> Result<String, Box<LoadProblem>>;

fn session(text: &str) -> Result<String, Box<LoadProblem>> {
    parse_session(text).map(|session| session_text(&session).expect("text"))
}

fn ballot(text: &str) -> Result<String, Box<LoadProblem>> {
    parse_ballot(text).map(|paper| ballot_text(&paper).expect("text"))
}

fn merge(text: &str) -> Result<String, Box<LoadProblem>> {
    let (base, ours, theirs) = parse_unfinished(text)?;
    let whole = unfinished_text(base.as_ref(), &ours, &theirs, &[]).expect("text");
    Ok(whole[whole.find("\n(").expect("a bracket") + 1..].to_owned())
}

const GOLDEN: [(&str, &str, Again); 3] = [
    ("session", include_str!("golden/format-1.session.ron"), session),
    ("ballot", include_str!("golden/format-1.ballot.ron"), ballot),
    ("merge", include_str!("golden/format-1.merge.session.ron"), merge),
];

/// How many places are left out between two that are tried.
fn stride(short: usize) -> usize {
    if std::env::var_os("WEIGHBRIDGE_LONG").is_some() { 1 } else { short }
}

/// What is accepted is written so that it reads the same, and a refusal points into the text.
fn hold(name: &str, text: &str, again: Again) -> bool {
    match again(text) {
        Ok(written) => {
            let twice = again(&written).unwrap_or_else(|problem| panic!("{name}: {problem}"));
            assert_eq!(twice, written, "{name}");
            true
        }
        Err(problem) => {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let line = text.split('\n').nth(problem.line - 1).expect("a line of the text");
            let width = line.chars().count() + 1;
            assert!((1..=width).contains(&problem.column), "{name}: {problem}");
            false
        }
    }
}

#[test]
fn a_golden_file_is_read_and_written_as_it_is() {
    for (name, text, again) in GOLDEN {
        assert!(again(text).expect("reads") == text, "{name} is written otherwise");
    }
}

#[test]
fn no_prefix_is_accepted() {
    let mut tried = 0;
    for (name, text, again) in GOLDEN {
        let whole = text.trim_end().len();
        for end in (0..whole).step_by(stride(31)).filter(|end| text.is_char_boundary(*end)) {
            assert!(!hold(name, &text[..end], again), "the first {end} bytes of the {name}");
            tried += 1;
        }
    }
    eprintln!("{tried} prefixes, 0 accepted");
}

#[test]
fn no_tail_of_zeros_is_accepted() {
    let mut tried = 0;
    for (name, text, again) in GOLDEN {
        let whole = text.trim_end().len();
        for end in (0..whole).step_by(stride(31)).filter(|end| text.is_char_boundary(*end)) {
            let zeroed = format!("{}{}", &text[..end], "\0".repeat(text.len() - end));
            assert!(!hold(name, &zeroed, again), "zeros from byte {end} on in the {name}");
            tried += 1;
        }
    }
    eprintln!("{tried} tails of zeros, 0 accepted");
}

#[test]
fn no_flipped_bit_does_more_than_change_or_spoil() {
    let folder = folder();
    let path = folder.path().join("x.session.ron");
    let (mut tried, mut accepted) = (0, 0);
    for (name, text, again) in GOLDEN {
        for bit in (0..text.len() * 8).step_by(stride(101)) {
            let mut bytes = text.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            tried += 1;
            if let Ok(text) = String::from_utf8(bytes.clone()) {
                accepted += usize::from(hold(name, &text, again));
            } else if bit % 7 == 0 {
                // What is no text is refused before it comes to the reader.
                write(&path, bytes);
                let refused = match name {
                    "ballot" => open_ballot(&path).is_err(),
                    "merge" => read_unfinished(&path).is_err(),
                    _ => open(&path).is_err(),
                };
                assert!(refused, "bit {bit} of the {name}");
            }
        }
    }
    eprintln!("{tried} flipped bits, 0 panics; {accepted} make another file that can be read");
}
