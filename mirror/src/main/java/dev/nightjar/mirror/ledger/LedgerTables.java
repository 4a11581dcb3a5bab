package dev.nightjar.mirror.ledger;

/** Brings the tables of this module up to date. */
public final class LedgerTables {
  private LedgerTables() {}

  /** Runs the migrations that have not run yet. */
  public static void migrate(StateDatabase database) {
    database.migrate("mirror", "dev/nightjar/mirror/ledger/migrations");
  }
}
