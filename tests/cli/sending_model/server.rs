//! A server whose answers are laid down, without a network.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, VecDeque},
    panic::resume_unwind,
    sync::Mutex,
};

use carnet::{
    domain::{audience::Recipient, delivery::Step},
    mail::{Cause, SendError},
    ops::sending::{Link, Submit},
};

/// What the server does with one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Accept,
    Refuse,
    /// Refuses, and hangs up.
    RefuseThenLose,
    /// Refuses in words that may be about the account.
    Object,
    Defer,
    /// The server accepts, and the link breaks while the next one is announced.
    AcceptThenLose,
    /// The link breaks before the message was sent.
    LoseBefore,
    /// The server accepts, and its reply is lost.
    LoseAfterAccepting,
    /// The link breaks after the final dot, and the server did not accept.
    LoseAfterRefusing,
    /// The server says that it goes away.
    GoAway,
    /// It takes nobody's mail for now.
    Busy,
    /// A rule of the server's asks for time.
    Throttle,
    /// The account is refused.
    Stop,
    /// The program is killed before the server accepts.
    CrashBefore,
    /// The program is killed after the server accepted.
    CrashAfter,
}

use Answer::{
    Accept, AcceptThenLose, Busy, CrashAfter, CrashBefore, Defer, GoAway, LoseAfterAccepting,
    LoseAfterRefusing, LoseBefore, Object, Refuse, RefuseThenLose, Stop, Throttle,
};

/// What happens when anybody begins to write to an address.
pub type OnBegin = Box<dyn Fn(&str) + Send + Sync>;

/// A server whose answers are laid down, and which remembers whom it accepted.
#[derive(Default)]
pub struct Server {
    /// How many deliveries may be in flight on a connection.
    pub window: usize,
    pub answers: Mutex<BTreeMap<String, Vec<Answer>>>,
    /// How the first links fail to open, or do not.
    pub openings: Mutex<VecDeque<Option<Cause>>>,
    /// How often it accepted the message for each.
    pub accepted: Mutex<BTreeMap<String, usize>>,
    /// To whom anybody began to write.
    pub asked: Mutex<BTreeSet<String>>,
    /// Who is told of it, besides.
    pub on_begin: Option<OnBegin>,
    /// Who else was in flight each time that the program could hear no more of it.
    pub cut_off: Mutex<Vec<BTreeSet<String>>>,
}

impl Server {
    /// Tells whether somebody was in flight when another delivery was the last that
    /// the program could hear of.
    pub fn has_cut_off(&self, address: &str) -> bool {
        let cut_off = self.cut_off.lock().unwrap();
        cut_off.iter().any(|others| others.contains(address))
    }

    /// Returns how many others were cut off at a time, at most.
    pub fn most_cut_off(&self) -> usize {
        let cut_off = self.cut_off.lock().unwrap();
        cut_off.iter().map(BTreeSet::len).max().unwrap_or_default()
    }
}

pub struct FakeLink<'a> {
    server: &'a Server,
    /// How many deliveries may be in flight at present (RFC 3030).
    room: usize,
    usable: bool,
    /// Whom the server was told of and has not answered for, the earliest first.
    begun: VecDeque<&'a Recipient>,
    /// Whom the program has heard of and not written down: it waits for the
    /// answers that come together.
    heard: RefCell<Vec<&'a Recipient>>,
    /// How the link was lost, if it was.
    lost: Option<SendError>,
}

impl Submit for Server {
    type Link<'s> = FakeLink<'s>;

    fn open(&self) -> Result<FakeLink<'_>, SendError> {
        if let Some(Some(cause)) = self.openings.lock().unwrap().pop_front() {
            let step = Step::Connect;
            return Err(SendError { step, cause });
        }
        Ok(FakeLink {
            server: self,
            room: 1,
            usable: true,
            begun: VecDeque::new(),
            heard: RefCell::default(),
            lost: None,
        })
    }
}

impl FakeLink<'_> {
    /// Takes the next answer to a recipient.
    fn answer(&self, recipient: &Recipient) -> Answer {
        let mut answers = self.server.answers.lock().unwrap();
        match answers.get_mut(recipient.address.as_str()) {
            Some(left) if !left.is_empty() => left.remove(0),
            _ => Accept,
        }
    }

    fn accept(&self, recipient: &Recipient) {
        let mut accepted = self.server.accepted.lock().unwrap();
        *accepted.entry(recipient.address.to_string()).or_default() += 1;
    }

    /// Lets the server go on with what it was sent, though nobody hears of it.
    fn go_on_unheard(&self) {
        for recipient in &self.begun {
            if self.answer(recipient) == Accept {
                self.accept(recipient);
            }
        }
    }

    /// Remembers whom the program does not hear of any more, besides one with whom
    /// that begins.
    fn cut_off<'r>(&self, others: impl IntoIterator<Item = &'r Recipient>) {
        let addresses = others.into_iter().map(|one| one.address.to_string());
        let mut cut_off = self.server.cut_off.lock().unwrap();
        cut_off.push(addresses.collect());
    }

    /// Kills the program: in truth this thread, which is not heard of any more.
    fn crash(&self) -> ! {
        self.go_on_unheard();
        let heard = self.heard.borrow();
        self.cut_off(self.begun.iter().chain(heard.iter()).copied());
        resume_unwind(Box::new("killed"))
    }

    /// Breaks the link; `others` is what becomes known of those in flight.
    fn lose(&mut self, others: Step) {
        self.usable = false;
        let cause = Cause::Lost("reset".to_owned());
        self.lost = Some(SendError {
            step: others,
            cause,
        });
        if others == Step::Content {
            self.go_on_unheard();
            self.cut_off(self.begun.iter().copied());
        }
    }
}

impl<'r> Link<'r> for FakeLink<'r> {
    fn room(&self) -> usize {
        let window = if self.usable { self.room } else { 1 };
        window.saturating_sub(self.begun.len())
    }

    fn begin(&mut self, recipient: &'r Recipient, _next: Option<&'r Recipient>) {
        assert!(self.room() > 0);
        let mut asked = self.server.asked.lock().unwrap();
        asked.insert(recipient.address.to_string());
        self.begun.push_back(recipient);
        if let Some(on_begin) = &self.server.on_begin {
            on_begin(recipient.address.as_str());
        }
    }

    fn finish(&mut self) -> Result<String, SendError> {
        let recipient = self.begun.pop_front().unwrap();
        let outcome = self.conclude(recipient);
        self.heard.get_mut().push(recipient);
        self.room = match outcome {
            Ok(_) => self.server.window.min(self.room + 1),
            Err(_) => 1,
        };
        outcome
    }

    /// Every other answer comes with the one before.
    fn is_answered(&self) -> bool {
        let is_answered = self.begun.len() % 2 == 1;
        if !is_answered {
            self.heard.borrow_mut().clear();
        }
        is_answered
    }

    fn has_announced(&self) -> bool {
        false
    }

    fn is_usable(&self) -> bool {
        self.usable
    }

    fn close(self) {}
}

impl FakeLink<'_> {
    fn conclude(&mut self, recipient: &Recipient) -> Result<String, SendError> {
        if let Some(lost) = &self.lost {
            return Err(lost.clone());
        }
        let say = |code, text: &str| Cause::Reply {
            code,
            text: text.to_owned(),
        };
        let fail = |step, cause| Err(SendError { step, cause });
        match self.answer(recipient) {
            Accept => {
                self.accept(recipient);
                Ok("250 ok".to_owned())
            }
            AcceptThenLose => {
                self.accept(recipient);
                self.lose(Step::Content);
                Ok("250 ok".to_owned())
            }
            Refuse => fail(Step::Rcpt, say(550, "5.1.1 unknown")),
            RefuseThenLose => {
                self.lose(Step::Content);
                fail(Step::Rcpt, say(550, "5.1.1 unknown"))
            }
            Object => fail(Step::Rcpt, say(554, "5.7.1 denied")),
            Defer => fail(Step::Rcpt, say(450, "said")),
            LoseBefore => {
                self.lose(Step::Data);
                fail(Step::Rcpt, Cause::Lost("reset".to_owned()))
            }
            LoseAfterAccepting => {
                self.accept(recipient);
                self.lose(Step::Content);
                fail(Step::Content, Cause::Lost("reset".to_owned()))
            }
            LoseAfterRefusing => {
                self.lose(Step::Content);
                fail(Step::Content, Cause::Timeout)
            }
            GoAway => {
                self.lose(Step::Mail);
                fail(Step::Mail, say(421, "said"))
            }
            Busy => fail(Step::Mail, say(451, "4.3.0 said")),
            Throttle => fail(Step::Rcpt, say(450, "4.7.1 said")),
            Stop => fail(Step::Mail, say(553, "said")),
            CrashBefore => self.crash(),
            CrashAfter => {
                self.accept(recipient);
                self.crash()
            }
        }
    }
}
