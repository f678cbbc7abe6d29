//! Finds where the store and the user's files are.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use super::settings::{current_uid, home_of};
use frist_domain::problem::Problem;

/// The most characters of a text that a file name made from it has.
const NAME_END: usize = 40;

/// The places that the command line and the environment ask for instead of the usual ones.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PathOptions {
    /// The folder of `--store DIR`.
    pub store: Option<PathBuf>,
    /// The folder of `FRIST_STORE`; `--store` goes before it.
    pub store_env: Option<PathBuf>,
    /// The file of `--config FILE`.
    pub config: Option<PathBuf>,
    /// Whether the person must not choose, because of `--as`: then only the two options count, else the usual places
    /// below the account's own home, and the environment does not.
    pub jailed: bool,
}

/// The places in use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paths {
    /// The store's folder.
    pub store: PathBuf,
    /// The settings file.
    pub config: PathBuf,
    /// The folder of the user's contracts, `*.toml`.
    pub contracts: PathBuf,
    /// The folder of the user's holiday calendars, `*.toml`.
    pub holidays: PathBuf,
    /// The folder of the user's themes, `*.toml`.
    pub themes: PathBuf,
    /// The folder of canned replies, `*.txt`.
    pub replies: PathBuf,
    /// The file that says who is on call.
    pub rota: PathBuf,
    /// Whether the settings file was asked for by name.
    pub config_named: bool,
}

/// The error that the account has no home folder to put things in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PathsError;

impl From<PathsError> for Problem {
    fn from(_: PathsError) -> Self {
        Self::refused("this account has no home folder", "name the places with --store DIR and --config FILE")
    }
}

impl Paths {
    /// Finds the places in use, taking into account what was `asked` for.
    ///
    /// The usual ones are those of the desktop's conventions (`~/.local/share/frist/store` and `~/.config/frist` on
    /// Linux). Contracts, holidays and the rota lie beside the settings, also beside a settings file asked for by name.
    pub fn find(asked: PathOptions) -> Result<Self, PathsError> {
        let usual = if asked.jailed { DefaultFolders::of_the_account() } else { DefaultFolders::of_the_environment() };
        let usual = usual.ok_or(PathsError);
        let config_named = asked.config.is_some();
        let config = match asked.config {
            Some(file) => file,
            None => usual.as_ref().map_err(|e| *e)?.config.join("config.toml"),
        };
        let from_env = asked.store_env.filter(|p| !asked.jailed && !p.as_os_str().is_empty());
        let store = match asked.store.or(from_env) {
            Some(folder) => folder,
            None => usual?.data.join("store"),
        };
        let beside = |name| config.parent().map_or_else(|| PathBuf::from(name), |folder| folder.join(name));
        Ok(Self {
            store,
            contracts: beside("contracts"),
            holidays: beside("holidays"),
            themes: beside("themes"),
            replies: beside("replies"),
            rota: beside("oncall.toml"),
            config,
            config_named,
        })
    }

    /// Returns the folder of this person's drafts for the store: with the account's own files, never in the store's
    /// folder, which others may read. None where the account has no home folder.
    pub fn drafts(&self, person: &str) -> Option<PathBuf> {
        Some(state_folder()?.join("drafts").join(drafts_of(&self.store, person)))
    }
}

/// Returns the folder for what frist keeps of itself for this account: drafts, reports of faults. None where the account
/// has no home folder.
pub fn state_folder() -> Option<PathBuf> {
    let usual = ProjectDirs::from("", "", "frist")?;
    Some(usual.state_dir().unwrap_or_else(|| usual.data_local_dir()).to_owned())
}

/// Returns the folder for drafts of that store and person, below that of all drafts. The store is known by its whole
/// path.
fn drafts_of(store: &Path, person: &str) -> PathBuf {
    let whole = store.canonicalize().or_else(|_| std::path::absolute(store)).unwrap_or_else(|_| store.to_owned());
    PathBuf::from(file_name(&whole.to_string_lossy())).join(file_name(person))
}

/// Makes a file name of any text, another one for each: the end of it as far as it can be in a file name, then a number
/// that is made from all of it.
fn file_name(text: &str) -> String {
    let fits = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let letters: Vec<char> = text.chars().map(fits).collect();
    let end: String = letters[letters.len().saturating_sub(NAME_END)..].iter().collect();
    format!("{}-{:016x}", end.trim_start_matches('_'), fnv1a(text.as_bytes()))
}

/// Returns the 64-bit FNV-1a hash: the same in every build, which the standard library's is not.
fn fnv1a(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

/// The usual folders of an account.
struct DefaultFolders {
    config: PathBuf,
    data: PathBuf,
}

impl DefaultFolders {
    fn of_the_environment() -> Option<Self> {
        let folders = ProjectDirs::from("", "", "frist")?;
        Some(Self { config: folders.config_dir().to_owned(), data: folders.data_dir().to_owned() })
    }

    /// Returns the folders that hold if neither `HOME` nor the `XDG_` variables say otherwise.
    fn of_the_account() -> Option<Self> {
        let home = home_of(current_uid())?;
        Some(Self { config: home.join(".config/frist"), data: home.join(".local/share/frist") })
    }
}

/// Returns the person's home folder, if there is one.
pub fn home_folder() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|folders| folders.home_dir().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_goes_before_the_environment_and_that_before_the_usual_place() {
        let env = || Some(PathBuf::from("/env"));
        let config = || Some(PathBuf::from("/etc/frist/c.toml"));
        let both = PathOptions { store: Some("/arg".into()), store_env: env(), config: config(), jailed: false };
        assert_eq!(Paths::find(both).unwrap().store, PathBuf::from("/arg"));
        let from_env =
            Paths::find(PathOptions { store: None, store_env: env(), config: config(), jailed: false }).unwrap();
        assert_eq!(from_env.store, PathBuf::from("/env"));
        assert_eq!(from_env.contracts, PathBuf::from("/etc/frist/contracts"));
        assert_eq!(from_env.holidays, PathBuf::from("/etc/frist/holidays"));
        let empty = PathOptions {
            store: Some("/arg".into()),
            store_env: Some(PathBuf::new()),
            config: config(),
            jailed: false,
        };
        assert!(Paths::find(empty).unwrap().config_named);
    }

    #[test]
    fn drafts_of_two_stores_or_two_people_never_mix() {
        let of = |store: &str, person: &str| drafts_of(Path::new(store), person);
        let one = of("/no/such/store", "anna");
        let others = [
            of("/no/such/store", "Anna"),
            of("/no/such/store", "ola"),
            of("/no-such/store", "anna"),
            of("/no/such/other", "anna"),
            of("/no/such/store", "../anna"),
        ];
        assert!(!others.contains(&one));
        assert!(one.to_str().unwrap().starts_with("no_such_store-"), "{one:?}");
        let odd = of(&"/x".repeat(500), "../.. æ/ø");
        assert!(odd.is_relative() && odd.components().all(|c| matches!(c, std::path::Component::Normal(_))));
        assert!(odd.components().all(|c| c.as_os_str().len() < 80), "{odd:?}");
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
    }

    #[test]
    fn whoever_must_not_choose_cannot_with_the_environment() {
        let jailed = |store: Option<&str>| {
            let store_env = Some("/env".into());
            Paths::find(PathOptions { store: store.map(Into::into), store_env, config: None, jailed: true }).unwrap()
        };
        let home = home_of(current_uid()).unwrap();
        assert_eq!(jailed(None).store, home.join(".local/share/frist/store"));
        assert_eq!(jailed(None).config, home.join(".config/frist/config.toml"));
        assert_eq!(jailed(Some("/arg")).store, PathBuf::from("/arg"));
    }
}
