//! The plan of an import, without any file or store.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::{
    domain::{
        address::Address,
        list::{List, ListId},
        list_name::ListName,
        subscriber::{Origin, Subscriber},
    },
    formats::{ReadOptions, read_people},
};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// Reads an extraction given as `name,address,class` words, one responsable each.
fn onde(name: &str, rows: &[&str]) -> Source {
    let mut text = "Nom responsable;Courriel;Prénom enfant;Classes enfants\n".to_owned();
    for row in rows {
        let cells: Vec<&str> = row.split(',').collect();
        let [who, address, class] = cells.as_slice() else {
            panic!("{row}")
        };
        let row = format!("{who};{address};Child of {who};{class}\n");
        text.push_str(&row);
    }
    Source {
        name: name.to_owned(),
        people: read_people(text.as_bytes(), &ReadOptions::default()).unwrap(),
        modified: None,
    }
}

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

fn name(text: &str) -> ListName {
    ListName::parse(text).unwrap()
}

fn blank() -> List {
    List::new(ListId::new([1; 16], NOW), address("dir@ac-x.fr"), NOW)
}

fn one_list(mode: Mode, classes: &[&str]) -> ImportOptions {
    ImportOptions {
        target: Target::List(name("all")),
        classes: classes.iter().map(|&label| label.to_owned()).collect(),
        mode,
    }
}

fn by_class(mode: Mode) -> ImportOptions {
    ImportOptions {
        target: Target::ByClass {
            prefix: "p-".to_owned(),
            owner: address("dir@ac-x.fr"),
        },
        classes: Vec::new(),
        mode,
    }
}

type Lists = BTreeMap<ListName, List>;

/// Plans; the sources live as long as the test, so that the plan may outlive its call.
fn plan_of(sources: &[Source], lists: &Lists, options: &ImportOptions) -> ImportPlan<'static> {
    let sources = sources.to_vec().leak();
    let new_id = || ListId::new([2; 16], NOW);
    plan_import(sources, lists.clone(), options, |_, _| false, new_id, NOW).unwrap()
}

/// Carries a plan out on lists in memory.
fn apply_to(lists: &mut Lists, plan: &ImportPlan<'_>) {
    for list in &plan.lists {
        lists.insert(list.name.clone(), list.after(NOW));
    }
}

fn import(lists: &mut Lists, sources: &[Source], options: &ImportOptions) -> ImportPlan<'static> {
    let plan = plan_of(sources, lists, options);
    apply_to(lists, &plan);
    plan
}

/// Returns `address: classes` of a list's subscribers.
fn shown(list: &List) -> Vec<String> {
    let classes = |one: &Subscriber| one.classes.iter().cloned().collect::<Vec<_>>().join("+");
    list.subscribers
        .iter()
        .map(|one| format!("{}: {}", one.address, classes(one)))
        .collect()
}

fn all() -> Lists {
    BTreeMap::from([(name("all"), blank())])
}

#[test]
fn one_responsable_in_two_files_is_one_subscriber_with_both_classes() {
    let mut lists = all();
    let files = [
        onde("cp.csv", &["A,a@x.fr,CP", "B,shared@x.fr,CP"]),
        onde("ce1.csv", &["A,A@x.fr,CE1", "C,shared@x.fr,CP"]),
    ];
    import(&mut lists, &files, &one_list(Mode::Add, &[]));
    let list = &lists[&name("all")];
    assert_eq!(shown(list), ["a@x.fr: CE1+CP", "shared@x.fr: CP"]);
    let shared = list.subscribers.get(&address("shared@x.fr")).unwrap();
    assert_eq!(shared.display_name(), "B, C");
}

#[test]
fn an_import_only_adds_and_a_synchronisation_makes_equal() {
    let mut lists = all();
    import(
        &mut lists,
        &[onde("1", &["A,a@x.fr,CP", "B,b@x.fr,CP"])],
        &one_list(Mode::Add, &[]),
    );
    let next = [onde("2", &["A,a@x.fr,CE1"])];
    let mut added = lists.clone();
    import(&mut added, &next, &one_list(Mode::Add, &[]));
    assert_eq!(
        shown(&added[&name("all")]),
        ["a@x.fr: CE1+CP", "b@x.fr: CP"]
    );
    let plan = import(&mut lists, &next, &one_list(Mode::Synchronise, &[]));
    assert_eq!(shown(&lists[&name("all")]), ["a@x.fr: CE1"]);
    assert_eq!(plan.lists[0].left[0].address.as_str(), "b@x.fr");
}

#[test]
fn r8_only_those_who_came_from_onde_leave() {
    let mut lists = all();
    let list = lists.get_mut(&name("all")).unwrap();
    for (who, origin) in [
        ("hand@x.fr", Origin::Manual),
        ("file@x.fr", Origin::File),
        ("gone@x.fr", Origin::Onde),
    ] {
        list.subscribers
            .insert(Subscriber::new(address(who), origin, NOW));
    }
    let plan = import(
        &mut lists,
        &[onde("1", &["A,hand@x.fr,CP"])],
        &one_list(Mode::Synchronise, &[]),
    );
    assert_eq!(
        shown(&lists[&name("all")]),
        ["file@x.fr: ", "hand@x.fr: CP"]
    );
    assert_eq!(plan.lists[0].kept, [address("file@x.fr")]);
    let hand = lists[&name("all")]
        .subscribers
        .get(&address("hand@x.fr"))
        .unwrap();
    assert_eq!(hand.origin, Origin::Manual);
}

#[test]
fn r8_a_suppressed_address_is_not_added_and_its_pupil_gets_paper() {
    let file = [onde("1", &["A,a@x.fr,CP", "B,b@x.fr,CP"])];
    let suppressed = |_: Option<&List>, one: &Address| *one == address("a@x.fr");
    let new_id = || ListId::new([2; 16], NOW);
    let plan = plan_import(
        &file,
        all(),
        &one_list(Mode::Add, &[]),
        suppressed,
        new_id,
        NOW,
    )
    .unwrap();
    assert_eq!(shown(&plan.lists[0].after(NOW)), ["b@x.fr: CP"]);
    assert_eq!(plan.suppressed, [(name("all"), address("a@x.fr"))]);
    assert_eq!(plan.unreachable[0].name, "Child of A");
}

#[test]
fn a_pupil_is_reached_through_the_list_of_their_own_class() {
    let text = "Courriel;Prénom enfant;Classes enfants;Prénom enfant;Classes enfants\n\
                a@x.fr;Léo;CE1;Zoé;CP\n";
    let file = [Source {
        name: "1".to_owned(),
        people: read_people(text.as_bytes(), &ReadOptions::default()).unwrap(),
        modified: None,
    }];
    let mut lists = BTreeMap::new();
    import(&mut lists, &file, &by_class(Mode::Add));
    let cp = lists[&name("p-cp")].clone();
    let suppressed = |list: Option<&List>, _: &Address| list == Some(&cp);
    let new_id = || ListId::new([2; 16], NOW);
    let options = by_class(Mode::Add);
    let plan = plan_import(&file, lists, &options, suppressed, new_id, NOW).unwrap();
    let unreachable: Vec<&str> = plan
        .unreachable
        .iter()
        .map(|one| one.class.as_str())
        .collect();
    assert_eq!(unreachable, ["CP"]);
}

#[test]
fn one_class_of_a_list_is_synchronised_without_the_others() {
    let mut lists = all();
    let whole = [
        "A,a@x.fr,CP",
        "B,b@x.fr,CE1",
        "C,c@x.fr,CP",
        "C,c@x.fr,CE1",
        "F,f@x.fr,",
    ];
    import(&mut lists, &[onde("1", &whole)], &one_list(Mode::Add, &[]));
    let next = [onde("2", &["D,d@x.fr,C.P.", "E,e@x.fr,CE1", "F,f@x.fr,"])];
    let unknown = plan_import(
        &next,
        lists.clone(),
        &one_list(Mode::Synchronise, &["cm2"]),
        |_, _| false,
        || ListId::new([2; 16], NOW),
        NOW,
    );
    assert!(
        matches!(unknown, Err(ImportError::UnknownClass { known, .. }) if known == ["C.P.", "CE1"])
    );
    import(&mut lists, &next, &one_list(Mode::Synchronise, &["ce1"]));
    // C has a pupil in CP still, F's is in no class yet: the import knows nothing of them.
    assert_eq!(
        shown(&lists[&name("all")]),
        ["a@x.fr: CP", "c@x.fr: CP", "e@x.fr: CE1", "f@x.fr: "]
    );
}

#[test]
fn lists_by_class_are_made_filled_and_emptied() {
    let mut lists = BTreeMap::new();
    let first = [
        "A,a@x.fr,CP M. Élan",
        "A,a@x.fr,CE1",
        "B,b@x.fr,CE1",
        "C,c@x.fr,",
    ];
    let plan = import(
        &mut lists,
        &[onde("1", &first)],
        &by_class(Mode::Synchronise),
    );
    assert_eq!(
        lists.keys().map(ListName::as_str).collect::<Vec<_>>(),
        ["p-ce1", "p-cp-m-elan"]
    );
    assert_eq!(
        lists[&name("p-cp-m-elan")].title.as_deref(),
        Some("CP M. Élan")
    );
    assert_eq!(plan.without_class[0].name, "C");
    assert!(check_removals(&[], &plan).is_empty());
    let next = [onde("2", &["A,a@x.fr,CE1", "B,b@x.fr,CE1"])];
    let plan = import(&mut lists, &next, &by_class(Mode::Synchronise));
    assert_eq!(plan.absent_classes, ["CP M. Élan"]);
    assert!(lists[&name("p-cp-m-elan")].subscribers.is_empty());
    assert_eq!(
        (plan.onde_leaving, plan.onde_before),
        (0, 2),
        "A changes class, and stays"
    );
}

#[test]
fn a_class_under_another_label_is_told() {
    let mut lists = BTreeMap::new();
    import(
        &mut lists,
        &[onde("1", &["A,a@x.fr,CP Mme U", "B,b@x.fr,CP Mme U"])],
        &by_class(Mode::Add),
    );
    let plan = plan_of(
        &[onde("2", &["A,a@x.fr,CP M. V", "B,b@x.fr,CP M. V"])],
        &lists,
        &by_class(Mode::Add),
    );
    assert_eq!(
        plan.renamed,
        [Renamed {
            from: "CP Mme U".to_owned(),
            to: "CP M. V".to_owned(),
            old_list: name("p-cp-mme-u"),
            new_list: name("p-cp-m-v"),
        }]
    );
}

#[test]
fn once_its_list_is_renamed_a_renamed_class_goes_on_as_before() {
    let mut lists = BTreeMap::new();
    let first = ["A,a@x.fr,CP Mme U", "B,b@x.fr,CP Mme U"];
    import(
        &mut lists,
        &[onde("1", &first)],
        &by_class(Mode::Synchronise),
    );
    let next = [onde("2", &["A,a@x.fr,CP M. V", "B,b@x.fr,CP M. V"])];
    let plan = plan_of(&next, &lists, &by_class(Mode::Synchronise));
    assert!(!check_removals(&next, &plan).is_empty());
    let list = lists.remove(&name("p-cp-mme-u")).unwrap();
    lists.insert(name("p-cp-m-v"), list);
    let plan = import(&mut lists, &next, &by_class(Mode::Synchronise));
    assert_eq!(check_removals(&next, &plan), []);
    assert_eq!(
        shown(&lists[&name("p-cp-m-v")]),
        ["a@x.fr: CP M. V", "b@x.fr: CP M. V"]
    );
}

#[test]
fn a_class_that_keeps_few_of_its_families_is_another_class() {
    let mut lists = BTreeMap::new();
    let first = ["A,a@x.fr,CP", "B,b@x.fr,CP"];
    import(&mut lists, &[onde("1", &first)], &by_class(Mode::Add));
    let next = [onde("2", &["A,a@x.fr,CE1", "C,c@x.fr,CE1"])];
    assert_eq!(plan_of(&next, &lists, &by_class(Mode::Add)).renamed, []);
}

#[test]
fn a_changed_address_is_told_as_such() {
    let mut lists = all();
    import(
        &mut lists,
        &[onde("1", &["Zoé,old@x.fr,CP"])],
        &one_list(Mode::Add, &[]),
    );
    let plan = import(
        &mut lists,
        &[onde("2", &["Zoé,new@x.fr,CP"])],
        &one_list(Mode::Synchronise, &[]),
    );
    assert_eq!(plan.lists[0].moved[0].to, address("new@x.fr"));
}

#[test]
fn the_guard_allows_a_fifth_or_three_and_no_more() {
    let rows: Vec<String> = (0..20).map(|n| format!("N{n},n{n}@x.fr,CP")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut lists = all();
    import(&mut lists, &[onde("1", &rows)], &one_list(Mode::Add, &[]));
    let alarms = |stay: usize| {
        let source = [onde("2", &rows[..stay])];
        check_removals(
            &source,
            &plan_of(&source, &lists, &one_list(Mode::Synchronise, &[])),
        )
    };
    assert_eq!(alarms(16), []);
    assert_eq!(
        alarms(15),
        [Alarm::MassRemoval {
            leaving: 5,
            total: 20
        }]
    );
    let none = [onde("2", &["A,néant,CP"])];
    let plan = plan_of(&none, &lists, &one_list(Mode::Synchronise, &[]));
    assert_eq!(check_removals(&none, &plan)[0], Alarm::NoValidRow);
    let small: Vec<&str> = rows[..4].to_vec();
    let mut lists = all();
    import(&mut lists, &[onde("1", &small)], &one_list(Mode::Add, &[]));
    let source = [onde("2", &small[..1])];
    let plan = plan_of(&source, &lists, &one_list(Mode::Synchronise, &[]));
    assert_eq!(
        check_removals(&source, &plan),
        [],
        "three may leave a school of four"
    );
    let cut = [onde("2", &["A,n1@x.fr,CP", "B,\"n2@x.fr,CP"])];
    assert!(check_removals(&cut, &plan).contains(&Alarm::Cut {
        file: "2".to_owned()
    }));
}

#[test]
fn only_onde_tells_who_left() {
    let mut source = onde("contacts.csv", &["A,a@x.fr,CP"]);
    source.people.kind = crate::formats::people::Kind::Csv;
    let new_id = || ListId::new([2; 16], NOW);
    let sources = [source];
    let plan = plan_import(
        &sources,
        all(),
        &one_list(Mode::Synchronise, &[]),
        |_, _| false,
        new_id,
        NOW,
    );
    assert!(matches!(
        plan,
        Err(ImportError::SynchroniseNeedsOnde { .. })
    ));
}

fn file() -> impl Strategy<Value = Vec<String>> {
    let row = (
        "[A-E]",
        "[a-f]",
        prop::sample::select(&["CP", "CE1", "CM1-CM2", ""][..]),
    )
        .prop_map(|(who, local, class)| format!("{who},{local}@x.fr,{class}"));
    prop::collection::vec(row, 1..12)
}

/// Address → classes, as a file has them.
fn expected(rows: &[String]) -> BTreeMap<String, BTreeSet<String>> {
    let mut people: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.split(',').collect();
        let classes = people.entry(cells[1].to_owned()).or_default();
        classes.extend((!cells[2].is_empty()).then(|| cells[2].to_owned()));
    }
    people
}

fn source(rows: &[String]) -> [Source; 1] {
    [onde(
        "file",
        &rows.iter().map(String::as_str).collect::<Vec<_>>(),
    )]
}

proptest! {
    #[test]
    fn after_a_synchronisation_the_onde_part_is_the_file(first in file(), second in file(), hand in "[a-f]") {
        let mut lists = all();
        let by_hand = Subscriber::new(address(&format!("{hand}@x.fr")), Origin::Manual, NOW);
        lists.get_mut(&name("all")).unwrap().subscribers.insert(by_hand.clone());
        import(&mut lists, &source(&first), &one_list(Mode::Add, &[]));
        let options = one_list(Mode::Synchronise, &[]);
        import(&mut lists, &source(&second), &options);
        let list = &lists[&name("all")];
        let people = expected(&second);
        for one in list.subscribers.iter().filter(|one| one.origin == Origin::Onde) {
            prop_assert_eq!(Some(&one.classes), people.get(one.address.as_str()));
        }
        for who in people.keys() {
            prop_assert!(list.subscribers.get(&address(who)).is_some());
        }
        prop_assert!(list.subscribers.get(&by_hand.address).is_some());
        let again = plan_of(&source(&second), &lists, &options);
        prop_assert!(again.lists.iter().all(|list| !list.changes()), "a second time changes nothing");
    }

    #[test]
    fn lists_by_class_are_those_of_the_last_file(first in file(), second in file()) {
        let mut lists = BTreeMap::new();
        let options = by_class(Mode::Synchronise);
        import(&mut lists, &source(&first), &options);
        import(&mut lists, &source(&second), &options);
        let people = expected(&second);
        for (class, list) in [("CP", "p-cp"), ("CE1", "p-ce1"), ("CM1-CM2", "p-cm1-cm2")] {
            let expected: Vec<&String> = people
                .iter()
                .filter(|(_, classes)| classes.contains(class))
                .map(|(address, _)| address)
                .collect();
            let actual: Vec<String> = lists
                .get(&name(list))
                .map(|list| list.subscribers.iter().map(|one| one.address.to_string()).collect())
                .unwrap_or_default();
            prop_assert_eq!(actual.iter().collect::<Vec<_>>(), expected);
        }
        let again = plan_of(&source(&second), &lists, &options);
        prop_assert!(again.lists.iter().all(|list| !list.changes()));
    }

    #[test]
    fn an_import_that_only_adds_loses_nobody_and_twice_is_once(first in file(), second in file()) {
        let mut lists = all();
        import(&mut lists, &source(&first), &one_list(Mode::Add, &[]));
        import(&mut lists, &source(&second), &one_list(Mode::Add, &[]));
        let both: Vec<String> = first.iter().chain(&second).cloned().collect();
        let actual: BTreeMap<String, BTreeSet<String>> = lists[&name("all")]
            .subscribers
            .iter()
            .map(|one| (one.address.to_string(), one.classes.clone()))
            .collect();
        prop_assert_eq!(actual, expected(&both));
        let again = plan_of(&source(&second), &lists, &one_list(Mode::Add, &[]));
        prop_assert!(!again.lists[0].changes());
    }
}
