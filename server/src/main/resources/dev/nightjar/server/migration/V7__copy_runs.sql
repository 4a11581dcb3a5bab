-- when the run of a copy pipe by its schedule began of which it is not yet noted how it ended
ALTER TABLE copy_schedule ADD COLUMN begun_at INTEGER;
