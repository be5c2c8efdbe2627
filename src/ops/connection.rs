//! Does an account's server answer, and does it take the login?

use std::{
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use crate::{
    config::{Account, Dirs, Secret, Security, secret_to_log_in},
    domain::{delivery::Step, timeouts::Timeouts},
    mail::{
        AccountError,
        session::{Misses, Session},
    },
};

/// How long someone who only tries is made to wait; RFC 5321 would have it be five minutes.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a connection has to get through before a message can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The server is there and greets.
    Connected,
    /// The connection is encrypted, and the certificate is the server's.
    Encrypted,
    /// The server knows the login.
    LoggedIn,
}

/// Opens a session as a send does, and closes it; gives up once `stop` is set.
pub fn try_connection(
    account: &Account,
    dirs: &Dirs,
    stop: &Arc<AtomicBool>,
) -> anyhow::Result<()> {
    let secret = secret_to_log_in(dirs, account)?;
    Ok(try_password(account, secret.as_ref(), stop)?)
}

/// The same, with a password that is not kept yet.
pub fn try_password(
    account: &Account,
    password: Option<&Secret>,
    stop: &Arc<AtomicBool>,
) -> Result<(), AccountError> {
    let usual = account.timeouts();
    let timeouts = Timeouts {
        connect: usual.connect.min(PATIENCE),
        greeting: usual.greeting.min(PATIENCE),
        ..usual
    };
    Session::open_until(account, password, &timeouts, stop, Misses::default())
        .map_err(|failure| AccountError::new(account, failure))?
        .quit();
    Ok(())
}

/// Returns what a connection gets through in all, or before a step that failed.
pub fn stages(account: &Account, failed: Option<Step>) -> Vec<Stage> {
    let mut stages = vec![(Step::Hello, Stage::Connected)];
    match account.security {
        // The handshake comes before the greeting.
        Security::Tls => stages.push((Step::Connect, Stage::Encrypted)),
        Security::Starttls => stages.push((Step::Tls, Stage::Encrypted)),
        Security::None => {}
    }
    if account.login.is_some() {
        stages.push((Step::Auth, Stage::LoggedIn));
    }
    stages
        .into_iter()
        .filter(|(step, _)| failed.is_none_or(|failed| *step < failed))
        .map(|(_, stage)| stage)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::address::Address;

    #[test]
    fn what_went_well_is_what_comes_before_the_step_that_failed() {
        use Stage::{Connected, Encrypted, LoggedIn};
        let account = |security, login: Option<&str>| Account {
            address: Address::parse("dir@ac-x.fr").unwrap(),
            display_name: None,
            host: "localhost".to_owned(),
            port: 1,
            security,
            login: login.map(str::to_owned),
            password_command: None,
            limits: Vec::new(),
            connections: 1,
            chunking: true,
            timeouts: BTreeMap::new(),
        };
        let tls = account(Security::Tls, Some("x"));
        assert_eq!(stages(&tls, Some(Step::Connect)), []);
        assert_eq!(stages(&tls, Some(Step::Hello)), [Encrypted]);
        assert_eq!(stages(&tls, Some(Step::Auth)), [Connected, Encrypted]);
        assert_eq!(stages(&tls, None), [Connected, Encrypted, LoggedIn]);
        let starttls = account(Security::Starttls, Some("x"));
        assert_eq!(stages(&starttls, Some(Step::Tls)), [Connected]);
        assert_eq!(stages(&starttls, Some(Step::Auth)), [Connected, Encrypted]);
        let plain = account(Security::None, None);
        assert_eq!(stages(&plain, None), [Connected]);
    }
}
