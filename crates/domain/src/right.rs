//! Names the rights that not everybody has. The desk says who has which.

/// Something that not everybody may do. To look, nobody needs a right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Right {
    /// May log tickets, enter what happened to them, outages and maintenance; retract what one entered oneself.
    Work,
    /// May say that the promise does not hold for a ticket, or that it does after all.
    Exclude,
    /// May enter that the customer approved paid work.
    Approve,
    /// May retract what somebody else entered.
    TakeBackOthers,
    /// May enter vendors' release dates.
    Releases,
    /// May correct what was promised in the past.
    Amend,
    /// May merge two people or organisations into one, and part them again.
    Merge,
}
