//! Lists: can they be read, do they hold what they say, may their people own and write?

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{Finding, Severity, mend::Mend};
use crate::{
    domain::{
        address::Domain,
        list::{List, ListId},
        list_name::ListName,
        rights::{check_moderator, check_owner},
    },
    store::{Store, file::TEMPORARY_PREFIX},
    text,
};

/// `domains` is absent when the settings cannot be read.
pub fn examine(store: &Store, domains: Option<&BTreeSet<Domain>>, findings: &mut Vec<Finding>) {
    let names = match store.list_names() {
        Ok(names) => names,
        Err(error) => {
            findings.push(Finding::unreadable("lists-unreadable", &error));
            return;
        }
    };
    let mut identifiers: BTreeMap<ListId, ListName> = BTreeMap::new();
    for name in names {
        let list = match store.list(&name) {
            Ok(list) => list,
            Err(error) => {
                findings.push(Finding::unreadable("list-unreadable", &error));
                continue;
            }
        };
        if let Some(first) = identifiers.get(&list.id) {
            findings.push(Finding::warning(
                "list-twice",
                &text!("doctor-list-twice", first = first, name = &name),
                text!("doctor-next-list-twice", first = first, name = &name),
            ));
        } else {
            identifiers.insert(list.id.clone(), name.clone());
        }
        examine_counts(store, &name, &list, findings);
        if let Some(domains) = domains.filter(|domains| !domains.is_empty()) {
            examine_people(&name, &list, domains, findings);
        }
    }
    examine_strangers(&store.root().join("lists"), findings);
}

fn examine_counts(store: &Store, name: &ListName, list: &List, findings: &mut Vec<Finding>) {
    match store.list_summary(name) {
        Ok(summary) if summary.counts == list.counts() => {}
        Ok(summary) => {
            let what = text!(
                "doctor-list-counts",
                name = name,
                said = summary.counts.total(),
                count = list.subscribers.len()
            );
            let mend = Mend::CountSubscribers(name.clone());
            findings.push(Finding::mendable(
                Severity::Remark,
                "list-counts",
                &what,
                mend,
            ));
        }
        // Everything is there but the counts, or they are no numbers.
        Err(error) => findings.push(Finding::unreadable("list-unreadable", &error)),
    }
}

fn examine_people(
    name: &ListName,
    list: &List,
    domains: &BTreeSet<Domain>,
    findings: &mut Vec<Finding>,
) {
    if check_owner(&list.owner, domains).is_err() {
        findings.push(Finding::warning(
            "owner-not-professional",
            &text!("doctor-owner", name = name, address = &list.owner),
            text!("doctor-next-owner", name = name),
        ));
    }
    for moderator in &list.moderators {
        if check_moderator(moderator, domains).is_err() {
            findings.push(Finding::warning(
                "moderator-not-professional",
                &text!("doctor-moderator", name = name, address = moderator),
                text!("doctor-next-moderator", name = name, address = moderator),
            ));
        }
    }
}

/// Reports what stands among the lists and is none: carnet never looks at it.
fn examine_strangers(folder: &Path, findings: &mut Vec<Finding>) {
    let mut strangers: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| {
            let list = name.strip_suffix(".json").map(ListName::parse);
            !matches!(list, Some(Ok(_))) && !name.starts_with(TEMPORARY_PREFIX)
        })
        .collect();
    strangers.sort();
    for name in strangers {
        let path = folder.join(name).display().to_string();
        findings.push(Finding::remark(
            "not-a-list",
            &text!("doctor-not-a-list", path = path),
            Some(text!("doctor-next-not-a-list")),
        ));
    }
}
