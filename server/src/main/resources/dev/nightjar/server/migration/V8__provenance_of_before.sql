-- where rows came from and went was not written down before V5: what there is may be anything
INSERT INTO row_provenance (datasource_id, own_rows, lost_rows)
SELECT DISTINCT id, 1, 1 FROM resource WHERE kind = 'DATASOURCE'
ON CONFLICT (datasource_id) DO UPDATE SET own_rows = 1, lost_rows = 1;
