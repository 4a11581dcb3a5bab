-- what a batch of a stream has of each shard: a line each
ALTER TABLE batch ADD COLUMN ranges TEXT NOT NULL DEFAULT '';
