-- where the rows of a data source came from and went, as far as a replacement must know it
CREATE TABLE row_provenance (
  datasource_id TEXT    NOT NULL PRIMARY KEY,
  -- it may hold rows that no materialized view makes of what is there now
  own_rows      INTEGER NOT NULL,
  -- it has lost rows that materialized views may have made something of
  lost_rows     INTEGER NOT NULL
);

-- tables that are about to be swapped with those that take their places, until all are
CREATE TABLE replacement (
  replacement_id TEXT    NOT NULL,
  position       INTEGER NOT NULL,
  database_name  TEXT    NOT NULL,
  table_name     TEXT    NOT NULL,
  side_name      TEXT    NOT NULL,
  -- the table's UUID before
  table_uuid     TEXT    NOT NULL,
  PRIMARY KEY (replacement_id, position)
);
