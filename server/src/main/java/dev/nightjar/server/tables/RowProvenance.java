package dev.nightjar.server.tables;

import dev.nightjar.mirror.ledger.StateDatabase;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/**
 * Remembers of data sources what a replacement must know to lose nothing: whether one may hold rows
 * that no materialized view would make anew, and whether one has lost rows which views have made
 * something of. Data sources are named by their ids. It is told before rows change, so that a crash
 * leaves it saying too much, never too little. Thread-safe.
 */
public final class RowProvenance {
  private static final String OWN = "own_rows";
  private static final String LOST = "lost_rows";

  private final StateDatabase state;

  /** Those of which it is stored already, so that not every insert asks the state database. */
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  /**
   * Forgets what is stored of data sources that are no more.
   *
   * @param state where it is stored
   * @throws dev.nightjar.mirror.ledger.StateUnavailableException when it cannot be read or written
   */
  public RowProvenance(StateDatabase state) {
    this.state = state;
    state.transaction(db ->
        db.createUpdate(
                "DELETE FROM row_provenance WHERE datasource_id NOT IN (SELECT id FROM resource)")
            .execute());
  }

  /** Rows are about to come that no view makes: they are sent, or copied. */
  public void comesByItself(String datasource) {
    remember(datasource, OWN);
  }

  /** The same, in the caller's transaction, of data sources that views have left their rows in. */
  public static void staysByItself(Handle db, Collection<String> datasources) {
    datasources.forEach(datasource -> store(db, datasource, OWN));
  }

  /** Rows are about to be deleted; what views have made of them stays. */
  public void loses(String datasource) {
    remember(datasource, LOST);
  }

  /** Nothing is left in it. */
  public void emptied(String datasource) {
    forget(datasource, OWN);
  }

  /** What views have made of it was made anew of all its rows. */
  public void viewsMadeAnew(String datasource) {
    forget(datasource, LOST);
  }

  /** Whether it may hold rows that no view would make anew. */
  boolean hasOwnRows(String datasource) {
    return has(datasource, OWN);
  }

  /** Whether views may have made something of rows that it does not hold any more. */
  boolean hasLostRows(String datasource) {
    return has(datasource, LOST);
  }

  private void remember(String datasource, String what) {
    if (!known.contains(key(datasource, what))) {
      state.transaction(db -> store(db, datasource, what));
      known.add(key(datasource, what));
    }
  }

  private void forget(String datasource, String what) {
    known.remove(key(datasource, what));
    state.transaction(db ->
        db.createUpdate("UPDATE row_provenance SET <what> = 0 WHERE datasource_id = :datasource")
            .define("what", what)
            .bind("datasource", datasource)
            .execute());
  }

  private boolean has(String datasource, String what) {
    return state.transaction(db ->
        db.createQuery(
                    "SELECT count(*) FROM row_provenance WHERE datasource_id = :datasource AND <what> = 1")
                .define("what", what)
                .bind("datasource", datasource)
                .mapTo(Integer.class)
                .one()
            > 0);
  }

  private static int store(Handle db, String datasource, String what) {
    return db.createUpdate(
            """
            INSERT INTO row_provenance (datasource_id, own_rows, lost_rows)
            VALUES (:datasource, :own, :lost)
            ON CONFLICT (datasource_id) DO UPDATE SET <what> = 1
            """)
        .define("what", what)
        .bind("datasource", datasource)
        .bind("own", what.equals(OWN) ? 1 : 0)
        .bind("lost", what.equals(LOST) ? 1 : 0)
        .execute();
  }

  private static String key(String datasource, String what) {
    return datasource + "/" + what;
  }
}
