package dev.nightjar.proving.flights;

/** Time to live, which else has its own time. */
@FunctionalInterface
public interface Expiry {

  /** Everything that has expired is deleted when this returns. */
  void run() throws InterruptedException;
}
