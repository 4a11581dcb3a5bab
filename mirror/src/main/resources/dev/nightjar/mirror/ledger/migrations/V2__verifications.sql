-- The last verification of each mirror that came to its end.

CREATE TABLE verification (
  mirror_id TEXT NOT NULL PRIMARY KEY REFERENCES mirror (id) ON DELETE CASCADE,
  started_at BIGINT NOT NULL,
  finished_at BIGINT NOT NULL,
  whole BIGINT NOT NULL,
  segments BIGINT NOT NULL,
  segments_scanned BIGINT NOT NULL,
  items BIGINT NOT NULL,
  row_count BIGINT NOT NULL,
  differences BIGINT NOT NULL,
  unsettled BIGINT NOT NULL,
  misfits BIGINT NOT NULL,
  withheld BIGINT NOT NULL
);
