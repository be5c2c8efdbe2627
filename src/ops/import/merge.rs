//! One entry per address, whatever the files, rows and people that have it.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    classes::{Class, Classes},
    plan::{ImportOptions, ImportPlan, MistypedAddress, RefusedCell, RowReference, Source, Target},
    pupils::Pupils,
};
use crate::{
    domain::{
        address::Address, audience::fold_label, list_name::ListName, provider::likely_domain,
        subscriber::Origin,
    },
    formats::people::{Kind, People, Person, Problem},
};

/// One address over all files.
pub(super) struct Entry<'a, 'c> {
    pub(super) address: &'a Address,
    pub(super) names: Vec<&'a str>,
    pub(super) origin: Origin,
    pub(super) places: Vec<Place<'c>>,
}

/// One list on which an address belongs.
pub(super) struct Place<'c> {
    pub(super) list: &'c ListName,
    pub(super) classes: Vec<Arc<str>>,
    pub(super) suppressed: bool,
}

/// A pupil of a row, in a class that was asked for.
struct Taken<'a, 'c> {
    name: &'a str,
    class: Option<&'c Class>,
    /// Whether a message to the pupil's list reaches the responsable.
    reached: bool,
}

/// Makes one entry of every address, whatever the files, rows and people that have it.
pub(super) fn merge<'a, 'c>(
    sources: &'a [Source],
    options: &'c ImportOptions,
    classes: &'c Classes,
    is_suppressed: impl Fn(&ListName, &Address) -> bool,
    plan: &mut ImportPlan<'a>,
) -> Vec<Entry<'a, 'c>> {
    let rows = sources.iter().map(|one| one.people.people.len()).sum();
    let mut merger = Merger {
        target: &options.target,
        classes,
        is_suppressed,
        entries: Vec::with_capacity(rows),
        ranks: HashMap::with_capacity(rows),
        known: HashMap::new(),
        pupils: Pupils::default(),
        plan,
    };
    for (file, source) in sources.iter().enumerate() {
        merger.take_source(file, &source.people);
    }
    merger.plan.pupils = merger.pupils.len();
    merger.plan.unreachable = merger.pupils.unreachable();
    merger.entries
}

/// What is known after some of the rows.
struct Merger<'a, 'c, 'p, F> {
    target: &'c Target,
    classes: &'c Classes,
    is_suppressed: F,
    entries: Vec<Entry<'a, 'c>>,
    /// The key of an address → its entry.
    ranks: HashMap<&'a str, usize>,
    /// The same few labels come back on every row.
    known: HashMap<&'a str, Option<&'c Class>>,
    pupils: Pupils<'a, 'c>,
    plan: &'p mut ImportPlan<'a>,
}

impl<'a, 'c, F: Fn(&ListName, &Address) -> bool> Merger<'a, 'c, '_, F> {
    fn take_source(&mut self, file: usize, source: &'a People) {
        let origin = match source.kind {
            Kind::Onde => Origin::Onde,
            Kind::Csv | Kind::Addresses => Origin::File,
        };
        let mut left_out: BTreeSet<usize> = BTreeSet::new();
        for person in &source.people {
            let taken = self.children_taken(person);
            if taken.is_empty() && self.classes.restricted {
                left_out.insert(person.line);
                continue;
            }
            let reference = || RowReference {
                file,
                line: person.line,
                name: person.name.clone(),
            };
            if person.addresses.is_empty() && !has_problem(&source.problems, person) {
                self.plan.without_address.push(reference());
            }
            let by_class = matches!(self.target, Target::ByClass { .. });
            if by_class && taken.iter().all(|child| child.class.is_none()) {
                self.plan.without_class.push(reference());
            }
            self.take_person(file, origin, person, taken);
        }
        let asked_for = |problem: &&Problem| !left_out.contains(&problem.line);
        let problems = source.problems.iter().filter(asked_for);
        self.plan
            .refused
            .extend(problems.map(|problem| RefusedCell {
                file,
                problem: problem.clone(),
            }));
    }

    /// Returns the pupils of a row who are in a class that was asked for.
    fn children_taken(&mut self, person: &'a Person) -> Vec<Taken<'a, 'c>> {
        let classes = self.classes;
        let mut taken = Vec::with_capacity(person.children.len());
        for child in &person.children {
            let class = *self
                .known
                .entry(&child.class)
                .or_insert_with(|| classes.by_label.get(&fold_label(&child.class)));
            if class.map_or(!classes.restricted, |class| class.taken) {
                taken.push(Taken {
                    name: &child.name,
                    class,
                    reached: false,
                });
            }
        }
        taken
    }

    fn take_person(
        &mut self,
        file: usize,
        origin: Origin,
        person: &'a Person,
        mut taken: Vec<Taken<'a, 'c>>,
    ) {
        let mut reached = false;
        for address in &person.addresses {
            let rank = self.rank(address, origin, file, person.line);
            let Some(entry) = self.entries.get_mut(rank) else {
                continue;
            };
            entry.origin = entry.origin.min(origin);
            if !person.name.is_empty() && !entry.names.contains(&person.name.as_str()) {
                entry.names.push(&person.name);
            }
            match self.target {
                Target::List(list) => {
                    let labels = taken.iter().filter_map(|child| child.class);
                    let labels = labels.map(|class| &class.label);
                    let there = entry.place(list, labels, &self.is_suppressed);
                    reached |= there;
                    for child in &mut taken {
                        child.reached |= there;
                    }
                }
                Target::ByClass { .. } => {
                    for child in &mut taken {
                        let Some(class) = child.class else { continue };
                        let Some(list) = &class.list else { continue };
                        let label = std::iter::once(&class.label);
                        child.reached |= entry.place(list, label, &self.is_suppressed);
                        reached |= child.reached;
                    }
                }
            }
        }
        self.plan.rows += 1;
        self.plan.rows_reached += usize::from(reached);
        for child in taken {
            let label = child.class.map_or("", |class| &class.label);
            self.pupils.meet(child.name, label, child.reached);
        }
    }

    /// Returns the rank of an address's entry, made at its first row.
    fn rank(&mut self, address: &'a Address, origin: Origin, file: usize, line: usize) -> usize {
        if let Some(&rank) = self.ranks.get(address.key()) {
            return rank;
        }
        if let Some(likely) = likely_domain(address.domain()) {
            self.plan.mistyped.push(MistypedAddress {
                file,
                line,
                address: address.clone(),
                likely,
            });
        }
        let rank = self.entries.len();
        self.ranks.insert(address.key(), rank);
        self.entries.push(Entry {
            address,
            names: Vec::new(),
            origin,
            places: Vec::new(),
        });
        rank
    }
}

impl<'c> Entry<'_, 'c> {
    /// Puts the address on a list; returns whether messages to the list will reach it.
    fn place(
        &mut self,
        list: &'c ListName,
        labels: impl Iterator<Item = &'c Arc<str>>,
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
            if !place.classes.contains(label) {
                place.classes.push(label.clone());
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
