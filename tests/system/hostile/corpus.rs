//! What is thrown at the readers, and what must be true of everything that they say.

use frist::domain::text::drives_terminal;
use proptest::prelude::*;

/// Returns the files of the corpus for a reader, by name.
pub fn corpus(of: &str) -> Vec<(String, Vec<u8>)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("tests/system/hostile/corpus").join(of)];
    if of == "contract" {
        folders.push(root.join("assets/contracts"));
    }
    let read = |folder| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = folders.into_iter().flat_map(read);
    let name = |path: &std::path::Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let mut found: Vec<_> = files.map(|path| (name(&path), std::fs::read(&path).unwrap())).collect();
    found.sort();
    assert!(!found.is_empty(), "{of}");
    found
}

/// The pieces that are put in somewhere.
const PIECES: [&[u8]; 17] = [
    b"",
    b"\x1b]0;gone\x07",
    b"\x1b[2J",
    b"\xc2\x9b31m",
    "\u{202e}\u{2066}".as_bytes(),
    b"\xff\xfe",
    b"\0",
    b"99999999999999999999999999",
    b"-1",
    b"1e999",
    b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    b"{\"a\":{\"a\":{\"a\":",
    b"\"",
    b"\n",
    b"\r\n",
    b"9999-12-31",
    b"-9223372036854775808",
];

/// Returns a file of the corpus in which stretches are left out and replaced; now and then anything at all.
pub fn hostile(of: &str) -> impl Strategy<Value = Vec<u8>> + use<> {
    let files: Vec<Vec<u8>> = corpus(of).into_iter().map(|(_, bytes)| bytes).collect();
    let piece = prop_oneof![
        4 => proptest::sample::select(&PIECES[..]).prop_map(<[u8]>::to_vec),
        1 => any::<String>().prop_map(String::into_bytes),
        1 => proptest::collection::vec(any::<u8>(), 0..8),
    ];
    let change = (any::<prop::sample::Index>(), 0_usize..20, piece);
    let changed =
        (proptest::sample::select(files), proptest::collection::vec(change, 1..4)).prop_map(|(file, changes)| {
            changes.into_iter().fold(file, |mut bytes, (at, length, piece)| {
                let from = at.index(bytes.len() + 1);
                let to = (from + length).min(bytes.len());
                bytes.splice(from..to, piece);
                bytes
            })
        });
    prop_oneof![8 => changed, 1 => proptest::collection::vec(any::<u8>(), 0..300)]
}

/// Returns the same as text.
pub fn hostile_text(of: &str) -> impl Strategy<Value = String> + use<> {
    hostile(of).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns the corpus as text, each with the name of its file.
pub fn texts(of: &str) -> Vec<(String, String)> {
    let text = |(name, bytes): (String, Vec<u8>)| (name, String::from_utf8_lossy(&bytes).into_owned());
    corpus(of).into_iter().map(text).collect()
}

/// Asserts that all of it can be written to a terminal: line ends are the only controls.
#[track_caller]
pub fn harmless(text: &str) {
    let bad = text.chars().find(|c| drives_terminal(*c) && *c != '\n');
    assert_eq!(bad, None, "{text:?}");
}
