package dev.nightjar.dynamodb.table;

/**
 * An attribute of a table's primary key.
 *
 * @param name the attribute's name
 * @param role partition or sort key
 * @param type its scalar type
 */
public record KeyAttribute(String name, Role role, ScalarType type) {

  /** AWS's {@code KeyType}. */
  public enum Role {
    /** The partition key. */
    HASH,
    /** The sort key. */
    RANGE
  }

  /** AWS's {@code ScalarAttributeType}. */
  public enum ScalarType {
    /** String. */
    S,
    /** Number. */
    N,
    /** Binary. */
    B
  }
}
