//! A paused clock that goes on while sockets are in use.
//!
//! With `start_paused`, tokio jumps to the next timer whenever no task can run; but a task that waits for bytes
//! that are on their way over loopback "cannot run", so timeouts would fire before the bytes are seen. Here the
//! clock only moves by hand, in small steps, and between two steps everybody gets many turns to read and write.
//! Client and server run on the same thread, so a turn is all that either needs.

use std::time::Duration;

use tokio::time::advance;

/// How far the clock moves at once: the precision of what a test can see.
pub const STEP: Duration = Duration::from_millis(50);

/// Turns between two steps. An exchange with TLS takes about twenty.
const TURNS: usize = 30;

/// Runs a future to its end, moving tokio's paused clock whenever it waits. Only in a runtime of one thread.
pub async fn in_virtual_time<T>(future: impl Future<Output = T>) -> T {
    let _held = hold_clock();
    tokio::pin!(future);
    loop {
        tokio::select! {
            biased;
            output = &mut future => return output,
            () = turns() => {}
        }
        advance(STEP).await;
    }
}

/// Yielding lets the runtime look at its sockets before it comes back here.
async fn turns() {
    for _ in 0..TURNS {
        tokio::task::yield_now().await;
    }
}

/// Keeps tokio from moving the clock by itself, which it does not do while a blocking task runs.
fn hold_clock() -> impl Sized {
    let (held, until_dropped) = std::sync::mpsc::channel::<()>();
    tokio::task::spawn_blocking(move || until_dropped.recv());
    held
}
