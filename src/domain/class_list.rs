//! The list of a class: its name, made from the label that ONDE gives.

use super::{
    audience::fold_label,
    list_name::{ListName, ListNameError},
};

/// What comes before the class unless another prefix is chosen.
pub const DEFAULT_PREFIX: &str = "parents-";

/// The longest name that is made, as [`ListName`] has it.
const LIMIT: usize = 50;
/// The hyphen and the digits that tell apart labels that are alike up to the limit.
const MARK: usize = 9;

/// Makes the name of a class's list: `CE2 Mme Lavigne` → `parents-ce2-mme-lavigne`.
///
/// The same label gives the same name whatever its accents, case, spaces and
/// punctuation. Labels too long to be kept whole, or without a letter or digit
/// of the Latin alphabet, are told apart by a mark at the end.
pub fn class_list_name(prefix: &str, label: &str) -> Result<ListName, ListNameError> {
    let folded = fold_label(label);
    let mut slug = String::with_capacity(prefix.len() + folded.len());
    slug.push_str(prefix);
    for c in folded.chars() {
        match c {
            'œ' => slug.push_str("oe"),
            'æ' => slug.push_str("ae"),
            'ß' => slug.push_str("ss"),
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let unreadable = !folded.contains(|c: char| c.is_ascii_alphanumeric());
    if slug.len() > LIMIT || unreadable {
        slug.truncate(LIMIT - MARK);
        let stem = slug.trim_end_matches('-');
        return ListName::parse(&format!("{stem}-{:08x}", fnv1a(&folded)));
    }
    ListName::parse(slug.trim_end_matches('-'))
}

/// A short fingerprint that never changes (FNV-1a, 32 bits).
fn fnv1a(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(label: &str) -> String {
        class_list_name(DEFAULT_PREFIX, label).unwrap().to_string()
    }

    #[test]
    fn a_class_gets_a_name_that_one_can_read_and_type() {
        let cases = [
            ("CE2 Mme Lavigne", "parents-ce2-mme-lavigne"),
            ("GS-CP Mme Ouvrard", "parents-gs-cp-mme-ouvrard"),
            ("CP M. Fontanel", "parents-cp-m-fontanel"),
            (
                "01 COURS PREPARATOIRE-COURS ELEMENTAIRE 1 Mme A",
                "parents-01-cours-preparatoire-cours-eleme-5533d89d",
            ),
            (
                "CM1/CM2 – Mme Béranger-Noël",
                "parents-cm1-cm2-mme-beranger-noel",
            ),
            (
                "CM1/CM2 – Mme Be\u{301}ranger-Noe\u{308}l",
                "parents-cm1-cm2-mme-beranger-noel",
            ),
            ("  ce2   MME lavigne ", "parents-ce2-mme-lavigne"),
            ("Ulis (Cœur)", "parents-ulis-coeur"),
            ("★", "parents-84c7bf66"),
        ];
        for (label, expected) in cases {
            assert_eq!(name(label), expected, "{label}");
        }
        assert_eq!(class_list_name("", "CP").unwrap().as_str(), "cp");
    }

    proptest! {
        #[test]
        fn every_label_has_a_name(label in "\\PC{1,80}", prefix in "|[a-z][a-z0-9._-]{0,29}") {
            let name = class_list_name(&prefix, &label);
            // Without a prefix, a label of signs alone begins with the hyphen of its mark.
            prop_assert!(name.is_ok() || prefix.is_empty(), "{name:?}");
        }
    }
}
