//! Takes in what was read again from files, here or by the process that has the store.

use std::sync::Arc;

use frist_config::People;

use super::super::agreements_in_force::AgreementsInForce;
use super::super::renewal::{DeskFiles, RenewedDesk};
use super::{Connection, Desk as _, Inner, Notice, Problem, SharedDesk};

impl SharedDesk {
    /// Runs the desk by these files from now on: at once where this process has the store, else once it does. `changes` says in
    /// a few words each what is another; everybody at the desk is told. Returns what else there is to say, a sentence each.
    ///
    /// # Errors
    ///
    /// If the agreements cannot be kept, or the alerts and backups not be started; people and rights hold all the same.
    pub fn renew(&self, files: &DeskFiles, changes: &[String]) -> Result<Vec<String>, Problem> {
        self.inner.renew(files, changes)
    }
}

impl Inner {
    fn renew(&self, files: &DeskFiles, changes: &[String]) -> Result<Vec<String>, Problem> {
        let before = self.election.put_files(files.clone());
        let Connection::Owner(owner) = self.lock().connection.clone() else { return Ok(Vec::new()) };
        owner.desk.set_people(Arc::new(files.people.clone()));
        match self.election.own_person(&files.people) {
            Ok(me) => {
                let mut state = self.lock();
                state.me = me;
                state.people = Arc::new(files.people.clone());
            }
            Err(refused) => {
                drop(owner);
                self.shut_out(refused);
                return Ok(Vec::new());
            }
        }
        let by = self.lock().me.name.clone();
        let renewed = owner.renew(&before, files, &by, self.election.clock());
        // Whatever failed, the others are told of the people that hold now.
        self.lock().rota = owner.desk.rota();
        owner.tell_renewed(changes.to_vec());
        renewed
    }

    /// Takes in what the process that has the store tells: the people, the rota and the agreements by which everything counts
    /// from now on.
    pub(super) fn take_renewed(&self, renewed: Arc<RenewedDesk>) {
        let mut state = self.lock();
        if let Some(you) = &renewed.you {
            state.me = you.clone();
            state.people = Arc::new(People::named_elsewhere(renewed.people.iter().cloned()));
            state.rota = Arc::clone(&renewed.sources.rota);
            let ledger = state.in_force.ledger();
            state.in_force = AgreementsInForce::new(Arc::new(renewed.sources.book()), (*ledger).clone());
        }
        drop(state);
        self.tell(&Notice::Renewed(renewed));
    }

    /// Notes that this person is no longer let in: nothing is asked any more, and no owner looked for.
    pub(super) fn shut_out(&self, refused: Problem) {
        let connection = {
            let mut state = self.lock();
            state.shut_out = Some(refused.clone());
            std::mem::replace(&mut state.connection, Connection::None)
        };
        self.changed.notify_all();
        self.tell(&Notice::ShutOut(refused));
        // A store that this process has is closed by this: not on a thread that the store waits for.
        drop(std::thread::Builder::new().name("leaver".to_owned()).spawn(move || drop(connection)));
    }
}
