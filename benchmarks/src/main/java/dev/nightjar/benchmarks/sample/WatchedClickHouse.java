package dev.nightjar.benchmarks.sample;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ForwardingClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;

/** A ClickHouse that tells when an insert is acknowledged: its rows can be queried from then on. */
public final class WatchedClickHouse extends ForwardingClickHouse {
  private final Listener listener;

  /** Is told of inserts. */
  @FunctionalInterface
  public interface Listener {
    /** One is acknowledged. */
    void inserted(String token, int rows);
  }

  /** One that tells a listener; closing it leaves the real one open. */
  public WatchedClickHouse(ClickHouse real, Listener listener) {
    super(real);
    this.listener = listener;
  }

  @Override
  public InsertResult insert(Insert insert) {
    InsertResult result = real().insert(insert);
    listener.inserted(insert.deduplicationToken().orElseThrow(), insert.block().rows());
    return result;
  }

  /** Leaves the real one open. */
  @Override
  public void close() {}
}
