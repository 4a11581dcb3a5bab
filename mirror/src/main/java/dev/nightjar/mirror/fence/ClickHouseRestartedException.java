package dev.nightjar.mirror.fence;

/**
 * ClickHouse was started again while a mirror ran. Its machine may have lost its power, and with it
 * what was acknowledged last: the mirror looks for its newest batches, as at its own start.
 */
public final class ClickHouseRestartedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClickHouseRestartedException() {
    super(
        "ClickHouse was started again. The newest batches are looked for, in case that its machine"
            + " lost its power.");
  }
}
