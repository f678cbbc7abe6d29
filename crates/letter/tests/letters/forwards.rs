//! Letters that pass others on, as mail programs write them.

use super::{Case, letter};

pub fn cases() -> Vec<Case> {
    let texts: Vec<(&'static str, &str)> = vec![
        (
            "Outlook in English",
            "\n\n________________________________\nFrom: Kari Nord <kari@nord.example>\nSent: Monday, January 5, 2026 10:00\nTo: Ola <ola@acme.example>\nSubject: The shop is down\n\nIt is down.\nKari\n",
        ),
        (
            "Outlook in English with dashes",
            "-----Original Message-----\nFrom: Kari Nord [mailto:kari@nord.example]\nSent: Monday\nTo: Ola\nSubject: Down\n\nIt is down.\n",
        ),
        (
            "Outlook in Norwegian",
            "Fra: Kari Nord <kari@nord.example>\nSendt: mandag 5. januar 2026 10:00\nTil: Ola <ola@acme.example>\nEmne: Butikken er nede\n\nDen er nede.\n",
        ),
        (
            "Outlook in Dutch",
            "Van: Kari Nord <kari@nord.example>\nVerzonden: maandag 5 januari 2026 10:00\nAan: Ola <ola@acme.example>\nOnderwerp: De winkel\n\nHij doet het niet.\n",
        ),
        (
            "Outlook with bold keys",
            "*From:* Kari Nord <kari@nord.example>\n*Sent:* Monday\n*To:* Ola\n*Subject:* Down\n\nIt is down.\n",
        ),
        (
            "Gmail in English",
            "---------- Forwarded message ---------\nFrom: Kari Nord <kari@nord.example>\nDate: Mon, Jan 5, 2026 at 10:00 AM\nSubject: Down\nTo: <ola@acme.example>\n\n\nIt is down.\n",
        ),
        (
            "Gmail in Norwegian",
            "---------- Videresendt melding ---------\nFra: Kari Nord <kari@nord.example>\nDate: man. 5. jan. 2026 kl. 10:00\nSubject: Nede\nTo: <ola@acme.example>\n\nDen er nede.\n",
        ),
        (
            "Gmail in Dutch",
            "---------- Doorgestuurd bericht ---------\nVan: Kari Nord <kari@nord.example>\nDatum: ma 5 jan 2026\nOnderwerp: Stuk\nAan: Ola\n\nStuk.\n",
        ),
        (
            "Apple in English",
            "\n\nBegin forwarded message:\n\n> From: Kari Nord <kari@nord.example>\n> Subject: Down\n> Date: 5 January 2026 at 10:00:00 CET\n> To: Ola\n> \n> It is down.\n> Kari\n",
        ),
        (
            "Apple in Norwegian",
            "Start på videresendt melding:\n\nFra: Kari Nord <kari@nord.example>\nEmne: Nede\nDato: 5. januar 2026\nTil: Ola\n\nDen er nede.\n",
        ),
        (
            "Apple in Dutch",
            "Begin doorgestuurd bericht:\n\nVan: Kari Nord <kari@nord.example>\nOnderwerp: Stuk\nDatum: 5 januari 2026\nAan: Ola\n\nStuk.\n",
        ),
        (
            "Thunderbird",
            "\n\n-------- Forwarded Message --------\nSubject: \tDown\nDate: \tMon, 5 Jan 2026 10:00:00 +0100\nFrom: \tKari Nord <kari@nord.example>\nTo: \tOla <ola@acme.example>\n\n\n\nIt is down.\n",
        ),
        (
            "asked for by a word",
            "@fwd please look\n\nSome words of mine.\n\nFrom: Kari Nord <kari@nord.example>\nSent: Monday\nTo: Ola\nSubject: Down\n\nIt is down.\n",
        ),
        ("the word alone", "@fwd\n"),
        (
            "own words above it",
            "Can you look at this?\n\nFrom: Kari Nord <kari@nord.example>\nSent: Monday\nSubject: Down\n\nIt is down.\n",
        ),
        ("a sender without an address", "From: Kari Nord\nSent: Monday\nTo: Ola\nSubject: Down\n\nIt is down.\n"),
        ("only one line like a head", "From: kari@nord.example is what I saw in the log.\n\nIt is down.\n"),
        (
            "recipients over several lines",
            "From: Kari Nord <kari@nord.example>\nSent: Monday\nTo: Ola <ola@acme.example>;\nPer <per@acme.example>;\nEli <eli@acme.example>\nSubject: Down\n\nIt is down.\n",
        ),
        (
            "several letters within each other",
            "From: Kari Nord <kari@nord.example>\nSent: Tuesday\nSubject: Down\n\nSee below.\n\nFrom: Per <per@nord.example>\nSent: Monday\nSubject: Down\n\nIt is down.\n",
        ),
        (
            "an escape in the sender's name",
            "From: Kari\u{1b}[2J <kari@nord.example>\nSent: Monday\nSubject: Down\n\nIt is down.\n",
        ),
    ];
    let mut cases: Vec<Case> = texts
        .into_iter()
        .map(|(name, text)| {
            (
                name,
                letter(
                    "From: Ola <ola@acme.example>\nSubject: Fwd: Down\nContent-Type: text/plain; charset=utf-8",
                    text,
                ),
            )
        })
        .collect();
    let html = "<div><br></div><hr><p><b>From:</b> Kari Nord &lt;<a href=\"mailto:kari@nord.example\">kari@nord.example</a>&gt;<br><b>Sent:</b> Monday<br><b>To:</b> Ola<br><b>Subject:</b> Down</p><p>It is down.</p>";
    cases.push(("Outlook in HTML", letter("Content-Type: text/html", html)));
    let attached = |text: &str| {
        letter(
            "Content-Type: multipart/mixed; boundary=b",
            &format!(
                "--b\nContent-Type: text/plain\n\n{text}\n--b\nContent-Type: message/rfc822\n\nFrom: Kari <kari@nord.example>\nSubject: Down\nContent-Type: text/html\n\n<p>It is <b>down</b>.</p>\n--b--\n"
            ),
        )
    };
    cases.push(("an attached letter and no word", attached("")));
    cases.push(("an attached letter and the word", attached("@fwd")));
    cases.push(("an attached letter and words", attached("Look at this.")));
    cases
}
