-- Whether a generation is its mirror's first, of a table that held nothing.
ALTER TABLE generation ADD COLUMN of_empty_table BIGINT NOT NULL DEFAULT 0;
UPDATE generation SET of_empty_table = 1 WHERE number = 1;
-- The generation of the mirror in whose place this one goes on; no row of its table is of that.
ALTER TABLE mirror ADD COLUMN above BIGINT NOT NULL DEFAULT 0;
