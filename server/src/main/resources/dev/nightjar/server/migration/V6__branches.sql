-- a branch belongs to a workspace; its name is stored with that one's before it (PARENT/NAME), so
-- that branches of two workspaces, and a workspace, may have one name
ALTER TABLE workspace ADD COLUMN parent_id TEXT REFERENCES workspace (id) ON DELETE CASCADE;
