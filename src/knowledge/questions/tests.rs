use super::table::*;

#[test]
fn every_file_can_be_read_and_every_check_is_asked_about_by_its_name() {
    for text in FILES {
        toml::from_str::<Doc>(text).unwrap();
    }
    let known: Vec<&str> = crate::catalog::CHECKS.iter().map(|r| r.id.0).collect();
    for question in table() {
        for check in &question.checks {
            assert!(known.contains(&check.as_str()), "{}: {check}", question.id);
        }
        assert!(question.begin || !question.options.is_empty(), "{}", question.id);
        assert!(question.title.ends_with('?') && !question.how.is_empty(), "{}", question.id);
        for choice in &question.options {
            assert!(!choice.records.is_empty() || !choice.events.is_empty(), "{} {}", question.id, choice.id);
        }
    }
    for symptom in symptoms() {
        for id in &symptom.first {
            assert!(table().iter().any(|q| q.id == *id), "{id}");
        }
    }
}
