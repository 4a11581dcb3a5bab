package dev.nightjar.mirror.ledger;

import java.math.BigInteger;
import java.util.List;

/**
 * How to find out whether a batch has arrived: the table holds this key with this version or a
 * higher one.
 *
 * @param target which of the two tables
 * @param key the key columns' values in the sorting key's order, as ClickHouse prints them; for the
 *     quarantine the MD5 of the change, in hexadecimal
 * @param version the row's {@code _version}
 */
public record Probe(Target target, List<String> key, BigInteger version) {

  /** The tables that a batch goes to. */
  public enum Target {
    /** The mirrored table. */
    TABLE,
    /** Its quarantine; there the change is looked for, for rows of an export share a version. */
    QUARANTINE
  }

  /** Copies the key. */
  public Probe {
    key = List.copyOf(key);
  }
}
