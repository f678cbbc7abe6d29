//! Reads UTF-7 (RFC 2152): ASCII, with runs of UTF-16 in base64 between `+` and the first character that is none of base64. That
//! character belongs to the text, unless it is `-`.

/// Returns whether a name of a character set means UTF-7.
pub(super) fn is_named(label: &str) -> bool {
    let names = ["utf-7", "utf7", "unicode-1-1-utf-7", "csunicode11utf7", "csutf7", "unicode-2-0-utf-7"];
    names.contains(&label.to_ascii_lowercase().as_str())
}

/// Returns the text of the bytes; none where they are not ASCII, as UTF-7 is. What is broken in a run is U+FFFD.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let mut rest = str::from_utf8(bytes).ok().filter(|text| text.is_ascii())?;
    let mut text = String::with_capacity(bytes.len());
    while let Some((plain, behind)) = rest.split_once('+') {
        text.push_str(plain);
        let end = behind.bytes().position(|byte| sextet(byte).is_none()).unwrap_or(behind.len());
        let (run, after) = behind.split_at(end);
        if run.is_empty() {
            // `+-` is a plus; a plus before anything else is no run at all.
            text.push('+');
        }
        text.extend(char::decode_utf16(units(run)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        rest = after.strip_prefix('-').unwrap_or(after);
    }
    text.push_str(rest);
    Some(text)
}

/// Returns the UTF-16 of a run; bits that fill no unit pad it.
fn units(run: &str) -> impl Iterator<Item = u16> {
    let (mut bits, mut count) = (0_u32, 0);
    run.bytes().filter_map(sextet).filter_map(move |six| {
        (bits, count) = (bits << 6 | u32::from(six), count + 6);
        if count < 16 {
            return None;
        }
        count -= 16;
        let unit = bits >> count;
        bits &= (1 << count) - 1;
        u16::try_from(unit).ok()
    })
}

/// Returns what a character of base64 stands for.
const fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_ends_before_the_first_character_that_is_none_of_base64() {
        for (bytes, text) in [
            ("Hello, World+ACE-", "Hello, World!"),
            // Examples of RFC 2152.
            ("A+ImIDkQ.", "A≢Α."),
            ("Hi Mom -+Jjo--!", "Hi Mom -☺-!"),
            ("+ZeVnLIqe-", "日本語"),
            ("1 +- 1 +AD0- 2", "1 + 1 = 2"),
            // What ends a run without a minus stays.
            ("+AOY nei", "æ nei"),
            ("Sk+APg.+AOY\r\nslutt", "Skø.æ\r\nslutt"),
            ("p+AOU", "på"),
            ("+2D3cTg-!", "👎!"),
            ("a + b", "a + b"),
            ("+2D0-!", "\u{fffd}!"),
            ("", ""),
        ] {
            assert_eq!(decode(bytes.as_bytes()).as_deref(), Some(text), "{bytes}");
        }
        assert_eq!(decode("på".as_bytes()), None);
    }
}
