-- The state of one crawl. Times are milliseconds since 1970, UTC.

CREATE TABLE host (
    id           INTEGER PRIMARY KEY,
    name         TEXT    NOT NULL UNIQUE,
    next_allowed INTEGER NOT NULL DEFAULT 0, -- ask for nothing before
    announced    INTEGER NOT NULL DEFAULT 0, -- 1: the sitemaps of its robots.txt are queued
    fetched      INTEGER NOT NULL DEFAULT 0, -- pages asked for at least once
    pause        INTEGER,                    -- between two requests, in ms; null: not asked yet
    last_error   TEXT                        -- why a page of it failed or was put off, the last time
);

-- What waits. A URL being fetched still waits: what is in flight is not stored.
CREATE TABLE queue (
    host     INTEGER NOT NULL,
    priority INTEGER NOT NULL,               -- lowest first
    ordinal  INTEGER NOT NULL,               -- then first come
    url      TEXT    NOT NULL,
    kind     INTEGER NOT NULL,               -- 0 page, 1 feed, 2 sitemap
    depth    INTEGER NOT NULL,
    snoozes  INTEGER NOT NULL DEFAULT 0,
    via      INTEGER,                        -- shape of the page that links to it; null: named by a seed or source
    PRIMARY KEY (host, priority, ordinal)
) WITHOUT ROWID;

-- The seeds of all runs: what the scope is made of.
CREATE TABLE seed (url TEXT PRIMARY KEY) WITHOUT ROWID;

-- Every URL that ever entered.
CREATE TABLE seen (hash BLOB PRIMARY KEY) WITHOUT ROWID;

-- When an article was published, by the feed or sitemap that lists it.
CREATE TABLE announced (hash BLOB PRIMARY KEY, published TEXT NOT NULL) WITHOUT ROWID;

-- How addresses of one look did: pages fetched, and articles they gave or linked to.
CREATE TABLE shape (
    host    INTEGER NOT NULL,
    shape   INTEGER NOT NULL,
    fetched INTEGER NOT NULL DEFAULT 0,
    fruits  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (host, shape)
) WITHOUT ROWID;

-- What is finished, in the order of the output's lines.
CREATE TABLE done (
    seq          INTEGER PRIMARY KEY,
    host         INTEGER,                    -- null: the text is no URL
    url          TEXT    NOT NULL,
    kind         INTEGER NOT NULL,
    depth        INTEGER NOT NULL,
    status       TEXT    NOT NULL,           -- article, skipped, failed; read, unread (feeds, sitemaps)
    reason       TEXT,
    attempts     INTEGER NOT NULL,
    articles_end INTEGER NOT NULL,           -- length of articles.jsonl with this URL's line
    outcomes_end INTEGER NOT NULL            -- length of outcomes.jsonl with this URL's line
);

-- What stored articles are recognised by when they turn up under another URL.
CREATE TABLE stored (hash BLOB PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;

-- Fingerprints of stored articles' bodies, under each of their four quarters (which quarter << 16 | its bits).
CREATE TABLE print (
    quarter INTEGER NOT NULL,
    bits    INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (quarter, bits, seq)
) WITHOUT ROWID;
