-- The time of the change that the position is at; 0 where AWS is known to have that change no more.
ALTER TABLE shard ADD COLUMN position_at BIGINT;
