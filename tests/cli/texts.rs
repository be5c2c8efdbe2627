//! The catalogue is whole: both languages, every text used, every command and option explained.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::{Path, PathBuf},
};

use carnet::{
    cli::Cli,
    texts::{
        Language,
        help::{NOT_ARGUMENTS, argument_key, value_key},
    },
};
use clap::{Arg, Command, CommandFactory as _};
use fluent_syntax::{
    ast::{Entry, Expression, InlineExpression, Pattern, PatternElement},
    parser,
};

use crate::support::{shell::shell_words, source};

/// Stands for what is put into a text when it is shown.
const PLACEABLE: char = '\u{fffc}';
const NO_BREAK_SPACE: char = '\u{a0}';

/// A message or an attribute of one, as `list-created` or `help-list.examples`.
struct Entries {
    path: &'static str,
    names: Vec<String>,
    patterns: BTreeMap<String, Pattern<String>>,
    lines: BTreeMap<String, usize>,
    faults: Vec<String>,
}

impl Entries {
    fn read(path: &'static str) -> Self {
        let text = source::read(path);
        let mut faults = Vec::new();
        let resource = parser::parse(text.clone()).unwrap_or_else(|(resource, errors)| {
            for error in errors {
                let line = text.get(..error.pos.start).unwrap().lines().count();
                faults.push(format!("{path}:{line}: {error}"));
            }
            resource
        });
        let mut lines = BTreeMap::new();
        let mut message = "";
        for (number, line) in text.lines().enumerate() {
            let Some((name, _)) = line.split_once(" =") else {
                continue;
            };
            let name = if let Some(attribute) = name.strip_prefix("    .") {
                format!("{message}.{attribute}")
            } else {
                message = name;
                name.to_owned()
            };
            lines.entry(name).or_insert(number + 1);
        }
        let mut entries = Self {
            path,
            names: Vec::new(),
            patterns: BTreeMap::new(),
            lines,
            faults,
        };
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let id = message.id.name;
                entries.add(id.clone(), message.value);
                for attribute in message.attributes {
                    let name = format!("{id}.{}", attribute.id.name);
                    entries.add(name, Some(attribute.value));
                }
            }
        }
        entries
    }

    fn add(&mut self, name: String, pattern: Option<Pattern<String>>) {
        if self.names.contains(&name) {
            self.faults
                .push(format!("{}: {name} stands twice", self.path));
        }
        if let Some(pattern) = pattern {
            self.patterns.insert(name.clone(), pattern);
        }
        self.names.push(name);
    }

    /// Names the place of an entry: `src/texts/fr.ftl:12: list-created`.
    fn place(&self, name: &str) -> String {
        let line = self.lines.get(name).copied().unwrap_or_default();
        format!("{}:{line}: {name}", self.path)
    }

    /// The entries that both languages hold, in their order.
    fn common(&self) -> Vec<&String> {
        let is_common =
            |name: &&String| !name.starts_with("help") || name.starts_with("help-words");
        self.names.iter().filter(is_common).collect()
    }

    fn variables(&self, name: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        if let Some(pattern) = self.patterns.get(name) {
            collect_variables(pattern, &mut found);
        }
        found
    }

    /// Every text of an entry, those of each variant for itself.
    fn texts(&self, name: &str) -> Vec<String> {
        let mut found = Vec::new();
        if let Some(pattern) = self.patterns.get(name) {
            collect_texts(pattern, &mut found);
        }
        found
    }
}

fn catalogues() -> (Entries, Entries) {
    (
        Entries::read("src/texts/en.ftl"),
        Entries::read("src/texts/fr.ftl"),
    )
}

fn collect_variables(pattern: &Pattern<String>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { .. } => {}
            PatternElement::Placeable { expression } => {
                let inline = match expression {
                    Expression::Inline(inline) => inline,
                    Expression::Select { selector, variants } => {
                        for variant in variants {
                            collect_variables(&variant.value, found);
                        }
                        selector
                    }
                };
                match inline {
                    InlineExpression::VariableReference { id } => {
                        found.insert(id.name.clone());
                    }
                    InlineExpression::FunctionReference { arguments, .. } => {
                        for argument in &arguments.positional {
                            if let InlineExpression::VariableReference { id } = argument {
                                found.insert(id.name.clone());
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

fn collect_texts(pattern: &Pattern<String>, found: &mut Vec<String>) {
    let mut whole = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => whole.push_str(value),
            PatternElement::Placeable { expression } => {
                if let Expression::Select { variants, .. } = expression {
                    for variant in variants {
                        collect_texts(&variant.value, found);
                    }
                }
                whole.push(PLACEABLE);
            }
        }
    }
    found.push(whole);
}

/// A call of `text!` in the code.
struct Call {
    place: String,
    id: String,
    arguments: BTreeSet<String>,
}

fn calls() -> Vec<Call> {
    let mut calls = Vec::new();
    for (path, code) in source::rust_files("src") {
        let mut rest = code.as_str();
        while let Some(start) = rest.find("text!(") {
            let (before, after) = rest.split_at(start + "text!(".len());
            let line = code.len() - after.len();
            let line = code.get(..line).unwrap().lines().count();
            rest = after;
            let comment = before.lines().last().unwrap_or_default().trim_start();
            if comment.starts_with("//") {
                continue;
            }
            let Some(call) = source::arguments(after) else {
                continue;
            };
            let [id, arguments @ ..] = call.as_slice() else {
                continue;
            };
            let Some(id) = id.strip_prefix('"').and_then(|id| id.strip_suffix('"')) else {
                continue;
            };
            calls.push(Call {
                place: format!("{}:{line}", path.display()),
                id: id.to_owned(),
                arguments: arguments
                    .iter()
                    .filter_map(|argument| argument.split_once('='))
                    .map(|(name, _)| name.trim().to_owned())
                    .collect(),
            });
        }
    }
    calls
}

/// Fails with all that was found.
fn assert_none(faults: &[String]) {
    let mut list = String::new();
    for fault in faults {
        writeln!(list, "  {fault}").unwrap();
    }
    assert!(faults.is_empty(), "{} faults:\n{list}", faults.len());
}

#[test]
fn the_catalogues_have_neither_syntax_errors_nor_messages_that_stand_twice() {
    let (english, french) = catalogues();
    assert_none(&english.faults);
    assert_none(&french.faults);
}

#[test]
fn both_languages_have_the_same_messages_in_the_same_order() {
    let (english, french) = catalogues();
    let mut faults = Vec::new();
    for (one, other) in [(&english, &french), (&french, &english)] {
        for name in one.common() {
            if !other.names.contains(name) {
                faults.push(format!("{} is not in {}", one.place(name), other.path));
            }
        }
    }
    assert_none(&faults);
    for (one, other) in english.common().into_iter().zip(french.common()) {
        assert_eq!(
            one,
            other,
            "{} stands where {} does",
            english.place(one),
            french.place(other)
        );
    }
}

#[test]
fn both_languages_use_the_same_variables() {
    let (english, french) = catalogues();
    let mut faults = Vec::new();
    for name in english.common() {
        let (mut one, mut other) = (english.variables(name), french.variables(name));
        // Where one language tells one from many, the other may not.
        one.remove("count");
        other.remove("count");
        if one != other {
            let english = english.place(name);
            faults.push(format!("{english} has {one:?}, {} {other:?}", french.path));
        }
    }
    assert_none(&faults);
}

#[test]
fn the_code_asks_for_messages_that_exist_with_the_variables_they_have() {
    let (english, french) = catalogues();
    let mut faults = Vec::new();
    for call in calls() {
        for catalogue in [&english, &french] {
            if !catalogue.patterns.contains_key(&call.id) {
                let Call { place, id, .. } = &call;
                faults.push(format!("{place}: {id} is not in {}", catalogue.path));
            }
        }
        let wanted = &english.variables(&call.id) | &french.variables(&call.id);
        if wanted != call.arguments {
            faults.push(format!(
                "{}: {} has {wanted:?}, not {:?}",
                call.place, call.id, call.arguments
            ));
        }
    }
    assert_none(&faults);
}

/// What may hold what a shell reads something in: names of files, and addresses.
const TYPED: [&str; 4] = ["address", "file", "first", "path"];

/// Returns the values that a text puts into a command as they are.
fn unquoted(pattern: &Pattern<String>, found: &mut Vec<String>) {
    let mut in_command = false;
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                for (at, word) in value.split(' ').enumerate() {
                    let begins = matches!(word, "carnet" | "chmod" | "chown" | "rm");
                    let goes_on = at == 0 || !word.ends_with([';', ',', '.', ':']);
                    in_command = begins || (in_command && goes_on);
                }
            }
            PatternElement::Placeable { expression } => match expression {
                Expression::Select { variants, .. } => {
                    for variant in variants {
                        unquoted(&variant.value, found);
                    }
                }
                Expression::Inline(InlineExpression::VariableReference { id })
                    if in_command && TYPED.contains(&id.name.as_str()) =>
                {
                    found.push(id.name.clone());
                }
                Expression::Inline(_) => {}
            },
        }
    }
}

#[test]
fn what_stands_in_a_command_is_quoted_for_the_shell() {
    let (english, french) = catalogues();
    let mut faults = Vec::new();
    for catalogue in [&english, &french] {
        for (name, pattern) in &catalogue.patterns {
            let mut found = Vec::new();
            unquoted(pattern, &mut found);
            faults.extend(
                found
                    .into_iter()
                    .map(|value| format!("{}: {{ SHELL(${value}) }}", catalogue.place(name))),
            );
        }
    }
    assert_none(&faults);
}

#[test]
fn every_message_is_used() {
    let used: BTreeSet<String> = calls().into_iter().map(|call| call.id).collect();
    let (english, _) = catalogues();
    let unused: Vec<String> = english
        .common()
        .into_iter()
        .filter(|name| !name.starts_with("help-words") && !used.contains(*name))
        .map(|name| format!("{} is asked for by no code", english.place(name)))
        .collect();
    assert_none(&unused);
}

#[test]
fn no_code_names_a_message_in_a_way_that_this_test_cannot_read() {
    let faults: Vec<String> = source::rust_files("src")
        .into_iter()
        .filter(|(path, code)| !path.starts_with("src/texts") && code.contains("Text::new("))
        .map(|(path, _)| format!("{}: Text::new(…): write text!(…)", path.display()))
        .collect();
    assert_none(&faults);
}

#[test]
fn french_is_set_as_french() {
    let (_, french) = catalogues();
    let mut faults = Vec::new();
    for name in french.names.iter().filter(|name| !is_examples(name)) {
        for text in french.texts(name) {
            for fault in faults_in_french(&text) {
                faults.push(format!("{}: {fault} in “{text}”", french.place(name)));
            }
        }
    }
    assert_none(&faults);
}

fn faults_in_french(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let chars: Vec<char> = text.chars().collect();
    for (index, c) in chars.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| chars.get(index));
        let after = chars.get(index + 1);
        // Inside a word, as in https:// or 8:00, it is no punctuation.
        let ends_word = after.is_none_or(|after| !after.is_alphanumeric() && *after != '/');
        match c {
            ':' | ';' | '!' | '?' if ends_word && before != Some(&NO_BREAK_SPACE) => {
                faults.push(format!("no U+00A0 before {c}"));
            }
            '»' if before != Some(&NO_BREAK_SPACE) => faults.push("no U+00A0 before »".into()),
            '«' if after != Some(&NO_BREAK_SPACE) => faults.push("no U+00A0 after «".into()),
            '\'' => faults.push("' instead of ’".into()),
            '“' | '”' => faults.push(format!("{c} instead of « or »")),
            _ => {}
        }
    }
    if text.contains("...") {
        faults.push("... instead of …".into());
    }
    faults
}

#[test]
fn english_is_set_as_english() {
    let (english, _) = catalogues();
    let mut faults = Vec::new();
    for name in english.names.iter().filter(|name| !is_examples(name)) {
        for text in english.texts(name) {
            for wrong in ["«", "»", "'", "...", "\u{a0}"] {
                if text.contains(wrong) {
                    faults.push(format!("{}: {wrong:?} in “{text}”", english.place(name)));
                }
            }
        }
    }
    assert_none(&faults);
}

fn is_examples(name: &str) -> bool {
    name.ends_with(".examples") && !name.starts_with("help-words")
}

/// Every command with the id of its help, from the program to the deepest.
fn commands(command: &Command, id: &str) -> Vec<(String, Command)> {
    let mut all = vec![(id.to_owned(), command.clone())];
    for child in command.get_subcommands() {
        all.extend(commands(child, &format!("{id}-{}", child.get_name())));
    }
    all
}

fn explained_arguments(command: &Command) -> impl Iterator<Item = &Arg> {
    let by_clap = |argument: &&Arg| !matches!(argument.get_id().as_str(), "help" | "version");
    command.get_arguments().filter(by_clap)
}

#[test]
fn every_command_and_argument_is_explained_in_english() {
    let mut faults = Vec::new();
    for (id, command) in commands(&Cli::command(), "help") {
        if command.get_about().is_none() {
            faults.push(format!("{id}: the command has no doc comment"));
        }
        for argument in explained_arguments(&command) {
            if argument.get_help().is_none() {
                faults.push(format!("{id}: {argument} has no doc comment"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn every_command_and_argument_is_explained_in_french() {
    let (_, french) = catalogues();
    let mut missing = BTreeSet::new();
    let mut want = |name: String| {
        if !french.patterns.contains_key(&name) {
            missing.insert(format!("{}: {name} is missing", french.path));
        }
    };
    for (id, command) in commands(&Cli::command(), "help") {
        want(id.clone());
        for argument in explained_arguments(&command) {
            want(format!("{id}.{}", argument_key(argument)));
            let takes_values = argument.get_action().takes_values();
            for value in argument
                .get_value_names()
                .filter(|_| takes_values)
                .unwrap_or_default()
            {
                want(format!("help-values.{}", value_key(value)));
            }
        }
    }
    assert_none(&missing.into_iter().collect::<Vec<_>>());
}

#[test]
fn no_help_explains_what_does_not_exist() {
    let mut known = BTreeSet::new();
    for (id, command) in commands(&Cli::command(), "help") {
        for argument in explained_arguments(&command) {
            known.insert(format!("{id}.{}", argument_key(argument)));
        }
        known.extend(NOT_ARGUMENTS.map(|attribute| format!("{id}.{attribute}")));
        known.insert(id);
    }
    let (english, french) = catalogues();
    let mut faults = Vec::new();
    for catalogue in [&english, &french] {
        for name in &catalogue.names {
            let is_words = name.starts_with("help-words") || name.starts_with("help-values");
            if name.starts_with("help") && !is_words && !known.contains(name) {
                faults.push(format!("{}: no such thing", catalogue.place(name)));
            }
        }
    }
    for name in english.patterns.keys() {
        if name.starts_with("help") && !name.starts_with("help-words") && !is_examples(name) {
            faults.push(format!("{}: belongs beside the code", english.place(name)));
        }
    }
    assert_none(&faults);
}

#[test]
fn french_headings_have_the_space_that_clap_cannot_know_of() {
    for (id, command) in commands(&carnet::cli::command(Language::French), "help") {
        let headings = command
            .get_arguments()
            .map(|argument| argument.get_help_heading())
            .chain([command.get_subcommand_help_heading()]);
        for heading in headings {
            let heading = heading.unwrap_or("(none)");
            assert!(heading.ends_with(NO_BREAK_SPACE), "{id}: {heading}");
        }
    }
}

#[test]
fn examples_are_the_same_in_both_languages_and_can_be_typed() {
    let (english, french) = catalogues();
    let mut faults = Vec::new();
    let names = |catalogue: &Entries| -> BTreeSet<String> {
        let names = catalogue.names.iter().filter(|name| is_examples(name));
        names.cloned().collect()
    };
    for name in &names(&english) | &names(&french) {
        let texts = english.texts(&name);
        if texts != french.texts(&name) {
            faults.push(format!("{}: another than in French", english.place(&name)));
        }
        let path = name
            .trim_start_matches("help")
            .trim_end_matches(".examples");
        for line in texts.iter().flat_map(|text| text.lines()) {
            let words = shell_words(line);
            let command = words.join("-");
            if words.first().is_none_or(|word| word != "carnet")
                || !command.starts_with(&format!("carnet{path}"))
            {
                faults.push(format!("{}: not about it: {line}", english.place(&name)));
            }
            if let Err(error) = carnet::cli::command(Language::English).try_get_matches_from(words)
            {
                faults.push(format!("{}: {line}\n{error}", english.place(&name)));
            }
            // Two columns stand before it, in a terminal of eighty.
            if line.chars().count() > 78 {
                faults.push(format!("{}: too long: {line}", english.place(&name)));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn a_fault_of_french_typography_is_seen() {
    assert_eq!(faults_in_french("Ceci : cela"), ["no U+00A0 before :"]);
    assert_eq!(
        faults_in_french("Non\u{a0}? Si\u{a0}: 8:00, https://x"),
        [""; 0]
    );
    assert_eq!(faults_in_french("« a\u{a0}»").len(), 1);
    assert_eq!(faults_in_french("l'eau...").len(), 2);
}

#[test]
fn the_sources_are_where_this_test_looks() {
    let files: Vec<PathBuf> = source::rust_files("src").into_keys().collect();
    assert!(files.contains(&Path::new("src/commands/list/create.rs").to_owned()));
    assert!(calls().len() > 100);
}
