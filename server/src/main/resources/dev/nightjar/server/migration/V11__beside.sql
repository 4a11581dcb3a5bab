-- mirrored data sources whose tables stand beside under other names, until the deployment that they
-- were made for puts them in their places; the uuids tell which table has which name after a crash
CREATE TABLE prepared (
  id TEXT NOT NULL PRIMARY KEY,
  workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  deployment INTEGER NOT NULL,
  datasource TEXT NOT NULL,
  path TEXT NOT NULL,
  content TEXT NOT NULL,
  table_uuid TEXT,
  quarantine_uuid TEXT
);

-- what of the live deployment waits until tables beside have caught up
CREATE TABLE pending_change (
  workspace_id TEXT NOT NULL PRIMARY KEY REFERENCES workspace (id) ON DELETE CASCADE,
  deployment INTEGER NOT NULL,
  files TEXT NOT NULL,
  trouble TEXT
);
