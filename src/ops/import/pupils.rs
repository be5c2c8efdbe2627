//! The pupils of the files, and which of them have a responsable who can be written to.

use std::collections::{BTreeMap, hash_map::Entry};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::classes::{Class, Classes};

/// A pupil, as the rows of their responsables name them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pupil {
    /// The label of the class; empty when they have none.
    pub class: String,
    /// First name and name.
    pub name: String,
}

/// Gathers pupils over all rows; each responsable's row names them again.
#[derive(Debug)]
pub(super) struct Pupils<'a> {
    /// Name and rank of the class, 0 when there is none → whether a message reaches anyone for them.
    reached: FxHashMap<(&'a str, usize), bool>,
}

impl<'a> Pupils<'a> {
    /// Makes room for so many pupils.
    pub(super) fn with_capacity(pupils: usize) -> Self {
        Self {
            reached: FxHashMap::with_capacity_and_hasher(pupils, FxBuildHasher),
        }
    }

    /// Counts a pupil once, and remembers whether anyone is reached for them.
    pub(super) fn meet(&mut self, name: &'a str, class: Option<&Class<'a>>, reached: bool) {
        if name.is_empty() {
            return;
        }
        let rank = class.map_or(0, |class| class.rank);
        match self.reached.entry((name, rank)) {
            Entry::Occupied(mut known) => *known.get_mut() |= reached,
            Entry::Vacant(place) => {
                place.insert(reached);
            }
        }
    }

    /// Returns how many pupils there are.
    pub(super) fn len(&self) -> usize {
        self.reached.len()
    }

    /// Returns those whom no message reaches, by class and name.
    pub(super) fn unreachable(&self, classes: &Classes<'_>) -> Vec<Pupil> {
        let labels: BTreeMap<usize, &str> = classes
            .by_label
            .values()
            .map(|class| (class.rank, class.label))
            .collect();
        let mut pupils: Vec<Pupil> = self
            .reached
            .iter()
            .filter(|(_, reached)| !**reached)
            .map(|((name, rank), _)| Pupil {
                class: labels.get(rank).copied().unwrap_or_default().to_owned(),
                name: (*name).to_owned(),
            })
            .collect();
        pupils.sort();
        pupils
    }
}
