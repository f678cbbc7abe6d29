//! Works out the rota in force: what its file says, unless that would move a turn that has begun; kept in the ledger.

use std::sync::Arc;

use super::local::LocalDesk;
use super::{Change, Clock, Desk, Request};
use frist_domain::ledger::LedgerFact;
use frist_domain::rota::{Rota, RotaInForce};

impl LocalDesk {
    /// Returns the rota in force, once `file`, what oncall.toml says, has been read, and a sentence where that is not
    /// the file's. A new one is kept, in the name of `by`.
    pub(super) fn rota_in_force(&self, file: &Rota, by: &str, clock: &dyn Clock) -> (Arc<Rota>, Option<String>) {
        let ledger = self.ledger();
        let RotaInForce { rota, is_new, refused } = Rota::in_force(&ledger.rotas(), file, clock.now());
        let mut said = refused.map(|moved| format!("oncall.toml: rota: {moved}"));
        if file.is_empty() && !rota.is_empty() {
            let why = "oncall.toml gives no rota, so the one from before stays in force; correct it or bring it back: a level ends with a \
                       further [[rota]] that has people = []";
            said = Some(why.to_owned());
        }
        // Where nothing can be written the user has been told, and the rota is kept once something can.
        if is_new && !self.is_broken() {
            let fact = Some(Box::new(LedgerFact::Rota(Box::new(file.clone()))));
            let change = Change::Enter { entry: None, revision: None, fact };
            // The rota counts all the same; it is kept when the store can be written again.
            let kept = self.commit(Request::new(by, vec![change]));
            said = kept.err().map(|error| format!("the rota could not be kept: {error}"));
        }
        (Arc::new(rota), said)
    }
}
