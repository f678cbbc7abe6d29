//! Has texts of agreements that several tests count by.

/// An agreement with office hours that promises every kind of target for `critical`, few for `minor`, and none for `none`.
pub const EVERY_TARGET: &str = r#"
id = "eight"
vendor = "Eight"
time_zone = "Europe/Oslo"
[support]
holidays = ["NO"]
pause = { states = ["waiting_customer"], targets = ["update"] }
[support.hours]
mon-fri = ["08:00-16:00"]
[[severity]]
id = "critical"
name = "Critical"
means = "Down."
[[severity]]
id = "minor"
name = "Minor"
means = "Limping."
channels = ["phone"]
[[severity]]
id = "none"
name = "None"
means = "Nothing is promised."
[plan.premium]
name = "Premium"
[plan.premium.target.critical]
acknowledge = { within = "1h", outside = "12h" }
response = "end of 1bd"
work_start = "2h"
update = "1h"
workaround = "4h"
correction = { within = "8h", from = "response" }
fix = "5bd"
root_cause = { within = "5bd", from = "fix" }
[plan.premium.target.minor]
response = "8h"
update = "4h"
"#;
