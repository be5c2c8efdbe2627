//! TLS for the scripted SMTP server, with the certificates of `tests/fixtures/tls`.

use std::{net::TcpStream, path::PathBuf, sync::Arc};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};

use super::smtp::Encrypt;

/// Returns the file of the authority that signed the certificates (`SSL_CERT_FILE`).
pub fn authority() -> PathBuf {
    fixture("authority.pem")
}

/// Returns what encrypts with a certificate: `localhost`, or `elsewhere`, which is not this computer.
pub fn encrypt_as(name: &str) -> Encrypt {
    let certificate = CertificateDer::from_pem_file(fixture(&format!("{name}.pem"))).unwrap();
    let key = PrivateKeyDer::from_pem_file(fixture(&format!("{name}.key"))).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    Arc::new(move |socket: TcpStream| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        Box::new(StreamOwned::new(connection, socket))
    })
}

fn fixture(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests/fixtures/tls", name]
        .iter()
        .collect()
}
