//! What is sent back: status, type, body, and the headers that every answer carries.

use std::io::{self, Write};
use std::sync::Arc;

/// Headers of every answer: nothing is kept by the browser, no other site reads or frames it.
const ALWAYS: &str = "Cache-Control: no-store\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    Cross-Origin-Opener-Policy: same-origin\r\n\
    Referrer-Policy: same-origin\r\n";

/// What pages of the site may do is said in their own head, too; both policies count.
const OF_PAGES: &str = "frame-ancestors 'self'";

/// Files of the site that are copied as they are may come from anyone who writes plans: none runs a script.
const OF_FILES: &str =
    "script-src 'none'; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// What planpress itself says beside the site.
const OF_NOTES: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// From whom a body is, which decides what it may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// The theme.
    Theme,
    /// Somebody who writes plans.
    File,
    /// The program.
    Program,
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub status: u16,
    pub content_type: &'static str,
    pub from: From,
    pub body: Arc<[u8]>,
}

impl Answer {
    /// A found output of the site.
    pub(super) fn page(address: &str, from: From, body: Arc<[u8]>) -> Self {
        Self { status: 200, content_type: content_type(address), from, body }
    }

    /// A sentence.
    pub(super) fn text(status: u16, text: &str) -> Self {
        let body = format!("{text}\n").into_bytes().into();
        Self { status, content_type: "text/plain; charset=utf-8", from: From::Program, body }
    }

    /// Something that the program says, found or not.
    pub(super) fn note(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, content_type, from: From::Program, body: body.into().into() }
    }

    /// Sends it. The body is left out for `HEAD`, its length is not.
    pub(super) fn send(&self, to: &mut impl Write, head_only: bool, keeps_alive: bool) -> io::Result<()> {
        let mut head = head(self.status, self.content_type, self.from);
        head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        head.push_str(if keeps_alive { "\r\n" } else { "Connection: close\r\n\r\n" });
        let mut bytes = head.into_bytes();
        if !head_only {
            bytes.extend_from_slice(&self.body);
        }
        to.write_all(&bytes)
    }
}

/// The head of a stream of events: its end is the end of the connection.
pub(super) fn stream_head() -> String {
    head(200, "text/event-stream; charset=utf-8", From::Program) + "Connection: close\r\n\r\n"
}

fn head(status: u16, content_type: &str, from: From) -> String {
    let reason = match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    };
    let allow = if status == 405 { "Allow: GET, HEAD\r\n" } else { "" };
    let policy = match from {
        From::Theme => OF_PAGES,
        From::File => OF_FILES,
        From::Program => OF_NOTES,
    };
    format!(
        "HTTP/1.1 {status} {reason}\r\nContent-Type: {content_type}\r\nContent-Security-Policy: {policy}\r\n{ALWAYS}{allow}"
    )
}

/// The type of a file by the ending of its name.
pub(super) fn content_type(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    TYPES.iter().find(|(known, _)| *known == ending).map_or("application/octet-stream", |(_, kind)| kind)
}

const TYPES: [(&str, &str); 38] = [
    ("html", "text/html; charset=utf-8"),
    ("htm", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("json", "application/json; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("xml", "application/xml; charset=utf-8"),
    ("md", "text/plain; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("log", "text/plain; charset=utf-8"),
    ("yaml", "text/plain; charset=utf-8"),
    ("yml", "text/plain; charset=utf-8"),
    ("svg", "image/svg+xml; charset=utf-8"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("gif", "image/gif"),
    ("webp", "image/webp"),
    ("avif", "image/avif"),
    ("ico", "image/x-icon"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("ttf", "font/ttf"),
    ("otf", "font/otf"),
    ("mp4", "video/mp4"),
    ("webm", "video/webm"),
    ("mp3", "audio/mpeg"),
    ("ogg", "audio/ogg"),
    ("wav", "audio/wav"),
    ("pdf", "application/pdf"),
    ("zip", "application/zip"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
];
