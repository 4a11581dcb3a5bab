package dev.nightjar.clickhouse;

/** An error that ClickHouse answered, with its own code and name. */
public class ClickHouseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String name;

  /**
   * An error.
   *
   * @param code ClickHouse's code, 0 where there is none
   * @param name ClickHouse's name of the code, such as {@code UNKNOWN_TABLE}
   * @param message what happened
   */
  public ClickHouseException(int code, String name, String message) {
    super(message);
    this.code = code;
    this.name = name;
  }

  /** ClickHouse's code, 0 where there is none. */
  public int code() {
    return code;
  }

  /** ClickHouse's name of the code, such as {@code UNKNOWN_TABLE}. */
  public String name() {
    return name;
  }
}
