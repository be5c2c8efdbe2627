//! The pupils of the files, and which of them have a responsable who can be written to.

use std::collections::HashMap;

/// A pupil, as the rows of their responsables name them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pupil {
    /// The label of the class; empty when they have none.
    pub class: String,
    /// First name and name.
    pub name: String,
}

/// Gathers pupils over all rows; each responsable's row names them again.
#[derive(Debug, Default)]
pub(super) struct Pupils<'a, 'c> {
    reached: HashMap<(&'a str, &'c str), bool>,
}

impl<'a, 'c> Pupils<'a, 'c> {
    /// Counts a pupil once, and remembers whether anyone is reached for them.
    pub(super) fn meet(&mut self, name: &'a str, class: &'c str, reached: bool) {
        if name.is_empty() {
            return;
        }
        *self.reached.entry((name, class)).or_default() |= reached;
    }

    /// Returns how many pupils there are.
    pub(super) fn len(&self) -> usize {
        self.reached.len()
    }

    /// Returns those whom no message reaches, by class and name.
    pub(super) fn unreachable(&self) -> Vec<Pupil> {
        let mut pupils: Vec<Pupil> = self
            .reached
            .iter()
            .filter(|(_, reached)| !**reached)
            .map(|((name, class), _)| Pupil {
                class: (*class).to_owned(),
                name: (*name).to_owned(),
            })
            .collect();
        pupils.sort();
        pupils
    }
}
