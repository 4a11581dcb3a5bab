-- names that clients put on data sources and pipes; resources: a JSON array of objects
CREATE TABLE tag (
  workspace_id TEXT NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  resources TEXT NOT NULL,
  PRIMARY KEY (workspace_id, name)
);
