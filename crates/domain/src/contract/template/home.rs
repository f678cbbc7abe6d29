//! Knows which holiday calendar belongs to a time zone, for a contract that is begun at a desk there.

use crate::time::Zone;

/// The time zones of the countries whose calendars the program carries, where a zone is one country's.
const CALENDARS: [(&str, &str); 31] = [
    ("Europe/Oslo", "NO"),
    ("Europe/Amsterdam", "NL"),
    ("Europe/Berlin", "DE"),
    ("Europe/Busingen", "DE"),
    ("Europe/Vienna", "AT"),
    ("Europe/Brussels", "BE"),
    ("Europe/Zurich", "CH"),
    ("Europe/Prague", "CZ"),
    ("Europe/Copenhagen", "DK"),
    ("Europe/Madrid", "ES"),
    ("Europe/Helsinki", "FI"),
    ("Europe/Paris", "FR"),
    ("Europe/London", "GB-ENG"),
    ("Europe/Belfast", "GB-NIR"),
    ("Europe/Dublin", "IE"),
    ("Atlantic/Reykjavik", "IS"),
    ("Europe/Rome", "IT"),
    ("Europe/Luxembourg", "LU"),
    ("Europe/Warsaw", "PL"),
    ("Europe/Lisbon", "PT"),
    ("Europe/Stockholm", "SE"),
    ("America/New_York", "US"),
    ("America/Chicago", "US"),
    ("America/Denver", "US"),
    ("America/Phoenix", "US"),
    ("America/Los_Angeles", "US"),
    ("America/Anchorage", "US"),
    ("America/Toronto", "CA"),
    ("America/Vancouver", "CA"),
    ("America/Edmonton", "CA"),
    ("America/Halifax", "CA"),
];

/// Returns the id of the holiday calendar of that time zone, or none where none comes with the program.
pub fn calendar_of_zone(zone: Zone) -> Option<&'static str> {
    CALENDARS.iter().find(|(name, _)| *name == zone.name()).map(|(_, id)| *id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::built_in_calendars;

    #[test]
    fn every_zone_and_every_calendar_is_there() {
        let files: Vec<String> = built_in_calendars().into_iter().map(|file| file.name).collect();
        for (zone, id) in CALENDARS {
            assert_eq!(calendar_of_zone(Zone::named(zone).expect(zone)), Some(id));
            assert!(files.contains(&format!("holidays/{id}.toml")), "{id}");
        }
        assert_eq!(calendar_of_zone(Zone::utc()), None);
    }
}
