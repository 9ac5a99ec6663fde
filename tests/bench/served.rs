//! `-- --serve`: from the start of `serve` to its first page, and from the save of a plan to its new page, asked for
//! over the loopback as a browser would.

use super::{edit, site};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Edits of which the median counts.
const EDITS: usize = 25;

/// The plan that is edited: a leaf of the tree.
const PLAN: usize = 7;

/// How long is waited for anything.
const LONGEST: Duration = Duration::from_secs(120);

/// The server, ended when it is dropped.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the server and edits a plan.
pub(crate) fn measure(folder: &Path) {
    let root = folder.join("site");
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let start = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_planpress"));
    command.arg("--site").arg(&root).args(["serve", "--port", &port.to_string()]);
    command.env("SOURCE_DATE_EPOCH", "1789430400").stdout(Stdio::null()).stderr(Stdio::null());
    let mut server = Server(command.spawn().unwrap());
    let first = shown(&mut server, port, "/", "</html>", start);
    println!("{:<36} {first:>8.0} ms", "start of serve, to the first page");
    let address = format!("/plans/plan-{PLAN}.html");
    let plan = root.join(site::path(PLAN));
    let mut all: Vec<f64> = (0..EDITS)
        .map(|at| {
            let token = format!("記號{at}之後");
            // What the edit before has set going ends first.
            thread::sleep(Duration::from_millis(500));
            let start = Instant::now();
            edit(&plan, |text| format!("{text}\n{token}。\n"));
            shown(&mut server, port, &address, &token, start)
        })
        .collect();
    all.sort_by(f64::total_cmp);
    println!(
        "{:<36} {:>8.0} ms, at most {:.0}",
        "a sentence of a plan, to its page",
        all[EDITS / 2],
        all[EDITS - 1]
    );
}

/// Milliseconds since `start` until a page holds a text.
fn shown(server: &mut Server, port: u16, address: &str, text: &str, start: Instant) -> f64 {
    while start.elapsed() < LONGEST {
        if get(port, address).is_ok_and(|page| page.starts_with("HTTP/1.1 200") && page.contains(text)) {
            return start.elapsed().as_secs_f64() * 1000.0;
        }
        assert!(server.0.try_wait().unwrap().is_none(), "the server has ended");
        thread::sleep(Duration::from_millis(2));
    }
    panic!("{address} does not show {text}");
}

fn get(port: u16, address: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(LONGEST))?;
    write!(stream, "GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
