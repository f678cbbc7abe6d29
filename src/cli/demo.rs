//! Carries out `frist demo`: a store to try things on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::args::DemoArgs;
use super::error::CliError;
use super::output::Output;
use super::progress::Bar;
use super::setup::Setup;
use super::unfinished::{UnfinishedOutput, WritePermit};
use super::{FirstPage, NewContractSession, Purpose, Screen, open_screen};
use crate::desk::demo::{fill, present, rota};
use crate::desk::{AlertService, ShiftedClock};

/// Opens the screen on a throw-away store with invented tickets; where a store is named, only fills that one.
pub(super) fn demo(
    mut setup: Setup,
    args: &DemoArgs,
    GivenOptions { store: named, clock: fixed }: GivenOptions,
    output: &mut Output<'_>,
    screen: Screen,
) -> Result<(), CliError> {
    if named {
        let folder = setup.paths.store.clone();
        let is_new = setup.new_store();
        let (unfinished, writing) = UnfinishedOutput::folder(&folder)?;
        let tickets = filled(&setup, &folder, args, writing)?;
        if let Some(words) = is_new {
            output.remark(&words);
        }
        // The store is opened once more: sled takes long to open what was loaded in bulk, and here it is waited for anyway.
        drop(setup.open(output)?);
        drop(unfinished);
        let folder = folder.display();
        let said = format!("{folder} holds {tickets} made-up tickets");
        if args.json {
            let json = json!({ "store": folder.to_string(), "tickets": tickets });
            return output.after(&said, |output| output.json(&json));
        }
        return output.after(&said, |output| output.line(&format!("{said}\nfrist --store {folder} opens it")));
    }
    (screen.check)(setup.presentation)?;
    let folder = Throwaway::new();
    let (unfinished, writing) = UnfinishedOutput::folder(&folder.0)?;
    setup.paths.store.clone_from(&folder.0);
    let setup = at_a_telling_moment(setup, fixed);
    filled(&setup, &folder.0, args, writing)?;
    let desk = Arc::new(setup.open_in(&folder.0)?.with_rota(Arc::new(rota(setup.now()))));
    drop(unfinished);
    let _alerts = AlertService::of_demo(&desk, setup.alerts.rules.clone())?;
    open_screen(setup, desk, (FirstPage::Demo, Purpose::default()), output, screen)
}

/// Opens the screen on an empty store that is thrown away, to write a contract file into `folder`: no store of the person's
/// need be there, or be made.
pub(super) fn on_throwaway(
    setup: Setup,
    (asked, folder): (NewContractSession, PathBuf),
    output: &mut Output<'_>,
    screen: Screen,
) -> Result<(), CliError> {
    let store = Throwaway::new();
    let desk = Arc::new(setup.open_in(&store.0)?);
    let purpose = Purpose { new_contract: Some(asked), contracts: Some(folder), ..Purpose::default() };
    open_screen(setup, desk, (FirstPage::Desk, purpose), output, screen)
}

/// Fills the store in `folder`, and shows the progress. Returns how many tickets it has made.
fn filled(setup: &Setup, folder: &Path, args: &DemoArgs, writing: WritePermit) -> Result<u64, CliError> {
    let bar = Bar::new("making tickets");
    let progress = &mut |done, all| {
        writing.go_on();
        bar.at(done, all);
    };
    let filled = fill(folder, &setup.book, setup.now(), args.seed, args.tickets, progress);
    drop(writing);
    bar.end();
    Ok(filled?)
}

/// What the command line named explicitly.
#[derive(Clone, Copy)]
pub(super) struct GivenOptions {
    /// Whether a store was named.
    pub(super) store: bool,
    /// Whether the present moment was named.
    pub(super) clock: bool,
}

/// Sets the demonstration's clock. On a Sunday every clock stands, and there would be little to see: it then runs from the
/// last moment at which some ran. A present moment that was named stays.
fn at_a_telling_moment(mut setup: Setup, fixed: bool) -> Setup {
    let now = setup.now();
    let shift = present(&setup.book, now).since(now);
    if !fixed && shift != 0 {
        setup.clock = Arc::new(ShiftedClock(shift));
    }
    setup
}

/// A folder that is removed when this is dropped.
struct Throwaway(PathBuf);

impl Throwaway {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("frist-demo-{}", uuid::Uuid::new_v4())))
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

/// Removes the folder; what is left of it in the temporary folder does no harm, and the system clears it up.
fn remove(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
}
