//! An SMTP server that follows a script and keeps what it receives.
//!
//! It needs the standard library alone, listens on a port that the system
//! chooses, and stops when it is dropped.

use std::{
    collections::{BTreeMap, VecDeque},
    fmt,
    io::{self, Read, Write},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// How long a server that answers drop by drop waits for the client in between.
const BETWEEN_DROPS: Duration = Duration::from_millis(5);

/// How long a slow server lets the client wait: longer than the program looks
/// at one time whether something came.
const SLOW: Duration = Duration::from_millis(150);

/// A running server.
pub struct SmtpServer {
    port: u16,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl SmtpServer {
    /// Starts a server on the loopback address.
    pub fn start(script: Script) -> Self {
        Self::start_on(0, script)
    }

    /// Starts a server where another one was; 0 leaves the port to the system.
    pub fn start_on(port: u16, script: Script) -> Self {
        let listener = loop {
            match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
                Ok(listener) => break listener,
                // A process that another test is starting holds a copy of the
                // former one until it becomes another program.
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => thread::yield_now(),
                Err(error) => panic!("{error}"),
            }
        };
        let port = listener.local_addr().expect("it is bound").port();
        let shared = Arc::new(Shared {
            script: Mutex::new(script),
            ..Shared::default()
        });
        let acceptor = {
            let shared = Arc::clone(&shared);
            thread::spawn(move || accept(listener, &shared))
        };
        Self {
            port,
            shared,
            acceptor: Some(acceptor),
        }
    }

    /// Returns the port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Changes the script, from the next command on.
    pub fn follow(&self, script: Script) {
        *held(&self.shared.script) = script;
    }

    /// Stops, whatever is going on, and returns what was received to its final dot.
    pub fn stop(self) -> Vec<Mail> {
        let shared = Arc::clone(&self.shared);
        drop(self);
        held(&shared.log).mails.clone()
    }

    /// Returns how many messages were received to their final dot.
    pub fn mail_count(&self) -> usize {
        held(&self.shared.log).mails.len()
    }

    /// Returns what was received to its final dot, in the order of arrival.
    pub fn mails(&self) -> Vec<Mail> {
        held(&self.shared.log).mails.clone()
    }

    /// Returns the contents received although nobody was to get them.
    pub fn taken_back(&self) -> Vec<Vec<u8>> {
        held(&self.shared.log).taken_back.clone()
    }

    /// Returns every command line received, those of all connections.
    pub fn commands(&self) -> Vec<String> {
        let log = held(&self.shared.log);
        log.commands.iter().map(|one| one.line.clone()).collect()
    }

    /// Returns the same with the connection of each and its time.
    pub fn timed_commands(&self) -> Vec<Command> {
        held(&self.shared.log).commands.clone()
    }

    /// Returns how many of the first answers ([`Script::first`]) were not given yet.
    pub fn answers_left(&self) -> usize {
        let script = held(&self.shared.script);
        script.first.values().map(VecDeque::len).sum()
    }

    /// Returns in how many reads, those of all connections, the client's bytes came.
    pub fn writes(&self) -> usize {
        held(&self.shared.log).reads
    }

    /// Returns how many bytes of [`Reply::Endless`] or [`Reply::Drops`] the client's side took.
    pub fn endless(&self) -> usize {
        held(&self.shared.log).endless
    }

    /// Returns how many connections were opened.
    pub fn connections(&self) -> usize {
        held(&self.shared.log).connections
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        // One connection more wakes the thread that waits for them.
        drop(TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)));
        if let Some(acceptor) = self.acceptor.take() {
            drop(acceptor.join());
        }
    }
}

/// A message received to its final dot.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The connection that brought it, from 1.
    pub connection: usize,
    /// What stood between the brackets of MAIL FROM.
    pub from: String,
    /// What stood between the brackets of each accepted RCPT TO.
    pub recipients: Vec<String>,
    /// The message, without dot-stuffing and without the final dot.
    pub content: Vec<u8>,
    /// How many reads it took to receive the message.
    pub reads: usize,
    /// Whether the client was told that it is accepted.
    pub accepted: bool,
    /// Whether the client was told that it is not: in all other cases it is delivered.
    pub refused: bool,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail")
            .field("connection", &self.connection)
            .field("from", &self.from)
            .field("recipients", &self.recipients)
            .field("content", &String::from_utf8_lossy(&self.content))
            .field("reads", &self.reads)
            .field("accepted", &self.accepted)
            .field("refused", &self.refused)
            .finish()
    }
}

/// A command line received.
#[derive(Clone, Debug)]
pub struct Command {
    /// The connection that it came over, from 1.
    pub connection: usize,
    /// When it was read.
    pub at: Instant,
    /// The line.
    pub line: String,
}

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
}

/// An answer.
#[derive(Clone, Debug)]
pub enum Reply {
    /// What is answered where nothing else is said.
    Usual,
    /// These bytes and CRLF; the connection is closed after a 421.
    Line(Vec<u8>),
    /// The usual answer after these bytes, in the same write.
    After(Vec<u8>),
    /// The usual answer and then these bytes, in the same write.
    Before(Vec<u8>),
    /// The usual answer, one byte at a time.
    Drip,
    /// These bytes and CRLF, one byte at a time; the connection is closed after a 421.
    Dripped(Vec<u8>),
    /// The usual answer, after a while in which the client says nothing.
    Slow,
    /// These bytes, after which the connection is closed.
    Cut(Vec<u8>),
    /// Nothing; the next command is answered as usual.
    Nothing,
    /// The connection is aborted (RST).
    Abort,
    /// These bytes, over and over, until the client has enough.
    Endless(Vec<u8>),
    /// The first bytes, and then the others over and over, a few at a time;
    /// encrypted or not, as they are.
    Drops(Vec<u8>, Vec<u8>),
    /// The connection is closed.
    Close,
    /// Nothing, until the client gives up.
    Silence,
    /// The usual answer, once the gate is open.
    Held(Gate),
    /// This answer, once these bytes are among those that came and were not taken yet.
    Once(&'static str, Box<Self>),
}

impl Reply {
    /// Tells whether it is made of lines that may wait for others.
    fn is_line(&self) -> bool {
        matches!(
            self,
            Self::Usual | Self::Line(_) | Self::After(_) | Self::Before(_) | Self::Nothing
        )
    }

    /// Tells whether the answer to a final dot begins so.
    fn begins_with(&self, digit: &[u8]) -> bool {
        match self {
            Self::Usual | Self::Before(_) | Self::Drip | Self::Slow | Self::Held(_) => {
                digit == b"2"
            }
            Self::Line(line) | Self::Dripped(line) => line.starts_with(digit),
            Self::Once(_, reply) => reply.begins_with(digit),
            _ => false,
        }
    }
}

/// Holds answers back until it is opened.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    /// Lets all answers through, from now on.
    pub fn open(&self) {
        *held(&self.0.0) = true;
        self.0.1.notify_all();
    }

    fn pass(&self) {
        let mut open = held(&self.0.0);
        while !*open {
            open = self.0.1.wait(open).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl From<&str> for Reply {
    fn from(line: &str) -> Self {
        line.to_owned().into()
    }
}

impl From<String> for Reply {
    fn from(line: String) -> Self {
        Self::Line(line.into_bytes())
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
    keywords: Vec<String>,
    replies: BTreeMap<Moment, Reply>,
    /// What is answered first at a moment, each once.
    first: BTreeMap<Moment, VecDeque<Reply>>,
    recipients: BTreeMap<String, Reply>,
    login: Option<(String, String)>,
    encryption: Option<(Encryption, Encrypt)>,
    careless: bool,
    together: bool,
    /// How many messages a connection may bring.
    session: Option<usize>,
    without_bdat: bool,
    /// How many connections there may be at a time.
    links: Option<usize>,
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

    /// Goes away when a connection has brought so many messages.
    pub fn messages_per_connection(mut self, count: usize) -> Self {
        self.session = Some(count);
        self
    }

    /// Closes every connection beyond so many at a time, without a word.
    pub fn connections_at_a_time(mut self, count: usize) -> Self {
        self.links = Some(count);
        self
    }

    /// Knows no BDAT, whatever it announces: a filter in front of it does not.
    pub fn without_bdat(mut self) -> Self {
        self.without_bdat = true;
        self
    }

    /// Takes the next answer at a moment, where it is not the usual one.
    fn take_reply(&mut self, moment: Moment) -> Option<Reply> {
        let first = self.first.get_mut(&moment);
        let first = first.and_then(VecDeque::pop_front);
        first.or_else(|| self.replies.get(&moment).cloned())
    }

    fn encrypt(&self, when: Encryption) -> Option<Encrypt> {
        let (encryption, encrypt) = self.encryption.as_ref()?;
        (*encryption == when).then(|| Arc::clone(encrypt))
    }
}

#[derive(Default)]
struct Shared {
    script: Mutex<Script>,
    log: Mutex<Log>,
    stopping: AtomicBool,
}

#[derive(Default)]
struct Log {
    mails: Vec<Mail>,
    taken_back: Vec<Vec<u8>>,
    commands: Vec<Command>,
    connections: usize,
    reads: usize,
    endless: usize,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn accept(listener: TcpListener, shared: &Arc<Shared>) {
    let mut open: Vec<(Weak<TcpStream>, JoinHandle<()>)> = Vec::new();
    while let Ok((socket, _)) = listener.accept() {
        if shared.stopping.load(Ordering::SeqCst) {
            break;
        }
        let at_a_time = held(&shared.script).links;
        let at_present = || open.iter().filter(|(held, _)| Weak::strong_count(held) > 0);
        if at_a_time.is_some_and(|most| at_present().count() >= most) {
            held(&shared.log).connections += 1;
            continue;
        }
        // Its thread alone holds the socket, and closes it when it ends.
        let socket = Arc::new(socket);
        let held = Arc::downgrade(&socket);
        let Ok(connection) = Connection::new(socket, Arc::clone(shared)) else {
            continue;
        };
        open.push((held, thread::spawn(move || connection.serve())));
    }
    // Whoever tries again is refused.
    drop(listener);
    for (socket, thread) in open {
        if let Some(socket) = socket.upgrade() {
            // It fails where the client has gone already.
            drop(socket.shutdown(Shutdown::Both));
        }
        drop(thread.join());
    }
}

struct Connection {
    number: usize,
    socket: Arc<TcpStream>,
    stream: Box<dyn Stream>,
    /// What was received, and how much of it was taken already.
    received: Vec<u8>,
    taken: usize,
    /// Answers that wait for the others.
    unsent: Vec<u8>,
    reads: usize,
    /// How many messages came.
    brought: usize,
    encrypted: bool,
    authenticated: bool,
    from: Option<String>,
    recipients: Vec<String>,
    shared: Arc<Shared>,
}

impl Connection {
    fn new(socket: Arc<TcpStream>, shared: Arc<Shared>) -> io::Result<Self> {
        // Else an answer may wait for the acknowledgement of the one before.
        socket.set_nodelay(true)?;
        let number = {
            let mut log = held(&shared.log);
            log.connections += 1;
            log.connections
        };
        Ok(Self {
            number,
            stream: Box::new(socket.try_clone()?),
            socket,
            received: Vec::new(),
            taken: 0,
            unsent: Vec::new(),
            reads: 0,
            brought: 0,
            encrypted: false,
            authenticated: false,
            from: None,
            recipients: Vec::new(),
            shared,
        })
    }

    /// Answers until either side closes.
    fn serve(mut self) {
        let _closed = self.talk().and_then(|()| self.flush());
    }

    fn talk(&mut self) -> io::Result<()> {
        let encrypt = self.script(|script| script.encrypt(Encryption::Implicit));
        if let Some(encrypt) = encrypt {
            self.encrypt(&encrypt)?;
        }
        self.answer(Moment::Greeting, "220 test.example ESMTP")?;
        loop {
            let line = self.read_line()?;
            held(&self.shared.log).commands.push(Command {
                connection: self.number,
                at: Instant::now(),
                line: line.clone(),
            });
            let (verb, rest) = line.split_once(' ').unwrap_or((line.as_str(), ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.hello()?,
                "STARTTLS" => self.starttls()?,
                "AUTH" => self.auth(rest)?,
                "MAIL" => self.mail(rest)?,
                "RCPT" => self.rcpt(rest)?,
                "DATA" => self.data()?,
                "BDAT" if !self.script(|script| script.without_bdat) => self.chunk(rest)?,
                "RSET" => {
                    self.forget();
                    self.answer(Moment::Reset, "250 2.0.0 Ok")?;
                }
                "NOOP" => self.write(b"250 2.0.0 Ok")?,
                "QUIT" => {
                    self.answer(Moment::Quit, "221 2.0.0 Bye")?;
                    return Ok(());
                }
                _ => self.write(b"500 5.5.2 unknown command")?,
            }
        }
    }

    fn hello(&mut self) -> io::Result<()> {
        let mut lines = vec!["test.example".to_owned()];
        let encrypted = self.encrypted;
        lines.extend(self.script(|script| {
            let mut keywords = script.keywords.clone();
            let starttls = script.encrypt(Encryption::Starttls).is_some();
            if starttls && !encrypted {
                keywords.push("STARTTLS".to_owned());
            }
            let announced = keywords.iter().any(|keyword| keyword.starts_with("AUTH"));
            if script.login.is_some() && !announced && (encrypted || !starttls) {
                keywords.push("AUTH PLAIN LOGIN".to_owned());
            }
            keywords
        }));
        let last = lines.len() - 1;
        let reply: Vec<String> = lines
            .iter()
            .enumerate()
            .map(|(index, line)| format!("250{}{line}", if index == last { ' ' } else { '-' }))
            .collect();
        self.answer(Moment::Hello, &reply.join("\r\n"))?;
        Ok(())
    }

    fn starttls(&mut self) -> io::Result<()> {
        let encrypt = self.script(|script| script.encrypt(Encryption::Starttls));
        let Some(encrypt) = encrypt else {
            return self.write(b"502 5.5.1 not offered");
        };
        if self.answer(Moment::Starttls, "220 2.0.0 Ready")? {
            self.encrypt(&encrypt)?;
        }
        Ok(())
    }

    fn auth(&mut self, argument: &str) -> io::Result<()> {
        let Some((name, password)) = self.script(|script| script.login.clone()) else {
            return self.write(b"503 5.5.1 not offered");
        };
        let given = match argument.split_once(' ') {
            Some(("PLAIN", response)) => {
                response == base64(format!("\0{name}\0{password}").as_bytes())
            }
            None if argument == "LOGIN" => {
                if !self.answer(Moment::Username, "334 VXNlcm5hbWU6")? {
                    return Ok(());
                }
                let given_name = self.read_line()?;
                if !self.answer(Moment::Password, "334 UGFzc3dvcmQ6")? {
                    return Ok(());
                }
                let given_password = self.read_line()?;
                given_name == base64(name.as_bytes())
                    && given_password == base64(password.as_bytes())
            }
            _ => false,
        };
        let reply = if given {
            "235 2.7.0 Ok"
        } else {
            "535 5.7.8 wrong login or password"
        };
        self.authenticated = self.answer(Moment::Auth, reply)? && given;
        Ok(())
    }

    fn mail(&mut self, argument: &str) -> io::Result<()> {
        if self.script(|script| script.login.is_some()) && !self.authenticated {
            return self.write(b"530 5.7.0 log in first");
        }
        if self.from.is_some() {
            return self.write(b"503 5.5.1 one sender already");
        }
        if self.script(|script| script.session) == Some(self.brought) {
            self.say(b"421 4.4.2 too many messages in this connection")?;
        }
        if self.answer(Moment::Mail, "250 2.1.0 Ok")? {
            self.from = Some(path(argument));
        }
        Ok(())
    }

    fn rcpt(&mut self, argument: &str) -> io::Result<()> {
        if self.from.is_none() && !self.script(|script| script.careless) {
            return self.write(b"503 5.5.1 no sender yet");
        }
        let address = path(argument);
        let own = self.script(|script| script.recipients.get(&address.to_lowercase()).cloned());
        let taken = match own {
            Some(reply) => self.give(reply, "250 2.1.5 Ok")?,
            None => self.answer(Moment::Rcpt, "250 2.1.5 Ok")?,
        };
        if taken {
            self.recipients.push(address);
        }
        Ok(())
    }

    fn data(&mut self) -> io::Result<()> {
        let nobody = self.recipients.is_empty();
        if nobody && !self.script(|script| script.careless) {
            return self.write(b"554 5.5.1 no valid recipients");
        }
        if !self.answer(Moment::Data, "354 Go ahead")? {
            return Ok(());
        }
        self.reads = 0;
        let mut content = Vec::new();
        let mut interruption = self
            .take_reply(Moment::Body)
            .filter(|reply| !matches!(reply, Reply::Usual));
        let interrupted = interruption.is_some();
        loop {
            let line = self.read_bytes()?;
            if let Some(reply) = interruption.take() {
                self.give(reply, "")?;
            }
            match line.strip_prefix(b".") {
                Some(b"\r\n") => break,
                Some(stuffed) => content.extend_from_slice(stuffed),
                None => content.extend_from_slice(&line),
            }
        }
        if nobody {
            held(&self.shared.log).taken_back.push(content);
            self.forget();
            return self.write(b"554 5.5.1 no valid recipients");
        }
        let own = if interrupted {
            Some(Reply::Nothing)
        } else {
            self.take_reply(Moment::Content)
        };
        self.receive(content, own, interrupted)?;
        self.forget();
        Ok(())
    }

    /// Takes a message by its length (RFC 3030); only the last chunk is known here.
    fn chunk(&mut self, argument: &str) -> io::Result<()> {
        let size = argument.strip_suffix(" LAST").unwrap_or_default().parse();
        let size: usize = size.map_err(io::Error::other)?;
        let nobody = self.recipients.is_empty();
        if nobody && self.script(|script| script.careless) {
            return self.write(b"503 5.5.1 no valid recipients");
        }
        let interruption = self
            .take_reply(Moment::Body)
            .filter(|reply| !nobody && !matches!(reply, Reply::Usual));
        let interrupted = interruption.is_some();
        if let Some(reply) = interruption {
            self.give(reply, "")?;
        }
        let content = self.read_exactly(size)?;
        if nobody {
            return self.write(b"503 5.5.1 no valid recipients");
        }
        let own = if interrupted {
            Some(Reply::Nothing)
        } else {
            self.take_reply(Moment::Content)
        };
        // What a refusal leaves behind is open, until RSET (section 2).
        if self.receive(content, own, interrupted)? {
            self.forget();
        }
        Ok(())
    }

    /// Keeps a message, and answers it; tells whether it is accepted.
    fn receive(
        &mut self,
        content: Vec<u8>,
        own: Option<Reply>,
        interrupted: bool,
    ) -> io::Result<bool> {
        let mut log = held(&self.shared.log);
        let queued = log.mails.len() + 1;
        let usual = format!("250 2.0.0 Ok: queued as {queued}");
        let reply = own.unwrap_or(Reply::Usual);
        self.brought += 1;
        // Kept before the answer, so that who has the answer finds the message.
        log.mails.push(Mail {
            connection: self.number,
            from: self.from.clone().unwrap_or_default(),
            recipients: self.recipients.clone(),
            content,
            reads: self.reads,
            accepted: !interrupted && reply.begins_with(b"2"),
            refused: interrupted || reply.begins_with(b"4") || reply.begins_with(b"5"),
        });
        drop(log);
        self.give(reply, &usual)
    }

    fn forget(&mut self) {
        self.from = None;
        self.recipients.clear();
    }

    fn script<T>(&self, read: impl FnOnce(&Script) -> T) -> T {
        read(&held(&self.shared.script))
    }

    fn take_reply(&self, moment: Moment) -> Option<Reply> {
        held(&self.shared.script).take_reply(moment)
    }

    /// Answers as the script has it, or as usual; tells whether the client may go on.
    fn answer(&mut self, moment: Moment, usual: &str) -> io::Result<bool> {
        let reply = self.take_reply(moment);
        self.give(reply.unwrap_or(Reply::Usual), usual)
    }

    fn give(&mut self, reply: Reply, usual: &str) -> io::Result<bool> {
        let usual = usual.as_bytes();
        if !reply.is_line() {
            self.flush()?;
        }
        match reply {
            Reply::Usual => self.say(usual),
            Reply::Line(line) => self.say(&line),
            Reply::After(before) => {
                self.say(&[before.as_slice(), usual].concat())?;
                Ok(begins_well(usual))
            }
            Reply::Before(after) => self.say(&[usual, b"\r\n", &after].concat()),
            Reply::Drip => {
                self.drip(usual)?;
                Ok(begins_well(usual))
            }
            Reply::Dripped(line) => {
                self.drip(&line)?;
                goes_on(&line)
            }
            Reply::Slow => {
                self.linger()?;
                self.say(usual)
            }
            Reply::Cut(bytes) => {
                self.stream.write_all(&bytes)?;
                self.stream.flush()?;
                Err(io::ErrorKind::ConnectionAborted.into())
            }
            Reply::Nothing => Ok(begins_well(usual)),
            Reply::Close => Err(io::ErrorKind::ConnectionAborted.into()),
            Reply::Abort => {
                rustix::net::connect_unspec(&self.socket)?;
                Err(io::ErrorKind::ConnectionReset.into())
            }
            Reply::Held(gate) => {
                gate.pass();
                self.say(usual)
            }
            Reply::Once(ahead, reply) => {
                self.await_ahead(ahead.as_bytes())?;
                self.give(
                    *reply,
                    std::str::from_utf8(usual).map_err(io::Error::other)?,
                )
            }
            Reply::Silence => loop {
                self.read_bytes()?;
            },
            Reply::Drops(first, drop) => {
                let mut socket = &*self.socket;
                socket.write_all(&first)?;
                socket.set_read_timeout(Some(BETWEEN_DROPS))?;
                // Between two drops the client is listened to, which says nothing.
                while !matches!(socket.read(&mut [0; 512]), Ok(0)) {
                    socket.write_all(&drop)?;
                    held(&self.shared.log).endless += drop.len();
                }
                Err(io::ErrorKind::UnexpectedEof.into())
            }
            Reply::Endless(bytes) => loop {
                self.stream.write_all(&bytes)?;
                held(&self.shared.log).endless += bytes.len();
            },
        }
    }

    /// Writes a line; tells whether the client may go on.
    fn say(&mut self, line: &[u8]) -> io::Result<bool> {
        self.write(line)?;
        if line.starts_with(b"421") {
            self.flush()?;
        }
        goes_on(line)
    }

    fn drip(&mut self, line: &[u8]) -> io::Result<()> {
        for byte in [line, b"\r\n"].concat() {
            self.stream.write_all(&[byte])?;
            self.stream.flush()?;
        }
        Ok(())
    }

    /// Reads on until the client says nothing for a while; fails when it hangs up.
    fn linger(&mut self) -> io::Result<()> {
        self.socket.set_read_timeout(Some(SLOW))?;
        let end = loop {
            if let Err(error) = self.read_more() {
                break error;
            }
        };
        self.socket.set_read_timeout(None)?;
        match end.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Ok(()),
            _ => Err(end),
        }
    }

    fn encrypt(&mut self, encrypt: &Encrypt) -> io::Result<()> {
        // What is left to be said is in clear.
        self.flush()?;
        self.stream = encrypt(self.socket.try_clone()?);
        self.encrypted = true;
        Ok(())
    }

    fn write(&mut self, line: &[u8]) -> io::Result<()> {
        self.unsent.extend([line, b"\r\n"].concat());
        if self.script(|script| script.together) {
            return Ok(());
        }
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.write_all(&std::mem::take(&mut self.unsent))?;
        self.stream.flush()
    }

    fn read_line(&mut self) -> io::Result<String> {
        let line = self.read_bytes()?;
        Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
    }

    /// Reads to the next CRLF, which is kept; a bare LF ends no line.
    fn read_bytes(&mut self) -> io::Result<Vec<u8>> {
        loop {
            let ahead = &self.received[self.taken..];
            if let Some(end) = ahead.windows(2).position(|two| two == b"\r\n") {
                let line = ahead[..end + 2].to_vec();
                self.taken += line.len();
                return Ok(line);
            }
            self.read_more()?;
        }
    }

    fn read_exactly(&mut self, size: usize) -> io::Result<Vec<u8>> {
        while self.received.len() - self.taken < size {
            self.read_more()?;
        }
        let bytes = self.received[self.taken..][..size].to_vec();
        self.taken += size;
        Ok(bytes)
    }

    fn await_ahead(&mut self, bytes: &[u8]) -> io::Result<()> {
        let is_there = |all: &[u8]| all.windows(bytes.len()).any(|some| some == bytes);
        while !is_there(&self.received[self.taken..]) {
            self.read_more()?;
        }
        Ok(())
    }

    fn read_more(&mut self) -> io::Result<()> {
        self.flush()?;
        self.received.drain(..self.taken);
        self.taken = 0;
        let mut bytes = vec![0; 65536];
        let count = self.stream.read(&mut bytes)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.reads += 1;
        held(&self.shared.log).reads += 1;
        self.received.extend_from_slice(&bytes[..count]);
        Ok(())
    }
}

/// Tells whether the client may go on after a line; whoever says 421 goes away.
fn goes_on(line: &[u8]) -> io::Result<bool> {
    if line.starts_with(b"421") {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    Ok(begins_well(line))
}

fn begins_well(line: &[u8]) -> bool {
    line.starts_with(b"2") || line.starts_with(b"3")
}

/// Returns what stands between the brackets of MAIL or RCPT.
fn path(argument: &str) -> String {
    let after = argument.split_once('<').map_or("", |(_, after)| after);
    after
        .split_once('>')
        .map_or("", |(path, _)| path)
        .to_owned()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let value = (0..3).fold(0_usize, |value, place| {
            value << 8 | usize::from(group.get(place).copied().unwrap_or(0))
        });
        for place in 0..4 {
            let digit = char::from(DIGITS[value >> (18 - 6 * place) & 63]);
            text.push(if place <= group.len() { digit } else { '=' });
        }
    }
    text
}
