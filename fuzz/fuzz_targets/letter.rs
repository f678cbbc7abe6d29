//! Reads any bytes as a letter, and judges it: nothing may panic, and what comes out can be kept.

#![no_main]

use frist_domain::time::Instant;
use frist_letter::{MailRules, Secret, judge, read, read_head};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &[u8]| {
    let rules = MailRules {
        address: Some("desk@acme.example".to_owned()),
        trusted_authserv: vec!["mx.acme.example".to_owned()],
        trusted_relays: vec!["mx.acme.example".to_owned()],
        results_below: true,
        secret: Secret::new(&[7; 32]).ok(),
        ..MailRules::default()
    };
    let arrived = Instant::from_secs(1_767_607_200);
    for letter in [read(raw), read_head(raw, 1)] {
        let judged = judge(&letter, &rules, arrived);
        assert!(judged.received_at <= arrived);
        assert_eq!(letter.head(&judged).check(), Ok(()));
    }
});
