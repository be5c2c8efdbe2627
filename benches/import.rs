//! How fast and how large an import of 100,000 rows is, beside a plain loop of the csv crate.
//!
//! `cargo bench --bench import` says which limits are kept.

#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    hint::black_box,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use carnet::{
    domain::{
        address::Address,
        list::{List, ListId},
        list_name::ListName,
    },
    formats::{ReadOptions, read_people},
    ops::import::{ImportOptions, Mode, Source, Target, plan_import},
};
use jiff::Timestamp;

const ROWS: usize = 100_000;
const CLASSES: usize = 40;
const RUNS: usize = 15;
/// The limits: how many times the plain loop, megabytes, seconds of CPU.
const TIMES_PLAIN: f64 = 2.5;
const MEGABYTES: f64 = 250.0;
const SECONDS: f64 = 1.0;

fn main() {
    let bytes = export();
    println!(
        "{ROWS} rows, {:.1} MB in Windows-1252",
        megabytes(bytes.len())
    );
    // One after the other, so that what else the computer does slows down both.
    let (mut plain, mut planned) = (Duration::MAX, Duration::MAX);
    for _ in 0..RUNS {
        plain = plain.min(plain_loop(&bytes));
        planned = planned.min(read_and_plan(&bytes));
    }
    println!("plain loop of the csv crate  {plain:>9.1?}");
    let times = planned.as_secs_f64() / plain.as_secs_f64();
    println!("from bytes to plan           {planned:>9.1?}");
    whole_process(&bytes);
    say("times the plain loop", times, TIMES_PLAIN);
}

fn say(unit: &str, measured: f64, limit: f64) {
    let verdict = if measured <= limit {
        "kept"
    } else {
        "exceeded"
    };
    println!("{measured:>8.2} {unit}, limit {limit}: {verdict}");
}

/// A Responsables extraction: two responsables per pair of pupils, accents, some shared addresses.
fn export() -> Vec<u8> {
    const HEADINGS: &str = "Civilité Responsable;Nom usage responsable;Nom responsable;\
        Prénom responsable;Adresse responsable;CP responsable;Commune responsable;Pays;Courriel;\
        Téléphone domicile;Téléphone travail;Téléphone portable";
    const CHILD: &str = ";Nom d'usage enfant;Nom de famille enfant;Prénom enfant;Classes enfants";
    let mut text = format!("{HEADINGS}{CHILD}{CHILD}{CHILD}\r\n");
    for row in 0..ROWS {
        let (family, second) = (row / 2, row % 2);
        let who = ["Agnès", "Gaël"][second];
        let class = |offset: usize| (family + offset) % CLASSES;
        write!(
            text,
            "\"MME\";;\"DELORME-N'GUYEN {family}\";\"{who}\";\"{family} bis chemin du Vieux-Bief, \
             résidence des Érables\";\"01990\";\"EXEMPLEVILLE\";\"FRANCE\";\
             \"{}.delorme.{family}@example{}.org\";\"0199000001\";;\"0639980001\";;\
             \"DELORME-N'GUYEN {family}\";\"Zélie\";\"CE1-CE2 Mme Lavigne {}\";;\
             \"DELORME-N'GUYEN {family}\";\"Noé\";\"CE1-CE2 Mme Lavigne {}\"\r\n",
            ["agnes", "gael"][second],
            family % 7,
            class(0),
            class(1),
        )
        .expect("memory can be written to");
    }
    encoding_rs::WINDOWS_1252.encode(&text).0.into_owned()
}

fn plain_loop(bytes: &[u8]) -> Duration {
    let start = Instant::now();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .flexible(true)
        .from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    while reader
        .read_byte_record(&mut record)
        .expect("memory can be read")
    {
        for cell in &record {
            black_box(cell);
        }
    }
    start.elapsed()
}

/// Returns how long the plan took; giving the memory back is not of it.
fn read_and_plan(bytes: &[u8]) -> Duration {
    let start = Instant::now();
    let people = read_people(bytes, &ReadOptions::default()).expect("it is an extraction");
    let source = Source {
        name: "CSVExtraction.csv".to_owned(),
        people,
        modified: None,
    };
    let now = Timestamp::UNIX_EPOCH;
    let owner = Address::parse("dir@ac-test.fr").expect("it is an address");
    let name = ListName::parse("all").expect("it is a name");
    let list = List::new(ListId::new([1; 16], now), owner, now);
    let options = ImportOptions {
        target: Target::List(name.clone()),
        classes: Vec::new(),
        mode: Mode::Synchronise,
    };
    let sources = [source];
    let plan = plan_import(
        &sources,
        BTreeMap::from([(name, list)]),
        &options,
        |_, _| false,
        || ListId::new([1; 16], now),
        now,
    );
    let elapsed = start.elapsed();
    black_box(plan.expect("the list is there"));
    elapsed
}

/// Runs `carnet import` into an empty store.
fn whole_process(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("CSVExtraction.csv");
    fs::write(&file, bytes).expect("the file can be written");
    let config = r#"{"format":1,"professional_domains":["ac-test.fr"]}"#;
    fs::write(folder.path().join("config.json"), config).expect("the file can be written");
    let start = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_carnet"))
        .arg("--home")
        .arg(folder.path())
        .args(["import", "--by-class", "--owner", "dir@ac-test.fr"])
        .arg(&file)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program can be run");
    let (peak, cpu) = watch(child);
    println!("whole process                {:>9.1?}", start.elapsed());
    say("MB at most", megabytes(peak), MEGABYTES);
    say("seconds of CPU", cpu.as_secs_f64(), SECONDS);
}

/// Waits for a process; returns its peak memory in bytes and its CPU time, where Linux tells them.
fn watch(mut child: Child) -> (usize, Duration) {
    /// The unit of times in `/proc` (`sysconf(_SC_CLK_TCK)`), the same on every Linux.
    const TICK: Duration = Duration::from_millis(10);
    let (mut peak, mut cpu) = (0, Duration::ZERO);
    let status = loop {
        let of_process = |name: &str| {
            fs::read_to_string(format!("/proc/{}/{name}", child.id())).unwrap_or_default()
        };
        let highest = of_process("status").lines().find_map(|line| {
            let kilobytes = line.strip_prefix("VmHWM:")?.strip_suffix("kB")?;
            kilobytes.trim().parse::<usize>().ok()
        });
        peak = peak.max(highest.unwrap_or_default() * 1024);
        let ticks: u32 = of_process("stat")
            .rsplit(") ")
            .next()
            .unwrap_or_default()
            .split(' ')
            .skip(11)
            .take(2)
            .filter_map(|ticks| ticks.parse::<u32>().ok())
            .sum();
        cpu = cpu.max(TICK * ticks);
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            break status;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    assert!(status.success(), "the import failed: {status}");
    (peak, cpu)
}

#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
