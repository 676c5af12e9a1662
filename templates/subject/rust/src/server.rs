//! The way to the homeserver: HTTP/1.1 as far as the client beside this file needs it, and TLS where its URL says so.

use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::Value;

trait Wire: Read + Write + Send {}
impl<T: Read + Write + Send> Wire for T {}

/// A request that is sent. Who shuts the socket down ends the wait for the answer.
pub struct Asked {
    wire: Box<dyn Wire>,
    pub socket: TcpStream,
}

pub struct Server {
    host: String,
    trust: Option<Arc<ClientConfig>>,
}

impl Server {
    /// Of a homeserver over TLS `ca_file` says whom to trust.
    pub fn at(url: &str, ca_file: &str) -> Result<Server> {
        let Some(host) = url.strip_prefix("https://") else {
            return Ok(Server { host: url.replace("http://", ""), trust: None });
        };
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(ca_file).map_err(Error::other)? {
            roots.add(certificate.map_err(Error::other)?).map_err(Error::other)?;
        }
        let trust = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        Ok(Server { host: host.to_string(), trust: Some(Arc::new(trust)) })
    }

    pub fn ask(&self, token: &str, method: &str, path: &str, body: Option<Value>) -> Result<Asked> {
        let body = body.map(|value| value.to_string()).unwrap_or_default();
        let (host, length) = (&self.host, body.len());
        let mut head = format!("{method} /_matrix/client/v3{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        if !token.is_empty() {
            head += &format!("Authorization: Bearer {token}\r\n");
        }
        let mut asked = self.connect()?;
        write!(asked.wire, "{head}Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}")?;
        asked.wire.flush()?;
        Ok(asked)
    }

    fn connect(&self) -> Result<Asked> {
        let socket = TcpStream::connect(&self.host)?;
        let Some(trust) = &self.trust else {
            return Ok(Asked { wire: Box::new(socket.try_clone()?), socket });
        };
        let name = self.host.rsplit_once(':').map_or(self.host.as_str(), |(name, _)| name);
        let name = ServerName::try_from(name.to_string()).map_err(Error::other)?;
        let session = ClientConnection::new(trust.clone(), name).map_err(Error::other)?;
        Ok(Asked { wire: Box::new(StreamOwned::new(session, socket.try_clone()?)), socket })
    }
}

pub fn answer(mut asked: Asked) -> Result<Value> {
    let mut text = String::new();
    asked.wire.read_to_string(&mut text)?;
    let wrong = |what: &str| Error::new(ErrorKind::InvalidData, what.to_string());
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(|| wrong("the answer was cut off"))?;
    if !head.starts_with("HTTP/1.1 200") {
        return Err(wrong(&format!("answered {}", head.lines().next().unwrap_or_default())));
    }
    serde_json::from_str(body).map_err(|error| wrong(&error.to_string()))
}
