//! Letters in all kinds of character sets, declared rightly, wrongly and not at all.

use super::{Case, letter};

fn plain(charset: &str, bytes: &[u8]) -> Vec<u8> {
    let mut raw = letter(&format!("Content-Type: text/plain; charset={charset}"), "");
    raw.extend(bytes);
    raw
}

fn undeclared(bytes: &[u8]) -> Vec<u8> {
    let mut raw = letter("", "");
    raw.extend(bytes);
    raw
}

fn with_subject(subject: &[u8]) -> Vec<u8> {
    let mut raw = b"From: Kari <kari@nord.example>\nSubject: ".to_vec();
    raw.extend(subject);
    raw.extend(b"\nMessage-ID: <1@nord.example>\n\ntext\n");
    raw
}

/// "Магазин не работает, мы не можем оформить заказ" in KOI8-R.
const KOI8: &[u8] = b"\xed\xc1\xc7\xc1\xda\xc9\xce \xce\xc5 \xd2\xc1\xc2\xcf\xd4\xc1\xc5\xd4, \xcd\xd9 \xce\xc5 \xcd\xcf\xd6\xc5\xcd \xcf\xc6\xcf\xd2\xcd\xc9\xd4\xd8 \xda\xc1\xcb\xc1\xda";
/// The same in windows-1251.
const CP1251: &[u8] = b"\xcc\xe0\xe3\xe0\xe7\xe8\xed \xed\xe5 \xf0\xe0\xe1\xee\xf2\xe0\xe5\xf2, \xec\xfb \xed\xe5 \xec\xee\xe6\xe5\xec \xee\xf4\xee\xf0\xec\xe8\xf2\xfc \xe7\xe0\xea\xe0\xe7";
/// "サーバーが停止しました" in ISO-2022-JP.
const JP: &[u8] = b"\x1b$B%5!<%P!<$,Dd;_$7$^$7$?\x1b(B";
/// "服务器停机了" in GB18030.
const GB: &[u8] = b"\xb7\xfe\xce\xf1\xc6\xf7\xcd\xa3\xbb\xfa\xc1\xcb";

pub(crate) fn cases() -> Vec<Case> {
    vec![
        ("KOI8-R", plain("koi8-r", KOI8)),
        ("KOI8-R that says nothing", undeclared(KOI8)),
        ("KOI8-R that says UTF-8", plain("utf-8", KOI8)),
        ("windows-1251", plain("windows-1251", CP1251)),
        ("windows-1251 that says nothing", undeclared(CP1251)),
        ("ISO-2022-JP", plain("iso-2022-jp", JP)),
        ("ISO-2022-JP that says nothing", undeclared(JP)),
        ("ISO-2022-JP that says ASCII", plain("us-ascii", JP)),
        ("ISO-2022-JP in a subject as it is", with_subject(JP)),
        ("GB18030", plain("gb18030", GB)),
        ("GB18030 with four bytes", plain("GB18030", b"\x81\x30\x81\x30 and \x95\x32\x82\x36")),
        ("GB2312 that says UTF-8", plain("utf-8", &GB.repeat(4))),
        ("Shift_JIS", plain("shift_jis", b"\x83T\x81[\x83o\x81[")),
        ("EUC-KR", plain("euc-kr", b"\xbc\xad\xb9\xf6\xb0\xa1 \xb4\xd9\xbf\xee")),
        ("Big5", plain("big5", b"\xa6\xf8\xaaA\xbe\xb9")),
        ("latin1", plain("iso-8859-1", b"Handlekurven t\xf8mmes p\xe5 nett")),
        ("latin1 that says nothing", undeclared(b"Handlekurven t\xf8mmes p\xe5 nett")),
        ("latin1 that says UTF-8", plain("utf-8", b"Handlekurven t\xf8mmes p\xe5 nett")),
        ("UTF-8 that says latin1", plain("iso-8859-1", "Handlekurven tømmes på nett".as_bytes())),
        ("UTF-8 that says KOI8-R", plain("koi8-r", "Магазин не работает".as_bytes())),
        ("UTF-8 that says nothing", undeclared("Handlekurven tømmes 🛒".as_bytes())),
        ("windows-1252 quotation marks that say latin1", plain("iso-8859-1", b"\x93quoted\x94 \x80 5")),
        ("UTF-16 with a mark", plain("utf-16", b"\xff\xfeh\0e\0i\0")),
        ("UTF-16 without a mark", plain("utf-16le", b"h\0e\0i\0")),
        ("UTF-16 of an odd number of bytes", plain("utf-16be", b"\0h\0e\0")),
        ("UTF-7", plain("utf-7", b"t+APg-mmes")),
        ("UTF-8 with a mark", plain("utf-8", b"\xef\xbb\xbfhei")),
        ("UTF-8 cut in a character", plain("utf-8", b"Handlekurven t\xc3")),
        ("a character set that does not exist", plain("x-klingon", b"Handlekurven t\xf8mmes")),
        ("a character set that does not exist, for ASCII", plain("x-klingon", b"hei")),
        ("a character set with an escape in its name", plain("\"x\x1b[2J\"", b"t\xf8mmes")),
        ("an empty character set", plain("\"\"", b"t\xc3\xb8mmes")),
        ("ISO-2022-KR", plain("iso-2022-kr", b"\x1b$)C\x0e<-9v\x0f")),
        ("cp850", plain("cp850", b"t\x9bmmes")),
        ("IBM437", plain("IBM437", b"t\x94mmes p\x86 nett")),
        ("IBM852", plain("ibm852", b"\xa6lu\x9cou\x9fk\xec k\x96\xe5")),
        ("IBM865", plain("IBM865", b"t\x9bmmes p\x86 nett")),
        ("cp866", plain("cp866", b"\x8c\xa0\xa3\xa0\xa7\xa8\xad")),
        ("IBM857, which has gaps", plain("cp857", b"\x9f\xa6 \xd5")),
        ("a subject in IBM865", with_subject(b"=?ibm865?Q?t=9Bmmes?=")),
        ("a subject of piled accents", with_subject(format!("Z{}algo", "\u{301}\u{316}".repeat(40)).as_bytes())),
        ("a subject in an encoded word", with_subject(b"=?utf-8?B?SGFuZGxla3VydmVuIHTDuG1tZXM=?=")),
        ("a subject in two encoded words", with_subject(b"=?utf-8?Q?Handlekurven_t=C3=B8?=\n =?utf-8?Q?mmes?=")),
        ("a subject in KOI8-R", with_subject(b"=?koi8-r?B?7cHHwdrJziDOxSDSwcLP1MHF1A==?=")),
        ("a subject in ISO-2022-JP", with_subject(b"=?ISO-2022-JP?B?GyRCJTUhPCVQITwkLERkO18kNyReJDckPxsoQg==?=")),
        ("a subject in GB2312", with_subject(b"=?gb2312?B?t/7O8cb3zaO7+sHL?=")),
        ("a subject in an unknown character set", with_subject(b"=?x-klingon?Q?t=F8mmes?=")),
        ("a subject in latin1 as it is", with_subject(b"Handlekurven t\xf8mmes p\xe5 nett")),
        ("a subject in UTF-8 as it is", with_subject("Handlekurven tømmes 🛒".as_bytes())),
        ("a subject in a broken encoded word", with_subject(b"=?utf-8?B?!!!!?= and =?utf-8?Q?=ZZ?= and =?utf-8?")),
        (
            "a character parted between two encoded words",
            with_subject(b"=?utf-8?Q?Handlekurven_t=C3?= =?utf-8?Q?=B8mmes?="),
        ),
        ("encoded words in the wrong character set", with_subject(b"=?utf-8?Q?Handlekurven_t=F8mmes?=")),
        ("encoded words with spaces in them", with_subject(b"=?utf-8?Q?Handlekurven t=C3=B8mmes?=")),
        ("encoded words with a language", with_subject(b"=?utf-8*nb?Q?t=C3=B8mmes?=")),
        ("encoded words in the middle of a word", with_subject(b"Handle=?utf-8?Q?k=C3=B8rven?=")),
    ]
}
