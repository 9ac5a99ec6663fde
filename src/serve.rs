//! Edge: the server behind `planpress serve`. One thread a connection, few and short-lived; heads are read by
//! hyper's parser, and only GET and HEAD without a body are answered, so that little of HTTP is needed here.

mod answer;
mod hosts;
mod live;
mod overlay;
mod request;
mod route;
mod shelf;
mod sources;
mod words;

pub use live::{Live, is_broken};

use answer::{Answer, stream_head};
use hosts::Hosts;
use overlay::Numbers;
use request::{Head, Refusal};
use route::Reply;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The port where none is given, and how many behind it are tried.
const PORT: u16 = 8421;
const PORTS: u16 = 10;

/// How long the head of a request may take.
const HEAD_TIME: Duration = Duration::from_secs(5);

/// How long a browser may take to accept some bytes.
const WRITE_TIME: Duration = Duration::from_secs(10);

/// How many connections stand at once.
const CONNECTIONS: usize = 256;

/// How often a stream without events says that it is alive, which also shows whether anyone listens.
const PULSE: Duration = Duration::from_secs(5);

/// A server that listens.
pub struct Server {
    listener: TcpListener,
    port: u16,
    /// The default port was taken, and another one is used.
    pub moved: bool,
    hosts: Hosts,
}

impl Server {
    /// Listens at an address or name of this machine. Without a port the default one or the next free one of
    /// ten. `allowed` are further names that the server may be called by.
    ///
    /// # Errors
    /// A sentence that names the address and the port.
    pub fn bind(host: &str, port: Option<u16>, allowed: &[String]) -> Result<Self, String> {
        if let Some(odd) = allowed.iter().find(|name| !hosts::is_name(name)) {
            return Err(format!(
                "--allow-host {odd:?}: a name such as `plans.example`, or `plans.example:8080`"
            ));
        }
        let (listener, moved) = listen(host, port)?;
        let port = listener.local_addr().map_err(|error| format!("{host}: {error}"))?.port();
        Ok(Self { listener, port, moved, hosts: Hosts::new(host, port, allowed) })
    }

    /// The port it listens at.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Whether machines other than this one can read what is served.
    pub fn is_open(&self) -> bool {
        self.listener.local_addr().is_ok_and(|address| !address.ip().is_loopback())
    }

    /// Answers requests, for ever.
    pub fn run(self, live: Arc<Live>) {
        let shared = Arc::new(Shared { live, hosts: self.hosts, token: token() });
        let mut connections: Vec<Connection> = Vec::new();
        for stream in self.listener.incoming() {
            // Out of descriptors, or gone before it was accepted: the next may do.
            let Ok(stream) = stream else {
                thread::sleep(Duration::from_millis(10));
                continue;
            };
            connections.retain(|connection| !connection.is_over.load(Ordering::Relaxed));
            if connections.len() >= CONNECTIONS {
                // Whoever asks nothing gives way, the oldest first.
                let Some(at) =
                    connections.iter().position(|connection| !connection.is_busy.load(Ordering::Relaxed))
                else {
                    continue;
                };
                let _ = connections.remove(at).stream.shutdown(Shutdown::Both);
            }
            connections.extend(Connection::start(stream, &shared));
        }
    }
}

/// What all connections share.
struct Shared {
    live: Arc<Live>,
    hosts: Hosts,
    /// What our own pages carry, and nobody else knows.
    token: String,
}

/// 128 bits that nobody can guess: the standard library takes the keys of its hashes from the system's source of
/// randomness.
fn token() -> String {
    let random = || RandomState::new().hash_one(0_u8);
    format!("{:016x}{:016x}", random(), random())
}

fn listen(host: &str, port: Option<u16>) -> Result<(TcpListener, bool), String> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let bind = |port: u16| {
        let addresses: Vec<_> = (bare, port).to_socket_addrs()?.collect();
        TcpListener::bind(addresses.as_slice())
    };
    if let Some(port) = port {
        let listener = bind(port).map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => format!(
                "port {port} is taken by another program; name another one with --port, or leave it out for a free one"
            ),
            _ => format!("{host}, port {port}: {error}"),
        })?;
        return Ok((listener, false));
    }
    for port in PORT..PORT + PORTS {
        match bind(port) {
            Ok(listener) => return Ok((listener, port != PORT)),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(format!("{host}, port {port}: {error}")),
        }
    }
    Err(format!("the ports {PORT} to {} are all taken; name a free one with --port", PORT + PORTS - 1))
}

/// A connection as the one who accepts sees it.
struct Connection {
    stream: TcpStream,
    /// A request is being answered.
    is_busy: Arc<AtomicBool>,
    is_over: Arc<AtomicBool>,
}

impl Connection {
    fn start(stream: TcpStream, shared: &Arc<Shared>) -> Option<Self> {
        let _ = stream.set_nodelay(true);
        stream.set_write_timeout(Some(WRITE_TIME)).ok()?;
        let kept = stream.try_clone().ok()?;
        let (is_busy, is_over) = (Arc::<AtomicBool>::default(), Arc::<AtomicBool>::default());
        let (shared, busy, over) = (Arc::clone(shared), Arc::clone(&is_busy), Arc::clone(&is_over));
        let work = move || {
            let _ended = Ended(over);
            // A browser that goes away is no fault.
            let _ = talk(stream, &shared, &busy);
        };
        thread::Builder::new().name("connection".into()).spawn(work).ok()?;
        Some(Self { stream: kept, is_busy, is_over })
    }
}

/// Says that a connection is over, also when its thread panics.
struct Ended(Arc<AtomicBool>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Answers the requests of a connection until either side ends it.
fn talk(mut stream: TcpStream, shared: &Shared, is_busy: &AtomicBool) -> io::Result<()> {
    let mut waiting: Vec<u8> = Vec::new();
    loop {
        let head = read_head(&mut stream, &mut waiting, &shared.hosts)?;
        is_busy.store(true, Ordering::Relaxed);
        let (request, length) = match head {
            Head::Whole(request, length) => (request, length),
            Head::Refused(refusal) => return refuse(&mut stream, &refusal, waiting.starts_with(b"HEAD ")),
            Head::Partial => return Ok(()),
        };
        waiting.drain(..length);
        match route::reply(&shared.live, &shared.token, &request) {
            Reply::Answer(answer) => answer.send(&mut stream, request.head_only, request.keeps_alive)?,
            Reply::Events if request.head_only => return stream.write_all(stream_head().as_bytes()),
            Reply::Events => return events(&mut stream, &shared.live),
        }
        if !request.keeps_alive {
            return end(&mut stream);
        }
        is_busy.store(false, Ordering::Relaxed);
    }
}

/// Reads until there is a whole head; a partial one where the other side has ended or takes too long.
fn read_head(stream: &mut TcpStream, waiting: &mut Vec<u8>, hosts: &Hosts) -> io::Result<Head> {
    let end = now() + HEAD_TIME;
    let mut buffer = [0; 4096];
    loop {
        match request::read(waiting, hosts) {
            Head::Partial => {}
            head => return Ok(head),
        }
        let left = end.saturating_duration_since(now());
        if left.is_zero() {
            let reason = "the request did not come to an end within five seconds".to_owned();
            return Ok(match waiting.is_empty() {
                true => Head::Partial,
                false => Head::Refused(Refusal { status: 408, reason }),
            });
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut buffer) {
            Ok(0) => return Ok(Head::Partial),
            Ok(length) => waiting.extend_from_slice(&buffer[..length]),
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
                ) => {}
            Err(error) => return Err(error),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this edge keeps the time that a request may take")]
fn now() -> Instant {
    Instant::now()
}

fn refuse(stream: &mut TcpStream, refusal: &Refusal, head_only: bool) -> io::Result<()> {
    Answer::text(refusal.status, &refusal.reason).send(stream, head_only, false)?;
    end(stream)
}

/// Ends a connection so that what was sent arrives, even if the other side is still sending: a socket that is
/// closed with unread bytes would be reset.
fn end(stream: &mut TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    let mut buffer = [0; 4096];
    let mut left = 64;
    while left > 0 && stream.read(&mut buffer)? > 0 {
        left -= 1;
    }
    Ok(())
}

/// Tells of each new run, until nobody listens.
fn events(stream: &mut TcpStream, live: &Live) -> io::Result<()> {
    stream.write_all(stream_head().as_bytes())?;
    let mut told = None;
    loop {
        let state = live.wait(told.unwrap_or(0), PULSE);
        if told == Some(state.run) {
            stream.write_all(b":\n\n")?;
        } else if state.run > 0 {
            told = Some(state.run);
            stream.write_all(format!("data: {}\n\n", Numbers::of(&state).json()).as_bytes())?;
        }
    }
}
