//! The rows of ONDE's extraction of the responsables to people, those of a large file by two threads.
//!
//! Each thread reads a half, and copies nothing of the other's. Where the second
//! half begins is a guess: the line end in the middle may stand within quotes, or
//! below other headings. So what was read of that half counts only if the rows
//! of the first one end just there, under the headings with which they began;
//! otherwise the first thread reads on.

use std::{borrow::Cow, thread};

use super::{
    headings::normalise,
    onde::{Table, recognise},
    people::{Kind, People, ReadError},
    rows::{Row, Rows},
    table::{Layout, Reading},
    text::{Charset, Encoding},
};

/// From how many bytes on a second thread is worth its start.
const LARGE: usize = 1 << 20;

/// Reads the rows that follow the headings.
pub fn read(
    layout: &Layout,
    rows: Rows<'_>,
    encoding: Encoding,
    charset: &Charset,
) -> Result<People, ReadError> {
    let new = |bytes| Extraction::new(layout, encoding, charset, bytes);
    let people = if rows.bytes_left() < LARGE {
        read_whole(rows, new)
    } else {
        read_in_halves(rows, new)
    };
    people.unless_empty()
}

fn read_whole<'f>(mut rows: Rows<'_>, new: impl Fn(usize) -> Extraction<'f>) -> People {
    let mut extraction = new(rows.bytes_left());
    extraction.read(&mut rows, 0);
    extraction.finish()
}

/// `new` starts to read so many bytes.
fn read_in_halves<'f>(mut rows: Rows<'_>, new: impl Fn(usize) -> Extraction<'f> + Sync) -> People {
    let second_rows = rows.second_half();
    let second_bytes = second_rows.bytes_left();
    thread::scope(|scope| {
        let second = scope.spawn(|| read_whole(second_rows, &new));
        let mut first = new(rows.bytes_left() - second_bytes);
        first.read(&mut rows, second_bytes);
        if rows.bytes_left() == second_bytes
            && first.reads_as_at_first()
            && let Ok(second) = second.join()
        {
            let mut people = first.finish();
            people.append(second, rows.line());
            return people;
        }
        first.read(&mut rows, 0);
        first.finish()
    })
}

/// An extraction being read.
struct Extraction<'f> {
    /// The present headings, where they came again.
    layout: Cow<'f, Layout>,
    /// Whether the rows are those of the second table.
    organismes: bool,
    reading: Reading<'f>,
}

impl<'f> Extraction<'f> {
    fn new(layout: &'f Layout, encoding: Encoding, charset: &'f Charset, bytes: usize) -> Self {
        let people = People::new(Kind::Onde, encoding);
        let mut reading = Reading::new(people, charset);
        reading.expect_bytes(bytes);
        Self {
            layout: Cow::Borrowed(layout),
            organismes: false,
            reading,
        }
    }

    /// Reads until no more than so many bytes are left.
    fn read(&mut self, rows: &mut Rows<'_>, bytes_left: usize) {
        let mut cells = Vec::with_capacity(self.layout.headings.len());
        while rows.bytes_left() > bytes_left
            && let Some(row) = rows.next_row(&mut cells)
        {
            self.row(row, &cells);
        }
    }

    fn row(&mut self, row: Row, cells: &[Cow<'_, [u8]>]) {
        let charset = self.reading.charset;
        if cells.iter().all(|cell| is_blank(cell, charset)) && !row.cut {
            return;
        }
        if begins_organismes(cells, charset) {
            self.organismes = true;
        } else if let Some(next) = headings_again(&self.layout, cells, charset) {
            // Files of several classes, put end to end.
            self.layout = Cow::Owned(next);
            self.organismes = false;
        } else if self.organismes {
            self.reading.people.organismes += 1;
        } else {
            // Every responsable has a pupil. Where the file was cut, what is left of
            // an address may be somebody else's.
            let first_pupil = self.layout.first_pupil_column();
            let has_pupil = first_pupil.is_none_or(|column| cells.len() > column);
            let cut = row.cut || (row.last && !has_pupil);
            self.reading.row(&self.layout, Row { cut, ..row }, cells);
        }
    }

    /// Tells whether the next rows are read as the first one was.
    fn reads_as_at_first(&self) -> bool {
        matches!(self.layout, Cow::Borrowed(_)) && !self.organismes
    }

    fn finish(self) -> People {
        self.reading.finish()
    }
}

fn is_blank(cell: &[u8], charset: &Charset) -> bool {
    let cell = cell.trim_ascii();
    cell.is_empty() || charset.decode(cell).trim().is_empty()
}

/// The headings of the second table, of organismes in charge of pupils.
fn begins_organismes(cells: &[Cow<'_, [u8]>], charset: &Charset) -> bool {
    let is = |column: usize, key: &str| {
        cells
            .get(column)
            .is_some_and(|cell| normalise(&charset.decode(cell)) == key)
    };
    // The first letters spare normalising every row.
    cells.first().is_some_and(|cell| {
        cell.trim_ascii_start()
            .get(..3)
            .is_some_and(|start| start.eq_ignore_ascii_case(b"int"))
    }) && is(0, "intitule")
        && is(1, "adresseorganisme")
}

fn headings_again(layout: &Layout, cells: &[Cow<'_, [u8]>], charset: &Charset) -> Option<Layout> {
    let &column = layout.emails.first()?;
    let cell = cells.get(column)?;
    // No heading has an at sign, and nearly every row an address.
    if cell.contains(&b'@') {
        return None;
    }
    let cell = charset.decode(cell);
    let cell = cell.trim();
    let same = layout
        .headings
        .get(column)
        .is_some_and(|heading| heading.trim() == cell);
    if !same {
        return None;
    }
    let cells: Vec<Cow<'_, str>> = cells.iter().map(|cell| charset.decode(cell)).collect();
    match recognise(&cells) {
        Table::Responsables(layout) => Some(layout),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HEADINGS: &str = "Nom responsable;Courriel;Prénom élève;Classes élèves";

    /// Everything that was read, whichever thread did.
    fn described(people: &People) -> Vec<String> {
        let rows = people.iter().map(|one| {
            let label = |rank: usize| &people.classes[rank];
            let children = one.children();
            let children: Vec<_> = children
                .map(|child| (child.name, child.class.map(label)))
                .collect();
            format!(
                "{} {:?} {:?} {children:?}",
                one.line, one.name, one.addresses
            )
        });
        let (problems, classes) = (&people.problems, &people.classes);
        let others = format!("{problems:?} {classes:?} {}", people.organismes);
        rows.chain([others]).collect()
    }

    /// Returns what one thread reads, and what two do.
    fn both(text: &str) -> [Vec<String>; 2] {
        let headings: Vec<_> = HEADINGS.split(';').map(Cow::Borrowed).collect();
        let Table::Responsables(layout) = recognise(&headings) else {
            panic!("they are those of the responsables");
        };
        let new = |bytes| Extraction::new(&layout, Encoding::Utf8, &Charset::Utf8, bytes);
        let rows = || Rows::new(text.as_bytes(), b';', 2);
        [read_whole(rows(), new), read_in_halves(rows(), new)].map(|people| described(&people))
    }

    #[test]
    fn a_line_end_within_quotes_is_not_taken_for_the_end_of_a_row() {
        let quoted = format!(
            "A;a@x.fr;\"{}\";CP\nB;b@x.fr;Zoé;CE1\n",
            "x;y@x.fr\n".repeat(9)
        );
        let [one, two] = both(&quoted);
        assert_eq!(one.len(), 3);
        assert_eq!(one, two);
    }

    #[test]
    fn an_address_that_may_have_been_cut_with_the_file_is_not_taken() {
        let cut = |text: &str| {
            let [one, two] = both(text);
            assert_eq!(one, two);
            one.iter().any(|line| line.contains("Cut"))
        };
        let whole = "A;a@x.org;Zoé;CP\nB;b@x.org;";
        assert!(!cut(whole));
        for length in "A;a@x.org;Zoé;CP\n".len() + 1..whole.len() {
            assert!(cut(whole.get(..length).unwrap()), "{length}");
        }
        // A row that someone shortened ends as all others do.
        assert!(!cut("A;a@x.org;Zoé;CP\nB;b@x.org\n"));
    }

    #[test]
    fn the_second_half_has_its_lines_and_classes_from_the_first() {
        let [one, two] = both("A;a@x.fr;Zoé;CP\nB;b@x;Léo;CE1\nC;c@x.fr;Ana;CE2\nD;d@x;Noé;CP\n");
        assert_eq!(one[3], r#"5 "D" [] [("Noé", Some("CP"))]"#);
        assert_eq!(one, two);
    }

    proptest! {
        #[test]
        fn two_threads_read_what_one_reads(
            rows in prop::collection::vec(prop_oneof![
                4 => "[A-C]{0,2};([a-c]@x\\.fr|d@x)?(;\"?[Zé\n;]{0,3}\"?(;C[PEM])?)?",
                1 => Just(HEADINGS.to_owned()),
                1 => Just("Classes élèves;Nom responsable;Courriel".to_owned()),
                1 => Just("Intitulé;Adresse organisme".to_owned()),
            ], 0..12),
            line_end in prop::sample::select(&["\n", "\r\n", "\r"][..]),
        ) {
            let [one, two] = both(&rows.join(line_end));
            prop_assert_eq!(one, two);
        }
    }
}
