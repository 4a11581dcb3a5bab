-- Times are milliseconds since 1970; sequence numbers are decimal text; flags are 0 or 1.

CREATE TABLE mirror (
  id TEXT NOT NULL PRIMARY KEY,
  incarnation TEXT NOT NULL,
  workspace TEXT NOT NULL,
  datasource TEXT NOT NULL,
  file_path TEXT NOT NULL,
  file_text TEXT NOT NULL,
  database_name TEXT NOT NULL,
  table_name TEXT NOT NULL,
  table_uuid TEXT NOT NULL,
  schema_fingerprint TEXT NOT NULL,
  key_attributes TEXT NOT NULL,
  table_arn TEXT NOT NULL,
  table_id TEXT NOT NULL,
  bucket TEXT NOT NULL,
  role_arn TEXT NOT NULL,
  region TEXT NOT NULL,
  external_ids TEXT NOT NULL,
  state TEXT NOT NULL,
  resume_state TEXT NOT NULL,
  since BIGINT NOT NULL,
  reason TEXT,
  message TEXT,
  generation BIGINT NOT NULL
);

CREATE TABLE generation (
  mirror_id TEXT NOT NULL REFERENCES mirror (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  begun_at BIGINT NOT NULL,
  stream_arn TEXT NOT NULL,
  export_not_before BIGINT NOT NULL,
  client_token TEXT NOT NULL,
  token_first_used_at BIGINT,
  export_arn TEXT,
  export_status TEXT,
  export_time BIGINT,
  files BIGINT,
  items BIGINT,
  loading_since BIGINT,
  loaded_at BIGINT,
  PRIMARY KEY (mirror_id, number)
);

CREATE TABLE export_file (
  mirror_id TEXT NOT NULL REFERENCES mirror (id) ON DELETE CASCADE,
  generation BIGINT NOT NULL,
  ordinal BIGINT NOT NULL,
  bucket TEXT NOT NULL,
  s3_key TEXT NOT NULL,
  items BIGINT NOT NULL,
  md5 TEXT NOT NULL,
  etag TEXT NOT NULL,
  lines_done BIGINT NOT NULL,
  bytes_done BIGINT NOT NULL,
  quarantined BIGINT NOT NULL,
  corrupt_reads BIGINT NOT NULL,
  loaded BIGINT NOT NULL,
  PRIMARY KEY (mirror_id, generation, ordinal)
);

CREATE TABLE shard (
  mirror_id TEXT NOT NULL REFERENCES mirror (id) ON DELETE CASCADE,
  stream_arn TEXT NOT NULL,
  shard_id TEXT NOT NULL,
  parent_id TEXT,
  phase TEXT NOT NULL,
  begun BIGINT NOT NULL,
  depth BIGINT NOT NULL,
  starting_sequence TEXT,
  ending_sequence TEXT,
  last_listed_at BIGINT,
  finished_at BIGINT,
  position TEXT,
  past_boundary BIGINT NOT NULL,
  last_page_at BIGINT,
  inserted BIGINT NOT NULL,
  dropped BIGINT NOT NULL,
  quarantined BIGINT NOT NULL,
  PRIMARY KEY (mirror_id, stream_arn, shard_id)
);

CREATE TABLE batch (
  mirror_id TEXT NOT NULL REFERENCES mirror (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  generation BIGINT NOT NULL,
  source TEXT NOT NULL,
  first_position TEXT NOT NULL,
  last_position TEXT NOT NULL,
  changes BIGINT NOT NULL,
  row_count BIGINT NOT NULL,
  quarantine_count BIGINT NOT NULL,
  schema_fingerprint TEXT NOT NULL,
  table_uuid TEXT NOT NULL,
  probes TEXT NOT NULL,
  token TEXT NOT NULL,
  attempt BIGINT NOT NULL,
  planned_at BIGINT NOT NULL,
  done_at BIGINT,
  PRIMARY KEY (mirror_id, number)
);

CREATE INDEX batch_by_source ON batch (mirror_id, source, number);
CREATE INDEX batch_by_age ON batch (done_at);
