//! A team's own decision matrix, read from CSV.
//!
//! A header row names the columns `criterion`, `points`, `left`, `right` and, if wanted, `reason`
//! for both sides, `left reason` and `right reason` for one, in any order; every further row is
//! one criterion. A column `note` is for those who read the table, and is read over. Commas or semicolons separate; with semicolons, a decimal comma is understood.
//! A `'` that guards a text from being taken for a formula is taken off.

use std::path::Path;

use super::{LoadProblem, MAX_SESSION_BYTES, OpenError, problem, read_capped};
use crate::catalogue::Catalogue;
use crate::session::value::Scale;
use crate::session::{
    Assessment, Criterion, Id, MAX_CRITERIA, MAX_TEXT, Origin, Pair, Side, clean_text, unguarded,
};

const COLUMNS: [&str; 8] =
    ["criterion", "points", "left", "right", "reason", "left reason", "right reason", "note"];

const HEADER: &str = "The first row names the columns: criterion, points, left, right, and if \
                      wanted reason, or left reason and right reason.";

/// Reads criteria from a CSV file.
///
/// # Errors
/// An [`OpenError`] that names the row and the column in question.
pub fn open_table(path: &Path, catalogue: &Catalogue) -> Result<Vec<Criterion>, OpenError> {
    let text = problem::decode(path, read_capped(path, MAX_SESSION_BYTES)?, problem::TABLE)?;
    parse_table(&text, catalogue).map_err(|p| OpenError::Problem(p.in_file(path)))
}

/// Reads criteria from CSV text. A row whose name is that of a catalogue criterion takes over
/// its definition and claims; points, ratings and reason are the team's.
///
/// # Errors
/// A [`LoadProblem`] that names the row and the column in question.
pub fn parse_table(text: &str, catalogue: &Catalogue) -> Result<Vec<Criterion>, Box<LoadProblem>> {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter = if header.contains(';') { ';' } else { ',' };
    let table = Table { text, delimiter };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter as u8)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records();

    let Some(Ok(first)) = records.next() else {
        return Err(LoadProblem::at(text, 0, 1, "the table is empty", HEADER));
    };
    let columns = table.columns(&first)?;
    let mut criteria: Vec<Criterion> = Vec::new();
    for record in records {
        let record = record.map_err(|error| {
            let at = error.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
            let what = format!("row {}: {error}", table.row(table.begin(at)));
            LoadProblem::at(text, at, at + 1, &what, HEADER)
        })?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let number = table.row(table.begin_of(&record));
        let row = Row { table: &table, columns: &columns, record: &record, number };
        if criteria.len() == MAX_CRITERIA {
            let what = format!("there are more than {MAX_CRITERIA} criteria");
            return Err(row.problem(0, &what, "Take the least important ones out."));
        }
        let criterion = row.criterion(catalogue, &criteria)?;
        criteria.push(criterion);
    }
    if criteria.is_empty() {
        return Err(LoadProblem::at(text, 0, 1, "the table has no row below its header", HEADER));
    }
    Ok(criteria)
}

struct Table<'a> {
    text: &'a str,
    delimiter: char,
}

/// Where each of [`COLUMNS`] stands in a row.
type Columns = [Option<usize>; COLUMNS.len()];

impl Table<'_> {
    fn columns(&self, header: &csv::StringRecord) -> Result<Columns, Box<LoadProblem>> {
        let mut columns: Columns = [None; COLUMNS.len()];
        for (at, name) in header.iter().enumerate() {
            let known = COLUMNS.iter().position(|known| known.eq_ignore_ascii_case(name));
            match known.and_then(|i| columns.get_mut(i)) {
                Some(slot) if slot.is_none() => *slot = Some(at),
                Some(_) => {
                    let what = format!(
                        "row {}: the column {name} is there twice",
                        self.row(self.begin_of(header))
                    );
                    return Err(self.problem(header, at, &what, HEADER));
                }
                None => {
                    let what = format!(
                        "row {}: {name:?} is no column of a decision matrix",
                        self.row(self.begin_of(header))
                    );
                    return Err(self.problem(header, at, &what, HEADER));
                }
            }
        }
        for (name, column) in COLUMNS.iter().zip(&columns).take(4) {
            if column.is_none() {
                let what = format!(
                    "row {}: the column {name} is missing",
                    self.row(self.begin_of(header))
                );
                return Err(self.problem(header, 0, &what, HEADER));
            }
        }
        Ok(columns)
    }

    /// A problem at one field.
    fn problem(
        &self,
        record: &csv::StringRecord,
        field: usize,
        what: &str,
        fix: &str,
    ) -> Box<LoadProblem> {
        let (start, end) = self.field(self.begin_of(record), field);
        LoadProblem::at(self.text, start, end, what, fix)
    }

    /// Where a record begins. The parser's position may lie before blank lines that it skips.
    fn begin_of(&self, record: &csv::StringRecord) -> usize {
        self.begin(record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0)))
    }

    fn begin(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + (rest.len() - rest.trim_start_matches('\n').len())
    }

    /// The row that begins at a place, counted as a spreadsheet does: from 1, blank rows too.
    fn row(&self, begin: usize) -> usize {
        let mut quoted = false;
        let mut ends = |c: char| {
            quoted ^= c == '"';
            c == '\n' && !quoted
        };
        self.text.get(..begin).unwrap_or_default().chars().filter(|c| ends(*c)).count() + 1
    }

    /// Where a field of the record that begins at `begin` stands in the raw text. The parser
    /// only tells where records begin.
    fn field(&self, begin: usize, field: usize) -> (usize, usize) {
        let record = self.text.get(begin..).unwrap_or_default();
        let (mut index, mut start, mut quoted) = (0, 0, false);
        for (at, c) in record.char_indices() {
            match c {
                '"' => quoted = !quoted,
                c if !quoted && (c == self.delimiter || c == '\n') => {
                    if index == field || c == '\n' {
                        return (begin + start, begin + at);
                    }
                    index += 1;
                    start = at + c.len_utf8();
                }
                _ => {}
            }
        }
        (begin + start, self.text.len())
    }
}

struct Row<'a> {
    table: &'a Table<'a>,
    columns: &'a Columns,
    record: &'a csv::StringRecord,
    number: usize,
}

impl Row<'_> {
    fn problem(&self, column: usize, what: &str, fix: &str) -> Box<LoadProblem> {
        let name = COLUMNS.get(column).copied().unwrap_or_default();
        let field = self.columns.get(column).copied().flatten().unwrap_or(0);
        let what = format!("row {}, column {name}: {what}", self.number);
        self.table.problem(self.record, field, &what, fix)
    }

    fn text(&self, column: usize) -> Result<&str, Box<LoadProblem>> {
        let field = self.columns.get(column).copied().flatten();
        let text = field.and_then(|field| self.record.get(field)).map_or("", unguarded);
        if text.chars().count() > MAX_TEXT {
            let what = format!("a text may hold {MAX_TEXT} characters");
            return Err(self.problem(column, &what, "Shorten it."));
        }
        Ok(text)
    }

    fn number<const MAX: u8>(&self, column: usize) -> Result<Scale<MAX>, Box<LoadProblem>> {
        let text = self.text(column)?;
        let plain = if self.table.delimiter == ';' { text.replace(',', ".") } else { text.into() };
        let scale = format!("Write a number from 0 to {MAX}.");
        let number: f64 = plain.parse().map_err(|_| {
            let what = if text.is_empty() {
                "the number is missing".to_owned()
            } else {
                format!("{text:?} is no number")
            };
            self.problem(column, &what, &scale)
        })?;
        Scale::new(number).map_err(|error| self.problem(column, &error.to_string(), &scale))
    }

    /// Why a side is rated so: in its own column, else in the one for both.
    fn reason(&self, own: usize) -> Result<String, Box<LoadProblem>> {
        match self.text(own)? {
            "" => Ok(clean_text(self.text(4)?)),
            text => Ok(clean_text(text)),
        }
    }

    fn criterion(
        &self,
        catalogue: &Catalogue,
        earlier: &[Criterion],
    ) -> Result<Criterion, Box<LoadProblem>> {
        let name = clean_text(self.text(0)?);
        if name.is_empty() {
            return Err(self.problem(0, "the criterion has no name", "Write one."));
        }
        if earlier.iter().any(|c| c.name.eq_ignore_ascii_case(&name)) {
            let what = format!("the criterion {name:?} is there twice");
            return Err(self.problem(0, &what, "Keep one of the two rows."));
        }
        let points = self.number(1)?;
        let ratings = Pair::new(self.number(2)?, self.number(3)?);
        let reasons = Pair::new(self.reason(5)?, self.reason(6)?);
        let known = catalogue.criteria.iter().find(|info| {
            info.name.eq_ignore_ascii_case(&name) || info.id.as_str().eq_ignore_ascii_case(&name)
        });
        let mut criterion = known.map_or_else(
            || Criterion {
                id: Id::from_name(&name, |id| {
                    earlier.iter().any(|c| &c.id == id) || catalogue.criterion(id).is_some()
                }),
                name: name.clone(),
                definition: String::new(),
                low: String::new(),
                high: String::new(),
                points,
                sides: Pair::default(),
            },
            crate::catalogue::CriterionInfo::start,
        );
        // The team's own word for it stays.
        criterion.name = name;
        criterion.points = points;
        for side in Side::BOTH {
            let claim = std::mem::take(&mut criterion.sides[side].claim);
            criterion.sides[side] = Assessment {
                rating: ratings[side],
                origin: Origin::Team,
                claim,
                reason: reasons[side].clone(),
                ..Assessment::default()
            };
        }
        Ok(criterion)
    }
}
