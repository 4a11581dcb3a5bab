-- Items that a verification could not read.
ALTER TABLE verification ADD COLUMN unreadable BIGINT NOT NULL DEFAULT 0;
