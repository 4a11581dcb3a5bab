-- tokens with scopes: of each the hash of its text, which is made from the server's key
CREATE TABLE static_token (
  id           TEXT    NOT NULL PRIMARY KEY,
  workspace_id TEXT    NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
  name         TEXT    NOT NULL,
  description  TEXT    NOT NULL,
  generation   INTEGER NOT NULL,
  hash         TEXT    NOT NULL UNIQUE,
  scopes       TEXT    NOT NULL,
  file_scopes  TEXT    NOT NULL,
  created_at   INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL,
  UNIQUE (workspace_id, name)
);

-- how often a workspace's own token was made anew
ALTER TABLE token ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
