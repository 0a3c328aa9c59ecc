//! Text without a byte order mark that is no UTF-8 was written in a code page: the console's (OEM), by `>`
//! in cmd, or Windows' own (ANSI), by Set-Content. Which one is told by the letters that come of it; where
//! both make letters, it is not told.

use encoding_rs::{UTF_8, WINDOWS_1252};
use std::io::{self, Read};

/// Code page 850 from 128 on. Its letters below 166 are those of 437 as well.
const OEM: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// How a text is written.
pub(super) enum CodePage {
    /// UTF-8, or UTF-16 with a mark.
    Unicode,
    /// By these characters from 128 on.
    Single(Vec<char>),
}

impl CodePage {
    /// Looks through all of it, once.
    pub fn of(mut bytes: impl Read) -> io::Result<CodePage> {
        let mut decoder = UTF_8.new_decoder_with_bom_removal();
        let (mut seen, mut unicode, mut first) = ([false; 256], true, true);
        let mut block = vec![0; 64 * 1024];
        let mut out = String::with_capacity(3 * 64 * 1024 + 16);
        loop {
            let got = bytes.read(&mut block)?;
            let part = block.get(..got).unwrap_or_default();
            if std::mem::take(&mut first) && matches!(part, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
                return Ok(CodePage::Unicode);
            }
            part.iter().for_each(|b| seen[usize::from(*b)] = true);
            out.clear();
            let (_, _, replaced) = decoder.decode_to_string(part, &mut out, got == 0);
            unicode &= !replaced;
            if got == 0 {
                break;
            }
        }
        if unicode {
            return Ok(CodePage::Unicode);
        }
        let high: Vec<u8> = (128..=255u8).filter(|b| seen[usize::from(*b)]).collect();
        let oem: Vec<char> = OEM.chars().collect();
        let ansi: Vec<char> =
            (128..=255u8).map(|b| WINDOWS_1252.decode(&[b]).0.chars().next().unwrap_or('\u{fffd}')).collect();
        let letters = |table: &[char]| {
            high.iter().all(|b| {
                table
                    .get(usize::from(*b) - 128)
                    .is_some_and(|c| c.is_alphabetic() && !matches!(c, 'ª' | 'º' | 'µ' | 'ƒ'))
            })
        };
        Ok(match (letters(&oem), letters(&ansi)) {
            (true, false) => CodePage::Single(oem),
            (false, true) => CodePage::Single(ansi),
            // Whatever stands there is replaced, and what holds it is not used.
            _ => CodePage::Unicode,
        })
    }

    /// The text as UTF-8, or as it is where its marks tell the rest.
    pub fn reader<'a>(&'a self, bytes: impl Read + 'a) -> Box<dyn Read + 'a> {
        match self {
            CodePage::Unicode => Box::new(bytes),
            CodePage::Single(table) => Box::new(Recoded { bytes, table, waiting: Vec::new() }),
        }
    }
}

struct Recoded<'a, R> {
    bytes: R,
    table: &'a [char],
    waiting: Vec<u8>,
}

impl<R: Read> Read for Recoded<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.waiting.is_empty() {
            let mut block = [0; 4096];
            let got = self.bytes.read(&mut block)?;
            for byte in block.get(..got).unwrap_or_default() {
                let letter = usize::from(*byte).checked_sub(128).and_then(|at| self.table.get(at));
                match letter {
                    Some(letter) => self.waiting.extend(letter.encode_utf8(&mut [0; 4]).as_bytes()),
                    None => self.waiting.push(*byte),
                }
            }
        }
        let n = self.waiting.len().min(out.len());
        out[..n].copy_from_slice(&self.waiting[..n]);
        self.waiting.drain(..n);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> String {
        let page = CodePage::of(bytes).unwrap();
        let mut out = Vec::new();
        page.reader(bytes).read_to_end(&mut out).unwrap();
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn told_by_the_letters() {
        assert_eq!(OEM.chars().count(), 128);
        assert_eq!(read("J\u{fc}rgen".as_bytes()), "Jürgen");
        // ü and ß are 0x81 and 0xe1 in the console, 0xfc and 0xdf in Windows.
        assert_eq!(read(b"J\x81rgen Wei\xe1"), "Jürgen Weiß");
        assert_eq!(read(b"J\xfcrgen Wei\xdf"), "Jürgen Weiß");
        // é in Windows, Ú in the console: not told.
        assert_eq!(read(b"Andr\xe9"), "Andr\u{fffd}");
        assert_eq!(read("a".repeat(70_000).as_bytes()).len(), 70_000);
    }
}
