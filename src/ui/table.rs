//! Tables that fit the terminal.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Width, presets};
use console::Style;

use crate::texts::Text;

/// The columns left empty between two columns of a table.
const PADDING: u16 = 2;

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
        table.set_content_arrangement(ContentArrangement::Dynamic);
        if let Some(width) = width {
            table.set_width(width);
        }
        table.set_header(self.headings.iter().map(|(text, _)| text));
        for row in &self.rows {
            table.add_row(
                row.iter()
                    .map(|cell| Cell::new(clean(cell).replace('\n', " "))),
            );
        }
        let words = self.word_widths();
        // An address or a name is whole as long as there is room for all of them.
        let words_fit = width.is_some_and(|width| words.iter().sum::<usize>() <= width.into());
        for (index, ((_, right), word)) in self.headings.iter().zip(words).enumerate() {
            if let Some(column) = table.column_mut(index) {
                column.set_padding((0, PADDING));
                if words_fit && let Ok(word) = u16::try_from(word) {
                    let least = ColumnConstraint::LowerBoundary(Width::Fixed(word));
                    column.set_constraint(least);
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

    /// Returns how wide the widest word of each column is, with what follows it.
    fn word_widths(&self) -> Vec<usize> {
        let headings = self.headings.iter();
        let mut widths: Vec<usize> = headings.map(|(text, _)| widest_word(text)).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(widest_word(cell));
            }
        }
        for width in &mut widths {
            *width += usize::from(PADDING);
        }
        widths
    }
}

fn widest_word(text: &str) -> usize {
    let words = text.split_whitespace().map(console::measure_text_width);
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
        List        Title                Subscribers  Owner
        parents-cp  Parents de CP                 24  ce.0380000a@ac-grenoble.fr
        ecole       Tous les parents de          212  ce.0380000a@ac-grenoble.fr
                    l’école élémentaire
        日本        日本語の保護者                 1  é@x.fr
        ");
        assert_snapshot!(render(Some(60)), @"
        List        Title             Subscribers  Owner
        parents-cp  Parents de CP              24  ce.0380000a@ac-
                                                   grenoble.fr
        ecole       Tous les parents          212  ce.0380000a@ac-
                    de l’école                     grenoble.fr
                    élémentaire
        日本        日本語の保護者              1  é@x.fr
        ");
        assert_snapshot!(render(Some(30)), @"
        List    Title   Subsc  Owner
                        riber
                            s
        parent  Parent     24  ce.03
        s-cp    s de           80000
                CP             a@ac-
                               greno
                               ble.f
                               r
        ecole   Tous      212  ce.03
                les            80000
                parent         a@ac-
                s de           greno
                l’écol         ble.f
                e élém         r
                entair
                e
        日本    日本語      1  é@x.f
                の保護         r
                者
        ");
        for width in 20..120 {
            let rendered = render(Some(width));
            for line in rendered.lines() {
                assert!(
                    console::measure_text_width(line) <= usize::from(width),
                    "{rendered}"
                );
            }
        }
    }
}
