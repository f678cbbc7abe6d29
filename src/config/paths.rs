//! Where the store and the user's files are.

use std::path::PathBuf;

use directories::ProjectDirs;

/// What the command line and the environment ask for instead of the usual places.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Asked {
    /// `--store DIR`.
    pub store: Option<PathBuf>,
    /// `FRIST_STORE`, which `--store` goes before.
    pub store_env: Option<PathBuf>,
    /// `--config FILE`.
    pub config: Option<PathBuf>,
}

/// The places in use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paths {
    /// The store's folder.
    pub store: PathBuf,
    /// The settings.
    pub config: PathBuf,
    /// The user's contracts, `*.toml`.
    pub contracts: PathBuf,
    /// The user's holiday calendars, `*.toml`.
    pub holidays: PathBuf,
    /// Whether the settings file was asked for by name.
    pub config_named: bool,
}

/// The account has no home folder to put things in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this account has no home folder; name the places with --store DIR and --config FILE")]
pub struct PathsError;

impl Paths {
    /// The places that hold once what was `asked` for has been taken into account.
    ///
    /// The usual ones are those of the desktop's conventions (`~/.local/share/frist/store` and `~/.config/frist` on
    /// Linux). Contracts and holidays lie beside the settings, also beside a settings file asked for by name.
    pub fn find(asked: Asked) -> Result<Self, PathsError> {
        let usual = ProjectDirs::from("", "", "frist");
        let usual = usual.as_ref().ok_or(PathsError);
        let config_named = asked.config.is_some();
        let config = match asked.config {
            Some(file) => file,
            None => usual?.config_dir().join("config.toml"),
        };
        let store = match asked.store.or(asked.store_env.filter(|p| !p.as_os_str().is_empty())) {
            Some(folder) => folder,
            None => usual?.data_dir().join("store"),
        };
        let beside = |name| config.parent().map_or_else(|| PathBuf::from(name), |folder| folder.join(name));
        Ok(Self { store, contracts: beside("contracts"), holidays: beside("holidays"), config, config_named })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_goes_before_the_environment_and_that_before_the_usual_place() {
        let env = || Some(PathBuf::from("/env"));
        let config = || Some(PathBuf::from("/etc/frist/c.toml"));
        let both = Asked { store: Some("/arg".into()), store_env: env(), config: config() };
        assert_eq!(Paths::find(both).unwrap().store, PathBuf::from("/arg"));
        let from_env = Paths::find(Asked { store: None, store_env: env(), config: config() }).unwrap();
        assert_eq!(from_env.store, PathBuf::from("/env"));
        assert_eq!(from_env.contracts, PathBuf::from("/etc/frist/contracts"));
        assert_eq!(from_env.holidays, PathBuf::from("/etc/frist/holidays"));
        let empty = Asked { store: Some("/arg".into()), store_env: Some(PathBuf::new()), config: config() };
        assert!(Paths::find(empty).unwrap().config_named);
    }
}
