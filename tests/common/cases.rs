//! Reference cases with published or exact results, and what is asked of results.

use serde_json::Value;

/// What results may be off the exact ones.
pub const EXACT: f64 = 1e-12;

/// A case file.
pub fn read(json: &str) -> Value {
    serde_json::from_str(json).expect("JSON")
}

/// One of the two-sided cases with exact rationals.
pub fn two_sides(name: &str) -> Value {
    read(include_str!("../cases/two_sides_exact.json"))[name].clone()
}

/// A number of a case: plain, a fraction as text, or a pair of both.
pub fn number(value: &Value) -> f64 {
    match value {
        Value::Array(forms) => number(forms.first().expect("a number")),
        Value::String(text) => {
            let (top, bottom) = text.split_once('/').unwrap_or((text.as_str(), "1"));
            top.parse::<f64>().expect("a number") / bottom.parse::<f64>().expect("a number")
        }
        plain => plain.as_f64().expect("a number"),
    }
}

/// A list of numbers of a case.
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(number).collect()
}

#[track_caller]
pub fn assert_near(found: f64, wanted: f64, within: f64) {
    assert!((found - wanted).abs() <= within, "{found} instead of {wanted}");
}

#[track_caller]
pub fn assert_all_near(found: &[f64], wanted: &[f64], within: f64) {
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert_near(*found, *wanted, within);
    }
}
