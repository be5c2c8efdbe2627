//! Bytes of other programs' files in, values and located problems out; and back.

pub mod addresses;
pub mod cell;
pub mod contacts;
pub mod headings;
pub mod onde;
pub mod people;
pub mod rows;
pub mod sheet;
pub mod sympa;
pub mod table;
pub mod text;

use self::{
    contacts::Field,
    people::{Kind, People, ReadError},
    rows::Rows,
};

/// What is known of a file before it is read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The kind of file, when it must not be guessed.
    pub kind: Option<Kind>,
    /// Which heading holds what, where the usual names do not tell.
    pub columns: Vec<(Field, String)>,
}

/// Reads the people of a file, whatever its kind, encoding and separator.
///
/// What can be read is read: rows and cells that cannot are among the
/// problems. Fails when nothing of the file can be people.
pub fn read_people(bytes: &[u8], options: &ReadOptions) -> Result<People, ReadError> {
    let (text, encoding) = text::decode(bytes).map_err(ReadError::NotText)?;
    let new = |kind| People::new(kind, encoding);
    if options.kind == Some(Kind::Addresses) {
        let mut file = new(Kind::Addresses);
        addresses::read(&text, 1, &mut file)?;
        return Ok(file);
    }
    let (separator, table) = text::separator(&text);
    let skipped = text.get(..text.len() - table.len()).unwrap_or_default();
    let mut rows = Rows::new(table, separator, 1 + count_lines(skipped));
    let mut headings = Vec::new();
    rows.next_row(&mut headings);
    let maybe_onde = options.kind.is_none() && options.columns.is_empty();
    if maybe_onde || options.kind == Some(Kind::Onde) {
        match onde::recognise(&headings) {
            onde::Table::Responsables(layout) => {
                let mut file = new(Kind::Onde);
                onde::read(layout, rows, &mut file)?;
                return Ok(file);
            }
            onde::Table::Eleves => return Err(ReadError::Eleves),
            onde::Table::WithoutAddresses => {
                return Err(ReadError::NoEmailColumn {
                    headings: headings.iter().map(ToString::to_string).collect(),
                });
            }
            onde::Table::Other if options.kind == Some(Kind::Onde) => {
                return Err(ReadError::NotOnde);
            }
            onde::Table::Other => {}
        }
    }
    if let Some(layout) = contacts::layout(&headings, &options.columns)? {
        let mut file = new(Kind::Csv);
        contacts::read(&layout, rows, &mut file)?;
        return Ok(file);
    }
    if options.kind.is_none() && addresses::recognise(&text) {
        let mut file = new(Kind::Addresses);
        addresses::read(&text, 1, &mut file)?;
        return Ok(file);
    }
    Err(ReadError::NoEmailColumn {
        headings: headings.iter().map(ToString::to_string).collect(),
    })
}

/// Counts the line ends of the lines before the headings.
fn count_lines(text: &str) -> usize {
    text.split("\r\n")
        .map(|part| part.matches(['\r', '\n']).count() + 1)
        .sum::<usize>()
        .saturating_sub(1)
}
