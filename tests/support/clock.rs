//! A paused clock that goes on while sockets are in use, and stands still while work is done.
//!
//! With `start_paused`, tokio jumps to the next timer whenever no task can run; but a task that waits for bytes
//! that are on their way over loopback "cannot run", so timeouts would fire before the bytes are seen. Here the
//! clock only moves in small steps, and between two steps everybody gets many turns to read and write.
//! Client and server run on the same thread, so a turn is all that either needs.
//!
//! Work on other threads (reading a page, writing it down) takes real time, however busy the machine is: tokio moves no
//! paused clock while a blocking task runs. So nothing in a test may be one for ever.

use std::time::Duration;

use tokio::time::sleep;

/// How far the clock moves at once: the precision of what a test can see.
pub const STEP: Duration = Duration::from_millis(50);

/// Turns between two steps. An exchange with TLS takes about twenty.
const TURNS: usize = 30;

/// Runs a future to its end, letting tokio's paused clock go on whenever it waits. Only in a runtime of one thread.
pub async fn in_virtual_time<T>(future: impl Future<Output = T>) -> T {
    tokio::pin!(future);
    loop {
        tokio::select! {
            biased;
            output = &mut future => return output,
            () = step() => {}
        }
    }
}

/// Yielding lets the runtime look at its sockets before it comes back here; then it may move the clock.
async fn step() {
    for _ in 0..TURNS {
        tokio::task::yield_now().await;
    }
    sleep(STEP).await;
}
