package dev.nightjar.clickhouse;

/** While it is open, the parts of a table are not merged. */
@FunctionalInterface
public interface MergePause extends AutoCloseable {

  /** They are merged as ever. */
  MergePause NONE = () -> {};

  /** Ends the pause; a second time is nothing. */
  @Override
  void close();
}
