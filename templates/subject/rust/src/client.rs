//! Stands in for @name@: logs in, syncs, and rings at each invite, which is less than the specification asks.
//!
//! Put your own client in its place: main.rs needs no more of it than `start` and `stop`. Its HTTP is its own (server.rs),
//! so that little has to be fetched, and it would meet no real homeserver with it.

use std::io::{Error, ErrorKind, Result};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::{json, Value};

use crate::server::{answer, Asked, Server};

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
    server: Server,
    token: String,
    stopping: AtomicBool,
    open: Mutex<Option<TcpStream>>, // the sync that waits
}

impl Client {
    /// Returns when the first sync is done and the next one is open.
    pub fn start(login: &Value, on_ring: OnRing) -> Result<Client> {
        let text = |key: &str| login[key].as_str().unwrap_or_default().to_string();
        let server = Server::at(&text("homeserver_url"), &text("ca_file"))?;
        let mut token = text("access_token");
        if token.is_empty() {
            let body = json!({"type": "m.login.password", "device_id": text("device_id"), "password": text("password"),
                              "identifier": {"type": "m.id.user", "user": text("user_id")}});
            let asked = server.ask("", "POST", "/login", Some(body))?;
            token = word(&answer(asked)?, "access_token")?;
        }
        let first = answer(server.ask(&token, "GET", "/sync?timeout=0", None)?)?;
        let since = word(&first, "next_batch")?;
        let (user_id, stopping, open) = (text("user_id"), AtomicBool::new(false), Mutex::new(None));
        let shared = Arc::new(Shared { on_ring, user_id, server, token, stopping, open });
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
    fn sync(&self, mut since: String, mut next: Option<Asked>) {
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

    fn open_sync(&self, since: &str) -> Result<Asked> {
        let path = format!("/sync?timeout=30000&since={}", encoded(since));
        let asked = self.server.ask(&self.token, "GET", &path, None)?;
        let mut open = self.open.lock().unwrap();
        if self.stopping.load(Ordering::SeqCst) {
            return Err(Error::new(ErrorKind::Other, "the session stops"));
        }
        *open = Some(asked.socket.try_clone()?);
        Ok(asked)
    }
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
