//! Parts any bytes as an mbox: nothing may panic, and no letter has more bytes than it may have.

#![no_main]

use frist_letter::mbox;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &[u8]| {
    let size: u64 = mbox(raw, 100).map_while(Result::ok).inspect(|letter| assert!(letter.raw.len() <= 100)).map(|letter| letter.size).sum();
    assert!(size <= raw.len() as u64);
});
