//! From a request to its answer. An address is looked up: among the outputs of the site, the files that are
//! copied, and the few things of the program's own below `.planpress/`. It never becomes a path of the disk.

use super::answer::{Answer, From, content_type};
use super::live::{Live, Showing, State, lock};
use super::overlay::{self, Numbers};
use super::request::Request;
use super::shelf::Failure;
use super::sources;
use super::words::Words;
use crate::config::Language;
use crate::render::{self, PageKey};
use pulldown_cmark_escape::escape_html;
use std::sync::Arc;

/// The script that keeps pages new.
const SCRIPT: &str = include_str!("live.js");

/// The style of the program's own pages.
const STYLE: &str = include_str!("notes.css");

/// What follows a request.
pub(super) enum Reply {
    /// One answer.
    Answer(Answer),
    /// A stream of events.
    Events,
}

/// The answer to a request. `token` is what our own pages carry.
pub(super) fn reply(live: &Live, token: &str, request: &Request) -> Reply {
    let Some(own) = request.path.strip_prefix(".planpress/") else {
        return Reply::Answer(site(live, token, request));
    };
    let asked = |name: &str| parameter(&request.query, name);
    let is_ours = request.is_same_origin && asked("token").as_deref() == Some(token);
    let language = asked("lang").and_then(|code| Language::parse(&code)).unwrap_or(Language::En);
    let answer = match own {
        "live.js" => Answer::note(200, content_type("a.js"), SCRIPT),
        "notes.css" => Answer::note(200, content_type("a.css"), STYLE),
        "events" | "state" if !is_ours => Answer::text(403, "only pages of this server may ask this"),
        "events" => return Reply::Events,
        "state" => {
            let page = asked("page").unwrap_or_default();
            let json = overlay::json(live, &live.first(), &address(page.trim_start_matches('/')), language);
            Answer::note(200, content_type("a.json"), json)
        }
        _ => match own.strip_prefix("source/").and_then(|number| lock(&live.sources).file(number)) {
            Some(file) => {
                let state = live.first();
                let language = state.showing.as_ref().map_or(language, |showing| main_language(showing));
                let html = sources::page(&file, &state.findings, language);
                Answer::note(200, content_type("a.html"), injected(html.as_bytes(), token, &state))
            }
            None => Answer::text(404, "there is nothing here"),
        },
    };
    Reply::Answer(answer)
}

/// The value of a parameter of a query.
fn parameter(query: &str, name: &str) -> Option<String> {
    let value = query.split('&').find_map(|part| part.strip_prefix(name)?.strip_prefix('='))?;
    percent_encoding::percent_decode_str(value).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// A folder stands for its `index.html`.
fn address(path: &str) -> String {
    match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    }
}

fn main_language(showing: &Showing) -> Language {
    showing.edition.site.config.language
}

/// The answer for an address of the site.
fn site(live: &Live, token: &str, request: &Request) -> Answer {
    let state = live.first();
    let Some(showing) = &state.showing else {
        let message = state.fatal.as_deref().unwrap_or("the site is still being read");
        return trouble(503, message, Words::of(Language::En).nothing, Language::En, token, &state);
    };
    let address = address(&request.path);
    if let Some(key) = showing.addresses.find(&showing.edition, &address) {
        return output(live, token, &state, showing, &address, key);
    }
    match showing.copy(&address) {
        Some(Ok(bytes)) => Answer::page(&address, From::File, bytes.into()),
        Some(Err(message)) => Answer::text(404, &message),
        None => lost(live, token, &state, showing),
    }
}

/// An output of the site; where its template fails, the last good one.
fn output(
    live: &Live,
    token: &str,
    state: &State,
    showing: &Arc<Showing>,
    address: &str,
    key: PageKey,
) -> Answer {
    let from = if matches!(key, PageKey::Source(_)) { From::File } else { From::Theme };
    let made = {
        let showing = Arc::clone(showing);
        live.shelf.get(address, state.shown, move || render::page(&showing.edition, &key))
    };
    let bytes = match made {
        Ok(bytes) => bytes,
        Err((failure, last)) => {
            live.report(showing, address, &failure);
            match last {
                Some(last) => last,
                None => return failed(&failure, main_language(showing), token, state),
            }
        }
    };
    match content_type(address) {
        html if html.starts_with("text/html") && from == From::Theme => {
            Answer::page(address, from, injected(&bytes, token, state).into())
        }
        _ => Answer::page(address, from, bytes),
    }
}

/// The site's own page of lost addresses.
fn lost(live: &Live, token: &str, state: &State, showing: &Arc<Showing>) -> Answer {
    let made = {
        let showing = Arc::clone(showing);
        // No address begins with a slash, so that this is none.
        live.shelf.get("/404.html", state.shown, move || render::not_found(&showing.edition))
    };
    let bytes = made.or_else(|(failure, last)| {
        live.report(showing, "404.html", &failure);
        last.ok_or(())
    });
    match bytes {
        Ok(bytes) => {
            let body = injected(&bytes, token, state).into();
            Answer { status: 404, ..Answer::page("404.html", From::Theme, body) }
        }
        Err(()) => Answer::text(404, "there is nothing here"),
    }
}

fn failed(failure: &Failure, language: Language, token: &str, state: &State) -> Answer {
    let message = match failure {
        Failure::Template(finding) => format!("{}: {}", finding.place, finding.message),
        Failure::Other(message) => message.clone(),
    };
    trouble(500, &message, Words::of(language).no_page, language, token, state)
}

/// A page that says what is wrong, and gives way to the right one by itself.
fn trouble(
    status: u16,
    message: &str,
    title: &str,
    language: Language,
    token: &str,
    state: &State,
) -> Answer {
    let mut shown = String::new();
    // Writing into memory does not fail.
    let _ = escape_html(&mut shown, message);
    let html = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title><link rel=\"stylesheet\" href=\"/.planpress/notes.css\"></head>\n<body><main><h1>{title}</h1>\n<pre>{shown}</pre>\n<p>{}</p></main>\n</body>\n</html>\n",
        language.code(),
        Words::of(language).mends_itself,
    );
    Answer::note(status, content_type("a.html"), injected(html.as_bytes(), token, state))
}

/// A page with the script at its end: what `build` writes stays as it is, byte for byte, but for this.
fn injected(page: &[u8], token: &str, state: &State) -> Vec<u8> {
    let numbers = Numbers::of(state).json();
    let script = format!(
        "<script src=\"/.planpress/live.js\" data-token=\"{token}\" data-state='{numbers}'></script>\n"
    );
    let end = b"</body>";
    let at = page.windows(end.len()).rposition(|part| part == end).unwrap_or(page.len());
    [&page[..at], script.as_bytes(), &page[at..]].concat()
}
