-- The state of one crawl that several workers share. Every time is the database's own; workers send and get durations.
-- Nothing here needs an extension: see docs/shared-crawl.md.

CREATE TABLE crawl (
    only_row BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_row),
    version  INTEGER NOT NULL,
    name     TEXT    NOT NULL,                -- what a worker's folder knows the crawl by
    mode     TEXT    NOT NULL DEFAULT 'running', -- running, paused, draining
    seeds    BIGINT  NOT NULL DEFAULT 0       -- counts additions to `seed`, so that workers notice
);

-- One row for each output folder.
CREATE TABLE worker (
    id           BIGINT PRIMARY KEY,
    label        TEXT   NOT NULL,             -- for people: machine and folder
    incarnation  BIGINT NOT NULL DEFAULT 0,   -- counts its runs: an earlier one that still breathes may write no more
    turn         BIGINT NOT NULL DEFAULT 0,   -- counts its transactions, so that one whose end was not heard of is not repeated
    gave         BIGINT NOT NULL DEFAULT 0,   -- how many new URLs the last one added
    seq          BIGINT NOT NULL DEFAULT 0,   -- of its last row in `done`
    articles_end BIGINT NOT NULL DEFAULT 0,   -- lengths of its files with that row's lines
    outcomes_end BIGINT NOT NULL DEFAULT 0,
    archive_file BIGINT NOT NULL DEFAULT 0,
    archive_end  BIGINT NOT NULL DEFAULT 0,
    counts       TEXT   NOT NULL DEFAULT '{}', -- what it added to each count: their sums over all rows are the crawl's
    seen_at      TIMESTAMPTZ NOT NULL DEFAULT now()
);
-- Whoever adds seeds without crawling.
INSERT INTO worker (id, label) VALUES (0, 'crawl add');

CREATE TABLE host (
    id         BIGINT   PRIMARY KEY,          -- the first 64 bits of its name's SHA-256
    name       TEXT     NOT NULL,
    standing   SMALLINT NOT NULL DEFAULT 0,   -- 0 something waits or a worker has it, 1 nothing waits, 2 what waits is beyond limits
    due        TIMESTAMPTZ NOT NULL DEFAULT now(), -- may be leased then; while it is leased: when the lease ends, and a pause
    epoch      BIGINT   NOT NULL DEFAULT 0,   -- counts its leases
    worker     BIGINT,                        -- who has it
    announced  BOOLEAN  NOT NULL DEFAULT false, -- the sitemaps of its robots.txt are queued
    fetched    BIGINT   NOT NULL DEFAULT 0,   -- pages asked for at least once
    pause      DOUBLE PRECISION,              -- between two requests, in seconds; null: not asked yet
    strain     DOUBLE PRECISION NOT NULL DEFAULT 0, -- how much of that is because it labours
    last_error TEXT
) WITH (fillfactor = 70);
CREATE INDEX host_turn ON host (due) WHERE standing = 0;

-- Each host's robots.txt, by scheme.
CREATE TABLE robots (
    host    BIGINT NOT NULL,
    scheme  TEXT   NOT NULL,
    body    BYTEA  NOT NULL,
    until   TIMESTAMPTZ NOT NULL,             -- ask for it again then
    PRIMARY KEY (host, scheme)
);

-- Every URL that entered: the set of what was seen, and, where `waiting`, the queue.
CREATE TABLE link (
    host      BIGINT   NOT NULL,              -- 0: the text is no URL
    hash      BYTEA    NOT NULL,              -- of the URL
    priority  BIGINT   NOT NULL,              -- lowest first; feeds and sitemaps below 0
    ordinal   BIGINT   NOT NULL,              -- microseconds since 1970 when it was found: earliest first
    url       TEXT     NOT NULL,
    kind      SMALLINT NOT NULL,              -- 0 page, 1 feed, 2 sitemap
    depth     INTEGER  NOT NULL,
    snoozes   INTEGER  NOT NULL DEFAULT 0,
    via       BIGINT,                         -- shape of the page that links to it; null: named by a seed or source
    published TEXT,                           -- by the feed or sitemap that named it first
    waiting   BOOLEAN  NOT NULL DEFAULT true,
    PRIMARY KEY (host, hash)
);
CREATE INDEX link_turn ON link (host, priority, ordinal) WHERE waiting;

-- When an article was published, by a feed or sitemap that names it after others did.
CREATE TABLE announced (
    host      BIGINT NOT NULL,
    hash      BYTEA  NOT NULL,
    published TEXT   NOT NULL,
    PRIMARY KEY (host, hash)
);

-- The seeds of all runs: what the scope is made of.
CREATE TABLE seed (url TEXT PRIMARY KEY);

-- How addresses of one look did: pages fetched, and articles they gave or linked to.
CREATE TABLE shape (
    host    BIGINT NOT NULL,
    shape   BIGINT NOT NULL,
    fetched BIGINT NOT NULL,
    fruits  BIGINT NOT NULL,
    PRIMARY KEY (host, shape)
);

-- What each worker finished, in the order of its files' lines.
CREATE TABLE done (
    worker       BIGINT   NOT NULL,
    seq          BIGINT   NOT NULL,
    host         BIGINT   NOT NULL,
    hash         BYTEA    NOT NULL,
    kind         SMALLINT NOT NULL,           -- what it turned out to be
    queued_kind  SMALLINT NOT NULL,           -- what it waited as
    status       TEXT     NOT NULL,
    reason       TEXT,
    attempts     INTEGER  NOT NULL,
    articles_end BIGINT   NOT NULL,
    outcomes_end BIGINT   NOT NULL,
    archive_file BIGINT   NOT NULL,
    archive_end  BIGINT   NOT NULL,
    PRIMARY KEY (worker, seq)
);

-- What stored articles are recognised by when they turn up under another URL.
CREATE TABLE stored (
    hash   BYTEA  PRIMARY KEY,
    url    TEXT   NOT NULL,
    worker BIGINT NOT NULL,
    seq    BIGINT NOT NULL
);

-- Fingerprints of stored articles' bodies, under each of their four quarters (which quarter << 16 | its bits).
CREATE TABLE print (
    quarter BIGINT NOT NULL,
    bits    BIGINT NOT NULL,
    url     TEXT   NOT NULL,
    worker  BIGINT NOT NULL,
    seq     BIGINT NOT NULL,
    PRIMARY KEY (quarter, bits, worker, seq)
);

-- Bodies in each worker's archive, so that one that comes again is stored there as a repetition.
CREATE TABLE archived (
    worker BIGINT NOT NULL,
    digest BYTEA  NOT NULL,
    url    TEXT   NOT NULL,
    at     BIGINT NOT NULL,
    seq    BIGINT NOT NULL,
    PRIMARY KEY (worker, digest)
);
