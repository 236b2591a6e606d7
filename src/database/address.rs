//! Where the database is, and how to connect to it. What is shown of the address has neither password nor options.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use postgres::config::SslMode;
use postgres::{Client, Config, NoTls};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio_postgres_rustls::MakeRustlsConnect;
use url::Url;

use super::DatabaseError;

/// How long to wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// How long what was sent may stay unconfirmed, and a silent connection unproven, before it counts as lost.
const SILENCE: Duration = Duration::from_secs(15);

/// The schema of our tables, if nobody says otherwise.
const SCHEMA: &str = "copydesk";

/// The address of a database: `postgres://USER:PASSWORD@HOST:PORT/DATABASE`.
///
/// Of the parameters libpq knows, those of the `postgres` crate work, and `sslmode=verify-full` and `sslrootcert` do what they
/// do there. `schema=NAME` names the schema of our tables, so that a database may hold several crawls or collections.
#[derive(Clone)]
pub struct Address {
    config: Config,
    encrypted: bool,
    root: Option<PathBuf>,
    schema: String,
    shown: String,
}

impl Address {
    /// Reads an address. Its password may come from the environment instead (`PGPASSWORD`).
    pub fn parse(text: &str) -> Result<Self, DatabaseError> {
        let bad = |what: &str| DatabaseError::Address { what: what.to_owned() };
        // What the parser would say of it may hold what was meant as a password.
        let mut url = Url::parse(text).map_err(|_| bad("it is no URL"))?;
        if !matches!(url.scheme(), "postgres" | "postgresql") {
            return Err(DatabaseError::Scheme { scheme: url.scheme().to_owned() });
        }
        // Else what was meant as a password would be taken for a port and a path, which are shown.
        if url.fragment().is_some() || url.path().contains('@') {
            return Err(bad("of a user or password, `#` is written %23, `/` is %2F and `@` is %40"));
        }
        let (mut encrypted, mut root, mut schema, mut kept) = (false, None, SCHEMA.to_owned(), Vec::new());
        for (name, value) in url.query_pairs() {
            match (name.as_ref(), value.as_ref()) {
                ("sslmode", "disable") => encrypted = false,
                ("sslmode", "require" | "verify-full") => encrypted = true,
                ("sslmode", _) => return Err(bad("`sslmode` is disable, require or verify-full")),
                ("sslrootcert", file) => root = Some(PathBuf::from(file)),
                ("schema", name) if is_name(name) => name.clone_into(&mut schema),
                ("schema", _) => {
                    return Err(bad("`schema` is a name of up to 63 small letters, digits and underscores"));
                }
                _ => kept.push((name.into_owned(), value.into_owned())),
            }
        }
        url.set_query(None);
        let shown = shown(&url, &kept, &schema);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(&kept);
        }
        let mut config: Config =
            url.as_str().parse().map_err(|_| bad("it has a part that PostgreSQL does not know"))?;
        if let (None, Ok(password)) = (config.get_password(), std::env::var("PGPASSWORD")) {
            config.password(password);
        }
        config.ssl_mode(if encrypted { SslMode::Require } else { SslMode::Disable });
        config.connect_timeout(CONNECT).tcp_user_timeout(SILENCE);
        config.keepalives_idle(SILENCE).keepalives_interval(SILENCE / 3).keepalives_retries(3);
        if config.get_application_name().is_none() {
            config.application_name("copydesk");
        }
        Ok(Self { config, encrypted, root, schema, shown })
    }

    /// The schema of our tables.
    pub(crate) fn schema(&self) -> &str {
        &self.schema
    }

    /// Opens a connection, which begins with the statements `settings`.
    pub(super) fn connect(&self, settings: &str) -> Result<Client, ConnectError> {
        let mut client = if self.encrypted {
            self.config.connect(MakeRustlsConnect::new(self.tls()?))?
        } else {
            self.config.connect(NoTls)?
        };
        client.batch_execute(&format!(
            "SET search_path TO {}; SET statement_timeout = '5min'; {settings}",
            self.schema
        ))?;
        Ok(client)
    }

    fn tls(&self) -> Result<rustls::ClientConfig, ConnectError> {
        let mut roots = rustls::RootCertStore::empty();
        match &self.root {
            Some(file) => {
                let certificates = CertificateDer::pem_file_iter(file)
                    .and_then(Iterator::collect::<Result<Vec<_>, _>>)
                    .map_err(|error| ConnectError::Tls(format!("{}: {error}", file.display())))?;
                roots.add_parsable_certificates(certificates);
            }
            None => {
                roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| ConnectError::Tls(error.to_string()))?;
        Ok(config.with_root_certificates(roots).with_no_client_auth())
    }
}

/// Why there is no connection.
#[derive(Debug)]
pub(super) enum ConnectError {
    Postgres(postgres::Error),
    Tls(String),
}

impl From<postgres::Error> for ConnectError {
    fn from(error: postgres::Error) -> Self {
        Self::Postgres(error)
    }
}

/// The address without user's secrets. Options are left out but for what says where the server is.
fn shown(url: &Url, options: &[(String, String)], schema: &str) -> String {
    let option = |name: &str| options.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let user = if url.username().is_empty() { option("user").unwrap_or_default() } else { url.username() };
    let host = url.host_str().filter(|host| !host.is_empty()).or(option("host")).unwrap_or("localhost");
    let port = url.port().map(|port| port.to_string()).or(option("port").map(str::to_owned));
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    let at = if user.is_empty() { "" } else { "@" };
    let schema = if schema == SCHEMA { String::new() } else { format!("?schema={schema}") };
    format!("postgres://{user}{at}{host}{port}{}{schema}", url.path())
}

fn is_name(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase() || c == '_';
    (1..=63).contains(&text.len())
        && text.starts_with(letter)
        && text.chars().all(|c| letter(c) || c.is_ascii_digit())
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

impl std::str::FromStr for Address {
    type Err = DatabaseError;

    fn from_str(text: &str) -> Result<Self, DatabaseError> {
        Self::parse(text)
    }
}
