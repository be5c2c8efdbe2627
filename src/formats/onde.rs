//! The headings of ONDE's extraction of the responsables: one row each, their pupils to the right.
//!
//! Columns are found by their headings, which changed over the years (BE1D
//! 2013, `enfant` then `élève`, PCS, birth date, numbered pupils), never by
//! their place.

use std::borrow::Cow;

use super::{
    headings::{is_email, normalise, split_number},
    table::{ChildColumns, Layout, NameColumns},
};

/// The most pupils of one responsable; headings beyond it are no pupils.
const CHILDREN_LIMIT: usize = 50;

/// What the headings of a table are in ONDE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Table {
    /// The responsables, with their addresses.
    Responsables(Layout),
    /// The élèves, without any.
    Eleves,
    /// The responsables, but someone took the addresses away.
    WithoutAddresses,
    /// Something else.
    Other,
}

/// Tells what a table is by its headings.
pub fn recognise(headings: &[Cow<'_, str>]) -> Table {
    let layout = layout(headings);
    let responsable = layout.name != NameColumns::default();
    let child = !layout.children.is_empty();
    if responsable || (child && !layout.emails.is_empty()) {
        return if layout.emails.is_empty() {
            Table::WithoutAddresses
        } else {
            Table::Responsables(layout)
        };
    }
    if child && layout.emails.is_empty() {
        return Table::Eleves;
    }
    Table::Other
}

/// One column of ONDE.
enum Column {
    Email,
    First,
    Usage,
    Last,
    Child(ChildField),
}

#[derive(Clone, Copy)]
enum ChildField {
    First,
    Usage,
    Last,
    Class,
}

fn column(key: &str) -> Option<Column> {
    Some(match key {
        "prenomresponsable" => Column::First,
        "nomusageresponsable" | "nomdusageresponsable" => Column::Usage,
        "nomresponsable" | "nomdefamilleresponsable" => Column::Last,
        "prenomenfant" | "prenomeleve" => Column::Child(ChildField::First),
        "nomdusageenfant" | "nomdusageeleve" | "nomusageenfant" | "nomusageeleve" => {
            Column::Child(ChildField::Usage)
        }
        "nomdefamilleenfant" | "nomdefamilleeleve" | "nomenfant" | "nomeleve" => {
            Column::Child(ChildField::Last)
        }
        "classesenfants" | "classeseleves" | "classesenfant" | "classeseleve" | "classeenfant"
        | "classeeleve" | "classesenfantss" => Column::Child(ChildField::Class),
        key if is_email(key) => Column::Email,
        _ => return None,
    })
}

fn layout(headings: &[Cow<'_, str>]) -> Layout {
    let mut layout = Layout {
        headings: headings.iter().map(ToString::to_string).collect(),
        ..Layout::default()
    };
    // How often each field of a pupil was met: its n-th column is the n-th pupil's.
    let mut met = [0_usize; 4];
    for (index, heading) in headings.iter().enumerate() {
        let key = normalise(heading);
        let (name, number) = split_number(&key);
        let name_columns = &mut layout.name;
        match column(name) {
            Some(Column::Email) => layout.emails.push(index),
            Some(Column::First) => set(&mut name_columns.first, index),
            Some(Column::Usage) => set(&mut name_columns.usage, index),
            Some(Column::Last) => set(&mut name_columns.last, index),
            Some(Column::Child(field)) => {
                let count = &mut met[field as usize];
                let rank = number.map_or(*count, |number| number.saturating_sub(1));
                *count += 1;
                if rank >= CHILDREN_LIMIT {
                    continue;
                }
                if layout.children.len() <= rank {
                    layout.children.resize(rank + 1, ChildColumns::default());
                }
                if let Some(child) = layout.children.get_mut(rank) {
                    set(
                        match field {
                            ChildField::First => &mut child.name.first,
                            ChildField::Usage => &mut child.name.usage,
                            ChildField::Last => &mut child.name.last,
                            ChildField::Class => &mut child.class,
                        },
                        index,
                    );
                }
            }
            None => {}
        }
    }
    layout
}

/// The first column of a name counts; a second one is a mistake of the file.
fn set(column: &mut Option<usize>, index: usize) {
    column.get_or_insert(index);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recognised(line: &str) -> Table {
        let headings: Vec<Cow<'_, str>> = line.split(';').map(Cow::Borrowed).collect();
        recognise(&headings)
    }

    fn responsables(line: &str) -> Layout {
        match recognised(line) {
            Table::Responsables(layout) => layout,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_nth_column_of_a_kind_is_the_nth_pupils() {
        let layout = responsables(
            "Courriel;Classes élèves;Prénom élève;Nom responsable;Prénom élève;Classes élèves;",
        );
        assert_eq!(layout.emails, [0]);
        let columns: Vec<_> = layout
            .children
            .iter()
            .map(|child| (child.name.first, child.class))
            .collect();
        assert_eq!(columns, [(Some(2), Some(1)), (Some(4), Some(5))]);
    }

    #[test]
    fn numbered_columns_belong_to_their_number() {
        let layout = responsables(
            "Nom responsable;Courriel;Prénom élève 2;Nom de famille élève 1;Prénom élève 1;Nom de famille élève 2",
        );
        let columns: Vec<_> = layout
            .children
            .iter()
            .map(|child| (child.name.first, child.name.last))
            .collect();
        assert_eq!(columns, [(Some(4), Some(3)), (Some(2), Some(5))]);
    }

    #[test]
    fn kinds_are_told_apart_by_their_headings() {
        assert_eq!(
            recognised("Nom élève;Nom d'usage élève;Prénom élève;Date naissance;Libellé classe"),
            Table::Eleves
        );
        assert_eq!(
            recognised("Nom responsable;Prénom responsable;Prénom élève"),
            Table::WithoutAddresses
        );
        assert_eq!(recognised("Nom;Courriel"), Table::Other);
        assert_eq!(recognised("Intitulé;Adresse Organisme"), Table::Other);
    }
}
