package dev.nightjar.cli.connect;

/**
 * An attribute of a table's primary key.
 *
 * @param name as DynamoDB has it: any text
 * @param sort whether it is the sort key; else it is the partition key
 * @param type what its values are
 */
public record KeyAttribute(String name, boolean sort, Type type) {

  /** The types that a key can have. */
  public enum Type {
    /** Text. */
    S,
    /** A number. */
    N,
    /** Bytes. */
    B
  }

  /** What people call it: {@code sort key `sk`}. */
  String words() {
    return (sort ? "sort key" : "partition key") + " `" + name + "`";
  }
}
