//! The pupils of the files, and which of them have a responsable who can be written to.

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::classes::Class;

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
    /// Name and rank of the class, 0 when there is none → what is known.
    met: FxHashMap<(&'a str, usize), Met<'a>>,
}

#[derive(Debug)]
struct Met<'a> {
    class: &'a str,
    /// Whether a message reaches anyone for them.
    reached: bool,
}

impl<'a> Pupils<'a> {
    /// Makes room for so many pupils.
    pub(super) fn with_capacity(pupils: usize) -> Self {
        Self {
            met: FxHashMap::with_capacity_and_hasher(pupils, FxBuildHasher),
        }
    }

    /// Counts a pupil once, and remembers whether anyone is reached for them.
    pub(super) fn meet(&mut self, name: &'a str, class: Option<&Class<'a>>, reached: bool) {
        if name.is_empty() {
            return;
        }
        let (rank, class) = class.map_or((0, ""), |class| (class.rank, class.label));
        let met = Met {
            class,
            reached: false,
        };
        self.met.entry((name, rank)).or_insert(met).reached |= reached;
    }

    /// Returns how many pupils there are.
    pub(super) fn len(&self) -> usize {
        self.met.len()
    }

    /// Returns those whom no message reaches, by class and name.
    pub(super) fn unreachable(&self) -> Vec<Pupil> {
        let mut pupils: Vec<Pupil> = self
            .met
            .iter()
            .filter(|(_, met)| !met.reached)
            .map(|((name, _), met)| Pupil {
                class: met.class.to_owned(),
                name: (*name).to_owned(),
            })
            .collect();
        pupils.sort();
        pupils
    }
}
