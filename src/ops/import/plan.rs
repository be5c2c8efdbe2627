//! What an import would do, as a value: a pure function of the files, the lists and the options.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
    sync::Arc,
};

use jiff::Timestamp;

use super::pupils::{Pupil, Pupils};
use crate::{
    domain::{
        address::Address,
        audience::fold_label,
        class_list::class_list_name,
        list::{List, ListId},
        list_name::{ListName, ListNameError},
        provider::likely_domain,
        subscriber::{Origin, Subscriber},
    },
    formats::people::{Kind, People, Person, Problem},
    text,
    texts::Text,
};

/// One file, as it was read.
#[derive(Clone, Debug)]
pub struct Source {
    /// The name under which the file is reported.
    pub name: String,
    /// What it says.
    pub people: People,
}

/// Where the people go.
#[derive(Clone, Debug)]
pub enum Target {
    /// All onto one list, which exists.
    List(ListName),
    /// Onto one list per class, made where it is missing.
    ByClass {
        /// What the names of the lists begin with.
        prefix: String,
        /// Who owns the lists that are made (R1, checked by the caller).
        owner: Address,
    },
}

/// Whether an import only adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Whoever is on a list stays.
    Add,
    /// Subscribers who came from ONDE and are absent from the files leave (R8).
    Synchronise,
}

/// What is asked of an import.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// Where the people go.
    pub target: Target,
    /// The only classes to take, as typed; all when empty.
    pub classes: Vec<String>,
    /// Whether anyone leaves.
    pub mode: Mode,
}

/// What an import does, list by list, and what a director wants to know of the files.
#[derive(Clone, Debug, Default)]
pub struct ImportPlan {
    /// The lists concerned, in the order of their names.
    pub lists: Vec<ListPlan>,
    /// How many rows were taken, each of one responsable or contact.
    pub rows: usize,
    /// How many rows have an address that is written to.
    pub rows_reached: usize,
    /// How many pupils the rows taken name.
    pub pupils: usize,
    /// Pupils for whom no message reaches anyone.
    pub unreachable: Vec<Pupil>,
    /// Rows without an address.
    pub without_address: Vec<RowReference>,
    /// Rows that belong to no class, when lists are by class.
    pub without_class: Vec<RowReference>,
    /// Addresses whose domain looks mistyped; imported as they are.
    pub mistyped: Vec<MistypedAddress>,
    /// Addresses deleted on request, and the list they are kept from (R8).
    pub suppressed: Vec<(ListName, Address)>,
    /// Classes of subscribers that are in none of the files any more.
    pub absent_classes: Vec<String>,
    /// Classes that seem to have changed their label.
    pub renamed: Vec<Renamed>,
    /// Distinct addresses that came from ONDE and are on the lists concerned.
    pub onde_before: usize,
    /// Those of them that are on none of these lists afterwards.
    pub onde_leaving: usize,
}

/// What happens to one list.
#[derive(Clone, Debug)]
pub struct ListPlan {
    /// Its name.
    pub name: ListName,
    /// The list as it is; none when it is to be made.
    pub before: Option<List>,
    /// The list as it becomes.
    pub after: List,
    /// Who joins.
    pub added: Vec<Address>,
    /// Whose names or classes change.
    pub updated: Vec<Address>,
    /// How many stay as they are.
    pub unchanged: usize,
    /// Who leaves.
    pub left: Vec<Subscriber>,
    /// Who is absent from the files and stays, not having come from ONDE.
    pub kept: Vec<Address>,
    /// Who left and joined under the same name: their address changed.
    pub moved: Vec<Moved>,
}

impl ListPlan {
    /// Tells whether the list must be written.
    pub const fn changes(&self) -> bool {
        self.before.is_none()
            || !self.added.is_empty()
            || !self.updated.is_empty()
            || !self.left.is_empty()
    }
}

/// A row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowReference {
    /// The rank of the file.
    pub file: usize,
    /// The line, from 1.
    pub line: usize,
    /// Who stands there.
    pub name: String,
}

/// An address whose domain looks like a typing error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MistypedAddress {
    /// The rank of the file.
    pub file: usize,
    /// The line, from 1.
    pub line: usize,
    /// The address, which is imported.
    pub address: Address,
    /// The domain that was probably meant.
    pub likely: &'static str,
}

/// Someone whose address changed since the last import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Who.
    pub name: String,
    /// The address that leaves.
    pub from: Address,
    /// The address that joins.
    pub to: Address,
}

/// A class whose families are found under another label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The label that is gone.
    pub from: String,
    /// The label that took its place.
    pub to: String,
    /// The list of the label that is gone.
    pub old_list: ListName,
    /// The list of the new label.
    pub new_list: ListName,
}

/// Why no plan can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// A class asked for is in none of the files.
    UnknownClass { label: String, known: Vec<String> },
    /// Only ONDE's files say who left the school.
    SynchroniseNeedsOnde { file: String },
    /// No list can be named after a class with this prefix.
    ClassName { label: String, error: ListNameError },
}

impl ImportError {
    /// Returns the failure in words.
    pub fn text(&self) -> Text {
        match self {
            Self::UnknownClass { label, .. } => text!("import-unknown-class", class = label),
            Self::SynchroniseNeedsOnde { file } => text!("import-sync-needs-onde", file = file),
            Self::ClassName { label, error } => {
                text!("import-class-name", class = label, reason = error.text())
            }
        }
    }

    /// Returns what to do next.
    pub fn hint(&self) -> Text {
        match self {
            Self::UnknownClass { known, .. } if known.is_empty() => text!("hint-no-class"),
            Self::UnknownClass { known, .. } => text!(
                "hint-the-classes-are",
                classes = known.join(", "),
                count = known.len()
            ),
            Self::SynchroniseNeedsOnde { .. } => text!("hint-without-sync"),
            Self::ClassName { .. } => text!("hint-choose-prefix"),
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl std::error::Error for ImportError {}

/// Plans an import.
///
/// `lists` holds the lists as they are: the one named, or all those with the
/// prefix. `is_suppressed` tells whether an address must not be added to a
/// list, which is none when the list is yet to be made. `new_id` makes the
/// identifier of a new list.
pub fn plan_import(
    sources: &[Source],
    lists: BTreeMap<ListName, List>,
    options: &ImportOptions,
    is_suppressed: impl Fn(Option<&List>, &Address) -> bool,
    mut new_id: impl FnMut() -> ListId,
    now: Timestamp,
) -> Result<ImportPlan, ImportError> {
    let classes = Classes::gather(sources, options)?;
    if options.mode == Mode::Synchronise
        && let Some(other) = sources.iter().find(|one| one.people.kind != Kind::Onde)
    {
        return Err(ImportError::SynchroniseNeedsOnde {
            file: other.name.clone(),
        });
    }
    let mut plan = ImportPlan::default();
    let suppressed = |list: &ListName, address: &Address| is_suppressed(lists.get(list), address);
    let entries = merge(sources, options, &classes, suppressed, &mut plan);
    let mut wanted: BTreeMap<&ListName, Vec<Wanted<'_, '_>>> = BTreeMap::new();
    for list in classes.lists(&options.target) {
        wanted.entry(list).or_default();
    }
    for entry in &entries {
        for place in &entry.places {
            if place.suppressed {
                plan.suppressed
                    .push((place.list.clone(), entry.address.clone()));
            } else {
                wanted.entry(place.list).or_default().push(Wanted {
                    address: entry.address,
                    names: &entry.names,
                    classes: &place.classes,
                    origin: entry.origin,
                });
            }
        }
    }
    let emptied = if options.mode == Mode::Synchronise && options.classes.is_empty() {
        classes.absent_lists(&lists, &options.target)
    } else {
        Vec::new()
    };
    for list in &emptied {
        wanted.entry(list).or_default();
    }
    if let Target::ByClass { prefix, .. } = &options.target {
        plan.renamed = renamed(&lists, prefix, &wanted, &classes);
    }
    let mut existing = lists;
    for (name, people) in wanted {
        let before = existing.remove(name);
        let blank = match (&before, &options.target) {
            (Some(list), _) => list.clone(),
            (None, Target::ByClass { owner, .. }) => {
                let mut list = List::new(new_id(), owner.clone(), now);
                list.title = classes.label_of(name);
                list
            }
            // The caller has read the list, or failed.
            (None, Target::List(_)) => continue,
        };
        let scope = Scope {
            mode: options.mode,
            classes: &classes,
        };
        plan.lists
            .push(plan_list(name, before, blank, &people, &scope, now));
    }
    count_leaving(&mut plan);
    if options.mode == Mode::Synchronise && options.classes.is_empty() {
        plan.absent_classes = classes.absent_labels(&plan.lists);
    }
    plan.suppressed.sort();
    Ok(plan)
}

/// The classes of the files.
struct Classes {
    /// Folded label → the class.
    by_label: BTreeMap<String, Class>,
    /// Whether only some of them were asked for.
    restricted: bool,
}

struct Class {
    /// The label as the first file that has it writes it.
    label: Arc<str>,
    /// Whether it was asked for.
    taken: bool,
    /// Its list, when lists are by class.
    list: Option<ListName>,
}

impl Classes {
    fn gather(sources: &[Source], options: &ImportOptions) -> Result<Self, ImportError> {
        let mut by_label: BTreeMap<String, Class> = BTreeMap::new();
        let labels = sources.iter().flat_map(|source| &source.people.classes);
        for label in labels {
            let list = match &options.target {
                Target::List(_) => None,
                Target::ByClass { prefix, .. } => {
                    let name =
                        class_list_name(prefix, label).map_err(|error| ImportError::ClassName {
                            label: label.to_string(),
                            error,
                        })?;
                    Some(name)
                }
            };
            by_label.entry(fold_label(label)).or_insert(Class {
                label: label.clone(),
                taken: options.classes.is_empty(),
                list,
            });
        }
        for typed in &options.classes {
            match by_label.get_mut(&fold_label(typed)) {
                Some(class) => class.taken = true,
                None => {
                    return Err(ImportError::UnknownClass {
                        label: typed.clone(),
                        known: by_label
                            .values()
                            .map(|class| class.label.to_string())
                            .collect(),
                    });
                }
            }
        }
        Ok(Self {
            by_label,
            restricted: !options.classes.is_empty(),
        })
    }

    /// Returns the lists that the import is about, whoever is in them.
    fn lists<'s>(&'s self, target: &'s Target) -> Vec<&'s ListName> {
        match target {
            Target::List(name) => vec![name],
            Target::ByClass { .. } => self
                .by_label
                .values()
                .filter(|class| class.taken)
                .filter_map(|class| class.list.as_ref())
                .collect(),
        }
    }

    /// Returns the label after which a list is named.
    fn label_of(&self, list: &ListName) -> Option<String> {
        self.by_label
            .values()
            .find(|class| class.list.as_ref() == Some(list))
            .map(|class| class.label.to_string())
    }

    fn has(&self, label: &str) -> bool {
        self.by_label.contains_key(&fold_label(label))
    }

    /// Tells whether a subscriber's absence from the files means anything: all their classes were asked for.
    fn covers(&self, subscriber: &Subscriber) -> bool {
        !self.restricted
            || subscriber.classes.iter().all(|label| {
                self.by_label
                    .get(&fold_label(label))
                    .is_some_and(|class| class.taken)
            })
    }

    /// Returns the lists of classes that are in none of the files any more.
    fn absent_lists(&self, lists: &BTreeMap<ListName, List>, target: &Target) -> Vec<ListName> {
        let Target::ByClass { prefix, .. } = target else {
            return Vec::new();
        };
        lists
            .iter()
            .filter(|(name, list)| {
                class_of_list(prefix, name, list).is_some_and(|label| !self.has(&label))
            })
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// Returns the labels of ONDE's subscribers that are in none of the files any more.
    fn absent_labels(&self, lists: &[ListPlan]) -> Vec<String> {
        let mut absent: BTreeSet<&str> = BTreeSet::new();
        for list in lists.iter().filter_map(|list| list.before.as_ref()) {
            for one in onde_subscribers(list) {
                let labels = one.classes.iter().map(String::as_str);
                absent.extend(labels.filter(|label| !self.has(label)));
            }
        }
        absent.into_iter().map(str::to_owned).collect()
    }
}

fn onde_subscribers(list: &List) -> impl Iterator<Item = &Subscriber> {
    list.subscribers
        .iter()
        .filter(|one| one.origin == Origin::Onde)
}

/// Returns the class that a list was made for, if it was: the label that gives its name.
fn class_of_list(prefix: &str, name: &ListName, list: &List) -> Option<String> {
    onde_subscribers(list)
        .flat_map(|one| &one.classes)
        .find(|label| class_list_name(prefix, label).as_ref() == Ok(name))
        .cloned()
}

/// One address over all files.
struct Entry<'a> {
    address: &'a Address,
    names: Vec<&'a str>,
    origin: Origin,
    places: Vec<Place<'a>>,
}

/// One list on which an address belongs.
struct Place<'a> {
    list: &'a ListName,
    classes: Vec<&'a Arc<str>>,
    suppressed: bool,
}

/// Makes one entry of every address, whatever the files, rows and people that have it.
fn merge<'a>(
    sources: &'a [Source],
    options: &'a ImportOptions,
    classes: &'a Classes,
    is_suppressed: impl Fn(&ListName, &Address) -> bool,
    plan: &mut ImportPlan,
) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry<'a>> = Vec::new();
    let mut ranks: HashMap<&'a str, usize> = HashMap::new();
    let mut pupils = Pupils::default();
    // The same few labels come back on every row.
    let mut known: HashMap<&'a str, Option<&'a Class>> = HashMap::new();
    for (file, source) in sources.iter().enumerate() {
        let origin = match source.people.kind {
            Kind::Onde => Origin::Onde,
            Kind::Csv | Kind::Addresses => Origin::File,
        };
        for person in &source.people.people {
            let mut taken: Vec<(&'a str, Option<&'a Class>)> =
                Vec::with_capacity(person.children.len());
            for child in &person.children {
                let class = *known
                    .entry(&child.class)
                    .or_insert_with(|| classes.by_label.get(&fold_label(&child.class)));
                if class.map_or(!classes.restricted, |class| class.taken) {
                    taken.push((&child.name, class));
                }
            }
            if taken.is_empty() && classes.restricted {
                continue;
            }
            plan.rows += 1;
            let reference = || RowReference {
                file,
                line: person.line,
                name: person.name.clone(),
            };
            if person.addresses.is_empty() && !has_problem(&source.people.problems, person) {
                plan.without_address.push(reference());
            }
            let by_class = matches!(options.target, Target::ByClass { .. });
            if by_class && taken.iter().all(|(_, class)| class.is_none()) {
                plan.without_class.push(reference());
            }
            let mut reached = false;
            for address in &person.addresses {
                let rank = *ranks.entry(address.key()).or_insert_with(|| {
                    if let Some(likely) = likely_domain(address.domain()) {
                        plan.mistyped.push(MistypedAddress {
                            file,
                            line: person.line,
                            address: address.clone(),
                            likely,
                        });
                    }
                    entries.push(Entry {
                        address,
                        names: Vec::new(),
                        origin,
                        places: Vec::new(),
                    });
                    entries.len() - 1
                });
                let Some(entry) = entries.get_mut(rank) else {
                    continue;
                };
                entry.origin = entry.origin.min(origin);
                if !person.name.is_empty() && !entry.names.contains(&person.name.as_str()) {
                    entry.names.push(&person.name);
                }
                match &options.target {
                    Target::List(list) => {
                        let labels = taken.iter().filter_map(|(_, class)| *class);
                        let all = labels.map(|class| &class.label);
                        reached |= entry.place(list, all, &is_suppressed);
                    }
                    Target::ByClass { .. } => {
                        for class in taken.iter().filter_map(|(_, class)| *class) {
                            if let Some(list) = &class.list {
                                let label = std::iter::once(&class.label);
                                reached |= entry.place(list, label, &is_suppressed);
                            }
                        }
                    }
                }
            }
            plan.rows_reached += usize::from(reached);
            for (name, class) in taken {
                let label = class.map_or_else(|| Arc::from(""), |class| class.label.clone());
                pupils.meet(name, &label, reached);
            }
        }
    }
    plan.pupils = pupils.len();
    plan.unreachable = pupils.unreachable();
    entries
}

impl<'a> Entry<'a> {
    /// Puts the address on a list; returns whether messages to the list will reach it.
    fn place(
        &mut self,
        list: &'a ListName,
        labels: impl Iterator<Item = &'a Arc<str>>,
        is_suppressed: impl Fn(&ListName, &Address) -> bool,
    ) -> bool {
        let index = self
            .places
            .iter()
            .position(|place| place.list == list)
            .unwrap_or_else(|| {
                self.places.push(Place {
                    list,
                    classes: Vec::new(),
                    suppressed: is_suppressed(list, self.address),
                });
                self.places.len() - 1
            });
        let Some(place) = self.places.get_mut(index) else {
            return false;
        };
        for label in labels {
            if !place.classes.contains(&label) {
                place.classes.push(label);
            }
        }
        !place.suppressed
    }
}

/// Tells whether something of a person's row was refused; problems are in the order of lines.
fn has_problem(problems: &[Problem], person: &Person) -> bool {
    problems
        .binary_search_by_key(&person.line, |problem| problem.line)
        .is_ok()
}

/// Someone who belongs on a list.
struct Wanted<'w, 'a> {
    address: &'a Address,
    names: &'w [&'a str],
    classes: &'w [&'a Arc<str>],
    origin: Origin,
}

struct Scope<'a> {
    mode: Mode,
    classes: &'a Classes,
}

fn plan_list(
    name: &ListName,
    before: Option<List>,
    mut after: List,
    people: &[Wanted<'_, '_>],
    scope: &Scope<'_>,
    now: Timestamp,
) -> ListPlan {
    let (mut added, mut updated, mut unchanged) = (Vec::new(), Vec::new(), 0);
    for one in people {
        let Some(known) = after.subscribers.get_mut(one.address) else {
            let mut subscriber = Subscriber::new(one.address.clone(), one.origin, now);
            subscriber.names = one.names.iter().map(|&name| name.to_owned()).collect();
            subscriber.classes = one.classes.iter().map(ToString::to_string).collect();
            after.subscribers.insert(subscriber);
            added.push(one.address.clone());
            continue;
        };
        let names = known.names.clone();
        let classes = known.classes.clone();
        if scope.mode == Mode::Synchronise && known.origin == Origin::Onde {
            if !one.names.is_empty() {
                known.names.clear();
            }
            // What was not asked for is not known to have ended.
            known.classes.retain(|label| {
                scope.classes.restricted
                    && !scope
                        .classes
                        .by_label
                        .get(&fold_label(label))
                        .is_some_and(|class| class.taken)
            });
        }
        known
            .names
            .extend(one.names.iter().map(|&name| name.to_owned()));
        for label in one.classes {
            let folded = fold_label(label);
            if !known.classes.iter().any(|own| fold_label(own) == folded) {
                known.classes.insert(label.to_string());
            }
        }
        if known.names == names && known.classes == classes {
            unchanged += 1;
        } else {
            updated.push(one.address.clone());
        }
    }
    let (mut left, mut kept) = (Vec::new(), Vec::new());
    if let (Some(before), Mode::Synchronise) = (&before, scope.mode) {
        let present: BTreeSet<&str> = people.iter().map(|one| one.address.key()).collect();
        for one in before.subscribers.iter() {
            if present.contains(one.address.key()) || !scope.classes.covers(one) {
                continue;
            }
            if one.origin == Origin::Onde {
                after.subscribers.remove(&one.address);
                left.push(one.clone());
            } else {
                kept.push(one.address.clone());
            }
        }
    }
    let moved = moved(&left, &added, &after);
    ListPlan {
        name: name.clone(),
        before,
        after,
        added,
        updated,
        unchanged,
        left,
        kept,
        moved,
    }
}

/// Pairs those who left with those who joined under the same name.
fn moved(left: &[Subscriber], added: &[Address], after: &List) -> Vec<Moved> {
    if left.is_empty() {
        return Vec::new();
    }
    let mut joined: HashMap<&str, &Address> = HashMap::new();
    for address in added {
        let names = after.subscribers.get(address).map(|one| &one.names);
        for name in names.into_iter().flatten() {
            joined.entry(name).or_insert(address);
        }
    }
    left.iter()
        .filter_map(|one| {
            let (name, to) = one
                .names
                .iter()
                .find_map(|name| joined.get(name.as_str()).map(|to| (name, *to)))?;
            Some(Moved {
                name: name.clone(),
                from: one.address.clone(),
                to: to.clone(),
            })
        })
        .collect()
}

/// Finds the classes whose label changed: a list to be made, most of whose
/// people are those of a class that is gone.
fn renamed(
    lists: &BTreeMap<ListName, List>,
    prefix: &str,
    wanted: &BTreeMap<&ListName, Vec<Wanted<'_, '_>>>,
    classes: &Classes,
) -> Vec<Renamed> {
    let mut found = Vec::new();
    let gone: Vec<(&ListName, &List, String)> = lists
        .iter()
        .filter_map(|(name, list)| {
            let label = class_of_list(prefix, name, list)?;
            (!classes.has(&label)).then_some((name, list, label))
        })
        .collect();
    for (&new_list, people) in wanted {
        if lists.contains_key(new_list) {
            continue;
        }
        let present: BTreeSet<&str> = people.iter().map(|one| one.address.key()).collect();
        for (old_list, list, from) in &gone {
            let (mut same, mut all) = (0, 0);
            for one in onde_subscribers(list) {
                all += 1;
                same += usize::from(present.contains(one.address.key()));
            }
            if same * 2 > all {
                found.push(Renamed {
                    from: from.clone(),
                    to: classes.label_of(new_list).unwrap_or_default(),
                    old_list: (*old_list).clone(),
                    new_list: new_list.clone(),
                });
            }
        }
    }
    found
}

/// Counts people, not subscriptions: whoever changes class does not leave the school.
fn count_leaving(plan: &mut ImportPlan) {
    let (mut before, mut after) = (BTreeSet::new(), BTreeSet::new());
    let (mut total, mut leaving) = (0, 0);
    if plan.lists.iter().any(|list| !list.left.is_empty()) {
        for list in &plan.lists {
            after.extend(list.after.subscribers.iter().map(|one| one.address.key()));
        }
        for list in plan.lists.iter().filter_map(|list| list.before.as_ref()) {
            for one in onde_subscribers(list) {
                if before.insert(one.address.key()) {
                    total += 1;
                    leaving += usize::from(!after.contains(one.address.key()));
                }
            }
        }
    }
    plan.onde_before = total;
    plan.onde_leaving = leaving;
}
