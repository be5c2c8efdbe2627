//! What the director writes here.

use crate::{
    env::Env,
    parsed::{Parsed, hexadecimal},
    school::{DIRECTOR, NAME},
};

/// The file in which the text stands.
const TEXT_FILE: &str = "sortie.txt";

const TOUR_SUBJECT: &str = "Sortie au musée";
const TOUR_TEXT: &str = "Bonjour,\n\nLes élèves vont au musée jeudi 3 décembre. Prévoyez un pique-nique\net des chaussures de marche.\n\nLa directrice\n";

/// What a list without a footer of its own adds to each message (R8).
const FOOTER: &str = "\n-- \nVous recevez ce message parce que votre adresse électronique a été donnée à l’école de votre enfant (École des Tests). \
    Elle sert seulement à vous écrire au sujet de la vie de l’école, et personne d’autre ne la voit. \
    Pour la faire supprimer, répondez à ce message.";

/// A subject, a text, and a file sent with it.
pub struct Letter {
    subject: &'static str,
    text: String,
    file_name: &'static str,
    file: Vec<u8>,
}

impl Letter {
    /// The message of the tour (`examples/tour.rs`), with a file.
    pub fn of_the_tour() -> Self {
        Self {
            subject: TOUR_SUBJECT,
            text: TOUR_TEXT.to_owned(),
            file_name: "Autorisation – sortie au musée.pdf",
            file: every_byte(20_000),
        }
    }

    /// What SMTP has rules of its own for: dots that begin lines, lines beyond
    /// 998 bytes, words beyond ASCII wherever there are words.
    pub fn hard_to_carry() -> Self {
        let long = "très long et sans retour à la ligne, ".repeat(60);
        // Quoted-printable breaks the lines: many of them begin with a dot.
        let dots = ".".repeat(2_000);
        Self {
            subject: "Sortie au musée : prévoyez « bottes & goûter », départ à 8 h 30 précises, retour vers 16 h",
            text: format!(
                "Bonjour,\n\n.Un point en début de ligne\n.\n..\nFrom ici, {long}\n{dots}\n\nÀ bientôt — œuvre, cœur, 5 €\n\n\tLa directrice\n"
            ),
            file_name: "Sortie n° 2 – élèves de CE1, œuvres & goûter, à signer.pdf",
            file: every_byte(5_000),
        }
    }

    /// Writes the files that [`Self::send`] names.
    pub fn write(&self, env: &Env) {
        env.write(TEXT_FILE, &self.text);
        env.write(self.file_name, &self.file);
    }

    /// Returns the command that sends it to the parents, ending with these options.
    pub fn send<'a>(&self, options: &[&'a str]) -> Vec<&'a str> {
        let send = ["send", "cp", "--subject", self.subject];
        let message = ["--body", TEXT_FILE, "--attach", self.file_name];
        [&send, &message, options].concat()
    }

    /// Returns what a mail program shows to one of the parents.
    pub fn as_read_by(&self, parent: &str) -> Parsed {
        Parsed {
            from: vec![(NAME.to_owned(), DIRECTOR.to_owned())],
            to: vec![(String::new(), parent.to_owned())],
            subject: self.subject.to_owned(),
            texts: vec![format!("{}{FOOTER}", self.text)],
            files: vec![(self.file_name.to_owned(), hexadecimal(&self.file))],
            defects: Vec::new(),
        }
    }
}

fn every_byte(length: usize) -> Vec<u8> {
    (0..=u8::MAX).cycle().take(length).collect()
}

#[test]
fn the_tour_sends_the_same_message() {
    let tour = include_str!("../../examples/tour.rs");
    for words in [TOUR_SUBJECT, TOUR_TEXT] {
        assert!(tour.contains(&format!("{words:?}")), "{words}");
    }
}
