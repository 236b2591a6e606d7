//! Ctrl-C and SIGTERM: the first ends the crawl in order, the second at once.

use std::process;
use std::sync::Arc;

use tokio::sync::watch;

use super::super::exit::Exit;
use super::progress::Progress;

/// Listens until the crawl is over.
pub async fn listen(stop: watch::Sender<bool>, progress: Arc<Progress>) {
    let Ok(mut signals) = Signals::new() else {
        progress.say("interrupts cannot be caught; they end the crawl at once, and nothing finished is lost");
        // Dropping the sender would look like nobody being able to stop the crawl, which is so.
        return;
    };
    signals.next().await;
    let _ = stop.send(true);
    progress
        .say("finishing the pages in flight; interrupt again to stop at once (nothing is lost either way)");
    signals.next().await;
    // What is finished is in the files and committed; a line in the making is cut off by the next run.
    process::exit(interrupted());
}

/// The status of an interrupted run.
fn interrupted() -> i32 {
    Exit::Interrupted.code().into()
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
