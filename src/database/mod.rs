//! A PostgreSQL database, whatever is kept there: its address, and a connection that is made anew when it is lost.

mod address;
mod error;
mod session;

pub use self::address::Address;
pub use self::error::{DatabaseError, DatabaseFault};
pub(crate) use self::session::{Ending, PATIENCE, Parameters, Session, Stop, Work};
