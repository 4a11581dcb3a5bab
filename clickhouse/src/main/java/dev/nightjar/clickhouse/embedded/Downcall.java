package dev.nightjar.clickhouse.embedded;

/** Method handles declare {@code Throwable}; nothing of the kind is expected from a C function. */
final class Downcall {
  private Downcall() {}

  /** Throws what is unchecked as it is. */
  static RuntimeException failed(Throwable t) {
    switch (t) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("a call into the engine failed", t);
    }
  }
}
