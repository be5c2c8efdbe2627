//! What the director reads when something goes wrong, one error after the other:
//! what happened to what, why, and a command or a choice that comes next.

use std::{fmt::Write as _, net::TcpListener};

use insta::assert_snapshot;

use crate::support::{
    Env, Run,
    school::{DIRECTOR, School},
    shell::shell_words,
    smtp::{Encryption, Moment, Reply, Script, SmtpServer},
    tls::{authority, encrypt_as},
};

/// Adds a command and all that it said on standard error: in French, and with a next step.
fn tell(told: &mut String, line: &str, run: &Run) {
    assert_ne!(run.code, 0, "{line}\n{run}");
    let ours = run.stderr.lines().filter(|line| {
        let quotes = ["réponse du serveur\u{a0}:", "en termes techniques\u{a0}:"];
        !quotes.iter().any(|quote| line.contains(quote))
    });
    for ours in ours {
        for english in ["error", "hint", "cannot", " the ", "No such"] {
            assert!(!ours.contains(english), "{english}: {ours}");
        }
    }
    let next = ["conseil\u{a0}:", "Pour "];
    assert!(next.iter().any(|next| run.stderr.contains(next)), "{run}");
    write!(told, "$ {line}\n{}\n", run.stderr).unwrap();
}

/// Types lines one after the other, each of which fails.
fn told(env: &Env, lines: &[&str]) -> String {
    let mut told = String::new();
    for line in lines {
        tell(&mut told, line, &env.run_fr(&shell_words(line)[1..]));
    }
    steady(&told)
}

/// Replaces the end of each identifier, which differs from one run to the next.
fn steady(told: &str) -> String {
    const START: &str = "20261123-080000-";
    let mut parts = told.split(START);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |steady, part| {
        format!("{steady}{START}abcd{}", part.get(4..).unwrap())
    })
}

/// A school whose server cannot be reached, with a list of two parents.
fn school() -> School {
    let school = School::with_accounts(1, &[DIRECTOR]);
    school.list("parents", &["lea@example.org", "tom@example.org"]);
    school
}

#[test]
fn before_anything_is_set_up() {
    let env = Env::new();
    assert_snapshot!(told(&env, &[
        "carnet list create parents",
        "carnet list create parents --owner directrice@gmail.com",
        "carnet list show parents",
        "carnet import CSVExtraction.csv --by-class",
        "carnet send parents --subject Sortie --text Demain.",
        "carnet account test ce.0380000a@ac-grenoble.fr",
        "carnet setup",
    ]), @r#"
    $ carnet list create parents
    erreur : il n’y a pas encore de compte : carnet ne sait pas avec quelle adresse écrire
    conseil : carnet setup pose les questions qu’il faut ; sans question : carnet account add ADRESSE --host SERVEUR

    $ carnet list create parents --owner directrice@gmail.com
    erreur : directrice@gmail.com ne peut pas être propriétaire d’une liste : ce n’est pas une adresse professionnelle (règle R1)
    conseil : réglez d’abord le domaine professionnel de l’école : carnet setup ; sans question : carnet setup --professional-domain DOMAINE

    $ carnet list show parents
    erreur : aucune liste ne s’appelle parents
    conseil : pour la créer : carnet list create parents

    $ carnet import CSVExtraction.csv --by-class
    erreur : il n’y a pas encore de compte : carnet ne sait pas avec quelle adresse écrire
    conseil : carnet setup pose les questions qu’il faut ; sans question : carnet account add ADRESSE --host SERVEUR

    $ carnet send parents --subject Sortie --text Demain.
    erreur : aucune liste ne s’appelle parents
    conseil : pour la créer : carnet list create parents

    $ carnet account test ce.0380000a@ac-grenoble.fr
    erreur : aucun compte n’a l’adresse ce.0380000a@ac-grenoble.fr
    conseil : carnet setup pose les questions qu’il faut ; sans question : carnet account add ADRESSE --host SERVEUR

    $ carnet setup
    erreur : il n’y a rien à régler, et pas de terminal où poser des questions
    conseil : par exemple : carnet setup --school "École des Tilleuls" --professional-domain ac-grenoble.fr --lang fr
    "#);
}

#[test]
fn a_command_that_is_not_understood() {
    let env = school();
    assert_snapshot!(told(&env, &[
        "carnet envoyer",
        "carnet sned parents",
        "carnet send",
        "carnet send parents --sujet Sortie",
        "carnet send parents --subject Sortie au musée --text Demain.",
        "carnet send parents --subject \"\" --text Demain.",
        "carnet send Parents --subject Sortie --text Demain.",
        "carnet send parents --subject Sortie --text Demain. --body sortie.txt",
        "carnet import CSVExtraction.csv",
        "carnet subscriber add parents lea.example.org",
        "carnet account edit dir@ac-test.fr",
        "carnet account edit dir@ac-test.fr --port 70000",
        "carnet list delete parents",
    ]), @r#"
    $ carnet envoyer
    erreur : commande inconnue : envoyer
    conseil : les choix sont setup, config, account, list, moderator, subscriber, import, send, draft, queue, archive, store, doctor, completions, man
    conseil : pour en savoir plus : carnet --help

    $ carnet sned parents
    erreur : commande inconnue : sned
    conseil : vouliez-vous dire send ?
    conseil : les choix sont setup, config, account, list, moderator, subscriber, import, send, draft, queue, archive, store, doctor, completions, man
    conseil : pour en savoir plus : carnet --help

    $ carnet send
    erreur : il manque <LISTE>
    conseil : par exemple : carnet send parents-cp
    conseil : pour en savoir plus : carnet send --help

    $ carnet send parents --sujet Sortie
    erreur : argument inconnu : --sujet
    conseil : vouliez-vous dire --subject ?
    conseil : pour en savoir plus : carnet send --help

    $ carnet send parents --subject Sortie au musée --text Demain.
    erreur : [LISTE] ne peut pas être « musée » : le nom d’une liste n’a que des minuscules sans accent, des chiffres, le point, le tiret et le tiret bas, pas é
    conseil : un texte de plusieurs mots se met entre guillemets, comme --subject "Sortie au musée"
    conseil : pour en savoir plus : carnet send --help

    $ carnet send parents --subject "" --text Demain.
    erreur : --subject <SUJET> ne peut pas être vide
    conseil : pour en savoir plus : carnet send --help

    $ carnet send Parents --subject Sortie --text Demain.
    erreur : [LISTE] ne peut pas être « Parents » : le nom d’une liste n’a que des minuscules sans accent, des chiffres, le point, le tiret et le tiret bas, pas P
    conseil : pour en savoir plus : carnet send --help

    $ carnet send parents --subject Sortie --text Demain. --body sortie.txt
    erreur : --text <TEXTE> et --body <FICHIER> ne vont pas ensemble : donnez l’un ou l’autre
    conseil : pour en savoir plus : carnet send --help

    $ carnet import CSVExtraction.csv
    erreur : il manque la liste où mettre ces personnes
    conseil : pour une liste par classe : carnet import CSVExtraction.csv --by-class
    conseil : pour une seule liste : carnet import CSVExtraction.csv --list NOM

    $ carnet subscriber add parents lea.example.org
    erreur : <ADRESSE> ne peut pas être « lea.example.org » : il n’y a pas de @
    conseil : pour en savoir plus : carnet subscriber add --help

    $ carnet account edit dir@ac-test.fr
    erreur : la commande ne dit pas ce qui doit changer
    conseil : pour voir ce qui peut changer : carnet account edit --help

    $ carnet account edit dir@ac-test.fr --port 70000
    erreur : --port <PORT> ne peut pas être « 70000 » : il faut un nombre de 1 à 65535
    conseil : pour en savoir plus : carnet account edit --help

    $ carnet list delete parents
    erreur : il n’y a pas de terminal où demander « Supprimer la liste parents et ses 2 abonnements ? »
    conseil : répondez d’avance avec --yes
    "#);
}

#[test]
fn a_name_that_nothing_has() {
    let env = school();
    env.list("cantine", &[]);
    assert_snapshot!(told(&env, &[
        "carnet send parent --subject Sortie --text Demain.",
        "carnet send parents --subject Sortie --text Demain. --class CP",
        "carnet list create parents",
        "carnet account test autre@ac-test.fr",
        "carnet moderator remove parents autre@ac-test.fr",
        "carnet subscriber remove parents zoe@example.org",
        "carnet queue resume 1999",
        "carnet send --draft 1999",
    ]), @"
    $ carnet send parent --subject Sortie --text Demain.
    erreur : aucune liste ne s’appelle parent
    conseil : vouliez-vous dire parents ? Les listes sont cantine, parents

    $ carnet send parents --subject Sortie --text Demain. --class CP
    erreur : personne sur ces listes n’a d’élève dans la classe « CP »
    conseil : ces listes ne connaissent pas de classes ; l’import d’une extraction d’ONDE les apporte

    $ carnet list create parents
    erreur : une liste s’appelle déjà parents
    conseil : choisissez un autre nom ; pour voir celle qui existe : carnet list show parents

    $ carnet account test autre@ac-test.fr
    erreur : aucun compte n’a l’adresse autre@ac-test.fr
    conseil : le seul compte est dir@ac-test.fr

    $ carnet moderator remove parents autre@ac-test.fr
    erreur : autre@ac-test.fr n’est pas modérateur de parents
    conseil : la liste n’a pas de modérateur

    $ carnet subscriber remove parents zoe@example.org
    erreur : zoe@example.org n’est pas sur parents
    conseil : pour voir ses abonnés : carnet subscriber list parents

    $ carnet queue resume 1999
    erreur : aucun message n’a l’identifiant « 1999 »
    conseil : pour voir les identifiants : carnet queue list, ou carnet archive list

    $ carnet send --draft 1999
    erreur : aucun brouillon n’a l’identifiant « 1999 »
    conseil : il n’y a pas de brouillon ; carnet archive list montre ce qui a été envoyé
    ");
}

#[test]
fn a_file_that_holds_nobody() {
    let env = school();
    for name in [
        "document.pdf",
        "empty.csv",
        "headings-only.csv",
        "login-page.csv",
        "no-email-column.csv",
        "responsables-without-courriel.latin1.csv",
        "workbook.xlsx",
    ] {
        let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/onde/made");
        let content = std::fs::read(format!("{fixtures}/{name}")).unwrap();
        env.write(&format!("Mes documents/{name}"), content);
    }
    env.write("adresses.txt", "lea@example.org\n");
    let import = |file: &str| format!("carnet import \"Mes documents/{file}\" --list parents");
    assert_snapshot!(told(&env, &[
        &import("absent.csv"),
        &import(""),
        &import("document.pdf"),
        &import("empty.csv"),
        &import("headings-only.csv"),
        &import("login-page.csv"),
        &import("no-email-column.csv"),
        &import("responsables-without-courriel.latin1.csv"),
        &import("workbook.xlsx"),
        "carnet import \"Mes documents/empty.csv\"",
        "carnet import adresses.txt --by-class",
        "carnet import adresses.txt --list parents --sync",
        "carnet import adresses.txt --list parents --class CP",
    ]), @r#"
    $ carnet import "Mes documents/absent.csv" --list parents
    erreur : impossible d’importer Mes documents/absent.csv
      cause : ce fichier n’existe pas
    conseil : nommez le fichier lui-même, avec son dossier, comme Téléchargements/CSVExtraction.csv

    $ carnet import "Mes documents/" --list parents
    erreur : impossible d’importer Mes documents/
      cause : c’est un dossier
    conseil : nommez le fichier lui-même, avec son dossier, comme Téléchargements/CSVExtraction.csv

    $ carnet import "Mes documents/document.pdf" --list parents
    erreur : impossible d’importer Mes documents/document.pdf
      cause : c’est un document PDF
    conseil : dans ONDE : Listes & documents, Extractions, Élèves de l’école ou leurs responsables ; choisissez la catégorie Responsables, puis « Extraction - format CSV »

    $ carnet import "Mes documents/empty.csv" --list parents
    erreur : impossible d’importer Mes documents/empty.csv
      cause : il est vide
    conseil : dans ONDE : Listes & documents, Extractions, Élèves de l’école ou leurs responsables ; choisissez la catégorie Responsables, puis « Extraction - format CSV »

    $ carnet import "Mes documents/headings-only.csv" --list parents
    erreur : impossible d’importer Mes documents/headings-only.csv
      cause : il a des titres de colonnes et aucune ligne
    conseil : dans ONDE : Listes & documents, Extractions, Élèves de l’école ou leurs responsables ; choisissez la catégorie Responsables, puis « Extraction - format CSV »

    $ carnet import "Mes documents/login-page.csv" --list parents
    erreur : impossible d’importer Mes documents/login-page.csv
      cause : c’est une page web, comme quand une session a expiré
    conseil : dans ONDE : Listes & documents, Extractions, Élèves de l’école ou leurs responsables ; choisissez la catégorie Responsables, puis « Extraction - format CSV »

    $ carnet import "Mes documents/no-email-column.csv" --list parents
    erreur : impossible d’importer Mes documents/no-email-column.csv
      cause : il n’y a pas de colonne d’adresses électroniques
    conseil : si une colonne contient les adresses, nommez-la avec --column email=TITRE ; les titres sont Nom, Prénom, Ville

    $ carnet import "Mes documents/responsables-without-courriel.latin1.csv" --list parents
    erreur : impossible d’importer Mes documents/responsables-without-courriel.latin1.csv
      cause : c’est l’extraction des responsables d’ONDE, sans sa colonne Courriel
    conseil : dans ONDE : Listes & documents, Extractions, Élèves de l’école ou leurs responsables ; choisissez la catégorie Responsables, puis « Extraction - format CSV »

    $ carnet import "Mes documents/workbook.xlsx" --list parents
    erreur : impossible d’importer Mes documents/workbook.xlsx
      cause : c’est un classeur de tableur, pas un fichier CSV
    conseil : importez le fichier tel qu’ONDE l’a donné ; ou ouvrez le classeur, puis Fichier, Enregistrer sous, et choisissez le type CSV

    $ carnet import "Mes documents/empty.csv"
    erreur : il manque la liste où mettre ces personnes
    conseil : pour une liste par classe : carnet import "Mes documents/empty.csv" --by-class
    conseil : pour une seule liste : carnet import "Mes documents/empty.csv" --list NOM

    $ carnet import adresses.txt --by-class
    erreur : ces fichiers ne disent la classe de personne
    conseil : mettez tout le monde sur une seule liste : --list NOM à la place de --by-class

    $ carnet import adresses.txt --list parents --sync
    erreur : adresses.txt n’est pas une extraction d’ONDE, et seule ONDE dit qui a quitté l’école
    conseil : pour ajouter sans rien retirer, importez-le sans --sync

    $ carnet import adresses.txt --list parents --class CP
    erreur : aucun élève des fichiers n’est dans une classe « CP »
    conseil : les fichiers ne nomment aucune classe
    "#);
}

#[test]
fn a_message_that_cannot_leave_as_it_is() {
    let env = school();
    env.list("vide", &[]);
    env.write("sortie.docx", "PK");
    env.write("gros.pdf", vec![0; 21 << 20]);
    let send = |rest: &str| format!("carnet send parents --subject Sortie {rest}");
    assert_snapshot!(told(&env, &[
        &send(""),
        &send("--text Demain."),
        &send("--body absent.txt"),
        &send("--body sortie.docx"),
        &send("--text Demain. --attach absent.pdf"),
        &send("--text Demain. --attach ."),
        &send("--text Demain. --attach gros.pdf"),
        &send("--text Demain. --at demain"),
        &send("--text Demain. --at \"2026-11-20 08:00\""),
        &send("--text Demain. --outbox gros.pdf"),
        "carnet send vide --subject Sortie --text Demain. -y",
    ]), @r#"
    $ carnet send parents --subject Sortie 
    erreur : le message est vide
    conseil : donnez le texte avec --text, ou un fichier avec --body

    $ carnet send parents --subject Sortie --text Demain.
    De      École des Tests <dir@ac-test.fr>
    À       2 personnes
            parents : 2
    Sujet   Sortie
    Taille  1 Kio par message
    erreur : il n’y a pas de terminal où demander « Envoyer à 2 personnes ? »
    conseil : répondez d’avance avec --yes

    $ carnet send parents --subject Sortie --body absent.txt
    erreur : impossible de lire absent.txt
      cause : ce fichier ou ce dossier n’existe pas
    conseil : vérifiez le nom du fichier et son dossier

    $ carnet send parents --subject Sortie --body sortie.docx
    erreur : le message se lit dans un fichier de texte (.txt), et sortie.docx n’en est pas un
    conseil : enregistrez-le comme texte (.txt), ou joignez-le : --attach sortie.docx

    $ carnet send parents --subject Sortie --text Demain. --attach absent.pdf
    erreur : il n’y a pas de fichier absent.pdf
    conseil : vérifiez le nom du fichier et son dossier

    $ carnet send parents --subject Sortie --text Demain. --attach .
    erreur : . est un dossier
    conseil : joignez les fichiers qu’il contient un par un, chacun avec --attach

    $ carnet send parents --subject Sortie --text Demain. --attach gros.pdf
    erreur : les pièces jointes pèsent 21 Mio en tout, et la limite est de 20 Mio
    conseil : déposez les gros fichiers ailleurs et envoyez le lien, ou changez la limite : carnet config set attachments_limit_mib 21

    $ carnet send parents --subject Sortie --text Demain. --at demain
    erreur : --at <DATE ET HEURE> ne peut pas être « demain » : il faut une date et une heure, comme "2026-12-01 08:00"
    conseil : pour en savoir plus : carnet send --help

    $ carnet send parents --subject Sortie --text Demain. --at "2026-11-20 08:00"
    erreur : 2026-11-20 08:00 est passé : nous sommes le 2026-11-23 08:00
    conseil : par exemple, demain : --at "2026-11-24 08:00"

    $ carnet send parents --subject Sortie --text Demain. --outbox gros.pdf
    erreur : impossible d’écrire gros.pdf/tmp
      cause : une partie du chemin est un fichier, pas un dossier
    conseil : choisissez un autre endroit

    $ carnet send vide --subject Sortie --text Demain. -y
    erreur : il n’y a personne à qui écrire
    conseil : vide n’a pas d’abonné ; pour y mettre les parents : carnet import CSVExtraction.csv --list vide
    "#);
}

#[test]
fn somebody_who_may_not_write() {
    let env = school();
    let send = |from: &str| {
        format!("carnet send parents --subject Sortie --text Demain. -y --from {from}")
    };
    let mut first = told(
        &env,
        &[
            &send("directrice@gmail.com"),
            &send("autre@ac-test.fr"),
            "carnet moderator add parents maitresse@gmail.com",
        ],
    );
    env.ok(["moderator", "add", "parents", "autre@ac-test.fr"]);
    first.push_str(&told(&env, &[&send(DIRECTOR), &send("autre@ac-test.fr")]));
    assert_snapshot!(first, @"
    $ carnet send parents --subject Sortie --text Demain. -y --from directrice@gmail.com
    erreur : directrice@gmail.com ne peut pas écrire : ce n’est pas une adresse professionnelle (règle R4)
    conseil : cette adresse peut écrire : dir@ac-test.fr
    conseil : le message est gardé en brouillon ; pour le reprendre : carnet send --draft 20261123-080000-abcd

    $ carnet send parents --subject Sortie --text Demain. -y --from autre@ac-test.fr
    erreur : autre@ac-test.fr ne peut pas écrire à parents : elle n’en est pas propriétaire, et la liste n’a pas de modérateur (règle R3)
    conseil : c’est à son propriétaire d’écrire : dir@ac-test.fr
    conseil : le message est gardé en brouillon ; pour le reprendre : carnet send --draft 20261123-080000-abcd

    $ carnet moderator add parents maitresse@gmail.com
    erreur : maitresse@gmail.com ne peut pas modérer une liste : ce n’est pas une adresse professionnelle (règle R4)
    conseil : une adresse professionnelle finit ici par @ac-test.fr

    $ carnet send parents --subject Sortie --text Demain. -y --from dir@ac-test.fr
    erreur : dir@ac-test.fr ne peut pas écrire à parents : elle n’est pas parmi ses modérateurs (règle R3)
    conseil : c’est le modérateur qui écrit : autre@ac-test.fr
    conseil : le message est gardé en brouillon ; pour le reprendre : carnet send --draft 20261123-080000-abcd

    $ carnet send parents --subject Sortie --text Demain. -y --from autre@ac-test.fr
    erreur : autre@ac-test.fr ne peut pas écrire : carnet n’a pas de compte pour elle (règle R4)
    conseil : pour écrire avec elle : carnet setup --address autre@ac-test.fr
    conseil : le message est gardé en brouillon ; pour le reprendre : carnet send --draft 20261123-080000-abcd
    ");
}

#[test]
fn a_server_that_refuses() {
    let server = SmtpServer::start(Script::new());
    let school = School::on(&server);
    school.list("parents", &["lea@example.org", "tom@example.org"]);
    let mut told = String::new();
    for (step, moment, reply) in [
        ("à l’accueil", Moment::Greeting, "554 5.3.2 no service here"),
        (
            "à l’accueil",
            Moment::Greeting,
            "421 4.3.2 too many connections",
        ),
        ("à l’accueil", Moment::Greeting, "HTTP/1.1 400 Bad Request"),
        ("l’expéditeur", Moment::Mail, "553 5.7.1 not owned by user"),
        ("l’expéditeur", Moment::Mail, "552 5.3.4 message too big"),
        (
            "les adresses",
            Moment::Rcpt,
            "550 5.7.1 relay access denied",
        ),
        ("le message", Moment::Content, "554 5.7.1 spam"),
    ] {
        server.follow(Script::new().reply(moment, reply));
        let words = ["send", "parents", "--subject", "S", "--text", "T", "-y"];
        tell(&mut told, step, &school.run_fr(words));
    }
    server.follow(Script::new().reply_to_rcpt("lea@example.org", "550 5.1.1 no such user"));
    let words = ["send", "parents", "--subject", "S", "--text", "T", "-y"];
    tell(&mut told, "une adresse", &school.run_fr(words));
    server.follow(Script::new().reply_to_rcpt("lea@example.org", "451 4.7.1 greylisted"));
    tell(
        &mut told,
        "une adresse, pour l’instant",
        &school.run_fr(words),
    );
    server.follow(Script::new().reply(Moment::Content, Reply::Close));
    tell(
        &mut told,
        "la connexion, au pire moment",
        &school.run_fr(words),
    );
    let told = told.replace(&format!(":{}", server.port()), ":PORT");
    assert_snapshot!(steady(&told), @"
    $ à l’accueil
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par 127.0.0.1:PORT
      cause : le serveur refuse la connexion
      cause : réponse du serveur : 554 5.3.2 no service here
    conseil : vérifiez que c’est bien le serveur d’envoi de votre messagerie : carnet account edit dir@ac-test.fr --host SERVEUR
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd

    $ à l’accueil
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par 127.0.0.1:PORT
      cause : le serveur demande d’attendre avant de réessayer
      cause : réponse du serveur : 421 4.3.2 too many connections
    conseil : attendez un quart d’heure avant de réessayer
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd

    $ à l’accueil
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par 127.0.0.1:PORT
      cause : la réponse n’est pas celle d’un serveur de messagerie, à l’étape « accueil »
      cause : réponse du serveur : HTTP/1.1 400 Bad Request
    conseil : ce port attend peut-être l’autre protection : carnet account edit dir@ac-test.fr --security tls --port 465
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd

    $ l’expéditeur
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par 127.0.0.1:PORT
      cause : le serveur refuse l’adresse de l’expéditeur
      cause : réponse du serveur : 553 5.7.1 not owned by user
    conseil : un compte n’écrit qu’avec l’adresse à laquelle il appartient ; vérifiez l’identifiant : carnet account edit dir@ac-test.fr --login IDENTIFIANT
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd

    $ l’expéditeur
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par 127.0.0.1:PORT
      cause : le serveur refuse le message
      cause : réponse du serveur : 552 5.3.4 message too big
    conseil : le message est peut-être trop gros pour ce serveur : retirez ou allégez une pièce jointe
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd

    $ les adresses
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par 127.0.0.1:PORT
      cause : le serveur refuse l’adresse du destinataire
      cause : réponse du serveur : 550 5.7.1 relay access denied
    conseil : personne n’est marqué comme refusé pour cela : ce serveur n’a accepté le message pour personne depuis, et refuse peut-être le compte ou le message lui-même
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd

    $ le message
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par 127.0.0.1:PORT
      cause : le serveur refuse le message
      cause : réponse du serveur : 554 5.7.1 spam
    conseil : personne n’est marqué comme refusé pour cela : ce serveur n’a accepté le message pour personne depuis, et refuse peut-être le compte ou le message lui-même
    conseil : le message est gardé ; pour reprendre l’envoi : carnet queue resume 20261123-080000-abcd

    $ une adresse
    L’adresse lea@example.org est refusée : vérifiez-la auprès de la famille. Pour la retirer : carnet subscriber remove parents lea@example.org

    $ une adresse, pour l’instant
    1 personne n’a pas encore le message. Pour continuer : carnet queue resume 20261123-080000-abcd

    $ la connexion, au pire moment
    2 personnes ont peut-être déjà le message : la réponse du serveur n’est pas connue. Pour l’envoyer quand même de nouveau : carnet queue resume 20261123-080000-abcd --resend-uncertain
    ");
}

#[test]
fn a_server_that_cannot_be_used() {
    let mut env = Env::with_domain();
    env.set("SSL_CERT_FILE", authority().to_str().unwrap());
    let test = ["account", "test", "dir@ac-test.fr"];
    let mut told = String::new();
    let try_on = |told: &mut String, what: &str, security: &str, port: u16| {
        let port_text = port.to_string();
        let account = ["account", "add", "dir@ac-test.fr", "--host", "localhost"];
        let options = ["--security", security, "--port", &port_text];
        let options = account.iter().chain(&options).chain(&["--password-stdin"]);
        assert_eq!(env.run_with_input(options, b"secret").code, 0);
        let mut run = env.run_fr(test);
        run.stderr = run.stderr.replace(&port_text, "PORT");
        tell(told, what, &run);
        env.ok(["account", "remove", "dir@ac-test.fr", "-y", "-q"]);
    };
    let closed = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    try_on(&mut told, "personne n’écoute", "tls", port);
    let plain = SmtpServer::start(Script::new());
    try_on(
        &mut told,
        "pas de chiffrement à ce port",
        "tls",
        plain.port(),
    );
    try_on(&mut told, "pas de STARTTLS", "starttls", plain.port());
    let script = |name: &str| {
        Script::new()
            .login("dir@ac-test.fr", "autre")
            .encryption(Encryption::Implicit, encrypt_as(name))
    };
    let elsewhere = SmtpServer::start(script("elsewhere"));
    try_on(
        &mut told,
        "le certificat d’un autre",
        "tls",
        elsewhere.port(),
    );
    let wrong = SmtpServer::start(script("localhost"));
    try_on(&mut told, "le mot de passe", "tls", wrong.port());
    assert_snapshot!(told, @r#"
    $ personne n’écoute
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : rien ne répond à ce port du serveur
      cause : en termes techniques : Connection refused (os error 111)
    conseil : vérifiez que cet ordinateur est relié à Internet, puis le serveur et son port : carnet account edit dir@ac-test.fr --host SERVEUR --port PORT

    $ pas de chiffrement à ce port
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : aucune connexion chiffrée n’a pu être établie : à ce port, le serveur ne commence pas par le chiffrement
      cause : en termes techniques : received corrupt message of type InvalidContentType
    conseil : ce port attend peut-être l’autre protection : carnet account edit dir@ac-test.fr --security starttls --port 587

    $ pas de STARTTLS
    localhost:PORT répond.
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le serveur ne propose pas de chiffrement (STARTTLS)
    conseil : carnet n’envoie jamais un mot de passe en clair ; essayez l’autre protection : carnet account edit dir@ac-test.fr --security tls --port 465

    $ le certificat d’un autre
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le certificat du serveur n’est pas digne de confiance : il est fait pour smtp.elsewhere.example
      cause : en termes techniques : certificate not valid for name "localhost"; certificate is only valid for DnsName("smtp.elsewhere.example")
    conseil : si un filtre du réseau s’interpose, son certificat doit être installé sur cet ordinateur ; sinon, vérifiez le nom du serveur : carnet account edit dir@ac-test.fr --host SERVEUR

    $ le mot de passe
    localhost:PORT répond.
    La connexion est chiffrée, et le certificat est bien celui de localhost.
    erreur : impossible d’envoyer en tant que dir@ac-test.fr par localhost:PORT
      cause : le serveur a refusé l’identifiant ou le mot de passe
      cause : réponse du serveur : 535 5.7.8 wrong login or password
    conseil : vérifiez l’identifiant, puis redonnez le mot de passe : carnet account edit dir@ac-test.fr --password-stdin
    "#);
}

#[test]
fn a_password_that_cannot_be_had() {
    let env = school();
    let command = |command: &str| {
        format!("account edit dir@ac-test.fr --login dir --password-command \"{command}\"")
    };
    let mut all = String::new();
    for failing in ["exit 3", "true"] {
        env.ok(shell_words(&command(failing)));
        all.push_str(&told(&env, &["carnet account test dir@ac-test.fr"]));
    }
    let kept = ["account", "edit", DIRECTOR, "--password-stdin"];
    assert_eq!(env.run_with_input(kept, b"secret").code, 0);
    std::fs::remove_dir_all(env.home().join("secrets")).unwrap();
    all.push_str(&told(&env, &["carnet account test dir@ac-test.fr"]));
    assert_snapshot!(all, @"
    $ carnet account test dir@ac-test.fr
    erreur : la commande du mot de passe a échoué (exit 3 : code de sortie 3)
    conseil : essayez la commande seule, et lisez ce qu’elle dit : exit 3

    $ carnet account test dir@ac-test.fr
    erreur : la commande du mot de passe n’a rien affiché (true)
    conseil : essayez la commande seule, et lisez ce qu’elle dit : true

    $ carnet account test dir@ac-test.fr
    erreur : le mot de passe de dir@ac-test.fr n’est pas connu
    conseil : pour le donner : carnet account edit dir@ac-test.fr --password-stdin
    ");
}

#[test]
fn a_file_of_carnet_that_cannot_be_used() {
    let env = school();
    let mut all = String::new();
    let list = "carnet list show parents";
    let send = "carnet send parents --subject Sortie --text Demain. -y";
    let whole = env.read("lists/parents.json");
    for (name, content) in [
        ("lists/parents.json", r#"{"format": 1, "id""#),
        ("lists/parents.json", r#"{"format": 1}"#),
        ("lists/parents.json", r#"{"format": 9}"#),
    ] {
        std::fs::write(env.home().join(name), content).unwrap();
        all.push_str(&told(&env, &[list]));
    }
    std::fs::write(env.home().join("lists/parents.json"), whole).unwrap();
    for content in ["{", r#"{"format": 1, "ecole": "x"}"#, r#"{"format": 9}"#] {
        std::fs::write(env.home().join("config.json"), content).unwrap();
        all.push_str(&told(&env, &[send]));
    }
    assert_snapshot!(all, @"
    $ carnet list show parents
    erreur : $HOME/home/lists/parents.json est abîmé (il s’arrête avant la fin)
    conseil : pour savoir que faire : carnet doctor

    $ carnet list show parents
    erreur : $HOME/home/lists/parents.json est abîmé (ligne 1, colonne 13)
    conseil : pour savoir que faire : carnet doctor

    $ carnet list show parents
    erreur : $HOME/home/lists/parents.json a été écrit par une version plus récente de carnet (format 9 ; celle-ci connaît le format 1)
    conseil : mettez carnet à jour sur cet ordinateur ; rien n’a été changé

    $ carnet send parents --subject Sortie --text Demain. -y
    erreur : $HOME/home/config.json est abîmé (il s’arrête avant la fin)
    conseil : pour savoir que faire : carnet doctor
    conseil : le message est gardé en brouillon ; pour le reprendre : carnet send --draft 20261123-080000-abcd

    $ carnet send parents --subject Sortie --text Demain. -y
    erreur : $HOME/home/config.json est abîmé (ligne 1, colonne 21 : nom inconnu, ecole)
    conseil : pour savoir que faire : carnet doctor
    conseil : le message est gardé en brouillon ; pour le reprendre : carnet send --draft 20261123-080000-abcd

    $ carnet send parents --subject Sortie --text Demain. -y
    erreur : $HOME/home/config.json a été écrit par une version plus récente de carnet (format 9 ; celle-ci connaît le format 1)
    conseil : mettez carnet à jour sur cet ordinateur ; rien n’a été changé
    conseil : le message est gardé en brouillon ; pour le reprendre : carnet send --draft 20261123-080000-abcd
    ");
}

#[test]
fn a_disk_that_is_full() {
    let env = school();
    let mut told = String::new();
    let line = "carnet subscriber add parents zoe@example.org";
    let run = env.run_on_full_disk(0, &shell_words(line)[1..]);
    tell(&mut told, line, &run);
    let line = "carnet send parents --subject Sortie --text Demain. -y";
    let run = env.run_on_full_disk(0, &shell_words(line)[1..]);
    tell(&mut told, line, &run);
    assert_snapshot!(steady(&told), @"
    $ carnet subscriber add parents zoe@example.org
    erreur : impossible d’écrire $HOME/home/lists/parents.json
      cause : le système ne laisse pas le fichier grandir davantage
    conseil : faites de la place sur le disque et réessayez ; ce qui était déjà écrit est intact

    $ carnet send parents --subject Sortie --text Demain. -y
    erreur : impossible d’écrire $HOME/home/messages/20261123-080000-abcd
      cause : le système ne laisse pas le fichier grandir davantage
    conseil : faites de la place sur le disque et réessayez ; ce qui était déjà écrit est intact
    ");
}

#[test]
fn a_backup_that_is_none() {
    let env = school();
    env.write("lettre.txt", "Bonjour");
    env.ok(["store", "backup", "carnet.tar.zst"]);
    assert_snapshot!(told(&env, &[
        "carnet store restore absent.tar.zst",
        "carnet store restore lettre.txt",
        "carnet store restore carnet.tar.zst",
        "carnet store backup absent/carnet.tar.zst",
    ]), @"
    $ carnet store restore absent.tar.zst
    erreur : impossible de lire absent.tar.zst
      cause : ce fichier ou ce dossier n’existe pas
    conseil : vérifiez le nom du fichier et son dossier

    $ carnet store restore lettre.txt
    erreur : il y a déjà quelque chose dans $HOME/home/lists
    conseil : restaurez à côté : carnet --home DOSSIER store restore FICHIER ; ou déplacez d’abord ce qui s’y trouve

    $ carnet store restore carnet.tar.zst
    erreur : il y a déjà quelque chose dans $HOME/home/lists
    conseil : restaurez à côté : carnet --home DOSSIER store restore FICHIER ; ou déplacez d’abord ce qui s’y trouve

    $ carnet store backup absent/carnet.tar.zst
    erreur : impossible d’écrire absent/carnet.tar.zst
      cause : ce fichier ou ce dossier n’existe pas
    conseil : vérifiez le nom du fichier et son dossier
    ");
}
