//! Goes through JSON value by value without keeping any: slower than looking for pieces, and right
//! about every way in which a value can be written.

use super::exact::Exact;
use crate::evidence::{guid, kind::Kind};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::{borrow::Cow, fmt};

/// True for a line that is a whole record of somebody else.
pub(super) fn line(text: &str, exact: &Exact) -> bool {
    let mut json = serde_json::Deserializer::from_str(text);
    Line(exact).deserialize(&mut json).is_ok() && json.end().is_ok()
}

/// True for JSON in which no value is sought.
pub(super) fn object(text: &str, exact: &Exact) -> bool {
    let mut json = serde_json::Deserializer::from_str(text);
    Walk(exact).deserialize(&mut json).is_ok() && json.end().is_ok()
}

/// What ends the walk: it is to be read in full.
fn sought<E: Error>() -> E {
    E::custom("sought")
}

struct Line<'a>(&'a Exact);

impl<'de> DeserializeSeed<'de> for Line<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Line<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let (mut person, mut data) = (false, false);
        while let Some(key) = entries.next_key::<Cow<'_, str>>()? {
            match key.to_ascii_lowercase().as_str() {
                "record" => {
                    let name = entries.next_value::<Cow<'_, str>>()?;
                    person = Kind::parse(&name).is_some_and(Kind::is_of_people);
                    if !person {
                        return Err(sought());
                    }
                }
                "data" => {
                    entries.next_value_seed(Object(self.0))?;
                    data = true;
                }
                "source" | "observed_at" => {
                    entries.next_value::<IgnoredAny>()?;
                }
                _ => return Err(sought()),
            }
        }
        if person && data { Ok(()) } else { Err(sought()) }
    }
}

/// Data that is an object, and nothing else.
struct Object<'a>(&'a Exact);

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(Walk(self.0)).map(|_| ())
    }
}

struct Walk<'a>(&'a Exact);

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = Option<u8>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Option<u8>, D::Error> {
        json.deserialize_any(self)
    }
}

/// A value; gives it back where it is a number that can be one of a GUID's bytes.
impl<'de> Visitor<'de> for Walk<'_> {
    type Value = Option<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<u8>, E> {
        Ok(None)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<u8>, E> {
        // A name of digits may have lost its quotes.
        if self.0.digits() && self.0.is(&number.to_string()) {
            return Err(sought());
        }
        Ok(u8::try_from(number).ok())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Option<u8>, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Option<u8>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<u8>, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Option<u8>, E> {
        if self.0.is(value) { Err(sought()) } else { Ok(None) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<u8>, A::Error> {
        let (mut bytes, mut count) = ([0; 16], 0);
        while let Some(value) = list.next_element_seed(Walk(self.0))? {
            if let (Some(byte), Some(place)) = (value, bytes.get_mut(count)) {
                *place = byte;
            }
            count = if value.is_some() { count + 1 } else { bytes.len() + 1 };
        }
        match guid::from_bytes(&bytes).filter(|_| count == bytes.len()) {
            Some(guid) if self.0.is(&guid) => Err(sought()),
            _ => Ok(None),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Option<u8>, A::Error> {
        while entries.next_key::<IgnoredAny>()?.is_some() {
            entries.next_value_seed(Walk(self.0))?;
        }
        Ok(None)
    }
}
