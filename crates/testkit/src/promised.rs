//! Agreements whose uptime is promised by plan, by the quarter and within hours, for tests of figures and claims.

/// An agreement with a promise of uptime for one plan beside that of all others, and promises about many tickets.
pub const TIERS: &str = r#"
id = "tiers"
vendor = "Tiers"
time_zone = "Europe/Oslo"
[support]
[support.hours]
mon-sun = ["00:00-24:00"]
[[severity]]
id = "high"
name = "High"
means = "Down."
[[severity]]
id = "low"
name = "Low"
means = "A question."
[plan.base]
name = "Base"
[plan.base.target.high]
response = "1h"
correction = "8h"
[plan.base.target.low]
response = "8h"
[plan.premium]
name = "Premium"
[plan.premium.target.high]
response = "30m"
[plan.premium.uptime]
min_percent = 99.95
inclusive = true
credit = { of = "monthly fee", bands = [{ below = 99.95, percent = 10 }, { below = 99.5, percent = 25 }] }
claim_within = "30d"
[uptime]
min_percent = 99.5
inclusive = true
per = "customer"
credit = { percent = 5, of = "monthly fee" }
[[attainment]]
target = "response"
severity = ["high"]
percent = 75
period = "quarter"
[[attainment]]
target = "correction"
percent = 99.5
period = "month"
"#;

/// An agreement with a promise of uptime for a quarter, within the hours of its own set.
pub const OFFICE: &str = r#"
id = "office"
vendor = "Office"
time_zone = "Europe/Oslo"
[support]
[support.hours]
mon-fri = ["09:00-17:00"]
[hours.service]
[hours.service.days]
mon-fri = ["06:00-22:00"]
[[severity]]
id = "a"
name = "A"
means = "a"
[plan.p]
name = "P"
[uptime]
max_downtime = "9h"
period = "quarter"
hours = "service"
stated = { min_percent = 99.9 }
credit = { of = "quarterly fee", percent = 20 }
claim_within = "14d"
"#;
