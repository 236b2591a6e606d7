-- From version 5 to 6: how far the archive reaches, and what is in it.
ALTER TABLE done ADD COLUMN archive_file INTEGER NOT NULL DEFAULT 0;
ALTER TABLE done ADD COLUMN archive_end  INTEGER NOT NULL DEFAULT 0;
CREATE TABLE archived (
    digest BLOB    PRIMARY KEY,
    url    TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    seq    INTEGER NOT NULL
) WITHOUT ROWID;
