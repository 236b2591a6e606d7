-- From version 1 to 2: budgets of hosts, and shapes that lead nowhere.
ALTER TABLE host ADD COLUMN fetched INTEGER NOT NULL DEFAULT 0;
UPDATE host SET fetched =
    (SELECT count(*) FROM done WHERE done.host = host.id AND kind = 0 AND attempts > 0);

ALTER TABLE queue ADD COLUMN via INTEGER;

CREATE TABLE shape (
    host    INTEGER NOT NULL,
    shape   INTEGER NOT NULL,
    fetched INTEGER NOT NULL DEFAULT 0,
    fruits  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (host, shape)
) WITHOUT ROWID;
