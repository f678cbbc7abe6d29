//! Sizes of files in words, as they are shown and as they are set: in units of 1,024.

/// The units of a size, the largest first: the binary ones are those that are shown, and the decimal ones are read as well.
const DECIMAL: [(&str, u64); 4] = [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1_000)];
const BINARY: [(&str, u64); 4] = [("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];

/// Says a number of bytes: `345 bytes`, `1.2 MiB`, `12 KiB`. One place says it, for files, limits and what is kept.
pub fn size_in_words(bytes: u64) -> String {
    // What would be rounded to 1024 of a unit is said in the next one.
    let Some((name, unit)) = BINARY.into_iter().find(|(_, unit)| bytes >= unit - unit / 2_048) else {
        return crate::text::counted(bytes, "byte");
    };
    let tenths = (u128::from(bytes) * 10 + u128::from(unit) / 2) / u128::from(unit);
    if tenths < 100 && !tenths.is_multiple_of(10) {
        return format!("{}.{} {name}", tenths / 10, tenths % 10);
    }
    format!("{} {name}", (u128::from(bytes) + u128::from(unit) / 2) / u128::from(unit))
}

/// Reads a size as people write it: `25MiB`, `20 GiB`, `500KB`, `100 B`. Returns none where it is none, or nothing.
pub fn parse_size(text: &str) -> Option<u64> {
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    let unit = unit.trim_start();
    let all = BINARY.into_iter().chain(DECIMAL).chain([("B", 1)]);
    let factor = all.into_iter().find(|(name, _)| unit.eq_ignore_ascii_case(name))?.1;
    number.checked_mul(factor).filter(|bytes| *bytes > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_in_one_unit() {
        for (bytes, words) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (999, "999 bytes"),
            (1_000, "1000 bytes"),
            (1_024, "1 KiB"),
            (1_234, "1.2 KiB"),
            (10_230, "10 KiB"),
            (12_345, "12 KiB"),
            (1_048_200, "1 MiB"),
            (1_048_576, "1 MiB"),
            (25 << 20, "25 MiB"),
            (26_000_000, "25 MiB"),
            (20 << 30, "20 GiB"),
            (u64::MAX, "16777216 TiB"),
        ] {
            assert_eq!(size_in_words(bytes), words, "{bytes}");
        }
    }

    #[test]
    fn a_size_is_read_in_every_unit() {
        for (text, bytes) in [
            ("25MiB", 25 << 20),
            ("20 GiB", 20 << 30),
            ("500KB", 500_000),
            ("1 mb", 1_000_000),
            (" 100 B ", 100),
            ("2kib", 2_048),
        ] {
            assert_eq!(parse_size(text), Some(bytes), "{text}");
        }
        for text in ["", "25", "MiB", "-1MiB", "1.5GB", "25 bits", "0MiB", "99999999999TiB"] {
            assert_eq!(parse_size(text), None, "{text}");
        }
    }
}
