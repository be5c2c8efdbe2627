//! The rows of a CSV file, cells borrowed from it wherever possible.
//!
//! Works on bytes of any encoding whose ASCII is ASCII.
//!
//! The csv crate drives most readers; this one exists because it knows where
//! each row begins (a lone CR counts), tells a quote that is never closed
//! instead of swallowing the rest of the file, and copies nothing.

use std::borrow::Cow;

/// Reads rows one after the other.
#[derive(Debug)]
pub struct Rows<'t> {
    bytes: &'t [u8],
    separator: u8,
    /// Tells of each byte whether it ends a bare cell.
    ends_cell: [bool; 256],
    position: usize,
    line: usize,
}

/// Where a row stands, and whether it is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which it begins, from 1.
    pub line: usize,
    /// A quoted cell of it is never closed; only its first line was read.
    pub cut: bool,
}

/// How a cell ended.
enum End {
    Cell,
    Row,
    /// The file ended within quotes.
    Cut,
}

impl<'t> Rows<'t> {
    /// Starts at the beginning of a file; `first_line` is the number of its first line in the file.
    pub const fn new(bytes: &'t [u8], separator: u8, first_line: usize) -> Self {
        let mut ends_cell = [false; 256];
        ends_cell[b'\r' as usize] = true;
        ends_cell[b'\n' as usize] = true;
        ends_cell[separator as usize] = true;
        Self {
            bytes,
            separator,
            ends_cell,
            position: 0,
            line: first_line,
        }
    }

    /// Reads the next row into `cells`; blank lines are skipped.
    pub fn next_row(&mut self, cells: &mut Vec<Cow<'t, [u8]>>) -> Option<Row> {
        cells.clear();
        self.skip_blank_lines();
        if self.position >= self.bytes.len() {
            return None;
        }
        let (start, line) = (self.position, self.line);
        loop {
            let (cell, end) = self.next_cell();
            match end {
                End::Cell => cells.push(cell),
                End::Row => {
                    cells.push(cell);
                    return Some(Row { line, cut: false });
                }
                End::Cut => {
                    // The rows below are more likely rows than the rest of a cell.
                    self.position = start;
                    self.line = line;
                    self.skip_line();
                    return Some(Row { line, cut: true });
                }
            }
        }
    }

    fn slice(&self, from: usize, to: usize) -> &'t [u8] {
        self.bytes.get(from..to).unwrap_or_default()
    }

    fn skip_blank_lines(&mut self) {
        while let Some(b'\r' | b'\n') = self.bytes.get(self.position) {
            self.end_line();
        }
    }

    /// Steps over one line end, of any kind.
    fn end_line(&mut self) {
        let rest = self.bytes.get(self.position..).unwrap_or_default();
        self.position += if rest.starts_with(b"\r\n") { 2 } else { 1 };
        self.line += 1;
    }

    fn skip_line(&mut self) {
        let rest = self.bytes.get(self.position..).unwrap_or_default();
        match rest.iter().position(|&b| matches!(b, b'\r' | b'\n')) {
            Some(length) => {
                self.position += length;
                self.end_line();
            }
            None => self.position = self.bytes.len(),
        }
    }

    fn next_cell(&mut self) -> (Cow<'t, [u8]>, End) {
        if self.bytes.get(self.position) == Some(&b'"') {
            return self.quoted_cell();
        }
        let (cell, end) = self.bare_cell();
        (Cow::Borrowed(cell), end)
    }

    /// Reads up to the next separator or line end, and steps over it.
    fn bare_cell(&mut self) -> (&'t [u8], End) {
        let start = self.position;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|&b| self.ends_cell[usize::from(b)])
            .unwrap_or(rest.len());
        self.position = start + length;
        (self.slice(start, self.position), self.end_cell())
    }

    fn at_cell_end(&self) -> bool {
        let next = self.bytes.get(self.position);
        next.is_none_or(|&b| b == self.separator || b == b'\n' || b == b'\r')
    }

    /// Steps over the separator or line end after a cell.
    fn end_cell(&mut self) -> End {
        match self.bytes.get(self.position) {
            None => End::Row,
            Some(&b) if b == self.separator => {
                self.position += 1;
                End::Cell
            }
            Some(_) => {
                self.end_line();
                End::Row
            }
        }
    }

    fn quoted_cell(&mut self) -> (Cow<'t, [u8]>, End) {
        self.position += 1;
        let mut cell = Cow::Borrowed([].as_slice());
        let mut start = self.position;
        loop {
            let rest = self.bytes.get(self.position..).unwrap_or_default();
            let stop = rest.iter().position(|&b| matches!(b, b'"' | b'\n' | b'\r'));
            let Some(length) = stop else {
                return (cell, End::Cut);
            };
            self.position += length;
            if rest.get(length) != Some(&b'"') {
                self.end_line();
                continue;
            }
            append(&mut cell, self.slice(start, self.position));
            self.position += 1;
            start = self.position;
            if self.bytes.get(self.position) == Some(&b'"') {
                // The second of two quotes begins the next part.
                self.position += 1;
                continue;
            }
            if self.at_cell_end() {
                return (cell, self.end_cell());
            }
            // What follows the closing quote belongs to the cell, as spreadsheets have it.
            let (rest, end) = self.bare_cell();
            append(&mut cell, rest);
            return (cell, end);
        }
    }
}

/// Puts a part at the end of a cell, without copying the first one.
fn append<'t>(cell: &mut Cow<'t, [u8]>, part: &'t [u8]) {
    if cell.is_empty() {
        *cell = Cow::Borrowed(part);
    } else if !part.is_empty() {
        cell.to_mut().extend_from_slice(part);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(usize, Vec<String>)> {
        let mut rows = Rows::new(text.as_bytes(), b';', 1);
        let mut cells = Vec::new();
        let mut all = Vec::new();
        while let Some(row) = rows.next_row(&mut cells) {
            if row.cut {
                cells.push(Cow::Borrowed(b"(cut)".as_slice()));
            }
            all.push((
                row.line,
                cells
                    .iter()
                    .map(|cell| String::from_utf8_lossy(cell).into_owned())
                    .collect(),
            ));
        }
        all
    }

    fn row(line: usize, cells: &[&str]) -> (usize, Vec<String>) {
        (line, cells.iter().map(|&cell| cell.to_owned()).collect())
    }

    #[test]
    fn every_line_end_is_one_line() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a;b", "\"c", "d\";e", "", "f"].join(end);
            let expected = [
                row(1, &["a", "b"]),
                row(2, &[&format!("c{end}d"), "e"]),
                row(5, &["f"]),
            ];
            assert_eq!(read(&text), expected, "{end:?}");
            assert_eq!(read(&format!("{text}{end}")), expected, "{end:?}");
        }
    }

    #[test]
    fn quotes_are_doubled_inside_quotes_and_mean_nothing_elsewhere() {
        assert_eq!(
            read("\"a \"\"b\"\"\";x \"y\";\"\";\"c\"d\n;\n"),
            [row(1, &["a \"b\"", "x \"y\"", "", "cd"]), row(2, &["", ""])]
        );
    }

    #[test]
    fn a_quote_never_closed_costs_its_own_line_only() {
        assert_eq!(
            read("a;b\nc;\"d\ne;f"),
            [
                row(1, &["a", "b"]),
                row(2, &["c", "(cut)"]),
                row(3, &["e", "f"])
            ]
        );
    }

    proptest! {
        #[test]
        fn what_the_csv_crate_writes_is_read_back(
            table in prop::collection::vec(prop::collection::vec("[a;\"\r\n é]{0,6}", 2..5), 1..6)
        ) {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(b';')
                .flexible(true)
                .quote_style(csv::QuoteStyle::Always)
                .from_writer(Vec::new());
            for cells in &table {
                writer.write_record(cells).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let read: Vec<Vec<String>> = read(&text).into_iter().map(|(_, cells)| cells).collect();
            prop_assert_eq!(read, table);
        }
    }
}
