package dev.nightjar.server.intake;

/**
 * How much is taken.
 *
 * @param eventBytes of one request of events, unpacked
 * @param importBytes of one import, unpacked
 * @param eventsAtATime requests of events that are stored at a time
 * @param eventsWaiting requests of events that wait for that; the next is refused
 * @param privateAddresses whether files may be fetched from addresses of this machine and of
 *     private networks
 */
public record IntakeLimits(
    long eventBytes,
    long importBytes,
    int eventsAtATime,
    int eventsWaiting,
    boolean privateAddresses) {

  /** 64 MB of events, 20 GB of an import; only addresses of the public internet. */
  public static final IntakeLimits STANDARD = new IntakeLimits(64L << 20, 20L << 30, 4, 256, false);

  /** The same, with addresses of this machine and of private networks too, or without. */
  public IntakeLimits withPrivateAddresses(boolean allowed) {
    return new IntakeLimits(eventBytes, importBytes, eventsAtATime, eventsWaiting, allowed);
  }
}
