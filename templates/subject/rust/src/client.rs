//! Stands in for @name@: logs in, syncs, and rings at each invite, which is less than the specification asks.
//!
//! Put your own client in its place: main.rs needs no more of it than `start` and `stop`. It has an HTTP of its own, so
//! that nothing but serde_json has to be fetched, and would meet no real homeserver with it.

use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::{json, Value};

/// What a user is told when the client rings: call_id, room_id, from, media.
pub type OnRing = Box<dyn Fn(Value) + Send + Sync>;

/// One device of one user.
pub struct Client {
    shared: Arc<Shared>,
    syncing: JoinHandle<()>,
}

struct Shared {
    on_ring: OnRing,
    user_id: String,
    host: String,
    token: String,
    stopping: AtomicBool,
    open: Mutex<Option<TcpStream>>, // the sync that waits
}

impl Client {
    /// Returns when the first sync is done and the next one is open.
    pub fn start(login: &Value, on_ring: OnRing) -> Result<Client> {
        let text = |key: &str| login[key].as_str().unwrap_or_default().to_string();
        let host = text("homeserver_url").replace("http://", "");
        let mut token = text("access_token");
        if token.is_empty() {
            let body = json!({"type": "m.login.password", "device_id": text("device_id"), "password": text("password"),
                              "identifier": {"type": "m.id.user", "user": text("user_id")}});
            let asked = ask(&host, "", "POST", "/login", Some(body))?;
            token = word(&answer(asked)?, "access_token")?;
        }
        let first = answer(ask(&host, &token, "GET", "/sync?timeout=0", None)?)?;
        let since = word(&first, "next_batch")?;
        let (user_id, stopping, open) = (text("user_id"), AtomicBool::new(false), Mutex::new(None));
        let shared = Arc::new(Shared { on_ring, user_id, host, token, stopping, open });
        let next = shared.open_sync(&since)?;
        let shared_by_thread = shared.clone();
        let syncing = thread::spawn(move || shared_by_thread.sync(since, Some(next)));
        Ok(Client { shared, syncing })
    }

    /// Returns when no request is open.
    pub fn stop(self) {
        {
            let open = self.shared.open.lock().unwrap();
            self.shared.stopping.store(true, Ordering::SeqCst);
            if let Some(stream) = open.as_ref() {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
        let _ = self.syncing.join();
    }
}

impl Shared {
    fn sync(&self, mut since: String, mut next: Option<TcpStream>) {
        while !self.stopping.load(Ordering::SeqCst) {
            let open = next.take().map(Ok).unwrap_or_else(|| self.open_sync(&since));
            match open.and_then(answer).and_then(|answer| Ok((word(&answer, "next_batch")?, answer))) {
                Ok((token, answer)) => {
                    since = token;
                    self.look_for_calls(&answer);
                }
                Err(error) if !self.stopping.load(Ordering::SeqCst) => {
                    eprintln!("sync is tried again: {error}");
                    thread::sleep(Duration::from_millis(500));
                }
                Err(_) => {}
            }
        }
    }

    fn look_for_calls(&self, answer: &Value) {
        for (room_id, room) in answer["rooms"]["join"].as_object().into_iter().flatten() {
            for event in room["timeline"]["events"].as_array().into_iter().flatten() {
                let call_id = &event["content"]["call_id"];
                if event["type"] != "m.call.invite" || event["sender"] == self.user_id || !call_id.is_string() {
                    continue;
                }
                let text = event.to_string();
                let offers = |kind: &&str| text.contains(&format!("m={kind}"));
                let media: Vec<&str> = ["audio", "video"].into_iter().filter(offers).collect();
                (self.on_ring)(json!({"call_id": call_id, "room_id": room_id, "from": event["sender"], "media": media}));
            }
        }
    }

    fn open_sync(&self, since: &str) -> Result<TcpStream> {
        let path = format!("/sync?timeout=30000&since={}", encoded(since));
        let stream = ask(&self.host, &self.token, "GET", &path, None)?;
        let mut open = self.open.lock().unwrap();
        if self.stopping.load(Ordering::SeqCst) {
            return Err(Error::new(ErrorKind::Other, "the session stops"));
        }
        *open = Some(stream.try_clone()?);
        Ok(stream)
    }
}

fn ask(host: &str, token: &str, method: &str, path: &str, body: Option<Value>) -> Result<TcpStream> {
    let body = body.map(|value| value.to_string()).unwrap_or_default();
    let mut stream = TcpStream::connect(host)?;
    let length = body.len();
    write!(stream, "{method} /_matrix/client/v3{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n")?;
    if !token.is_empty() {
        write!(stream, "Authorization: Bearer {token}\r\n")?;
    }
    write!(stream, "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}")?;
    Ok(stream)
}

fn answer(mut stream: TcpStream) -> Result<Value> {
    let mut text = String::new();
    stream.read_to_string(&mut text)?;
    let wrong = |what: &str| Error::new(ErrorKind::InvalidData, what.to_string());
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(|| wrong("the answer was cut off"))?;
    if !head.starts_with("HTTP/1.1 200") {
        return Err(wrong(&format!("answered {}", head.lines().next().unwrap_or_default())));
    }
    serde_json::from_str(body).map_err(|error| wrong(&error.to_string()))
}

/// As part of a query.
fn encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

fn word(answer: &Value, key: &str) -> Result<String> {
    let found = answer[key].as_str().map(String::from);
    found.ok_or_else(|| Error::new(ErrorKind::InvalidData, format!("the answer has no {key}")))
}
