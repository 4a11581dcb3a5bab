package dev.nightjar.clickhouse.http;

import io.helidon.webserver.http.ServerRequest;

/**
 * Whether whoever sent a request is still at the other end of its connection. A client that closes
 * the sending half of its connection may still wait for its answer. So one that sends nothing more
 * is sent interim answers (100) until the answer begins; it has gone when its system refuses them.
 */
public interface ClientPresence {

  /** Somebody who never goes. */
  ClientPresence ALWAYS =
      new ClientPresence() {
        @Override
        public Watch interruptWhenGone() {
          return () -> {};
        }

        @Override
        public boolean isGone() {
          return false;
        }
      };

  /** The client of a request that came through {@link HttpListeners}. */
  static ClientPresence of(ServerRequest request) {
    return request.remotePeer() instanceof WatchedPeer peer ? peer : ALWAYS;
  }

  /**
   * From now on the calling thread is interrupted when the client goes, or at once if it has gone.
   * One watch at a time.
   */
  Watch interruptWhenGone();

  /** Whether a watch has seen the client go. */
  boolean isGone();

  /** Ends without an interrupt from then on; one that came is taken back. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
