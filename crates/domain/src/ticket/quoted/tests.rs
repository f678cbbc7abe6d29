use super::*;

fn shown(text: &str) -> String {
    unfolded(text).0
}

#[test]
fn what_is_quoted_below_is_folded_and_what_was_written_is_not() {
    for (text, own) in [
        (
            "Thank you.\n\nOn Mon, 30 Nov 2026 at 08:14, Kari wrote:\n> It does not answer.\n> Since eight.\n",
            "Thank you.",
        ),
        ("Takk.\n\nman. 30. nov. kl. 08:14 skrev Kari:\n\n> Den svarer ikke.", "Takk."),
        ("Bedankt\n\nOp ma 30 nov schreef Jan:\n> Niets.", "Bedankt"),
        ("Yes.\n\n-----Original Message-----\nFrom: A\nText without marks", "Yes."),
        ("Yes.\n\nFrom: A <a@x.example>\nSent: Monday\nTo: B\nSubject: Hub\n\nOld words", "Yes."),
        ("Ja.\n\nFra: A\nSendt: mandag\nTil: B\n\nGammelt", "Ja."),
        ("It is down.\n-- \nKari Dahl\nNordkraft", "It is down."),
        ("> Does it print?\nYes.\n> And now?\nNo.", "Yes.\nNo."),
    ] {
        assert_eq!(shown(text), own, "{text}");
        let (_, folded) = unfolded(text);
        assert!(folded.is_some_and(|folded| !folded.is_empty()), "{text}");
    }
}

#[test]
fn words_that_only_look_quoted_stay() {
    for text in [
        "The log wrote:\nnothing at all",
        "From: the start it was slow.\nIt still is.",
        "a -- b\n--- c",
        "5 > 4",
        "--",
        "> everything is quoted\n> here",
        "",
    ] {
        assert_eq!(unfolded(text), (text.to_owned(), None), "{text}");
    }
}

#[test]
fn passages_hold_every_line_once_and_in_order() {
    for text in ["", "a", "a\n\n> b\n\n> c\n\nd\n\n--\ne", "\n\n\n", "> a\nb", "a wrote:\n\n> b"] {
        let passages = passages(text);
        let lines: Vec<usize> = passages.iter().flat_map(|passage| passage.lines.clone()).collect();
        assert_eq!(lines, (0..text.lines().count()).collect::<Vec<_>>(), "{text:?}");
        assert!(passages.windows(2).all(|pair| pair[0].folded != pair[1].folded), "{passages:?}");
    }
}

/// The rule as it is told, on every text of a few lines.
#[test]
fn a_blank_line_is_folded_with_what_stands_before_and_behind_it() {
    let kinds = ["", "a", "> b", "x wrote:", "--"];
    for number in 0..kinds.len().pow(5) {
        let lines: Vec<&str> = (0..5).map(|at| kinds[number / kinds.len().pow(at) % kinds.len()]).collect();
        let folded = folded_lines(&lines);
        for at in (0..lines.len()).filter(|at| lines[*at].is_empty()) {
            // Everything behind the beginning of a signature is folded, where it stands below something.
            let next = next_text(&lines, at).is_none_or(|next| folded[next]);
            let wanted = at > 0 && folded[at - 1] && next;
            assert_eq!(folded[at], wanted, "{lines:?}, line {at}");
        }
    }
}
