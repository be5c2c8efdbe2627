//! Tables that fit the terminal.

use comfy_table::{Cell, CellAlignment, ContentArrangement, presets};
use console::Style;

use crate::texts::Text;

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
        for (index, (_, right)) in self.headings.iter().enumerate() {
            if let Some(column) = table.column_mut(index) {
                column.set_padding((0, 2));
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
}
