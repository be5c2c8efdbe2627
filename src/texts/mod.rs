//! The catalogue: every text that a person reads, in French and in English.
//!
//! A [`Text`] names a message of the catalogue and carries its arguments; it
//! becomes words when it is displayed, in the one language that the process
//! speaks. So an error made deep in the program needs to know no language.
//! The `.ftl` files are Fluent: they can be corrected without reading Rust.

pub mod dates;
pub mod help;
mod shell;
pub mod system;

use std::{
    borrow::Cow,
    fmt,
    sync::{
        LazyLock,
        atomic::{AtomicBool, Ordering},
    },
};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

pub use self::shell::shell_word;

const FRENCH: &str = include_str!("fr.ftl");
const ENGLISH: &str = include_str!("en.ftl");

/// A language that carnet speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// French, the language of the schools.
    #[serde(rename = "fr")]
    French,
    /// English, spoken when nothing says otherwise.
    #[default]
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Returns the two-letter code, as in `--lang`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// Reads a language from its code, or from a locale such as `fr_FR.UTF-8`.
    pub fn from_locale(locale: &str) -> Option<Self> {
        let language = locale
            .split(['_', '-', '.', '@'])
            .next()
            .unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "fr" => Some(Self::French),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    const fn source(self) -> &'static str {
        match self {
            Self::French => FRENCH,
            Self::English => ENGLISH,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

static SPEAKS_FRENCH: AtomicBool = AtomicBool::new(false);
static FRENCH_CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(Language::French));
static ENGLISH_CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(Language::English));

/// Chooses the language of this process; before, it is English.
pub fn set_language(language: Language) {
    SPEAKS_FRENCH.store(language == Language::French, Ordering::Relaxed);
}

/// Returns the language of this process.
pub fn language() -> Language {
    if SPEAKS_FRENCH.load(Ordering::Relaxed) {
        Language::French
    } else {
        Language::English
    }
}

/// One argument of a [`Text`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words, put in as they are.
    Words(String),
    /// A count, which decides between singular and plural.
    Count(u64),
    /// A text of the catalogue inside another one.
    Text(Box<Text>),
}

macro_rules! counts {
    ($($type:ty),*) => {$(
        impl From<$type> for Value {
            fn from(count: $type) -> Self {
                Self::Count(u64::try_from(count).unwrap_or_default())
            }
        }
    )*};
}
counts!(u8, u16, u32, u64, usize, i32);

impl From<&str> for Value {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<String> for Value {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<&String> for Value {
    fn from(words: &String) -> Self {
        Self::Words(words.clone())
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Text(Box::new(text))
    }
}

/// A message of the catalogue with its arguments, in no language yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    id: Cow<'static, str>,
    arguments: Vec<(&'static str, Value)>,
}

impl Text {
    /// Names a message of the catalogue; the macro [`text!`](crate::text) is the usual way.
    pub fn new(id: impl Into<Cow<'static, str>>) -> Self {
        Self {
            id: id.into(),
            arguments: Vec::new(),
        }
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }

    /// Returns the words in a given language, whatever the process speaks.
    ///
    /// For what is written to parents, in the language of their list.
    pub fn in_language(&self, language: Language) -> String {
        let mut arguments = FluentArgs::with_capacity(self.arguments.len());
        for (name, value) in &self.arguments {
            arguments.set(
                *name,
                match value {
                    Value::Words(words) => FluentValue::String(Cow::Borrowed(words)),
                    Value::Count(count) => FluentValue::from(*count),
                    Value::Text(text) => {
                        FluentValue::String(Cow::Owned(text.in_language(language)))
                    }
                },
            );
        }
        Catalogue::of(language)
            .lookup(&self.id, Some(&arguments))
            .unwrap_or_else(|| self.id.to_string())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(language()))
    }
}

impl std::error::Error for Text {}

/// Makes a [`Text`]: `text!("list-created", name = list.name.as_str())`.
#[macro_export]
macro_rules! text {
    ($id:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::texts::Text::new($id)$(.with(stringify!($name), $value))*
    };
}

/// The messages of one language.
struct Catalogue {
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    fn new(language: Language) -> Self {
        let identifier: LanguageIdentifier = language
            .code()
            .parse()
            .expect("a two-letter code is an identifier");
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // The isolation marks are for mixed directions of writing, and break
        // what someone copies from a terminal.
        bundle.set_use_isolating(false);
        bundle
            .add_function("SHELL", shell::shell)
            .expect("no other function has this name");
        // A syntax error costs its own message only; a test refuses it.
        let resource = FluentResource::try_new(language.source().to_owned())
            .unwrap_or_else(|(resource, _errors)| resource);
        bundle.add_resource_overriding(resource);
        Self { bundle }
    }

    fn of(language: Language) -> &'static Self {
        match language {
            Language::French => &FRENCH_CATALOGUE,
            Language::English => &ENGLISH_CATALOGUE,
        }
    }

    /// Finds a message, or an attribute of one (`message.attribute`).
    fn lookup(&self, id: &str, arguments: Option<&FluentArgs<'_>>) -> Option<String> {
        let pattern = match id.split_once('.') {
            Some((id, attribute)) => self
                .bundle
                .get_message(id)?
                .get_attribute(attribute)?
                .value(),
            None => self.bundle.get_message(id)?.value()?,
        };
        let mut errors = Vec::new();
        Some(
            self.bundle
                .format_pattern(pattern, arguments, &mut errors)
                .into_owned(),
        )
    }
}

/// Returns a text without arguments in a language, if the catalogue has it.
fn find(language: Language, id: &str) -> Option<String> {
    Catalogue::of(language).lookup(id, None)
}
