package dev.nightjar.server.metrics;

/** Takes the values of one metric of one mirror. */
@FunctionalInterface
interface Points {
  /**
   * Adds a value.
   *
   * @param label the value of the metric's own label; not used where it has none
   */
  void add(double value, String label);

  /** Adds the value of a metric that has no label of its own. */
  default void add(double value) {
    add(value, "");
  }
}
