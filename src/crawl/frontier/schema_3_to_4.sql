-- From version 3 to 4: articles whose text is nearly another's.
CREATE TABLE print (
    quarter INTEGER NOT NULL,
    bits    INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (quarter, bits, seq)
) WITHOUT ROWID;
