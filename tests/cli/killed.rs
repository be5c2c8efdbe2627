//! A process killed with SIGKILL while it sends: nobody twice, nobody left out.

use std::{collections::BTreeMap, process::Stdio};

use crate::support::{
    school::School,
    smtp::{Script, SmtpServer},
};

const PARENTS: usize = 120;
const KILLS: usize = 20;

#[test]
fn a_killed_send_resumes_with_nobody_twice_and_nobody_left_out() {
    // A generator of its own, so that a failure can be had again.
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        random
    };
    let mut all_uncertain = 0;
    for kill in 0..KILLS {
        // In lock-step, and with the next one announced while one is sent.
        let script = if kill % 2 == 0 {
            Script::new()
        } else {
            Script::new().keyword("PIPELINING")
        };
        let server = SmtpServer::start(script);
        let school = School::on(&server);
        let parents = school.crowd("tous", PARENTS);
        let arguments = [
            "send",
            "tous",
            "--subject",
            "Sortie",
            "--text",
            "Bonjour",
            "--yes",
        ];
        let mut child = school
            .command()
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Killed once so many mails have arrived, and a little later each time.
        let moment = usize::try_from(next() % PARENTS as u64).unwrap();
        while server.mails().len() < moment && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        for _ in 0..next() % 20_000 {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();

        if school.json(["queue", "list"])["messages"]
            .as_array()
            .unwrap()
            .is_empty()
            && school.json(["archive", "list"])["messages"]
                .as_array()
                .unwrap()
                .is_empty()
        {
            // Killed before the freeze: nothing was sent, and nothing is there.
            assert!(server.mails().is_empty(), "kill {kill}");
            continue;
        }
        let queue = school.json(["queue", "list"]);
        if let Some(message) = queue["messages"].get(0) {
            let id = message["id"].as_str().unwrap();
            let run = school.run(["queue", "resume", id]);
            assert!([0, 3].contains(&run.code), "kill {kill}: {run}");
        }
        let archive = school.json(["archive", "list"]);
        let message = &archive["messages"][0];
        let id = message["id"].as_str().unwrap();
        let uncertain = message["counts"]["uncertain"].as_u64().unwrap();
        assert!(uncertain <= 4, "kill {kill}: {message}");
        all_uncertain += uncertain;

        let mut received: BTreeMap<String, usize> = BTreeMap::new();
        for mail in server.mails() {
            *received.entry(mail.recipients[0].clone()).or_default() += 1;
        }
        let deliveries = school.json(["archive", "deliveries", id]);
        let deliveries = deliveries["deliveries"].as_array().unwrap();
        assert_eq!(deliveries.len(), parents.len());
        for delivery in deliveries {
            let address = delivery["address"].as_str().unwrap();
            let copies = received.get(address).copied().unwrap_or_default();
            match delivery["state"].as_str().unwrap() {
                "accepted" => assert_eq!(copies, 1, "kill {kill}: {address}"),
                "uncertain" => assert!(copies <= 1, "kill {kill}: {address}"),
                state => panic!("kill {kill}: {address} is {state}"),
            }
        }
    }
    assert!(
        all_uncertain > 0,
        "no kill ever struck a delivery: the test proves nothing"
    );
}
