//! The flags of fetching, through the verb that does little else.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener};

use crate::support::copydesk;

/// A server that gives everyone the same robots.txt, in real time, and passes on the heads of its requests.
fn robots_server() -> (SocketAddr, std::sync::mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let body = "User-agent: desk\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n";
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            )
            .unwrap();
            if tell.send(head.join("\n")).is_err() {
                return;
            }
        }
    });
    (address, told)
}

#[test]
fn flags_go_over_environment_over_settings() {
    let (address, asked) = robots_server();
    let folder = tempfile::tempdir().unwrap();
    let settings = format!(
        "[fetch]\nuser-agent = 'settings'\nallow-address = ['127.0.0.0/8']\nconnect-to = ['*:{address}']\n"
    );
    std::fs::write(folder.path().join("copydesk.toml"), settings).unwrap();
    let agents = [
        ("desk/1.0 (+https://desk.example)", None, Some("desk/1.0 (+https://desk.example)")),
        ("desk/2.0", Some("desk/2.0"), Some("environment")),
        ("settings", None, None),
    ];
    for (expected, flag, environment) in agents {
        let mut run = copydesk();
        run.current_dir(folder.path()).args(["robots", "http://news.example/story"]);
        flag.map(|agent| run.args(["--user-agent", agent]));
        environment.map(|agent| run.env("COPYDESK_USER_AGENT", agent));
        let verdict = if expected == "settings" { "disallowed" } else { "allowed" };
        let run = run.assert().code(0);
        let output = String::from_utf8_lossy(&run.get_output().stdout).into_owned();
        assert!(output.starts_with(verdict), "{expected}: {output}");
        assert!(
            asked.recv().unwrap().contains(&format!("user-agent: {expected}\n")) || expected == "desk/2.0"
        );
    }
}

#[test]
fn what_cannot_be_had_is_an_error_with_its_url() {
    let run = copydesk().args(["robots", "http://127.0.0.1:9/a"]).assert().code(1);
    insta::assert_snapshot!(String::from_utf8_lossy(&run.get_output().stderr), @"copydesk: http://127.0.0.1:9/a leads to 127.0.0.1, a loopback address: allow it with --allow-address 127.0.0.1 if that is meant");
    let run = copydesk().args(["robots", "file:///etc/passwd"]).assert().code(1);
    insta::assert_snapshot!(String::from_utf8_lossy(&run.get_output().stderr), @"copydesk: file:///etc/passwd is not on the web: only http and https URLs can be fetched");
    let run = copydesk().args(["robots", "news.example"]).assert().code(2);
    insta::assert_snapshot!(String::from_utf8_lossy(&run.get_output().stderr), @"copydesk: `news.example` is not a URL: expected one like https://example.com/story: relative URL without a base");
}

#[test]
fn bad_values_are_named() {
    let told = |name: &str, value: &str| {
        let run = copydesk().args(["robots", "/a", name, value]).assert().code(2);
        let error = String::from_utf8_lossy(&run.get_output().stderr).into_owned();
        error.lines().next().unwrap().to_owned()
    };
    let errors = [
        told("--delay", "soon"),
        told("--max-body", "16 stones"),
        told("--max-body", "99999999999GiB"),
        told("--allow-address", "home"),
        told("--connect-to", "news.example:80"),
        told("--header", "Cookie: secret=b"),
        told("--header", "*=User-Agent: secret"),
        told("--header", "*=Cook ie: secret"),
        told("--ca-certificate", "/absent.pem"),
    ];
    insta::assert_snapshot!(errors.join("\n"), @"
    error: invalid value 'soon' for '--delay <DURATION>': `soon` is not a duration: expected something like 5s or 500ms
    error: invalid value '16 stones' for '--max-body <SIZE>': `16 stones` is not a size: expected something like 500KiB or 16MiB
    error: invalid value '99999999999GiB' for '--max-body <SIZE>': `99999999999GiB` is not a size: expected something like 500KiB or 16MiB
    error: invalid value 'home' for '--allow-address <CIDR>': `home` is not a range of addresses: expected one like 127.0.0.0/8 or ::1/128
    error: invalid value 'news.example:80' for '--connect-to <HOST:ADDR:PORT>': `news.example:80` is not HOST:ADDR:PORT: expected something like example.com:127.0.0.1:8080
    copydesk: --header, or `header` in the settings, number 1: not a header: expected HOST=NAME: VALUE, such as example.com=Cookie: consent=yes
    copydesk: --header, or `header` in the settings, number 1: the header `user-agent` is not yours to set: use --user-agent
    copydesk: --header, or `header` in the settings, number 1: not a header: expected HOST=NAME: VALUE, such as example.com=Cookie: consent=yes
    copydesk: cannot read the certificates in /absent.pem: No such file or directory (os error 2)
    ");
}

#[test]
fn bad_settings_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let told = |line: &str| {
        std::fs::write(folder.path().join("copydesk.toml"), format!("[fetch]\n{line}\n")).unwrap();
        let run = copydesk().current_dir(folder.path()).args(["robots", "/a"]).assert().code(2);
        String::from_utf8_lossy(&run.get_output().stderr).into_owned()
    };
    let errors = [
        told("delay = '5'"),
        told("max-body = 'much'"),
        told("connect-to = ['*']"),
        told("header = 'a=Cookie: secret'"),
        told("header = ['a=Coo kie: secret']"),
        told("header = [{ Cookie = 'secret' }]"),
        told("proxy = ['http://me:secret@127.0.0.1']"),
        told("delai = '5s'"),
    ];
    insta::assert_snapshot!(errors.concat(), @"
    copydesk: `delay` in the settings: `5` is not a duration: expected something like 5s or 500ms
    copydesk: `max-body` in the settings: `much` is not a size: expected something like 500KiB or 16MiB
    copydesk: `connect-to` in the settings: `*` is not HOST:ADDR:PORT: expected something like example.com:127.0.0.1:8080
    copydesk: copydesk.toml:2: `header`: expected a list of strings
    copydesk: --header, or `header` in the settings, number 1: not a header: expected HOST=NAME: VALUE, such as example.com=Cookie: consent=yes
    copydesk: copydesk.toml:2: `header`: expected a list of strings
    copydesk: copydesk.toml:2: `proxy`: expected a string
    copydesk: copydesk.toml:2: unknown field `delai`, expected one of `delay`, `timeout`, `idle-timeout`, `max-body`, `max-redirects`, `retries`, `user-agent`, `max-hold`, `allow-address`, `connect-to`, `ca-certificate`, `header`, `proxy`, `cookies`, `keep-connections`, `per-address`, `ignore-robots-for`
    ");
}
