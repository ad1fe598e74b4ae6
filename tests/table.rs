//! Importing a table: a team's own decision matrix becomes criteria, or is refused with the place.
#![allow(
    clippy::expect_used,
    clippy::float_cmp,
    clippy::panic,
    reason = "a test fails by panicking, and exact results are compared exactly"
)]

mod common;

use common::catalogue;
use weighbridge::store::table::parse_table;

#[test]
fn a_table_becomes_criteria_known_or_new() {
    let table = "Criterion,Points,Left,Right,Reason\n\
                 Schema migrations,80,9,7,we rename a lot\n\
                 \"Hiring, locally\",40,7.5,6,\n\n";
    let criteria = parse_table(table, catalogue()).expect("reads");
    assert_eq!(criteria.len(), 2);
    assert_eq!(criteria[0].id.as_str(), "migrations");
    assert!(!criteria[0].definition.is_empty());
    assert_eq!(criteria[0].sides.left.reason, "we rename a lot");
    assert_eq!(criteria[1].id.as_str(), "hiring-locally");
    assert_eq!(criteria[1].sides.left.rating.get(), 7.5);
    let columns_swapped = "left;right;points;criterion\n7,5;6;40;Hiring\n";
    let criteria = parse_table(columns_swapped, catalogue()).expect("reads");
    assert_eq!(criteria[0].sides.left.rating.get(), 7.5);
}

#[test]
fn a_tables_problems_name_row_and_column() {
    let head = "criterion,points,left,right\n";
    let cases = [
        (String::new(), "the table is empty", 1, 1),
        (head.to_owned(), "no row below its header", 1, 1),
        ("criterion,points,left\nA,1,1\n".to_owned(), "row 1: the column right is missing", 1, 1),
        ("criterion,points,left,right,cost\n".to_owned(), "\"cost\" is no column", 1, 29),
        ("criterion,points,left,right,left\n".to_owned(), "column left is there twice", 1, 29),
        (
            format!("{head}A,50,11,5\n"),
            "row 2, column left: rating must be between 0 and 10, found 11",
            2,
            6,
        ),
        (
            format!("{head}A,50,5,5\nB,many,5,5\n"),
            "row 3, column points: \"many\" is no number",
            3,
            3,
        ),
        (format!("{head}A,50,,5\n"), "row 2, column left: the number is missing", 2, 6),
        (format!("{head},50,5,5\n"), "row 2, column criterion: the criterion has no name", 2, 1),
        (
            format!("{head}A,50,5,5\na,50,5,5\n"),
            "row 3, column criterion: the criterion \"a\" is there twice",
            3,
            1,
        ),
        (format!("\n{head}\n\nA,50,5,5\n\nB,many,5,5\n"), "row 7, column points: \"many\"", 7, 3),
        (format!("{head}\"A\n, b\",50,5,5\nB,many,5,5\n"), "row 3, column points: \"many\"", 4, 3),
        (format!("{head}A,NaN,5,5\n"), "points must be between 0 and 100, found NaN", 2, 3),
    ];
    for (table, what, line, column) in cases {
        let problem = parse_table(&table, catalogue()).expect_err("must be refused");
        assert!(problem.what.contains(what), "{table}: {}", problem.what);
        assert_eq!((problem.line, problem.column), (line, column), "{table}: {problem}");
    }
}

#[test]
fn each_side_may_have_a_reason_of_its_own_and_guards_come_off() {
    let table = "criterion,points,left,right,reason,right reason\n\
                 '=Hiring,40,7,6,for both,\n\
                 Speed,40,7,6,for both,'-1 day\n";
    let criteria = parse_table(table, catalogue()).expect("reads");
    assert_eq!(criteria[0].name, "=Hiring");
    assert_eq!(criteria[0].sides.right.reason, "for both");
    assert_eq!(criteria[1].sides.left.reason, "for both");
    assert_eq!(criteria[1].sides.right.reason, "-1 day");
}
