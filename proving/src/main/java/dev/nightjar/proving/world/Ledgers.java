package dev.nightjar.proving.world;

import dev.nightjar.mirror.ledger.LedgerTables;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.util.List;
import java.util.function.Consumer;

/**
 * The state database of one history after the other: the real one, in memory, emptied in between.
 * It outlives the simulated server's processes as a file does.
 */
final class Ledgers implements AutoCloseable {
  private final InlineExecutor executor = new InlineExecutor();
  private final StateDatabase database = StateDatabase.inMemory(executor);

  Ledgers() {
    LedgerTables.migrate(database);
  }

  StateDatabase database() {
    return database;
  }

  /** What surrounds each transaction of a server from now on. */
  void around(Consumer<Runnable> turn) {
    executor.around(turn);
  }

  /** All of it is gone, as when somebody deletes the file. */
  void empty() {
    database.transaction(handle -> {
      handle.execute("PRAGMA defer_foreign_keys = ON");
      List<String> tables =
          handle
              .createQuery(
                  "SELECT name FROM sqlite_master WHERE type = 'table'"
                      + " AND name NOT LIKE 'migrations%' AND name NOT LIKE 'sqlite%'")
              .mapTo(String.class)
              .list();
      tables.forEach(table -> handle.execute("DELETE FROM \"" + table + "\""));
      return null;
    });
  }

  @Override
  public void close() {
    database.close();
  }
}
