//! A PostgreSQL server for the tests, one for all of them. It ends with the test process, however that ends.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The role that is asked for its password, where it has been made.
pub const WITH_PASSWORD: &str = "with_password";

/// A running server.
pub struct Server {
    host: String,
    port: u16,
    /// What runs a command where the server is.
    within: Vec<String>,
    folder: TempDir,
    programs: PathBuf,
    child: Child,
    /// Its guards end it, and remove its folder, once nobody holds these any more.
    guards: Vec<ChildStdin>,
}

/// The server of this test process.
pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(Server::start)
}

/// Where the latest `initdb` and `postgres` are.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    let whole = |folder: &PathBuf| folder.join("initdb").exists() && folder.join("postgres").exists();
    folders.into_iter().rfind(whole).expect("PostgreSQL is not installed: apt-get install postgresql")
}

/// What makes a command that of a user as whom PostgreSQL runs: it refuses to be root's.
fn as_its_user() -> &'static [&'static str] {
    let is_root =
        std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    if is_root {
        &["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups", "--"]
    } else {
        &["env"]
    }
}

impl Server {
    /// Makes and starts a server of its own.
    pub fn start() -> Self {
        Self::start_within(Vec::new(), "127.0.0.1")
    }

    /// The same where that puts commands, at an address that is ours there.
    pub fn start_within(within: Vec<String>, host: &str) -> Self {
        let programs = programs();
        let folder = tempfile::Builder::new().prefix("copydesk-pg").tempdir_in("/tmp").unwrap();
        std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o777)).unwrap();
        let data = folder.path().join("data");
        let [first, user @ ..] = as_its_user() else { unreachable!() };
        let made = Command::new(first)
            .args(user)
            .arg(programs.join("initdb"))
            .args([
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync",
                "-D",
            ])
            .arg(&data)
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .status();
        assert!(made.unwrap().success(), "initdb failed");
        let access = folder.path().join("data/pg_hba.conf");
        let trusting = std::fs::read_to_string(&access).unwrap();
        // One role alone is asked for its password.
        let asking = format!(
            "host all {WITH_PASSWORD} 127.0.0.1/32 scram-sha-256\n{trusting}\nhost all all samenet trust\n"
        );
        std::fs::write(&access, asking).unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (child, guard) = run(&within, &programs, folder.path(), port);
        let host = host.to_owned();
        let mut server = Self { host, port, within, folder, programs, child, guards: vec![guard] };
        server.wait();
        server
    }

    /// The address of a crawl on it.
    pub fn address(&self, schema: &str) -> String {
        format!("postgres://postgres@{}:{}/postgres?schema={schema}", self.host, self.port)
    }

    /// A connection for looking on.
    pub fn client(&self, schema: &str) -> postgres::Client {
        let address = format!("host={} port={} user=postgres dbname=postgres", self.host, self.port);
        let mut client = postgres::Client::connect(&address, postgres::NoTls).unwrap();
        client.batch_execute(&format!("SET search_path TO {schema}")).unwrap();
        client
    }

    /// Takes encrypted connections too from now on, with this certificate and its key.
    pub fn encrypt(&self, certificate: &str, key: &str) {
        let data = self.folder.path().join("data");
        for (name, text) in [("server.crt", certificate), ("server.key", key)] {
            let [first, user @ ..] = as_its_user() else { unreachable!() };
            let script = "umask 077; cat >\"$0\"";
            let mut writing = Command::new(first);
            writing.args(user).args(["sh", "-c", script]).arg(data.join(name)).stdin(Stdio::piped());
            let mut writing = writing.current_dir("/").spawn().unwrap();
            writing.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
            assert!(writing.wait().unwrap().success());
        }
        let mut client = self.client("public");
        for statement in ["ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()"] {
            client.batch_execute(statement).unwrap();
        }
        while self.client("public").query_one("SHOW ssl", &[]).unwrap().get::<_, String>(0) != "on" {
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Kills it as a machine's power failure would, all but the disk's, and starts it again.
    pub fn kill_and_restart(&mut self) {
        self.kill();
        self.start_again();
        self.wait();
    }

    /// Ends it, and everybody's connection.
    pub fn stop(&mut self) {
        self.signal("-INT");
        self.child.wait().unwrap();
    }

    fn start_again(&mut self) {
        let (child, guard) = run(&self.within, &self.programs, self.folder.path(), self.port);
        self.child = child;
        self.guards.push(guard);
    }

    fn kill(&mut self) {
        self.signal("-KILL");
        self.child.wait().unwrap();
    }

    fn signal(&self, signal: &str) {
        let pid = std::fs::read_to_string(self.folder.path().join("data/postmaster.pid")).unwrap();
        let pid = pid.lines().next().unwrap();
        assert!(Command::new("kill").args([signal, pid]).status().unwrap().success());
    }

    fn wait(&mut self) {
        let end = Instant::now() + Duration::from_mins(1);
        let address = format!("host={} port={} user=postgres dbname=postgres", self.host, self.port);
        while postgres::Client::connect(&address, postgres::NoTls).is_err() {
            if Instant::now() > end {
                let mut said = String::new();
                let log = std::fs::File::open(self.folder.path().join("log"));
                log.and_then(|mut log| log.read_to_string(&mut said)).unwrap();
                panic!("PostgreSQL does not start: {said}");
            }
            // What it left behind when it was killed ends by itself, and until then it cannot begin again.
            if self.child.try_wait().unwrap().is_some() {
                self.start_again();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Starts the server with a guard beside it, which ends it when the pipe from this process closes.
fn run(within: &[String], programs: &Path, folder: &Path, port: u16) -> (Child, ChildStdin) {
    let listens = if within.is_empty() { "127.0.0.1" } else { "*" };
    // A shell gives what it runs in the background an empty standard input, so the pipe needs another number.
    let script = "exec 3<&0; folder=$1; shift
        \"$@\" >>\"$folder/log\" 2>&1 </dev/null 3<&- & server=$!
        (cat <&3 >/dev/null; kill -QUIT $server; sleep 1; rm -rf \"$folder\") 2>/dev/null &
        wait $server";
    let mut child = Command::new("sh")
        .args(["-c", script, "sh"])
        .arg(folder)
        .args(within)
        .args(as_its_user())
        .arg(programs.join("postgres"))
        .arg("-D")
        .arg(folder.join("data"))
        .args([
            "-p",
            &port.to_string(),
            "-k",
            "",
            "-c",
            &format!("listen_addresses={listens}"),
            "-c",
            "max_connections=50",
        ])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let guard = child.stdin.take().unwrap();
    (child, guard)
}
