//! Reads `oncall.toml` beside the settings: who is on call.

use std::io::ErrorKind;

use super::files::{FileError, read_text};
use super::{Paths, People};
use frist_domain::problem::Problem;
use frist_domain::rota::{Rota, read_rota};

/// Reads the rota; `levels` are the desk's levels, `people` whom its settings name.
///
/// Returns what can be used, and the problems of everything that cannot. Without a file there is no rota, which is
/// fine.
pub fn load_rota(paths: &Paths, levels: &[String], people: &People) -> (Rota, Vec<Problem>) {
    let text = match read_text(&paths.rota) {
        Ok(text) => text,
        Err(FileError::Unreadable { error, .. }) if error.kind() == ErrorKind::NotFound => return Default::default(),
        Err(error) => return (Rota::default(), vec![error.into()]),
    };
    let known: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    let (rota, problems) = read_rota(&paths.rota.display().to_string(), &text, levels, &known);
    (rota.unwrap_or_default(), problems)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{PathOptions, Settings};

    const WEEKS: &str = "time_zone = \"Europe/Oslo\"\n[[rota]]\npeople = [\"anna\", \"ola\"]\n\
        from = \"2026-01-05 08:00\"\nevery = \"week\"\n";

    fn load(dir: &Path, people: &str) -> (Rota, Vec<Problem>) {
        let asked =
            PathOptions { store: Some(dir.join("s")), config: Some(dir.join("config.toml")), ..PathOptions::default() };
        let people = Settings::read("c.toml", people, &[]).0.people;
        load_rota(&Paths::find(asked).unwrap(), &[], &people)
    }

    #[test]
    fn it_lies_beside_the_settings_and_need_not_be_there() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(load(dir.path(), ""), (Rota::default(), vec![]));
        std::fs::write(dir.path().join("oncall.toml"), WEEKS).unwrap();
        let (rota, problems) = load(dir.path(), "");
        assert_eq!((rota.people(), problems), (vec!["anna", "ola"], vec![]));
    }

    #[test]
    fn a_broken_one_is_named_and_gives_none() {
        let dir = tempfile::tempdir().unwrap();
        for (bytes, said) in [
            (&b"\xff"[..], "oncall.toml:1: it is not UTF-8 text"),
            (b"time_zone = \n", "oncall.toml:1: time_zone: "),
            (b"time_zone = \"Europe/Oslo\"\n", "oncall.toml:1: rota: `rota` is missing"),
        ] {
            std::fs::write(dir.path().join("oncall.toml"), bytes).unwrap();
            let (rota, problems) = load(dir.path(), "");
            assert!(rota.is_empty() && problems.len() == 1 && problems[0].to_string().contains(said), "{problems:?}");
        }
    }

    #[test]
    fn whoever_the_settings_do_not_know_is_told_and_has_their_turn() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("oncall.toml"), WEEKS).unwrap();
        let (rota, problems) = load(dir.path(), "[staff.anna]\n");
        assert_eq!(rota.people(), ["anna", "ola"]);
        assert_eq!(problems.len(), 1);
        assert!(
            problems[0]
                .to_string()
                .contains("oncall.toml:3: rota.people: nobody in [staff] of the settings is called `ola`"),
            "{problems:?}"
        );
    }
}
