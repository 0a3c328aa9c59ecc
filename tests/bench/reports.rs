//! How long a report of 5,000 findings takes in each form. More than a second is a fault.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a measurement that cannot go on fails"
)]

#[path = "../reports/made.rs"]
#[expect(dead_code, reason = "the tests make other reports as well")]
mod made;

use criterion::{Criterion, criterion_group, criterion_main};
use phs_doctor::report::{Format, redact::redact};
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

fn forms(criterion: &mut Criterion) {
    let report = made::many(5000);
    let mut group = criterion.benchmark_group("5000 findings");
    group.sample_size(10);
    for format in Format::ALL {
        let start = Instant::now();
        let made = format.write(&report);
        let took = start.elapsed();
        assert!(took < Duration::from_secs(1), "{format:?}: {} bytes took {took:?}", made.len());
        group.bench_function(format!("{format:?}"), |b| b.iter(|| format.write(black_box(&report))));
    }
    let start = Instant::now();
    redact(&report, &[]).expect("a report without names of its own");
    let took = start.elapsed();
    assert!(took < Duration::from_secs(1), "redaction took {took:?}");
    group.bench_function("redaction", |b| b.iter(|| redact(black_box(&report), &[])));
    group.finish();
}

criterion_group!(benches, forms);
criterion_main!(benches);
