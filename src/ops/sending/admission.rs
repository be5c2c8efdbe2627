//! Whether a frozen message may leave still (R3, R4), and who is answered then (R6):
//! rights change after a freeze.

use crate::{
    config::{Account, Settings},
    domain::{
        message::Message,
        rights::{Refusal, check_sender, check_writer},
    },
    store::Store,
};

/// Returns the account that a message leaves through; a [`Refusal`] when its
/// sender may not write any more.
///
/// Takes down in the message who owns and moderates its lists now: replies must not
/// go to somebody who has left the school since it was written.
pub fn admit<'a>(
    message: &mut Message,
    store: &Store,
    settings: &'a Settings,
) -> anyhow::Result<&'a Account> {
    let domains = &settings.professional_domains;
    check_sender(&message.from, domains)?;
    let mut lists = message.lists.clone();
    for frozen in &mut lists {
        // Whoever is reached through a deleted list is skipped by the run.
        if let Some(list) = store.list_by_id(&frozen.id, &frozen.name)? {
            check_writer(&message.from, &frozen.name, &list, domains)?;
            frozen.owner = list.owner;
            frozen.moderators = list.moderators;
        }
    }
    let account = settings.account(&message.from);
    let account = account.map_err(|_| Refusal::NoAccount {
        address: message.from.clone(),
    })?;
    message.lists = lists;
    Ok(account)
}
