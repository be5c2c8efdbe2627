//! A table that a spreadsheet opens, and executes nothing of.

use super::contacts::neutralise;

/// Writes rows as CSV: UTF-8 with its mark, separated by semicolons as a French spreadsheet expects.
pub fn write(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    for row in rows {
        writer
            .write_record(row.iter().map(|cell| neutralise(cell)))
            .expect("memory can be written to");
    }
    writer.into_inner().expect("memory can be flushed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let row = ["=1+1", "+33", "-x", "@a", "\tb", "a;b", "é"].map(str::to_owned);
        assert_eq!(
            String::from_utf8(write(&[row.to_vec()])).unwrap(),
            "\u{feff}'=1+1;'+33;'-x;'@a;'\tb;\"a;b\";é\r\n"
        );
    }
}
