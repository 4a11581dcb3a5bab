package dev.nightjar.clickhouse.http;

import io.helidon.common.socket.PeerInfo;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The other end of a connection, whose going is noticed by reading ahead. One that sends nothing
 * more may be gone, or may wait for its answer with the sending half closed, which looks the same:
 * it is tried with interim answers then.
 */
final class WatchedPeer implements PeerInfo, ClientPresence, ReadAhead.End {
  private static final Duration BETWEEN_PROBES = Duration.ofMillis(500);

  private final PeerInfo peer;
  private final ReadAhead reading;
  private final ProbingWriter writing;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition unwatched = lock.newCondition();
  private Optional<Thread> watching = Optional.empty();
  private boolean closed;
  private boolean probing;
  private boolean gone;

  WatchedPeer(PeerInfo peer, ReadAhead reading, ProbingWriter writing) {
    this.peer = peer;
    this.reading = reading;
    this.writing = writing;
  }

  /** The head of a request is there, to which nothing is answered yet. */
  void endHead() {
    reading.endHead();
    writing.expectAnswer();
  }

  /** A request has been answered, and the next may come. */
  void expectHead() {
    reading.expectHead();
  }

  @Override
  public Watch interruptWhenGone() {
    lock.lock();
    try {
      Thread thread = Thread.currentThread();
      watching = Optional.of(thread);
      if (gone) {
        thread.interrupt();
      }
      probe();
    } finally {
      lock.unlock();
    }
    reading.begin(this);
    return this::endWatch;
  }

  @Override
  public boolean isGone() {
    lock.lock();
    try {
      return gone;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void closed() {
    lock.lock();
    try {
      closed = true;
      probe();
    } finally {
      lock.unlock();
    }
  }

  private void probe() {
    if (closed && !gone && !probing && watching.isPresent()) {
      probing = true;
      Thread.ofVirtual().name("client-probe").start(this::probeWhileWatched);
    }
  }

  private void probeWhileWatched() {
    try {
      while (isWatchedAfterAPause()) {
        if (!writing.probe()) {
          // the answer's own bytes tell from now on
          endProbing();
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      endProbing();
    } catch (RuntimeException e) {
      // nobody takes them: that is what was to be found out
      broken();
    }
  }

  private boolean isWatchedAfterAPause() throws InterruptedException {
    lock.lock();
    try {
      long left = BETWEEN_PROBES.toNanos();
      while (left > 0 && watching.isPresent()) {
        left = unwatched.awaitNanos(left);
      }
      probing = watching.isPresent();
      return probing;
    } finally {
      lock.unlock();
    }
  }

  private void endProbing() {
    lock.lock();
    try {
      probing = false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void broken() {
    lock.lock();
    try {
      gone = true;
      watching.ifPresent(Thread::interrupt);
    } finally {
      lock.unlock();
    }
  }

  private void endWatch() {
    lock.lock();
    try {
      watching = Optional.empty();
      unwatched.signalAll();
      if (gone) {
        // What is still to be done for the request is no longer the client's.
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public SocketAddress address() {
    return peer.address();
  }

  @Override
  public String host() {
    return peer.host();
  }

  @Override
  public int port() {
    return peer.port();
  }

  @Override
  public Optional<Principal> tlsPrincipal() {
    return peer.tlsPrincipal();
  }

  @Override
  public Optional<Certificate[]> tlsCertificates() {
    return peer.tlsCertificates();
  }
}
