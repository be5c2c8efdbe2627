//! Headings of columns, compared without accents, case, blanks or signs.

use crate::domain::audience::without_accent;

/// Puts a heading into the form under which headings are compared: letters and digits only.
pub fn normalise(heading: &str) -> String {
    heading
        .chars()
        .flat_map(char::to_lowercase)
        .map(without_accent)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Splits `nomeleve2` into the name and the number, when there is one.
pub fn split_number(key: &str) -> (&str, Option<usize>) {
    let name = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = key.get(name.len()..).unwrap_or_default();
    (name, number.parse().ok())
}

/// Tells whether a normalised heading without its number names e-mail addresses, in French or English.
pub fn is_email(key: &str) -> bool {
    matches!(
        key,
        "email"
            | "emails"
            | "mail"
            | "mails"
            | "mel"
            | "emailresponsable"
            | "mailresponsable"
            | "adresseemail"
            | "adressemail"
            | "adressemel"
            | "adresseelectronique"
            | "adressedemessagerie"
            | "courrierelectronique"
            | "emailaddress"
            | "mailaddress"
            | "primaryemail"
            | "secondaryemail"
            | "emailparent"
            | "mailparent"
    ) || is_courriel(key)
        || is_google_email(key)
}

/// `Courriel`, whoever's it is; but not a column that only says something about one.
fn is_courriel(key: &str) -> bool {
    let about = ["valid", "verif", "confirm", "type"];
    (key.starts_with("courriel") || key.starts_with("adressecourriel"))
        && !about.iter().any(|word| key.contains(word))
}

/// Google's contacts have `E-mail 1 - Value`.
fn is_google_email(key: &str) -> bool {
    key.strip_prefix("email")
        .and_then(|rest| rest.strip_suffix("value"))
        .is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        for heading in [
            "Nom d'usage élève",
            "NOM D’USAGE ELEVE *",
            "\u{feff} nom_d-usage  eleve",
        ] {
            assert_eq!(normalise(heading), "nomdusageeleve");
        }
        assert_eq!(split_number("nomeleve12"), ("nomeleve", Some(12)));
        assert_eq!(split_number("nomeleve"), ("nomeleve", None));
    }

    #[test]
    fn e_mail_columns_are_known_in_both_languages() {
        for heading in [
            "Courriel",
            "E-mail",
            "Adresse e-mail",
            "Adresse électronique",
            "E-mail 1 - Value",
            "Courriel représentant légal 1",
        ] {
            assert!(is_email(split_number(&normalise(heading)).0), "{heading}");
        }
        assert!(!is_email("emailverifie"));
        assert!(!is_email("courrielverifie"));
    }
}
