-- Runs that somebody asked to be kept. Whole numbers and text alone: the edge's database rounds above 2^53 and has no times.
CREATE TABLE runs (
  id TEXT PRIMARY KEY,         -- the beginning of the report's SHA-256, in base 32
  created_at INTEGER NOT NULL, -- Unix time in seconds
  token_hash TEXT NOT NULL,    -- SHA-256 of the token that deletes it, in hexadecimal
  report TEXT NOT NULL         -- the Report as JSON, in its one form
) STRICT;
