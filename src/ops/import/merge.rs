//! One entry per address, whatever the files, rows and people that have it.

use std::collections::BTreeSet;

use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::SmallVec;

use super::{
    changes::Few,
    classes::{Class, Classes},
    plan::{ImportOptions, ImportPlan, MistypedAddress, RefusedCell, RowReference, Source, Target},
    pupils::Pupils,
};
use crate::{
    domain::{
        address::Address, audience::fold_label, list_name::ListName, mistyped::likely_domain,
        subscriber::Origin,
    },
    formats::people::{Kind, People, Person, Problem},
};

/// One address over all files.
pub(super) struct Entry<'a, 'c> {
    pub(super) address: &'a Address,
    pub(super) names: Few<'a>,
    pub(super) origin: Origin,
    pub(super) places: SmallVec<[Place<'a, 'c>; 1]>,
}

/// One list on which an address belongs.
pub(super) struct Place<'a, 'c> {
    pub(super) list: &'c ListName,
    pub(super) classes: Few<'a>,
    pub(super) suppressed: bool,
}

/// A pupil of a row, in a class that was asked for.
struct Taken<'a, 'c> {
    name: &'a str,
    class: Option<&'c Class<'a>>,
    /// Whether a message to the pupil's list reaches the responsable.
    reached: bool,
}

/// Makes one entry of every address, whatever the files, rows and people that have it.
pub(super) fn merge<'a, 'c>(
    sources: &'a [Source],
    options: &'c ImportOptions,
    classes: &'c Classes<'a>,
    is_suppressed: impl Fn(&ListName, &Address) -> bool,
    plan: &mut ImportPlan<'a>,
) -> Vec<Entry<'a, 'c>> {
    let rows = sources.iter().map(|one| one.people.len()).sum();
    let mut merger = Merger {
        target: &options.target,
        classes,
        is_suppressed,
        entries: Vec::with_capacity(rows),
        ranks: FxHashMap::with_capacity_and_hasher(rows, FxBuildHasher),
        pupils: Pupils::with_capacity(rows),
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
    classes: &'c Classes<'a>,
    is_suppressed: F,
    entries: Vec<Entry<'a, 'c>>,
    /// The key of an address → its entry.
    ranks: FxHashMap<&'a str, usize>,
    pupils: Pupils<'a>,
    plan: &'p mut ImportPlan<'a>,
}

impl<'a, 'c, F: Fn(&ListName, &Address) -> bool> Merger<'a, 'c, '_, F> {
    fn take_source(&mut self, file: usize, source: &'a People) {
        let origin = match source.kind {
            Kind::Onde => Origin::Onde,
            Kind::Csv | Kind::Addresses => Origin::File,
        };
        let mut left_out: BTreeSet<usize> = BTreeSet::new();
        let by_label = &self.classes.by_label;
        let ranked = source.classes.iter();
        let ranked: Vec<_> = ranked
            .map(|label| by_label.get(&fold_label(label)))
            .collect();
        for person in source.iter() {
            let taken = self.children_taken(person, &ranked);
            if taken.is_empty() && self.classes.restricted {
                left_out.insert(person.line);
                continue;
            }
            let reference = || RowReference {
                file,
                line: person.line,
                name: person.name.to_owned(),
            };
            if person.addresses.is_empty() && !has_problem(&source.problems, person.line) {
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
    fn children_taken(
        &self,
        person: Person<'a>,
        ranked: &[Option<&'c Class<'a>>],
    ) -> SmallVec<[Taken<'a, 'c>; 4]> {
        let restricted = self.classes.restricted;
        let children = person.children().map(|child| Taken {
            name: child.name,
            class: child.class.and_then(|rank| *ranked.get(rank)?),
            reached: false,
        });
        children
            .filter(|child| child.class.map_or(!restricted, |class| class.taken))
            .collect()
    }

    fn take_person(
        &mut self,
        file: usize,
        origin: Origin,
        person: Person<'a>,
        mut taken: SmallVec<[Taken<'a, 'c>; 4]>,
    ) {
        let mut reached = false;
        for address in person.addresses {
            let rank = self.rank(address, origin, file, person.line);
            let Some(entry) = self.entries.get_mut(rank) else {
                continue;
            };
            entry.origin = entry.origin.min(origin);
            if !person.name.is_empty() && !entry.names.contains(&person.name) {
                entry.names.push(person.name);
            }
            match self.target {
                Target::List(list) => {
                    let labels = taken.iter().filter_map(|child| child.class);
                    let labels = labels.map(|class| class.label);
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
                        let label = std::iter::once(class.label);
                        child.reached |= entry.place(list, label, &self.is_suppressed);
                        reached |= child.reached;
                    }
                }
            }
        }
        self.plan.rows += 1;
        self.plan.rows_reached += usize::from(reached);
        for child in taken {
            self.pupils.meet(child.name, child.class, child.reached);
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
            names: Few::new(),
            origin,
            places: SmallVec::new(),
        });
        rank
    }
}

impl<'a, 'c> Entry<'a, 'c> {
    /// Puts the address on a list; returns whether messages to the list will reach it.
    fn place(
        &mut self,
        list: &'c ListName,
        labels: impl Iterator<Item = &'a str>,
        is_suppressed: impl Fn(&ListName, &Address) -> bool,
    ) -> bool {
        let index = self
            .places
            .iter()
            .position(|place| std::ptr::eq(place.list, list) || place.list == list)
            .unwrap_or_else(|| {
                self.places.push(Place {
                    list,
                    classes: Few::new(),
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

/// Tells whether something of the row on a line was refused; problems are in the order of lines.
fn has_problem(problems: &[Problem], line: usize) -> bool {
    problems
        .binary_search_by_key(&line, |problem| problem.line)
        .is_ok()
}
