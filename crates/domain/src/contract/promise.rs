//! Names a promise: by a hash of what a text promises, whatever its bytes and whatever it calls its version, with the
//! holidays that its calendars give it (contract format, "Past verdicts do not change").

use sha2::{Digest as _, Sha256};

use super::model::Contract;

/// The number of bytes of the hash that are kept: enough for two promises never to have one name.
const BYTES: usize = 16;

/// Returns the name of what that contract promises, in hexadecimal digits.
///
/// It is taken from the contract as this frist reads it. A later frist that knows more keys may name the same promise
/// otherwise, so what is kept has the name that it was given, and whether a text still promises the same is asked of
/// both as they are read now.
pub(super) fn name_of(contract: &Contract) -> String {
    let mut hash = Sha256::new();
    if serde_json::to_writer(&mut hash, contract).is_err() {
        // Nothing in a contract cannot be written; if something could not, the text would tell it apart as well.
        hash.update(&contract.source);
    }
    let digits = hash.finalize()[..BYTES].iter().flat_map(|byte| [byte >> 4, byte & 15]).collect::<Vec<u8>>();
    digits.into_iter().filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
