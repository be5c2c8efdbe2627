//! One conversation with a client, command by command.

mod answering;
mod wire;

use std::{io, net::TcpStream, sync::Arc, time::Instant};

use super::{Command, Encrypt, Encryption, Mail, Moment, Reply, Script, Shared, Stream, held};

pub(super) struct Connection {
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
    /// How many RSET came in vain.
    resets: usize,
    /// Whether another one would be in vain.
    is_reset: bool,
    encrypted: bool,
    authenticated: bool,
    from: Option<String>,
    recipients: Vec<String>,
    shared: Arc<Shared>,
}

impl Connection {
    pub(super) fn new(socket: Arc<TcpStream>, shared: Arc<Shared>) -> io::Result<Self> {
        // Else an answer may wait for the acknowledgement of the one before.
        socket.set_nodelay(true)?;
        let number = shared.note(|log| {
            log.connections += 1;
            log.connections
        });
        Ok(Self {
            number,
            stream: Box::new(socket.try_clone()?),
            socket,
            received: Vec::new(),
            taken: 0,
            unsent: Vec::new(),
            reads: 0,
            brought: 0,
            resets: 0,
            is_reset: false,
            encrypted: false,
            authenticated: false,
            from: None,
            recipients: Vec::new(),
            shared,
        })
    }

    /// Answers until either side closes.
    pub(super) fn serve(mut self) {
        let _closed = self.talk().and_then(|()| self.flush());
        self.shared.note(|log| log.closed += 1);
    }

    fn talk(&mut self) -> io::Result<()> {
        let encrypt = self.script(|script| script.encrypt(Encryption::Implicit));
        if let Some(encrypt) = encrypt {
            self.encrypt(&encrypt)?;
        }
        self.answer(Moment::Greeting, "220 test.example ESMTP")?;
        loop {
            let line = self.read_line()?;
            let command = Command {
                connection: self.number,
                at: Instant::now(),
                line: line.clone(),
            };
            self.shared.note(|log| log.commands.push(command));
            self.attend()?;
            let (verb, rest) = line.split_once(' ').unwrap_or((line.as_str(), ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.hello()?,
                "STARTTLS" => self.starttls()?,
                "AUTH" => self.auth(rest)?,
                "MAIL" => self.mail(rest)?,
                "RCPT" => self.rcpt(rest)?,
                "DATA" => self.data()?,
                "BDAT" => match self.script(|script| script.without_bdat) {
                    None => self.chunk(rest)?,
                    Some(reply) => self.write(reply.as_bytes())?,
                },
                "RSET" => {
                    self.count_reset()?;
                    if self.answer(Moment::Reset, "250 2.0.0 Ok")? {
                        self.forget();
                    }
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

    /// Hangs up where there were too many.
    fn count_reset(&mut self) -> io::Result<()> {
        self.resets += usize::from(self.is_reset);
        self.is_reset = true;
        let most = self.script(|script| script.resets);
        if most.is_some_and(|most| self.resets > most) {
            self.write(b"554 too many commands in vain")?;
            self.flush()?;
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Ok(())
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
        if let Some((most, reply)) = self.script(|script| script.session)
            && most == self.brought
        {
            self.say(reply.as_bytes())?;
            return Ok(());
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
        if self.script(|script| script.forgetful) {
            self.taken = self.received.len();
        }
        if nobody {
            self.shared.note(|log| log.taken_back.push(content));
            self.forget();
            return self.write(b"554 5.5.1 no valid recipients");
        }
        let own = if interrupted {
            Some(Reply::Nothing)
        } else {
            self.take_reply(Moment::Content)
        };
        self.receive(content, own, interrupted)?;
        if self.script(|script| script.wary) {
            self.refuse_what_came()?;
        }
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

    /// Refuses each command that was not taken yet.
    fn refuse_what_came(&mut self) -> io::Result<()> {
        while self.taken < self.received.len() {
            self.read_line()?;
            self.write(b"503 5.5.1 pipelined after the end of a message")?;
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
        let reply = own.unwrap_or(Reply::Usual);
        self.brought += 1;
        self.is_reset = false;
        let mail = Mail {
            connection: self.number,
            from: self.from.clone().unwrap_or_default(),
            recipients: self.recipients.clone(),
            content,
            reads: self.reads,
            followed: self.taken < self.received.len(),
            accepted: !interrupted && reply.begins_with(b"2"),
            refused: interrupted || reply.begins_with(b"4") || reply.begins_with(b"5"),
        };
        // Kept before the answer, so that who has the answer finds the message.
        let queued = self.shared.note(|log| {
            log.mails.push(mail);
            log.arrivals.push(Instant::now());
            log.mails.len()
        });
        self.attend()?;
        let usual = format!("250 2.0.0 Ok: queued as {queued}");
        self.give(reply, &usual)
    }

    /// Waits until the client is gone where enough was heard.
    fn attend(&mut self) -> io::Result<()> {
        let attention = self.script(|script| script.attention);
        let heard = held(&self.shared.log).heard();
        if attention.is_some_and(|most| heard >= most) {
            self.give(Reply::Silence, "")?;
        }
        Ok(())
    }

    fn encrypt(&mut self, encrypt: &Encrypt) -> io::Result<()> {
        // What is left to be said is in clear.
        self.flush()?;
        self.stream = encrypt(self.socket.try_clone()?);
        self.encrypted = true;
        Ok(())
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
