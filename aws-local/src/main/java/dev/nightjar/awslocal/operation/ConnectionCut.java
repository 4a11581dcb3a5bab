package dev.nightjar.awslocal.operation;

/** Thrown by an interceptor: the client gets no answer, its connection is closed. */
public final class ConnectionCut extends RuntimeException {

  /**
   * Whether the call was carried out before (thrown after {@code proceed}) or not is the
   * interceptor's choice.
   */
  public ConnectionCut() {
    super("the connection is cut", null, false, false);
  }
}
