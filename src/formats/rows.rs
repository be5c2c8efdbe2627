//! The rows of a CSV file, cells borrowed from it wherever possible.
//!
//! Works on bytes of any encoding whose ASCII is ASCII.
//!
//! The csv crate drives most readers; this one exists because it knows where
//! each row begins (a lone CR counts), tells a quote that is never closed
//! instead of swallowing the rest of the file, and copies nothing.

use std::borrow::Cow;

use super::marks::Marks;

/// Reads rows one after the other.
#[derive(Debug)]
pub struct Rows<'t> {
    bytes: &'t [u8],
    separator: u8,
    /// Those before `position` were stepped over.
    marks: Marks<'t>,
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
    /// The file ends with it, and without a line end.
    pub last: bool,
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
    pub fn new(bytes: &'t [u8], separator: u8, first_line: usize) -> Self {
        Self {
            bytes,
            separator,
            marks: Marks::new(bytes, separator),
            position: 0,
            line: first_line,
        }
    }

    /// Returns how much of the file is still to be read.
    pub const fn bytes_left(&self) -> usize {
        self.bytes.len() - self.position
    }

    /// Returns the number of the line that is read next.
    pub const fn line(&self) -> usize {
        self.line
    }

    /// Returns what is left from a line end in its middle on, as if a row began
    /// there; its lines are counted from 0.
    #[must_use]
    pub fn second_half(&self) -> Self {
        let from = |start| Self::new(self.slice(start, self.bytes.len()), self.separator, 0);
        let middle = self.position + self.bytes_left() / 2;
        let mut cut_line = from(middle);
        cut_line.skip_line(0);
        from(middle + cut_line.position)
    }

    /// Reads the next row into `cells`; blank lines are skipped.
    pub fn next_row(&mut self, cells: &mut Vec<Cow<'t, [u8]>>) -> Option<Row> {
        cells.clear();
        while let Some(b'\r' | b'\n') = self.bytes.get(self.position) {
            let line_end = self.marks.step();
            self.end_line(line_end);
        }
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
                    let line_end = self.position.checked_sub(1);
                    let line_end = line_end.and_then(|place| self.bytes.get(place));
                    let last = self.bytes_left() == 0 && !matches!(line_end, Some(b'\r' | b'\n'));
                    return Some(Row {
                        line,
                        cut: false,
                        last,
                    });
                }
                End::Cut => {
                    // The rows below are more likely rows than the rest of a cell.
                    self.line = line;
                    self.skip_line(start);
                    return Some(Row {
                        line,
                        cut: true,
                        last: false,
                    });
                }
            }
        }
    }

    fn slice(&self, from: usize, to: usize) -> &'t [u8] {
        self.bytes.get(from..to).unwrap_or_default()
    }

    /// Goes behind a line end, of any kind, whose mark was stepped over.
    fn end_line(&mut self, place: usize) {
        self.position = place + 1;
        if self.slice(place, place + 2) == b"\r\n" {
            self.marks.step();
            self.position += 1;
        }
        self.line += 1;
    }

    /// Goes behind the line that begins somewhere.
    fn skip_line(&mut self, start: usize) {
        self.marks.seek(start);
        loop {
            let place = self.marks.step();
            match self.bytes.get(place) {
                Some(b'\r' | b'\n') => return self.end_line(place),
                Some(_) => {}
                None => {
                    self.position = place;
                    return;
                }
            }
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
        loop {
            let place = self.marks.step();
            if self.bytes.get(place) != Some(&b'"') {
                return (self.slice(start, place), self.end_cell(place));
            }
        }
    }

    /// Goes behind the separator or line end after a cell, whose mark was stepped over.
    fn end_cell(&mut self, place: usize) -> End {
        match self.bytes.get(place) {
            Some(&b) if b == self.separator => {
                self.position = place + 1;
                End::Cell
            }
            Some(_) => {
                self.end_line(place);
                End::Row
            }
            None => {
                self.position = place;
                End::Row
            }
        }
    }

    fn quoted_cell(&mut self) -> (Cow<'t, [u8]>, End) {
        let start = self.marks.step() + 1;
        let Some(end) = self.closing_quote() else {
            return (Cow::Borrowed(&[]), End::Cut);
        };
        let cell = self.slice(start, end);
        if self.is_cell_end(end + 1) {
            let place = self.marks.step();
            return (Cow::Borrowed(cell), self.end_cell(place));
        }
        let (cell, end) = self.parts_of_cell(cell.to_vec(), end + 1);
        (Cow::Owned(cell), end)
    }

    /// Goes to the next quote; none when the file ends before it.
    fn closing_quote(&mut self) -> Option<usize> {
        loop {
            let place = self.marks.step();
            match self.bytes.get(place)? {
                b'"' => return Some(place),
                b'\r' | b'\n' => self.end_line(place),
                _ => {}
            }
        }
    }

    fn is_cell_end(&self, place: usize) -> bool {
        let next = self.bytes.get(place);
        next.is_none_or(|&b| b == self.separator || b == b'\n' || b == b'\r')
    }

    /// Reads on behind a quote that does not end its cell.
    fn parts_of_cell(&mut self, mut cell: Vec<u8>, mut start: usize) -> (Vec<u8>, End) {
        // The second of two quotes begins the next part.
        while self.bytes.get(start) == Some(&b'"') {
            self.marks.step();
            let Some(end) = self.closing_quote() else {
                return (cell, End::Cut);
            };
            cell.extend_from_slice(self.slice(start, end));
            start = end + 1;
        }
        // What follows the closing quote belongs to the cell, as spreadsheets have it.
        self.position = start;
        let (rest, end) = self.bare_cell();
        cell.extend_from_slice(rest);
        (cell, end)
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
