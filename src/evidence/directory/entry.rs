//! What a search found, read without trusting its form.

use ldap3::asn1::StructureTag;
use std::collections::BTreeMap;

/// One object of the directory.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// Its distinguished name.
    pub dn: String,
    /// Values by attribute, its name in lower case.
    values: BTreeMap<String, Vec<Vec<u8>>>,
}

impl Entry {
    /// Reads a search result entry; none for one that is not formed like one.
    pub fn read(tag: StructureTag) -> Option<Entry> {
        let mut parts = tag.match_id(4)?.expect_constructed()?.into_iter();
        let dn = String::from_utf8_lossy(&parts.next()?.expect_primitive()?).into_owned();
        let mut values: BTreeMap<String, Vec<Vec<u8>>> = BTreeMap::new();
        for attribute in parts.next()?.expect_constructed()? {
            let mut pair = attribute.expect_constructed()?.into_iter();
            let name = String::from_utf8_lossy(&pair.next()?.expect_primitive()?).to_ascii_lowercase();
            for value in pair.next()?.expect_constructed()? {
                values.entry(name.clone()).or_default().push(value.expect_primitive()?);
            }
        }
        Some(Entry { dn, values })
    }

    /// The values of an attribute as bytes.
    pub fn bytes(&self, name: &str) -> &[Vec<u8>] {
        self.values.get(&name.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// The values of an attribute as texts.
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.bytes(name).iter().map(|v| String::from_utf8_lossy(v).into_owned()).collect()
    }

    /// The first value of an attribute.
    pub fn text(&self, name: &str) -> Option<String> {
        self.bytes(name).first().map(|v| String::from_utf8_lossy(v).into_owned())
    }

    /// The first value as a number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.trim().parse().ok()
    }

    /// The first value as the directory's `TRUE` or `FALSE`.
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.text(name)?.as_str() {
            "TRUE" => Some(true),
            "FALSE" => Some(false),
            _ => None,
        }
    }
}
