//! Tables that fit the terminal.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Row, Width, presets};
use console::Style;

use crate::texts::Text;

/// The columns left empty between two columns of a table.
const PADDING: u16 = 2;
/// A row of more lines than this is cut in a terminal; a pipe has all of it.
const TALLEST_ROW: usize = 3;
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
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING);
        table.set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(self.headings.iter().map(|(text, _)| text));
        for cells in &self.rows {
            let cells = cells
                .iter()
                .map(|cell| Cell::new(clean(cell).replace('\n', " ")));
            let mut row = Row::from(cells);
            row.max_height(TALLEST_ROW);
            table.add_row(row);
        }
        let widths = width.map(|width| self.fitting_widths(width.into()));
        for (index, (_, right)) in self.headings.iter().enumerate() {
            if let Some(column) = table.column_mut(index) {
                column.set_padding((0, PADDING));
                let width = widths.as_ref().and_then(|widths| widths.get(index));
                if let Some(width) = width.and_then(|&width| u16::try_from(width).ok()) {
                    let width = Width::Fixed(width.saturating_add(PADDING));
                    column.set_constraint(ColumnConstraint::Absolute(width));
                }
                if *right {
                    column.set_cell_alignment(CellAlignment::Right);
                }
            }
        }
        let mut text = String::new();
        for (number, line) in table.lines().enumerate() {
            let style = Style::new().bold().force_styling(styled && number == 0);
            text.push_str(&style.apply_to(line.trim_end()).to_string());
            text.push('\n');
        }
        text
    }

    /// Returns how wide each column is in a terminal.
    ///
    /// The first column, which says what a row is about, is never narrower than
    /// what it holds; the widest of the others give way first, numbers and
    /// single words last.
    fn fitting_widths(&self, width: usize) -> Vec<usize> {
        let natural = self.widths(console::measure_text_width);
        let words = self.widths(widest_word);
        let limited = |cap: usize, least: &[usize]| -> Vec<usize> {
            let limits = least.iter().map(|&least| least.max(cap));
            natural
                .iter()
                .zip(limits)
                .map(|(&width, limit)| width.min(limit))
                .collect()
        };
        let whole_words = self.least_widths(&natural, &words, usize::MAX);
        let broken_words = self.least_widths(&natural, &words, NARROWEST_COLUMN);
        let gaps = usize::from(PADDING) * natural.len().saturating_sub(1);
        let widest = natural.iter().copied().max().unwrap_or_default();
        for least in [whole_words, broken_words.clone()] {
            let fits = |widths: &Vec<usize>| widths.iter().sum::<usize>() + gaps <= width;
            let caps = (1..=widest).rev().map(|cap| limited(cap, &least));
            if let Some(widths) = caps.into_iter().find(fits) {
                return widths;
            }
        }
        limited(0, &broken_words)
    }

    /// Returns how narrow each column may become if words are broken beyond `longest_word`.
    fn least_widths(&self, natural: &[usize], words: &[usize], longest_word: usize) -> Vec<usize> {
        let columns = self.headings.iter().zip(natural.iter().zip(words));
        columns
            .enumerate()
            .map(|(index, ((_, right), (&natural, &word)))| match index {
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
        List        Title             Subscribers  Owner
        parents-cp  Parents de CP              24  ce.0380000a@ac-g
                                                   renoble.fr
        ecole       Tous les parents          212  ce.0380000a@ac-g
                    de l’école                     renoble.fr
                    élémentaire
        日本        日本語の保護者              1  é@x.fr
        ");
        assert_snapshot!(render(Some(30)), @"
        List        Title  Subsc  Owner
                           riber
                               s
        parents-cp  Paren     24  ce.03
                    ts de         80000
                    CP            a@ac…
        ecole       Tous     212  ce.03
                    les           80000
                    pare…         a@ac…
        日本        日本       1  é@x.f
                    語の          r
                    保護…
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
        Message   Lists
        20261123  parents-1, parents-2, parents-3, parents-4,
                  parents-5, parents-6, parents-7, parents-8,
                  parents-9, parents-10, parents-11, parents-12,…
        ");
    }
}
