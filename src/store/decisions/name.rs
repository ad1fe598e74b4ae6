//! The names of records.

/// The longest name of a record's file, in bytes.
const MAX_NAME: usize = 80;

/// The digits that a number is written with, unless the folder has it otherwise.
pub(super) const WIDTH: usize = 4;

/// The name of a record's file: `0007-use-raw-sql.md`.
#[must_use]
pub fn file_name(number: u32, title: &str) -> String {
    name_of(number, WIDTH, title)
}

/// The same with a number of at least so many digits.
pub(super) fn name_of(number: u32, width: usize, title: &str) -> String {
    let number = format!("{number:0width$}");
    let mut slug = slug(title);
    slug.truncate(MAX_NAME.saturating_sub(number.len() + "-.md".len()));
    let slug = match slug.trim_matches('-') {
        "" => "decision",
        slug => slug,
    };
    format!("{number}-{slug}.md")
}

/// The beginning of a title, short enough that something can follow it in a name.
pub(super) fn short(title: &str) -> String {
    slug(title).chars().take(MAX_NAME / 2).collect()
}

/// A title in small letters, digits and single dashes; empty when none of it can be written so.
pub(super) fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => slug.push_str(letters),
            None if c.is_ascii_alphanumeric() => slug.push(c),
            None if slug.is_empty() || slug.ends_with('-') => {}
            None => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// The plain letters for a Latin letter with a mark, and nothing for what stands within a word.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        '\'' | '’' | '\u{300}'..='\u{36f}' => "",
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ł' | 'ľ' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' | 'ō' => "o",
        'ö' | 'œ' | 'ő' => "oe",
        'ř' | 'ŕ' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ų' => "u",
        'ü' | 'ű' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}
