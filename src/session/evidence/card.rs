//! What was asked: cards, and the code of their variants.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::session::{Id, Rating, Side};

/// One question put to both sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Stable id.
    pub id: Id,
    /// The criterion that it speaks to first.
    pub criterion: Id,
    /// Other criteria that it speaks to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Id>,
    /// What kind of evidence it is.
    pub kind: Kind,
    /// The question.
    pub question: String,
    /// What was found, in a sentence.
    pub finding: String,
    /// How it was done.
    pub method: String,
    /// What it does not show, each a sentence; never empty.
    pub limits: Vec<String>,
    /// When it matters.
    #[serde(default, skip_serializing_if = "Needs::is_empty")]
    pub applies: Needs,
    /// When a capability last changed, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// Ranges for ratings that it supports.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggests: Vec<Suggestion>,
    /// How each side does it.
    pub variants: Vec<Variant>,
}

/// Kinds of evidence, the most durable first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Whether it can be done at all.
    Capability,
    /// What happens when nobody says otherwise.
    Default,
    /// What it costs: lines, statements, time.
    Cost,
}

impl Kind {
    /// All kinds, in the order of their worth.
    pub const ALL: [Self; 3] = [Self::Capability, Self::Default, Self::Cost];

    /// The question that evidence of this kind answers.
    #[must_use]
    pub const fn question(self) -> &'static str {
        match self {
            Self::Capability => "Can it?",
            Self::Default => "What happens by default?",
            Self::Cost => "What does it cost?",
        }
    }
}

/// A range for a rating.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggestion {
    /// Whose rating.
    pub side: Side,
    /// From.
    pub low: Rating,
    /// To.
    pub high: Rating,
    /// Why.
    pub why: String,
}

/// One way to do it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its id, unique in the card.
    pub id: Id,
    /// Whose way it is; none for the bare driver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// Who would write it so.
    pub style: Style,
    /// By what it is done.
    pub means: Means,
    /// What has to be said of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The code, after one formatter.
    pub code: String,
    /// Lines of code.
    pub lines: u32,
    /// Tokens of code.
    pub tokens: u32,
}

/// Who would write a variant so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// A newcomer.
    Naive,
    /// Whoever has read the documentation.
    Idiomatic,
    /// A specialist.
    Expert,
    /// Nobody's ORM: the bare driver, for comparison.
    Driver,
}

impl Style {
    /// The words on screen.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Naive => "What a newcomer writes",
            Self::Idiomatic => "Idiomatic",
            Self::Expert => "What an expert writes",
            Self::Driver => "Bare driver",
        }
    }
}

/// By what a variant does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// The ORM itself.
    Orm,
    /// A further package.
    Plugin,
    /// SQL by hand.
    RawSql,
    /// Something else.
    Other,
}

impl Means {
    /// The words on screen.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Orm => "the ORM itself",
            Self::Plugin => "a further package",
            Self::RawSql => "SQL by hand",
            Self::Other => "other means",
        }
    }
}

/// Databases, frameworks and features: those that matter to a team, or those that a card is for. An
/// empty list says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Needs {
    /// Databases.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub databases: Vec<Database>,
    /// Frameworks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub frameworks: Vec<Framework>,
    /// Features.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<Feature>,
}

impl Needs {
    /// The same, each word once and in the order in which they are offered: it does not matter who
    /// said what first.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.databases.sort_unstable();
        self.databases.dedup();
        self.frameworks.sort_unstable();
        self.frameworks.dedup();
        self.features.sort_unstable();
        self.features.dedup();
        self
    }

    /// Whether nothing is said.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.databases.is_empty() && self.frameworks.is_empty() && self.features.is_empty()
    }
}

/// Words of a closed list, written as texts in files.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$row:meta])* $variant:ident = $slug:literal, $shown:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum $name { $($(#[$row])* $variant,)+ }

        impl $name {
            /// All of them, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in files.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug),+ }
            }

            /// The words on screen.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $shown),+ }
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|one| one.slug() == text).ok_or_else(|| {
                    let known: Vec<&str> = Self::ALL.iter().map(|one| one.slug()).collect();
                    let found: String = text.chars().take(40).collect();
                    format!("{} must be one of {}; found {found:?}", $what, known.join(", "))
                })
            }
        }

        impl From<$name> for String {
            fn from(one: $name) -> Self {
                one.slug().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.words())
            }
        }
    };
}

words! {
    /// A database that the lab runs on.
    Database, "a database" {
        /// `SQLite`.
        Sqlite = "sqlite", "SQLite";
        /// `PostgreSQL`.
        Postgresql = "postgresql", "PostgreSQL";
    }
}

words! {
    /// What the application is built on.
    Framework, "a framework" {
        /// Django.
        Django = "django", "Django";
        /// An async framework, such as `FastAPI` or Litestar.
        Asgi = "asgi", "an async framework";
        /// Anything else, or nothing.
        Other = "other", "another framework or none";
    }
}

words! {
    /// Something that a project may or may not need.
    Feature, "a feature" {
        /// Loading many rows at once.
        BulkLoad = "bulk-load", "bulk loading";
        /// Async code.
        Async = "async", "async code";
        /// An admin.
        Admin = "admin", "an admin";
        /// Composite primary keys.
        CompositeKeys = "composite-keys", "composite keys";
        /// JSON columns.
        Json = "json", "JSON columns";
        /// Tables that are there already.
        LegacySchema = "legacy-schema", "a legacy schema";
        /// Recursive queries.
        Recursive = "recursive", "recursive queries";
        /// Inserting or updating in one statement.
        Upsert = "upsert", "upserts";
        /// A domain that several programs share.
        SharedDomain = "shared-domain", "a shared domain";
    }
}
