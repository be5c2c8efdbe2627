//! Encryption of a connection, and the certificates that are trusted.

use std::{
    io::{self, IoSlice, Read, Write},
    net::TcpStream,
    sync::{Arc, OnceLock},
    time::Instant,
};

use rustls::{ClientConfig, ClientConnection, RootCertStore, crypto::ring, pki_types::ServerName};

use super::{Cause, connection::is_pause, patience::Patience};

/// How many pieces of one record are taken before the caller looks at its clock:
/// far more than the system makes of one.
const PIECES: usize = 64;

/// An encrypted connection.
///
/// Not the stream of rustls: that one writes what is left to be written before
/// it reads, so that a server that hangs up on a message is not heard any more,
/// and it keeps to itself why a write failed.
pub(super) struct TlsStream {
    encryption: ClientConnection,
    socket: Socket,
    /// Why nothing more can be decrypted.
    broken: Option<rustls::Error>,
}

/// What the encrypted bytes come through, which does not wait for ever for the
/// end of a record that comes byte by byte.
#[derive(Debug)]
struct Socket {
    inner: TcpStream,
    /// How many more reads there may be before a pause.
    left: usize,
}

impl TlsStream {
    /// Returns the socket itself.
    pub const fn socket(&self) -> &TcpStream {
        &self.socket.inner
    }

    /// Sends what was encrypted.
    fn send(&mut self) -> io::Result<()> {
        send(&mut self.encryption, &mut self.socket.inner)
    }
}

/// Sends what was encrypted, all of it: whoever is told that it went out waits for the answer.
///
/// A write with a timeout ends when the program is stopped and goes on, or hears a
/// signal (signal(7)).
fn send(encryption: &mut ClientConnection, out: &mut impl Write) -> io::Result<()> {
    while encryption.wants_write() {
        match encryption.write_tls(out) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(())
}

impl Read for TlsStream {
    /// Reads what the next record holds; pauses if it comes in too many pieces.
    ///
    /// A record that cannot be decrypted takes none of those before it along: Exim
    /// says in clear that it hangs up, right behind its last answers.
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.socket.left = PIECES;
        loop {
            match self.encryption.reader().read(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                result => return result,
            }
            if let Some(broken) = &self.broken {
                return Err(io::Error::new(io::ErrorKind::InvalidData, broken.clone()));
            }
            self.encryption.read_tls(&mut self.socket)?;
            self.broken = self.encryption.process_new_packets().err();
        }
    }
}

impl Write for TlsStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_vectored(&[IoSlice::new(bytes)])
    }

    /// Encrypts these parts together, as far as there is room for them.
    fn write_vectored(&mut self, parts: &[IoSlice<'_>]) -> io::Result<usize> {
        self.send()?;
        self.encryption.writer().write_vectored(parts)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()?;
        self.socket.inner.flush()
    }
}

impl Read for Socket {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.left = self.left.checked_sub(1).ok_or(io::ErrorKind::WouldBlock)?;
        self.inner.read(bytes)
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Agrees with the server on keys, once its certificate is found to be the host's.
pub(super) fn handshake(
    socket: TcpStream,
    host: &str,
    patience: &Patience,
) -> Result<TlsStream, Cause> {
    let refused = |error: rustls::Error| Cause::Encryption(error.to_string());
    let name =
        ServerName::try_from(host.to_owned()).map_err(|_| Cause::UnknownHost(host.to_owned()))?;
    let config = trusting_the_system().map_err(refused)?;
    let mut stream = TlsStream {
        encryption: ClientConnection::new(config, name).map_err(refused)?,
        socket: Socket {
            inner: socket,
            left: PIECES,
        },
        broken: None,
    };
    let began = Instant::now();
    while stream.encryption.is_handshaking() {
        stream.socket.left = PIECES;
        match stream.encryption.complete_io(&mut stream.socket) {
            Err(error) if !is_pause(&error) => return Err(of_handshake(&error)),
            Ok(_) | Err(_) => patience.wait(began)?,
        }
    }
    Ok(stream)
}

/// Trusts whom the system trusts, a school's own authority among them.
///
/// They are read once: there are more than a hundred, and a server that hangs up
/// often would have them read as often. What is shared lets a session be resumed, too.
fn trusting_the_system() -> Result<Arc<ClientConfig>, rustls::Error> {
    static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(Arc::clone(config));
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?;
    let config = builder.with_root_certificates(roots).with_no_client_auth();
    Ok(Arc::clone(CONFIG.get_or_init(|| Arc::new(config))))
}

/// Takes an error of the handshake for what it is: what the encryption finds
/// wrong there is no link that was lost.
fn of_handshake(error: &io::Error) -> Cause {
    match Cause::of_io(error) {
        Cause::Lost(reason) if error.kind() == io::ErrorKind::InvalidData => {
            Cause::Encryption(reason)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, thread};

    use rustls::{
        ServerConfig, ServerConnection,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    };

    use super::*;

    /// Reads a certificate of `tests/fixtures/tls`.
    fn certificate(name: &str) -> CertificateDer<'static> {
        CertificateDer::from_pem_file(fixture(name)).unwrap()
    }

    fn fixture(name: &str) -> String {
        format!("{}/tests/fixtures/tls/{name}", env!("CARGO_MANIFEST_DIR"))
    }

    /// Agrees on keys, says something encrypted, and something more in clear, all at once.
    fn serve(listener: &TcpListener) {
        let key = PrivateKeyDer::from_pem_file(fixture("localhost.key")).unwrap();
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate("localhost.pem")], key)
            .unwrap();
        let mut encryption = ServerConnection::new(Arc::new(config)).unwrap();
        let mut socket = listener.accept().unwrap().0;
        while encryption.is_handshaking() {
            encryption.complete_io(&mut socket).unwrap();
        }
        encryption.writer().write_all(b"250 OK\r\n").unwrap();
        let mut said = Vec::new();
        while encryption.wants_write() {
            encryption.write_tls(&mut said).unwrap();
        }
        said.extend_from_slice(b"554 Too many nonmail commands\r\n");
        socket.write_all(&said).unwrap();
    }

    #[test]
    fn an_answer_is_heard_although_something_in_clear_comes_right_behind_it() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let socket = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let server = thread::spawn(move || serve(&listener));
        let mut roots = RootCertStore::empty();
        roots.add(certificate("authority.pem")).unwrap();
        let config = ClientConfig::builder()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from("localhost").unwrap();
        let mut stream = TlsStream {
            encryption: ClientConnection::new(Arc::new(config), name).unwrap(),
            socket: Socket {
                inner: socket,
                left: PIECES,
            },
            broken: None,
        };
        while stream.encryption.is_handshaking() {
            stream.encryption.complete_io(&mut stream.socket).unwrap();
        }
        server.join().unwrap();
        let mut heard = [0; 512];
        let count = stream.read(&mut heard).unwrap();
        assert_eq!(&heard[..count], b"250 OK\r\n");
        for _again in 0..2 {
            let broken = stream.read(&mut heard).unwrap_err();
            assert_eq!(broken.kind(), io::ErrorKind::InvalidData);
        }
    }

    /// Takes a few bytes at a time, and is interrupted before each.
    #[derive(Default)]
    struct Interrupted {
        taken: Vec<u8>,
        is_next: bool,
    }

    impl Write for Interrupted {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.is_next = !self.is_next;
            if self.is_next {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let count = bytes.len().min(100);
            self.taken.extend_from_slice(&bytes[..count]);
            Ok(count)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn all_that_was_encrypted_goes_out_however_often_a_write_is_interrupted() {
        let name = ServerName::try_from("localhost").unwrap();
        let config = trusting_the_system().unwrap();
        let mut encryption = ClientConnection::new(config, name).unwrap();
        let mut out = Interrupted::default();
        send(&mut encryption, &mut out).unwrap();
        assert!(!encryption.wants_write());
        // A record's header has the length of the rest (RFC 8446, section 5.1).
        let length = u16::from_be_bytes([out.taken[3], out.taken[4]]);
        assert_eq!(out.taken.len(), 5 + usize::from(length));
    }
}
