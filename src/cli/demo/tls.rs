//! Certificates for the newsroom's hosts, signed by an authority that lives as long as the run.

use std::sync::Arc;

use anyhow::Context as _;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What the server needs for TLS, and what a client needs to trust it.
pub struct Identity {
    /// The server's side, with one certificate for every host.
    pub server: Arc<ServerConfig>,
    /// The authority's certificate, in PEM. Its key is gone once this exists, so it can vouch for nothing else.
    pub authority: String,
}

impl Identity {
    /// A fresh authority and one certificate for all `hosts`.
    pub fn for_hosts(hosts: Vec<String>) -> anyhow::Result<Self> {
        Self::sign(hosts).context("cannot make the newsroom's certificates")
    }

    fn sign(hosts: Vec<String>) -> anyhow::Result<Self> {
        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        authority.distinguished_name.push(DnType::CommonName, "Copydesk demo newsroom");
        let authority_key = KeyPair::generate()?;
        let root = authority.self_signed(&authority_key)?;

        let mut leaf = CertificateParams::new(hosts)?;
        leaf.use_authority_key_identifier_extension = true;
        let leaf_key = KeyPair::generate()?;
        let certificate = leaf.signed_by(&leaf_key, &Issuer::new(authority, authority_key))?;

        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(leaf_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut server = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)?;
        server.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { server: Arc::new(server), authority: root.pem() })
    }
}
