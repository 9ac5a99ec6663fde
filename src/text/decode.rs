//! Bytes to text: UTF-8 only, and what a file in another encoding most likely is, so that the finding
//! can say how to convert it. Nothing is ever replaced silently.

/// The largest text file that is read, in bytes.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;

/// Why bytes are not text that planpress reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeFault {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The text up to the fault; empty where there is none, or nothing can be read.
    pub before: Box<str>,
}

impl DecodeFault {
    /// A fault of the file as a whole.
    pub fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), before: Box::default() }
    }

    /// The same at a byte of it.
    fn at(mut self, bytes: &[u8], at: usize) -> Self {
        self.before = std::str::from_utf8(&bytes[..at.min(bytes.len())]).unwrap_or("").into();
        self
    }
}

/// The text of a file.
///
/// # Errors
/// More than [`MAX_BYTES`], not UTF-8, or with NUL characters.
pub fn decode(bytes: &[u8]) -> Result<&str, DecodeFault> {
    if bytes.len() > MAX_BYTES {
        let message = format!("the file has more than the {MAX_BYTES} bytes that are read");
        return Err(DecodeFault::new(message, "split it, or move what is not a plan out of the folder"));
    }
    if let Some(name) = utf16(bytes) {
        return Err(convert(name, bytes, 0));
    }
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => match text.find('\0') {
            None => Ok(text),
            Some(at) => {
                let message =
                    format!("line {} holds a NUL character, so this is no text file", line(bytes, at));
                let help = "remove the character, or move the file out of the folder";
                Err(DecodeFault::new(message, help).at(bytes, at))
            }
        },
        Err(error) => {
            let name = if is_western(bytes) { "WINDOWS-1252" } else { legacy(bytes) };
            Err(convert(name, bytes, error.valid_up_to()))
        }
    }
}

fn convert(name: &str, bytes: &[u8], at: usize) -> DecodeFault {
    match name {
        "" => {
            let byte = bytes.get(at).copied().unwrap_or(0);
            let message = format!("line {} is not UTF-8 (byte 0x{byte:02x})", line(bytes, at));
            DecodeFault::new(message, "save the file as UTF-8").at(bytes, at)
        }
        name => DecodeFault::new(
            format!("the file is not UTF-8; it looks like {name}"),
            format!("convert it: `iconv -f {name} -t UTF-8 FILE`, or save it as UTF-8 in the editor"),
        )
        .at(bytes, at),
    }
}

fn line(bytes: &[u8], at: usize) -> usize {
    bytes[..at.min(bytes.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// UTF-16 by its byte-order mark, or by every other byte of its beginning being zero.
fn utf16(bytes: &[u8]) -> Option<&'static str> {
    let start = &bytes[..bytes.len().min(64)];
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    match start {
        [0xff, 0xfe, ..] => Some("UTF-16LE"),
        [0xfe, 0xff, ..] => Some("UTF-16BE"),
        _ if start.len() >= 8 && zeros(1) * 4 > start.len() => Some("UTF-16LE"),
        _ if start.len() >= 8 && zeros(0) * 4 > start.len() => Some("UTF-16BE"),
        _ => None,
    }
}

/// Whether the text is of a western encoding: every byte above ASCII stands alone, those that are letters beside one.
fn is_western(bytes: &[u8]) -> bool {
    let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let ascii = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_none_or(u8::is_ascii);
    let mut high = (0..bytes.len()).filter(|at| !bytes[*at].is_ascii()).peekable();
    high.peek().is_some()
        && high.all(|at| {
            let (before, behind) = (at.checked_sub(1), Some(at + 1));
            ascii(before) && ascii(behind) && bytes[at] >= 0xc0 && (letter(before) || letter(behind))
        })
}

/// The name of a Chinese encoding in whose byte pairs the text fits, `""` where none does. Big5 second
/// bytes lie in 40–7E and A1–FE; GB18030 ones also in 80–A0, and common GBK text stays in A1–FE for both.
fn legacy(bytes: &[u8]) -> &'static str {
    let (mut gbk, mut big5, mut level_one) = (true, true, 0usize);
    let mut pairs = 0usize;
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        if first < 0x80 {
            at += 1;
            continue;
        }
        let Some(&second) = bytes.get(at + 1) else { break };
        gbk &= (0x81..=0xfe).contains(&first) && (0x40..=0xfe).contains(&second) && second != 0x7f;
        big5 &= (0xa1..=0xf9).contains(&first)
            && (matches!(second, 0x40..=0x7e) || (0xa1..=0xfe).contains(&second));
        // GB2312's common characters stand in rows B0 to D7 with second bytes from A1.
        level_one += usize::from((0xb0..=0xd7).contains(&first) && second >= 0xa1);
        pairs += 1;
        at += 2;
    }
    match (gbk, big5) {
        _ if pairs == 0 => "",
        (true, true) if level_one * 10 >= pairs * 6 => "GBK",
        (_, true) => "BIG5",
        (true, false) => "GBK",
        (false, false) => "",
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn check(bytes: &[u8], expected: &str) {
        let got = match decode(bytes) {
            Ok(text) => text.to_owned(),
            Err(fault) => fault.message,
        };
        assert_eq!(got, expected, "{bytes:x?}");
    }

    #[test]
    fn names_the_encoding() {
        check("計劃".as_bytes(), "計劃");
        check(b"\xff\xfe\x10\x00", "the file is not UTF-8; it looks like UTF-16LE");
        check(b"\xfe\xff\x00\x10", "the file is not UTF-8; it looks like UTF-16BE");
        check(b"a\0b\0c\0d\0e\0f\0", "the file is not UTF-8; it looks like UTF-16LE");
        // 销售计划
        check(b"\xcf\xfa\xca\xdb\xbc\xc6\xbb\xae", "the file is not UTF-8; it looks like GBK");
        // 銷售計劃
        check(b"\xbeP\xb0\xe2\xadp\xb9\xba", "the file is not UTF-8; it looks like BIG5");
        check(b"J\xfcrgen, M\xe4rz", "the file is not UTF-8; it looks like WINDOWS-1252");
        check(b"ok\n\xc3(", "line 2 is not UTF-8 (byte 0xc3)");
        check(b"ok\n\x80\x20 x", "line 2 is not UTF-8 (byte 0x80)");
        check(b"a\nb\0", "line 2 holds a NUL character, so this is no text file");
    }

    #[test]
    fn refuses_what_is_too_large() {
        assert!(decode(&[b'a'; super::MAX_BYTES + 1]).unwrap_err().message.contains("more than"));
        assert!(decode(&[b'a'; super::MAX_BYTES]).is_ok());
    }
}
