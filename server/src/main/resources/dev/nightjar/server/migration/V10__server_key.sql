-- what tells whether a key is the one that this file was written with; the key itself is not in here
CREATE TABLE server_key (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  fingerprint TEXT NOT NULL
);
