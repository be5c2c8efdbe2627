//! One message after the other over a connection, the server never kept waiting.
//!
//! Where the server offers PIPELINING (RFC 2920), a message's content, its
//! final dot and the MAIL, RCPT and DATA of the next one go out in one write:
//! one round trip per message. Where it offers CHUNKING as well, short messages
//! need not even wait for each other (`chunks`). Elsewhere each command waits
//! for its answer. The answers are counted, never recognised by their text.

mod chunks;
mod envelope;
mod offers;

use std::collections::VecDeque;

use self::chunks::Chunk;
pub(super) use self::offers::Offers;
pub use self::{envelope::Envelope, offers::Misses};
use super::{
    Cause, SendError,
    connection::Connection,
    reply::Reply,
    session::{Body, at, expect_code},
};
use crate::domain::{address::Address, delivery::Step, timeouts::Timeouts};

/// What ends a message; the line before it ends with CRLF.
const FINAL_DOT: &str = ".\r\n";

/// Whom the server has heard of, and what it said to it.
#[derive(Debug)]
struct Announced {
    to: Address,
    outcome: Result<(), SendError>,
}

/// The transactions of one connection.
pub(super) struct Transactions {
    connection: Connection,
    timeouts: Timeouts,
    offers: Offers,
    usable: bool,
    /// The server holds a transaction that came to nothing.
    needs_reset: bool,
    announced: Option<Announced>,
    /// The commands of an envelope; their memory serves all of them.
    commands: String,
    /// What came where the answer to another command belongs.
    out_of_step: Option<Cause>,
    /// The messages that were begun and not finished, the earliest first.
    in_flight: VecDeque<InFlight>,
    /// What of the latest of them is not written yet; its memory serves all of them.
    held: String,
    /// How many messages may be in flight at present (RFC 3030).
    window: usize,
    /// Whether the server takes messages by their length, as it offers.
    bdat: Bdat,
    /// The server does not answer commands that came together with a message, or
    /// refuses them.
    forgets_commands: bool,
    /// Why the server said that it goes away.
    leaving: Option<String>,
    /// It answered other commands since.
    stays: bool,
    /// What is to be said of all in flight, once nothing more can be heard.
    lost: Option<SendError>,
}

/// What a server makes of messages by their length (RFC 3030).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bdat {
    /// Not known yet.
    Untried,
    /// It took one, at least.
    Known,
    /// It offers them, and does not know BDAT.
    Missing,
}

/// A message that was begun.
enum InFlight {
    /// What became of it is known.
    Concluded(Result<String, SendError>),
    /// Its answers are to come.
    Chunk(Chunk),
}

impl Transactions {
    /// Takes a connection on which a transaction may begin.
    pub const fn new(connection: Connection, timeouts: Timeouts, offers: Offers) -> Self {
        Self {
            connection,
            timeouts,
            offers,
            usable: true,
            needs_reset: false,
            announced: None,
            commands: String::new(),
            out_of_step: None,
            in_flight: VecDeque::new(),
            held: String::new(),
            window: 1,
            bdat: Bdat::Untried,
            forgets_commands: false,
            leaving: None,
            stays: false,
            lost: None,
        }
    }

    /// Returns how many more messages with this body may be begun before those
    /// begun are finished; at least one when there is none.
    pub fn room(&self, body: &Body) -> usize {
        let window = if self.usable { self.window(body) } else { 1 };
        window.saturating_sub(self.in_flight.len())
    }

    /// Tells whether what became of the earliest message is known, or has only to
    /// be read.
    pub fn is_answered(&self) -> bool {
        match self.in_flight.front() {
            Some(InFlight::Concluded(_)) => true,
            Some(InFlight::Chunk(chunk)) => self.is_chunk_answered(chunk),
            None => false,
        }
    }

    /// Begins to submit a message; `next` is whom the next call is for, who is
    /// announced if the server lets it.
    pub fn begin(
        &mut self,
        envelope: &Envelope<'_>,
        headers: &str,
        body: &Body,
        next: Option<&Envelope<'_>>,
    ) {
        let outcome = match self.refusal(envelope) {
            Some(cause) => {
                // The sender's address, or one that replies go to: nobody could be written to.
                let is_recipient_s = envelope.recipient().needs_smtputf8();
                let step = if is_recipient_s {
                    Step::Rcpt
                } else {
                    Step::Mail
                };
                Err(SendError::new(step, cause))
            }
            None if self.offers.chunking => return self.begin_chunk(envelope, headers, body),
            None => self.send(envelope, headers, body, next),
        };
        self.in_flight.push_back(InFlight::Concluded(outcome));
    }

    /// Waits for what became of the earliest message that was begun: the answer
    /// to its last byte.
    pub fn finish(&mut self) -> Result<String, SendError> {
        self.write_held("");
        match self.in_flight.pop_front() {
            Some(InFlight::Concluded(outcome)) => outcome,
            Some(InFlight::Chunk(chunk)) => self.finish_chunk(&chunk),
            None => {
                let reason = "no message was begun".to_owned();
                Err(SendError::new(Step::Mail, Cause::Lost(reason)))
            }
        }
    }

    /// Tells whether another message may follow.
    pub const fn is_usable(&self) -> bool {
        self.usable
    }

    /// Returns what the server was found to offer and not to do.
    pub const fn misses(&self) -> Misses {
        Misses {
            pipelining: self.forgets_commands,
            chunking: matches!(self.bdat, Bdat::Missing),
        }
    }

    /// Returns the connection if it can be left in good order: whatever is said
    /// to a server that waits for a message would be taken for its content.
    pub fn into_idle(self) -> Option<Connection> {
        let waiting = self.has_announced() || !self.in_flight.is_empty();
        (self.usable && !waiting).then_some(self.connection)
    }

    /// Tells whether the server waits for the message of the announced envelope.
    pub fn has_announced(&self) -> bool {
        self.announced
            .as_ref()
            .is_some_and(|one| one.outcome.is_ok())
    }

    /// Submits one message, and announces the next one if the server lets it.
    ///
    /// Returns the answer to the final dot. Whether the next one may be
    /// announced changes nothing for this one.
    fn send(
        &mut self,
        envelope: &Envelope<'_>,
        headers: &str,
        body: &Body,
        next: Option<&Envelope<'_>>,
    ) -> Result<String, SendError> {
        // An estimate is what is asked for: the next one's headers differ by a few bytes.
        let size = headers.len() + body.stuffed().len();
        match self.announced.take() {
            Some(announced) if announced.to == *envelope.recipient() => announced.outcome?,
            Some(Announced {
                outcome: Ok(()), ..
            }) => {
                // The server waits for the message of somebody else.
                self.usable = false;
                let reason = "another recipient was announced".to_owned();
                return Err(SendError::new(Step::Data, Cause::Lost(reason)));
            }
            _ => self.announce(envelope, size)?,
        }
        let next = next.filter(|next| self.offers.pipelining && self.refusal(next).is_none());
        let mut commands = std::mem::take(&mut self.commands);
        commands.clear();
        if let Some(next) = next {
            self.push_commands(next, size, &mut commands);
        }
        let answer = self.submit(headers, body.stuffed(), &commands);
        self.commands = commands;
        let mut accepted = self.check(Step::Content, answer);
        if let Some(next) = next
            && self.usable
        {
            let outcome = self.read_envelope(None);
            // Some throw away what came with a message, against RFC 2920 (section 3.2).
            let is_silent = outcome.as_ref().is_err_and(|error| {
                error.cause == Cause::Timeout && matches!(error.step, Step::Reset | Step::Mail)
            });
            // Haraka refuses it, for fear that somebody hid it in the message; whoever
            // means the sender says so again when that comes alone.
            let is_objection = outcome
                .as_ref()
                .is_err_and(|error| error.step == Step::Mail && error.code() == Some(503));
            self.forgets_commands |= is_objection || (is_silent && accepted.is_ok());
            // A 354 is DATA's, and tells that those before it are where they belong.
            let is_unsure = outcome.is_err() && self.usable;
            let surplus = is_unsure.then(|| self.surplus()).flatten();
            // One answer too many or too few: which one is anybody's guess.
            if let Some(cause) = self.out_of_step.take().or(surplus) {
                self.usable = false;
                accepted = Err(SendError::new(Step::Content, cause));
            }
            if is_objection {
                self.offers.pipelining = false;
            } else if self.usable {
                self.announced = Some(Announced {
                    to: next.recipient().clone(),
                    outcome,
                });
            }
        }
        accepted.map(Reply::into_line)
    }

    /// Returns what came besides the answers that were asked for, unless the server
    /// says that it goes away.
    fn surplus(&self) -> Option<Cause> {
        let unasked = self.connection.expect_nothing_read().err();
        unasked.filter(|cause| matches!(cause, Cause::Unexpected(_)))
    }

    /// Writes a message with its final dot, and in the same write what follows
    /// it; returns the answer to the final dot.
    ///
    /// A link that breaks before the final dot went out is a failure of
    /// [`Step::Data`]: the server cannot have accepted anything.
    fn submit(&mut self, headers: &str, body: &str, commands: &str) -> Result<Reply, SendError> {
        self.set_timeout(Step::Content);
        let quiet = if commands.is_empty() {
            self.connection.expect_quiet()
        } else {
            // The answers to the commands tell as well, and ask no system calls.
            self.connection.expect_nothing_read()
        };
        quiet.map_err(at(Step::Data))?;
        // What a server says between this look and the end of the write is taken
        // for its answer. No clock tells them apart: on one computer an honest
        // answer takes microseconds. Nor does what its system acknowledged,
        // which is not what its program has read.
        let written = self.connection.write(&[headers, body, FINAL_DOT, commands]);
        let message = headers.len() + body.len() + FINAL_DOT.len();
        match written {
            Err(broken) if broken.written < message => {
                self.usable = false;
                Err(self.refused_halfway(broken.cause))
            }
            // The answer to the message may have come before the link broke.
            _ => self.read(Step::Content),
        }
    }

    /// Says why a link broke within a message: the server may have told, such as
    /// that the message is too large.
    fn refused_halfway(&mut self, broken: Cause) -> SendError {
        match broken {
            Cause::Lost(_) => match self.read(Step::Content) {
                Err(refusal) if refusal.code().is_some() => refusal,
                _ => SendError::new(Step::Data, broken),
            },
            _ => SendError::new(Step::Data, broken),
        }
    }

    /// Says MAIL, RCPT and DATA, and hears whether the message may follow.
    fn announce(&mut self, envelope: &Envelope<'_>, size: usize) -> Result<(), SendError> {
        if self.offers.pipelining {
            let mut commands = String::new();
            self.push_commands(envelope, size, &mut commands);
            let first = self.write(self.first_step(), &commands);
            return self.read_envelope(Some(first));
        }
        let steps = self.steps();
        for step in steps {
            let mut command = String::new();
            envelope.command(step, size, self.offers, &mut command);
            self.say(step, &command)?;
        }
        Ok(())
    }

    /// Says one command of an envelope, and hears whether the next may follow.
    fn say(&mut self, step: Step, command: &str) -> Result<(), SendError> {
        let answer = self.write(step, command);
        if let Err(error) = self.check(step, answer) {
            self.give_up(&error);
            return Err(error);
        }
        self.needs_reset &= step != Step::Reset;
        Ok(())
    }

    /// Returns why the server cannot take an envelope, without asking it.
    fn refusal(&self, envelope: &Envelope<'_>) -> Option<Cause> {
        (envelope.is_internationalised() && !self.offers.smtputf8).then_some(Cause::NoSmtputf8)
    }

    /// Returns the steps up to the message; they stay the same until it is known
    /// what became of them.
    fn steps(&self) -> impl Iterator<Item = Step> + use<> {
        let reset = self.needs_reset.then_some(Step::Reset);
        reset
            .into_iter()
            .chain([Step::Mail, Step::Rcpt, Step::Data])
    }

    fn first_step(&self) -> Step {
        if self.needs_reset {
            Step::Reset
        } else {
            Step::Mail
        }
    }

    fn push_commands(&self, envelope: &Envelope<'_>, size: usize, out: &mut String) {
        for step in self.steps() {
            envelope.command(step, size, self.offers, out);
        }
    }

    /// Reads the answers to an envelope that went out in one write; each of
    /// them, whatever the ones before it said (RFC 2920, section 3.1).
    fn read_envelope(
        &mut self,
        mut first: Option<Result<Reply, SendError>>,
    ) -> Result<(), SendError> {
        let mut refused = None;
        let mut has_recipient = false;
        for step in self.steps() {
            let is_usual = first.is_none() && refused.is_none();
            if is_usual && self.connection.take_reply(usual_reply(step)) {
                has_recipient |= step == Step::Rcpt;
                continue;
            }
            let answer = first.take().unwrap_or_else(|| self.read(step));
            match self.check(step, answer) {
                Ok(_) if step == Step::Data && refused.is_some() => {
                    self.take_data_back(has_recipient);
                }
                Ok(_) => has_recipient |= step == Step::Rcpt,
                Err(error) => {
                    // Who refuses RSET may still hold the recipient of before.
                    has_recipient |= step == Step::Reset;
                    refused.get_or_insert(error);
                }
            }
            if !self.usable {
                break;
            }
        }
        self.needs_reset = false;
        match refused {
            None => Ok(()),
            Some(error) => {
                self.give_up(&error);
                // Some take a recipient although they refused the sender, for the
                // next message too.
                self.needs_reset |= has_recipient;
                Err(error)
            }
        }
    }

    /// Ends a message that nobody is to get, which the server waits for all the
    /// same (RFC 2920, section 3.1).
    ///
    /// A server that has a recipient would deliver it, empty: it is left without
    /// the final dot.
    fn take_data_back(&mut self, has_recipient: bool) {
        if has_recipient {
            self.usable = false;
            return;
        }
        let answer = self.write(Step::Data, FINAL_DOT);
        // A server with no recipient refuses the empty message, and that is well.
        if let Err(error) = answer {
            self.usable = error.code().is_some_and(|code| code != 421);
        }
    }

    /// Remembers what a refused envelope leaves behind.
    fn give_up(&mut self, error: &SendError) {
        self.needs_reset = matches!(error.step, Step::Rcpt | Step::Data);
        // Who refuses RSET may still hold the recipient of before.
        self.usable &= error.step != Step::Reset;
    }

    /// Takes an answer for what it is; whatever is no plain refusal leaves
    /// unknown which answer comes next.
    fn check(&mut self, step: Step, answer: Result<Reply, SendError>) -> Result<Reply, SendError> {
        let expected: &[u16] = match step {
            Step::Rcpt => &[250, 251],
            Step::Data => &[354],
            _ => &[250],
        };
        let checked = answer.and_then(|reply| {
            if (reply.code == 354) != (step == Step::Data) {
                self.out_of_step = Some(Cause::Unexpected(reply.line()));
            }
            expect_code(step, &reply, expected)?;
            Ok(reply)
        });
        if let Err(error) = &checked
            && error.code().is_none_or(|code| code == 421)
        {
            self.usable = false;
        }
        checked
    }

    /// Writes one command or several at once, and reads the answer to the first.
    fn write(&mut self, step: Step, commands: &str) -> Result<Reply, SendError> {
        self.set_timeout(step);
        self.connection.command(commands).map_err(at(step))
    }

    fn read(&mut self, step: Step) -> Result<Reply, SendError> {
        self.set_timeout(step);
        self.connection.read_reply().map_err(at(step))
    }

    const fn set_timeout(&mut self, step: Step) {
        // What is in flight is finished, whoever asks to stop.
        let in_flight = self.offers.chunking || matches!(step, Step::Content);
        self.connection.set_may_stop(!in_flight);
        self.connection.set_timeout(match step {
            // Who goes away does so at once.
            _ if self.leaving.is_some() => self.timeouts.quit,
            Step::Rcpt => self.timeouts.rcpt,
            Step::Data => self.timeouts.data,
            Step::Content => self.timeouts.content,
            _ => self.timeouts.mail,
        });
    }
}

/// Returns how the usual answer to a step of an envelope begins.
const fn usual_reply(step: Step) -> [u8; 4] {
    match step {
        Step::Data => *b"354 ",
        _ => *b"250 ",
    }
}
