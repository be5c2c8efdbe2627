//! The classes of the files, their lists, and which of them an import is about.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    changes::ListPlan,
    plan::{ImportError, ImportOptions, Source, Target},
};
use crate::domain::{
    audience::fold_label,
    class_list::class_list_name,
    list::List,
    list_name::ListName,
    subscriber::{Origin, Subscriber},
};

/// The classes of the files.
pub(super) struct Classes<'a> {
    /// Folded label → the class.
    pub(super) by_label: BTreeMap<String, Class<'a>>,
    /// Whether only some of them were asked for.
    pub(super) restricted: bool,
    /// Whether each has a list.
    pub(super) by_class: bool,
}

pub(super) struct Class<'a> {
    /// Its place among all labels, from 1.
    pub(super) rank: usize,
    /// The label as the first file that has it writes it.
    pub(super) label: &'a str,
    /// Whether it was asked for.
    pub(super) taken: bool,
    /// Its list, when lists are by class.
    pub(super) list: Option<ListName>,
}

/// Returns the lists of all classes of the files.
pub fn class_lists(sources: &[Source], prefix: &str) -> Result<BTreeSet<ListName>, ImportError> {
    let labels = sources.iter().flat_map(|source| &source.people.classes);
    labels.map(|label| list_of_class(prefix, label)).collect()
}

fn list_of_class(prefix: &str, label: &str) -> Result<ListName, ImportError> {
    class_list_name(prefix, label).map_err(|error| ImportError::ClassName {
        label: label.to_owned(),
        error,
    })
}

impl<'a> Classes<'a> {
    pub(super) fn gather(
        sources: &'a [Source],
        options: &ImportOptions,
    ) -> Result<Self, ImportError> {
        let mut by_label: BTreeMap<String, Class<'a>> = BTreeMap::new();
        let labels = sources.iter().flat_map(|source| &source.people.classes);
        for (rank, label) in (1..).zip(labels) {
            let list = match &options.target {
                Target::List(_) => None,
                Target::ByClass { prefix, .. } => Some(list_of_class(prefix, label)?),
            };
            by_label.entry(fold_label(label)).or_insert(Class {
                rank,
                label,
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
            by_class: matches!(options.target, Target::ByClass { .. }),
        })
    }

    /// Returns the lists that the import is about, whoever is in them.
    pub(super) fn lists<'s>(&'s self, target: &'s Target) -> Vec<&'s ListName> {
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
    pub(super) fn label_of(&self, list: &ListName) -> Option<String> {
        self.by_label
            .values()
            .find(|class| class.list.as_ref() == Some(list))
            .map(|class| class.label.to_string())
    }

    pub(super) fn has(&self, label: &str) -> bool {
        self.by_label.contains_key(&fold_label(label))
    }

    /// Tells whether a subscriber's absence from the files means anything: all their classes were asked for.
    pub(super) fn covers(&self, subscriber: &Subscriber) -> bool {
        // Of someone without a class, only the list of one says which it is.
        let has_class = self.by_class || !subscriber.classes.is_empty();
        let taken = || subscriber.classes.iter().all(|label| self.takes(label));
        !self.restricted || (has_class && taken())
    }

    /// Tells whether a class was asked for.
    pub(super) fn takes(&self, label: &str) -> bool {
        self.by_label
            .get(&fold_label(label))
            .is_some_and(|class| class.taken)
    }

    /// Returns the lists of classes that are in none of the files any more.
    pub(super) fn absent_lists(
        &self,
        lists: &BTreeMap<ListName, List>,
        target: &Target,
    ) -> Vec<ListName> {
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

    /// Returns the classes that are in none of the files any more, and neither are their people.
    ///
    /// A class most of whose people stay on its list only has another label.
    pub(super) fn absent_labels(&self, lists: &[ListPlan<'_>]) -> Vec<String> {
        let mut absent = BTreeSet::new();
        for list in lists {
            let mut balance: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
            for one in onde_subscribers(&list.list) {
                for label in one.classes.iter().filter(|label| !self.has(label)) {
                    balance.entry(label).or_default().0 += 1;
                }
            }
            for label in list.left.iter().flat_map(|one| &one.classes) {
                if let Some((_, left)) = balance.get_mut(label.as_str()) {
                    *left += 1;
                }
            }
            let gone = balance
                .into_iter()
                .filter(|(_, (all, left))| left * 2 >= *all);
            absent.extend(gone.map(|(label, _)| label.to_owned()));
        }
        absent.into_iter().collect()
    }
}

/// Returns the subscribers that a synchronisation is about.
pub(super) fn onde_subscribers(list: &List) -> impl Iterator<Item = &Subscriber> {
    list.subscribers
        .iter()
        .filter(|one| one.origin == Origin::Onde)
}

/// Returns the class that a list was made for, if it was: the label that gives its name.
pub(super) fn class_of_list(prefix: &str, name: &ListName, list: &List) -> Option<String> {
    onde_subscribers(list)
        .flat_map(|one| &one.classes)
        .find(|label| class_list_name(prefix, label).as_ref() == Ok(name))
        .cloned()
}

/// Returns the class of all subscribers that a synchronisation is about, if it is only one.
pub(super) fn only_class(list: &List) -> Option<String> {
    let mut labels = onde_subscribers(list).flat_map(|one| &one.classes);
    let first = labels.next()?;
    let folded = fold_label(first);
    labels
        .all(|label| fold_label(label) == folded)
        .then(|| first.clone())
}
