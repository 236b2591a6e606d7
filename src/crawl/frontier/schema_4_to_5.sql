-- From version 4 to 5: links in the order they were found, sorted in many at a time; counts kept. The tables of version 4
-- are moved away here; what is in them is moved by upgrade.rs.
ALTER TABLE queue RENAME TO old_queue;
ALTER TABLE host RENAME TO old_host;
ALTER TABLE done ADD COLUMN published TEXT;

CREATE TABLE host (
    id           INTEGER PRIMARY KEY,
    name         TEXT    NOT NULL,
    next_allowed INTEGER NOT NULL DEFAULT 0,
    announced    INTEGER NOT NULL DEFAULT 0,
    fetched      INTEGER NOT NULL DEFAULT 0,
    pause        INTEGER,
    last_error   TEXT
);
INSERT INTO host (id, name, next_allowed, announced, fetched, pause, last_error)
    SELECT id, name, next_allowed, announced, fetched, pause, last_error FROM old_host;
DROP TABLE old_host;

CREATE TABLE link (
    ordinal   INTEGER PRIMARY KEY,
    host      INTEGER NOT NULL,
    hash      BLOB    NOT NULL,
    priority  INTEGER NOT NULL,
    url       TEXT    NOT NULL,
    kind      INTEGER NOT NULL,
    depth     INTEGER NOT NULL,
    snoozes   INTEGER NOT NULL DEFAULT 0,
    via       INTEGER,
    published TEXT,
    finished  INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE place (
    host     INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    PRIMARY KEY (host, priority, ordinal)
) WITHOUT ROWID;

CREATE TABLE count (what TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO count VALUES ('sorted', 0);
CREATE VIEW waiting AS
    SELECT host, priority, ordinal FROM place
    UNION ALL
    SELECT host, priority, ordinal FROM link
    WHERE ordinal > (SELECT n FROM count WHERE what = 'sorted') AND finished = 0;
