-- a connection that the API made belongs to no project's files, and stays when they do not have it
ALTER TABLE resource ADD COLUMN uploaded INTEGER NOT NULL DEFAULT 1;
