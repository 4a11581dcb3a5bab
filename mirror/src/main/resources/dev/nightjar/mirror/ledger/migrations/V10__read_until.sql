-- Up to which moment of AWS's clock everything of a shard is read. It was the time of the last
-- answer, which proves less: a reader that lags has not read what it will be answered next.
ALTER TABLE shard RENAME COLUMN last_page_at TO read_until;
