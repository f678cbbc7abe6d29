//! Letters of many parts, of broken ones, of none.

use super::{Case, letter};

fn mixed(parts: &[&str]) -> Vec<u8> {
    multi("mixed", parts)
}

fn multi(kind: &str, parts: &[&str]) -> Vec<u8> {
    let body: String = parts.iter().map(|part| format!("--b\n{part}\n")).collect();
    letter(&format!("MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary=b"), &format!("{body}--b--\n"))
}

fn deep(kind: &str, depth: usize) -> Vec<u8> {
    let mut body = "Content-Type: text/plain\n\nat the bottom\n".to_owned();
    for level in 0..depth {
        body = format!("Content-Type: multipart/{kind}; boundary=b{level}\n\n--b{level}\n{body}--b{level}--\n");
    }
    format!("From: kari@nord.example\nSubject: deep\n{body}").into_bytes()
}

fn html(text: &str) -> Vec<u8> {
    letter("Content-Type: text/html; charset=utf-8", text)
}

const PLAIN: &str = "Content-Type: text/plain; charset=utf-8\n\nHello\n";
const PNG: &str = "Content-Type: image/png\nContent-ID: <logo@nord>\nContent-Disposition: inline; filename=logo.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n";

pub fn cases() -> Vec<Case> {
    let mut cases = texts();
    cases.extend(parts());
    cases.extend(hostile());
    cases
}

fn texts() -> Vec<Case> {
    vec![
        ("an empty text", letter("", "")),
        ("a text of NUL", letter("", "a\0b\0\0c\n")),
        ("a text of lone returns", letter("", "one\rtwo\r\rthree\n")),
        ("a text of escapes and overrides", letter("", "\u{1b}]0;title\u{7}hei \u{202e}olleh\u{202c} \u{9b}2J\n")),
        (
            "a text in quoted-printable",
            letter(
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable",
                "Handlekurven t=C3=B8mmes, og det er en lang =\nlinje = 5 =ZZ=3D  \nslutt=\n",
            ),
        ),
        (
            "a text in base64",
            letter(
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
                "SGFuZGxla3VydmVuIHTD\nuG1tZXM=\n",
            ),
        ),
        ("a text in damaged base64", letter("Content-Transfer-Encoding: base64", "SGVp!!SGVp*SGVpA\n")),
        ("a text in joined base64", letter("Content-Transfer-Encoding: base64", "SGVp\nIQ==SGVp\n")),
        ("a text in an unknown encoding", letter("Content-Transfer-Encoding: rot13", "uryyb\n")),
        (
            "lines that flow",
            letter(
                "Content-Type: text/plain; format=flowed",
                "This is a long \nparagraph.\n\n> quoted \n> text\n>> deeper\n-- \nKari\n",
            ),
        ),
        (
            "lines that flow and lose their spaces",
            letter("Content-Type: text/plain; format=flowed; delsp=yes", "你 \n好\n"),
        ),
        ("a long text", letter("", &"A line of text.\n".repeat(5_000))),
        (
            "a quoted letter in English",
            letter("", "It works now.\n\nOn Mon, 5 Jan 2026 at 10:00, Desk <desk@acme.example> wrote:\n> Try again.\n"),
        ),
        (
            "HTML alone",
            html(
                "<html><head><title>t</title><style>p{}</style></head><body><p>Hei,</p><p>butikken er <b>nede</b>.<br>Kari</p></body></html>",
            ),
        ),
        (
            "HTML with a link",
            html(
                "<p>See <a href=\"https://nord.example/x\">our page</a> or <a href=\"https://nord.example\">nord.example</a> or <a href=\"mailto:kari@nord.example\">kari@nord.example</a>. <a href=\"javascript:x\">no</a></p>",
            ),
        ),
        ("HTML with a link that says another one", html("<a href=\"https://evil.example/\">https://bank.example/</a>")),
        (
            "HTML with a table",
            html("<table><tr><td>Order</td><td>17</td></tr><tr><td>Total</td><td>5 €</td></tr></table>"),
        ),
        ("HTML with a quotation", html("<p>Works.</p><blockquote><p>Try again.</p><p>Desk</p></blockquote>")),
        (
            "HTML with lists and rules",
            html("<ul><li>one</li><li>two</li></ul><ol><li>a</li><li>b</li></ol><hr><pre>x  y\nz</pre>"),
        ),
        ("HTML with entities and overrides", html("&lt;b&gt; &amp; &#8238;evil&#x202e; &nbsp; &bogus; &#0; &#27;[2J")),
        ("HTML with scripts", html("<script>alert(1)</script><p onclick=x>hei</p><noscript>no</noscript>")),
        ("HTML that is not closed", html("<div><p>one<p>two<table><tr><td>three")),
        ("HTML 20,000 deep", html(&format!("{}bottom", "<div>".repeat(20_000)))),
        ("HTML of 50,000 tags", html(&"<b>x</b> ".repeat(50_000))),
        ("HTML of 3 MB", html(&format!("<p>begin</p>{}", "word ".repeat(600_000)))),
        ("HTML of open formatting", html(&format!("{}text", "<b><i><a href=x>".repeat(5_000)))),
        ("HTML of open tables", html(&format!("{}text", "<table><tr><td>".repeat(250)))),
        ("HTML of a table with wide cells", html("<table><tr><td colspan=100000 rowspan=100000>x</td></tr></table>")),
        ("HTML of nothing", html("<html><body></body></html>")),
        ("HTML with a link's own marks", html("\u{e000}a\u{e001}b\u{e002}<a href='https://x.example/\u{e002}'>c</a>")),
    ]
}

fn parts() -> Vec<Case> {
    let alternative = "Content-Type: multipart/alternative; boundary=a\n\n--a\nContent-Type: text/plain\n\nplain\n--a\nContent-Type: text/html\n\n<p>html</p>\n--a--\n";
    vec![
        (
            "plain and HTML",
            multi("alternative", &["Content-Type: text/plain\n\nplain\n", "Content-Type: text/html\n\n<p>html</p>\n"]),
        ),
        (
            "blank plain and HTML",
            multi("alternative", &["Content-Type: text/plain\n\n \n\n", "Content-Type: text/html\n\n<p>html</p>\n"]),
        ),
        (
            "plain, HTML and a file",
            mixed(&[
                alternative,
                "Content-Type: application/pdf; name=\"Bestilling æ.pdf\"\nContent-Disposition: attachment\n\n%PDF\n",
            ]),
        ),
        (
            "a picture that the HTML shows",
            multi(
                "related",
                &["Content-Type: text/html\n\n<p>hei <img src=\"cid:logo@nord\" alt=\"Nord\"></p>\n", PNG],
            ),
        ),
        ("a picture that the plain text shows", mixed(&["Content-Type: text/plain\n\nhei [cid:logo@nord]\n", PNG])),
        ("a picture that nothing shows", mixed(&[PLAIN, PNG])),
        (
            "text, picture, text",
            mixed(&["Content-Type: text/plain\n\nabove\n", PNG, "Content-Type: text/plain\n\nbelow\n"]),
        ),
        (
            "a file whose name is a path",
            mixed(&[
                PLAIN,
                "Content-Type: text/plain\nContent-Disposition: attachment; filename=\"../../etc/passwd\"\n\nx\n",
            ]),
        ),
        (
            "a file whose name deceives",
            mixed(&[
                PLAIN,
                "Content-Type: application/octet-stream\nContent-Disposition: attachment; filename=\"cod\u{202e}gpj.exe\"\n\nx\n",
            ]),
        ),
        (
            "a file whose name is encoded",
            mixed(&[
                PLAIN,
                "Content-Type: text/plain\nContent-Disposition: attachment; filename*=utf-8''Bestilling%20%C3%A6.txt\n\nx\n",
            ]),
        ),
        (
            "a file whose name is in pieces",
            mixed(&[
                PLAIN,
                "Content-Type: text/plain\nContent-Disposition: attachment; filename*0*=utf-8''Best; filename*1*=illing%C3%A6; filename*2=.txt\n\nx\n",
            ]),
        ),
        (
            "a file whose name is in encoded words",
            mixed(&[PLAIN, "Content-Type: text/plain; name=\"=?utf-8?Q?Bestilling_=C3=A6.txt?=\"\n\nx\n"]),
        ),
        (
            "a file of 300 characters of name",
            mixed(&[PLAIN, &format!("Content-Type: text/plain; name=\"{}.txt\"\n\nx\n", "a".repeat(300))]),
        ),
        ("a file without a name", mixed(&[PLAIN, "Content-Type: application/pdf\n\n%PDF\n"])),
        ("a file without a type", mixed(&[PLAIN, "Content-Disposition: attachment; filename=log.txt\n\nx\n"])),
        ("a file with a type that is none", mixed(&[PLAIN, "Content-Type: \u{1b}[2J/x y; name=a.bin\n\nx\n"])),
        (
            "a file in damaged base64",
            mixed(&[
                PLAIN,
                "Content-Type: application/zip; name=a.zip\nContent-Transfer-Encoding: base64\n\nUEsD!!!\n",
            ]),
        ),
        (
            "an invitation",
            multi(
                "alternative",
                &[
                    "Content-Type: text/plain\n\nMeeting at ten\n",
                    "Content-Type: text/calendar; method=REQUEST; charset=utf-8\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n",
                ],
            ),
        ),
        (
            "an invitation alone",
            letter("Content-Type: text/calendar; method=REQUEST", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"),
        ),
        (
            "winmail.dat",
            mixed(&[
                PLAIN,
                "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+IgAA\n",
            ]),
        ),
        (
            "signed with S/MIME",
            multi(
                "signed; protocol=\"application/pkcs7-signature\"",
                &[
                    PLAIN,
                    "Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\nMIIB\n",
                ],
            ),
        ),
        (
            "encrypted with S/MIME",
            letter(
                "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\nContent-Transfer-Encoding: base64",
                "MIIBAAAA\n",
            ),
        ),
        (
            "signed with OpenPGP",
            multi("signed", &[PLAIN, "Content-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----\n"]),
        ),
        (
            "encrypted with OpenPGP",
            multi(
                "encrypted",
                &[
                    "Content-Type: application/pgp-encrypted\n\nVersion: 1\n",
                    "Content-Type: application/octet-stream; name=encrypted.asc\n\n-----BEGIN PGP MESSAGE-----\n",
                ],
            ),
        ),
        ("OpenPGP within the text", letter("", "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n")),
        (
            "a letter within",
            mixed(&[PLAIN, "Content-Type: message/rfc822\n\nFrom: a@x\nSubject: inner\n\ninner text\n"]),
        ),
        (
            "a letter within, in base64",
            mixed(&[
                PLAIN,
                "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogaW5uZXIKCmhlaQo=\n",
            ]),
        ),
        ("a digest", multi("digest", &["\nFrom: a@x\nSubject: one\n\n1\n", "\nFrom: b@x\nSubject: two\n\n2\n"])),
        ("a piece of a letter", letter("Content-Type: message/partial; id=1; number=1; total=2", "half\n")),
    ]
}

fn hostile() -> Vec<Case> {
    let many: Vec<String> = (0..1_500).map(|n| format!("Content-Type: text/plain; name=f{n}\n\n{n}\n")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let megabytes = "QUJD".repeat(19).repeat(1);
    let megabytes = format!("{megabytes}\n").repeat(30 * 1024 * 1024 / 77);
    vec![
        ("multiparts 200 deep", deep("mixed", 200)),
        ("multiparts 20,000 deep", deep_and_open(20_000)),
        ("alternatives 100 deep", deep("alternative", 100)),
        ("letters 5,000 deep", {
            let mut raw = letter("Content-Type: message/rfc822", "");
            raw.extend("Content-Type: message/rfc822\n\n".repeat(5_000).into_bytes());
            raw
        }),
        ("a multipart without a boundary", letter("Content-Type: multipart/mixed", "--b\n\nhei\n--b--\n")),
        ("a multipart whose boundary never comes", letter("Content-Type: multipart/mixed; boundary=b", "hei\nthere\n")),
        ("a multipart that only ends", letter("Content-Type: multipart/mixed; boundary=b", "hei\n--b--\nbehind\n")),
        ("a multipart that does not end", letter("Content-Type: multipart/mixed; boundary=b", "before\n--b\n\nhei\n")),
        (
            "a multipart with an empty boundary",
            letter("Content-Type: multipart/mixed; boundary=\"\"", "--\n\nhei\n----\n"),
        ),
        (
            "a multipart with words around it",
            letter("Content-Type: multipart/mixed; boundary=b", "This is MIME.\n--b\n\nhei\n--b--\nbehind\n"),
        ),
        (
            "a boundary within another",
            letter(
                "Content-Type: multipart/mixed; boundary=b",
                "--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\nin\n--bb--\n--b\n\nout\n--b--\n",
            ),
        ),
        (
            "the same boundary twice",
            letter(
                "Content-Type: multipart/mixed; boundary=b",
                "--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nin\n--b--\n--b\n\nout\n--b--\n",
            ),
        ),
        (
            "a boundary with spaces behind it",
            letter("Content-Type: multipart/mixed; boundary=\"b \"", "--b  \n\nhei\n--b-- \n"),
        ),
        (
            "a part whose head has no end",
            letter("Content-Type: multipart/mixed; boundary=b", "--b\nContent-Type: text/plain\n--b\n\nhei\n--b--\n"),
        ),
        (
            "a multipart in base64",
            letter(
                "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64",
                "LS1iCgpoZWkKLS1iLS0K\n",
            ),
        ),
        ("1,500 parts", mixed(&many)),
        (
            "30 MB of base64",
            mixed(&[
                PLAIN,
                &format!(
                    "Content-Type: application/zip; name=big.zip\nContent-Transfer-Encoding: base64\n\n{megabytes}"
                ),
            ]),
        ),
        ("a line of 5 MB", letter("", &"a".repeat(5_000_000))),
        ("bytes of all kinds", {
            let mut raw = letter("", "");
            raw.extend((0..=255).collect::<Vec<u8>>().repeat(10));
            raw
        }),
        ("a type of nothing", letter("Content-Type: ;;;", "hei\n")),
        ("a type without a subtype", letter("Content-Type: text", "hei\n")),
        ("two types", letter("Content-Type: text/plain\nContent-Type: text/html", "<b>hei</b>\n")),
    ]
}

/// Multiparts that begin and never end.
fn deep_and_open(depth: usize) -> Vec<u8> {
    let mut text = "From: kari@nord.example\nSubject: deep\nContent-Type: multipart/mixed; boundary=b0\n\n".to_owned();
    for level in 0..depth {
        text.push_str(&format!("--b{level}\nContent-Type: multipart/mixed; boundary=b{}\n\n", level + 1));
    }
    text.push_str("at the bottom\n");
    text.into_bytes()
}
