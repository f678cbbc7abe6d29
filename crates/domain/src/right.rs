//! What not everybody may do. Who has which right is the desk's to say.

/// Something that not everybody may do. To look, nobody needs a right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Right {
    /// Log tickets, enter what happened to them, outages and maintenance; take back what one entered oneself.
    Work,
    /// Say that the promise does not hold for a ticket, or that it does after all.
    Exclude,
    /// Enter that the customer approved paid work.
    Approve,
    /// Take back what somebody else entered.
    TakeBackOthers,
    /// Enter vendors' release dates.
    Releases,
    /// Correct what was promised in the past.
    Amend,
}
