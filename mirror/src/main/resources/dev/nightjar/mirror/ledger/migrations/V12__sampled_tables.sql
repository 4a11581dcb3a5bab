-- tables whose only rows are those of samples
CREATE TABLE sampled_table (
  table_uuid TEXT PRIMARY KEY
);
