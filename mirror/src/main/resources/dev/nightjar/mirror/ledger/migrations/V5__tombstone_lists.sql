-- A row is there once its list is complete in ClickHouse.

CREATE TABLE tombstone_list (
  mirror_id TEXT NOT NULL REFERENCES mirror (id) ON DELETE CASCADE,
  generation BIGINT NOT NULL,
  attempt BIGINT NOT NULL,
  table_uuid TEXT,
  items BIGINT NOT NULL,
  done BIGINT NOT NULL,
  finished BIGINT NOT NULL,
  PRIMARY KEY (mirror_id, generation)
);
