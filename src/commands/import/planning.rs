//! What an import would do, to the lists as the store has them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::{
    domain::{
        address::Address,
        list::{List, ListId},
        list_name::ListName,
        subscriber::Origin,
    },
    error::CommandError,
    ops::import::{ImportOptions, ImportPlan, Mode, Source, Target, class_lists, plan_import},
    store::{Store, random_bytes},
    text,
};

/// Plans with the lists as the store has them.
pub fn plan<'a>(
    sources: &'a [Source],
    options: &ImportOptions,
    store: &Store,
    now: Timestamp,
) -> Result<ImportPlan<'a>, CommandError> {
    let suppressions = store.suppressions()?;
    let is_suppressed = |list: Option<&List>, address: &Address| match list {
        Some(list) => {
            let is_on_it = || list.subscribers.get(address).is_some();
            suppressions.contains(&list.id, address)
                || (suppressions.has_left(address) && !is_on_it())
        }
        None => suppressions.is_erased(address) || suppressions.has_left(address),
    };
    let new_id = || ListId::new(random_bytes(), now);
    let lists = lists_concerned(sources, options, store)?;
    let mut plan = plan_import(sources, lists, options, is_suppressed, new_id, now)
        .map_err(anyhow::Error::new)?;
    plan.elsewhere = elsewhere(&plan, store)?;
    if plan.rows > 0 && plan.without_class.len() == plan.rows {
        return Err(CommandError::failed(text!("import-no-class")).hint(text!("hint-one-list")));
    }
    Ok(plan)
}

/// Finds who leaves, and stays on a list that ONDE's files brought them onto as well.
fn elsewhere(
    plan: &ImportPlan<'_>,
    store: &Store,
) -> Result<Vec<(ListName, Address)>, CommandError> {
    let left = plan.lists.iter().flat_map(|list| &list.left);
    let absent: BTreeSet<&Address> = left
        .map(|one| &one.address)
        .filter(|address| !plan.present.contains(address.key()))
        .collect();
    if absent.is_empty() {
        return Ok(Vec::new());
    }
    let concerned: BTreeSet<&ListName> = plan.lists.iter().map(|list| &list.name).collect();
    let mut found = Vec::new();
    for name in store.list_names()? {
        if concerned.contains(&name) {
            continue;
        }
        // What is wrong with a list that nothing is asked of is told by `doctor`.
        let Ok(list) = store.list(&name) else {
            continue;
        };
        let stays = |address: &&&Address| {
            let one = list.subscribers.get(address);
            one.is_some_and(|one| one.origin == Origin::Onde)
        };
        let staying = absent.iter().filter(stays);
        found.extend(staying.map(|address| (name.clone(), (*address).clone())));
    }
    Ok(found)
}

/// Reads the one list named, or every list that may be a class's.
///
/// Whoever has many lists waits for them only when it matters: to find who
/// left, or under which name a new class was known.
fn lists_concerned(
    sources: &[Source],
    options: &ImportOptions,
    store: &Store,
) -> Result<BTreeMap<ListName, List>, CommandError> {
    let names = match &options.target {
        Target::List(name) => BTreeSet::from([name.clone()]),
        Target::ByClass { prefix, .. } => {
            let mut known: BTreeSet<ListName> = store.list_names()?.into_iter().collect();
            let needed = class_lists(sources, prefix).map_err(anyhow::Error::new)?;
            if !needed.is_subset(&known) {
                known
            } else if options.mode == Mode::Add {
                needed
            } else {
                known.retain(|name| name.as_str().starts_with(prefix));
                known
            }
        }
    };
    let read = |name: ListName| {
        let list = store.list(&name)?;
        Ok((name, list))
    };
    names.into_iter().map(read).collect()
}
