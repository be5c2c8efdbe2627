//! How a run reaches the server: an SMTP account, or what stands in for it in a test.

use parking_lot::Mutex;

use super::interrupt::Interrupt;
use crate::{
    config::{Account, Secret},
    domain::{audience::Recipient, message::Message, timeouts::Timeouts},
    mail::{
        SendError,
        compose::{Addressed, RecipientHeaders},
        session::{Body, Misses, Session},
    },
};

/// Something that opens links over which deliveries go.
pub trait Submit: Sync {
    /// A link, used by one thread, to recipients who are there as long.
    type Link<'s>: Link<'s>
    where
        Self: 's;

    /// Opens a link, ready for the first delivery.
    fn open(&self) -> Result<Self::Link<'_>, SendError>;
}

/// A link over which deliveries go to recipients who are there as long as `'r`:
/// one after the other, or several at a time.
pub trait Link<'r> {
    /// Returns how many more deliveries may be begun before those begun are
    /// finished; at least one when there is none.
    fn room(&self) -> usize;

    /// Begins to deliver to one recipient; what is short may be held back until
    /// the earliest is waited for, to go out together.
    ///
    /// `next` is whom the next call is for, if that is known: the server may be
    /// told in the same breath.
    fn begin(&mut self, recipient: &'r Recipient, next: Option<&'r Recipient>);

    /// Waits for what became of the earliest delivery that was begun; returns
    /// the server's reply.
    fn finish(&mut self) -> Result<String, SendError>;

    /// Tells whether the earliest delivery is answered already, so that nothing
    /// has to be waited for.
    fn is_answered(&self) -> bool;

    /// Tells whether another delivery may be begun over this link.
    fn is_usable(&self) -> bool;

    /// Tells whether the server waits for the message to whom the last call announced.
    fn has_announced(&self) -> bool;

    /// Closes the link in good order.
    fn close(self);
}

/// One message through one SMTP account.
#[derive(Debug)]
pub struct Submission<'a> {
    account: &'a Account,
    secret: Option<Secret>,
    timeouts: Timeouts,
    interrupt: Interrupt,
    headers: RecipientHeaders<'a>,
    body: Body,
    /// What the server is not asked for any more.
    misses: Mutex<Misses>,
}

impl<'a> Submission<'a> {
    /// Prepares the message once for all recipients.
    pub fn new(
        account: &'a Account,
        secret: Option<Secret>,
        message: &'a Message,
        content: &[u8],
    ) -> Self {
        Self {
            account,
            secret,
            timeouts: account.timeouts(),
            interrupt: Interrupt::default(),
            headers: RecipientHeaders::new(message),
            body: Body::new(content),
            misses: Mutex::default(),
        }
    }

    /// Gives up waiting for the server, but for its answer to a message, when
    /// someone asks to stop.
    #[must_use]
    pub fn interrupted_by(mut self, interrupt: &Interrupt) -> Self {
        self.interrupt = interrupt.clone();
        self
    }
}

impl Submit for Submission<'_> {
    type Link<'s>
        = SmtpLink<'s>
    where
        Self: 's;

    fn open(&self) -> Result<SmtpLink<'_>, SendError> {
        let session = Session::open_until(
            self.account,
            self.secret.as_ref(),
            &self.timeouts,
            self.interrupt.flag(),
            *self.misses.lock(),
        )?;
        Ok(SmtpLink {
            session,
            submission: self,
            announced: None,
        })
    }
}

/// An SMTP session that carries one message to many.
#[derive(Debug)]
pub struct SmtpLink<'a> {
    session: Session,
    submission: &'a Submission<'a>,
    /// What was made for whom the next call is for.
    announced: Option<Addressed<'a>>,
}

impl<'a> SmtpLink<'a> {
    /// Returns what is a recipient's own in the message, made once.
    fn addressed(&mut self, recipient: &'a Recipient) -> Addressed<'a> {
        match self.announced.take() {
            Some(addressed) if *addressed.to() == recipient.address => addressed,
            _ => self.submission.headers.addressed(recipient),
        }
    }
}

impl<'a> Link<'a> for SmtpLink<'a> {
    fn room(&self) -> usize {
        self.session.room(&self.submission.body)
    }

    fn begin(&mut self, recipient: &'a Recipient, next: Option<&'a Recipient>) {
        let addressed = self.addressed(recipient);
        self.announced = next.map(|next| self.submission.headers.addressed(next));
        self.session.begin(
            &addressed.envelope(),
            addressed.headers(),
            &self.submission.body,
            self.announced.as_ref().map(Addressed::envelope).as_ref(),
        );
    }

    fn finish(&mut self) -> Result<String, SendError> {
        let outcome = self.session.finish();
        let misses = self.session.misses();
        if misses != Misses::default() {
            let mut known = self.submission.misses.lock();
            *known = known.or(misses);
        }
        outcome
    }

    fn is_answered(&self) -> bool {
        self.session.is_answered()
    }

    fn is_usable(&self) -> bool {
        self.session.is_usable()
    }

    fn has_announced(&self) -> bool {
        self.session.has_announced()
    }

    fn close(self) {
        self.session.quit();
    }
}
