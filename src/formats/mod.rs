//! Bytes of other programs' files in, values and located problems out; and back.

pub mod addresses;
pub mod cell;
pub mod contacts;
mod extraction;
pub mod headings;
mod marks;
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
    table::Reading,
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
    let content = text::recognise(bytes).map_err(ReadError::NotText)?;
    let charset = &content.charset;
    let new = |kind| People::new(kind, content.encoding);
    if options.kind == Some(Kind::Addresses) {
        return addresses::read(&content.text(), 1, new(Kind::Addresses));
    }
    let (separator, table) = text::separator(&content.bytes);
    let skipped = content.bytes.len() - table.len();
    let skipped = content.bytes.get(..skipped).unwrap_or_default();
    let mut rows = Rows::new(table, separator, 1 + count_lines(skipped));
    let mut cells = Vec::new();
    rows.next_row(&mut cells);
    let headings: Vec<_> = cells.iter().map(|cell| charset.decode(cell)).collect();
    let maybe_onde = options.kind.is_none() && options.columns.is_empty();
    if maybe_onde || options.kind == Some(Kind::Onde) {
        match onde::recognise(&headings) {
            onde::Table::Responsables(layout) => {
                return extraction::read(&layout, rows, content.encoding, charset);
            }
            onde::Table::Eleves => return Err(ReadError::Eleves),
            onde::Table::WithoutAddresses => return Err(ReadError::OndeWithoutAddresses),
            onde::Table::Other if options.kind == Some(Kind::Onde) => {
                return Err(ReadError::NotOnde);
            }
            onde::Table::Other => {}
        }
    }
    if let Some(layout) = contacts::layout(&headings, &options.columns)? {
        return contacts::read(&layout, rows, Reading::new(new(Kind::Csv), charset));
    }
    if options.kind.is_none() {
        let text = content.text();
        if addresses::recognise(&text) {
            return addresses::read(&text, 1, new(Kind::Addresses));
        }
    }
    Err(ReadError::NoEmailColumn {
        headings: headings.iter().map(ToString::to_string).collect(),
    })
}

/// Counts the line ends of the lines before the headings.
fn count_lines(bytes: &[u8]) -> usize {
    let ends = bytes.iter().filter(|&&b| b == b'\r' || b == b'\n').count();
    ends - bytes.windows(2).filter(|pair| pair == b"\r\n").count()
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        path::{Path, PathBuf},
    };

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::texts::Language;

    fn label(file: &People, class: Option<usize>) -> &str {
        class.map_or("", |class| &file.classes[class])
    }

    /// What a file is expected to say, in the shape of the files beside the fixtures.
    fn described(bytes: &[u8]) -> Value {
        let file = match read_people(bytes, &ReadOptions::default()) {
            Ok(file) => file,
            Err(error) => {
                return json!({
                    "error": error.text().in_language(Language::English),
                    "hint": error.hint().in_language(Language::English),
                });
            }
        };
        let people: Vec<Value> = file
            .iter()
            .map(|one| {
                let children: Vec<_> = one
                    .children()
                    .map(|child| format!("{} / {}", child.name, label(&file, child.class)))
                    .collect();
                json!({
                    "line": one.line,
                    "name": one.name,
                    "addresses": one.addresses,
                    "children": children,
                })
            })
            .collect();
        let problems: Vec<Value> = file
            .problems
            .iter()
            .map(|one| {
                json!({
                    "line": one.line,
                    "column": one.column,
                    "value": one.value,
                    "reason": one.reason.text().in_language(Language::English),
                })
            })
            .collect();
        let classes: Vec<&str> = file.classes.iter().map(AsRef::as_ref).collect();
        json!({
            "kind": file.kind,
            "encoding": file.encoding,
            "classes": classes,
            "people": people,
            "problems": problems,
            "organismes": file.organismes,
        })
    }

    fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files_under(&path, found);
            } else if path
                .extension()
                .is_some_and(|extension| extension != "json")
                && !path.ends_with(".gitattributes")
            {
                found.push(path);
            }
        }
    }

    #[test]
    fn every_fixture_is_read_as_the_file_beside_it_says() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/onde");
        let mut paths = Vec::new();
        files_under(&folder, &mut paths);
        assert!(paths.len() > 30, "{}", folder.display());
        let mut wrong = Vec::new();
        for path in paths {
            let actual = described(&fs::read(&path).unwrap());
            let beside = PathBuf::from(format!("{}.json", path.display()));
            let expected: Option<Value> = fs::read(&beside)
                .ok()
                .map(|bytes| serde_json::from_slice(&bytes).unwrap());
            if expected.as_ref() != Some(&actual) {
                // Left for a person to compare, and to move in place if it is right.
                let actual = serde_json::to_string_pretty(&actual).unwrap() + "\n";
                fs::write(beside.with_extension("json.actual"), actual).unwrap();
                wrong.push(beside);
            }
        }
        assert_eq!(wrong, Vec::<PathBuf>::new());
    }

    /// A responsable: name, address, pupils with their class.
    type Row = (String, Option<String>, Vec<(String, String)>);

    /// How a table is written.
    #[derive(Clone, Debug)]
    struct Shape {
        wording: &'static str,
        numbered: bool,
        reversed: bool,
        padded: bool,
        separator: char,
        quoted: bool,
        line_end: &'static str,
        final_end: bool,
        encoding: &'static str,
    }

    fn shape() -> impl Strategy<Value = Shape> {
        let one_of = |choices: &'static [&'static str]| prop::sample::select(choices);
        let encodings = &[
            "utf-8", "bom", "two boms", "utf-16le", "utf-16be", "1252", "mac",
        ];
        (
            (one_of(&["enfant", "élève"]), any::<[bool; 5]>()),
            prop::sample::select(&[';', ',', '\t'][..]),
            one_of(&["\n", "\r\n", "\r"]),
            one_of(encodings),
        )
            .prop_map(|((wording, flags), separator, line_end, encoding)| {
                let [numbered, reversed, padded, quoted, final_end] = flags;
                Shape {
                    wording,
                    numbered,
                    reversed,
                    padded,
                    separator,
                    quoted,
                    line_end,
                    final_end,
                    encoding,
                }
            })
    }

    fn people() -> impl Strategy<Value = Vec<Row>> {
        let word = "[A-Zéèàçœ'][a-zéèàçœ']{0,6}( [A-Z;,\t\"]?[a-zé]{1,5})?";
        let address = prop::option::of("[a-z]{1,6}(\\.[A-Z]{1,4})?@[a-z]{2,6}\\.(fr|org)");
        let child = (word, "C[A-Z][0-9] [A-Z][a-z;]{1,6}");
        prop::collection::vec((word, address, prop::collection::vec(child, 0..3)), 1..12)
    }

    fn written(people: &[Row], shape: &Shape) -> Vec<u8> {
        let groups = people
            .iter()
            .map(|one| one.2.len())
            .max()
            .unwrap_or_default();
        let mut headings = vec!["Prénom responsable".to_owned(), "Courriel".to_owned()];
        for rank in 1..=groups {
            let number = if shape.numbered {
                format!(" {rank}")
            } else {
                String::new()
            };
            headings.push(format!("Prénom {}{number}", shape.wording));
            headings.push(format!("Classes {}s{number}", shape.wording));
        }
        let mut table = vec![headings];
        for (name, address, children) in people {
            let mut row = vec![name.clone(), address.clone().unwrap_or_default()];
            row.extend(
                children
                    .iter()
                    .flat_map(|(name, class)| [name.clone(), class.clone()]),
            );
            if shape.padded || shape.reversed {
                row.resize(2 + groups * 2, String::new());
            }
            table.push(row);
        }
        if shape.reversed {
            // Pupils must keep their rank, so whole groups move.
            for row in &mut table {
                row.rotate_left(2);
            }
        }
        let cell = |cell: &String| {
            let special = cell.contains(['"', ';', ',', '\t']);
            if special || (shape.quoted && !cell.is_empty()) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        };
        let lines: Vec<String> = table
            .iter()
            .map(|row| {
                let cells: Vec<String> = row.iter().map(cell).collect();
                cells.join(&shape.separator.to_string())
            })
            .collect();
        let mut text = lines.join(shape.line_end);
        // Without one, a file whose last row has no pupil is taken for cut.
        if shape.final_end || people.last().is_some_and(|one| one.2.is_empty()) {
            text.push_str(shape.line_end);
        }
        let marked = |marks: &str| format!("{marks}{text}");
        match shape.encoding {
            "bom" => marked("\u{feff}").into_bytes(),
            "two boms" => marked("\u{feff}\u{feff}").into_bytes(),
            "utf-16le" => marked("\u{feff}")
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect(),
            "utf-16be" => marked("\u{feff}")
                .encode_utf16()
                .flat_map(u16::to_be_bytes)
                .collect(),
            "1252" => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
            "mac" => mac_roman(&text),
            _ => text.into_bytes(),
        }
    }

    /// The other way round is not in `encoding_rs`' interest, so a table is looked through.
    fn mac_roman(text: &str) -> Vec<u8> {
        text.chars()
            .map(|c| {
                (0..=255_u8)
                    .find(|&byte| {
                        let (decoded, _) = encoding_rs::MACINTOSH
                            .decode_without_bom_handling(std::slice::from_ref(&byte));
                        decoded.chars().eq([c])
                    })
                    .unwrap()
            })
            .collect()
    }

    fn read_back(file: &People) -> Vec<Row> {
        file.iter()
            .map(|one| {
                let address = one.addresses.first().map(ToString::to_string);
                let children = one.children().map(|child| {
                    let class = label(file, child.class);
                    (child.name.to_owned(), class.to_owned())
                });
                (one.name.to_owned(), address, children.collect())
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn people_written_in_any_shape_are_read_back(people in people(), shape in shape()) {
            let bytes = written(&people, &shape);
            let file = read_people(&bytes, &ReadOptions::default()).unwrap();
            // A name holds no control character, whatever the cell does.
            let expected: Vec<Row> = people
                .into_iter()
                .map(|(name, address, children)| {
                    let clean = |name: String| name.replace('\t', " ");
                    let children = children.into_iter().map(|(name, class)| (clean(name), class));
                    (clean(name), address, children.collect())
                })
                .collect();
            prop_assert_eq!(read_back(&file), expected);
            prop_assert_eq!(file.problems, Vec::new());
        }

        #[test]
        fn arbitrary_bytes_get_an_answer_no_larger_than_they_are(
            start in prop::sample::select(&[
                "", "Nom responsable;Courriel;Prénom enfant;Classes enfants\n", "email,nom\n",
                "\u{feff}", "zoe@example.org\n", "sep=\t\r\n", "\"",
            ][..]),
            bytes in prop_oneof![
                prop::collection::vec(any::<u8>(), 0..400),
                "[a-z@.;,\"\r\n <>/é\u{a0}]{0,400}".prop_map(String::into_bytes),
            ],
            kind in prop::option::of(prop::sample::select(&[Kind::Onde, Kind::Csv, Kind::Addresses][..])),
        ) {
            let mut input = start.as_bytes().to_vec();
            input.extend(bytes);
            let options = ReadOptions { kind, columns: Vec::new() };
            if let Ok(file) = read_people(&input, &options) {
                let written: usize = file
                    .iter()
                    .map(|one| {
                        let children = one
                            .children()
                            .map(|child| child.name.len() + label(&file, child.class).len());
                        let addresses = one.addresses.iter().map(|address| address.as_str().len());
                        one.name.len() + children.sum::<usize>() + addresses.sum::<usize>()
                    })
                    .sum();
                // A byte of Windows-1252 becomes three at most.
                prop_assert!(written <= 3 * input.len());
                prop_assert!(file.len() + file.problems.len() <= input.len());
            }
        }
    }
}
