//! Random servers: what they offer, and what is odd about them.

use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::support::smtp::{Moment, Reply, Script};

/// How the program may talk to a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Lockstep,
    Pipelining,
    Chunking,
}

/// Refusals for now: of the recipient, by a rule of the server's, and of everybody.
const TEMPORARY: [&str; 6] = [
    "450 4.2.0 later",
    "452 4.2.2 mailbox full",
    "451 later",
    "450-4.3.0 in two\r\n450 4.3.0 lines",
    "451 4.7.1 greylisted",
    "421 4.3.2 going away",
];
/// Refusals for good: the recipient's, perhaps the account's, or of the command.
const PERMANENT: [&str; 10] = [
    "550 5.1.1 nobody",
    "550-5.1.1 nobody\r\n550 5.1.1 of that name",
    "550 nobody",
    "554 5.7.1 denied",
    "550 5.7.1 <dir@ac-test.fr>: not yours",
    "552 5.3.4 too large",
    "500 5.5.2 unknown command",
    "502 not implemented",
    "503 5.5.1 bad sequence",
    "530 5.7.0 log in first",
];
/// What is no answer to any command, or to another one.
const GARBAGE: [&str; 6] = ["hello", "", "25", "999 what", "252 perhaps", "354 go"];
/// What is said to BDAT by who does not know it.
const NO_BDAT: [&str; 3] = [
    "500 5.5.2 unknown command",
    "502 5.5.1 not implemented",
    "503 5.5.1 what",
];

/// What is answered instead of the usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odd {
    /// This; the connection is closed after a 421.
    Says(&'static str),
    /// The same, byte by byte.
    Drips(&'static str),
    /// This, and the connection goes on in any case.
    GoesOn(&'static str),
    /// The usual answer, byte by byte.
    Bytes,
    /// The usual answer, after a while.
    Slow,
    /// The usual answer, in several lines.
    Lines,
    /// What is no answer, and then the usual one.
    Stray,
    /// Half of the usual answer's line; the connection is closed.
    HalfLine,
    /// The first line of several; the connection is closed.
    HalfReply,
    /// The connection is closed.
    Close,
    /// The connection is aborted.
    Abort,
    /// Nothing, until the client gives up.
    Silence,
    /// The usual answer twice: the second is early for the next command.
    Twice,
    /// Nothing; the next command is answered.
    Never,
    /// The usual answer, before its time, and then this.
    Early(&'static str),
}

impl Odd {
    /// Tells whether there is one answer to each command, and all of them reach
    /// the client.
    fn is_orderly(self) -> bool {
        match self {
            Self::Says(line) | Self::Drips(line) => {
                !GARBAGE.contains(&line) && !line.starts_with("421")
            }
            odd => matches!(odd, Self::Bytes | Self::Slow | Self::Lines),
        }
    }

    /// Tells whether there may be more or fewer answers than commands, without
    /// any of them being odd by itself.
    fn miscounts(self) -> bool {
        matches!(self, Self::Twice | Self::Never | Self::Early(_))
    }

    /// Tells whether something else than the usual answer is said.
    fn says(self) -> bool {
        matches!(
            self,
            Self::Says(_) | Self::Drips(_) | Self::GoesOn(_) | Self::Early(_)
        )
    }

    fn reply(self, moment: Moment) -> Reply {
        let usual = moment.usual();
        let (code, half) = (&usual.as_bytes()[..3], &usual.as_bytes()[..6]);
        match self {
            Self::Says(line) => line.into(),
            Self::Drips(line) => Reply::Dripped(line.into()),
            Self::GoesOn(line) => Reply::Going(line.into()),
            Self::Bytes => Reply::Drip,
            Self::Slow => Reply::Slow,
            Self::Lines => Reply::After([code, b"-more\r\n"].concat()),
            Self::Stray => Reply::After(b"hello\r\n".to_vec()),
            Self::HalfLine => Reply::Cut(half.to_vec()),
            Self::HalfReply => Reply::Cut([code, b"-more\r\n"].concat()),
            Self::Close => Reply::Close,
            Self::Abort => Reply::Abort,
            Self::Silence => Reply::Silence,
            Self::Twice => Reply::Before(usual.into()),
            Self::Never => Reply::Nothing,
            Self::Early(line) => Reply::Early(line.into()),
        }
    }
}

/// An odd answer at a moment, after so many usual ones.
#[derive(Clone, Copy, Debug)]
pub struct Oddity {
    moment: Moment,
    after: usize,
    odd: Odd,
}

/// A server, and who is written to over it.
#[derive(Clone, Debug)]
pub struct Server {
    pub mode: Mode,
    size: bool,
    dsn: bool,
    pub parents: usize,
    pub connections: usize,
    oddities: Vec<Oddity>,
    /// What is always answered to RCPT for some.
    always: Vec<(usize, Odd)>,
    together: bool,
    careless: bool,
    forgetful: bool,
    messages_per_connection: Option<usize>,
    connections_at_a_time: Option<usize>,
    without_bdat: Option<&'static str>,
    /// How many hours pass before each time that the message is resumed.
    pub pauses: Vec<i64>,
}

impl Server {
    /// Tells whether all that it says can be understood, and all of it is heard.
    pub fn is_orderly(&self) -> bool {
        let may_be_cut = self.messages_per_connection.is_some() && self.mode == Mode::Chunking;
        let takes_content_for_commands = self.careless || self.without_bdat.is_some();
        // Nothing is to be refused there, so that it would show who loses count.
        let refuses_reset = |one: &Oddity| one.moment == Moment::Reset && one.odd.says();
        let loses_count = self.mode == Mode::Chunking && self.oddities.iter().any(refuses_reset);
        self.odds().all(Odd::is_orderly)
            && !(may_be_cut || takes_content_for_commands || self.forgetful || loses_count)
    }

    /// Tells whether the client may wait for what does not come.
    pub fn may_be_silent(&self) -> bool {
        let is_silent = |odd: Odd| matches!(odd, Odd::Silence | Odd::Never);
        self.forgetful || self.odds().any(is_silent)
    }

    /// Tells whether it shows what a positive answer to a message is worth.
    ///
    /// Among several messages, one answer too many makes what is said of the recipient
    /// pass for what is said of the message. One that comes before its time shows by
    /// those behind it, where all of them are there at once.
    pub fn is_clear(&self, is_followed: bool) -> bool {
        let is_early = |odd: Odd| matches!(odd, Odd::Early(_));
        match self.mode {
            Mode::Chunking => !self.odds().any(Odd::miscounts),
            _ if !self.odds().any(is_early) => true,
            Mode::Lockstep => false,
            Mode::Pipelining => {
                let is_at_once = |odd: Odd| matches!(odd, Odd::Says(_) | Odd::Lines);
                let is_whole = self
                    .odds()
                    .all(|odd| is_early(odd) || (odd.is_orderly() && is_at_once(odd)));
                is_followed && self.together && is_whole
            }
        }
    }

    /// Leaves out what makes it unknowable who has the message.
    fn knowable(mut self) -> Self {
        // Two answers too many may each pass for another one's.
        let mut miscounts = 0..1;
        self.leave_out(|one| one.odd.miscounts() && miscounts.next().is_none());
        // What is said after a message that was taken without a word passes for its answer.
        self.leave_out(|one| one.moment == Moment::Content && one.odd == Odd::Never);
        if self.mode == Mode::Chunking {
            let is_content = |one: &Oddity| matches!(one.moment, Moment::Body | Moment::Content);
            let refuses = self
                .oddities
                .iter()
                .any(|one| is_content(one) && one.odd.says());
            let miscounts = self.oddities.iter().any(|one| one.odd.miscounts());
            // Nor is it known to be refused that was said to be taken.
            self.leave_out(|one| is_content(one) && matches!(one.odd, Odd::Early(_)));
            // Who refuses a message and does not let go of it adds its recipient to the
            // next one, which may have gone out already (RFC 3030, section 2). And one
            // answer ahead, what is said to RSET passes for the answer to a message.
            self.leave_out(|one| {
                one.moment == Moment::Reset && one.odd.says() && (refuses || miscounts)
            });
            // Nor does anybody see, one answer ahead, that a message was refused; the
            // next one follows it then.
            self.leave_out(|one| refuses && one.odd.miscounts());
            // Who refuses the sender and takes the message all the same has said that it
            // does not, unless it is heard to the end.
            let careless = self.careless;
            self.leave_out(|one| one.moment == Moment::Mail && one.odd.says() && careless);
        }
        self
    }

    fn leave_out(&mut self, mut unknowable: impl FnMut(&Oddity) -> bool) {
        self.oddities.retain(|one| !unknowable(one));
    }

    fn odds(&self) -> impl Iterator<Item = Odd> {
        let always = self.always.iter().map(|(_, odd)| *odd);
        self.oddities.iter().map(|oddity| oddity.odd).chain(always)
    }

    /// Returns the same server without anything odd about it.
    pub fn friendly(&self) -> Script {
        let mut script = Script::new();
        let chunking = self.mode == Mode::Chunking;
        for (keyword, is_offered) in [
            ("PIPELINING", self.mode != Mode::Lockstep),
            ("CHUNKING", chunking),
            ("SIZE 10240000", self.size),
            ("DSN", self.dsn),
        ] {
            if is_offered {
                script = script.keyword(keyword);
            }
        }
        script
    }

    /// Returns what it does, to these parents.
    pub fn script(&self, parents: &[String]) -> Script {
        let mut script = self.friendly();
        for oddity in &self.oddities {
            let usual = (0..oddity.after).map(|_| Reply::Usual);
            let odd = oddity.odd.reply(oddity.moment);
            script = script.first(oddity.moment, usual.chain([odd]));
        }
        for &(parent, odd) in &self.always {
            let parent = &parents[parent % parents.len()];
            script = script.reply_to_rcpt(parent, odd.reply(Moment::Rcpt));
        }
        if self.together {
            script = script.together();
        }
        if self.careless {
            script = script.careless();
        }
        if self.forgetful {
            script = script.forgetful();
        }
        if let Some(count) = self.messages_per_connection {
            script = script.messages_per_connection(count);
        }
        if let Some(count) = self.connections_at_a_time {
            script = script.connections_at_a_time(count);
        }
        if let Some(reply) = self.without_bdat {
            script = script.without_bdat(reply);
        }
        script
    }
}

/// Servers that are talked to like this.
pub fn servers(mode: Mode) -> impl Strategy<Value = Server> {
    let offers = (any::<bool>(), any::<bool>());
    let sizes = (
        prop_oneof![3 => 5_usize..=10, 1 => 11_usize..=30],
        prop_oneof![2 => Just(1_usize), 1 => 2_usize..=4],
    );
    let answers = (
        vec(oddity(mode), 0..10),
        vec((0_usize..30, at_rcpt()), 0..4),
        prop::bool::weighted(0.3),
    );
    let habits = (
        any::<bool>(),
        prop::bool::weighted(0.25),
        prop::bool::weighted(0.1),
        option::weighted(0.15, 1_usize..8),
        option::weighted(0.1, 1_usize..4),
        option::weighted(0.1, select(&NO_BDAT)),
    );
    let pauses = vec(0_i64..40, 0..5);
    (offers, sizes, answers, habits, pauses).prop_map(
        move |(
            (size, dsn),
            (parents, connections),
            (mut oddities, mut always, is_tame),
            habits,
            pauses,
        )| {
            if is_tame {
                oddities.retain(|one: &Oddity| one.odd.is_orderly() || one.odd.miscounts());
                always.retain(|(_, odd)| odd.is_orderly());
            }
            Server {
                mode,
                size,
                dsn,
                parents,
                connections,
                oddities,
                always,
                together: habits.0,
                careless: habits.1,
                // Whoever takes messages by their length reads no further than that.
                forgetful: habits.2 && mode == Mode::Pipelining,
                messages_per_connection: habits.3,
                connections_at_a_time: habits.4,
                without_bdat: habits.5.filter(|_| mode == Mode::Chunking),
                pauses,
            }
            .knowable()
        },
    )
}

fn oddity(mode: Mode) -> impl Strategy<Value = Oddity> {
    let data = u32::from(mode != Mode::Chunking) * 4;
    let moment = prop_oneof![
        5 => Just(Moment::Rcpt),
        6 => Just(Moment::Content),
        4 => Just(Moment::Mail),
        data => Just(Moment::Data),
        4 => Just(Moment::Reset),
        1 => Just(Moment::Body),
        1 => Just(Moment::Greeting),
        1 => Just(Moment::Hello),
        1 => Just(Moment::Quit),
    ];
    moment.prop_flat_map(|moment| {
        // Only what was refused is followed by RSET.
        let most = if moment == Moment::Reset { 2_usize } else { 6 };
        let after = prop_oneof![2 => Just(0_usize), 3 => 0..=most];
        (after, at(moment)).prop_map(move |(after, odd)| Oddity { moment, after, odd })
    })
}

fn at(moment: Moment) -> BoxedStrategy<Odd> {
    match moment {
        // A server that says anything else within a message, and takes it then,
        // or says that it took it and does not, cannot be understood by anyone.
        Moment::Body => prop_oneof![
            says(),
            Just(Odd::HalfLine),
            Just(Odd::Close),
            Just(Odd::Abort)
        ]
        .boxed(),
        // Nothing depends on it, but for the two seconds that it is waited for.
        Moment::Quit => prop_oneof![says(), Just(Odd::Close), Just(Odd::Abort)].boxed(),
        Moment::Greeting | Moment::Hello => prop_oneof![says(), orderly(), broken()].boxed(),
        _ => prop_oneof![4 => says(), 1 => orderly(), 2 => broken(), 1 => miscounted()].boxed(),
    }
}

fn at_rcpt() -> impl Strategy<Value = Odd> {
    prop_oneof![4 => says(), 1 => orderly(), 1 => broken()]
}

fn says() -> impl Strategy<Value = Odd> {
    let refusal = || prop_oneof![select(&TEMPORARY), select(&PERMANENT)];
    prop_oneof![
        6 => refusal().prop_map(Odd::Says),
        1 => refusal().prop_map(Odd::Drips),
        1 => Just(Odd::GoesOn("421 4.3.2 going away")),
        1 => select(&GARBAGE).prop_map(Odd::Says),
    ]
}

fn orderly() -> impl Strategy<Value = Odd> {
    select(&[Odd::Lines, Odd::Bytes, Odd::Slow])
}

fn broken() -> impl Strategy<Value = Odd> {
    prop_oneof![
        4 => select(&[Odd::Close, Odd::Abort, Odd::HalfLine, Odd::HalfReply, Odd::Stray]),
        1 => Just(Odd::Silence),
    ]
}

fn miscounted() -> impl Strategy<Value = Odd> {
    prop_oneof![
        2 => Just(Odd::Twice),
        1 => Just(Odd::Never),
        2 => select(&PERMANENT[..4]).prop_map(Odd::Early),
    ]
}
