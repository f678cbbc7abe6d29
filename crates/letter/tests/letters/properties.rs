//! What holds of any bytes at all: here changes of the letters that are kept, in a fuzz target without a plan.

use frist_domain::letter::SUBJECT_CHARS;
use frist_domain::text::clean_lines;
use frist_letter::frames::{Request, read_letter, serve, write_request};
use frist_letter::{judge, read, read_head};
use frist_testkit::cases;
use proptest::prelude::*;

use super::{ARRIVED, all, rules};

/// What two letters may be made of: cut, joined, changed here and there.
fn changed() -> impl Strategy<Value = Vec<u8>> {
    let small: Vec<Vec<u8>> = all().into_iter().map(|(_, raw)| raw).filter(|raw| raw.len() < 20_000).collect();
    let letter = prop::sample::select(small);
    let change = (
        any::<prop::sample::Index>(),
        prop_oneof![any::<u8>(), prop::sample::select(b"\0\r\n\x1b=?<>\"();:-".to_vec())],
    );
    (
        letter.clone(),
        letter,
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        prop::collection::vec(change, 0..20),
    )
        .prop_map(|(first, second, head, tail, changes)| {
            let mut raw = first[..head.index(first.len() + 1)].to_vec();
            raw.extend(&second[tail.index(second.len() + 1)..]);
            for (place, byte) in changes {
                if !raw.is_empty() {
                    let place = place.index(raw.len());
                    raw[place] = byte;
                }
            }
            raw
        })
}

fn holds(raw: &[u8]) -> Result<(), TestCaseError> {
    let letter = read(raw);
    prop_assert_eq!(&letter, &read(raw), "the same bytes are the same letter");
    prop_assert_eq!(clean_lines(&letter.text), letter.text.as_str());
    prop_assert!(letter.subject.chars().count() <= SUBJECT_CHARS);
    let judged = judge(&letter, &rules(), ARRIVED);
    prop_assert!(judged.received_at <= ARRIVED);
    prop_assert_eq!(letter.head(&judged).check(), Ok(()));
    let most: usize = letter.parts.iter().map(|part| part.bytes.len()).sum();
    prop_assert!(most <= raw.len(), "parts of {most} bytes in a letter of {}", raw.len());
    for part in &letter.parts {
        let kept = frist_domain::file::FileRef {
            sha256: letter.body_hash,
            name: part.name.clone(),
            media_type: part.media_type.clone(),
            size: part.bytes.len() as u64,
        };
        prop_assert_eq!(kept.check(), Ok(()));
    }
    prop_assert_eq!(read_head(raw, 1).text, "");
    Ok(())
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_bytes_are_read_into_something_that_can_be_kept(raw in changed()) {
        holds(&raw)?;
    }
}

#[test]
fn every_letter_that_is_kept_here_can_be_kept_and_goes_over_a_pipe_as_it_is() {
    let mut input = Vec::new();
    let letters: Vec<Vec<u8>> = all().into_iter().map(|(_, raw)| raw).filter(|raw| raw.len() < 2_000_000).collect();
    for raw in &letters {
        holds(raw).unwrap();
        write_request(&mut input, &Request::Whole(raw.clone())).unwrap();
    }
    let mut output = Vec::new();
    serve(input.as_slice(), &mut output).unwrap();
    let mut output = output.as_slice();
    for raw in &letters {
        assert_eq!(read_letter(&mut output, raw.len() as u64).unwrap(), read(raw));
    }
    assert!(output.is_empty());
}
