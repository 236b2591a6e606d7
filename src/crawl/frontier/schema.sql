-- The state of one crawl. Times are milliseconds since 1970, UTC.

CREATE TABLE host (
    id           INTEGER PRIMARY KEY,
    name         TEXT    NOT NULL,           -- each once; no index, since all are in memory
    next_allowed INTEGER NOT NULL DEFAULT 0, -- ask for nothing before
    announced    INTEGER NOT NULL DEFAULT 0, -- 1: the sitemaps of its robots.txt are queued
    fetched      INTEGER NOT NULL DEFAULT 0, -- pages asked for at least once
    pause        INTEGER,                    -- between two requests, in ms; null: not asked yet
    last_error   TEXT                        -- why a page of it failed or was put off, the last time
);

-- What waits, in the order it was found. A URL being fetched still waits: what is in flight is not stored. Rows are only
-- ever added at the end, so adding costs the same however many there are.
CREATE TABLE link (
    ordinal   INTEGER PRIMARY KEY,
    host      INTEGER NOT NULL,
    hash      BLOB    NOT NULL,              -- of the URL
    priority  INTEGER NOT NULL,              -- lowest first; feeds and sitemaps below 0
    url       TEXT    NOT NULL,
    kind      INTEGER NOT NULL,              -- 0 page, 1 feed, 2 sitemap
    depth     INTEGER NOT NULL,
    snoozes   INTEGER NOT NULL DEFAULT 0,
    via       INTEGER,                       -- shape of the page that links to it; null: named by a seed or source
    published TEXT,                          -- by the feed or sitemap that named it first
    finished  INTEGER NOT NULL DEFAULT 0     -- 1: does not wait any more, and is kept until it is sorted in
);

-- The links up to the ordinal `sorted`, by whose turn it is. Those after it are looked up in memory, and sorted in many at
-- a time: keys in no order, put one by one into trees that outgrow the cache, would cost a page each.
CREATE TABLE place (
    host     INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    PRIMARY KEY (host, priority, ordinal)
) WITHOUT ROWID;

-- Every URL that entered up to the ordinal `sorted`, and every text that is none.
CREATE TABLE seen (hash BLOB PRIMARY KEY) WITHOUT ROWID;

-- What is counted, how far links are sorted in, and how far `done` was gone over for what to watch: see tally.rs.
CREATE TABLE count (what TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO count VALUES ('sorted', 0), ('gone_over', 0);

CREATE VIEW waiting AS
    SELECT host, priority, ordinal FROM place
    UNION ALL
    SELECT host, priority, ordinal FROM link
    WHERE ordinal > (SELECT n FROM count WHERE what = 'sorted') AND finished = 0;

-- The seeds of all runs: what the scope is made of.
CREATE TABLE seed (url TEXT PRIMARY KEY) WITHOUT ROWID;

-- When an article was published, by a feed or sitemap that names it after others did.
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
    published    TEXT,                       -- by a feed or sitemap
    status       TEXT    NOT NULL,           -- article, skipped, failed; read, unread (feeds, sitemaps); fetched again:
                                             -- revised (an article's next revision), revisited (records in the archive only)
    reason       TEXT,
    attempts     INTEGER NOT NULL,
    articles_end INTEGER NOT NULL,           -- length of articles.jsonl with this URL's line
    outcomes_end INTEGER NOT NULL,           -- length of outcomes.jsonl with this URL's line
    archive_file INTEGER NOT NULL DEFAULT 0, -- the archive's last file with this URL's records; 0: none yet
    archive_end  INTEGER NOT NULL DEFAULT 0  -- its length with them
);

-- Bodies in the archive, so that one that comes again is stored as a repetition.
CREATE TABLE archived (
    digest BLOB    PRIMARY KEY,              -- SHA-256
    url    TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    seq    INTEGER NOT NULL
) WITHOUT ROWID;

-- What stored articles are recognised by when they turn up under another URL.
CREATE TABLE stored (hash BLOB PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;

-- Fingerprints of stored articles' bodies, under each of their four quarters (which quarter << 16 | its bits).
CREATE TABLE print (
    quarter INTEGER NOT NULL,
    bits    INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (quarter, bits, seq)
) WITHOUT ROWID;

-- What is asked again when its time comes (--watch): feeds, sitemaps, seeds, and articles while they are young.
CREATE TABLE watched (
    hash          BLOB    PRIMARY KEY,       -- of the URL
    host          INTEGER NOT NULL,
    url           TEXT    NOT NULL,
    kind          INTEGER NOT NULL,
    depth         INTEGER NOT NULL,
    ages          INTEGER NOT NULL,          -- 1: an article, asked ever less often and then no more; 0: all others
    due           INTEGER NOT NULL,          -- ask again then
    pause         INTEGER NOT NULL,          -- between the last visit and that, in ms
    changed       INTEGER NOT NULL,          -- when it was published or changed last
    checked       INTEGER NOT NULL,          -- when it was asked last
    seq           INTEGER,                   -- in `done`: its last revision; null: it gave no article
    answered      TEXT,                      -- the address that gave the answer the rest is about; null: there is none
    etag          TEXT,
    last_modified TEXT,
    digest        BLOB,                      -- SHA-256 of the body
    archived      INTEGER                    -- `WARC-Date` of the archive's record with that body
) WITHOUT ROWID;
CREATE INDEX watched_turn ON watched (host, ages, due);
