//! Encryption of a connection, and the certificates that are trusted.

use std::{
    io::{self, IoSlice, Write as _},
    net::TcpStream,
    sync::Arc,
    time::Instant,
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, crypto::ring, pki_types::ServerName,
};

use super::{Cause, connection::is_pause, patience::Patience};

/// An encrypted connection.
pub(super) type TlsStream = StreamOwned<ClientConnection, TcpStream>;

/// Agrees with the server on keys, once its certificate is found to be the host's.
pub(super) fn handshake(
    socket: TcpStream,
    host: &str,
    patience: &Patience,
) -> Result<TlsStream, Cause> {
    let refused = |error: rustls::Error| Cause::Encryption(error.to_string());
    let name =
        ServerName::try_from(host.to_owned()).map_err(|_| Cause::UnknownHost(host.to_owned()))?;
    let connection = ClientConnection::new(Arc::new(trusting_the_system().map_err(refused)?), name)
        .map_err(refused)?;
    let mut stream = StreamOwned::new(connection, socket);
    let began = Instant::now();
    while stream.conn.is_handshaking() {
        match stream.conn.complete_io(&mut stream.sock) {
            Ok(_) => {}
            Err(error) if is_pause(&error) => patience.wait(began)?,
            Err(error) => return Err(of_handshake(&error)),
        }
    }
    Ok(stream)
}

/// Encrypts these parts together; [`TlsStream`] itself would take the first alone.
pub(super) fn write_vectored(stream: &mut TlsStream, parts: &[IoSlice<'_>]) -> io::Result<usize> {
    rustls::Stream::new(&mut stream.conn, &mut stream.sock).write_vectored(parts)
}

/// Trusts whom the system trusts, a school's own authority among them.
fn trusting_the_system() -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
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
