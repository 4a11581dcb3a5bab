package dev.nightjar.mirror;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ForwardingClickHouse;
import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.InsertResult;
import dev.nightjar.clickhouse.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A ClickHouse in front of the real one that does to its inserts what a test says, in turn. */
public final class FaultyClickHouse extends ForwardingClickHouse {

  /** What becomes of one insert. */
  @FunctionalInterface
  public interface Fate {
    /** Runs it, or not. */
    InsertResult insert(ClickHouse real, Insert insert);
  }

  /** The process ended: nothing that follows is carried out. */
  public static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final Deque<Fate> fates = new ArrayDeque<>();
  private final Deque<BiConsumer<ClickHouse, Statement>> comments = new ArrayDeque<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private volatile Optional<String> refused = Optional.empty();

  public FaultyClickHouse(ClickHouse real) {
    super(real);
  }

  /** What becomes of the next insert that has no fate yet. */
  public synchronized FaultyClickHouse then(Fate fate) {
    fates.add(fate);
    return this;
  }

  /** What becomes of the next change of a table's comment that has no fate yet. */
  public synchronized FaultyClickHouse thenComment(BiConsumer<ClickHouse, Statement> fate) {
    comments.add(fate);
    return this;
  }

  /** From now on statements with this in their SQL are refused; empty: none. */
  public FaultyClickHouse refuses(Optional<String> sql) {
    refused = sql;
    return this;
  }

  /** The next insert arrives and nothing is wrong. */
  public FaultyClickHouse thenArrives() {
    return then(ClickHouse::insert);
  }

  /** The tokens of all inserts so far, in order. */
  public List<String> tokens() {
    return tokens;
  }

  @Override
  public InsertResult insert(Insert insert) {
    tokens.add(insert.deduplicationToken().orElseThrow());
    Fate fate;
    synchronized (this) {
      fate = fates.isEmpty() ? ClickHouse::insert : fates.poll();
    }
    return fate.insert(real(), insert);
  }

  @Override
  public void execute(Statement statement) {
    if (refused.filter(statement.sql()::contains).isPresent()) {
      throw new ClickHouseException(
          359, "TABLE_SIZE_EXCEEDS_MAX_DROP_SIZE_LIMIT", "refused: " + statement.sql());
    }
    BiConsumer<ClickHouse, Statement> fate = ClickHouse::execute;
    synchronized (this) {
      if (statement.sql().contains("MODIFY COMMENT") && !comments.isEmpty()) {
        fate = comments.poll();
      }
    }
    fate.accept(real(), statement);
  }
}
