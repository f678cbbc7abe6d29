//! What it takes to read and judge a letter: a short one, one of a mail program with HTML, one with a file of 1 MB; and to part an
//! mbox.

#![allow(missing_docs, reason = "criterion's macros make functions without any")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use frist_domain::time::Instant;
use frist_letter::{MailRules, judge, mbox, read};

const HEAD: &str = "Authentication-Results: mx.acme.example; dmarc=pass header.from=nord.example\n\
    Received: from mail.nord.example by mx.acme.example; Mon, 5 Jan 2026 09:59:00 +0000\n\
    From: Kari Nord <kari@nord.example>\nTo: desk@acme.example\nSubject: =?utf-8?Q?Handlekurven_t=C3=B8mmes?=\n\
    Message-ID: <1@nord.example>\nReferences: <0@acme.example>\nDate: Mon, 5 Jan 2026 10:58:00 +0100\nMIME-Version: 1.0\n";

fn letters() -> [(&'static str, Vec<u8>); 3] {
    let text = "The shop is down again, and nobody can order anything.\n".repeat(20);
    let short = format!("{HEAD}Content-Type: text/plain; charset=utf-8\n\n{text}");
    let rows = "<tr><td style=\"padding:0\"><p>The shop is <b>down</b>. <a href=\"https://nord.example/\">See</a></p></td></tr>".repeat(40);
    let html =
        format!("{HEAD}Content-Type: text/html; charset=utf-8\n\n<html><body><table>{rows}</table></body></html>\n");
    let file = format!("{}\n", "QUJD".repeat(19)).repeat(18_000);
    let with_file = format!(
        "{HEAD}Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{text}\n--b\nContent-Type: application/zip; name=a.zip\n\
         Content-Transfer-Encoding: base64\n\n{file}\n--b--\n"
    );
    [("short", short.into_bytes()), ("html", html.into_bytes()), ("file of 1 MB", with_file.into_bytes())]
}

fn reading(criterion: &mut Criterion) {
    let rules = MailRules {
        trusted_authserv: vec!["mx.acme.example".to_owned()],
        trusted_relays: vec!["mx.acme.example".to_owned()],
        ..MailRules::default()
    };
    let arrived = Instant::from_secs(1_767_607_200);
    let mut group = criterion.benchmark_group("letter");
    for (name, raw) in letters() {
        group.throughput(Throughput::Bytes(raw.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let letter = read(black_box(&raw));
                judge(&letter, &rules, arrived)
            });
        });
    }
    let [(_, short), ..] = letters();
    let line = b"From kari@nord.example Mon Jan  5 10:00:00 2026\n".to_vec();
    let all = [line, short, b"\n".to_vec()].concat().repeat(1_000);
    group.throughput(Throughput::Elements(1_000));
    group.bench_function("mbox of 1,000", |bencher| bencher.iter(|| mbox(black_box(all.as_slice()), 1 << 20).count()));
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
