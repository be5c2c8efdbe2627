//! `carnet man`.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::builder::Resettable;
use clap_mangen::Man;
use serde::Serialize;

use crate::{
    context::Context,
    error::{CommandError, CommandResult, Outcome},
    text,
    texts::{Text, help, language},
    ui::{Page, Report},
};

/// What the help of the program itself is known by.
const PROGRAM: &str = "help";

#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// Write the pages of all commands into this folder, instead of the main one to the output
    dir: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Written<'a> {
    dir: &'a Path,
    pages: Vec<String>,
}

impl Report for Written<'_> {
    fn print(&self, page: &mut Page) {
        page.line(text!(
            "man-written",
            count = self.pages.len(),
            dir = self.dir.display().to_string()
        ));
    }
}

#[derive(Debug, Serialize)]
struct MainPage {
    page: String,
}

impl Report for MainPage {
    fn print(&self, page: &mut Page) {
        page.block(&self.page);
    }
}

pub fn run(args: &ManArgs, cx: &Context, tree: &mut clap::Command) -> CommandResult {
    tree.build();
    let Some(dir) = &args.dir else {
        let page = render(tree, PROGRAM)?;
        cx.ui.report(&MainPage { page })?;
        return Ok(Outcome::Done);
    };
    std::fs::create_dir_all(dir)
        .with_context(|| text!("cannot-write", path = dir.display().to_string()))?;
    let mut pages = Vec::new();
    write_pages(tree, PROGRAM, dir, &mut pages)?;
    cx.ui.done(&Written { dir, pages })?;
    Ok(Outcome::Done)
}

/// Writes the page of a command and those of its subcommands.
fn write_pages(
    command: &clap::Command,
    id: &str,
    dir: &Path,
    pages: &mut Vec<String>,
) -> Result<(), CommandError> {
    let name = format!("{}.1", page_name(command));
    let path = dir.join(&name);
    std::fs::write(&path, render(command, id)?)
        .with_context(|| text!("cannot-write", path = path.display().to_string()))?;
    pages.push(name);
    for child in command.get_subcommands() {
        write_pages(child, &format!("{id}-{}", child.get_name()), dir, pages)?;
    }
    Ok(())
}

/// Returns the page of a command as roff; `id` is that of its help.
fn render(command: &clap::Command, id: &str) -> anyhow::Result<String> {
    let name = page_name(command);
    // clap puts a colon after headings, hence their French space; a page has none.
    let plain = |heading: &str| heading.trim_end().to_owned();
    let usage = usage(command);
    let commands = plain(command.get_subcommand_help_heading().unwrap_or_default());
    let command = command
        .clone()
        .after_help(Resettable::Reset)
        .subcommand_help_heading(commands.to_uppercase())
        .mut_args(|argument| {
            let heading = argument.get_help_heading().map(plain).unwrap_or_default();
            argument.help_heading(heading)
        });
    let mut roff = Vec::new();
    Man::new(command)
        .title(name.to_uppercase())
        // Without a date, clap_mangen 0.3.3 puts the source in its place.
        .date(" ")
        .source(concat!("carnet ", env!("CARGO_PKG_VERSION")))
        .manual(text!("man-manual").to_string())
        .render(&mut roff)?;
    let mut page = with_synopsis(&String::from_utf8(roff)?, &usage);
    // The titles that clap_mangen has in English only.
    for (english, title) in [
        ("NAME", text!("man-name")),
        ("SYNOPSIS", text!("man-synopsis")),
        ("DESCRIPTION", text!("man-description")),
        ("VERSION", text!("man-version")),
    ] {
        page = page.replace(&format!(".SH {english}\n"), &format!(".SH {title}\n"));
    }
    if let Some(examples) = help::examples(language(), id) {
        let title = text!("man-examples").to_string();
        page.extend([".SH ", &title, "\n.nf\n", &escape(&examples), "\n.fi\n"]);
    }
    if id == PROGRAM {
        page += &entries(&text!("man-environment"), &text!("man-variables"));
        page += &entries(&text!("man-exit-status"), &text!("man-exit-codes"));
    } else {
        page += &see_also(id);
    }
    Ok(page)
}

/// Returns how a command is typed, as its help says it, without the word before it.
fn usage(command: &clap::Command) -> String {
    let usage = command.clone().render_usage().to_string();
    let begin = usage.find(env!("CARGO_PKG_NAME")).unwrap_or_default();
    usage.split_at(begin).1.trim().to_owned()
}

/// Puts the usage in the place of `clap_mangen`'s, which names each option without its value.
fn with_synopsis(page: &str, usage: &str) -> String {
    const TITLE: &str = ".SH SYNOPSIS";
    let mut lines: Vec<&str> = page.lines().collect();
    let synopsis = format!(".B {}", escape(usage).trim_start_matches("\\&"));
    if let Some(at) = lines.iter().position(|line| *line == TITLE) {
        lines[at + 1] = &synopsis;
    }
    lines.join("\n") + "\n"
}

/// Adds a section of names and what they mean, one a line.
fn entries(title: &Text, lines: &Text) -> String {
    let mut section = format!(".SH \"{title}\"\n");
    for line in lines.to_string().lines() {
        let (name, meaning) = line.split_once(" = ").unwrap_or((line, ""));
        section.extend([".TP\n\\fB", name, "\\fR\n", &escape(meaning), "\n"]);
    }
    section
}

/// Names the pages above one, from that of its group to that of the program.
fn see_also(id: &str) -> String {
    let mut section = format!(".SH \"{}\"\n", text!("man-see-also"));
    let above = id.rmatch_indices('-').map(|(end, _)| id.split_at(end).0);
    let names: Vec<String> = above
        .map(|id| id.replacen(PROGRAM, env!("CARGO_PKG_NAME"), 1))
        .map(|name| format!("\\fB{}\\fR(1)", name.replace('-', "\\-")))
        .collect();
    section.extend([&names.join(", "), "\n"]);
    section
}

fn page_name(command: &clap::Command) -> &str {
    command
        .get_display_name()
        .unwrap_or_else(|| command.get_name())
}

/// Makes roff show a text as it is: a hyphen that can be copied, no request at the start of a line.
fn escape(text: &str) -> String {
    let escaped = text.replace('\\', "\\e").replace('-', "\\-");
    let lines: Vec<String> = escaped.lines().map(|line| format!("\\&{line}")).collect();
    lines.join("\n")
}
