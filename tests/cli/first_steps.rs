//! `carnet` alone, at every stage: five lines, each a command that can be typed as it stands.

use insta::assert_snapshot;

use crate::support::{
    Env, Run,
    school::{DIRECTOR, School, stable},
    shell::shell_words,
    smtp::{Script, SmtpServer},
};

const NOTHING: [&str; 0] = [];

/// Runs `carnet` in both languages, where all can be read.
fn alone(env: &Env) -> String {
    alone_with(env, 0)
}

/// Runs `carnet` in both languages; whatever it says is five lines that fit a
/// terminal, and it ends with this exit code.
fn alone_with(env: &Env, code: i32) -> String {
    let fits = |run: Run| {
        assert!(run.code == code && run.stdout.lines().count() <= 5, "{run}");
        assert_eq!(run.stderr.is_empty(), code == 0, "{run}");
        for line in run.stdout.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
        run.stdout
    };
    for step in env.json(NOTHING)["next"].as_array().unwrap() {
        let words = shell_words(step["command"].as_str().unwrap());
        let parsed =
            carnet::cli::command(carnet::texts::Language::English).try_get_matches_from(&words);
        let understood = parsed.map_or_else(
            |error| error.kind() == clap::error::ErrorKind::DisplayHelp,
            |_| true,
        );
        assert!(understood, "{words:?}");
    }
    format!("{}{}", fits(env.run(NOTHING)), fits(env.run_fr(NOTHING)))
}

#[test]
fn nothing_is_there_yet() {
    assert_snapshot!(alone(&Env::new()), @"
    Nothing is set up on this computer yet. To begin:
      carnet setup                                the school, your address
      carnet import CSVExtraction.csv --by-class  the parents, from ONDE
      carnet send --help                          write to them (--dry-run first)
      carnet --help                               all the rest
    Rien n’est encore réglé sur cet ordinateur. Pour commencer :
      carnet setup                                l’école, votre adresse
      carnet import CSVExtraction.csv --by-class  les parents, depuis ONDE
      carnet send --help                          leur écrire (--dry-run d’abord)
      carnet --help                               tout le reste
    ");
}

#[test]
fn the_school_is_known_and_its_mailbox_is_not() {
    assert_snapshot!(alone(&Env::with_domain()), @"
    The school’s mailbox is not set up yet. To go on:
      carnet setup                                the school, your address
      carnet import CSVExtraction.csv --by-class  the parents, from ONDE
      carnet send --help                          write to them (--dry-run first)
      carnet --help                               all the rest
    La messagerie de l’école n’est pas encore réglée. Pour continuer :
      carnet setup                                l’école, votre adresse
      carnet import CSVExtraction.csv --by-class  les parents, depuis ONDE
      carnet send --help                          leur écrire (--dry-run d’abord)
      carnet --help                               tout le reste
    ");
}

#[test]
fn the_mailbox_is_known_and_there_is_no_list() {
    let school = School::with_accounts(1, &[DIRECTOR]);
    assert_snapshot!(alone(&school), @"
    The mailbox is set up, and there is no list yet. To make some:
      carnet import CSVExtraction.csv --by-class  a list per class (ONDE)
      carnet list create parents                  an empty list, to fill afterwards
      carnet account test dir@ac-test.fr          check that the mailbox answers
      carnet --help                               all the rest
    La messagerie est réglée, et il n’y a pas encore de liste. Pour en faire :
      carnet import CSVExtraction.csv --by-class  une liste par classe (ONDE)
      carnet list create parents                  une liste vide, à remplir ensuite
      carnet account test dir@ac-test.fr          vérifier que la messagerie répond
      carnet --help                               tout le reste
    ");
}

#[test]
fn there_are_lists_and_nobody_on_them() {
    let school = School::with_accounts(1, &[DIRECTOR]);
    school.list("parents", &[]);
    assert_snapshot!(alone(&school), @"
    The list parents has no subscriber yet. To fill it:
      carnet import CSVExtraction.csv --list parents  the parents, from ONDE
      carnet import CSVExtraction.csv --by-class      a list per class (ONDE)
      carnet subscriber list parents                  who is subscribed
      carnet --help                                   all the rest
    La liste parents n’a pas encore d’abonné. Pour la remplir :
      carnet import CSVExtraction.csv --list parents  les parents, depuis ONDE
      carnet import CSVExtraction.csv --by-class      une liste par classe (ONDE)
      carnet subscriber list parents                  qui est abonné
      carnet --help                                   tout le reste
    ");
    school.list("ecole", &[]);
    assert_snapshot!(school.run_fr(NOTHING).stdout, @"
    Les listes n’ont pas encore d’abonnés. Pour les remplir, en commençant par ecole :
      carnet import CSVExtraction.csv --list ecole  les parents, depuis ONDE
      carnet import CSVExtraction.csv --by-class    une liste par classe (ONDE)
      carnet subscriber list ecole                  qui est abonné
      carnet --help                                 tout le reste
    ");
}

#[test]
fn there_is_somebody_to_write_to() {
    let school = School::with_accounts(1, &[DIRECTOR]);
    school.list("ecole", &[]);
    school.list("parents", &["a@example.org"]);
    assert_snapshot!(alone(&school), @"
    Everything is ready for a first message. To write it:
      carnet send parents --dry-run  read it, unsent
      carnet send parents --test     send it to you alone
      carnet send parents            send it to the parents
      carnet --help                  all the rest
    Tout est prêt pour un premier message. Pour l’écrire :
      carnet send parents --dry-run  le relire sans l’envoyer
      carnet send parents --test     ne l’envoyer qu’à vous
      carnet send parents            l’envoyer aux parents
      carnet --help                  tout le reste
    ");
}

#[test]
fn everything_was_sent() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("cp", &["a@example.org"]);
    school.ok([
        "send",
        "cp",
        "--subject",
        "Sortie",
        "--text",
        "Demain.",
        "-y",
    ]);
    assert_snapshot!(alone(&school), @"
    No message is waiting. What comes next:
      carnet send cp                                     write a message
      carnet archive list                                see what was sent
      carnet import CSVExtraction.csv --by-class --sync  follow who left
      carnet --help                                      all the rest
    Aucun message n’attend. Pour la suite :
      carnet send cp                                     écrire un message
      carnet archive list                                revoir ce qui est parti
      carnet import CSVExtraction.csv --by-class --sync  suivre les départs
      carnet --help                                      tout le reste
    ");
}

#[test]
fn what_waits_comes_first() {
    let server =
        SmtpServer::start(Script::new().reply_to_rcpt("later@example.org", "451 4.7.1 greylisted"));
    let school = School::on(&server);
    school.list("cp", &["later@example.org"]);
    let send = |subject: &str, more: &[&str]| {
        let words = [
            "send",
            "cp",
            "--text",
            "Demain.",
            "-y",
            "--subject",
            subject,
        ];
        school.run(words.iter().chain(more)).code
    };
    assert_eq!(send("Sortie au musée de Grenoble", &[]), 75);
    assert_snapshot!(stable(&school.run_fr(NOTHING)), @"
    --- stdout
    Un message attend. Pour la suite :
      carnet queue resume 20261123-080000-abcd  « Sortie au musée de Greno… » (à réessayer)
      carnet send cp                            écrire un message
      carnet archive list                       revoir ce qui est parti
      carnet --help                             tout le reste
    --- exit 0
    ");
    assert_eq!(send("Photos", &["--from", "other@ac-test.fr"]), 77);
    assert_snapshot!(stable(&school.run_fr(NOTHING)), @"
    --- stdout
    2 messages attendent. Pour la suite :
      carnet queue resume 20261123-080000-abcd  « Sortie au musée de Greno… » (à réessayer)
      carnet send --draft 20261123-080000-abcd  reprendre « Photos »
      carnet send cp                            écrire un message
      carnet --help                             tout le reste
    --- exit 0
    ");
    assert_eq!(send("Kermesse", &["--at", "2026-12-01 08:00"]), 0);
    assert_eq!(send("Goûter", &["--from", "other@ac-test.fr"]), 77);
    assert_snapshot!(alone(&school), @"
    4 messages are waiting. What comes next:
      carnet queue list  2 messages not finished yet
      carnet draft list  2 drafts
      carnet send cp     write a message
      carnet --help      all the rest
    4 messages attendent. Pour la suite :
      carnet queue list  2 messages pas encore terminés
      carnet draft list  2 brouillons
      carnet send cp     écrire un message
      carnet --help      tout le reste
    ");
}

#[test]
fn what_cannot_be_read_is_for_the_doctor() {
    let school = School::with_accounts(1, &[DIRECTOR]);
    school.list("cp", &["a@example.org"]);
    std::fs::write(school.home().join("config.json"), "{").unwrap();
    assert_snapshot!(alone_with(&school, 1), @"
    Something cannot be read in carnet’s folders. To mend it:
      carnet doctor                look for what is wrong
      carnet store restore --help  go back to a backup
      carnet --help                all the rest
    Quelque chose ne se lit pas dans les dossiers de carnet. Pour y remédier :
      carnet doctor                chercher ce qui ne va pas
      carnet store restore --help  revenir à une sauvegarde
      carnet --help                tout le reste
    ");
}
