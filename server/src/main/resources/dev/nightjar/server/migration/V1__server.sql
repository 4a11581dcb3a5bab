CREATE TABLE workspace (
  id            TEXT    NOT NULL PRIMARY KEY,
  name          TEXT    NOT NULL UNIQUE,
  database_name TEXT    NOT NULL UNIQUE,
  main          INTEGER NOT NULL,
  created_at    INTEGER NOT NULL
);

CREATE TABLE token (
  hash         TEXT NOT NULL PRIMARY KEY,
  kind         TEXT NOT NULL,
  workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE
);

CREATE TABLE secret (
  workspace_id TEXT    NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  name         TEXT    NOT NULL,
  sealed       BLOB    NOT NULL,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, name)
);

-- the live set: one row for each file that is deployed
CREATE TABLE resource (
  workspace_id TEXT    NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  kind         TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  id           TEXT    NOT NULL,
  path         TEXT    NOT NULL,
  content      TEXT    NOT NULL,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, kind, name)
);

CREATE TABLE deployment (
  workspace_id TEXT    NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  number       INTEGER NOT NULL,
  status       TEXT    NOT NULL,
  live         INTEGER NOT NULL,
  result       TEXT    NOT NULL,
  files        TEXT    NOT NULL,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  PRIMARY KEY (workspace_id, number)
);

-- tables that a committed deployment has replaced, until they are dropped
CREATE TABLE replaced_table (
  database_name TEXT NOT NULL,
  name          TEXT NOT NULL,
  PRIMARY KEY (database_name, name)
);

-- mirrors that wait for a deployment, until it is over
CREATE TABLE paused_mirror (
  id TEXT NOT NULL PRIMARY KEY
);

-- workspaces whose tables are being changed by a deployment
CREATE TABLE rollout (
  workspace_id TEXT NOT NULL PRIMARY KEY REFERENCES workspace (id) ON DELETE CASCADE
);
