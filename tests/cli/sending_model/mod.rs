//! Random audiences, answers, crashes and resumes against a simple model:
//! nobody is accepted twice, nobody is forgotten, the states partition the audience,
//! and each delivery ends as the answers to its recipient have it.

mod ends;
mod queue;
mod server;
mod world;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use carnet::{
    domain::{
        delivery::{DeliveryCounts, DeliveryState},
        list_name::ListName,
        message::MessageState,
    },
    mail::Cause,
    ops::sending::Uncertain,
};
use proptest::prelude::*;

use self::{
    server::Answer::{
        self, Accept, AcceptThenLose, Busy, CrashAfter, CrashBefore, Defer, GoAway,
        LoseAfterAccepting, LoseAfterRefusing, LoseBefore, Object, Refuse, RefuseThenLose, Stop,
        Throttle,
    },
    world::{LIST, NOW, World},
};

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
        1 => Just(Busy),
        1 => Just(Throttle),
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
            prop_assert!(
                world.may_end(index, delivery.state),
                "{:?}: {:?}, {} copies", script[index], delivery, world.accepted(index)
            );
        }
        prop_assert!(world.server.most_cut_off() < window);
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
fn nobody_is_begun_once_somebody_asked_to_stop() {
    // There is room left where a block ends, which depends on both.
    for (place, window) in (0..40).flat_map(|place| [2, 3, 4, 5].map(|window| (place, window))) {
        let mut world = World::with_window(&vec![Vec::new(); 40], window);
        let last = world.recipients[place].address.to_string();
        let (interrupt, journal) = (
            world.interrupt.clone(),
            world.store.journal_path(&world.message.id),
        );
        let tried = Arc::new(AtomicUsize::new(0));
        let tried_before = Arc::clone(&tried);
        world.server.on_begin = Some(Box::new(move |address| {
            if address == last {
                interrupt.ask();
                let events = std::fs::read_to_string(&journal).unwrap();
                let count = events.matches("\"trying\"").count();
                tried_before.store(count, Ordering::Relaxed);
            }
        }));
        world.resume(1, Uncertain::Keep);
        let deliveries = world.deliveries();
        let attempts: u32 = deliveries.iter().map(|one| one.attempts).sum();
        assert_eq!(
            attempts as usize,
            tried.load(Ordering::Relaxed),
            "{place}, {window}"
        );
    }
}

#[test]
fn whoever_makes_the_server_hang_up_does_not_keep_the_others_waiting() {
    let mut script = vec![Vec::new(); 10];
    script[0] = vec![LoseBefore; 99];
    let mut world = World::new(&script);
    world.resume(1, Uncertain::Keep);
    let states: Vec<_> = world.deliveries().iter().map(|one| one.state).collect();
    assert_eq!(states[0], DeliveryState::Deferred);
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
    let name = ListName::parse(LIST).unwrap();
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

#[test]
fn a_network_that_is_gone_for_a_moment_is_waited_for() {
    let gone = [
        Cause::UnknownHost("mail.example".to_owned()),
        Cause::Lost("connection refused".to_owned()),
        Cause::Timeout,
    ];
    for cause in gone {
        let mut world = World::new(&[vec![LoseBefore], Vec::new()]);
        let openings = [None, Some(cause.clone()), Some(cause.clone())];
        *world.server.openings.lock().unwrap() = openings.into();
        world.resume(1, Uncertain::Keep);
        assert!(
            (0..2).all(|index| world.accepted(index) == 1),
            "{cause:?}: {:?}",
            world.message.counts
        );
    }
}
