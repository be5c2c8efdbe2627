//! The script of a server: what it answers when, and what else it does.

use std::{
    collections::{BTreeMap, VecDeque},
    io::{Read, Write},
    net::TcpStream,
    sync::Arc,
};

use super::Reply;

/// What can be answered, in the order of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    Greeting,
    Hello,
    Starttls,
    /// AUTH LOGIN, which asks for the name.
    Username,
    /// The name, after which the password is asked for.
    Password,
    /// AUTH PLAIN, or the password.
    Auth,
    Mail,
    Rcpt,
    Data,
    /// Within the message, after its first line; what is said then stands for
    /// the answer to its final dot.
    Body,
    Content,
    Reset,
    Quit,
}

impl Moment {
    /// Every moment, in their order.
    pub const ALL: [Self; 13] = [
        Self::Greeting,
        Self::Hello,
        Self::Starttls,
        Self::Username,
        Self::Password,
        Self::Auth,
        Self::Mail,
        Self::Rcpt,
        Self::Data,
        Self::Body,
        Self::Content,
        Self::Reset,
        Self::Quit,
    ];

    /// Returns what a server answers where all goes well.
    pub fn usual(self) -> &'static str {
        match self {
            Self::Greeting => "220 test.example",
            Self::Starttls => "220 2.0.0 Ready",
            Self::Username => "334 VXNlcm5hbWU6",
            Self::Password => "334 UGFzc3dvcmQ6",
            Self::Auth => "235 2.7.0 Ok",
            Self::Data => "354 Go ahead",
            Self::Quit => "221 2.0.0 Bye",
            _ => "250 2.0.0 Ok",
        }
    }
}

/// A stream of bytes in both directions.
pub trait Stream: Read + Write + Send {}

impl<T: Read + Write + Send> Stream for T {}

/// What puts encryption around a connection.
pub type Encrypt = Arc<dyn Fn(TcpStream) -> Box<dyn Stream> + Send + Sync>;

/// How the server behaves; all goes well where nothing else is said.
#[derive(Clone, Default)]
pub struct Script {
    pub(super) keywords: Vec<String>,
    replies: BTreeMap<Moment, Reply>,
    /// What is answered first at a moment, each once.
    pub(super) first: BTreeMap<Moment, VecDeque<Reply>>,
    pub(super) recipients: BTreeMap<String, Reply>,
    pub(super) login: Option<(String, String)>,
    encryption: Option<(Encryption, Encrypt)>,
    pub(super) careless: bool,
    pub(super) together: bool,
    pub(super) forgetful: bool,
    pub(super) wary: bool,
    /// How many messages a connection may bring, and what is said to one more.
    pub(super) session: Option<(usize, &'static str)>,
    /// How many RSET in vain a connection may bring.
    pub(super) resets: Option<usize>,
    /// What is said to BDAT, where it is not known.
    pub(super) without_bdat: Option<&'static str>,
    /// How much it hears before it falls silent.
    pub(super) attention: Option<usize>,
    /// How many connections there may be at a time.
    pub(super) links: Option<usize>,
}

/// When encryption begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// With the first byte.
    Implicit,
    /// With the STARTTLS command, which is announced.
    Starttls,
}

impl Script {
    /// Makes a script in which all goes well.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes one for each way in which messages go out: in lock-step, announced
    /// ahead (PIPELINING), and several at a time (CHUNKING).
    pub fn modes() -> [Self; 3] {
        let pipelining = Self::new().keyword("PIPELINING");
        let chunking = pipelining.clone().keyword("CHUNKING");
        [Self::new(), pipelining, chunking]
    }

    /// Adds a line to the answer to EHLO, such as `PIPELINING`.
    pub fn keyword(mut self, keyword: &str) -> Self {
        self.keywords.push(keyword.to_owned());
        self
    }

    /// Sets the answer at a moment.
    pub fn reply(mut self, moment: Moment, reply: impl Into<Reply>) -> Self {
        self.replies.insert(moment, reply.into());
        self
    }

    /// Sets the first answers at a moment, whatever the connection.
    pub fn first<R: Into<Reply>>(
        mut self,
        moment: Moment,
        replies: impl IntoIterator<Item = R>,
    ) -> Self {
        let replies = replies.into_iter().map(Into::into);
        self.first.entry(moment).or_default().extend(replies);
        self
    }

    /// Sets the answer to RCPT for one address.
    pub fn reply_to_rcpt(mut self, address: &str, reply: impl Into<Reply>) -> Self {
        self.recipients.insert(address.to_lowercase(), reply.into());
        self
    }

    /// Asks for a login, which is announced once the connection is encrypted if it ever is.
    pub fn login(mut self, name: &str, password: &str) -> Self {
        self.login = Some((name.to_owned(), password.to_owned()));
        self
    }

    /// Encrypts the connections.
    pub fn encryption(mut self, encryption: Encryption, encrypt: Encrypt) -> Self {
        self.encryption = Some((encryption, encrypt));
        self
    }

    /// Lets DATA begin although no recipient was accepted, as some servers do
    /// when they are told several commands at once (RFC 2920, section 3.1), and
    /// RCPT although no sender was; takes what follows a refused BDAT for commands.
    pub fn careless(mut self) -> Self {
        self.careless = true;
        self
    }

    /// Answers all commands that came together in one write, as Postfix does.
    pub fn together(mut self) -> Self {
        self.together = true;
        self
    }

    /// Throws away what came together with a message, behind it: RFC 2920 (section
    /// 3.2) forbids that to who offers PIPELINING.
    pub fn forgetful(mut self) -> Self {
        self.forgetful = true;
        self
    }

    /// Refuses each command that came together with a message, behind it, as Haraka
    /// does: who wrote it might be somebody else than the sender.
    pub fn wary(mut self) -> Self {
        self.wary = true;
        self
    }

    /// Goes away when a connection has brought so many messages.
    pub fn messages_per_connection(self, count: usize) -> Self {
        self.full_after(count, "421 4.4.2 too many messages in this connection")
    }

    /// Says this to MAIL when a connection has brought so many messages, and goes
    /// away only if that is what it says: `OpenSMTPD` stays.
    pub fn full_after(mut self, count: usize, reply: &'static str) -> Self {
        self.session = Some((count, reply));
        self
    }

    /// Hangs up on one more RSET in vain over a connection, as Exim does: the first
    /// one after a message that was taken is none.
    pub fn resets_per_connection(mut self, count: usize) -> Self {
        self.resets = Some(count);
        self
    }

    /// Says nothing any more, over any connection, once so many commands and
    /// messages have come.
    pub fn silent_after(mut self, heard: usize) -> Self {
        self.attention = Some(heard);
        self
    }

    /// Closes every connection beyond so many at a time, without a word.
    pub fn connections_at_a_time(mut self, count: usize) -> Self {
        self.links = Some(count);
        self
    }

    /// Knows no BDAT, whatever it announces: a filter in front of it does not.
    pub fn without_bdat(mut self, reply: &'static str) -> Self {
        self.without_bdat = Some(reply);
        self
    }

    /// Takes the next answer at a moment, where it is not the usual one.
    pub(super) fn take_reply(&mut self, moment: Moment) -> Option<Reply> {
        let first = self.first.get_mut(&moment);
        let first = first.and_then(VecDeque::pop_front);
        first.or_else(|| self.replies.get(&moment).cloned())
    }

    pub(super) fn encrypt(&self, when: Encryption) -> Option<Encrypt> {
        let (encryption, encrypt) = self.encryption.as_ref()?;
        (*encryption == when).then(|| Arc::clone(encrypt))
    }
}
