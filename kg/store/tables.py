"""The tables of the database, as SQL. A change of them is a new VERSION."""

from kg.store.log import LOG

VERSION = 2
# Older ones are read as they are, and copied and brought to VERSION by the first write: what is to be run, by the version before.
UPGRADES = {1: LOG}

# Actors, mentions and statements belong to an article by its row number, which is shorter than its id and never shown.
# Quotes and aliases are not stored: they are cut out of the text.
TABLES = f"""
{LOG}
CREATE TABLE IF NOT EXISTS article (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  url TEXT,
  outlet TEXT,
  published TEXT,
  date_source TEXT,
  source_id TEXT,
  noise TEXT NOT NULL,      -- JSON: [start, stop, start, stop, ...]
  sentences TEXT NOT NULL,  -- likewise
  reader TEXT NOT NULL,     -- version of the reader that read it
  text TEXT NOT NULL        -- last, so that the rest is found without passing over it
) STRICT;
CREATE INDEX IF NOT EXISTS article_url ON article (url);
CREATE INDEX IF NOT EXISTS article_reader ON article (reader);
CREATE TABLE IF NOT EXISTS actor (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  number INTEGER NOT NULL,
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mention (
  article INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  number INTEGER NOT NULL,
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  PRIMARY KEY (article, actor, number),
  FOREIGN KEY (article, actor) REFERENCES actor ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS statement (
  article INTEGER NOT NULL,
  number INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  relation TEXT NOT NULL,
  object INTEGER NOT NULL,
  start INTEGER NOT NULL,
  stop INTEGER NOT NULL,
  trigger_start INTEGER,
  trigger_stop INTEGER,
  polarity TEXT NOT NULL,
  modality TEXT NOT NULL,
  speaker INTEGER,
  role TEXT,
  happened TEXT,
  method TEXT NOT NULL,
  confidence REAL NOT NULL,
  PRIMARY KEY (article, number),
  FOREIGN KEY (article, subject) REFERENCES actor ON DELETE CASCADE,
  FOREIGN KEY (article, object) REFERENCES actor ON DELETE CASCADE,
  FOREIGN KEY (article, speaker) REFERENCES actor ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (revision INTEGER NOT NULL) STRICT;
-- It starts at a random number, so that what was derived from a deleted database is never taken for this one's.
INSERT INTO state SELECT abs(random()) >> 20 WHERE NOT EXISTS (SELECT 1 FROM state);
"""

# One row an article, with what was read in it as JSON arrays, so that one statement reads one snapshot.
READINGS = """
SELECT id, text, title, url, outlet, published, date_source, source_id, noise, sentences, reader,
  (SELECT json_group_array(json_array(key, name, kind)) FROM
    (SELECT key, name, kind FROM actor WHERE article = row ORDER BY number)),
  (SELECT json_group_array(json_array(actor, start, stop)) FROM
    (SELECT actor, start, stop FROM mention WHERE article = row ORDER BY actor, number)),
  (SELECT json_group_array(json_array(subject, relation, object, start, stop, trigger_start, trigger_stop,
                                      polarity, modality, speaker, role, happened, method, confidence)) FROM
    (SELECT * FROM statement WHERE article = row ORDER BY number))
FROM article
"""
