package dev.nightjar.mirror.status;

/** Why a mirror stopped by itself, or what it waits for. */
public enum FailureReason {
  /** The position is older than the 24 hours that the stream keeps. */
  GAP_POSITION_TRIMMED("gap_position_trimmed"),
  /** More than 23 hours lie between two pages of a lineage: what was trimmed cannot be known. */
  GAP_POSITION_STALE("gap_position_stale"),
  /** A shard is gone that was not read to its end. */
  GAP_SHARD_VANISHED("gap_shard_vanished"),
  /** A batch is not in ClickHouse, and its changes can no longer be read. */
  GAP_BATCH_LOST("gap_batch_lost"),
  /** The state database is older than rows of a generation that it does not know. */
  GAP_STATE_RESTORED("gap_state_restored"),
  /** AWS's listings contradict what was read. */
  SHARD_LINEAGE("shard_lineage"),
  /** The stream was switched off. */
  STREAM_DISABLED("stream_disabled"),
  /** The table has another stream now. */
  STREAM_REPLACED("stream_replaced"),
  /** The DynamoDB table is gone. */
  TABLE_DELETED("table_not_found"),
  /** The DynamoDB table was created anew under its name. */
  TABLE_REPLACED("table_replaced"),
  /** AWS did not take the request for an export. */
  EXPORT_REJECTED("export_rejected"),
  /** AWS gave the export up. */
  EXPORT_FAILED("export_failed"),
  /** AWS gave the export up because the role may not write it. */
  EXPORT_DENIED("access_denied"),
  /** AWS has worked on the export for so long that it is given up. */
  EXPORT_STUCK("export_stuck"),
  /** AWS never answered the export's request, and its token has become too old to ask again. */
  EXPORT_UNANSWERED("export_unanswered"),
  /** A manifest or a data file is not what it should be, twice. */
  EXPORT_CORRUPT("export_corrupt"),
  /** A healing would delete so much of the table that it asks first. */
  HEALING_DELETES_TOO_MUCH("healing_deletes_too_much"),
  /** AWS refuses a call that the mirror needs, and will each time. */
  AWS_REJECTED("aws_rejected"),
  /** ClickHouse does not take the rows. */
  INSERT_REFUSED("insert_refused"),
  /** The mirrored table in ClickHouse is gone or is another one. */
  CLICKHOUSE_TABLE_REPLACED("clickhouse_table_replaced"),
  /** The mirrored table in ClickHouse belongs to another server, or to another mirror. */
  CLICKHOUSE_TABLE_OWNED("clickhouse_table_owned"),
  /** Another server has claimed the table while this one was writing into it. */
  CLICKHOUSE_TABLE_TAKEN("clickhouse_table_taken"),
  /** Two mirrors read the table's stream already; AWS takes no third reader. */
  TABLE_MIRRORED_TWICE("table_mirrored_twice"),
  /** ClickHouse was restored from a backup, and what is missing is no longer in the stream. */
  GAP_CLICKHOUSE_RESTORED("gap_clickhouse_restored"),
  /** The stored data source no longer compiles to the schema that its rows were made with. */
  SCHEMA_CHANGED("schema_changed"),
  /** The DynamoDB table or its stream cannot be mirrored any more. */
  TABLE_UNUSABLE("table_unusable"),
  /** A person wants the table loaded anew. */
  RESYNC("resync"),
  /** A second healing for the same cause within a day: a person is to decide. */
  HEALING_AGAIN("healing_again"),
  /** Something that should not happen. */
  INTERNAL("internal_error");

  private final String code;

  FailureReason(String code) {
    this.code = code;
  }

  /** The code as it is written in answers. */
  public String code() {
    return code;
  }
}
