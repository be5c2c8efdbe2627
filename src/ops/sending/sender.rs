//! Whether the sender of a frozen message may still write (R3, R4): rights change after a freeze.

use crate::{
    config::{Account, Settings},
    domain::{
        message::Message,
        rights::{Refusal, check_sender, check_writer},
    },
    store::Store,
};

/// Returns the account that a message leaves through; a [`Refusal`] when it may not any more.
pub fn check_rights<'a>(
    message: &Message,
    store: &Store,
    settings: &'a Settings,
) -> anyhow::Result<&'a Account> {
    check_sender(&message.from, &settings.professional_domains)?;
    for frozen in &message.lists {
        // Whoever is reached through a deleted list is skipped by the run.
        if let Some(list) = store.list_by_id(&frozen.id, &frozen.name)? {
            check_writer(&message.from, &frozen.name, &list)?;
        }
    }
    let account = settings.account(&message.from);
    Ok(account.map_err(|_| Refusal::NoAccount {
        address: message.from.clone(),
    })?)
}
