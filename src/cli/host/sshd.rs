//! Checks sshd's settings for the service's account, as `sshd -T` prints them: a key in small letters and its value in each
//! line.

use super::Finding;

/// The value that each setting should have, beside `UsePAM`.
const WANTED: [(&str, &str); 6] = [
    ("authenticationmethods", "publickey"),
    ("disableforwarding", "yes"),
    ("permittunnel", "no"),
    ("permituserrc", "no"),
    ("permituserenvironment", "no"),
    ("permittty", "yes"),
];

/// Returns the value of that key.
pub(super) fn value<'a>(effective: &'a str, key: &str) -> Option<&'a str> {
    effective.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(' ')).map(str::trim)
}

/// Checks all settings. `locked` says whether the account's password is locked, where that is known.
pub(super) fn check(effective: &str, locked: Option<bool>) -> Vec<Finding> {
    let mut all: Vec<Finding> = WANTED
        .into_iter()
        .map(|(key, wanted)| {
            let hint =
                "cp assets/ssh/sshd_frist.conf /etc/ssh/sshd_config.d/frist.conf, then sshd -t && systemctl reload ssh";
            Finding::of(format!("sshd: {key} {wanted}"), value(effective, key) == Some(wanted), hint)
        })
        .collect();
    let root_owns = value(effective, "authorizedkeysfile").is_some_and(|path| path.starts_with("/etc/"));
    all.push(Finding::of(
        "sshd: authorizedkeysfile in /etc",
        root_owns,
        "a file of the account's own could be written to",
    ));
    let pam = value(effective, "usepam") == Some("yes");
    let what = "sshd: usepam yes, as the account's password is locked";
    all.push(match locked {
        Some(true) => Finding::of(
            what,
            pam,
            "without it sshd lets nobody in to a locked account: put UsePAM yes into /etc/ssh/sshd_config",
        ),
        Some(false) => Finding::of("the account has no locked password", true, ""),
        None if pam => Finding::of(what, true, ""),
        None => Finding::unknown(what, "it is no; whether the password is locked, only root may read"),
    });
    all
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    const SHIPPED: &str = "usepam yes\nauthenticationmethods publickey\ndisableforwarding yes\npermittunnel no\npermituserrc no\n\
                           permituserenvironment no\npermittty yes\nauthorizedkeysfile /etc/frist/authorized_keys\n";

    fn lacking(text: &str, locked: Option<bool>) -> Vec<String> {
        let lacks = |finding: &Finding| matches!(finding.found, Verdict::Lacks(_));
        check(text, locked).into_iter().filter(lacks).map(|finding| finding.what).collect()
    }

    #[test]
    fn what_the_shipped_file_sets_is_right_and_each_line_of_it_is_missed() {
        assert_eq!(lacking(SHIPPED, Some(true)), Vec::<String>::new());
        for (key, _) in WANTED {
            let without: Vec<&str> = SHIPPED.lines().filter(|line| !line.starts_with(key)).collect();
            assert_eq!(lacking(&without.join("\n"), Some(true)).len(), 1, "{key}");
        }
        assert_eq!(lacking(&SHIPPED.replace("/etc/frist/", ".ssh/"), None).len(), 1);
    }

    #[test]
    fn a_locked_account_needs_pam_and_another_does_not() {
        let without = SHIPPED.replace("usepam yes", "usepam no");
        assert!(lacking(&without, Some(true))[0].contains("usepam yes"));
        assert_eq!(lacking(&without, Some(false)).len() + lacking(&without, None).len(), 0);
    }
}
