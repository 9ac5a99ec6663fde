//! `planpress serve` as browsers and others meet it, over real sockets.

mod edits;
mod hostile;
mod manners;
mod pages;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Far more than anything takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(240);

/// A server that runs for as long as this lives.
struct Served {
    child: Child,
    port: u16,
    /// What it has said on its standard error so far.
    said: Arc<Mutex<String>>,
}

impl Served {
    /// Serves a site on any free port.
    fn start(site: &Path, arguments: &[&str]) -> Self {
        Self::run(site, &[&["--port", "0"][..], arguments].concat()).unwrap()
    }

    /// Serves a site; the exit code and what was said where it does not come to that.
    fn run(site: &Path, arguments: &[&str]) -> Result<Self, (Option<i32>, String)> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_planpress"))
            .env("SOURCE_DATE_EPOCH", "1789430400") // 2026-09-15
            .args(["--site", site.to_str().unwrap(), "serve"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let heard = Arc::clone(&said);
        let listener = std::thread::spawn(move || {
            let mut line = String::new();
            while errors.read_line(&mut line).is_ok_and(|length| length > 0) {
                heard.lock().unwrap().push_str(&std::mem::take(&mut line));
            }
        });
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        let Some(port) = url.trim_end().strip_prefix("http://").and_then(|url| url.strip_suffix('/')) else {
            listener.join().unwrap();
            return Err((child.wait().unwrap().code(), said.lock().unwrap().clone()));
        };
        let port = port.rsplit_once(':').unwrap().1.parse().unwrap();
        Ok(Self { child, port, said })
    }

    /// Sends bytes and gives what comes back until the server ends the connection.
    fn raw(&self, bytes: &[u8]) -> Response {
        let mut stream = self.connect();
        // A refusal may come, and the connection end, before everything was sent.
        let _ = stream.write_all(bytes);
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        Response::new(&all)
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Asks for an address as a browser would.
    fn get(&self, target: &str) -> Response {
        self.raw(
            format!("GET {target} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", self.port)
                .as_bytes(),
        )
    }

    /// Asks again until the answer is as wanted.
    fn until(&self, target: &str, wanted: impl Fn(&Response) -> bool) -> Response {
        let start = Instant::now();
        loop {
            let response = self.get(target);
            if wanted(&response) {
                return response;
            }
            let text = response.text();
            assert!(start.elapsed() < PATIENCE, "{target}: {}\n{text}\n{}", response.status, self.said());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until these words stand on the standard error.
    fn hears(&self, words: &str) {
        let start = Instant::now();
        while !self.said().contains(words) {
            assert!(start.elapsed() < PATIENCE, "{words} is not said:\n{}", self.said());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// The token that pages carry.
    fn token(&self) -> String {
        let page = self.get("/").text();
        page.split_once("data-token=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
    }

    /// The state as the overlay of a page is told.
    fn state(&self, page: &str) -> serde_json::Value {
        let target = format!("/.planpress/state?token={}&lang=en&page={page}", self.token());
        serde_json::from_str(&self.get(&target).text()).unwrap()
    }

    /// Sends a signal and gives the exit code.
    fn stop(mut self, signal: &str) -> Option<i32> {
        let kill = format!("kill -{signal} {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(start.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came back.
struct Response {
    /// 0 where nothing came.
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Response {
    fn new(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|part| part == b"\r\n\r\n").map_or(bytes.len(), |at| at + 4);
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head, body: bytes[end..].to_vec() }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// A small site with a bit of everything.
const SITE: [(&str, &str); 7] = [
    ("planpress.yaml", "title: 站\nlanguage: en\n"),
    ("metrics.yaml", "revenue: { title: 銷售額, unit: 元 }\n"),
    ("schemas/note.yaml", "title: 記\nsections: [{ id: what, title: 內容, required: true }]\n"),
    ("plans/a.md", "---\nkind: note\ntitle: 甲\n---\n\n## 內容\n\n有內容。見 [[b]]，[圖](map.svg)。\n"),
    ("plans/b.md", "---\nkind: note\ntitle: 乙\naliases: [old]\n---\n\n## 內容\n\n別的內容。\n"),
    ("plans/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"),
    ("static/notes/read me.txt", "static text\n"),
];
