//! A stream can be read only once; what comes is kept in a private temporary file, so that it can
//! be read again like any other source.

use super::{
    jsonl::JsonLines,
    record::Origin,
    source::{Source, SourceError},
};
use std::io::{self, Read, Seek, Write};

/// Keeps all of `stream` and opens it as evidence. The file is gone when the source is.
pub fn spool(origin: Origin, mut stream: impl Read) -> Result<Box<dyn Source>, SourceError> {
    let failed = |e: &io::Error| SourceError::Open { name: origin.name.clone(), reason: e.to_string() };
    let mut file = tempfile::NamedTempFile::new().map_err(|e| failed(&e))?;
    let size = io::copy(&mut stream, &mut file).map_err(|e| failed(&e))?;
    file.flush().map_err(|e| failed(&e))?;
    let open = Box::new(move || {
        let mut file = file.reopen()?;
        file.rewind()?;
        Ok(Box::new(file) as Box<dyn Read>)
    });
    Ok(Box::new(JsonLines::new(origin, Some(size), open)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Ask, Problem, Record, Sink};
    use std::ops::ControlFlow;

    struct Count(usize);
    impl Sink for Count {
        fn take(&mut self, _: Record) -> ControlFlow<()> {
            self.0 += 1;
            ControlFlow::Continue(())
        }
        fn problem(&mut self, _: Problem) {}
        fn not_understood(&mut self, _: &str) {}
        fn progress(&mut self, _: u64, _: Option<u64>) {}
    }

    #[test]
    fn a_stream_can_be_read_twice() {
        let line = b"{\"record\":\"ADSyncScheduler\",\"data\":{\"StagingModeEnabled\":false}}\n";
        let mut source = spool(Origin { name: "-".into(), kind: "standard input" }, &line[..]).unwrap();
        for _ in 0..2 {
            let mut count = Count(0);
            source.read(&Ask::default(), &mut count).unwrap();
            assert_eq!(count.0, 1);
        }
    }
}
