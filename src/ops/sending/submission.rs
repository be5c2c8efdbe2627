//! How a run reaches the server: an SMTP account, or what stands in for it in a test.

use crate::{
    config::{Account, Secret},
    domain::{audience::Recipient, message::Message, timeouts::Timeouts},
    mail::{
        SendError,
        compose::RecipientHeaders,
        session::{Body, Session},
    },
};

/// Something that opens links over which deliveries go.
pub trait Submit: Sync {
    /// A link, used by one thread.
    type Link<'s>: Link
    where
        Self: 's;

    /// Opens a link, ready for the first delivery.
    fn open(&self) -> Result<Self::Link<'_>, SendError>;
}

/// A link over which one delivery goes after the other.
pub trait Link {
    /// Delivers to one recipient; returns the server's reply.
    ///
    /// `next` is whom the next call is for, if that is known: the server may be
    /// told in the same breath.
    fn deliver(
        &mut self,
        recipient: &Recipient,
        next: Option<&Recipient>,
    ) -> Result<String, SendError>;

    /// Tells whether another delivery may go over this link.
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
    headers: RecipientHeaders<'a>,
    body: Body,
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
            headers: RecipientHeaders::new(message),
            body: Body::new(content),
        }
    }
}

impl Submit for Submission<'_> {
    type Link<'s>
        = SmtpLink<'s>
    where
        Self: 's;

    fn open(&self) -> Result<SmtpLink<'_>, SendError> {
        let session = Session::open(self.account, self.secret.as_ref(), &self.timeouts)?;
        Ok(SmtpLink {
            session,
            submission: self,
        })
    }
}

/// An SMTP session that carries one message to many.
#[derive(Debug)]
pub struct SmtpLink<'a> {
    session: Session,
    submission: &'a Submission<'a>,
}

impl Link for SmtpLink<'_> {
    fn deliver(
        &mut self,
        recipient: &Recipient,
        next: Option<&Recipient>,
    ) -> Result<String, SendError> {
        let Submission { headers, body, .. } = self.submission;
        let envelope = headers.envelope(recipient);
        let next = next.map(|next| headers.envelope(next));
        self.session.send(
            &envelope,
            &headers.for_recipient(recipient),
            body,
            next.as_ref(),
        )
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
