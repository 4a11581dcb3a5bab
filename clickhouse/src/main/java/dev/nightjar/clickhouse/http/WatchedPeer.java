package dev.nightjar.clickhouse.http;

import io.helidon.common.socket.PeerInfo;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The other end of a connection, whose going is noticed by reading ahead. */
final class WatchedPeer implements PeerInfo, ClientPresence {
  private final PeerInfo peer;
  private final ReadAhead reading;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Thread> watching = Optional.empty();
  private boolean gone;

  WatchedPeer(PeerInfo peer, ReadAhead reading) {
    this.peer = peer;
    this.reading = reading;
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
    } finally {
      lock.unlock();
    }
    reading.begin(this::leave);
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

  private void leave() {
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
