//! Knows what stands between the program and the terminal that shows it: a terminal multiplexer keeps what it does not know
//! to itself, unless it is told to pass it on.

/// What the program runs in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum PassedOnBy {
    /// The terminal itself.
    #[default]
    Nothing,
    /// tmux, which passes on what it is told to where `allow-passthrough` is on.
    Tmux,
    /// GNU screen.
    Screen,
}

impl PassedOnBy {
    /// Reads the environment: each of the two says that it is there.
    pub fn of(env: impl Fn(&str) -> Option<String>) -> Self {
        let is_set = |name| env(name).is_some_and(|value| !value.is_empty());
        if is_set("TMUX") {
            PassedOnBy::Tmux
        } else if is_set("STY") {
            PassedOnBy::Screen
        } else {
            PassedOnBy::Nothing
        }
    }

    /// Returns the sequence so that it reaches the terminal around.
    pub fn wrap(self, sequence: &str) -> String {
        match self {
            PassedOnBy::Nothing => sequence.to_owned(),
            PassedOnBy::Tmux => format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b")),
            PassedOnBy::Screen => format!("\x1bP{sequence}\x1b\\"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_multiplexer_passes_on_what_is_wrapped_for_it() {
        let within = |set: &'static str| PassedOnBy::of(move |name| (name == set).then(|| "1".to_owned()));
        assert_eq!(within("TERM").wrap("\x1b]9;due\x07"), "\x1b]9;due\x07");
        assert_eq!(within("TMUX").wrap("\x1b]9;due\x07"), "\x1bPtmux;\x1b\x1b]9;due\x07\x1b\\");
        assert_eq!(within("STY").wrap("\x1b]9;due\x07"), "\x1bP\x1b]9;due\x07\x1b\\");
        assert_eq!(PassedOnBy::of(|_| Some(String::new())), PassedOnBy::Nothing);
    }
}
