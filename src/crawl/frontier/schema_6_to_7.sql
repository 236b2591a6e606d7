-- From version 6 to 7: what is asked again, and since when sources are.
CREATE TABLE watched (
    hash          BLOB    PRIMARY KEY,
    host          INTEGER NOT NULL,
    url           TEXT    NOT NULL,
    kind          INTEGER NOT NULL,
    depth         INTEGER NOT NULL,
    ages          INTEGER NOT NULL,
    due           INTEGER NOT NULL,
    pause         INTEGER NOT NULL,
    changed       INTEGER NOT NULL,
    checked       INTEGER NOT NULL,
    seq           INTEGER,
    answered      TEXT,
    etag          TEXT,
    last_modified TEXT,
    digest        BLOB,
    archived      INTEGER
) WITHOUT ROWID;
CREATE INDEX watched_turn ON watched (host, ages, due);
INSERT INTO count VALUES ('gone_over', 0);
