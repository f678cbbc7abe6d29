//! Many small records under one key: closed tickets that stand side by side, what old commits did. sled pays for every key,
//! at each opening and on the disk, and such records say much the same; together and packed they take a tenth.
//!
//! A bundle is a version byte and, packed, its records in the order of their keys: key, length, bytes. It is cut into
//! chunks like a ticket's record.

use super::fault::Fault;

/// The version of the layout that is written, and the newest that is read.
const VERSION: u8 = 1;
/// The key of a record.
pub(super) type BundleKey = [u8; 12];
/// The length of what stands before a record, in bytes: its key and its length.
const HEAD: usize = size_of::<BundleKey>() + size_of::<u32>();
/// The most bytes that a bundle may have when unpacked; one that says more is damaged. [`LARGEST`] and the number of
/// records keep all of ours below.
const MOST: usize = 64 << 20;
/// The longest record that stands in a bundle, in bytes; longer ones stay by themselves, as reading one of a bundle
/// unpacks all of it.
pub(super) const LARGEST: usize = 64 << 10;

/// A bundle, unpacked.
#[derive(Debug)]
pub(super) struct Bundle {
    bytes: Vec<u8>,
    /// The bundle's length when packed, in bytes.
    packed: usize,
}

impl Bundle {
    /// Reads the bytes of a bundle, all chunks behind one another.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        match bytes.split_first() {
            Some((&VERSION, packed)) => Self::unpack(packed).ok_or_else(damaged),
            Some((&newer, _)) if newer > VERSION => Err(Fault::Newer { found: newer.into(), known: VERSION.into() }),
            _ => Err(damaged()),
        }
    }

    fn unpack(packed: &[u8]) -> Option<Self> {
        let (size, rest) = packed.split_first_chunk()?;
        let size = u32::from_be_bytes(*size) as usize;
        let bytes = (size <= MOST).then(|| lz4_flex::decompress(rest, size).ok())??;
        let bundle = Self { bytes, packed: packed.len() + 1 };
        let whole = bundle.iter().map(|(_, record)| HEAD + record.len()).sum::<usize>() == bundle.bytes.len();
        whole.then_some(bundle)
    }

    /// Packs these records, which are in the order of their keys, into a bundle's bytes.
    pub(super) fn pack<'a>(records: impl IntoIterator<Item = (BundleKey, &'a [u8])>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (key, record) in records {
            bytes.extend_from_slice(&key);
            bytes.extend_from_slice(&(record.len() as u32).to_be_bytes());
            bytes.extend_from_slice(record);
        }
        let mut packed = vec![VERSION];
        packed.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
        packed.append(&mut lz4_flex::compress(&bytes));
        packed
    }

    /// Returns the bundle's length when packed, in bytes.
    pub(super) const fn packed(&self) -> usize {
        self.packed
    }

    /// Returns the records in the order of their keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = (BundleKey, &[u8])> {
        let mut rest = self.bytes.as_slice();
        std::iter::from_fn(move || {
            let (key, after) = rest.split_first_chunk::<12>()?;
            let (len, after) = after.split_first_chunk::<4>()?;
            let (record, after) = after.split_at_checked(u32::from_be_bytes(*len) as usize)?;
            rest = after;
            Some((*key, record))
        })
    }

    /// Returns the record with this key, if the bundle has it.
    pub(super) fn get(&self, key: BundleKey) -> Option<&[u8]> {
        self.iter().find(|(other, _)| *other == key).map(|(_, record)| record)
    }
}

fn damaged() -> Fault {
    Fault::Damaged("records that were packed together cannot be read".into())
}

#[cfg(test)]
mod tests {
    use frist_testkit::cases;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(cases(256))]

        #[test]
        fn what_was_packed_is_there_again(records in prop::collection::btree_map(any::<BundleKey>(), prop::collection::vec(any::<u8>(), 0..200), 0..40)) {
            let bytes = Bundle::pack(records.iter().map(|(key, record)| (*key, record.as_slice())));
            let bundle = Bundle::read(&bytes).unwrap();
            prop_assert!(bundle.iter().eq(records.iter().map(|(key, record)| (*key, record.as_slice()))));
            for (key, record) in &records {
                prop_assert_eq!(bundle.get(*key), Some(record.as_slice()));
            }
        }

        #[test]
        fn what_was_not_packed_is_no_bundle_or_one_that_is_whole(mut bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            if let Some(version) = bytes.first_mut() {
                *version = VERSION;
            }
            if let Ok(bundle) = Bundle::read(&bytes) {
                prop_assert!(bundle.iter().all(|(_, record)| record.len() <= MOST));
            }
        }
    }

    #[test]
    fn one_cut_short_or_of_a_later_frist_is_told() {
        let bytes = Bundle::pack([([1; 12], &b"one"[..]), ([2; 12], b"two")]);
        for cut in 0..bytes.len() {
            assert!(Bundle::read(&bytes[..cut]).is_err(), "cut at {cut}");
        }
        assert_eq!(Bundle::read(&[VERSION + 1, 0]).unwrap_err(), Fault::Newer { found: 2, known: 1 });
        let huge = [&[VERSION][..], &u32::MAX.to_be_bytes(), b"x"].concat();
        assert!(matches!(Bundle::read(&huge), Err(Fault::Damaged(_))));
    }
}
