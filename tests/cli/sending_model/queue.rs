//! A message in the queue while its list changes: whoever left, was suspended or
//! erased is not written to, and nobody is while the sender has no right to.

use std::collections::BTreeSet;

use carnet::{
    domain::{
        address::Address,
        delivery::DeliveryState,
        message::MessageState,
        subscriber::{Origin, Subscriber, SubscriberStatus},
    },
    mail::Cause,
};
use jiff::SignedDuration;
use proptest::prelude::*;

use super::{
    answer,
    server::Answer,
    world::{NOW, World},
};

/// How many people there are, on the list or not.
const PEOPLE: usize = 40;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// What happens between two turns of the queue, or a turn.
#[derive(Clone, Debug)]
enum Act {
    /// The message has its turn, over so many connections.
    Turn(usize),
    /// So many minutes pass.
    Pass(i64),
    /// This one is put on the list.
    Join(usize),
    /// This one leaves the list.
    Leave(usize),
    /// This one gets nothing for a while.
    Suspend(usize),
    /// This one is erased at their own request (R8).
    Erase(usize),
    /// The list has a moderator, who is not the sender, or has none again (R3).
    Moderate(bool),
}

fn act() -> impl Strategy<Value = Act> {
    let person = || 0..PEOPLE;
    prop_oneof![
        6 => (1_usize..5).prop_map(Act::Turn),
        3 => (1_i64..120).prop_map(Act::Pass),
        2 => person().prop_map(Act::Join),
        2 => person().prop_map(Act::Leave),
        1 => person().prop_map(Act::Suspend),
        2 => person().prop_map(Act::Erase),
        1 => any::<bool>().prop_map(Act::Moderate),
    ]
}

/// How a link opens, or why it does not.
fn opening() -> impl Strategy<Value = Option<Cause>> {
    let busy = Cause::Reply {
        code: 421,
        text: "4.3.2 busy".to_owned(),
    };
    prop_oneof![
        6 => Just(None),
        1 => Just(Some(busy)),
        1 => Just(Some(Cause::Lost("refused".to_owned()))),
        1 => Just(Some(Cause::UnknownHost("nobody".to_owned()))),
    ]
}

/// What is known of a person without looking at any file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Active,
    Suspended,
    Away,
    Erased,
}

/// A message in the queue, and what must be true of it.
struct Model {
    world: World,
    people: Vec<Address>,
    standings: Vec<Standing>,
    /// Who could not be written to at some time.
    ever_out: BTreeSet<Address>,
    /// Whom the message goes to, once that is known.
    audience: Option<BTreeSet<Address>>,
    moderated: bool,
}

impl Model {
    /// Freezes a message to the first people; with `late`, its audience is
    /// chosen an hour later.
    fn new(script: &[Vec<Answer>], window: usize, late: bool) -> Self {
        let mut world = World::with_window(script, window);
        let people: Vec<Address> = (0..PEOPLE)
            .map(|index| format!("p{index:03}@example.org").parse().unwrap())
            .collect();
        let standing = |index| {
            if index < script.len() {
                Standing::Active
            } else {
                Standing::Away
            }
        };
        if late {
            world.schedule_late(NOW + HOUR);
        }
        let mut model = Self {
            world,
            standings: (0..PEOPLE).map(standing).collect(),
            people,
            ever_out: BTreeSet::new(),
            audience: None,
            moderated: false,
        };
        model.audience = (!late).then(|| model.active());
        model
    }

    fn active(&self) -> BTreeSet<Address> {
        let standings = self.people.iter().zip(&self.standings);
        standings
            .filter(|(_, standing)| **standing == Standing::Active)
            .map(|(address, _)| address.clone())
            .collect()
    }

    fn act(&mut self, act: &Act) {
        match *act {
            Act::Turn(connections) => self.turn(connections),
            Act::Pass(minutes) => self.world.now += SignedDuration::from_mins(minutes),
            Act::Moderate(moderated) => {
                self.moderated = moderated;
                let moderator: Address = "prof@ac-test.fr".parse().unwrap();
                self.world.change_list(|list| {
                    list.moderators = moderated.then_some(moderator).into_iter().collect();
                });
            }
            Act::Join(person) => self.change(person, Standing::Active),
            Act::Leave(person) => self.change(person, Standing::Away),
            Act::Suspend(person) => self.change(person, Standing::Suspended),
            Act::Erase(person) => self.change(person, Standing::Erased),
        }
    }

    /// Changes how a person stands; whoever was erased stays so.
    fn change(&mut self, person: usize, standing: Standing) {
        if self.standings[person] == Standing::Erased {
            return;
        }
        let address = self.people[person].clone();
        let mut subscriber = Subscriber::new(address.clone(), Origin::Onde, NOW);
        match standing {
            Standing::Active => {}
            Standing::Suspended => subscriber.status = SubscriberStatus::Suspended,
            Standing::Away => {
                self.world.change_list(|list| {
                    list.subscribers.remove(&address);
                });
            }
            // Their place on the list stays: the suppression is what counts.
            Standing::Erased => {
                let locked = self.world.store.lock(|| ()).unwrap();
                let mut suppressions = locked.suppressions().unwrap();
                suppressions.erase(&address, NOW);
                locked.save_suppressions(&suppressions).unwrap();
            }
        }
        if matches!(standing, Standing::Active | Standing::Suspended) {
            self.world.change_list(|list| {
                list.subscribers.insert(subscriber);
            });
        }
        self.standings[person] = standing;
        if standing != Standing::Active {
            self.ever_out.insert(address);
        }
    }

    fn turn(&mut self, connections: usize) {
        self.world.server.asked.lock().unwrap().clear();
        self.world.turn(connections);
        if self.audience.is_none() && self.world.message.has_late_audience() {
            self.audience = Some(self.active());
        }
        let asked = self.world.server.asked.lock().unwrap();
        let active = self.active();
        for address in asked.iter().map(|one| one.parse().unwrap()) {
            assert!(!self.moderated, "{address}: the sender had no right to");
            assert!(active.contains(&address), "{address} had left");
            let audience = self.audience.as_ref();
            assert!(audience.is_some_and(|all| all.contains(&address)));
        }
    }

    /// Lets everything come to its end.
    fn finish(&mut self) {
        self.act(&Act::Moderate(false));
        for _ in 0..400 {
            self.act(&Act::Turn(4));
            if self.world.message.state == MessageState::Finished {
                return;
            }
            self.act(&Act::Pass(60));
        }
        panic!("it has no end: {:?}", self.world.message.counts);
    }

    /// Checks what became of everybody.
    fn check(&self) {
        let audience = self.audience.as_ref().unwrap();
        let deliveries = self.world.deliveries();
        let recipients = self.world.recipients.iter();
        let known: BTreeSet<Address> = recipients.map(|one| one.address.clone()).collect();
        assert_eq!(known, *audience);
        assert_eq!(deliveries.len(), audience.len());
        for (index, delivery) in deliveries.iter().enumerate() {
            let address = &self.world.recipients[index].address;
            let copies = self.world.accepted(index);
            let fits = match delivery.state {
                DeliveryState::Skipped => copies == 0 && self.ever_out.contains(address),
                state => self.world.may_end(index, state),
            };
            assert!(fits, "{address}: {delivery:?}, {copies} copies");
        }
        let accepted = self.world.server.accepted.lock().unwrap();
        for address in accepted.keys().map(|one| one.parse().unwrap()) {
            assert!(audience.contains(&address), "{address} is nobody");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_who_left_is_written_to_and_nobody_else_is_forgotten(
        script in prop::collection::vec(prop::collection::vec(answer(), 0..4), 1..PEOPLE),
        acts in prop::collection::vec(act(), 0..16),
        openings in prop::collection::vec(opening(), 0..12),
        window in 1_usize..5,
        late in any::<bool>(),
        limited in any::<bool>(),
    ) {
        // A crash ends a thread here, not the process: what it had under way goes
        // on counting, and must leave the others room within the limit.
        let window = if limited { 1 } else { window };
        let mut model = Model::new(&script, window, late);
        *model.world.server.openings.lock().unwrap() = openings.into();
        if limited {
            // A run lasts for hours then, and tries again whom the server asked to.
            model.world.limits = vec!["9/20min".parse().unwrap()];
        }
        for act in &acts {
            model.act(act);
        }
        model.finish();
        model.check();
    }
}
