//! A table that a spreadsheet opens, and executes nothing of.

use std::borrow::Cow;

/// Writes rows as CSV: UTF-8 with its mark, separated by semicolons as a French spreadsheet expects.
pub fn write(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    for row in rows {
        writer
            .write_record(row.iter().map(|cell| neutralise(cell).into_owned()))
            .expect("memory can be written to");
    }
    writer.into_inner().expect("memory can be flushed")
}

/// Tells whether a spreadsheet may take a cell for a formula, apostrophes aside.
fn looks_like_formula(cell: &[u8]) -> bool {
    let rest = cell.iter().find(|&&b| b != b'\'');
    rest.is_some_and(|b| b"=+-@\t\r".contains(b))
}

/// Puts an apostrophe before what begins like a formula, which keeps a spreadsheet from executing it.
fn neutralise(cell: &str) -> Cow<'_, str> {
    if looks_like_formula(cell.as_bytes()) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// Takes away the apostrophe that [`write()`] put before a cell.
pub fn without_apostrophe(cell: &[u8]) -> &[u8] {
    match cell.strip_prefix(b"'") {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neutralised_cell_is_read_back_as_it_was() {
        for cell in ["=1+1", "'=1", "''+", "-x", "'t Hooft", "", "'", "Zoé"] {
            let written = neutralise(cell).into_owned();
            assert_eq!(without_apostrophe(written.as_bytes()), cell.as_bytes());
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        let row = ["=1+1", "+33", "-x", "@a", "\tb", "a;b", "é"].map(str::to_owned);
        assert_eq!(
            String::from_utf8(write(&[row.to_vec()])).unwrap(),
            "\u{feff}'=1+1;'+33;'-x;'@a;'\tb;\"a;b\";é\r\n"
        );
    }
}
