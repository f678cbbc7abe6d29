//! Tells who has how many open tickets, and who is to have the next.

use super::{Ticket, TicketId};
use crate::time::Instant;

/// The open tickets of one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Workload {
    /// The person's name, as it stands on tickets.
    pub person: String,
    /// The number of open tickets that they have.
    pub open: usize,
    /// The moment at which they were given one of these last.
    pub last: Option<Instant>,
}

impl Workload {
    /// Counts what each of these people has of the open ones among `tickets`, in the order of the people; `without` are
    /// some that are to be given out anew.
    pub fn of<'t>(
        people: &[String],
        tickets: impl Iterator<Item = &'t Ticket> + Clone,
        without: &[TicketId],
    ) -> Vec<Self> {
        let counted = tickets.filter(|ticket| ticket.is_open() && !without.contains(&ticket.id));
        let of = |person: &String| {
            let theirs = counted.clone().filter(|ticket| ticket.assignee.as_ref() == Some(person));
            let (open, last) = theirs.fold((0, None), |(open, last), ticket| (open + 1, last.max(ticket.assigned)));
            Self { person: person.clone(), open, last }
        };
        people.iter().map(of).collect()
    }
}

/// Returns whom so many tickets are given to, one after the other: each goes to the person with the fewest by then, of
/// several to the one to whom none was given for the longest, and then to the first of them. Empty where there is
/// nobody.
pub fn share_out(mut loads: Vec<Workload>, tickets: usize, now: Instant) -> Vec<String> {
    let mut shares = Vec::new();
    for _ in 0..tickets {
        let Some(least) = loads.iter_mut().min_by_key(|load| (load.open, load.last)) else { break };
        shares.push(least.person.clone());
        (least.open, least.last) = (least.open + 1, Some(now));
    }
    shares
}

#[cfg(test)]
mod tests {
    use frist_testkit::cases;
    use proptest::prelude::*;

    use super::*;

    const NOW: Instant = Instant::from_secs(1_000_000);

    fn load(person: &str, open: usize, last: Option<i64>) -> Workload {
        Workload { person: person.to_owned(), open, last: last.map(Instant::from_secs) }
    }

    #[test]
    fn whoever_has_fewest_gets_the_next_and_of_several_who_waited_longest() {
        let loads = vec![load("a", 2, Some(5)), load("b", 1, Some(9)), load("c", 1, Some(7)), load("d", 3, None)];
        assert_eq!(share_out(loads, 6, NOW), ["c", "b", "a", "b", "c", "d"]);
        assert_eq!(share_out(vec![load("a", 1, Some(5)), load("b", 1, None)], 1, NOW), ["b"], "never is the longest");
        assert_eq!(share_out(Vec::new(), 3, NOW), Vec::<String>::new());
    }

    proptest! {
        #![proptest_config(cases(256))]

        #[test]
        fn nobody_is_given_one_while_another_has_fewer(open in prop::collection::vec(0_usize..9, 1..6), tickets in 0_usize..40) {
            let loads: Vec<Workload> = open.iter().enumerate().map(|(n, open)| load(&n.to_string(), *open, None)).collect();
            let mut has = open.clone();
            let shares = share_out(loads, tickets, NOW);
            prop_assert_eq!(shares.len(), tickets);
            for share in shares {
                let who: usize = share.parse().unwrap();
                prop_assert_eq!(has[who], *has.iter().min().unwrap());
                has[who] += 1;
            }
        }
    }
}
