//! A result for people: lines, fields and tables.

use std::{
    fmt::Display,
    io::{self, IsTerminal as _},
};

use console::{Style, Term};

use super::{
    bars::Bars,
    sanitize,
    table::Table,
    wrap::{fit, fit_around_command},
};
use crate::texts::Text;

/// Gathers what is printed, for a terminal or for a file.
#[derive(Debug)]
pub struct Page {
    text: String,
    /// Columns of the terminal; none in a pipe.
    width: Option<u16>,
    terminal: bool,
    styled: bool,
}

impl Page {
    pub(super) fn for_stdout() -> Self {
        Self::new(
            io::stdout().is_terminal(),
            console::colors_enabled(),
            &Term::stdout(),
        )
    }

    pub(super) fn for_stderr() -> Self {
        Self::new(
            io::stderr().is_terminal(),
            console::colors_enabled_stderr(),
            &Term::stderr(),
        )
    }

    fn new(terminal: bool, styled: bool, term: &Term) -> Self {
        let width = terminal.then(|| term.size().1);
        Self {
            text: String::new(),
            width,
            terminal,
            styled,
        }
    }

    /// Makes a page for a test: no terminal, no colours.
    #[cfg(test)]
    pub fn plain() -> Self {
        Self {
            text: String::new(),
            width: None,
            terminal: false,
            styled: false,
        }
    }

    /// Adds a line.
    pub fn line(&mut self, line: impl Display) {
        let line = self.clean(&line.to_string());
        let text = line.trim_start_matches(' ');
        // What goes on below stands as far to the right.
        let indent = line.len() - text.len();
        for part in fit_around_command(text, self.room(indent)) {
            self.text.push_str(&" ".repeat(indent));
            self.text.push_str(&part);
            self.text.push('\n');
        }
    }

    /// Adds a line that stands out.
    pub fn title(&mut self, line: impl Display) {
        let line = self.clean(&line.to_string());
        let style = Style::new().bold().force_styling(self.styled);
        self.text.push_str(&style.apply_to(line).to_string());
        self.text.push('\n');
    }

    /// Adds an empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Adds names and values, the values one below the other.
    pub fn fields(&mut self, fields: &[(Text, String)]) {
        let labels: Vec<String> = fields.iter().map(|(label, _)| label.to_string()).collect();
        let width = labels
            .iter()
            .map(|label| console::measure_text_width(label))
            .max()
            .unwrap_or_default();
        for (label, (_, value)) in labels.iter().zip(fields) {
            let padding = " ".repeat(width - console::measure_text_width(label) + 2);
            let style = Style::new().dim().force_styling(self.styled);
            // A value of several lines stays in its column.
            let indent = format!("\n{}", " ".repeat(width + 2));
            let value = self.lines(&self.clean(value), width + 2).join(&indent);
            self.text
                .push_str(format!("{}{padding}{value}", style.apply_to(label)).trim_end());
            self.text.push('\n');
        }
    }

    /// Adds a table.
    pub fn table(&mut self, table: &Table) {
        let rendered = table.render(self.width, self.styled, |cell| self.clean(cell));
        self.text.push_str(&rendered);
    }

    /// Adds a picture.
    pub fn bars(&mut self, bars: &Bars) {
        let rendered = bars.render(self.width, self.styled, |label| self.clean(label));
        self.text.push_str(&rendered);
    }

    /// Adds a text of several lines, such as a message, set off from what surrounds it.
    pub fn quote(&mut self, text: &str) {
        const MARGIN: &str = "  ";
        for line in self.lines(&self.clean(text), MARGIN.len()) {
            self.text.push_str(format!("{MARGIN}{line}").trim_end());
            self.text.push('\n');
        }
    }

    /// Returns the lines of a text that stands after an indent, those of a terminal no wider than it.
    fn lines(&self, text: &str, indent: usize) -> Vec<String> {
        fit(text, self.room(indent))
    }

    /// Returns how many columns there are after an indent, if lines are to be broken there.
    fn room(&self, indent: usize) -> Option<usize> {
        /// Where a terminal is narrower than that, it breaks lines as well as anybody.
        const LEAST: usize = 20;
        let room = self
            .width
            .map(|width| usize::from(width).saturating_sub(indent));
        room.filter(|room| *room >= LEAST)
    }

    /// Adds text as it is, such as a message.
    pub fn block(&mut self, text: &str) {
        let text = self.clean(text);
        self.text.push_str(&text);
        if !text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn clean(&self, text: &str) -> String {
        if self.terminal {
            sanitize(text).into_owned()
        } else {
            text.to_owned()
        }
    }

    /// Returns everything added.
    pub fn into_string(self) -> String {
        self.text
    }
}
