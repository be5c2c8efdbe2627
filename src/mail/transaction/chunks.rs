//! Messages sent by their length (RFC 3030, CHUNKING), several in flight at a time.
//!
//! `MAIL RCPT BDAT` and the message need no answer in between, so the next
//! message follows before the one before is answered. When the connection
//! breaks, all of them are uncertain: so they are few, and small. Those whose
//! answers come together are followed by as many others in one write.

use super::{Bdat, Envelope, InFlight, Transactions, usual_reply};
use crate::{
    domain::delivery::Step,
    mail::{
        Cause, SendError,
        connection::{Broken, SHORT},
        reply::Reply,
        session::Body,
    },
};

/// How many messages are in flight at the most, each of them uncertain when the
/// connection breaks: an eighth more a second to a Postfix on this computer,
/// and more the farther away the server is.
const WINDOW: usize = 4;
/// How many bytes of messages are in flight at the most, when it is more than
/// one message: a large one gains nothing from company.
const WINDOW_BYTES: usize = 131_072;
/// What the commands and headers of one copy take, about.
const HEAD: usize = 1_024;

/// A message that goes out with all its commands.
pub(super) struct Chunk {
    /// Whether RSET came first.
    reset: bool,
    /// Where it ends in what is to be written next, in bytes; nothing once it was written.
    unwritten: Option<usize>,
    /// Why not all of it went out: it cannot be accepted then.
    cut: Option<Cause>,
}

impl Transactions {
    /// Returns how many messages may be in flight at a time; one, where the server
    /// takes none by its length.
    pub(super) fn window(&self, body: &Body) -> usize {
        let fitting = WINDOW_BYTES / (HEAD + body.plain().len());
        self.window.min(fitting).max(1)
    }

    /// Tells whether all answers to a message have come: they have only to be read.
    pub(super) fn is_chunk_answered(&self, chunk: &Chunk) -> bool {
        let answers = steps(chunk.reset).count();
        chunk.unwritten.is_none() && (self.lost.is_some() || self.connection.has_lines(answers))
    }

    /// Makes a message with all its commands. A short one is held until the
    /// earliest in flight is waited for: those begun together go out in one write.
    pub(super) fn begin_chunk(&mut self, envelope: &Envelope<'_>, headers: &str, body: &Body) {
        // A message that is refused leaves its transaction open, and nobody
        // knows yet what becomes of the one before.
        let reset = !self.in_flight.is_empty();
        if !reset && let Err(error) = self.close_transaction() {
            self.in_flight.push_back(InFlight::Concluded(Err(error)));
            return;
        }
        let size = headers.len() + body.plain().len();
        for step in steps(reset) {
            envelope.command(step, size, self.offers, &mut self.held);
        }
        self.held.push_str(headers);
        let end = self.held.len() + body.plain().len();
        self.in_flight.push_back(InFlight::Chunk(Chunk {
            reset,
            unwritten: Some(end),
            cut: None,
        }));
        if end <= SHORT {
            self.held.push_str(body.plain());
        } else {
            self.write_held(body.plain());
        }
    }

    /// Has the server forget a message that it refused.
    ///
    /// One that does not may still hold its recipient, who would get the next
    /// message too, and with it the address of somebody else.
    fn close_transaction(&mut self) -> Result<(), SendError> {
        if self.needs_reset {
            self.say(Step::Reset, "RSET\r\n")?;
        }
        Ok(())
    }

    /// Writes what is held, and what comes after it.
    pub(super) fn write_held(&mut self, rest: &str) {
        if self.held.is_empty() {
            return;
        }
        let mut held = std::mem::take(&mut self.held);
        let broken = self.write_chunks(&held, rest).err();
        self.usable &= broken.is_none();
        for begun in &mut self.in_flight {
            if let InFlight::Chunk(chunk) = begun
                && let Some(end) = chunk.unwritten.take()
                && let Some(broken) = &broken
                && end > broken.written
            {
                chunk.cut = Some(broken.cause.clone());
            }
        }
        held.clear();
        self.held = held;
    }

    fn write_chunks(&mut self, held: &str, rest: &str) -> Result<(), Broken> {
        self.set_timeout(Step::Content);
        let is_expecting = |begun: &InFlight| match begun {
            InFlight::Chunk(chunk) => chunk.unwritten.is_none(),
            InFlight::Concluded(_) => false,
        };
        if !self.in_flight.iter().any(is_expecting) {
            let quiet = self.connection.expect_quiet();
            quiet.map_err(|cause| Broken { written: 0, cause })?;
        }
        match self.connection.write(&[held, rest]) {
            Err(broken) if broken.written < held.len() + rest.len() => Err(broken),
            // The answers may have come before the link broke.
            _ => Ok(()),
        }
    }

    /// Says what became of a message that was written.
    pub(super) fn finish_chunk(&mut self, chunk: &Chunk) -> Result<String, SendError> {
        let outcome = self.conclude_chunk(chunk);
        // A server that refuses several in a row hangs up (Postfix:
        // smtpd_hard_error_limit), and must not take others with them.
        self.window = match outcome {
            Ok(_) => WINDOW.min(self.window + 1),
            Err(_) => 1,
        };
        outcome
    }

    fn conclude_chunk(&mut self, chunk: &Chunk) -> Result<String, SendError> {
        let cut = match &chunk.cut {
            None => return self.read_answers(chunk.reset),
            Some(cut) => SendError::new(Step::Data, cut.clone()),
        };
        // Why it was cut short, the server may have told.
        match &cut.cause {
            Cause::Lost(_) => match self.read_answers(chunk.reset) {
                Err(refusal) if refusal.code().is_some() || refusal.step == Step::Mail => {
                    Err(refusal)
                }
                _ => Err(cut),
            },
            _ => Err(cut),
        }
    }

    /// Reads the answers to a message: each of them, whatever the ones before it said.
    fn read_answers(&mut self, reset: bool) -> Result<String, SendError> {
        let (mut refused, mut taken) = (None, None);
        for step in steps(reset) {
            if let Some(lost) = &self.lost {
                refused.get_or_insert_with(|| lost.clone());
                break;
            }
            let is_usual = refused.is_none() && step != Step::Content;
            if is_usual && self.connection.take_reply(usual_reply(step)) {
                self.stays |= self.leaving.is_some();
                continue;
            }
            let answer = self.read(step);
            self.stays |= self.leaving.is_some() && is_other_answer(&answer);
            match self.check(step, answer) {
                Ok(reply) if step == Step::Content => {
                    self.bdat = Bdat::Known;
                    taken = Some(reply);
                }
                Ok(_) => {}
                // Nothing is to be refused there: it is the answer to something else.
                Err(error)
                    if step == Step::Reset && error.code().is_some_and(|code| code != 421) =>
                {
                    refused.get_or_insert_with(|| self.lose_count(error.reply()));
                }
                Err(error)
                    if step == Step::Content
                        && refused.is_none()
                        && self.bdat == Bdat::Untried
                        && matches!(error.code(), Some(500..=504)) =>
                {
                    refused = Some(self.do_without(error.reply()));
                }
                Err(error) => {
                    let error = self.note_loss(error);
                    refused.get_or_insert(error);
                }
            }
        }
        self.needs_reset = refused.is_some();
        match (refused, taken) {
            (None, Some(reply)) => self.nothing_more_said().map(|()| reply.into_line()),
            // No message is taken without sender and recipient: they are the
            // answers to something else.
            (Some(_), Some(reply)) => Err(self.lose_count(reply.line())),
            (refused, None) => Err(refused
                .unwrap_or_else(|| SendError::new(Step::Content, Cause::Lost(String::new())))),
        }
    }

    /// Gives up messages by their length with a server that offers it and does
    /// not know BDAT, such as one behind a filter: it takes what follows for
    /// commands, and no message for anybody.
    ///
    /// Nothing else is in flight then: the first message goes alone.
    fn do_without(&mut self, reply: String) -> SendError {
        let lost = SendError::new(Step::Data, Cause::Unexpected(reply));
        self.usable = false;
        self.bdat = Bdat::Missing;
        self.lost = Some(lost.clone());
        lost
    }

    /// Gives up telling which answer belongs to which command, such as after a
    /// server that took a message for commands; whatever was written may be accepted.
    fn lose_count(&mut self, reply: String) -> SendError {
        let lost = SendError::new(Step::Content, Cause::Unexpected(reply));
        self.usable = false;
        self.lost = Some(lost.clone());
        lost
    }

    /// Remembers when nothing more is to be heard; returns what an error means
    /// for the message whose answers were being read.
    fn note_loss(&mut self, error: SendError) -> SendError {
        match error.code() {
            // It goes away, and reads no further (RFC 5321, section 3.8); one that
            // stays, silent or not, may take those after it all the same.
            Some(421) => {
                self.leaving.get_or_insert_with(|| error.reply());
                error
            }
            Some(_) => error,
            None => {
                let lost = match (&self.leaving, error.cause) {
                    (Some(reason), Cause::Lost(_)) if !self.stays => {
                        SendError::new(Step::Mail, Cause::Lost(reason.clone()))
                    }
                    // Everything was written: it may be accepted, and those after it too.
                    (_, cause) => SendError::new(Step::Content, cause),
                };
                self.lost = Some(lost.clone());
                lost
            }
        }
    }

    /// Fails if there are more answers than commands: which of them is the one
    /// to the message is anybody's guess.
    fn nothing_more_said(&mut self) -> Result<(), SendError> {
        let surplus = self.surplus().filter(|_| self.in_flight.is_empty());
        let Some(cause) = surplus else { return Ok(()) };
        self.usable = false;
        Err(SendError::new(Step::Content, cause))
    }
}

/// Tells whether a server says something else than that it goes away.
fn is_other_answer(answer: &Result<Reply, SendError>) -> bool {
    let code = answer
        .as_ref()
        .map_or_else(SendError::code, |reply| Some(reply.code));
    code.is_some_and(|code| code != 421)
}

/// Returns the steps of a message, each with an answer of its own.
fn steps(reset: bool) -> impl Iterator<Item = Step> {
    let reset = reset.then_some(Step::Reset);
    reset
        .into_iter()
        .chain([Step::Mail, Step::Rcpt, Step::Content])
}
