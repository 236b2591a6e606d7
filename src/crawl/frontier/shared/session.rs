//! The connection of a worker, and what its work ends with.

use super::SharedError;
use crate::database::{self, Address};

pub(super) use crate::database::{Ending, PATIENCE, Parameters, Work};

/// A connection that is made anew when it is lost.
pub(super) type Session = database::Session<SharedError>;

/// Why a piece of work ended early.
pub(super) type Stop = database::Stop<SharedError>;

/// Tables grow faster than the server's idea of their size, by which it might find it best to read them whole. And what a
/// worker that is cut off or stopped has begun is undone soon, so that it holds up nobody.
const SETTINGS: &str = "SET enable_seqscan = off; SET idle_in_transaction_session_timeout = '10s'";

/// A worker's session, not connected yet.
pub(super) fn at(address: &Address) -> Session {
    Session::new(address.clone(), SETTINGS)
}
