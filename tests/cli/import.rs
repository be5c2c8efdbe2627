//! `carnet import`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use insta::assert_snapshot;

use crate::support::{Env, Run};

const OWNER: [&str; 2] = ["--owner", "dir@ac-test.fr"];

/// Returns the bytes of a file of the repository.
fn sample(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Makes a world with the example export, as ONDE names it.
fn with_export() -> Env {
    let env = Env::with_domain();
    env.write(
        "CSVExtraction.csv",
        sample("examples/onde/CSVExtraction.csv"),
    );
    env
}

fn import(env: &Env, arguments: &[&str]) -> Run {
    env.run(["import"].iter().chain(arguments))
}

fn import_fr(env: &Env, arguments: &[&str]) -> Run {
    env.run_fr(["import"].iter().chain(arguments))
}

/// Writes `school.csv`: a name, an address, a pupil and a class in each row.
fn write_school(env: &Env, rows: &str) {
    let headings = "Nom responsable;Courriel;Prénom enfant;Classes enfants";
    env.write("school.csv", format!("{headings}\n{rows}"));
}

/// Imports the example by class, as the first step of a test.
fn by_class(env: &Env, file: &str, more: &[&str]) -> Run {
    let arguments = [&[file, "--by-class"][..], &OWNER, more].concat();
    import(env, &arguments)
}

/// Returns every file of the store with its bytes.
fn store(env: &Env) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(env.home().join("lists")) else {
        return BTreeMap::new();
    };
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.display().to_string(), fs::read(path).unwrap())
        })
        .collect()
}

#[test]
fn an_export_becomes_a_list_per_class_and_a_second_time_changes_nothing() {
    let env = with_export();
    let first = by_class(&env, "CSVExtraction.csv", &[]);
    assert_snapshot!(first, @"
    --- stdout
    CSVExtraction.csv: ONDE, responsables, Windows-1252, 40 rows

    List                               Added  Updated  Unchanged  Subscribers
    parents-cp-m-fontanel (new)           17        0          0           17
    parents-ce1-ce2-mme-lavigne (new)     17        0          0           17
    parents-cm1-cm2-mme-ouvrard (new)     14        0          0           14

    29 of 30 pupils have a responsable who can be written to.
    37 of 40 people can be written to.

    1 pupil whose responsables cannot be written to: to be told on paper
      Jules CHAUVET, CM1-CM2 Mme Ouvrard

    1 address or row refused: to be corrected where the file comes from, and imported again
      CSVExtraction.csv, line 18, Courriel: “odile.gauthier.example.org”: it has no @

    1 address that looks mistyped, imported as it is: to be checked
      CSVExtraction.csv, line 14: bastien.poncet@gamil.com (maybe gmail.com)

    2 people without an address
      CSVExtraction.csv, line 5: Côme ROUSSET
      CSVExtraction.csv, line 22: Hélène CHAUVET
    --- exit 3
    ");
    let before = store(&env);
    assert_eq!(before.len(), 3);
    let again = import_fr(
        &env,
        &[
            "CSVExtraction.csv",
            "--by-class",
            "--sync",
            "--owner",
            "dir@ac-test.fr",
        ],
    );
    assert_snapshot!(again, @"
    --- stdout
    CSVExtraction.csv : ONDE, responsables, Windows-1252, 40 lignes

    Liste                        Ajoutés  Modifiés  Inchangés  Partis  Abonnés
    parents-cp-m-fontanel              0         0         17       0       17
    parents-ce1-ce2-mme-lavigne        0         0         17       0       17
    parents-cm1-cm2-mme-ouvrard        0         0         14       0       14

    29 élèves sur 30 ont un responsable à qui écrire.
    37 personnes sur 40 peuvent recevoir des messages.

    1 élève dont aucun responsable ne peut recevoir de message : à prévenir sur papier
      Jules CHAUVET, CM1-CM2 Mme Ouvrard

    1 adresse ou ligne refusée : à corriger dans le fichier d’origine, puis à importer de nouveau
      CSVExtraction.csv, ligne 18, Courriel : « odile.gauthier.example.org » : il n’y a pas de @

    1 adresse qui semble mal tapée, importée telle quelle : à vérifier
      CSVExtraction.csv, ligne 14 : bastien.poncet@gamil.com (peut-être gmail.com)

    2 personnes sans adresse
      CSVExtraction.csv, ligne 5 : Côme ROUSSET
      CSVExtraction.csv, ligne 22 : Hélène CHAUVET
    --- exit 3
    ");
    assert_eq!(store(&env), before, "not one byte of the store changes");
    assert_snapshot!(env.run(["list", "list"]), @"
    --- stdout
    List                         Title                Subscribers  Moderators  Owner
    parents-cp-m-fontanel        CP M. Fontanel                17           0  dir@ac-test.fr
    parents-ce1-ce2-mme-lavigne  CE1-CE2 Mme Lavigne           17           0  dir@ac-test.fr
    parents-cm1-cm2-mme-ouvrard  CM1-CM2 Mme Ouvrard           14           0  dir@ac-test.fr
    --- exit 0
    ");
    assert_snapshot!(env.run(["subscriber", "find", "ines.traore@example.fr"]), @"
    --- stdout
    List                         Name                 Classes              Origin  Status
    parents-ce1-ce2-mme-lavigne  Inès TRAORÉ-N'GUYEN  CE1-CE2 Mme Lavigne  ONDE    active
    parents-cm1-cm2-mme-ouvrard  Inès TRAORÉ-N'GUYEN  CM1-CM2 Mme Ouvrard  ONDE    active
    parents-cp-m-fontanel        Inès TRAORÉ-N'GUYEN  CP M. Fontanel       ONDE    active
    --- exit 0
    ");
}

#[test]
fn the_same_file_synchronised_again_touches_nothing_on_the_disk() {
    let env = with_export();
    let times = || -> BTreeMap<_, _> {
        let folders = [env.home(), env.home().join("lists")];
        let paths = folders.iter().flat_map(|folder| {
            let entries = fs::read_dir(folder).unwrap();
            entries.map(|entry| entry.unwrap().path())
        });
        let modified = |path: PathBuf| (path.metadata().unwrap().modified().unwrap(), path);
        let all = paths.chain([env.home()]).map(modified);
        all.map(|(time, path)| (path, time)).collect()
    };
    assert_eq!(by_class(&env, "CSVExtraction.csv", &["--sync"]).code, 3);
    let before = times();
    assert_eq!(by_class(&env, "CSVExtraction.csv", &["--sync"]).code, 3);
    assert_eq!(times(), before);
}

#[test]
fn a_dry_run_shows_the_same_and_changes_nothing() {
    let env = with_export();
    let dry = by_class(&env, "CSVExtraction.csv", &["--dry-run"]);
    assert!(!env.home().join("lists").exists());
    let real = by_class(&env, "CSVExtraction.csv", &[]);
    assert_eq!(
        dry.stdout,
        format!("{}\nNothing was changed.\n", real.stdout)
    );
    assert_eq!(dry.code, real.code);
}

#[test]
fn everybody_goes_onto_one_list_with_all_their_classes() {
    let env = with_export();
    env.ok(["list", "create", "all", "--owner", "dir@ac-test.fr"]);
    let run = import_fr(
        &env,
        &[
            "CSVExtraction.csv",
            "--list",
            "all",
            "--class",
            "cp m. FONTANEL",
        ],
    );
    assert_snapshot!(run, @"
    --- stdout
    CSVExtraction.csv : ONDE, responsables, Windows-1252, 40 lignes

    Liste  Ajoutés  Modifiés  Inchangés  Abonnés
    all         17         0          0       17

    10 élèves sur 10 ont un responsable à qui écrire.
    17 personnes sur 17 peuvent recevoir des messages.

    1 adresse qui semble mal tapée, importée telle quelle : à vérifier
      CSVExtraction.csv, ligne 14 : bastien.poncet@gamil.com (peut-être gmail.com)
    --- exit 0
    ");
    let shown = env.json(["subscriber", "find", "famille.marchetti@example.net"]);
    assert_eq!(
        shown["subscriptions"],
        serde_json::json!([]),
        "not of this class"
    );
    let run = import(&env, &["CSVExtraction.csv", "--list", "all"]);
    assert_eq!(run.code, 3, "{run}");
    let list: serde_json::Value = serde_json::from_str(&env.read("lists/all.json")).unwrap();
    let find = |address: &str| {
        let all = list["subscribers"].as_array().unwrap();
        all.iter()
            .find(|one| one["address"] == address)
            .unwrap()
            .clone()
    };
    assert_eq!(
        find("INES.TRAORE@example.fr"),
        serde_json::json!({
            "address": "INES.TRAORE@example.fr",
            "names": ["Inès TRAORÉ-N'GUYEN"],
            "origin": "onde",
            "classes": ["CE1-CE2 Mme Lavigne", "CM1-CM2 Mme Ouvrard", "CP M. Fontanel"],
            "status": "active",
            "added": "2026-11-23T08:00:00Z",
        })
    );
    assert_eq!(
        find("famille.marchetti@example.net")["names"],
        serde_json::json!(["Enzo MARCHETTI", "Livia MARCHETTI"])
    );
}

#[test]
fn what_cannot_be_imported_is_named_with_the_next_step() {
    let env = Env::with_domain();
    env.ok(["list", "create", "all", "--owner", "dir@ac-test.fr"]);
    let before = store(&env);
    let fixture = |name: &str| sample(&format!("tests/fixtures/onde/{name}"));
    env.write(
        "CSVExtraction.csv",
        fixture("verified/eleves-onde-2017-22cols-unquoted.latin1.crlf.csv"),
    );
    let import = |file: &str| import(&env, &[file, "--list", "all"]);
    assert_snapshot!(import("CSVExtraction.csv"), @"
    --- stderr
    error: cannot import CSVExtraction.csv
      caused by: it is ONDE’s extraction of the élèves, which has no e-mail address
    hint: in ONDE: Listes & documents, Extractions, Élèves de l’école ou leurs responsables; choose the category Responsables, then “Extraction - format CSV”
    --- exit 1
    ");
    assert_snapshot!(import_fr(&env, &["CSVExtraction.csv", "--list", "all"]), @"
    --- stderr
    erreur : impossible d’importer CSVExtraction.csv
      cause : c’est l’extraction des élèves d’ONDE, qui n’a aucune adresse électronique
    conseil : dans ONDE : Listes & documents, Extractions, Élèves de l’école ou leurs responsables ; choisissez la catégorie Responsables, puis « Extraction - format CSV »
    --- exit 1
    ");
    env.write("workbook.xlsx", fixture("made/workbook.xlsx"));
    assert_snapshot!(import("workbook.xlsx"), @"
    --- stderr
    error: cannot import workbook.xlsx
      caused by: it is a spreadsheet’s workbook, not a CSV file
    hint: import the file as ONDE gave it; or open the workbook, then File, Save As, and choose the type CSV
    --- exit 1
    ");
    env.write("empty.csv", "");
    assert_snapshot!(import("empty.csv"), @"
    --- stderr
    error: cannot import empty.csv
      caused by: it is empty
    hint: in ONDE: Listes & documents, Extractions, Élèves de l’école ou leurs responsables; choose the category Responsables, then “Extraction - format CSV”
    --- exit 1
    ");
    fs::create_dir(env.root().join("folder")).unwrap();
    assert_snapshot!(import("folder"), @"
    --- stderr
    error: cannot import folder
      caused by: it is a folder
    hint: name the file itself, with its folder, as in Downloads/CSVExtraction.csv
    --- exit 1
    ");
    assert_snapshot!(import("missing.csv"), @"
    --- stderr
    error: cannot import missing.csv
      caused by: there is no such file
    hint: name the file itself, with its folder, as in Downloads/CSVExtraction.csv
    --- exit 1
    ");
    env.write("towns.csv", fixture("made/no-email-column.csv"));
    assert_snapshot!(import("towns.csv"), @"
    --- stderr
    error: cannot import towns.csv
      caused by: there is no column of e-mail addresses
    hint: if a column holds the addresses, name it with --column email=HEADER; the headings are Nom, Prénom, Ville
    --- exit 1
    ");
    // One good file beside a bad one changes nothing either.
    env.write(
        "good.csv",
        fixture("resaved/responsables.utf8-nobom.crlf.csv"),
    );
    let run = env.run(["import", "good.csv", "workbook.xlsx", "--list", "all"]);
    assert_eq!(run.code, 1, "{run}");
    assert_eq!(store(&env), before);
}

#[test]
fn an_import_must_know_where_to_put_people() {
    let env = with_export();
    assert_snapshot!(import_fr(&env, &["CSVExtraction.csv"]), @"
    --- stderr
    erreur : il manque la liste où mettre ces personnes
    conseil : pour une liste par classe : carnet import CSVExtraction.csv --by-class
    conseil : pour une seule liste : carnet import CSVExtraction.csv --list NOM
    --- exit 2
    ");
    assert_snapshot!(import(&env, &["CSVExtraction.csv", "--list", "all"]), @"
    --- stderr
    error: no list is named all
    hint: to create it: carnet list create all
    --- exit 1
    ");
    env.ok(["list", "create", "all", "--owner", "dir@ac-test.fr"]);
    assert_snapshot!(import(&env, &["CSVExtraction.csv", "--list", "all", "--class", "CM3"]), @"
    --- stderr
    error: no pupil of the files is in a class “CM3”
    hint: the classes are CE1-CE2 Mme Lavigne, CM1-CM2 Mme Ouvrard, CP M. Fontanel
    --- exit 1
    ");
    assert_snapshot!(import(&env, &["CSVExtraction.csv", "--by-class"]), @"
    --- stderr
    error: there is no account yet: carnet does not know which address to write with
    hint: carnet setup asks what is needed; without questions: carnet account add ADDRESS --host SERVER
    --- exit 78
    ");
}

#[test]
fn r1_lists_by_class_have_a_professional_owner() {
    let env = with_export();
    let run = import(
        &env,
        &[
            "CSVExtraction.csv",
            "--by-class",
            "--owner",
            "dir@example.org",
        ],
    );
    assert_snapshot!(run, @"
    --- stderr
    error: dir@example.org cannot own a list: it is not a professional address (rule R1)
    hint: the professional domain is ac-test.fr
    --- exit 77
    ");
    assert_eq!(store(&env), BTreeMap::new());
}

#[test]
fn a_wrong_export_empties_no_list_unless_told_to() {
    let env = with_export();
    assert_eq!(by_class(&env, "CSVExtraction.csv", &[]).code, 3);
    let before = store(&env);
    let small = "Nom responsable;Prénom responsable;Courriel;Prénom enfant;Classes enfants\n\
                 DELORME;Agnès;agnes.delorme@example.org;Zélie;CP M. Fontanel\n\
                 LAMBERT;François;francois@example.net;Gabin;CP M. Fontanel\n";
    env.write("small.csv", small);
    let refused = import_fr(
        &env,
        &[
            "small.csv",
            "--by-class",
            "--sync",
            "--owner",
            "dir@ac-test.fr",
        ],
    );
    assert_snapshot!(refused, @"
    --- stderr
    small.csv : ONDE, responsables, UTF-8, 2 lignes

    Liste                        Ajoutés  Modifiés  Inchangés  Partis  Abonnés
    parents-cp-m-fontanel              1         0          1      16        2
    parents-ce1-ce2-mme-lavigne        0         0          0      17        0
    parents-cm1-cm2-mme-ouvrard        0         0          0      14        0

    2 élèves sur 2 ont un responsable à qui écrire.
    2 personnes sur 2 peuvent recevoir des messages.

    46 abonnements auraient pris fin : absents des fichiers
      ana.ferreira@example.fr Ana FERREIRA (parents-ce1-ce2-mme-lavigne)
      anne.schmitt@example.fr Anne SCHMITT (parents-ce1-ce2-mme-lavigne)
      aurelien.roche@example.org Aurélien ROCHE (parents-ce1-ce2-mme-lavigne)
      emilie.vasseur@example.net Émilie VASSEUR (parents-ce1-ce2-mme-lavigne)
      fatou.diallo@example.org Fatou DIALLO (parents-ce1-ce2-mme-lavigne)
      francois.lambert@example.org François LAMBERT (parents-ce1-ce2-mme-lavigne)
      gael.delorme@example.org Gaël DELORME (parents-ce1-ce2-mme-lavigne)
      gregoire.vasseur@example.net Grégoire VASSEUR (parents-ce1-ce2-mme-lavigne)
      INES.TRAORE@example.fr Inès TRAORÉ-N'GUYEN (parents-ce1-ce2-mme-lavigne)
      julie.moreau@example.org Julie MOREAU (parents-ce1-ce2-mme-lavigne)
      maite.benard@example.fr Maïté ROUSSET (parents-ce1-ce2-mme-lavigne)
      mamadou.diallo@example.org Mamadou DIALLO (parents-ce1-ce2-mme-lavigne)
      margaux.aubry@example.fr Margaux AUBRY (parents-ce1-ce2-mme-lavigne)
      nicolas.moreau@example.org Nicolas MOREAU (parents-ce1-ce2-mme-lavigne)
      olivier.schmitt@example.fr Olivier SCHMITT (parents-ce1-ce2-mme-lavigne)
      tiago.ferreira@example.fr Tiago FERREIRA (parents-ce1-ce2-mme-lavigne)
      famille.marchetti@example.net Enzo MARCHETTI, Livia MARCHETTI (parents-cm1-cm2-mme-ouvrard)
      INES.TRAORE@example.fr Inès TRAORÉ-N'GUYEN (parents-cm1-cm2-mme-ouvrard)
      julie.moreau@example.org Julie MOREAU (parents-cm1-cm2-mme-ouvrard)
      karim.benali@example.net Karim BENALI (parents-cm1-cm2-mme-ouvrard)
      loic.mercier@example.org Loïc MERCIER (parents-cm1-cm2-mme-ouvrard)
      marie-line.hoarau@example.org Marie-Line HOARAU (parents-cm1-cm2-mme-ouvrard)
      nicolas.moreau@example.org Nicolas MOREAU (parents-cm1-cm2-mme-ouvrard)
      pauline.leclercq@example.org Pauline LECLERCQ (parents-cm1-cm2-mme-ouvrard)
      piotr.nowak@example.net Piotr NOWAK (parents-cm1-cm2-mme-ouvrard)
      remi.gauthier@example.org Rémi GAUTHIER (parents-cm1-cm2-mme-ouvrard)
      samira.benali@example.org Samira BENALI (parents-cm1-cm2-mme-ouvrard)
      sandrine.petit@example.fr Sandrine PETIT (parents-cm1-cm2-mme-ouvrard)
      simon.leclercq@example.org Simon LECLERCQ (parents-cm1-cm2-mme-ouvrard)
      zofia.nowak@example.net Zofia NOWAK (parents-cm1-cm2-mme-ouvrard)
      bastien.poncet@gamil.com Bastien PONCET (parents-cp-m-fontanel)
      berengere.guerin@example.org Bérengère GUÉRIN (parents-cp-m-fontanel)
      claire.poncet@example.org Claire PONCET (parents-cp-m-fontanel)
      damien.bouvier@example.fr Damien BOUVIER (parents-cp-m-fontanel)
      elodie.bouvier@example.fr Élodie BOUVIER (parents-cp-m-fontanel)
      emilie.vasseur@example.net Émilie VASSEUR (parents-cp-m-fontanel)
      gael.delorme@example.org Gaël DELORME (parents-cp-m-fontanel)
      gregoire.vasseur@example.net Grégoire VASSEUR (parents-cp-m-fontanel)
      helena.pereira@example.net Helena PEREIRA DA COSTA (parents-cp-m-fontanel)
      INES.TRAORE@example.fr Inès TRAORÉ-N'GUYEN (parents-cp-m-fontanel)
      karim.benali@example.net Karim BENALI (parents-cp-m-fontanel)
      nolwenn.kervella@example.org Nolwenn KERVELLA (parents-cp-m-fontanel)
      piotr.nowak@example.net Piotr NOWAK (parents-cp-m-fontanel)
      samira.benali@example.org Samira BENALI (parents-cp-m-fontanel)
      yann.kervella@example.org Yann KERVELLA (parents-cp-m-fontanel)
      zofia.nowak@example.net Zofia NOWAK (parents-cp-m-fontanel)

    1 abonnement aurait pris fin : plus d’élève dans la classe
      agnes.delorme@example.org Agnès DELORME (parents-ce1-ce2-mme-lavigne)

    erreur : rien n’a été changé, car cette extraction n’est peut-être pas la bonne : 35 abonnés venus d’ONDE sur 36 partiraient ; des classes qui ont des abonnés ne sont dans aucun des fichiers : CE1-CE2 Mme Lavigne, CM1-CM2 Mme Ouvrard
    conseil : si c’est exact, ajoutez --allow-mass-removal
    --- exit 1
    ");
    assert_eq!(store(&env), before);
    let done = by_class(
        &env,
        "small.csv",
        &["--sync", "--allow-mass-removal", "--json"],
    );
    let document: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(document["lists"][0]["left"].as_array().unwrap().len(), 17);
    assert_eq!(document["lists"][2]["subscribers"], 2);
}

/// Says that a file was last written at an instant (RFC 3339).
fn set_date(env: &Env, file: &str, date: &str) {
    let date: jiff::Timestamp = date.parse().unwrap();
    let file = fs::File::options()
        .append(true)
        .open(env.root().join(file))
        .unwrap();
    file.set_modified(std::time::SystemTime::try_from(date).unwrap())
        .unwrap();
}

#[test]
fn a_wrong_export_of_one_class_does_not_hide_behind_the_other_classes() {
    let env = with_export();
    env.ok(["list", "create", "all", "--owner", "dir@ac-test.fr"]);
    let school = |who: &str, classes: &[&str]| {
        let rows = classes.iter().flat_map(|class| {
            (0..5).map(move |rank| format!("{who};{who}-{class}-{rank}@example.org;Max;{class}\n"))
        });
        write_school(&env, &rows.collect::<String>());
    };
    school("roux", &["CP", "CE1", "CE2", "CM1", "CM2", "GS"]);
    let import_all =
        |more: &[&str]| import(&env, &[&["school.csv", "--list", "all"], more].concat());
    assert_eq!(import_all(&[]).code, 0);
    let before = store(&env);
    school("other", &["CP"]);
    let run = import_all(&["--class", "CP", "--sync"]);
    assert_eq!(run.code, 1, "{run}");
    let reason = "5 of 5 subscribers who came from ONDE would leave";
    assert!(run.stderr.contains(reason), "{run}");
    assert_eq!(store(&env), before);
}

#[test]
fn a_person_on_several_lists_is_counted_once() {
    let env = with_export();
    let school = |address: &str| {
        let rows = format!(
            "ROUX;{address};Max;CP\nROUX;{address};Zoé;CE1\n\
             NOEL;noel@example.org;Léo;CP\nNOEL;noel@example.org;Ali;CE1\n"
        );
        write_school(&env, &rows);
    };
    school("roux@example.org");
    assert_eq!(by_class(&env, "school.csv", &[]).code, 0);
    for list in ["parents-cp", "parents-ce1"] {
        env.ok(["-q", "subscriber", "remove", list, "noel@example.org"]);
    }
    school("max.roux@example.org");
    let run = by_class(&env, "school.csv", &["--sync"]);
    assert_snapshot!(run, @"
    --- stdout
    school.csv: ONDE, responsables, UTF-8, 4 rows

    List         Added  Updated  Unchanged  Left  Subscribers
    parents-cp       1        0          0     1            1
    parents-ce1      1        0          0     1            1

    2 of 4 pupils have a responsable who can be written to.
    2 of 4 people can be written to.

    2 pupils whose responsables cannot be written to: to be told on paper
      Ali, CE1
      Léo, CP

    1 address not added: deleted on request
      noel@example.org (parents-ce1, parents-cp)
    Whoever asks to come back: carnet subscriber add parents-ce1 noel@example.org

    1 person whose address changed
      ROUX: roux@example.org becomes max.roux@example.org (parents-ce1, parents-cp)

    2 subscriptions end: absent from the files
      roux@example.org ROUX (parents-ce1)
      roux@example.org ROUX (parents-cp)
    --- exit 0
    ");
}

#[test]
fn whoever_only_changes_class_is_not_told_to_be_absent_from_the_files() {
    let env = with_export();
    let school = |rows: &str| write_school(&env, rows);
    school(
        "ROUX;roux@example.org;Max;CP\nPETIT;petit@example.org;Lou;CP\nNOEL;noel@example.org;Zoé;CE1\n",
    );
    assert_eq!(by_class(&env, "school.csv", &[]).code, 0);
    school(
        "PETIT;Petit@example.org;Lou;CE1\nNOEL;noel@example.org;Zoé;CE1\nBLANC;blanc@example.org;Léo;CP\n",
    );
    let run = by_class(&env, "school.csv", &["--sync", "--dry-run", "--lang", "fr"]);
    assert_snapshot!(run, @"
    --- stdout
    school.csv : ONDE, responsables, UTF-8, 3 lignes

    Liste        Ajoutés  Modifiés  Inchangés  Partis  Abonnés
    parents-cp         1         0          0       2        1
    parents-ce1        1         0          1       0        2

    3 élèves sur 3 ont un responsable à qui écrire.
    3 personnes sur 3 peuvent recevoir des messages.

    1 abonnement prend fin : absent des fichiers
      roux@example.org ROUX (parents-cp)

    1 abonnement prend fin : plus d’élève dans la classe
      petit@example.org PETIT (parents-cp)

    Rien n’a été changé.
    --- exit 0
    ");
    let run = by_class(&env, "school.csv", &["--sync"]);
    assert_snapshot!(run, @"
    --- stdout
    school.csv: ONDE, responsables, UTF-8, 3 rows

    List         Added  Updated  Unchanged  Left  Subscribers
    parents-cp       1        0          0     2            1
    parents-ce1      1        0          1     0            2

    3 of 3 pupils have a responsable who can be written to.
    3 of 3 people can be written to.

    1 subscription ends: absent from the files
      roux@example.org ROUX (parents-cp)

    1 subscription ends: no pupil in the class any more
      petit@example.org PETIT (parents-cp)
    --- exit 0
    ");
}

#[test]
fn a_file_older_than_the_last_one_synchronised_is_refused_unless_told_to() {
    let env = with_export();
    env.write("before.csv", sample("examples/onde/CSVExtraction.csv"));
    set_date(&env, "CSVExtraction.csv", "2026-11-20T10:30:15.5Z");
    set_date(&env, "before.csv", "2026-11-02T08:00:00Z");
    let synchronised = by_class(&env, "CSVExtraction.csv", &["--sync"]);
    assert_eq!(synchronised.code, 3);
    let before = store(&env);
    assert_eq!(before.len(), 3);
    for content in before.values() {
        let content = String::from_utf8_lossy(content);
        assert!(content.contains("\"synchronised\":\"2026-11-20T10:30:15Z\""));
    }
    let refused = import_fr(
        &env,
        &["before.csv", "--by-class", "--sync", OWNER[0], OWNER[1]],
    );
    assert_eq!(refused.code, 1);
    let (_, error) = refused.stderr.split_once("erreur").unwrap();
    assert_snapshot!(error, @"
     : rien n’a été changé, car cette extraction n’est peut-être pas la bonne : les fichiers datent du 2026-11-02 08:00, et la dernière synchronisation a été faite avec un fichier du 2026-11-20 10:30
    conseil : si c’est exact, ajoutez --allow-mass-removal
    ");
    assert_eq!(store(&env), before);
    assert_eq!(by_class(&env, "CSVExtraction.csv", &["--sync"]).code, 3);
    assert_eq!(store(&env), before);
    // Adding people, or reading a file whose date is unknown, is not a step back.
    assert_eq!(by_class(&env, "before.csv", &[]).code, 3);
    assert_eq!(store(&env), before);
    let anyway = by_class(&env, "before.csv", &["--sync", "--allow-mass-removal"]);
    assert_eq!(anyway.code, 3);
    assert_ne!(store(&env), before);
}

#[test]
fn a_file_from_the_future_has_no_date() {
    let env = with_export();
    set_date(&env, "CSVExtraction.csv", "2099-01-01T00:00:00Z");
    assert_eq!(by_class(&env, "CSVExtraction.csv", &["--sync"]).code, 3);
    for content in store(&env).values() {
        assert!(!String::from_utf8_lossy(content).contains("synchronised"));
    }
}

#[cfg(unix)]
#[test]
fn an_import_that_fails_while_writing_changes_no_list() {
    let env = with_export();
    assert_eq!(by_class(&env, "CSVExtraction.csv", &[]).code, 3);
    let export = String::from_utf8_lossy(&sample("examples/onde/CSVExtraction.csv")).into_owned();
    env.write("next.csv", export.replace("example.org", "example.com"));
    let before = store(&env);
    let names = |env: &Env| -> Vec<_> {
        let mut names: Vec<_> = fs::read_dir(env.home().join("lists"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        names
    };
    let files = names(&env);
    let program = env.command();
    // The first lists fit, a larger one does not, as on a disk that fills up.
    for blocks in [0, 2, 4, 5] {
        let output = std::process::Command::new("sh")
            .args([
                "-c",
                "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"",
                "sh",
            ])
            .arg(blocks.to_string())
            .arg(program.get_program())
            .args(["import", "next.csv", "--by-class", "--prefix", "parents-"])
            .args(OWNER)
            .current_dir(env.root())
            .env_clear()
            .envs(
                program
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            )
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{blocks}: {stderr}");
        assert!(stderr.starts_with("error: cannot write"), "{stderr}");
        assert_eq!(store(&env), before);
        assert_eq!(names(&env), files);
    }
}

#[test]
fn r8_whoever_was_removed_by_hand_does_not_come_back() {
    let env = with_export();
    assert_eq!(by_class(&env, "CSVExtraction.csv", &[]).code, 3);
    env.ok([
        "subscriber",
        "remove",
        "parents-cp-m-fontanel",
        "yann.kervella@example.org",
    ]);
    let run = by_class(&env, "CSVExtraction.csv", &["--sync"]);
    assert_snapshot!(run, @"
    --- stdout
    CSVExtraction.csv: ONDE, responsables, Windows-1252, 40 rows

    List                         Added  Updated  Unchanged  Left  Subscribers
    parents-cp-m-fontanel            0        0         16     0           16
    parents-ce1-ce2-mme-lavigne      0        0         17     0           17
    parents-cm1-cm2-mme-ouvrard      0        0         14     0           14

    29 of 30 pupils have a responsable who can be written to.
    36 of 40 people can be written to.

    1 pupil whose responsables cannot be written to: to be told on paper
      Jules CHAUVET, CM1-CM2 Mme Ouvrard

    1 address or row refused: to be corrected where the file comes from, and imported again
      CSVExtraction.csv, line 18, Courriel: “odile.gauthier.example.org”: it has no @

    1 address that looks mistyped, imported as it is: to be checked
      CSVExtraction.csv, line 14: bastien.poncet@gamil.com (maybe gmail.com)

    2 people without an address
      CSVExtraction.csv, line 5: Côme ROUSSET
      CSVExtraction.csv, line 22: Hélène CHAUVET

    1 address not added: deleted on request
      yann.kervella@example.org (parents-cp-m-fontanel)
    Whoever asks to come back: carnet subscriber add parents-cp-m-fontanel yann.kervella@example.org
    --- exit 3
    ");
}

#[test]
fn r8_whoever_asked_to_leave_does_not_come_back_with_another_class() {
    let env = with_export();
    let school = |rows: &str| write_school(&env, rows);
    let on_lists = |address: &str| -> Vec<String> {
        let found = env.json(["subscriber", "find", address]);
        let lists = found["subscriptions"].as_array().unwrap().iter();
        lists
            .map(|one| one["list"].as_str().unwrap().to_owned())
            .collect()
    };
    school(
        "ROUX;roux@example.org;Max;CP\nNOEL;noel@example.org;Zoé;CP\n\
         NOEL;noel@example.org;Ali;CE1\n",
    );
    assert_eq!(by_class(&env, "school.csv", &[]).code, 0);
    for address in ["roux@example.org", "noel@example.org"] {
        env.ok(["-q", "subscriber", "remove", "parents-cp", address]);
    }

    // The next year: only NOEL stayed on a list, and follows the younger pupil.
    school(
        "ROUX;Roux@example.org;Max;CE1\nNOEL;noel@example.org;Zoé;CE1\n\
         NOEL;noel@example.org;Ali;CE2\nPETIT;petit@example.org;Lou;CP\n",
    );
    let run = by_class(&env, "school.csv", &["--sync"]);
    assert_eq!(run.code, 0, "{run}");
    let told = "1 address not added: deleted on request\n  roux@example.org (parents-ce1)\n\
                Whoever asks to come back: carnet subscriber add parents-ce1 roux@example.org";
    let stdout = run.stdout.replace("Roux@", "roux@");
    assert!(stdout.contains(told), "{run}");
    assert_eq!(on_lists("roux@example.org"), [""; 0]);
    assert_eq!(on_lists("noel@example.org"), ["parents-ce1", "parents-ce2"]);

    // A list that is made again has forgotten nobody either.
    env.ok(["list", "delete", "parents-ce1", "--yes"]);
    assert_eq!(by_class(&env, "school.csv", &["--sync"]).code, 0);
    assert_eq!(on_lists("roux@example.org"), [""; 0]);

    env.ok(["subscriber", "add", "parents-ce1", "roux@example.org"]);
    school("ROUX;roux@example.org;Max;CM1\n");
    assert_eq!(by_class(&env, "school.csv", &[]).code, 0);
    assert_eq!(on_lists("roux@example.org"), ["parents-ce1", "parents-cm1"]);
}

#[test]
fn contacts_and_plain_addresses_are_imported_too() {
    let env = Env::with_domain();
    env.write("contacts.csv", sample("examples/contacts.csv"));
    env.write("addresses.txt", sample("examples/addresses.txt"));
    env.ok(["list", "create", "fair", "--owner", "dir@ac-test.fr"]);
    let run = import(&env, &["contacts.csv", "addresses.txt", "--list", "fair"]);
    assert_snapshot!(run, @"
    --- stdout
    contacts.csv: CSV, UTF-8, 3 rows
    addresses.txt: addresses, UTF-8, 3 rows

    List  Added  Updated  Unchanged  Subscribers
    fair      3        0          0            3

    6 of 6 people can be written to.
    --- exit 0
    ");
    let run = env.run_with_input(
        [
            "import",
            "-",
            "--list",
            "fair",
            "--column",
            "email=Contact",
            "--column",
            "name=Qui",
        ],
        b"Qui;Contact\nMa\xefa Roux;maia.roux@example.org\n",
    );
    assert_snapshot!(run, @"
    --- stdout
    standard input: CSV, Windows-1252, 1 row

    List  Added  Updated  Unchanged  Subscribers
    fair      1        0          0            4

    1 of 1 person can be written to.
    --- exit 0
    ");
    assert_snapshot!(env.run(["subscriber", "list", "fair"]), @"
    --- stdout
    Address                    Name                                Classes              Origin  Status
    coelia.nguyen@example.net  Cœlia N’Guyen                       CM1-CM2 Mme Ouvrard  file    active
    leo.martin@example.fr      Léo Martin, trésorier, Martin, Léo                       file    active
    maia.roux@example.org      Maïa Roux                                                file    active
    zoe.durand@example.org     Zoé Durand                          CP M. Fontanel       file    active
    --- exit 0
    ");
    let run = import(&env, &["contacts.csv", "--list", "fair", "--sync"]);
    assert_snapshot!(run, @"
    --- stderr
    error: contacts.csv is not an ONDE extraction, and only ONDE tells who left the school
    hint: to add without removing anybody, import it without --sync
    --- exit 2
    ");
    let run = import(
        &env,
        &["contacts.csv", "--list", "fair", "--column", "email=Mail"],
    );
    assert_snapshot!(run, @"
    --- stderr
    error: cannot import contacts.csv
      caused by: no column has the heading “Mail”
    hint: the headings are Prénom, Nom, Adresse e-mail, Classe
    --- exit 1
    ");
}

#[test]
fn the_whole_report_is_in_json() {
    let env = Env::with_domain();
    let export = "Nom responsable;Courriel;Prénom enfant;Classes enfants\n\
                  A;a@example.org;Ana;CP\nB;b@gamil.com, c;Bob;CP\nC;;Cléo;CP\n";
    env.write("export.csv", export);
    let run = by_class(&env, "export.csv", &["--json"]);
    assert_snapshot!(run, @r#"
    --- stdout
    {
      "date": "2026-11-23T08:00:00Z",
      "applied": true,
      "synchronised": false,
      "files": [
        {
          "file": "export.csv",
          "kind": "onde",
          "encoding": "utf-8",
          "rows": 3,
          "organismes": 0
        }
      ],
      "rows": 3,
      "rows_reached": 2,
      "pupils": 3,
      "pupils_reached": 2,
      "lists": [
        {
          "list": "parents-cp",
          "title": "CP",
          "created": true,
          "subscribers": 2,
          "added": [
            {
              "address": "a@example.org",
              "names": [
                "A"
              ],
              "classes": [
                "CP"
              ]
            },
            {
              "address": "b@gamil.com",
              "names": [
                "B"
              ],
              "classes": [
                "CP"
              ]
            }
          ],
          "updated": [],
          "unchanged": 0,
          "left": [],
          "kept": [],
          "moved": []
        }
      ],
      "unreachable_pupils": [
        {
          "name": "Cléo",
          "class": "CP"
        }
      ],
      "refused": [
        {
          "file": "export.csv",
          "line": 3,
          "column": "Courriel",
          "value": "c",
          "reason": "it has no @"
        }
      ],
      "without_address": [
        {
          "file": "export.csv",
          "line": 4,
          "name": "C"
        }
      ],
      "without_class": [],
      "mistyped": [
        {
          "file": "export.csv",
          "line": 3,
          "address": "b@gamil.com",
          "likely_domain": "gmail.com"
        }
      ],
      "suppressed": [],
      "elsewhere": [],
      "absent_classes": [],
      "renamed_classes": []
    }
    --- exit 3
    "#);
}

#[test]
fn the_report_opens_in_a_spreadsheet_and_executes_nothing() {
    let env = Env::with_domain();
    let export = "Nom responsable;Courriel;Prénom enfant;Classes enfants\n\
                  =1+1;a@example.org;Ana;CP\nB;=cmd|'x';@Bob;CP\n";
    env.write("export.csv", export);
    let run = import_fr(
        &env,
        &[
            "export.csv",
            "--by-class",
            "--owner",
            "dir@ac-test.fr",
            "--report",
            "report.csv",
            "-q",
        ],
    );
    assert_eq!((run.stdout.as_str(), run.code), ("", 3), "{run}");
    let report = fs::read_to_string(env.root().join("report.csv")).unwrap();
    assert_snapshot!(report.replace('\u{feff}', "(BOM)"), @"
    (BOM)Événement;Liste;Classe;Nom;Adresse;Fichier;Ligne;Colonne;Détail
    À prévenir sur papier;;CP;'@Bob;;;;;
    Refusée;;;;'=cmd;export.csv;3;Courriel;il n’y a pas de @
    Ajoutés;parents-cp;CP;'=1+1;a@example.org;;;;2026-11-23T08:00:00Z
    ");
}

#[test]
fn a_report_in_a_file_says_whether_anything_was_done() {
    let env = with_export();
    let school = |rows: &str| write_school(&env, rows);
    school("ROUX;roux@example.org;Max;CP\nNOEL;noel@example.org;Zoé;CP\n");
    assert_eq!(by_class(&env, "school.csv", &[]).code, 0);
    school("NOEL;noel@example.org;Zoé;CP\n");
    let left = |more: &[&str]| {
        let report = [&["--sync", "--report", "r.csv"], more].concat();
        assert_eq!(by_class(&env, "school.csv", &report).code, 0);
        let report = fs::read_to_string(env.root().join("r.csv")).unwrap();
        report.lines().nth(1).unwrap().to_owned()
    };
    let roux = "Left;parents-cp;CP;ROUX;roux@example.org;;;;";
    assert_eq!(left(&["--dry-run"]), format!("{roux}Nothing was changed."));
    assert_eq!(left(&[]), format!("{roux}2026-11-23T08:00:00Z"));
}

#[test]
fn what_was_imported_is_told_although_the_report_has_no_place() {
    let env = with_export();
    let run = by_class(
        &env,
        "CSVExtraction.csv",
        &["--report", "CSVExtraction.csv/r.csv"],
    );
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("parents-cp-m-fontanel (new)"), "{run}");
    assert!(run.stderr.starts_with("error: cannot write"), "{run}");
}

#[test]
fn what_a_list_exports_is_imported_again_as_it_was() {
    let env = Env::with_domain();
    env.write(
        "export.csv",
        "Prénom responsable;Courriel;Prénom enfant;Classes enfants;Prénom enfant;Classes enfants\n\
         =Ana;a@example.org;Bob;CP M. Roy;Léo;\"CE1; CE2\"\n\
         'B;c@example.org;Cléo;-CM1\n\
         D;A@Example.org;Bob;CP M. Roy\n\
         ;e@example.org\n",
    );
    for list in ["parents", "copy"] {
        let run = env.run(["list", "create", list, "--owner", "dir@ac-test.fr"]);
        assert_eq!(run.code, 0, "{run}");
    }
    let run = import(&env, &["export.csv", "--list", "parents"]);
    assert_eq!(run.code, 0, "{run}");
    let exported = env.run(["list", "export", "parents"]).stdout;
    assert_snapshot!(exported.replace('\u{feff}', "(BOM)"), @r#"
    (BOM)email;name;classes;origin;status;added
    a@example.org;"'=Ana
    D";"CE1; CE2
    CP M. Roy";onde;active;2026-11-23T08:00:00Z
    c@example.org;'B;'-CM1;onde;active;2026-11-23T08:00:00Z
    e@example.org;;;onde;active;2026-11-23T08:00:00Z
    "#);
    env.write("parents.csv", &exported);
    let run = import(&env, &["parents.csv", "--list", "copy"]);
    assert_eq!(run.code, 0, "{run}");
    let subscribers = |list: &str| {
        let text = env.run(["list", "export", list, "--format", "json"]).stdout;
        let list: serde_json::Value = serde_json::from_str(&text).unwrap();
        let of = |one: &serde_json::Value| {
            ["address", "names", "classes"].map(|key| one.get(key).cloned())
        };
        let subscribers = list["subscribers"].as_array().unwrap();
        subscribers.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(subscribers("copy"), subscribers("parents"));
}

#[test]
fn an_accent_before_the_at_sign_is_told_like_a_mistyped_domain() {
    let env = Env::with_domain();
    let run = env.run(["list", "create", "parents", "--owner", "dir@ac-test.fr"]);
    assert_eq!(run.code, 0, "{run}");
    let contacts = "Référence;Foyer;Groupe\nZoé;zoé@example.org;CP\n";
    env.write("contacts.csv", contacts);
    let arguments = [
        "contacts.csv",
        "--list",
        "parents",
        "--column",
        "courriel=Foyer",
        "--column",
        "prénom=référence",
        "--column",
        "classe=GROUPE",
    ];
    assert_snapshot!(import_fr(&env, &arguments), @"
    --- stdout
    contacts.csv : CSV, UTF-8, 1 ligne

    Liste    Ajoutés  Modifiés  Inchangés  Abonnés
    parents        1         0          0        1

    1 personne sur 1 peut recevoir des messages.

    1 adresse qui semble mal tapée, importée telle quelle : à vérifier
      contacts.csv, ligne 2 : zoé@example.org (un accent avant le @ : rares sont les serveurs qui l’acceptent)
    --- exit 0
    ");
}

#[test]
fn a_class_that_changed_its_name_is_told_with_what_keeps_its_list() {
    let env = Env::with_domain();
    let export = |class: &str| {
        let row = |one: &str| format!("{one};{one}@example.org;E{one};{class}\n");
        let rows: String = ["A", "B", "C"].map(row).concat();
        format!("Nom responsable;Courriel;Prénom enfant;Classes enfants\n{rows}")
    };
    env.write("before.csv", export("CP Mme Lavigne"));
    env.write("after.csv", export("CP M. Roy"));
    assert_eq!(by_class(&env, "before.csv", &[]).code, 0);
    let arguments = |file, more| [&[file, "--by-class"][..], &OWNER, more].concat();
    assert_snapshot!(import_fr(&env, &arguments("after.csv", &["--dry-run"])), @"
    --- stdout
    after.csv : ONDE, responsables, UTF-8, 3 lignes

    Liste                        Ajoutés  Modifiés  Inchangés  Abonnés
    parents-cp-m-roy (nouvelle)        3         0          0        3

    3 élèves sur 3 ont un responsable à qui écrire.
    3 personnes sur 3 peuvent recevoir des messages.

    La classe CP Mme Lavigne semble s’appeler maintenant CP M. Roy.
    Pour qu’elle garde sa liste, avant l’import : carnet list rename parents-cp-mme-lavigne parents-cp-m-roy

    Rien n’a été changé.
    --- exit 0
    ");
    assert_snapshot!(import_fr(&env, &arguments("after.csv", &[])), @"
    --- stdout
    after.csv : ONDE, responsables, UTF-8, 3 lignes

    Liste                        Ajoutés  Modifiés  Inchangés  Abonnés
    parents-cp-m-roy (nouvelle)        3         0          0        3

    3 élèves sur 3 ont un responsable à qui écrire.
    3 personnes sur 3 peuvent recevoir des messages.

    La classe CP Mme Lavigne semble s’appeler maintenant CP M. Roy.
    Sa liste parents-cp-mme-lavigne reste à côté de parents-cp-m-roy. Pour n’en garder qu’une, dans cet ordre : carnet list delete parents-cp-m-roy, carnet list rename parents-cp-mme-lavigne parents-cp-m-roy, puis le même import.
    --- exit 0
    ");
}

#[test]
fn a_class_whose_list_has_another_name_is_told_with_what_keeps_one_list() {
    let env = Env::with_domain();
    let row = |one: &str| format!("{one};{one}@example.org;E{one};CP\n");
    let rows: String = ["A", "B", "C"].map(row).concat();
    let headings = "Nom responsable;Courriel;Prénom enfant;Classes enfants\n";
    env.write(
        "onde.csv",
        format!("{headings}{rows}D;d@example.org;ED;CE1\n"),
    );
    assert_eq!(by_class(&env, "onde.csv", &["--sync"]).code, 0);
    env.ok(["list", "rename", "parents-cp", "classe-du-bas"]);
    let arguments = |more| [&["onde.csv", "--by-class", "--sync"][..], &OWNER, more].concat();
    assert_snapshot!(import_fr(&env, &arguments(&["--dry-run"])), @"
    --- stdout
    onde.csv : ONDE, responsables, UTF-8, 4 lignes

    Liste                  Ajoutés  Modifiés  Inchangés  Partis  Abonnés
    parents-cp (nouvelle)        3         0          0       0        3
    parents-ce1                  0         0          1       0        1

    4 élèves sur 4 ont un responsable à qui écrire.
    4 personnes sur 4 peuvent recevoir des messages.

    La classe CP a déjà une liste, classe-du-bas, sous un autre nom.
    Pour qu’elle garde sa liste, avant l’import : carnet list rename classe-du-bas parents-cp

    Rien n’a été changé.
    --- exit 0
    ");
    // At night, nobody reads more than this.
    let quiet = arguments(&["--quiet"]);
    assert_snapshot!(import_fr(&env, &quiet), @"
    --- stderr
    attention : La classe CP a déjà une liste, classe-du-bas, sous un autre nom.
    --- exit 0
    ");
    assert_eq!(import_fr(&env, &quiet).stderr, "", "told once");
    env.ok(["--yes", "list", "delete", "parents-cp"]);
    env.ok(["list", "rename", "classe-du-bas", "parents-cp"]);
    assert_eq!(by_class(&env, "onde.csv", &["--sync"]).code, 0);
    let lists = env.json(["list", "list"]);
    assert_eq!(lists["lists"].as_array().map(Vec::len), Some(2));
}

#[test]
fn whoever_left_the_school_is_told_to_be_on_a_list_that_was_not_synchronised() {
    let env = Env::with_domain();
    let row = |one: &str| format!("{one};{one}@example.org;E{one};CP\n");
    let headings = "Nom responsable;Courriel;Prénom enfant;Classes enfants\n";
    env.write(
        "before.csv",
        [headings, &row("A"), &row("B"), &row("C")].concat(),
    );
    env.write("after.csv", [headings, &row("A")].concat());
    env.ok(["list", "create", "parents", "--owner", OWNER[1]]);
    env.ok(["list", "create", "bureau", "--owner", OWNER[1]]);
    env.ok(["import", "before.csv", "--list", "parents"]);
    env.ok(["subscriber", "add", "bureau", "B@example.org"]);
    assert_eq!(by_class(&env, "before.csv", &[]).code, 0);
    let arguments = |more| [&["after.csv", "--by-class", "--sync"][..], &OWNER, more].concat();
    assert_snapshot!(import_fr(&env, &arguments(&["--dry-run"])), @"
    --- stdout
    after.csv : ONDE, responsables, UTF-8, 1 ligne

    Liste       Ajoutés  Modifiés  Inchangés  Partis  Abonnés
    parents-cp        0         0          1       2        1

    1 élève sur 1 a un responsable à qui écrire.
    1 personne sur 1 peut recevoir des messages.

    2 abonnements prennent fin : absents des fichiers
      B@example.org B (parents-cp)
      C@example.org C (parents-cp)

    2 personnes absentes des fichiers sont encore sur parents, dont cet import ne s’occupe pas : à synchroniser aussi
      B@example.org (parents)
      C@example.org (parents)

    Rien n’a été changé.
    --- exit 0
    ");
    assert_snapshot!(import_fr(&env, &arguments(&["--quiet"])), @"
    --- stderr
    attention : 2 personnes absentes des fichiers sont encore sur parents, dont cet import ne s’occupe pas : à synchroniser aussi
    --- exit 0
    ");
    let run = import_fr(
        &env,
        &["after.csv", "--list", "parents", "--sync", "--quiet"],
    );
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
}

#[test]
fn import_has_its_help_in_both_languages() {
    let env = Env::new();
    assert_snapshot!(env.run(["import", "--help"]), @"
    --- stdout
    Put the people of a file onto lists

    Usage: carnet import [OPTIONS] <FILE>...

    Arguments:
      <FILE>...  Files to read: ONDE's extraction of the responsables, CSV, plain addresses; - for
                 standard input

    Options:
          --list <NAME>            Put everybody onto this list
          --by-class               Put everybody onto the lists of their pupils' classes; missing lists
                                   are created
          --class <LABEL>          Take this class only, whatever accents and case; may be repeated
          --sync                   Remove whoever came from ONDE and is absent from the files
          --allow-mass-removal     Remove them even if they are many
          --format <FORMAT>        Read the files as this kind [default: auto] [possible values: auto,
                                   onde, csv, addresses]
          --column <FIELD=HEADER>  Say which heading holds a field: email, name, first-name or class;
                                   may be repeated
          --prefix <PREFIX>        Begin the names of the classes' lists with this [default: parents-]
          --owner <ADDRESS>        Give new lists to this owner: a professional address [default: the
                                   default account's]
          --report <FILE>          Write the whole report into this file, for a spreadsheet
          --dry-run                Show what would be done, and change nothing

    Global options:
          --home <DIR>    Keep configuration and data in this folder (or set CARNET_HOME)
          --json          Print the result as one JSON document
          --lang <LANG>   Speak this language (or set CARNET_LANG) [possible values: fr, en]
      -q, --quiet         Show errors only
      -v, --verbose       Show each step
          --color <WHEN>  Use colours [default: auto] [possible values: auto, always, never]
      -y, --yes           Answer yes to every question
      -h, --help          Print help

    Examples:
      carnet import CSVExtraction.csv --by-class --dry-run
      carnet import CSVExtraction.csv --by-class --sync
    --- exit 0
    ");
    assert_snapshot!(env.run_fr(["import", "--help"]), @"
    --- stdout
    Mettre sur des listes les personnes d’un fichier

    Utilisation : carnet import [OPTIONS] <FICHIER>...

    Arguments :
      <FICHIER>...  Les fichiers à lire : extraction des responsables d’ONDE, CSV, simples adresses ; -
                    pour l’entrée standard

    Options :
          --list <NOM>              Mettre tout le monde sur cette liste
          --by-class                Mettre chacun sur la liste de la classe de ses enfants ; les listes
                                    qui manquent sont créées
          --class <CLASSE>          Ne prendre que cette classe, sans égard aux accents ni aux
                                    majuscules ; peut être répété
          --sync                    Retirer qui venait d’ONDE et n’est plus dans les fichiers
          --allow-mass-removal      Les retirer même s’ils sont nombreux
          --format <FORMAT>         Lire les fichiers comme étant de cette sorte [par défaut : auto]
                                    [valeurs possibles : auto, onde, csv, addresses]
          --column <CHAMP=COLONNE>  Dire quel titre de colonne correspond à un champ : email, name,
                                    first-name ou class ; peut être répété
          --prefix <PRÉFIXE>        Commencer ainsi le nom des listes de classes [par défaut : parents-]
          --owner <ADRESSE>         Donner les nouvelles listes à ce propriétaire : une adresse
                                    professionnelle [par défaut : celle du compte par défaut]
          --report <FICHIER>        Écrire tout le rapport dans ce fichier, pour un tableur
          --dry-run                 Montrer ce qui serait fait, sans rien changer

    Options générales :
          --home <DOSSIER>  Garder configuration et données dans ce dossier (ou la variable CARNET_HOME)
          --json            Afficher le résultat comme un document JSON
          --lang <LANGUE>   Parler cette langue (ou la variable CARNET_LANG) [valeurs possibles : fr,
                            en]
      -q, --quiet           N’afficher que les erreurs
      -v, --verbose         Afficher chaque étape
          --color <QUAND>   Utiliser des couleurs [par défaut : auto] [valeurs possibles : auto, always,
                            never]
      -y, --yes             Répondre oui à toutes les questions
      -h, --help            Afficher l’aide

    Exemples :
      carnet import CSVExtraction.csv --by-class --dry-run
      carnet import CSVExtraction.csv --by-class --sync
    --- exit 0
    ");
}
