//! Keeps to whom the letter goes, and its subject, for each kind of letter apart: what was typed for the customer is never sent
//! to the vendor because another kind was chosen.

use std::collections::BTreeMap;

use tui_input::Input;

use super::receivers::Filled;
use super::{Composer, LetterKind};

/// To whom a letter of one kind goes, and its subject, as typed.
#[derive(Clone, Debug, Default)]
struct KeptHead {
    to: Input,
    cc: Input,
    subject: Input,
    filled: Filled,
}

/// The heads of the kinds that the letter is not now, by their places in the choice.
#[derive(Clone, Debug, Default)]
pub(super) struct KeptHeads(BTreeMap<usize, KeptHead>);

fn place(kind: LetterKind) -> usize {
    LetterKind::ALL.iter().position(|known| *known == kind).unwrap_or(0)
}

/// Returns whether both are answers to the customer, to the same people first.
const fn is_same_answer(one: LetterKind, other: LetterKind) -> bool {
    use LetterKind::{All, Customer};
    matches!((one, other), (Customer, All) | (All, Customer))
}

impl Composer {
    /// Makes it a letter of that kind, with the head that such a letter had before. Whom an answer goes to and its subject stay
    /// where it only goes to all as well.
    pub(super) fn become_kind(&mut self, kind: LetterKind) {
        if kind == self.kind {
            return;
        }
        let before = self.take_head();
        let mut head = self.heads.0.remove(&place(kind)).unwrap_or_default();
        if is_same_answer(self.kind, kind) {
            (head.to, head.subject) = (before.to.clone(), before.subject.clone());
            (head.filled.to, head.filled.subject) = (before.filled.to.clone(), before.filled.subject.clone());
        }
        self.heads.0.insert(place(self.kind), before);
        self.kind = kind;
        (self.to, self.cc, self.subject, self.filled) = (head.to, head.cc, head.subject, head.filled);
    }

    fn take_head(&mut self) -> KeptHead {
        KeptHead {
            to: std::mem::take(&mut self.to),
            cc: std::mem::take(&mut self.cc),
            subject: std::mem::take(&mut self.subject),
            filled: std::mem::take(&mut self.filled),
        }
    }

    /// Returns what the other kinds have typed in their heads: name of the kind, To, Cc, Subject.
    pub(super) fn heads_typed(&self) -> Vec<[String; 4]> {
        let typed = |(place, head): (&usize, &KeptHead)| {
            let lines =
                [(&head.to, &head.filled.to), (&head.cc, &head.filled.cc), (&head.subject, &head.filled.subject)];
            let by_hand = lines.iter().any(|(line, filled)| line.value() != **filled);
            let [to, cc, subject] = [&head.to, &head.cc, &head.subject].map(|line| line.value().to_owned());
            by_hand.then(|| [LetterKind::ALL[*place].label().to_owned(), to, cc, subject])
        };
        self.heads.0.iter().filter_map(typed).collect()
    }

    /// Takes in such heads again.
    pub(super) fn bring_heads_back(&mut self, typed: Vec<[String; 4]>) {
        let head = |[kind, to, cc, subject]: [String; 4]| {
            let place = LetterKind::ALL.iter().position(|known| known.label() == kind)?;
            let filled = Filled::behind(&to);
            Some((place, KeptHead { to: to.into(), cc: cc.into(), subject: subject.into(), filled }))
        };
        self.heads.0 = typed.into_iter().filter_map(head).collect();
    }
}
