-- Which tables these are.
CREATE TABLE copydesk_records (
  only_row BOOLEAN PRIMARY KEY DEFAULT true CHECK (only_row),
  version INTEGER NOT NULL
);

-- Numbers of records, in the order they were written.
CREATE SEQUENCE record_numbers;

-- How far the files of crawls are read that are followed.
CREATE TABLE followed (file TEXT PRIMARY KEY, bytes BIGINT NOT NULL);

-- What lies between a block's offsets, and in which article.
CREATE VIEW passages AS
  SELECT article, n, kind, substr(body, start::integer + 1, ("end" - start)::integer) AS text
  FROM blocks JOIN articles ON articles.number = blocks.article;

-- Full text, words as they are in any language: SELECT headline FROM articles WHERE search @@ plainto_tsquery('simple', 'ferry').
-- An index entry has room for a megabyte, which is what a quarter of it as text may come to.
ALTER TABLE articles ADD COLUMN search TSVECTOR GENERATED ALWAYS AS (
  setweight(to_tsvector('simple', left(coalesce(headline, ''), 2000)), 'A') || setweight(to_tsvector('simple',
    left(coalesce(body, ''), CASE WHEN octet_length(body) <= 250000 THEN 250000 ELSE 60000 END)), 'B')) STORED;
CREATE INDEX articles_search ON articles USING gin (search);
-- Equality is all that texts of any length can be looked up by.
CREATE INDEX articles_by_domain ON articles USING hash (domain);
CREATE INDEX quotes_by_speaker ON quotes USING hash (speaker);
CREATE INDEX attributions_by_speaker ON attributions USING hash (speaker);
