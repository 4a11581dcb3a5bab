-- 1: it is deleted, and what it had is being removed
ALTER TABLE workspace ADD COLUMN leaving INTEGER NOT NULL DEFAULT 0;
