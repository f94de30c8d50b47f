-- Everybody who stores a run has a token of their own, and the run is there as long as one of them keeps it. Each statement stands
-- by itself: the edge's database has no transactions, so what has to happen together is left to triggers.
CREATE TABLE keepers (
  id TEXT NOT NULL,            -- of the run
  token_hash TEXT NOT NULL,    -- SHA-256 of the token, in hexadecimal
  created_at INTEGER NOT NULL, -- Unix time in seconds
  PRIMARY KEY (id, token_hash)
) STRICT, WITHOUT ROWID;

INSERT INTO keepers (id, token_hash, created_at) SELECT id, token_hash, created_at FROM runs;

ALTER TABLE runs DROP COLUMN token_hash;

-- What follows from runs, by the version of the code that worked it out.
CREATE TABLE derived (
  id TEXT NOT NULL,   -- of the run
  form TEXT NOT NULL, -- facts: what is said of it, as JSON; picture: the PNG in base 64
  code TEXT NOT NULL, -- that version
  body TEXT NOT NULL,
  PRIMARY KEY (id, form)
) STRICT;

-- How much is stored, so that nobody has to count it: each row with its text and some bytes for its place in the tables.
CREATE TABLE stored (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  runs INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) STRICT;

INSERT INTO stored (one, runs, bytes) SELECT 1, count(*), coalesce(sum(length(CAST(report AS BLOB)) + 500), 0) FROM runs;

CREATE TRIGGER run_stored AFTER INSERT ON runs BEGIN
  UPDATE stored SET runs = runs + 1, bytes = bytes + length(CAST(new.report AS BLOB)) + 300;
END;

CREATE TRIGGER run_removed AFTER DELETE ON runs BEGIN
  UPDATE stored SET runs = runs - 1, bytes = bytes - length(CAST(old.report AS BLOB)) - 300;
  DELETE FROM derived WHERE id = old.id;
END;

CREATE TRIGGER keeper_stored AFTER INSERT ON keepers BEGIN
  UPDATE stored SET bytes = bytes + 200;
END;

CREATE TRIGGER keeper_removed AFTER DELETE ON keepers BEGIN
  UPDATE stored SET bytes = bytes - 200;
  DELETE FROM runs WHERE id = old.id AND NOT EXISTS (SELECT 1 FROM keepers WHERE id = old.id);
END;

CREATE TRIGGER derived_stored AFTER INSERT ON derived BEGIN
  UPDATE stored SET bytes = bytes + length(CAST(new.body AS BLOB)) + 200;
END;

CREATE TRIGGER derived_changed AFTER UPDATE ON derived BEGIN
  UPDATE stored SET bytes = bytes + length(CAST(new.body AS BLOB)) - length(CAST(old.body AS BLOB));
END;

CREATE TRIGGER derived_removed AFTER DELETE ON derived BEGIN
  UPDATE stored SET bytes = bytes - length(CAST(old.body AS BLOB)) - 200;
END;
