//! Statements that are written all or none.

use std::ops::Deref;

use rusqlite::{Connection, Transaction};

/// A transaction of its own, or a part of the one that is open already ([`Store::gather`](super::Store::gather)).
pub(super) enum Atom<'a> {
    Whole(Transaction<'a>),
    Part(&'a Connection),
}

impl<'a> Atom<'a> {
    pub fn begin(connection: &'a Connection) -> rusqlite::Result<Self> {
        if connection.is_autocommit() {
            connection.unchecked_transaction().map(Self::Whole)
        } else {
            Ok(Self::Part(connection))
        }
    }

    /// Ends it. A part is there to stay only once the whole is; without this call a whole is taken back, and a part must
    /// not be followed by anything else.
    pub fn commit(self) -> rusqlite::Result<()> {
        match self {
            Self::Whole(transaction) => transaction.commit(),
            Self::Part(_) => Ok(()),
        }
    }
}

impl Deref for Atom<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match self {
            Self::Whole(transaction) => transaction,
            Self::Part(connection) => connection,
        }
    }
}

/// Begins a transaction that all further atoms are parts of.
pub(super) fn gather(connection: &Connection) -> rusqlite::Result<()> {
    if connection.is_autocommit() {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([]).map(drop)
    } else {
        Ok(())
    }
}

/// Ends the transaction that was begun, if one was.
pub(super) fn settle(connection: &Connection) -> rusqlite::Result<()> {
    if connection.is_autocommit() {
        Ok(())
    } else {
        connection.prepare_cached("COMMIT")?.execute([]).map(drop)
    }
}
