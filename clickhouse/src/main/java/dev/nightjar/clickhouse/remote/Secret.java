package dev.nightjar.clickhouse.remote;

/** A password: it can be used, and is not shown. */
public final class Secret {
  /** No password. */
  public static final Secret NONE = new Secret("");

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /** A password. */
  public static Secret of(String text) {
    return new Secret(text);
  }

  String text() {
    return text;
  }

  @Override
  public String toString() {
    return "***";
  }
}
