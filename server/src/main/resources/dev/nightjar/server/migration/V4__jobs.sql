-- what is done in the background, or was
CREATE TABLE job (
  id           TEXT    NOT NULL PRIMARY KEY,
  workspace_id TEXT    NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  kind         TEXT    NOT NULL,
  status       TEXT    NOT NULL,
  subject      TEXT    NOT NULL,
  details      TEXT    NOT NULL,
  error        TEXT,
  created_at   INTEGER NOT NULL,
  started_at   INTEGER,
  updated_at   INTEGER NOT NULL
);

CREATE INDEX job_of_a_workspace ON job (workspace_id, created_at);

-- tables that rows are put into before they take their place, until they are dropped
CREATE TABLE side_table (
  database_name TEXT NOT NULL,
  name          TEXT NOT NULL,
  PRIMARY KEY (database_name, name)
);

-- copy pipes that run by a schedule: up to when that was kept
CREATE TABLE copy_schedule (
  workspace_id TEXT    NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  pipe         TEXT    NOT NULL,
  schedule     TEXT    NOT NULL,
  paused       INTEGER NOT NULL,
  kept_until   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, pipe)
);
