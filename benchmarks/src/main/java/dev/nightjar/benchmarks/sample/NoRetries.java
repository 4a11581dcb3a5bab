package dev.nightjar.benchmarks.sample;

import dev.nightjar.mirror.batch.Retries;

/** A measurement in which anything had to be tried twice is none. */
public final class NoRetries implements Retries {
  @Override
  public void retrying(String cause, String message) {
    throw new IllegalStateException(cause + ": " + message);
  }

  @Override
  public void recovered() {}
}
