//! A network of its own with two links to ours that can be cut, where the machine lets us have one.

use std::process::{Child, Command, Stdio};

/// The network. It is gone with the test process, however that ends.
pub struct Namespace {
    name: String,
    /// Our ends of the links.
    links: [String; 2],
    /// The addresses of the other ends.
    addresses: [String; 2],
    guard: Child,
}

fn ip(arguments: &str) -> bool {
    let run = Command::new("ip").args(arguments.split(' ')).stderr(Stdio::null()).status();
    run.is_ok_and(|status| status.success())
}

impl Namespace {
    /// Makes one; `None` where only root may, or not even root.
    pub fn make() -> Option<Self> {
        let process = std::process::id();
        let name = format!("copydesk-{process}");
        if !ip(&format!("netns add {name}")) {
            return None;
        }
        let mut guard = Command::new("sh");
        guard.args(["-c", "cat >/dev/null; ip netns del \"$0\"", &name]).stdin(Stdio::piped());
        let links = [0, 1].map(|link| format!("cd{process}-{link}"));
        let subnets = [0, 1].map(|link| format!("10.213.{}", (process % 128) * 2 + link));
        let addresses = [0, 1].map(|link| format!("{}.2", subnets[link]));
        let made = Self { name, links, addresses, guard: guard.spawn().unwrap() };
        let Self { name, links, addresses, .. } = &made;
        let mut works = true;
        for at in [0, 1] {
            let (link, there, subnet) = (&links[at], &addresses[at], &subnets[at]);
            works &= ip(&format!("link add {link} type veth peer name there{at} netns {name}"))
                && ip(&format!("addr add {subnet}.1/24 dev {link}"))
                && ip(&format!("link set {link} up"))
                && ip(&format!("-n {name} addr add {there}/24 dev there{at}"))
                && ip(&format!("-n {name} link set there{at} up"));
        }
        works.then_some(made)
    }

    /// What makes a command one that runs there.
    pub fn within(&self) -> Vec<String> {
        ["ip", "netns", "exec", &self.name].map(str::to_owned).to_vec()
    }

    /// The addresses of the other ends of the links.
    pub fn addresses(&self) -> &[String; 2] {
        &self.addresses
    }

    /// From now on nothing goes over that link, and nobody is told.
    pub fn cut(&self, link: usize) {
        assert!(ip(&format!("link set {} down", self.links[link])));
    }

    /// The link can be used again.
    pub fn mend(&self, link: usize) {
        assert!(ip(&format!("link set {} up", self.links[link])));
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        let _ = self.guard.wait();
    }
}
