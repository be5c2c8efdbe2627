//! A frozen message and the server that it goes to.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
};

use carnet::{
    clock::Clock,
    config::Settings,
    domain::{
        address::Address,
        audience::{Audience, Recipient},
        delivery::{Delivery, DeliveryCounts, DeliveryState},
        limits::Limit,
        list::{List, ListId},
        list_name::ListName,
        message::{Message, MessageId, MessageList, MessageState},
        schedule::{AudienceChoice, Schedule},
        subscriber::{Origin, Subscriber},
    },
    ops::{
        queue::{Turn, choose_audience, plan_turn},
        sending::{
            Interrupt, Remaining, Retry, Runner, Uncertain, admit, close_run, deliveries,
            plan_resume,
        },
    },
    store::{Frozen, MessageLock, Pace, Store, StoreError},
};
use jiff::Timestamp;

use super::{
    ends::{fits_cut_off, own_ends},
    server::{Answer, Server},
};
use crate::support::school::DIRECTOR;

/// When everything begins.
pub const NOW: Timestamp = Timestamp::UNIX_EPOCH;
/// The only list.
pub const LIST: &str = "parents";

/// A frozen message to so many people, and the server that it goes to.
pub struct World {
    _folder: tempfile::TempDir,
    pub store: Store,
    pub message: Message,
    pub recipients: Vec<Recipient>,
    pub server: Server,
    /// What the server answers to each, one after the other.
    script: BTreeMap<String, Vec<Answer>>,
    pub now: Timestamp,
    /// The account's.
    pub limits: Vec<Limit>,
    /// Who asks to stop.
    pub interrupt: Interrupt,
    settings: Settings,
}

impl World {
    pub fn new(script: &[Vec<Answer>]) -> Self {
        Self::with_window(script, 1)
    }

    /// Makes a world where so many deliveries may be in flight on a connection.
    pub fn with_window(script: &[Vec<Answer>], window: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let name = ListName::parse(LIST).unwrap();
        let owner = Address::parse(DIRECTOR).unwrap();
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
        let script: BTreeMap<_, _> = addresses
            .iter()
            .map(ToString::to_string)
            .zip(script.iter().cloned())
            .collect();
        let server = Server {
            window,
            answers: Mutex::new(script.clone()),
            ..Server::default()
        };
        Self {
            _folder: folder,
            store,
            message,
            recipients,
            server,
            script,
            now: NOW,
            limits: Vec::new(),
            interrupt: Interrupt::default(),
            settings: settings(),
        }
    }

    pub fn deliveries(&self) -> Vec<Delivery> {
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
    pub fn resume(&mut self, connections: usize, uncertain: Uncertain) {
        let lock = self.lock();
        let remaining = plan_resume(&self.deliveries(), uncertain, Retry::All);
        self.run(&lock, remaining, connections);
    }

    /// Gives the message its turn, as `carnet queue run` does.
    pub fn turn(&mut self, connections: usize) {
        let lock = self.lock();
        // A crash leaves what is on the disk.
        self.message = self.store.message(&self.message.id).unwrap();
        if self.message.state != MessageState::Queued {
            return;
        }
        let deliveries = self.deliveries();
        self.message.counts = deliveries.iter().map(|one| one.state).collect();
        let turn = plan_turn(&self.message, &deliveries, self.now);
        match turn {
            Turn::Rest(_) => return,
            Turn::ChooseAudience | Turn::Run(_) => {}
            Turn::Finish => return self.close(&lock),
            Turn::Expire => panic!("nothing here is ever too late"),
        }
        if admit(&mut self.message, &self.store, &self.settings).is_err() {
            return;
        }
        if turn == Turn::ChooseAudience {
            choose_audience(&self.store, &lock, &mut self.message).unwrap();
            self.recipients = self.store.recipients(&self.message).unwrap();
        }
        match plan_turn(&self.message, &self.deliveries(), self.now) {
            Turn::Run(remaining) => self.run(&lock, remaining, connections),
            _ => self.close(&lock),
        }
    }

    fn close(&mut self, lock: &MessageLock) {
        close_run(&self.store, lock, &mut self.message, self.now).unwrap();
    }

    /// Runs; time passes meanwhile.
    fn run(&mut self, lock: &MessageLock, remaining: Remaining, connections: usize) {
        let clock = Clock::set_to(self.now);
        let runner = Runner {
            store: &self.store,
            lock,
            message: &self.message,
            recipients: &self.recipients,
            chosen_from: None,
            submit: &self.server,
            pace: Some(self.pace()),
            connections,
            clock: &clock,
            interrupt: &self.interrupt,
            longest_wait: None,
        };
        let run = catch_unwind(AssertUnwindSafe(|| runner.run(remaining, &|_| ())));
        self.now = clock.instant();
        if let Ok(ended) = run {
            let known = ended.unwrap().deliveries;
            assert_eq!(known, self.deliveries(), "what it knows is on the disk");
            self.close(lock);
        }
    }

    fn pace(&self) -> Pace {
        let account = &self.message.from;
        self.store.pace(account, &self.limits, self.now).unwrap()
    }

    /// Changes the only list.
    pub fn change_list(&self, change: impl FnOnce(&mut List)) {
        let name = ListName::parse(LIST).unwrap();
        let locked = self.store.lock(|| ()).unwrap();
        let mut list = locked.list(&name).unwrap();
        change(&mut list);
        locked.save_list(&name, &list).unwrap();
    }

    /// Makes the message leave at an instant, to those who are on the list then.
    pub fn schedule_late(&mut self, due: Timestamp) {
        self.message.schedule = Some(Schedule {
            due,
            expires: Timestamp::MAX,
            audience: AudienceChoice::Late,
        });
        self.lock().save(&self.message).unwrap();
    }

    /// Tells whether the delivery to a recipient may have ended in this state.
    pub fn may_end(&self, index: usize, state: DeliveryState) -> bool {
        let address = self.recipients[index].address.as_str();
        let script = self.script.get(address).map_or(&[][..], Vec::as_slice);
        let end = (state, self.accepted(index));
        if self.server.has_cut_off(address) {
            fits_cut_off(end)
        } else {
            own_ends(script).contains(&end)
        }
    }

    /// Returns how often the server accepted the message for a recipient.
    pub fn accepted(&self, index: usize) -> usize {
        let accepted = self.server.accepted.lock().unwrap();
        accepted
            .get(self.recipients[index].address.as_str())
            .copied()
            .unwrap_or_default()
    }
}

/// Returns the settings of a school with the director's account.
fn settings() -> Settings {
    serde_json::from_value(serde_json::json!({
        "format": 1,
        "professional_domains": ["ac-test.fr"],
        "accounts": [{
            "address": DIRECTOR,
            "host": "127.0.0.1",
            "port": 25,
            "security": "none",
        }],
    }))
    .unwrap()
}
