//! Random audiences, answers, crashes and resumes against a simple model:
//! nobody is accepted twice, nobody is forgotten, the states partition the audience.

use std::{
    collections::{BTreeMap, VecDeque},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::Mutex,
};

use carnet::{
    clock::Clock,
    domain::{
        address::Address,
        audience::{Audience, Recipient},
        delivery::{Delivery, DeliveryCounts, DeliveryState, Step},
        list::{List, ListId},
        list_name::ListName,
        message::{Message, MessageId, MessageList, MessageState},
        subscriber::{Origin, Subscriber},
    },
    mail::{Cause, SendError},
    ops::sending::{
        Interrupt, Link, Retry, Runner, Submit, Uncertain, close_run, deliveries, plan_resume,
    },
    store::{Frozen, MessageLock, Store, StoreError},
};
use jiff::Timestamp;
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// What the server does with one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
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
    /// The account is refused.
    Stop,
    /// The program is killed before the server accepts.
    CrashBefore,
    /// The program is killed after the server accepted.
    CrashAfter,
}

use Answer::{
    Accept, AcceptThenLose, CrashAfter, CrashBefore, Defer, GoAway, LoseAfterAccepting,
    LoseAfterRefusing, LoseBefore, Object, Refuse, RefuseThenLose, Stop,
};

/// A server whose answers are laid down, and which remembers whom it accepted.
struct Server {
    /// How many deliveries may be in flight on a connection.
    window: usize,
    answers: Mutex<BTreeMap<String, Vec<Answer>>>,
    accepted: Mutex<BTreeMap<String, usize>>,
}

struct FakeLink<'a> {
    server: &'a Server,
    usable: bool,
    /// Whom the server was told of and has not answered for, the earliest first.
    begun: VecDeque<Recipient>,
    /// How the link was lost, if it was.
    lost: Option<SendError>,
}

impl Submit for Server {
    type Link<'s> = FakeLink<'s>;

    fn open(&self) -> Result<FakeLink<'_>, SendError> {
        Ok(FakeLink {
            server: self,
            usable: true,
            begun: VecDeque::new(),
            lost: None,
        })
    }
}

impl FakeLink<'_> {
    /// Takes the next answer to a recipient.
    fn answer(&self, recipient: &Recipient) -> Answer {
        let mut answers = self.server.answers.lock().unwrap();
        let left = answers.get_mut(recipient.address.as_str()).unwrap();
        if left.is_empty() {
            Accept
        } else {
            left.remove(0)
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
        }
    }
}

impl Link for FakeLink<'_> {
    fn has_room(&self) -> bool {
        self.begun.is_empty() || (self.usable && self.begun.len() < self.server.window)
    }

    fn begin(&mut self, recipient: &Recipient, _next: Option<&Recipient>) {
        assert!(self.has_room());
        self.begun.push_back(recipient.clone());
    }

    fn finish(&mut self) -> Result<String, SendError> {
        let recipient = self.begun.pop_front().unwrap();
        if let Some(lost) = &self.lost {
            return Err(lost.clone());
        }
        let say = |code, text: &str| Cause::Reply {
            code,
            text: text.to_owned(),
        };
        let fail = |step, cause| Err(SendError { step, cause });
        match self.answer(&recipient) {
            Accept => {
                self.accept(&recipient);
                Ok("250 ok".to_owned())
            }
            AcceptThenLose => {
                self.accept(&recipient);
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
                self.accept(&recipient);
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
            Stop => fail(Step::Mail, say(553, "said")),
            CrashBefore => {
                self.go_on_unheard();
                resume_unwind(Box::new("killed"))
            }
            CrashAfter => {
                self.accept(&recipient);
                self.go_on_unheard();
                resume_unwind(Box::new("killed"))
            }
        }
    }

    fn has_announced(&self) -> bool {
        false
    }

    fn is_usable(&self) -> bool {
        self.usable
    }

    fn close(self) {}
}

/// A frozen message to so many people, and the server that it goes to.
struct World {
    _folder: tempfile::TempDir,
    store: Store,
    message: Message,
    recipients: Vec<Recipient>,
    server: Server,
}

impl World {
    fn new(script: &[Vec<Answer>]) -> Self {
        Self::with_window(script, 1)
    }

    /// Makes a world where so many deliveries may be in flight on a connection.
    fn with_window(script: &[Vec<Answer>], window: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let name = ListName::parse("parents").unwrap();
        let owner = Address::parse("dir@ac-test.fr").unwrap();
        let mut list = List::new(ListId::new([1; 16], NOW), owner.clone(), NOW);
        let addresses: Vec<Address> = (0..script.len())
            .map(|index| format!("p{index:03}@example.org").parse().unwrap())
            .collect();
        for address in &addresses {
            list.subscribers
                .insert(Subscriber::new(address.clone(), Origin::Onde, NOW));
        }
        store.lock(|| ()).unwrap().save_list(&name, &list).unwrap();
        let recipients: Vec<Recipient> = addresses
            .iter()
            .map(|address| Recipient::new(address.clone(), name.clone()))
            .collect();
        let message = Message {
            id: MessageId::new(NOW, [0; 4]),
            state: MessageState::Queued,
            from: owner,
            from_name: None,
            subject: "Sortie".to_owned(),
            lists: vec![MessageList::new(&name, &list, "Sortie")],
            classes: Vec::new(),
            attachments: Vec::new(),
            size: 0,
            created: NOW,
            finished: None,
            excluded: 0,
            counts: DeliveryCounts {
                pending: recipients.len(),
                ..DeliveryCounts::default()
            },
            schedule: None,
            stop: None,
        };
        let audience = Audience {
            recipients: recipients.clone(),
            exclusions: Vec::new(),
        };
        drop(
            store
                .freeze(&Frozen {
                    message: &message,
                    text: "",
                    content: b"x\r\n",
                    audience: &audience,
                })
                .unwrap(),
        );
        let answers = addresses
            .iter()
            .map(ToString::to_string)
            .zip(script.iter().cloned())
            .collect();
        let server = Server {
            window,
            answers: Mutex::new(answers),
            accepted: Mutex::default(),
        };
        Self {
            _folder: folder,
            store,
            message,
            recipients,
            server,
        }
    }

    fn deliveries(&self) -> Vec<Delivery> {
        deliveries(&self.store, &self.message).unwrap()
    }

    /// Takes the message's lock; a process that another test is starting holds
    /// a copy of it until it becomes another program.
    fn lock(&self) -> MessageLock {
        loop {
            match self.store.lock_message(&self.message.id) {
                Ok(lock) => return lock,
                Err(StoreError::Sending { .. }) => std::thread::yield_now(),
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// Resumes once; a crash is a run that ends without its last words.
    fn resume(&mut self, connections: usize, uncertain: Uncertain) {
        let lock = self.lock();
        let remaining = plan_resume(&self.deliveries(), uncertain, Retry::All);
        let clock = Clock::set_to(NOW);
        let interrupt = Interrupt::default();
        let runner = Runner {
            store: &self.store,
            lock: &lock,
            message: &self.message,
            recipients: &self.recipients,
            submit: &self.server,
            pace: None,
            connections,
            clock: &clock,
            interrupt: &interrupt,
        };
        let run = catch_unwind(AssertUnwindSafe(|| runner.run(remaining, &|_| ())));
        if let Ok(end) = run {
            end.unwrap();
            close_run(&self.store, &lock, &mut self.message, NOW).unwrap();
        }
    }

    fn accepted(&self, index: usize) -> usize {
        let accepted = self.server.accepted.lock().unwrap();
        accepted
            .get(self.recipients[index].address.as_str())
            .copied()
            .unwrap_or_default()
    }
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        8 => Just(Accept),
        1 => Just(Refuse),
        1 => Just(RefuseThenLose),
        1 => Just(Object),
        1 => Just(AcceptThenLose),
        1 => Just(Defer),
        1 => Just(LoseBefore),
        1 => Just(LoseAfterAccepting),
        1 => Just(LoseAfterRefusing),
        1 => Just(GoAway),
        1 => Just(Stop),
        1 => Just(CrashBefore),
        1 => Just(CrashAfter),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_accepted_twice_and_nobody_is_forgotten(
        script in prop::collection::vec(prop::collection::vec(answer(), 0..4), 1..90),
        connections in 1_usize..5,
        window in 1_usize..5,
    ) {
        let mut world = World::with_window(&script, window);
        // Every attempt uses up an answer or accepts, so this many resumes are enough.
        for _ in 0..400 {
            world.resume(connections, Uncertain::Keep);
            let counts: DeliveryCounts = world.deliveries().iter().map(|one| one.state).collect();
            prop_assert_eq!(counts.total(), script.len());
            if counts.is_finished() {
                break;
            }
        }
        // A crash leaves it to the next resume to say that nothing is left.
        world.resume(connections, Uncertain::Keep);
        for (index, delivery) in world.deliveries().iter().enumerate() {
            let accepted = world.accepted(index);
            match delivery.state {
                DeliveryState::Accepted => prop_assert_eq!(accepted, 1),
                DeliveryState::Refused => prop_assert_eq!(accepted, 0),
                DeliveryState::Uncertain => prop_assert!(accepted <= 1),
                state => prop_assert!(false, "{:?} is not an end", state),
            }
        }
        prop_assert_eq!(world.message.state, MessageState::Finished);
    }
}

#[test]
fn a_crash_leaves_uncertain_at_most_as_many_deliveries_as_were_in_flight() {
    for (connections, window) in (1..5).flat_map(|one| [(one, 1), (one, 4)]) {
        let mut script = vec![Vec::new(); 100];
        script[50] = vec![CrashAfter];
        let mut world = World::with_window(&script, window);
        world.resume(connections, Uncertain::Keep);
        let counts: DeliveryCounts = world.deliveries().iter().map(|one| one.state).collect();
        let in_flight = 1..=connections * window;
        assert!(in_flight.contains(&counts.uncertain), "{counts:?}");
        world.resume(connections, Uncertain::Keep);
        let twice = (0..100).filter(|&index| world.accepted(index) > 1);
        assert_eq!(twice.count(), 0);
        world.resume(connections, Uncertain::Resend);
        assert!((0..100).all(|index| world.accepted(index) >= 1));
        assert_eq!(world.accepted(50), 2, "a person asked for it");
    }
}

#[test]
fn whoever_makes_the_server_hang_up_does_not_keep_the_others_waiting() {
    let mut script = vec![Vec::new(); 10];
    script[0] = vec![LoseBefore; 99];
    let mut world = World::new(&script);
    world.resume(1, Uncertain::Keep);
    let states: Vec<_> = world.deliveries().iter().map(|one| one.state).collect();
    assert_eq!(states[0], DeliveryState::Pending);
    assert!(
        states[1..]
            .iter()
            .all(|state| *state == DeliveryState::Accepted),
        "{states:?}"
    );
}

#[test]
fn r8_whoever_left_or_was_suppressed_after_the_freeze_is_not_written_to() {
    let mut world = World::new(&vec![Vec::new(); 3]);
    let name = ListName::parse("parents").unwrap();
    let locked = world.store.lock(|| ()).unwrap();
    let mut list = locked.list(&name).unwrap();
    list.subscribers.remove(&world.recipients[0].address);
    let mut suppressions = locked.suppressions().unwrap();
    suppressions.erase(&world.recipients[1].address, NOW);
    locked.save_suppressions(&suppressions).unwrap();
    locked.save_list(&name, &list).unwrap();
    // A list that was renamed is found all the same.
    locked
        .rename_list(&name, &ListName::parse("tous").unwrap())
        .unwrap();
    drop(locked);
    world.resume(2, Uncertain::Keep);
    let states: Vec<_> = world.deliveries().iter().map(|one| one.state).collect();
    assert_eq!(
        states,
        [
            DeliveryState::Skipped,
            DeliveryState::Skipped,
            DeliveryState::Accepted
        ]
    );
    assert_eq!([0, 1, 2].map(|index| world.accepted(index)), [0, 0, 1]);
}

#[test]
fn a_server_that_refuses_everyone_alike_marks_nobody_and_is_not_asked_for_everyone() {
    for connections in [1, 4] {
        let mut world = World::new(&vec![vec![Object]; 100]);
        world.resume(connections, Uncertain::Keep);
        let deliveries = world.deliveries();
        assert!(
            deliveries
                .iter()
                .all(|one| one.state == DeliveryState::Pending)
        );
        let tried = deliveries.iter().filter(|one| one.attempts > 0).count();
        assert!((10..10 + connections).contains(&tried), "{tried}");
    }
}

#[test]
fn whom_a_run_stopped_at_does_not_keep_the_next_run_from_the_others() {
    let mut script = vec![vec![Object; 99]; 10];
    script.extend(vec![Vec::new(); 20]);
    let mut world = World::new(&script);
    world.resume(1, Uncertain::Keep);
    assert!((0..30).all(|index| world.accepted(index) == 0));
    world.resume(1, Uncertain::Keep);
    assert!((10..30).all(|index| world.accepted(index) == 1));
}

#[test]
fn who_alone_is_refused_among_others_is_refused_even_as_the_last() {
    for place in [0, 15, 29] {
        let mut script = vec![Vec::new(); 30];
        script[place] = vec![Object];
        let mut world = World::new(&script);
        world.resume(3, Uncertain::Keep);
        for (index, delivery) in world.deliveries().iter().enumerate() {
            let expected = if index == place {
                DeliveryState::Refused
            } else {
                DeliveryState::Accepted
            };
            assert_eq!(delivery.state, expected, "{index}");
        }
    }
}

#[test]
fn a_server_that_hangs_up_on_unknown_recipients_is_called_again_for_the_others() {
    let mut script = vec![vec![RefuseThenLose]; 10];
    script.push(Vec::new());
    let mut world = World::new(&script);
    world.resume(1, Uncertain::Keep);
    let counts: DeliveryCounts = world.deliveries().iter().map(|one| one.state).collect();
    assert_eq!((counts.refused, counts.accepted), (10, 1));
}
