//! A parallel map that keeps the input's order and holds a bounded number of items in memory.

use std::num::NonZero;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// How many items may wait for each thread: enough to keep it busy while the sink writes.
const WAITING_PER_THREAD: usize = 4;

/// As many threads as the machine runs at once.
pub fn all_cores() -> NonZero<usize> {
    thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
}

/// Maps `items` through `map` on `threads` threads and hands the results to `sink` in the order of `items`.
///
/// `items` is read on a thread of its own, `sink` runs on the caller's. At most a few items per thread are read
/// ahead, whether the source, the mapping or the sink is the slow one. The first error of `sink` ends the run and
/// is returned; a panic in `map` is passed on.
pub fn ordered_map<I, O, E>(
    items: impl Iterator<Item = I> + Send,
    threads: NonZero<usize>,
    map: impl Fn(I) -> O + Sync,
    mut sink: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E>
where
    I: Send,
    O: Send,
{
    let room = threads.get().saturating_mul(WAITING_PER_THREAD);
    // Each item travels with the channel its result comes back on; `promises` holds those channels in order.
    let (work_in, work_out) = mpsc::sync_channel::<(I, mpsc::SyncSender<O>)>(room);
    let (promise_in, promise_out) = mpsc::sync_channel::<mpsc::Receiver<O>>(room);
    let work_out = Mutex::new(work_out);
    let next = || work_out.lock().unwrap_or_else(PoisonError::into_inner).recv();
    thread::scope(|scope| {
        scope.spawn(move || {
            for item in items {
                let (result_in, result_out) = mpsc::sync_channel(1);
                if promise_in.send(result_out).is_err() || work_in.send((item, result_in)).is_err() {
                    break;
                }
            }
        });
        for _ in 0..threads.get() {
            scope.spawn(|| {
                while let Ok((item, result_in)) = next() {
                    // Nobody waits for the result once the sink has failed.
                    let _ = result_in.send(map(item));
                }
            });
        }
        // A broken promise is a panic in `map`; the scope passes it on.
        promise_out.into_iter().map_while(|promise| promise.recv().ok()).try_for_each(&mut sink)
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const THREE: NonZero<usize> = NonZero::new(3).unwrap();

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let mut seen = Vec::new();
        let slow_first = |n: u64| {
            let rounds = if n.is_multiple_of(7) { 20_000 } else { 10 };
            (0..rounds).fold(n, |sum, step| sum ^ std::hint::black_box(step) ^ step) * 2
        };
        ordered_map(0..500_u64, THREE, slow_first, |n| {
            seen.push(n);
            Ok::<_, ()>(())
        })
        .unwrap();
        assert_eq!(seen, (0..500).map(|n| n * 2).collect::<Vec<_>>());
    }

    #[test]
    fn a_failing_sink_ends_the_run_and_bounds_what_was_read() {
        let read = AtomicUsize::new(0);
        let endless = std::iter::repeat_with(|| read.fetch_add(1, Ordering::SeqCst));
        let result = ordered_map(endless, THREE, |n| n, |n| if n == 10 { Err("full") } else { Ok(()) });
        assert_eq!(result, Err("full"));
        assert!(read.load(Ordering::SeqCst) < 10 + 10 * THREE.get() * WAITING_PER_THREAD);
    }

    #[test]
    fn nothing_in_nothing_out() {
        ordered_map(std::iter::empty::<()>(), THREE, |()| (), |()| Err("called")).unwrap();
    }
}
