//! Reads a question of `frist calc`: one object of JSON, which names each of its keys once and has none that its question
//! does not know.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error as _, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::cli::setup::shorten;
use crate::domain::time::{CalendarPeriod, PeriodError, PeriodLength};

/// A question; its keys say which one it is.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct CalcQuestion {
    pub(super) contract: Option<String>,
    pub(super) plan: Option<String>,
    pub(super) severity: Option<String>,
    pub(super) reported: Option<String>,
    #[serde(default, deserialize_with = "moments")]
    pub(super) happened: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) told: Vec<String>,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
    pub(super) clock: Option<String>,
    pub(super) calendar: Option<String>,
    pub(super) year: Option<Year>,
    pub(super) month: Option<String>,
    pub(super) quarter: Option<String>,
    pub(super) of: Option<String>,
    #[serde(default, deserialize_with = "objects")]
    pub(super) outages: Vec<AskedOutage>,
    #[serde(default, deserialize_with = "objects")]
    pub(super) maintenance: Vec<AskedMaintenance>,
}

/// A year, of a calendar as a number and of uptime as a text; either is taken for both.
#[derive(Deserialize, Debug)]
#[serde(untagged, expecting = "`year` is not a year; write 2024")]
pub(super) enum Year {
    Number(i32),
    Text(String),
}

/// What a question asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Question {
    Targets,
    Elapsed,
    Dates,
    Uptime(PeriodLength),
}

/// An outage in a question; without an end it is still running.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct AskedOutage {
    pub(super) from: String,
    pub(super) to: Option<String>,
    pub(super) reported: Option<String>,
    pub(super) cause: Option<String>,
    #[serde(default)]
    pub(super) affects: Vec<String>,
}

/// A maintenance in a question.
#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
pub(super) struct AskedMaintenance {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) announced: Option<String>,
    pub(super) kind: Option<String>,
}

/// An object, as what it is read for. By itself serde also takes a list of the values in their order.
struct Object<T>(T);

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(ObjectVisitor(PhantomData)).map(Self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object such as {\"calendar\":\"NO\",\"year\":2024}")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

fn objects<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    Vec::<Object<T>>::deserialize(from).map(|all| all.into_iter().map(|Object(one)| one).collect())
}

/// Moments by the names of targets. By itself serde takes the last of two with one name.
struct MomentsVisitor;

impl<'de> Visitor<'de> for MomentsVisitor {
    type Value = BTreeMap<String, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object such as {\"response\":\"2024-01-05T15:00:00Z\"}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut moments = BTreeMap::new();
        while let Some((name, moment)) = map.next_entry::<String, String>()? {
            if moments.contains_key(&name) {
                return Err(A::Error::custom(format_args!("`{}` stands there twice", shorten(&name))));
            }
            moments.insert(name, moment);
        }
        Ok(moments)
    }
}

fn moments<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, String>, D::Error> {
    from.deserialize_map(MomentsVisitor)
}

impl CalcQuestion {
    /// Reads a question and says which one it is, or why it is none.
    pub(super) fn read(text: &str) -> Result<(Self, Question), String> {
        let no_question = |error: serde_json::Error| format!("this is not a question in JSON: {error}");
        let Object(ask) = serde_json::from_str::<Object<Self>>(text).map_err(|error| {
            // A key of another question may be wrong in itself: that it does not belong here is said first.
            let keys = serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
            let stray = Question::of(&keys).ok().and_then(|question| question.stray(&keys));
            let of_another = stray.filter(|(key, _)| Question::ALL_KEYS.contains(&key.as_str()));
            of_another.map_or_else(|| no_question(error), |(_, said)| said)
        })?;
        let keys: Map<String, Value> = serde_json::from_str(text).map_err(no_question)?;
        let question = Question::of(&keys)?;
        match question.stray(&keys) {
            Some((_, said)) => Err(said),
            None => Ok((ask, question)),
        }
    }
}

impl Year {
    /// Returns the year as a period, if the clock works in it.
    pub(super) fn period(&self) -> Result<CalendarPeriod, PeriodError> {
        let text = match self {
            Self::Number(year) => year.to_string(),
            Self::Text(text) => text.clone(),
        };
        CalendarPeriod::parse(PeriodLength::Year, &text)
    }
}

impl Question {
    /// Every key that some question has.
    const ALL_KEYS: [&'static str; 16] = [
        "contract",
        "plan",
        "severity",
        "reported",
        "happened",
        "told",
        "from",
        "to",
        "clock",
        "calendar",
        "year",
        "month",
        "quarter",
        "of",
        "outages",
        "maintenance",
    ];

    /// Returns the question that the keys make. One about a calendar has no month or quarter.
    fn of(keys: &Map<String, Value>) -> Result<Self, String> {
        let has = |key: &str| keys.get(key).is_some_and(|value| !value.is_null());
        let of_calendar = has("calendar");
        let mut asked: Vec<(&str, Self)> = Vec::new();
        for (key, question) in [
            ("reported", Self::Targets),
            ("from", Self::Elapsed),
            ("to", Self::Elapsed),
            ("calendar", Self::Dates),
            ("month", Self::Uptime(PeriodLength::Month)),
            ("quarter", Self::Uptime(PeriodLength::Quarter)),
            ("year", Self::Uptime(PeriodLength::Year)),
        ] {
            let is_of_calendar = of_calendar && matches!(question, Self::Uptime(_));
            if has(key) && !is_of_calendar && asked.iter().all(|(_, known)| *known != question) {
                asked.push((key, question));
            }
        }
        match asked.as_slice() {
            [(_, question)] => Ok(*question),
            [] => Err(
                "this asks for nothing that is known; give contract, severity and reported, contract, from and to, \
                       contract and one of month, quarter and year, or calendar and year"
                    .to_owned(),
            ),
            [(one, _), (other, _), ..] => {
                Err(format!("`{one}` and `{other}` are of two questions; ask each by itself, in a line of its own"))
            }
        }
    }

    /// Returns the first key that the question does not have, and the sentence that says so.
    fn stray(self, keys: &Map<String, Value>) -> Option<(String, String)> {
        let stray = keys.keys().find(|key| !self.keys().contains(&key.as_str()))?;
        let hint = format!("it takes {}", self.keys().join(", "));
        let said = format!("`{}` does not belong to a question about {}; {hint}", shorten(stray), self.words());
        Some((stray.clone(), said))
    }

    /// Returns the keys that the question may have.
    const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Targets => &["contract", "plan", "severity", "reported", "happened", "told"],
            Self::Elapsed => &["contract", "from", "to", "clock"],
            Self::Dates => &["calendar", "year"],
            Self::Uptime(PeriodLength::Month) => &["contract", "plan", "month", "of", "outages", "maintenance"],
            Self::Uptime(PeriodLength::Quarter) => &["contract", "plan", "quarter", "of", "outages", "maintenance"],
            Self::Uptime(PeriodLength::Year) => &["contract", "plan", "year", "of", "outages", "maintenance"],
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Targets => "deadlines",
            Self::Elapsed => "elapsed time",
            Self::Dates => "a calendar",
            Self::Uptime(_) => "uptime",
        }
    }
}
