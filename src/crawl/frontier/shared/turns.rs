//! Hosts taken from the database, kept a while longer, and given back.

use std::collections::{HashMap, VecDeque};

use super::links::Link;
use super::session::{Ending, Session, Stop, Work};
use super::{SharedError, Workers, robots};
use crate::crawl::frontier::Limits;
use crate::crawl::frontier::queue::{pages_down_to, sources_down_to};
use crate::fetch::RobotsCopy;

/// URLs of one host that a worker gets at a time: politeness stays its own affair for so many requests, and a host that is
/// given back has waited for no longer than they take.
const AT_ONCE: i64 = 10;

/// A host as it was taken.
pub(super) struct Taken {
    pub host: i64,
    pub epoch: i64,
    pub announced: bool,
    /// How much longer than usual its pauses are because it labours, in seconds.
    pub strain: f64,
    pub robots: Vec<RobotsCopy>,
    pub queue: VecDeque<Link>,
}

/// A host to be given back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Back {
    pub host: i64,
    pub epoch: i64,
    /// It may be asked again after so many seconds.
    pub rest: f64,
    /// What waits for it is beyond the limits.
    pub is_beyond: bool,
}

/// Takes up to `most` hosts whose time has come, those that waited longest first.
pub(super) fn take(
    session: &mut Session,
    us: &Workers,
    limits: Limits,
    most: usize,
) -> Result<Vec<Taken>, SharedError> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = session.query(TAKE, &[&most, &us.worker, &us.lease.as_secs_f64(), &us.delay.as_secs_f64()])?;
    let (mut taken, mut rooms) = (Vec::new(), Vec::new());
    let mut read = || -> Result<(), Stop> {
        for row in &rows {
            let fetched: i64 = row.try_get(3)?;
            rooms.push(room(limits, fetched));
            let was: f64 = row.try_get(5)?;
            let host = Taken {
                host: row.try_get(0)?,
                epoch: row.try_get(1)?,
                announced: row.try_get(2)?,
                strain: row.try_get(4)?,
                robots: Vec::new(),
                queue: VecDeque::new(),
            };
            taken.push((was, host));
        }
        Ok(())
    };
    read().map_err(|stop| wrong(session, stop))?;
    let hosts: Vec<i64> = taken.iter().map(|(_, host)| host.host).collect();
    let mut queues = queues(session, limits, &hosts, &rooms)?;
    let mut robots = robots::of(session, &hosts)?;
    taken.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let with_queue = |(_, mut host): (f64, Taken)| {
        host.queue = queues.remove(&host.host).unwrap_or_default();
        host.robots = robots.remove(&host.host).unwrap_or_default();
        host
    };
    Ok(taken.into_iter().map(with_queue).collect())
}

/// How many more pages of a host may be fetched.
fn room(limits: Limits, fetched: i64) -> i64 {
    let most = limits.max_pages_per_host.map_or(i64::MAX, |most| i64::try_from(most).unwrap_or(i64::MAX));
    most.saturating_sub(fetched).max(0)
}

/// What is next of those hosts within the limits.
fn queues(
    session: &mut Session,
    limits: Limits,
    hosts: &[i64],
    rooms: &[i64],
) -> Result<HashMap<i64, VecDeque<Link>>, SharedError> {
    let mut queues: HashMap<i64, VecDeque<Link>> = HashMap::new();
    if hosts.is_empty() {
        return Ok(queues);
    }
    let (deepest, source) =
        (*pages_down_to(limits.max_depth).end(), *sources_down_to(limits.max_depth).end());
    let rows = session.query(QUEUES, &[&hosts, &rooms, &deepest, &source, &AT_ONCE])?;
    let mut pages: HashMap<i64, i64> = HashMap::new();
    let rooms: HashMap<i64, i64> = hosts.iter().copied().zip(rooms.iter().copied()).collect();
    for row in &rows {
        let link = Link::read(row).map_err(|stop| wrong(session, stop))?;
        let host = link.place.host;
        if link.place.priority >= 0 {
            let pages = pages.entry(host).or_default();
            *pages += 1;
            if rooms.get(&host).is_some_and(|room| *pages > *room) {
                continue;
            }
        }
        queues.entry(host).or_default().push_back(link);
    }
    Ok(queues)
}

/// Keeps hosts for another term; says which of them are still ours.
pub(super) fn renew(
    session: &mut Session,
    us: &Workers,
    hosts: &[(i64, i64)],
) -> Result<Vec<i64>, SharedError> {
    if hosts.is_empty() {
        return Ok(Vec::new());
    }
    let (ids, epochs): (Vec<i64>, Vec<i64>) = hosts.iter().copied().unzip();
    let rows = session
        .query(RENEW, &[&ids, &epochs, &us.worker, &us.lease.as_secs_f64(), &us.delay.as_secs_f64()])?;
    let ids = rows.iter().map(|row| row.try_get(0).map_err(Stop::from)).collect::<Result<_, _>>();
    ids.map_err(|stop| wrong(session, stop))
}

/// Gives hosts back. Whether something waits for one is asked once its row is locked, so that no addition is overlooked.
pub(super) fn give_back(session: &mut Session, us: &Workers, hosts: &[Back]) -> Result<(), SharedError> {
    if hosts.is_empty() {
        return Ok(());
    }
    let mut hosts = hosts.to_vec();
    hosts.sort_unstable_by_key(|back| back.host);
    session.transact(|work| {
        let ours = lock(work, &hosts.iter().map(|back| back.host).collect::<Vec<_>>())?;
        let is_ours = |back: &&Back| {
            ours.iter()
                .any(|row| row.host == back.host && row.epoch == back.epoch && row.worker == Some(us.worker))
        };
        let backs: Vec<&Back> = hosts.iter().filter(is_ours).collect();
        let ids: Vec<i64> = backs.iter().map(|back| back.host).collect();
        let rests: Vec<f64> = backs.iter().map(|back| back.rest).collect();
        let beyond: Vec<bool> = backs.iter().map(|back| back.is_beyond).collect();
        work.execute(GIVE_BACK, &[&ids, &rests, &beyond])?;
        Ok(Ending::Commit(()))
    })
}

/// A host's row, locked until the transaction ends.
pub(super) struct Locked {
    pub host: i64,
    pub epoch: i64,
    pub worker: Option<i64>,
}

/// Locks hosts, in an order that is everybody's.
pub(super) fn lock(work: &mut Work<'_>, hosts: &[i64]) -> Result<Vec<Locked>, Stop> {
    let rows = work
        .query("SELECT id, epoch, worker FROM host WHERE id = ANY($1) ORDER BY id FOR UPDATE", &[&hosts])?;
    let read = |row: &postgres::Row| {
        Ok(Locked { host: row.try_get(0)?, epoch: row.try_get(1)?, worker: row.try_get(2)? })
    };
    rows.iter().map(read).collect()
}

/// Something new waits for locked hosts: those that rested get their turn, behind all that are due.
pub(super) fn wake(work: &mut Work<'_>, hosts: &[i64]) -> Result<(), Stop> {
    work.execute(
        "UPDATE host SET standing = 0, due = greatest(due, now()) WHERE id = ANY($1) AND standing <> 0",
        &[&hosts],
    )?;
    Ok(())
}

/// In how many seconds the next host may be taken, but for those that we have. What the database calls ours is not always:
/// of a lease that came too late we let go.
pub(super) fn next_due(session: &mut Session, ours: &[i64]) -> Result<Option<f64>, SharedError> {
    let rows = session.query(
        "SELECT extract(epoch FROM due - now())::double precision FROM host
         WHERE standing = 0 AND NOT id = ANY($1) ORDER BY due LIMIT 1",
        &[&ours],
    )?;
    let first = rows.first().map(|row| row.try_get(0)).transpose();
    first.map_err(|error| wrong(session, error.into()))
}

/// A row that does not say what it should.
pub(super) fn wrong(session: &Session, stop: Stop) -> SharedError {
    match stop {
        Stop::Failed(error) => error,
        Stop::Misread(what) => session.damaged(what),
        Stop::Sql(error) | Stop::Crossed(error) => session.damaged(error.to_string()),
    }
}

// A lease that nobody gives back ends by itself, and then the host's pause is still to pass: whoever had it may have
// asked it for something at the last moment.
const TAKE: &str = "
    WITH chosen AS (
        SELECT id, due AS was FROM host WHERE standing = 0 AND due <= now() ORDER BY due LIMIT $1
        FOR UPDATE SKIP LOCKED)
    UPDATE host SET epoch = epoch + 1, worker = $2,
        due = now() + ($3 + coalesce(pause, $4)) * interval '1 second'
    FROM chosen WHERE host.id = chosen.id
    RETURNING host.id, epoch, announced, fetched, strain, extract(epoch FROM was)::double precision";

const QUEUES: &str = "
    SELECT l.host, l.priority, l.ordinal, l.url, l.kind, l.depth, l.snoozes, l.via,
           coalesce(l.published, announced.published)
    FROM unnest($1::bigint[], $2::bigint[]) AS h (host, room)
    CROSS JOIN LATERAL (
        SELECT * FROM link WHERE link.host = h.host AND waiting AND priority <= $3
            AND (priority <= $4 OR (priority >= 0 AND h.room > 0))
        ORDER BY priority, ordinal LIMIT $5) l
    LEFT JOIN announced ON announced.host = l.host AND announced.hash = l.hash
    ORDER BY l.host, l.priority, l.ordinal";

const RENEW: &str = "
    WITH ours AS (
        SELECT host.id FROM host JOIN unnest($1::bigint[], $2::bigint[]) AS h (id, epoch)
            ON host.id = h.id AND host.epoch = h.epoch
        WHERE host.worker = $3 ORDER BY host.id FOR UPDATE OF host)
    UPDATE host SET due = greatest(due, now() + ($4 + coalesce(pause, $5)) * interval '1 second')
    FROM ours WHERE host.id = ours.id RETURNING host.id";

const GIVE_BACK: &str = "
    UPDATE host SET worker = NULL, due = now() + h.rest * interval '1 second', standing = CASE
        WHEN NOT EXISTS (SELECT 1 FROM link WHERE link.host = host.id AND waiting) THEN 1
        WHEN h.beyond THEN 2 ELSE 0 END
    FROM unnest($1::bigint[], $2::double precision[], $3::boolean[]) AS h (id, rest, beyond)
    WHERE host.id = h.id";
