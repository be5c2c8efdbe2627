//! Tables that fit the terminal.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Row, Width, presets};
use console::Style;

use crate::texts::Text;

/// The columns left empty between two columns of a table.
const PADDING: u16 = 2;
/// A row of more lines than this is cut in a terminal; a pipe has all of it.
const TALLEST_ROW: usize = 3;
/// Stands before what is not about the row itself, where that has a line of its own.
const INDENT: &str = "    ";
/// In a terminal too narrow for words, a column is no narrower than this.
const NARROWEST_COLUMN: usize = 5;

/// Rows under headings.
#[derive(Clone, Debug, Default)]
pub struct Table {
    headings: Vec<(String, bool)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Makes a table with headings and no row.
    pub fn new(headings: impl IntoIterator<Item = Text>) -> Self {
        Self {
            headings: headings
                .into_iter()
                .map(|text| (text.to_string(), false))
                .collect(),
            rows: Vec::new(),
        }
    }

    /// Puts the numbers of a column one below the other.
    #[must_use]
    pub fn right_aligned(mut self, column: usize) -> Self {
        if let Some((_, right)) = self.headings.get_mut(column) {
            *right = true;
        }
        self
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Tells whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn render(
        &self,
        width: Option<u16>,
        styled: bool,
        clean: impl Fn(&str) -> String,
    ) -> String {
        let cleaned = |cell: &String| clean(cell).replace('\n', " ");
        let rows = self.rows.iter();
        let cleaned = Self {
            headings: self.headings.clone(),
            rows: rows.map(|row| row.iter().map(cleaned).collect()).collect(),
        };
        let bold = Style::new().bold().force_styling(styled);
        let (width, tallest) = match width {
            Some(width) => (usize::from(width), TALLEST_ROW),
            None => (usize::MAX, usize::MAX),
        };
        cleaned
            .fitting_widths(0, width)
            .and_then(|widths| cleaned.side_by_side(&widths, tallest, &bold))
            .unwrap_or_else(|| cleaned.stacked(width, &bold))
    }

    /// Draws each row on a line, or on a few where a cell is broken; none if a row would have to be cut.
    fn side_by_side(&self, widths: &[usize], tallest: usize, bold: &Style) -> Option<String> {
        let headings = self.headings();
        let mut text = String::new();
        for line in self.lines(&headings, 0, widths, tallest) {
            push_line(&mut text, &bold.apply_to(line));
        }
        for row in &self.rows {
            let lines = self.lines(row, 0, widths, usize::MAX);
            if lines.len() > tallest {
                return None;
            }
            for line in lines {
                push_line(&mut text, &line);
            }
        }
        Some(text)
    }

    /// Draws what a row is about on a line of its own, and below it the rest, a bit to the right.
    fn stacked(&self, width: usize, bold: &Style) -> String {
        let room = width.saturating_sub(INDENT.len());
        let widths = self
            .fitting_widths(1, room)
            .unwrap_or_else(|| self.narrowest_widths(1, room));
        let headings = self.headings();
        let mut text = String::new();
        let mut push = |row: &[String], style: &Style| {
            let (first, rest) = row.split_at(row.len().min(1));
            push_line(&mut text, &style.apply_to(first.concat()));
            for line in self.lines(rest, 1, &widths, TALLEST_ROW) {
                push_line(&mut text, &style.apply_to(format!("{INDENT}{line}")));
            }
        };
        push(&headings, bold);
        for row in &self.rows {
            push(row, &Style::new());
        }
        text
    }

    fn headings(&self) -> Vec<String> {
        self.headings.iter().map(|(text, _)| text.clone()).collect()
    }

    /// Lays out one row from a column on, of so many lines at most.
    fn lines(
        &self,
        cells: &[String],
        from: usize,
        widths: &[usize],
        tallest: usize,
    ) -> Vec<String> {
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Disabled);
        let mut row = Row::from(cells);
        row.max_height(tallest);
        table.add_row(row);
        let columns = self.headings.iter().skip(from).zip(widths).enumerate();
        for (index, ((_, right), width)) in columns {
            let Some(column) = table.column_mut(index) else {
                continue;
            };
            column.set_padding((0, PADDING));
            let width = u16::try_from(*width).unwrap_or(u16::MAX);
            let width = Width::Fixed(width.saturating_add(PADDING));
            column.set_constraint(ColumnConstraint::Absolute(width));
            if *right {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let lines = table.lines().map(|line| line.trim_end().to_owned());
        lines.collect()
    }

    /// Returns how wide each column from one on is in a terminal, without breaking any word.
    ///
    /// The first column, which says what a row is about, is never narrower than
    /// what it holds, nor are numbers; the widest of the others give way first.
    /// None if there is no room for every word.
    fn fitting_widths(&self, from: usize, width: usize) -> Option<Vec<usize>> {
        self.shrunk(from, width, &self.least_widths(usize::MAX))
    }

    /// Returns how wide each column from one on is in a terminal too narrow for every word.
    ///
    /// Words are broken in the last columns first: a server's reply before the name of a list.
    fn narrowest_widths(&self, from: usize, width: usize) -> Vec<usize> {
        let whole = self.least_widths(usize::MAX);
        let broken = self.least_widths(NARROWEST_COLUMN);
        let broken_from = |first: usize| -> Vec<usize> {
            let (whole, _) = whole.split_at(first);
            whole.iter().chain(&broken[first..]).copied().collect()
        };
        let fitting = |first| self.shrunk(from, width, &broken_from(first));
        (from..broken.len())
            .rev()
            .find_map(fitting)
            .unwrap_or_else(|| broken[from.min(broken.len())..].to_vec())
    }

    /// Makes the widest columns from one on narrower until all fit, none narrower than its least width.
    fn shrunk(&self, from: usize, width: usize, least: &[usize]) -> Option<Vec<usize>> {
        let natural = self.widths(console::measure_text_width);
        let natural = natural.get(from..).unwrap_or_default();
        let gaps = usize::from(PADDING) * natural.len().saturating_sub(1);
        let widest = natural.iter().copied().max().unwrap_or_default();
        let limited = |cap: usize| -> Vec<usize> {
            let limits = least.iter().skip(from).map(|&least| least.max(cap));
            let widths = natural.iter().zip(limits);
            widths.map(|(&width, limit)| width.min(limit)).collect()
        };
        (0..=widest)
            .rev()
            .map(limited)
            .find(|widths| widths.iter().sum::<usize>() + gaps <= width)
    }

    /// Returns how narrow each column may become if no word is broken but beyond `longest_word`.
    fn least_widths(&self, longest_word: usize) -> Vec<usize> {
        let natural = self.widths(console::measure_text_width);
        let words = self.widths(widest_word);
        let columns = self.headings.iter().zip(natural.into_iter().zip(words));
        columns
            .enumerate()
            .map(|(index, ((_, right), (natural, word)))| match index {
                0 => natural,
                _ if *right => natural.min(longest_word),
                _ => word.min(longest_word),
            })
            .collect()
    }

    /// Returns the widest that each column holds, its heading included.
    fn widths(&self, measure: fn(&str) -> usize) -> Vec<usize> {
        let headings = self.headings.iter();
        let mut widths: Vec<usize> = headings.map(|(text, _)| measure(text)).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(measure(cell));
            }
        }
        widths
    }
}

fn push_line(text: &mut String, line: &impl std::fmt::Display) {
    text.push_str(line.to_string().trim_end());
    text.push('\n');
}

fn widest_word(text: &str) -> usize {
    let words = text.split(' ').map(console::measure_text_width);
    words.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::text;

    fn table() -> Table {
        let mut table = Table::new([
            text!("column-list"),
            text!("column-title"),
            text!("column-subscribers"),
            text!("column-owner"),
        ])
        .right_aligned(2);
        for (name, title, count, owner) in [
            (
                "parents-cp",
                "Parents de CP",
                "24",
                "ce.0380000a@ac-grenoble.fr",
            ),
            (
                "ecole",
                "Tous les parents de l’école élémentaire",
                "212",
                "ce.0380000a@ac-grenoble.fr",
            ),
            ("日本", "日本語の保護者", "1", "é@x.fr"),
        ] {
            table.row([name, title, count, owner].map(str::to_owned));
        }
        table
    }

    fn render(width: Option<u16>) -> String {
        table().render(width, false, str::to_owned)
    }

    #[test]
    fn a_pipe_gets_one_line_for_each_row() {
        assert_snapshot!(render(None), @"
        List        Title                                    Subscribers  Owner
        parents-cp  Parents de CP                                     24  ce.0380000a@ac-grenoble.fr
        ecole       Tous les parents de l’école élémentaire          212  ce.0380000a@ac-grenoble.fr
        日本        日本語の保護者                                     1  é@x.fr
        ");
    }

    #[test]
    fn a_terminal_gets_lines_that_fit_it() {
        assert_snapshot!(render(Some(100)), @"
        List        Title                                    Subscribers  Owner
        parents-cp  Parents de CP                                     24  ce.0380000a@ac-grenoble.fr
        ecole       Tous les parents de l’école élémentaire          212  ce.0380000a@ac-grenoble.fr
        日本        日本語の保護者                                     1  é@x.fr
        ");
        assert_snapshot!(render(Some(80)), @"
        List        Title                        Subscribers  Owner
        parents-cp  Parents de CP                         24  ce.0380000a@ac-grenoble.fr
        ecole       Tous les parents de l’école          212  ce.0380000a@ac-grenoble.fr
                    élémentaire
        日本        日本語の保護者                         1  é@x.fr
        ");
        assert_snapshot!(render(Some(60)), @"
        List
            Title            Subscribers  Owner
        parents-cp
            Parents de CP             24  ce.0380000a@ac-grenoble.fr
        ecole
            Tous les                 212  ce.0380000a@ac-grenoble.fr
            parents de
            l’école…
        日本
            日本語の保護者             1  é@x.fr
        ");
        assert_snapshot!(render(Some(30)), @"
        List
            Title    Subscri  Owner
                        bers
        parents-cp
            Parents       24  ce.0380
            de CP             000a@ac
                              -greno…
        ecole
            Tous         212  ce.0380
            les               000a@ac
            parent…           -greno…
        日本
            日本語         1  é@x.fr
            の保護
            者
        ");
        for width in 34..120 {
            let rendered = render(Some(width));
            for line in rendered.lines() {
                assert!(
                    console::measure_text_width(line) <= usize::from(width),
                    "{rendered}"
                );
            }
        }
    }

    #[test]
    fn what_a_row_is_about_is_whole_in_any_terminal() {
        for width in 1..120 {
            let rendered = render(Some(width));
            let mut lines = rendered.lines();
            assert!(
                lines.any(|line| line.starts_with("parents-cp")),
                "{rendered}"
            );
        }
    }

    #[test]
    fn a_row_that_would_fill_the_terminal_is_cut_there_and_whole_in_a_pipe() {
        let mut table = Table::new([text!("column-message"), text!("column-lists")]);
        let lists: Vec<String> = (1..40).map(|number| format!("parents-{number}")).collect();
        table.row(["20261123".to_owned(), lists.join(", ")]);
        let render = |width| table.render(width, false, str::to_owned);
        assert!(render(None).contains("parents-39"));
        assert_snapshot!(render(Some(60)), @"
        Message
            Lists
        20261123
            parents-1, parents-2, parents-3, parents-4, parents-5,
            parents-6, parents-7, parents-8, parents-9, parents-10,
            parents-11, parents-12, parents-13, parents-14,…
        ");
    }

    #[test]
    fn words_are_broken_in_the_last_column_before_the_others() {
        let mut table = Table::new([
            text!("column-address"),
            text!("column-list"),
            text!("column-reply"),
        ]);
        let list = "parents-cm2-mme-etienne-marchetti";
        let reply = "550 5.1.1 <zoe.martin@example.org>: User unknown";
        table.row(["zoe.martin@example.org", list, reply].map(str::to_owned));
        assert_snapshot!(table.render(Some(60), false, str::to_owned), @"
        Address
            List                               Answer
        zoe.martin@example.org
            parents-cm2-mme-etienne-marchetti  550 5.1.1 <zoe.martin
                                               @example.org>: User
                                               unknown
        ");
    }
}
