package dev.nightjar.dynamodb.stream;

/** A stream's {@code StreamStatus}. */
public enum StreamStatus {
  /** Being switched on: it lists no shards yet. */
  ENABLING,
  /** On. */
  ENABLED,
  /** Being switched off. */
  DISABLING,
  /** Off: what it holds is readable for 24 hours. */
  DISABLED,
  /** A status that this program does not know. */
  UNKNOWN
}
