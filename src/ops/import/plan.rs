//! What an import would do, as a value: a pure function of the files, the lists and the options.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fmt,
};

use jiff::Timestamp;

use super::{
    changes::{ListPlan, Scope},
    classes::{Classes, class_of_list, onde_subscribers, only_class},
    merge::{Joinings, merge},
    pupils::Pupil,
};
use crate::{
    domain::{
        address::Address,
        audience::fold_label,
        list::{List, ListId},
        list_name::{ListName, ListNameError},
    },
    formats::people::{Kind, People, Problem},
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
    /// When it was last written, if that can be known.
    pub modified: Option<Timestamp>,
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
pub struct ImportPlan<'a> {
    /// The lists concerned, in the order of their names.
    pub lists: Vec<ListPlan<'a>>,
    /// How many rows were taken, each of one responsable or contact.
    pub rows: usize,
    /// How many rows have an address that is written to.
    pub rows_reached: usize,
    /// How many pupils the rows taken name.
    pub pupils: usize,
    /// Pupils for whom no message reaches anyone.
    pub unreachable: Vec<Pupil>,
    /// Cells and rows that could not be taken, of the rows that were asked for.
    pub refused: Vec<RefusedCell>,
    /// Rows without an address.
    pub without_address: Vec<RowReference>,
    /// Rows that belong to no class, when lists are by class.
    pub without_class: Vec<RowReference>,
    /// Addresses that look mistyped; imported as they are.
    pub mistyped: Vec<MistypedAddress>,
    /// Addresses deleted on request, and the list they are kept from (R8).
    pub suppressed: Vec<(ListName, Address)>,
    /// Whoever leaves a list, is in none of the files, and stays on a list that the
    /// import is not about (R8).
    pub elsewhere: Vec<(ListName, Address)>,
    /// Classes of subscribers that are in none of the files any more.
    pub absent_classes: Vec<String>,
    /// Classes that seem to have changed their label, or whose list changed its name.
    pub renamed: Vec<Renamed>,
    /// The date of the files that the lists are made equal to, if it can be known.
    pub date: Option<Timestamp>,
    /// Distinct addresses that came from ONDE, are on the lists concerned and could leave them.
    pub onde_before: usize,
    /// Those of them that are on none of these lists afterwards.
    pub onde_leaving: usize,
    /// The keys of all addresses of the files, when someone leaves a list: whoever
    /// has one of them only has no pupil in the class any more.
    pub present: HashSet<&'a str>,
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

/// Something of a file that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedCell {
    /// The rank of the file.
    pub file: usize,
    /// What it is, and why.
    pub problem: Problem,
}

/// What looks like a typing error in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The domain, where another one was probably meant.
    Domain { likely: &'static str },
    /// An accent before the at sign: few servers take it (RFC 6531), and few people have one.
    Accent,
}

/// An address that looks like a typing error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MistypedAddress {
    /// The rank of the file.
    pub file: usize,
    /// The line, from 1.
    pub line: usize,
    /// The address, which is imported.
    pub address: Address,
    /// What looks wrong in it.
    pub mistake: Mistake,
}

/// A class whose families are found under another label, or on a list of another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The label that is gone; the same one when only its list has another name.
    pub from: String,
    /// The label that took its place.
    pub to: String,
    /// The list that the class had.
    pub old_list: ListName,
    /// The list of the new label.
    pub new_list: ListName,
}

impl Renamed {
    /// Says what has another name: the class, or its list.
    pub fn text(&self) -> Text {
        if fold_label(&self.from) == fold_label(&self.to) {
            text!(
                "import-list-renamed",
                class = &self.to,
                list = &self.old_list
            )
        } else {
            text!("import-renamed", from = &self.from, to = &self.to)
        }
    }
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
/// prefix, and any other one when a class is to get a list. `is_suppressed` tells
/// whether an address must not be added to a list, which is none when the list is
/// yet to be made. `new_id` makes the identifier of a new list.
pub fn plan_import<'a>(
    sources: &'a [Source],
    mut lists: BTreeMap<ListName, List>,
    options: &ImportOptions,
    is_suppressed: impl Fn(Option<&List>, &Address) -> bool,
    mut new_id: impl FnMut() -> ListId,
    now: Timestamp,
) -> Result<ImportPlan<'a>, ImportError> {
    let classes = Classes::gather(sources, options)?;
    if options.mode == Mode::Synchronise
        && let Some(other) = sources.iter().find(|one| one.people.kind != Kind::Onde)
    {
        return Err(ImportError::SynchroniseNeedsOnde {
            file: other.name.clone(),
        });
    }
    let whole = options.mode == Mode::Synchronise && options.classes.is_empty();
    let mut plan = ImportPlan::default();
    let suppressed = |list: &ListName, address: &Address| is_suppressed(lists.get(list), address);
    let mut joining = merge(sources, options, &classes, suppressed, &mut plan);
    if whole {
        for list in classes.absent_lists(&lists, &options.target) {
            joining.entry(list).or_default();
        }
    }
    if let Target::ByClass { prefix, .. } = &options.target {
        plan.renamed = renamed(&lists, prefix, &joining, &classes);
    }
    plan.date = date_of(sources, options);
    let scope = Scope {
        mode: options.mode,
        date: plan.date,
        classes: &classes,
    };
    for (name, people) in joining {
        let (list, created) = match (lists.remove(&name), &options.target) {
            (Some(list), _) => (list, false),
            (None, Target::ByClass { owner, .. }) => {
                let mut list = List::new(new_id(), owner.clone(), now);
                list.title = classes.label_of(&name);
                (list, true)
            }
            // The caller has read the list, or failed.
            (None, Target::List(_)) => continue,
        };
        plan.lists
            .push(scope.plan_list(name, list, created, people));
    }
    if plan.lists.iter().any(|list| !list.left.is_empty()) {
        count_leaving(&mut plan, &classes);
        let people = sources.iter().flat_map(|source| source.people.iter());
        plan.present = people
            .flat_map(|person| person.addresses)
            .map(Address::key)
            .collect();
    }
    if whole {
        plan.absent_classes = classes.absent_labels(&plan.lists);
    }
    plan.suppressed.sort();
    plan.suppressed.dedup();
    Ok(plan)
}

/// Returns the date of the files that whole lists are made equal to: the newest one.
///
/// None when one of them has no date, or when only a part of a list is concerned.
fn date_of(sources: &[Source], options: &ImportOptions) -> Option<Timestamp> {
    let part = matches!(options.target, Target::List(_)) && !options.classes.is_empty();
    if options.mode == Mode::Add || part {
        return None;
    }
    let dates: Option<Vec<Timestamp>> = sources.iter().map(|source| source.modified).collect();
    dates?.into_iter().max()
}

/// Finds the classes whose label changed, and those whose list has another name:
/// a list to be made, most of whose people are those of a class that is gone, or
/// of a list that holds this class and no other.
fn renamed(
    lists: &BTreeMap<ListName, List>,
    prefix: &str,
    joining: &Joinings<'_>,
    classes: &Classes<'_>,
) -> Vec<Renamed> {
    let mut found = Vec::new();
    let joining = joining.iter();
    let mut to_be_made = joining
        .filter(|(name, _)| !lists.contains_key(*name))
        .peekable();
    if to_be_made.peek().is_none() {
        return found;
    }
    let gone: Vec<(&ListName, &List, String)> = lists
        .iter()
        .filter_map(|(name, list)| {
            let label = class_of_list(prefix, name, list)?;
            (!classes.has(&label)).then_some((name, list, label))
        })
        .collect();
    let alone: Vec<(&ListName, &List, String)> = lists
        .iter()
        .filter_map(|(name, list)| Some((name, list, only_class(list)?)))
        .collect();
    for (new_list, people) in to_be_made {
        let to = classes.label_of(new_list).unwrap_or_default();
        let folded = fold_label(&to);
        let of_another_name = alone
            .iter()
            .filter(|(_, _, label)| fold_label(label) == folded);
        let present: BTreeSet<&str> = people.iter().map(|one| one.address.key()).collect();
        for (old_list, list, from) in gone.iter().chain(of_another_name) {
            let (mut same, mut all) = (0, 0);
            for one in onde_subscribers(list) {
                all += 1;
                same += usize::from(present.contains(one.address.key()));
            }
            if same * 2 > all {
                found.push(Renamed {
                    from: from.clone(),
                    to: to.clone(),
                    old_list: (*old_list).clone(),
                    new_list: new_list.clone(),
                });
            }
        }
    }
    found
}

/// Counts people, not subscriptions: whoever changes class does not leave the school.
fn count_leaving(plan: &mut ImportPlan<'_>, classes: &Classes<'_>) {
    let (mut before, mut leaving, mut after) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for list in &plan.lists {
        let left: BTreeSet<&str> = list.left.iter().map(|one| one.address.key()).collect();
        // The others of a list, who cannot leave, would hide a class that does.
        let concerned = onde_subscribers(&list.list).filter(|one| classes.covers(one));
        before.extend(concerned.map(|one| one.address.key()));
        let subscribers = list.list.subscribers.iter().map(|one| one.address.key());
        after.extend(subscribers.filter(|key| !left.contains(key)));
        after.extend(list.added.iter().map(|one| one.address.key()));
        leaving.extend(left);
    }
    let (total, leaving) = (before.len(), leaving.difference(&after).count());
    plan.onde_before = total;
    plan.onde_leaving = leaving;
}
