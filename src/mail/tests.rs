//! Whole mails: as a reader takes them apart, and whatever was typed.

use insta::assert_snapshot;
use jiff::{Timestamp, ZonedDateTime};
use proptest::{
    prelude::{Strategy, any},
    prop_assert, prop_assert_eq, prop_oneof, proptest,
};

use super::compose::{Attachment, ComposeError, Draft, RecipientHeaders, compose};
use super::reading::attached_files;
use crate::domain::{
    address::Address,
    audience::Recipient,
    list::ListId,
    list_name::ListName,
    message::{Message, MessageId, MessageList},
};

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

fn list(name: &str, title: Option<&str>, moderators: &[&str]) -> MessageList {
    MessageList {
        name: ListName::parse(name).unwrap(),
        id: ListId::new([7; 16], Timestamp::UNIX_EPOCH),
        title: title.map(str::to_owned),
        owner: address("ce.0380000a@ac-test.fr"),
        moderators: moderators.iter().map(|one| address(one)).collect(),
        subject: "[École] Réunion de rentrée".to_owned(),
    }
}

fn message(lists: Vec<MessageList>) -> Message {
    Message {
        id: MessageId::parse("20261123-080000-bcdf").unwrap(),
        from: address("Ce.0380000A@ac-test.fr"),
        subject: "Réunion de rentrée".to_owned(),
        lists,
        ..Message::sample()
    }
}

fn recipient(to: &str, list: &str) -> Recipient {
    Recipient::new(address(to), ListName::parse(list).unwrap())
}

fn noon() -> ZonedDateTime {
    "2026-11-23T12:00:00+01:00[Europe/Paris]".parse().unwrap()
}

fn composed(
    message: &Message,
    to: &Recipient,
    from_name: Option<&str>,
    text: &str,
    footers: &[String],
    attachments: &[Attachment],
) -> String {
    let content = compose(&Draft {
        from: &message.from,
        from_name,
        text,
        footers,
        attachments,
        date: &noon(),
    });
    let headers = RecipientHeaders::new(message).for_recipient(to);
    headers + &String::from_utf8(content.unwrap()).unwrap()
}

/// Takes the header block of a mail apart: names and unfolded values, then the body.
fn parse(mail: &str) -> (Vec<(&str, String)>, &str) {
    let (block, body) = mail.split_once("\r\n\r\n").unwrap();
    let mut headers: Vec<(&str, String)> = Vec::new();
    for line in block.split("\r\n") {
        if let (true, Some((_, value))) = (line.starts_with(' '), headers.last_mut()) {
            value.push_str(line);
        } else {
            let (name, value) = line.split_once(':').unwrap();
            headers.push((name, value.trim_start().to_owned()));
        }
    }
    (headers, body)
}

fn value<'a>(headers: &'a [(&str, String)], name: &str) -> &'a str {
    let mut values = headers.iter().filter(|(other, _)| *other == name);
    let (_, value) = values.next().unwrap();
    assert!(values.next().is_none(), "{name} stands there twice");
    value
}

#[test]
fn a_mail_with_accents_everywhere_and_two_files() {
    let title = Some("Parents de CP, « École Jean-Moulin »");
    let moderators = ["m.un@ac-test.fr", "m.deux.au.nom.bien.long@école.fr"];
    let message = message(vec![list("parents-cp", title, &moderators)]);
    let footer = "École Jean-Moulin".to_owned();
    let attachments = [
        Attachment {
            name: "Réunion de rentrée.pdf".to_owned(),
            content: b"%PDF-1.4\n".to_vec(),
        },
        Attachment {
            name: "menu.txt".to_owned(),
            content: "épinards\n".as_bytes().to_vec(),
        },
    ];
    let mail = composed(
        &message,
        &recipient("Zoe@x.fr", "parents-cp"),
        Some("Durand, Zoé (directrice)"),
        "Madame, Monsieur,\r\n\r\nLa réunion aura lieu mardi à 18 h.\n.\n\n",
        &[footer.clone(), footer, "Service de l’école".to_owned()],
        &attachments,
    );
    assert_snapshot!(mail.replace("\r\n", "\n"), @r#"
    To: Zoe@x.fr
    Message-ID: <20261123-080000-bcdf.975f7c4f2aceaa006cbc5801@ac-test.fr>
    Subject: =?utf-8?b?W8OJY29sZV0gUsOpdW5pb24=?= de =?utf-8?b?cmVudHLDqWU=?=
    Reply-To: m.deux.au.nom.bien.long@xn--cole-9oa.fr, m.un@ac-test.fr,
     ce.0380000a@ac-test.fr
    List-Id: =?utf-8?b?UGFyZW50cyBkZSBDUCwgwqsgw4ljb2xlIEplYW4tTW91bGluIMK7?=
     <parents-cp.07070707070707070707070707070707.011970.localhost>
    List-Owner: <mailto:ce.0380000a@ac-test.fr>
    List-Unsubscribe: <mailto:ce.0380000a@ac-test.fr?subject=unsubscribe%20parents-cp>
    From: =?utf-8?b?RHVyYW5kLCBab8OpIChkaXJlY3RyaWNlKQ==?=
     <Ce.0380000A@ac-test.fr>
    Date: Mon, 23 Nov 2026 12:00:00 +0100
    MIME-Version: 1.0
    Precedence: list
    List-Post: NO
    Content-Type: multipart/mixed; boundary="4d8f5c203752d9cae18a4936e4015b00"

    --4d8f5c203752d9cae18a4936e4015b00
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: quoted-printable

    Madame, Monsieur,

    La r=C3=A9union aura lieu mardi =C3=A0 18 h.
    .

    --=20
    =C3=89cole Jean-Moulin

    Service de l=E2=80=99=C3=A9cole
    --4d8f5c203752d9cae18a4936e4015b00
    Content-Type: application/pdf; name="Reunion de rentree.pdf"
    Content-Disposition: attachment;
     filename*0*=utf-8''R%C3%A9union%20de%20rentr%C3%A9e.pdf
    Content-Transfer-Encoding: base64

    JVBERi0xLjQK
    --4d8f5c203752d9cae18a4936e4015b00
    Content-Type: text/plain; charset=utf-8; name="menu.txt"
    Content-Disposition: attachment;
     filename="menu.txt"
    Content-Transfer-Encoding: base64

    w6lwaW5hcmRzCg==
    --4d8f5c203752d9cae18a4936e4015b00--
    "#);
}

#[test]
fn a_plain_mail() {
    let message = message(vec![list("cp", None, &[])]);
    let to = recipient("a@école.fr", "cp");
    let mail = composed(&message, &to, None, "Hello.", &[" \n".to_owned()], &[]);
    assert_snapshot!(mail.replace("\r\n", "\n"), @"
    To: a@xn--cole-9oa.fr
    Message-ID: <20261123-080000-bcdf.4f9852cc3453a5abeded6dc2@ac-test.fr>
    Subject: =?utf-8?b?W8OJY29sZV0gUsOpdW5pb24=?= de =?utf-8?b?cmVudHLDqWU=?=
    Reply-To: ce.0380000a@ac-test.fr
    List-Id: <cp.07070707070707070707070707070707.011970.localhost>
    List-Owner: <mailto:ce.0380000a@ac-test.fr>
    List-Unsubscribe: <mailto:ce.0380000a@ac-test.fr?subject=unsubscribe%20cp>
    From: Ce.0380000A@ac-test.fr
    Date: Mon, 23 Nov 2026 12:00:00 +0100
    MIME-Version: 1.0
    Precedence: list
    List-Post: NO
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit

    Hello.
    ");
}

#[test]
fn r6_replies_go_to_the_moderators_and_the_owner_each_once() {
    let moderators = ["CE.0380000a@ac-test.fr", "m@ac-test.fr"];
    let message = message(vec![list("cp", None, &moderators)]);
    let mail = composed(&message, &recipient("a@x.fr", "cp"), None, "", &[], &[]);
    let (headers, _) = parse(&mail);
    assert_eq!(
        value(&headers, "Reply-To"),
        "CE.0380000a@ac-test.fr, m@ac-test.fr"
    );
}

#[test]
fn a_copy_speaks_of_the_list_through_which_it_is_reached() {
    let message = message(vec![
        list("cp", None, &["m@ac-test.fr"]),
        list("ce1", Some("CE1"), &[]),
    ]);
    let headers = RecipientHeaders::new(&message);
    let cp = headers.for_recipient(&recipient("a@x.fr", "cp"));
    let ce1 = headers.for_recipient(&recipient("a@x.fr", "ce1"));
    assert!(cp.contains("<cp.") && cp.contains("m@ac-test.fr") && !cp.contains("ce1"));
    assert!(ce1.contains("<ce1.") && !ce1.contains("m@ac-test.fr"));
    // A list that the message does not know of adds nothing, and replies go to the sender.
    let other = headers.for_recipient(&recipient("a@x.fr", "other"));
    assert!(
        other.ends_with("Reply-To: Ce.0380000A@ac-test.fr\r\n"),
        "{other}"
    );
}

#[test]
fn a_message_id_is_the_same_at_each_attempt_and_each_persons_own() {
    let message = message(vec![list("cp", None, &[])]);
    let id = |to: &str| RecipientHeaders::new(&message).message_id(&recipient(to, "cp"));
    assert_eq!(id("a@x.fr"), id("A@X.fr"));
    assert_ne!(id("a@x.fr"), id("b@x.fr"));
    assert!(id("a@x.fr").starts_with("<20261123-080000-bcdf."));
    assert!(id("a@x.fr").ends_with("@ac-test.fr>"));
}

#[test]
fn a_subject_that_looks_encoded_already_is_decoded_by_nobody() {
    let mut list = list("cp", None, &[]);
    list.subject = "=?utf-8?b?DQpCY2M6?= x".to_owned();
    let message = message(vec![list]);
    let headers = RecipientHeaders::new(&message).for_recipient(&recipient("a@x.fr", "cp"));
    assert!(!headers.contains("=?"), "{headers}");
}

#[test]
fn a_sender_with_letters_beyond_ascii_before_the_at_sign_is_refused() {
    let from = address("zoé@ac-test.fr");
    let refused = compose(&Draft {
        from: &from,
        from_name: None,
        text: "",
        footers: &[],
        attachments: &[],
        date: &noon(),
    });
    assert!(matches!(refused, Err(ComposeError::Sender { .. })));
}

/// Anything that can be typed, and what would do harm if it got through.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~]{0,300}",
        "[a-zA-Zéèàçœ’«» ,;:<>@()\"\\\\=?_\t\r\n\0\x0b\x1b\x7f]{0,200}",
        "[a-z]{0,3}(\r\n|\n|\r)(Bcc|To|\r\n.\r\nMAIL FROM):? ?[a-z@.]{0,9}",
        "x{900,2000}|é{900,2000}",
    ]
}

proptest! {
    #[test]
    fn r5_no_copy_names_another_subscriber_and_no_words_become_headers(
        (title, subject, from_name) in (words(), words(), words()),
        (text, footer, file) in (words(), words(), words()),
        content in proptest::collection::vec(any::<u8>(), 0..300),
        name in "[a-z0-9][a-z0-9._-]{0,49}",
        others in 1_usize..4,
    ) {
        let mut one = list(&name, Some(&title), &["m@ac-test.fr", "m.deux@ac-test.fr"]);
        one.subject = subject;
        let message = message(vec![one, list("last", None, &[])]);
        let attachments = [Attachment { name: file, content }];
        let files = attachments.get(..others % 2).unwrap();
        let audience: Vec<Recipient> = (0..=others)
            .map(|number| recipient(&format!("Parent.{number}@Famille-{number}.example"), &name))
            .collect();
        let mail = composed(&message, &audience[0], Some(&from_name), &text, &[footer], files);

        for other in &audience[1..] {
            let lower = mail.to_lowercase();
            prop_assert!(!lower.contains(other.address.domain()));
            let uri = other.address.key().replace('@', "%40");
            prop_assert!(!lower.contains(&uri));
        }
        prop_assert!(mail.is_ascii() && mail.ends_with("\r\n"));
        let plain = |c: char| !c.is_ascii_control() || c == '\t';
        for line in mail.split("\r\n") {
            prop_assert!(line.len() <= 998 && line.chars().all(plain), "{line:?}");
        }
        let (headers, _) = parse(&mail);
        let names: Vec<&str> = headers
            .iter()
            .map(|(name, _)| *name)
            .filter(|name| *name != "Content-Transfer-Encoding")
            .collect();
        prop_assert_eq!(names, [
            "To", "Message-ID", "Subject", "Reply-To", "List-Id", "List-Owner",
            "List-Unsubscribe", "From", "Date", "MIME-Version", "Precedence", "List-Post",
            "Content-Type",
        ]);
        prop_assert_eq!(value(&headers, "To"), "Parent.0@famille-0.example");
        prop_assert!(value(&headers, "From").ends_with("Ce.0380000A@ac-test.fr>")
            || value(&headers, "From") == "Ce.0380000A@ac-test.fr");
    }
}

#[test]
fn the_files_of_a_message_come_back_as_they_were_sent() {
    let message = message(vec![list("cp", None, &[])]);
    let content = |files: &[Attachment]| {
        let draft = Draft {
            from: &message.from,
            from_name: None,
            text: "--\r\n\r\nContent-Disposition: attachment",
            footers: &[],
            attachments: files,
            date: &noon(),
        };
        compose(&draft).unwrap()
    };
    assert_eq!(attached_files(&content(&[])), Some(Vec::new()));
    let bytes: Vec<Vec<u8>> = vec![
        (0..=255).cycle().take(1000).collect(),
        Vec::new(),
        vec![13, 10],
    ];
    let files: Vec<Attachment> = bytes
        .iter()
        .map(|bytes| Attachment {
            name: "École \"x\".pdf".to_owned(),
            content: bytes.clone(),
        })
        .collect();
    assert_eq!(attached_files(&content(&files)), Some(bytes));
    assert_eq!(attached_files(b"no message"), None);
}
