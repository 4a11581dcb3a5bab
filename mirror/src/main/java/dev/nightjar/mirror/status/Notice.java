package dev.nightjar.mirror.status;

/** A code on a status that tells of no failure: what a mirror waits for, or is doing. */
public enum Notice {
  /** Its data source is deployed, and it was never started. */
  NOT_STARTED("not_started"),
  /** The export waits until the stream is old enough. */
  WAITING_FOR_STREAM_AGE("waiting_for_stream_age"),
  /** AWS has been working on the export for long. */
  EXPORT_IN_PROGRESS("export_in_progress"),
  /** The state database is older than the rows in ClickHouse; nothing is doubled. */
  STATE_OLDER_THAN_CLICKHOUSE("state_older_than_clickhouse"),
  /** ClickHouse is older than the state database; what is missing goes in again. */
  CLICKHOUSE_OLDER_THAN_STATE("clickhouse_older_than_state"),
  /** This machine's clock is minutes off AWS's. */
  MACHINE_CLOCK_WRONG("machine_clock_wrong"),
  /** A person stopped it. */
  PAUSED("paused");

  private final String code;

  Notice(String code) {
    this.code = code;
  }

  /** The code as it is written in answers. */
  public String code() {
    return code;
  }
}
