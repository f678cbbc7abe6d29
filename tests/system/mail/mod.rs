//! With real mail servers, as a desk meets them: Postfix gives letters to `frist intake` and takes answers from msmtp, Dovecot
//! keeps the mailboxes of customers and vendors, mbsync fetches into a maildir.
//!
//! `tests/system/mail/servers` starts them on loopback ports. Where they are not installed, or the tests do not run as root,
//! each test says so and passes.

mod case;
mod check;
mod desk;
mod documented;
mod setup;
