-- A gap, or another reason for a new generation; healed_by and begun_at (by AWS's clock) once that
-- generation has begun, healed_at once the mirror follows it.

CREATE TABLE gap (
  mirror_id TEXT NOT NULL REFERENCES mirror (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  cause TEXT NOT NULL,
  message TEXT NOT NULL,
  generation BIGINT NOT NULL,
  found_at BIGINT NOT NULL,
  by_person BIGINT NOT NULL,
  any_deletes BIGINT NOT NULL,
  abandoned BIGINT NOT NULL,
  healed_by BIGINT,
  begun_at BIGINT,
  healed_at BIGINT,
  PRIMARY KEY (mirror_id, number)
);
