//! A connection that tests can cut.

use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// A way to a server on this machine that can be cut: bytes are taken from both sides then, and go nowhere.
pub struct Wire {
    port: u16,
    is_cut: Arc<AtomicBool>,
}

impl Wire {
    /// A way to that port.
    pub fn to(to: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let is_cut = Arc::new(AtomicBool::new(false));
        let cut = Arc::clone(&is_cut);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if cut.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(server) = TcpStream::connect(("127.0.0.1", to)) else { continue };
                let ends =
                    [(client.try_clone(), server.try_clone()), (server.try_clone(), client.try_clone())];
                for (from, to) in ends {
                    let (Ok(mut from), Ok(mut to), Ok(worker)) = (from, to, client.try_clone()) else {
                        continue;
                    };
                    let cut = Arc::clone(&cut);
                    thread::spawn(move || {
                        let mut bytes = [0; 8192];
                        loop {
                            let read = std::io::Read::read(&mut from, &mut bytes).unwrap_or(0);
                            let lost = cut.load(Ordering::SeqCst);
                            if read == 0
                                || lost
                                || std::io::Write::write_all(&mut to, &bytes[..read]).is_err()
                            {
                                // The worker hears that it is alone. The server does not where bytes were lost, and waits.
                                let _ = worker.shutdown(std::net::Shutdown::Both);
                                if !lost {
                                    let _ = from.shutdown(std::net::Shutdown::Both);
                                    let _ = to.shutdown(std::net::Shutdown::Both);
                                }
                                return;
                            }
                        }
                    });
                }
            }
        });
        Self { port, is_cut }
    }
    /// Where it begins.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Whoever talks over it is cut off, and nobody gets through.
    pub fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
    }

    /// It can be used again.
    pub fn mend(&self) {
        self.is_cut.store(false, Ordering::SeqCst);
    }
}
