//! What a browser asks, read from the bytes of a request's head. Only what `serve` needs is let through: GET
//! and HEAD of a path, without a body; everything else is a refusal with its reason.

use super::hosts::Hosts;

/// The longest target, in bytes.
const LONGEST_TARGET: usize = 8 * 1024;

/// The longest head, in bytes.
pub(super) const LONGEST_HEAD: usize = 24 * 1024;

/// A request that may be answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// The answer's body is left out.
    pub head_only: bool,
    /// The decoded path, without the slash in front.
    pub path: String,
    /// What stands behind `?`, as sent.
    pub query: String,
    /// The page that asks is one of this server, as far as the browser says.
    pub is_same_origin: bool,
    /// The connection stays open for another request.
    pub keeps_alive: bool,
}

/// Why a request is not answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The status code.
    pub status: u16,
    /// A sentence for whoever looks.
    pub reason: String,
}

/// What was read of a head.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// More is to come.
    Partial,
    /// A request, and how many bytes its head has.
    Whole(Request, usize),
    /// A request that is not answered; the connection is closed, since what follows may be anything.
    Refused(Refusal),
}

/// Reads the head that the bytes begin with.
pub(super) fn read(bytes: &[u8], hosts: &Hosts) -> Head {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut headers);
    let length = match parsed.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) if bytes.len() < LONGEST_HEAD => return Head::Partial,
        Ok(httparse::Status::Partial) | Err(httparse::Error::TooManyHeaders) => {
            return Head::Refused(refusal(431, "the head of the request is too long"));
        }
        Err(error) => return Head::Refused(refusal(400, format!("this is no HTTP/1.1 request: {error}"))),
    };
    match judge(&parsed, hosts) {
        Ok(request) => Head::Whole(request, length),
        Err(refusal) => Head::Refused(refusal),
    }
}

fn refusal(status: u16, reason: impl Into<String>) -> Refusal {
    Refusal { status, reason: reason.into() }
}

/// The headers that count here.
struct Headers<'a>(&'a [httparse::Header<'a>]);

impl<'a> Headers<'a> {
    fn all(&self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |header| header.name.eq_ignore_ascii_case(name));
        // What is no text equals no expected value.
        named.map(|header| std::str::from_utf8(header.value).unwrap_or("\u{fffd}").trim())
    }
}

fn judge(parsed: &httparse::Request<'_, '_>, hosts: &Hosts) -> Result<Request, Refusal> {
    let headers = Headers(parsed.headers);
    let head_only = match parsed.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => return Err(refusal(405, "only GET and HEAD are answered")),
    };
    let (path, query) = target(parsed.path.unwrap_or(""))?;
    let host = host(&headers, hosts)?;
    let has_body = headers.all("content-length").any(|length| length != "0")
        || headers.all("transfer-encoding").next().is_some();
    if has_body {
        return Err(refusal(413, "a request has no body here"));
    }
    let is_same_origin = same_origin(&headers, host);
    // Pages of other sites may lead here; they may not load anything into themselves.
    let is_foreign = headers.all("sec-fetch-site").any(|site| site != "same-origin" && site != "none");
    let is_navigation = headers.all("sec-fetch-mode").all(|mode| mode == "navigate")
        && headers.all("sec-fetch-dest").all(|place| place == "document");
    if is_foreign && !is_navigation {
        return Err(refusal(403, "another site may not load what is served here"));
    }
    let mut wishes = headers.all("connection").flat_map(|list| list.split(','));
    let is_last = parsed.version == Some(0) || wishes.any(|wish| wish.trim().eq_ignore_ascii_case("close"));
    Ok(Request { head_only, path, query, is_same_origin, keeps_alive: !is_last })
}

/// The decoded path without the slash in front, and the query.
fn target(target: &str) -> Result<(String, String), Refusal> {
    let bad = |reason: &str| Err(refusal(400, reason));
    if target.len() > LONGEST_TARGET {
        return bad("the address is too long");
    }
    let Some(rest) = target.strip_prefix('/') else {
        return bad("the target must be a path that begins with `/`");
    };
    if !target.is_ascii() || target.contains(['#', '\\']) {
        return bad("the address holds a character that has no place there");
    }
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    if !(escapes_are_whole(path) && escapes_are_whole(query)) {
        return bad("a `%` in the address is not followed by two hexadecimal digits");
    }
    let Ok(path) = percent_encoding::percent_decode_str(path).decode_utf8() else {
        return bad("the address is not UTF-8");
    };
    if path.contains(|c: char| c.is_control() || c == '\\') {
        return bad("the address holds a character that has no place there");
    }
    Ok((path.into_owned(), query.to_owned()))
}

fn escapes_are_whole(text: &str) -> bool {
    text.split('%').skip(1).all(|behind| {
        let bytes = behind.as_bytes();
        bytes.len() >= 2 && bytes[..2].iter().all(u8::is_ascii_hexdigit)
    })
}

/// The host that was asked, if it is one of ours: any other name leads here by somebody else's doing.
fn host<'a>(headers: &Headers<'a>, hosts: &Hosts) -> Result<&'a str, Refusal> {
    let mut named = headers.all("host");
    let (Some(host), None) = (named.next(), named.next()) else {
        return Err(refusal(400, "the request must have one Host header"));
    };
    if hosts.allows(host) {
        return Ok(host);
    }
    let shown: String = host.chars().take(100).map(|c| if c.is_ascii_graphic() { c } else { '?' }).collect();
    let message = match shown.as_str() {
        "" => "this server has a name, and the Host header names none".to_owned(),
        // With its port: behind a proxy, or where a port leads here from elsewhere, it is another than ours.
        _ => format!(
            "this server is not called `{shown}`; if it should be, start it with `planpress serve --allow-host {shown}`"
        ),
    };
    Err(refusal(403, message))
}

/// Whether the browser says that one of our own pages asks, as far as it says anything.
fn same_origin(headers: &Headers<'_>, host: &str) -> bool {
    headers.all("origin").all(|origin| origin.strip_prefix("http://") == Some(host))
        && headers.all("sec-fetch-site").all(|site| site == "same-origin")
}

#[cfg(test)]
mod tests;
