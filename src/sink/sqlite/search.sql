-- What lies between a block's offsets, and in which article.
CREATE VIEW passages AS
  SELECT article, n, kind, substr(body, start + 1, "end" - start) AS text
  FROM blocks JOIN articles ON articles.number = blocks.article;

-- Full text: SELECT articles.headline FROM articles JOIN search ON search.rowid = number WHERE search MATCH 'ferry';
CREATE VIRTUAL TABLE search USING fts5(headline, body, content = 'articles', content_rowid = 'number');
CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
  INSERT INTO search (rowid, headline, body) VALUES (new.number, new.headline, new.body);
END;
CREATE TRIGGER articles_removed AFTER DELETE ON articles BEGIN
  INSERT INTO search (search, rowid, headline, body) VALUES ('delete', old.number, old.headline, old.body);
END;
CREATE INDEX quotes_by_speaker ON quotes (speaker);
CREATE INDEX attributions_by_speaker ON attributions (speaker);
CREATE INDEX articles_by_domain ON articles (domain, date_published);
