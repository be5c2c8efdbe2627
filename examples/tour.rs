//! A director's first evening with carnet, played with the real program and real SMTP.
//!
//! `cargo run --release --example tour` needs no server, account or network: a
//! receiver listens on this computer alone, and everything happens in a
//! temporary folder that is gone at the end. `-- en` plays it in English.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::too_many_lines,
    reason = "an example is a program of its own, and tells one story"
)]

#[expect(
    dead_code,
    unused_imports,
    reason = "the tour needs only a part of what the tests need"
)]
#[path = "../tests/cli/support/smtp/mod.rs"]
mod smtp;

use std::{
    error::Error,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use smtp::{Script, SmtpServer};

/// Tells this executable, when it calls itself, to be the program.
const PROGRAM: &str = "CARNET_TOUR_PROGRAM";

const DIRECTOR: &str = "ce.0380000a@ac-grenoble.fr";
const TEACHER: &str = "paul.fontanel@ac-grenoble.fr";
/// A mailbox that the receiver does not know.
const GONE: &str = "bastien.poncet@gamil.com";

fn main() -> ExitCode {
    if std::env::var_os(PROGRAM).is_some() {
        return carnet::run(std::env::args_os());
    }
    let english = std::env::args()
        .nth(1)
        .is_some_and(|argument| argument == "en");
    match tour(english) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tour: {error}");
            ExitCode::FAILURE
        }
    }
}

fn tour(english: bool) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let export = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/onde/CSVExtraction.csv");
    std::fs::copy(export, folder.path().join("CSVExtraction.csv"))?;
    std::fs::write(
        folder.path().join("sortie.txt"),
        "Bonjour,\n\nLes élèves vont au musée jeudi 3 décembre. Prévoyez un pique-nique\net des chaussures de marche.\n\nLa directrice\n",
    )?;
    let server = SmtpServer::start(Script::new().reply_to_rcpt(GONE, "550 5.1.1 adresse inconnue"));
    let port = server.port().to_string();
    let evening = Evening {
        home: folder.path().to_owned(),
        english,
    };

    evening.say(
        "Un soir, dans une école. D’abord l’école et le domaine des adresses professionnelles :",
        "One evening, in a school. First the school and the domain of professional addresses:",
    );
    evening.play(
        0,
        &[
            "setup",
            "--school",
            "École des Tilleuls",
            "--professional-domain",
            "ac-grenoble.fr",
            "--lang",
            evening.language(),
        ],
    )?;
    evening.say(
        "Le compte de messagerie. Ici un serveur d’essai sur cet ordinateur ; en vrai, --host smtp.ac-grenoble.fr et un mot de passe :",
        "The mail account. Here a trial server on this computer; in real life --host smtp.ac-grenoble.fr and a password:",
    );
    evening.play(
        0,
        &[
            "account",
            "add",
            DIRECTOR,
            "--host",
            "127.0.0.1",
            "--port",
            &port,
            "--security",
            "none",
            "--display-name",
            "École des Tilleuls",
        ],
    )?;
    evening.say(
        "L’extraction « Responsables » d’ONDE, une liste par classe. D’abord pour voir, puis pour de bon :",
        "The “Responsables” export of ONDE, one list per class. First to see, then for good:",
    );
    let import = ["import", "CSVExtraction.csv", "--by-class"];
    evening.play(3, &[&import[..], &["--dry-run"]].concat())?;
    evening.play(3, &import)?;
    evening.play(0, &["list", "list"])?;
    evening.say(
        "Le maître de CP modérera la liste de sa classe :",
        "The teacher will moderate the list of his class:",
    );
    let cp = "parents-cp-m-fontanel";
    evening.play(0, &["moderator", "add", cp, TEACHER])?;
    evening.say(
        "La directrice en est propriétaire, mais une liste modérée n’est écrite que par ses modérateurs :",
        "The director owns it, but a moderated list is written to by its moderators only:",
    );
    let lists = [
        cp,
        "parents-ce1-ce2-mme-lavigne",
        "parents-cm1-cm2-mme-ouvrard",
    ];
    let send = [
        &["send"][..],
        &lists,
        &["--subject", "Sortie au musée", "--body", "sortie.txt"],
    ]
    .concat();
    evening.play(77, &send)?;
    evening.play(0, &["moderator", "add", cp, DIRECTOR])?;
    evening.say("Regarder avant d’envoyer :", "Look before sending:");
    evening.play(0, &[&send[..], &["--dry-run"]].concat())?;
    evening.say(
        "Envoyer, à chacun un message pour lui seul :",
        "Send, to each a message of their own:",
    );
    evening.play(3, &[&send[..], &["--yes"]].concat())?;
    let id = evening.message()?;
    evening.say(
        "Reprendre ce message n’envoie rien à personne deux fois :",
        "Going on with that message sends nothing to anybody twice:",
    );
    let received = server.mails().len();
    evening.play(0, &["queue", "resume", &id])?;
    if server.mails().len() != received {
        return Err("somebody got the message twice".into());
    }
    evening.say("Le compte rendu :", "The report:");
    evening.play(0, &["archive", "list"])?;
    evening.play(0, &["archive", "show", &id])?;
    evening.say(
        "Un des messages reçus, tel qu’il est arrivé :",
        "One of the messages received, as it arrived:",
    );
    let mails = server.mails();
    let mail = mails.first().ok_or("nothing was received")?;
    println!("{}", String::from_utf8_lossy(&mail.content));
    Ok(())
}

/// The folder of the evening, and its language.
struct Evening {
    home: PathBuf,
    english: bool,
}

impl Evening {
    const fn language(&self) -> &'static str {
        if self.english { "en" } else { "fr" }
    }

    fn say(&self, french: &str, english: &str) {
        println!("\n# {}\n", if self.english { english } else { french });
    }

    /// Shows a command as the director types it, runs it, and expects an exit code.
    fn play(&self, expected: i32, arguments: &[&str]) -> Result<(), Box<dyn Error>> {
        let words: Vec<String> = arguments.iter().map(|word| quote(word)).collect();
        println!("$ carnet {}", words.join(" "));
        let status = self.program()?.args(arguments).status()?;
        println!();
        if status.code() == Some(expected) {
            Ok(())
        } else {
            Err(format!("carnet ended with {status}, and not with {expected}").into())
        }
    }

    /// Returns the identifier of the message that was sent.
    fn message(&self) -> Result<String, Box<dyn Error>> {
        let output = self
            .program()?
            .args(["archive", "list", "--json"])
            .output()?;
        let archive: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        let id = archive["messages"][0]["id"]
            .as_str()
            .ok_or("nothing is archived")?;
        Ok(id.to_owned())
    }

    /// Returns the program, with this evening's folder as its whole world.
    fn program(&self) -> Result<Command, Box<dyn Error>> {
        let mut command = Command::new(std::env::current_exe()?);
        command
            .env(PROGRAM, "1")
            .env("CARNET_HOME", self.home.join("carnet"))
            .env("CARNET_LANG", self.language())
            .current_dir(&self.home);
        Ok(command)
    }
}

/// Quotes a word as a shell wants it.
fn quote(word: &str) -> String {
    if word.contains([' ', '’', '\'']) {
        format!("\"{word}\"")
    } else {
        word.to_owned()
    }
}
