//! Letters whose head is unusual, broken or hostile.

use super::{Case, letter};

pub(crate) fn cases() -> Vec<Case> {
    let many = |count: usize| (0..count).map(|n| format!("p{n}@nord.example")).collect::<Vec<_>>().join(",\n ");
    let mut text: Vec<(&'static str, &str)> = vec![
        ("nothing at all", ""),
        ("only blank lines", "\n\n\n"),
        ("only a head", "From: Kari <kari@nord.example>\nSubject: hei\n"),
        ("only a head, without its last line break", "From: Kari <kari@nord.example>\nSubject: hei"),
        ("no head", "Hei, butikken er nede.\n\nKari\n"),
        ("a head of one word", "hei"),
        (
            "a line that is no field within the head",
            "From: kari@nord.example\nthis is no field\nSubject: hei\n\ntext\n",
        ),
        ("a line that is no field ends the head", "From: kari@nord.example\nthis is the text already\nand more\n"),
        ("blank lines before the head", "\r\n\r\nFrom: kari@nord.example\r\nSubject: hei\r\n\r\ntext\r\n"),
        (
            "the line of an mbox before the head",
            "From kari@nord.example Mon Jan  5 10:00:00 2026\nFrom: kari@nord.example\nSubject: hei\n\ntext\n",
        ),
        ("a mark of UTF-8 before the head", "\u{feff}From: kari@nord.example\nSubject: hei\n\ntext\n"),
        ("only returns end its lines", "From: kari@nord.example\rSubject: hei\r\rone\rtwo\r"),
        (
            "an address within an address",
            "From: \"kari@fjord.example\"@evil.example\nReply-To: \"kari nord\"@nord.example\nSubject: hei\n\ntext\n",
        ),
        ("a name in quotation marks that needs none", "From: \"kari\"@nord.example\nSubject: hei\n\ntext\n"),
        ("a lone return in a subject", "From: kari@nord.example\nSubject: hei\rFrom: evil@x.example\n\na\rb\n"),
        ("a folded subject", "From: kari@nord.example\nSubject: the shop\n is\n\tdown\n\ntext\n"),
        (
            "a subject folded over a line of spaces",
            "From: kari@nord.example\nSubject: the shop\n   \n is down\n\ntext\n",
        ),
        ("spaces before the colons", "From : kari@nord.example\nSubject\t: hei\n\ntext\n"),
        ("names in capitals", "FROM: kari@nord.example\nSUBJECT: hei\nMESSAGE-ID: <1@X>\n\ntext\n"),
    ];
    text.push(("two subjects", "From: kari@nord.example\nSubject: one\nSubject: two\n\ntext\n"));
    let mut cases: Vec<Case> = text.into_iter().map(|(name, text)| (name, text.as_bytes().to_vec())).collect();
    let with: Vec<(&'static str, String)> = vec![
        ("no From", "From: -".into()),
        ("no From but a Sender", "From: -\nSender: secretary@nord.example".into()),
        ("an empty From", "From: ".into()),
        ("a From without an address", "From: Kari Nord".into()),
        ("a From of a name in quotation marks", "From: \"Nord, Kari\" <kari@nord.example>".into()),
        ("a From that has another address as its name", "From: \"boss@acme.example\" <evil@x.example>".into()),
        ("a From with a comment", "From: kari@nord.example (Kari Nord)".into()),
        ("a From in encoded words", "From: =?utf-8?Q?K=C3=A5re_=22Nord=22?= <kari@nord.example>".into()),
        ("a From with escapes in its name", "From: \"Kari\u{1b}[31m\u{202e}\" <kari@nord.example>".into()),
        ("a From of two addresses", "From: kari@nord.example, ola@nord.example".into()),
        ("two From", "From: kari@nord.example\nFrom: ola@nord.example".into()),
        ("a From of a group", "From: Shop: kari@nord.example;".into()),
        ("a From of a machine without a domain", "From: MAILER-DAEMON".into()),
        ("a From of a local account", "From: root".into()),
        ("a From with open brackets", "From: Kari <kari@nord.example".into()),
        ("a From with brackets in brackets", "From: <<kari@nord.example>>".into()),
        ("a From with spaces in its address", "From: Kari < kari @ nord.example >".into()),
        ("a From of 100,000 characters", format!("From: {} <kari@nord.example>", "a".repeat(100_000))),
        ("a From whose address is too long", format!("From: {}@nord.example", "a".repeat(2_000))),
        ("a From with letters of other alphabets", "From: Кари <кари@почта.рф>".into()),
        ("undisclosed recipients", "To: undisclosed-recipients:;".into()),
        ("no To", "To: -".into()),
        ("a thousand recipients", format!("To: {}", many(1_000))),
        ("a Reply-To elsewhere", "Reply-To: Ola <ola@nord.example>".into()),
        ("a subject of 10,000 characters", format!("Subject: {}", "å".repeat(10_000))),
        ("a subject of 3,000 words in encoded words", format!("Subject: {}", "=?utf-8?Q?hei?=\n ".repeat(3_000))),
        ("a subject of nothing", "Subject:".into()),
        ("no subject", "Subject: -".into()),
        ("a subject with escapes, NUL and overrides", "Subject: a\u{1b}[2Jb\0c\u{202e}d\u{200b}e\u{7}".into()),
        ("a subject with a pile of marks", format!("Subject: Z{}", "\u{335}".repeat(500))),
        ("a subject with an encoded line break", "Subject: =?utf-8?Q?hei=0D=0ABcc:_evil@x.example?=".into()),
        ("two Message-IDs", "Message-ID: <1@x>\nMessage-ID: <2@x>".into()),
        ("two Message-IDs in one field", "Message-ID: <1@x> <2@x>".into()),
        ("the same Message-ID twice", "Message-ID: <1@x>\nMessage-Id: <1@x>".into()),
        ("no Message-ID", "Message-ID: -".into()),
        ("a Message-ID without brackets", "Message-ID: abc@nord.example".into()),
        ("a Message-ID with spaces", "Message-ID: < ab c@nord.example >".into()),
        ("a folded Message-ID", "Message-ID:\n <abc@nord.example>".into()),
        ("a Message-ID that is too long", format!("Message-ID: <{}@x>", "a".repeat(5_000))),
        ("an empty Message-ID", "Message-ID: <>".into()),
        ("a Message-ID with an escape", "Message-ID: <a\u{1b}b@x>".into()),
        (
            "a thousand references",
            format!("References: {}", (0..1_000).map(|n| format!("<{n}@x>")).collect::<Vec<_>>().join("\n ")),
        ),
        ("references without brackets", "References: a@x b@x\nIn-Reply-To: c@x".into()),
        ("references that repeat themselves", "References: <a@x> <b@x> <a@x> <b@x>\nIn-Reply-To: <b@x>".into()),
        ("an In-Reply-To in words", "In-Reply-To: Your message of \"Mon\" <a@x>".into()),
        ("a date that is none", "Date: yesterday".into()),
        ("a date of the year 9999", "Date: Mon, 5 Jan 9999 10:00:00 +0000".into()),
        ("a date without a zone", "Date: Mon, 5 Jan 2026 10:00:00".into()),
        ("a field of 2 MB", format!("X-Long: {}", "a".repeat(2_000_000))),
        ("50,000 fields", "X-A: b\n".repeat(50_000)),
        ("a field folded 50,000 times", format!("X-A: b{}", "\n c".repeat(50_000))),
        ("30,000 open comments in a From", format!("From: {} kari@nord.example", "(".repeat(30_000))),
        ("30,000 open encoded words in a From", format!("From: {} <kari@nord.example>", "=?utf-8?Q?".repeat(3_000))),
        ("30,000 quotation marks in a type", format!("Content-Type: text/plain; {}", "a=\"\\".repeat(8_000))),
    ];
    cases.extend(with.into_iter().map(|(name, fields)| (name, letter(&fields, "text\n"))));
    cases
}
