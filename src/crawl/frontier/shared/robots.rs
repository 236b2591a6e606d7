//! Each host's robots.txt, which is asked for once by all workers together.

use std::collections::HashMap;
use std::time::Duration;

use super::session::{Session, Stop};
use super::{SharedError, turns};
use crate::fetch::RobotsCopy;

/// What is known of hosts' files, as far as it still holds.
pub(super) fn of(session: &mut Session, hosts: &[i64]) -> Result<HashMap<i64, Vec<RobotsCopy>>, SharedError> {
    let mut copies: HashMap<i64, Vec<RobotsCopy>> = HashMap::new();
    if hosts.is_empty() {
        return Ok(copies);
    }
    let rows = session.query(
        "SELECT host, scheme, body, extract(epoch FROM until - now())::double precision FROM robots
         WHERE host = ANY($1) AND until > now()",
        &[&hosts],
    )?;
    for row in &rows {
        let read = || -> Result<(i64, RobotsCopy), Stop> {
            let fresh_for = Duration::try_from_secs_f64(row.try_get(3)?).unwrap_or_default();
            let body: &[u8] = row.try_get(2)?;
            Ok((
                row.try_get(0)?,
                RobotsCopy { scheme: row.try_get(1)?, body: body.to_vec().into(), fresh_for },
            ))
        };
        let (host, copy) = read().map_err(|stop| turns::wrong(session, stop))?;
        copies.entry(host).or_default().push(copy);
    }
    Ok(copies)
}

/// Keeps a host's files.
pub(super) fn keep(session: &mut Session, host: i64, copies: &[RobotsCopy]) -> Result<(), SharedError> {
    for copy in copies {
        session.query(
            "INSERT INTO robots (host, scheme, body, until) VALUES ($1, $2, $3, now() + $4 * interval '1 second')
             ON CONFLICT (host, scheme) DO UPDATE SET body = excluded.body, until = excluded.until RETURNING host",
            &[&host, &copy.scheme, &copy.body.as_ref(), &copy.fresh_for.as_secs_f64()],
        )?;
    }
    Ok(())
}
