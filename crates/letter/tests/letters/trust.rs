//! Letters whose senders are to be believed, or not.

use super::{Case, letter};

const OURS: &str = "Received: from mail.nord.example (mail.nord.example [192.0.2.1])\n\tby mx.acme.example (Postfix) with ESMTPS id 4AB12\n\tfor <desk@acme.example>; Mon,  5 Jan 2026 10:59:00 +0100 (CET)";
const THEIRS: &str = "Received: from laptop by mail.nord.example; Mon, 5 Jan 2026 09:58:00 +0000";

fn results(text: &str) -> String {
    format!("Authentication-Results: {text}\n{OURS}\n{THEIRS}")
}

pub fn cases() -> Vec<Case> {
    let pass = "Authentication-Results: mx.acme.example; dmarc=pass header.from=nord.example";
    let with: Vec<(&'static str, String)> = vec![
        ("DMARC passes", results("mx.acme.example; dmarc=pass (p=reject dis=none) header.from=nord.example")),
        ("DMARC fails", results("mx.acme.example; dmarc=fail (p=reject) header.from=nord.example; spf=pass smtp.mailfrom=nord.example")),
        ("DMARC says nothing of the domain", results("mx.acme.example; dmarc=pass")),
        ("DMARC is none, DKIM passes for the domain", results("mx.acme.example 1; dmarc=none; dkim=pass (2048-bit key) header.d=nord.example header.s=s1")),
        ("DKIM passes for another domain", results("mx.acme.example; dkim=pass header.d=evil.example")),
        ("DKIM passes for a domain above", results("mx.acme.example; dkim=pass header.d=example")),
        ("DKIM fails for the domain", results("mx.acme.example; dkim=fail header.d=nord.example")),
        ("DKIM passes once of twice", results("mx.acme.example; dkim=fail header.d=nord.example; dkim=pass header.d=nord.example")),
        ("DKIM names only the identity", results("mx.acme.example; dkim=pass header.i=@nord.example")),
        ("SPF passes for the domain", results("mx.acme.example; spf=pass smtp.mailfrom=kari@nord.example")),
        ("SPF passes for another domain", results("mx.acme.example; spf=pass smtp.mailfrom=bounce@esp.example")),
        ("SPF passes for the greeting alone", results("mx.acme.example; spf=pass smtp.helo=nord.example")),
        ("SPF fails", results("mx.acme.example; spf=fail smtp.mailfrom=nord.example")),
        ("SPF fails softly", results("mx.acme.example; spf=softfail smtp.mailfrom=nord.example")),
        ("no result", results("mx.acme.example; none")),
        ("an error", results("mx.acme.example; dmarc=temperror header.from=nord.example")),
        ("another server's results", results("mx.other.example; dmarc=pass header.from=nord.example")),
        ("a server whose name begins as ours", results("mx.acme.example.evil.example; dmarc=pass header.from=nord.example")),
        ("our server in a comment", results("evil.example (mx.acme.example); dmarc=pass header.from=nord.example")),
        ("our server in capitals", results("MX.Acme.Example; DMARC=Pass header.from=Nord.Example")),
        ("a pass in a comment", results("mx.acme.example; dmarc=fail (dmarc=pass header.from=nord.example;) header.from=nord.example")),
        ("a pass in quotation marks", results("mx.acme.example; dmarc=fail reason=\"x; dmarc=pass header.from=nord.example\" header.from=nord.example")),
        ("DMARC passes for another domain", results("mx.acme.example; dmarc=pass header.from=evil.example")),
        ("results folded over lines", results("mx.acme.example;\n\tdkim=none;\n\tdmarc=pass\n\t header.from=nord.example")),
        ("forged results below our Received", format!("{OURS}\nAuthentication-Results: mx.acme.example; dmarc=pass header.from=nord.example\n{THEIRS}")),
        ("forged results at the end", format!("{OURS}\n{THEIRS}\n{pass}")),
        ("true results above forged ones", format!("Authentication-Results: mx.acme.example; dmarc=fail header.from=nord.example\n{OURS}\n{pass}\n{THEIRS}")),
        ("forged results and a forged Received of ours", format!("{OURS}\n{pass}\nReceived: from a by mx.acme.example; Mon, 5 Jan 2026 01:00:00 +0000")),
        ("results without any Received", pass.into()),
        ("results above a Received of nobody's", format!("{pass}\n{THEIRS}")),
        ("results of the entrance, passed on inside", format!("Received: from mx.acme.example by store.relay.acme.example; Mon, 5 Jan 2026 09:59:30 +0000\n{pass}\n{OURS}\n{THEIRS}")),
        ("results inside, but it came from outside", format!("Received: from evil.example by store.relay.acme.example; Mon, 5 Jan 2026 09:59:30 +0000\n{pass}\n{OURS}\n{THEIRS}")),
        ("results below a delivery agent", format!("Received: by localhost with LMTP; Mon, 5 Jan 2026 09:59:40 +0000\n{pass}\n{OURS}\n{THEIRS}")),
        ("two headers of ours", format!("Authentication-Results: mx.acme.example; dkim=pass header.d=esp.example\n{pass}\n{OURS}")),
        ("results for ARC above our Received", format!("ARC-Authentication-Results: i=1; mx.acme.example; dkim=pass header.i=@nord.example;\n dmarc=pass (p=NONE) header.from=nord.example\n{OURS}\n{THEIRS}")),
        ("results for ARC below our Received", format!("{OURS}\nARC-Authentication-Results: i=1; mx.acme.example; dmarc=pass header.from=nord.example")),
        ("results without a server", results("spf=pass smtp.mailfrom=nord.example; dmarc=pass header.from=nord.example")),
        ("two From and a pass", format!("From: kari@nord.example\nFrom: boss@acme.example\n{}", results("mx.acme.example; dmarc=pass header.from=nord.example"))),
        ("no From and a pass", format!("From: -\n{}", results("mx.acme.example; dmarc=pass header.from=nord.example"))),
        ("a domain below the one that signed", format!("From: k@shop.nord.example\n{}", results("mx.acme.example; dkim=pass header.d=nord.example"))),
        ("a domain above the one that signed", format!("From: k@example.org\n{}", results("mx.acme.example; dkim=pass header.d=free.example.org"))),
        ("a domain that ends as the one that signed", format!("From: k@evilnord.example\n{}", results("mx.acme.example; dkim=pass header.d=nord.example"))),
        ("a Received in the future", "Received: from a by mx.acme.example; Mon, 5 Jan 2026 12:00:00 +0000".into()),
        ("a Received of long ago", "Received: from a by mx.acme.example; Fri, 2 Jan 2026 12:00:00 +0000\nDate: Fri, 2 Jan 2026 12:00:00 +0000".into()),
        ("a Received without a date", "Received: from a by mx.acme.example".into()),
        ("a Received of a server below a trusted domain", "Received: from a by one.relay.acme.example; Mon, 5 Jan 2026 08:00:00 +0000".into()),
        ("a Received of nobody's", "Received: from a by mx.evil.example; Mon, 5 Jan 2026 08:00:00 +0000\nDate: Mon, 5 Jan 2026 07:00:00 +0000".into()),
        ("a Received that ends in a comment", "Received: from a by mx.acme.example with ESMTP id 1; Mon, 5 Jan 2026 09:00:00 +0100 (envelope-from <k@nord.example>; x)".into()),
        ("300 Received", format!("{}\n{pass}", "Received: from a by b.example; Mon, 5 Jan 2026 08:00:00 +0000\n".repeat(300).trim_end())),
    ];
    with.into_iter().map(|(name, fields)| (name, letter(&fields, "text\n"))).collect()
}
