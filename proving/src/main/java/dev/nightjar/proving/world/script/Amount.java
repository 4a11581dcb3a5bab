package dev.nightjar.proving.world.script;

/** What an item holds in the attribute that is mirrored into a {@code Nullable(Int32)}. */
public enum Amount {
  /** No such attribute. */
  ABSENT(""),
  /** A number that fits. */
  FITS("{\"N\":\"42\"}"),
  /** A number that is too large. */
  TOO_LARGE("{\"N\":\"98765432109876543210\"}"),
  /** A text. */
  TEXT("{\"S\":\"many\"}");

  private final String typed;

  Amount(String typed) {
    this.typed = typed;
  }

  /** DynamoDB's JSON; empty for none. */
  public String typed() {
    return typed;
  }

  /** Whether the column can hold it. */
  public boolean fits() {
    return this == ABSENT || this == FITS;
  }
}
