-- Who this data directory is in the comments of the tables that it mirrors into.
CREATE TABLE data_directory (
  id TEXT NOT NULL PRIMARY KEY
);

-- What was last written into a mirrored table's comment, or was about to be.
CREATE TABLE table_claim (
  mirror_id TEXT NOT NULL PRIMARY KEY REFERENCES mirror (id) ON DELETE CASCADE,
  epoch BIGINT NOT NULL,
  claimed_at BIGINT NOT NULL
);
