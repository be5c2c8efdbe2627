//! One subscription per address and list, whatever the files, rows and people that have the address.

use std::{
    collections::{BTreeMap, BTreeSet, hash_map::Entry},
    iter,
};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{
    changes::Joining,
    classes::{Class, Classes},
    few::Few,
    plan::{
        ImportOptions, ImportPlan, Mistake, MistypedAddress, RefusedCell, RowReference, Source,
        Target,
    },
    pupils::Pupils,
};
use crate::{
    domain::{
        address::Address, audience::fold_label, list_name::ListName, mistyped::likely_domain,
        subscriber::Origin,
    },
    formats::people::{Kind, People, Person, Problem},
};

/// Who belongs on each list.
pub(super) type Joinings<'a> = BTreeMap<ListName, Vec<Joining<'a>>>;

/// The rank of no list: of the addresses that have no place yet.
const NOWHERE: usize = 0;

/// Gives every list its people, one for every address; what else the files say goes to the plan.
pub(super) fn merge<'a>(
    sources: &'a [Source],
    options: &ImportOptions,
    classes: &Classes<'a>,
    is_suppressed: impl Fn(&ListName, &Address) -> bool,
    plan: &mut ImportPlan<'a>,
) -> Joinings<'a> {
    let rows = sources.iter().map(|one| one.people.len()).sum();
    let lists: BTreeSet<&ListName> = classes.lists(&options.target).into_iter().collect();
    let lists: Vec<&ListName> = lists.into_iter().collect();
    let mut people = vec![Vec::new(); NOWHERE + 1 + lists.len()];
    if let [_, only] = &mut people[..] {
        only.reserve(rows);
    }
    let mut merger = Merger {
        by_class: matches!(options.target, Target::ByClass { .. }),
        classes,
        is_suppressed,
        lists,
        people,
        places: FxHashMap::with_capacity_and_hasher(rows, FxBuildHasher),
        other_places: FxHashMap::default(),
        likely_domains: FxHashMap::default(),
        pupils: Pupils::with_capacity(rows),
        plan,
    };
    for (file, source) in sources.iter().enumerate() {
        merger.take_source(file, &source.people);
    }
    merger.plan.pupils = merger.pupils.len();
    merger.plan.unreachable = merger.pupils.unreachable(classes);
    let people = merger.people.into_iter().skip(NOWHERE + 1);
    merger.lists.into_iter().cloned().zip(people).collect()
}

/// What is known after some of the rows.
struct Merger<'a, 'c, 'p, F> {
    by_class: bool,
    classes: &'c Classes<'a>,
    is_suppressed: F,
    /// Their ranks begin after [`NOWHERE`].
    lists: Vec<&'c ListName>,
    /// Rank of the list → who belongs there.
    people: Vec<Vec<Joining<'a>>>,
    /// Where each address was put first.
    places: FxHashMap<&'a Address, Place>,
    /// First place → the others.
    other_places: FxHashMap<Place, Vec<Place>>,
    /// Few domains have most addresses.
    likely_domains: FxHashMap<&'a str, Option<&'static str>>,
    pupils: Pupils<'a>,
    plan: &'p mut ImportPlan<'a>,
}

/// Where an address is among the people of a list.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Place {
    list: usize,
    rank: usize,
}

/// A class, and the rank of the list for its people.
#[derive(Clone, Copy)]
struct Placed<'a, 'c> {
    class: &'c Class<'a>,
    list: usize,
}

/// A pupil of a row, in a class that was asked for.
struct Taken<'a, 'c> {
    name: &'a str,
    class: Option<Placed<'a, 'c>>,
    /// Whether a message to the pupil's list reaches the responsable.
    reached: bool,
}

impl<'a, 'c, F: Fn(&ListName, &Address) -> bool> Merger<'a, 'c, '_, F> {
    fn take_source(&mut self, file: usize, source: &'a People) {
        let origin = match source.kind {
            Kind::Onde => Origin::Onde,
            Kind::Csv | Kind::Addresses => Origin::File,
        };
        let mut left_out: BTreeSet<usize> = BTreeSet::new();
        let labels = source.classes.iter();
        let placed: Vec<_> = labels.map(|label| self.placed(label)).collect();
        let mut taken = Vec::new();
        for person in source.iter() {
            self.take_children(person, &placed, &mut taken);
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
            if self.by_class && taken.iter().all(|child| child.class.is_none()) {
                self.plan.without_class.push(reference());
            }
            self.take_person(file, origin, person, &mut taken);
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

    fn placed(&self, label: &str) -> Option<Placed<'a, 'c>> {
        let class = self.classes.by_label.get(&fold_label(label))?;
        let rank = |list| Some(NOWHERE + 1 + self.lists.binary_search(&list).ok()?);
        let list = match &class.list {
            Some(list) => rank(list).unwrap_or(NOWHERE),
            None => NOWHERE + 1,
        };
        Some(Placed { class, list })
    }

    /// Puts into `taken` the pupils of a row who are in a class that was asked for.
    fn take_children(
        &self,
        person: Person<'a>,
        placed: &[Option<Placed<'a, 'c>>],
        taken: &mut Vec<Taken<'a, 'c>>,
    ) {
        let restricted = self.classes.restricted;
        taken.clear();
        for child in person.children() {
            let class = child.class.and_then(|rank| *placed.get(rank)?);
            if class.map_or(!restricted, |placed| placed.class.taken) {
                taken.push(Taken {
                    name: child.name,
                    class,
                    reached: false,
                });
            }
        }
    }

    fn take_person(
        &mut self,
        file: usize,
        origin: Origin,
        person: Person<'a>,
        taken: &mut [Taken<'a, 'c>],
    ) {
        let first_list = if self.by_class {
            let mut lists = taken.iter().filter_map(|child| Some(child.class?.list));
            lists.next().unwrap_or(NOWHERE)
        } else {
            NOWHERE + 1
        };
        let mut reached = false;
        for address in person.addresses {
            let home = self.meet(address, origin, first_list, (file, person.line));
            self.describe(home, person.name, origin);
            if !self.by_class {
                let labels = taken
                    .iter()
                    .filter_map(|child| Some(child.class?.class.label));
                reached |= self.place(home, first_list, labels);
                continue;
            }
            for child in &mut *taken {
                let Some(Placed { class, list }) = child.class else {
                    continue;
                };
                let there = self.place(home, list, iter::once(class.label));
                child.reached |= there;
                reached |= there;
            }
        }
        if !self.by_class {
            for child in &mut *taken {
                child.reached = reached;
            }
        }
        self.plan.rows += 1;
        self.plan.rows_reached += usize::from(reached);
        for child in taken {
            let class = child.class.map(|placed| placed.class);
            self.pupils.meet(child.name, class, child.reached);
        }
    }

    /// Returns the first place of an address, which it gets at its first row.
    fn meet(
        &mut self,
        address: &'a Address,
        origin: Origin,
        list: usize,
        (file, line): (usize, usize),
    ) -> Place {
        let mut place = Place {
            list,
            rank: self.people.get(list).map_or(0, Vec::len),
        };
        match self.places.entry(address) {
            Entry::Occupied(known) => return *known.get(),
            Entry::Vacant(vacant) => {
                vacant.insert(place);
            }
        }
        if let Some(mistake) = self.mistake(address) {
            self.plan.mistyped.push(MistypedAddress {
                file,
                line,
                address: address.clone(),
                mistake,
            });
        }
        let one = Joining {
            address,
            names: Few::default(),
            classes: Few::default(),
            origin,
        };
        if self.is_kept_from(list, address) {
            place = self.put(NOWHERE, one);
            self.places.insert(address, place);
        } else {
            self.put(list, one);
        }
        place
    }

    /// Returns what looks like a typing error in an address.
    fn mistake(&mut self, address: &'a Address) -> Option<Mistake> {
        let domain = address.domain();
        let likely = self.likely_domains.entry(domain);
        let likely = *likely.or_insert_with(|| likely_domain(domain));
        let accent = address.needs_smtputf8().then_some(Mistake::Accent);
        likely.map(|likely| Mistake::Domain { likely }).or(accent)
    }

    /// Adds what a row says of an address, wherever it was put.
    fn describe(&mut self, home: Place, name: &'a str, origin: Origin) {
        let others = self.other_places.get(&home).into_iter().flatten();
        for place in iter::once(&home).chain(others) {
            if let Some(one) = joining(&mut self.people, *place) {
                one.names.add(name);
                one.origin = one.origin.min(origin);
            }
        }
    }

    /// Puts an address on a list, with classes; returns whether messages to the list will reach it.
    fn place(&mut self, home: Place, list: usize, labels: impl Iterator<Item = &'a str>) -> bool {
        let place = if home.list == list {
            Some(home)
        } else {
            let others = self.other_places.get(&home).into_iter().flatten();
            let known = others.copied().find(|place| place.list == list);
            known.or_else(|| self.put_besides(home, list))
        };
        let Some(one) = place.and_then(|place| joining(&mut self.people, place)) else {
            return false;
        };
        labels.for_each(|label| one.classes.add(label));
        list != NOWHERE
    }

    /// Puts an address on one more list, unless it must not be added there.
    fn put_besides(&mut self, home: Place, list: usize) -> Option<Place> {
        let one = joining(&mut self.people, home)?;
        let one = Joining {
            classes: Few::default(),
            ..one.clone()
        };
        if self.is_kept_from(list, one.address) {
            return None;
        }
        let place = self.put(list, one);
        self.other_places.entry(home).or_default().push(place);
        Some(place)
    }

    fn put(&mut self, list: usize, one: Joining<'a>) -> Place {
        let mut rank = 0;
        if let Some(people) = self.people.get_mut(list) {
            rank = people.len();
            people.push(one);
        }
        Place { list, rank }
    }

    /// Tells whether an address was deleted from a list on request (R8), and notes it.
    fn is_kept_from(&mut self, list: usize, address: &Address) -> bool {
        let name = list.checked_sub(NOWHERE + 1);
        let name = name.and_then(|rank| self.lists.get(rank).copied());
        let name = name.filter(|name| (self.is_suppressed)(name, address));
        let kept = name.map(|name| (name.clone(), address.clone()));
        self.plan.suppressed.extend(kept);
        name.is_some()
    }
}

fn joining<'p, 'a>(
    people: &'p mut [Vec<Joining<'a>>],
    place: Place,
) -> Option<&'p mut Joining<'a>> {
    people.get_mut(place.list)?.get_mut(place.rank)
}

/// Tells whether something of the row on a line was refused; problems are in the order of lines.
fn has_problem(problems: &[Problem], line: usize) -> bool {
    problems
        .binary_search_by_key(&line, |problem| problem.line)
        .is_ok()
}
