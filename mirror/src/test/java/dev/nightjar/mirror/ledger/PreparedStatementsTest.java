package dev.nightjar.mirror.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedStatementsTest {
  private static final int MOST = 3;

  @TempDir Path directory;

  private final PreparedStatements statements = new PreparedStatements(MOST);
  private final List<Statement> ran = new ArrayList<>();
  private Connection connection;
  private Jdbi jdbi;

  @BeforeEach
  void connect() throws SQLException {
    connection = open();
    jdbi = Jdbi.create(connection);
    jdbi.setStatementBuilderFactory(_ -> statements);
    jdbi.useHandle(handle -> {
      handle.execute("PRAGMA journal_mode = WAL");
      handle.execute("CREATE TABLE part (parent INTEGER, id INTEGER, name TEXT)");
      handle.execute("INSERT INTO part VALUES (0, 1, 'a'), (0, 2, 'b'), (1, 3, 'c'), (2, 4, 'd')");
    });
    jdbi.setSqlLogger(
        new SqlLogger() {
          @Override
          public void logBeforeExecution(StatementContext context) {
            ran.add(context.getStatement());
          }
        });
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("parts.db"));
  }

  @AfterEach
  void disconnect() throws SQLException {
    statements.forget();
    connection.close();
  }

  @Test
  void whatRunsAgainIsNotPreparedAgain() {
    assertThat(children(0)).containsExactly(1, 2);
    assertThat(children(1)).containsExactly(3);

    assertThat(ran).hasSize(2);
    assertThat(ran.get(0)).isSameAs(ran.get(1));
  }

  private List<Integer> children(int parent) {
    return jdbi.withHandle(handle -> children(handle, parent));
  }

  private static List<Integer> children(Handle handle, int parent) {
    return handle
        .createQuery("SELECT id FROM part WHERE parent = :p ORDER BY id")
        .bind("p", parent)
        .mapTo(Integer.class)
        .list();
  }

  @Test
  void whatRunsWhileItRunsIsAnotherOne() {
    List<String> found = new ArrayList<>();

    jdbi.useHandle(handle ->
        handle
            .createQuery("SELECT id FROM part WHERE parent = :p ORDER BY id")
            .bind("p", 0)
            .mapTo(Integer.class)
            .useStream(parents ->
                parents.forEach(parent -> found.add(parent + " " + children(handle, parent)))));

    assertThat(found).containsExactly("1 [3]", "2 [4]");
    assertThat(ran.get(1)).isNotSameAs(ran.get(0));
  }

  @Test
  void aBatchLeavesNothingToTheNext() {
    for (int from : List.of(10, 20)) {
      jdbi.useHandle(handle -> {
        var batch = handle.prepareBatch("INSERT INTO part VALUES (:p, :id, NULL)");
        for (int id = from; id < from + 3; id++) {
          batch.bind("p", from).bind("id", id).add();
        }
        batch.execute();
      });
    }

    assertThat(children(10)).containsExactly(10, 11, 12);
    assertThat(children(20)).containsExactly(20, 21, 22);
  }

  @Test
  void oneThatFailedWorksTheNextTime() {
    jdbi.useHandle(handle -> handle.execute("CREATE UNIQUE INDEX ids ON part (id)"));
    String insert = "INSERT INTO part VALUES (5, ?, 'e')";

    assertThat(
            jdbi.<Optional<Integer>, RuntimeException>withHandle(handle -> {
              try {
                return Optional.of(handle.execute(insert, 1));
              } catch (org.jdbi.v3.core.JdbiException e) {
                return Optional.empty();
              }
            }))
        .isEmpty();

    assertThat(jdbi.<Integer, RuntimeException>withHandle(handle -> handle.execute(insert, 5)))
        .isEqualTo(1);
    assertThat(children(5)).containsExactly(5);
  }

  @Test
  void theLastOnesAreKeptAndNoMore() throws SQLException {
    for (int i = 0; i < 2 * MOST; i++) {
      String sql = "SELECT " + i;
      jdbi.useHandle(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
    }

    assertThat(statements.idle()).isEqualTo(MOST);
    assertThat(ran.getFirst().isClosed()).isTrue();
    assertThat(ran.getLast().isClosed()).isFalse();
  }

  /** SQLite's log of writes grows for as long as somebody reads. */
  @Test
  void aKeptOneReadsNoLonger() throws SQLException {
    jdbi.useHandle(handle -> {
      assertThat(
              handle
                  .createQuery("SELECT id FROM part ORDER BY rowid")
                  .mapTo(Integer.class)
                  .findFirst())
          .contains(1);
      // Rows that nobody asks for.
      handle.execute("UPDATE part SET name = 'x' RETURNING id");
      handle.execute("INSERT INTO part VALUES (9, 9, 'z')");
    });

    try (Connection other = open();
        Statement statement = other.createStatement();
        ResultSet checkpoint = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      assertThat(checkpoint.getInt("busy")).isZero();
    }
  }

  @Test
  void anotherConnectionsColumnsAreSeenAfterForgetting() throws SQLException {
    assertThat(columns()).containsExactly("parent", "id", "name");

    try (Connection other = open();
        Statement statement = other.createStatement()) {
      statement.execute("ALTER TABLE part ADD COLUMN weight REAL");
    }
    statements.forget();

    assertThat(columns()).containsExactly("parent", "id", "name", "weight");
  }

  private List<String> columns() {
    return jdbi.withHandle(handle ->
        List.copyOf(handle.createQuery("SELECT * FROM part LIMIT 1").mapToMap().one().keySet()));
  }
}
