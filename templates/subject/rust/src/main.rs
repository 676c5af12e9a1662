//! Moves @name@ for ringcheck: reads an order from each line of stdin, and answers it on stdout.
//!
//! The protocol, and every order that there is: schemas/driver/README.md and protocol.yaml of ringcheck.
//! Hold this file to it with: ringcheck adapter check --subject .
//!
//! Only messages may go to stdout: print with eprintln!, which is the log.

mod client;
mod server;

use std::collections::HashMap;
use std::io::{self, BufRead, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use client::Client;
use serde_json::{json, Value};

const VERSION: &str = "0"; // of your client, as reports shall call it

// What a person can do with your client, as far as you have it: an order that stands here has an arm in `act`, and
// `ringcheck run` says what each further one would add. For example:
//
//     "reject_call" => {
//         let rejected = self.clients[session].reject(&params["call_id"]);
//         rejected.map(|_| json!({})).map_err(|error| Refusal::Because("refused", error.to_string()))
//     }
const ACTIONS: &[&str] = &[];
const NOTES: &[&str] = &["incoming_call"];

struct Adapter {
    clients: HashMap<String, Client>, // session -> the client that plays it
    began: Instant,
}

/// Why an order is not carried out.
enum Refusal {
    NoSuchOrder,
    /// A kind and what happened. Your client declines: `refused`. It has no such call in that state: `no_such`. All else
    /// is the fault of this file: `adapter_failed`.
    Because(&'static str, String),
}

impl Adapter {
    fn act(&mut self, method: &str, params: &Value) -> Result<Value, Refusal> {
        let session = params["session"].as_str().unwrap_or_default();
        match method {
            "initialize" => Ok(json!({"protocol": 1, "implementation": {"name": "@name@", "version": VERSION},
                                      "actions": ACTIONS, "notes": NOTES})),
            "session.start" => self.start(session, params),
            "session.stop" => self.stop(session),
            _ => Err(Refusal::NoSuchOrder),
        }
    }

    fn start(&mut self, session: &str, params: &Value) -> Result<Value, Refusal> {
        let notes = Notes { session: session.to_string(), last: AtomicU64::new(0), began: self.began };
        let on_ring = Box::new(move |ring| notes.tell("incoming_call", ring));
        let failed = |error: io::Error| Refusal::Because("adapter_failed", error.to_string());
        let client = Client::start(params, on_ring).map_err(failed)?;
        self.clients.insert(session.to_string(), client);
        Ok(json!({}))
    }

    fn stop(&mut self, session: &str) -> Result<Value, Refusal> {
        if let Some(client) = self.clients.remove(session) {
            client.stop();
        }
        Ok(json!({}))
    }
}

/// What a person at the client of a session would see.
struct Notes {
    session: String,
    last: AtomicU64, // the number of the last one
    began: Instant,
}

impl Notes {
    /// The kind stands in NOTES.
    fn tell(&self, kind: &str, data: Value) {
        let seq = self.last.fetch_add(1, Ordering::SeqCst) + 1;
        let t_ms = self.began.elapsed().as_millis() as u64;
        let params = json!({"session": self.session, "seq": seq, "t_ms": t_ms, "kind": kind, "data": data});
        write(json!({"jsonrpc": "2.0", "method": "note", "params": params}));
    }
}

fn write(message: Value) {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{message}").and_then(|_| stdout.flush()).expect("the harness reads stdout");
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut adapter = Adapter { clients: HashMap::new(), began: Instant::now() };
    for line in io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let method = request["method"].as_str().unwrap_or_default();
        let mut answer = json!({"jsonrpc": "2.0", "id": request["id"]});
        match adapter.act(method, &request["params"]) {
            Ok(result) => answer["result"] = result,
            Err(Refusal::NoSuchOrder) => answer["error"] = json!({"code": -32601, "message": "there is no such order"}),
            Err(Refusal::Because(kind, why)) => {
                answer["error"] = json!({"code": -32000, "message": why, "data": {"kind": kind}})
            }
        }
        write(answer);
    }
    Ok(())
}
