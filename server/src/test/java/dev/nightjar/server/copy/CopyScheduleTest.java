package dev.nightjar.server.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What becomes of runs by a schedule that the server does not see the end of. */
class CopyScheduleTest {
  private static final AtomicReference<Instant> NOW =
      new AtomicReference<>(Instant.parse("2026-01-01T00:30:00Z"));

  @RegisterExtension
  static final RunningServer SERVER =
      new RunningServer(options -> options.withClock(new SetClock()));

  @Test
  void aRunThatTheServerDidNotLetEndIsDueAgainWhereItCannotComeTwice() {
    Client client = SERVER.client();
    client.upload(
        "/v1/build",
        Map.of(
            "source.datasource", Files.plain(),
            "a.datasource", Files.plain(),
            "b.datasource", Files.plain(),
            "adding.pipe", endless("a", "append"),
            "replacing.pipe", endless("b", "replace")));
    client.post("/v0/events?name=source", "{\"id\":\"a\",\"n\":1}");
    for (String pipe : List.of("adding", "replacing")) {
      await().until(() -> client.post("/v0/pipes/" + pipe + "/copy/resume").status() == 200);
    }
    NOW.set(Instant.parse("2026-01-01T01:10:00Z"));
    awaitStatuses("adding", "working");
    awaitStatuses("replacing", "working");

    NOW.set(Instant.parse("2026-01-01T01:11:00Z"));
    SERVER.restart();
    awaitStatuses("adding", "working", "cancelled");
    awaitStatuses("replacing", "working", "cancelled");

    NOW.set(Instant.parse("2026-01-01T01:12:00Z"));
    SERVER.whileStopped(database -> leaveAsACrashWould());
    awaitStatuses("replacing", "working", "error", "cancelled");
    await().until(() -> isSettled("adding"));
    assertThat(statuses("adding")).containsExactly("error", "cancelled");

    NOW.set(Instant.parse("2026-01-01T02:10:00Z"));
    awaitStatuses("adding", "working", "error", "cancelled");
  }

  private static String endless(String target, String mode) {
    String rows = "(SELECT id, n, arrayJoin(range(200000)) AS x FROM source)";
    return "NODE rows\nSQL >\n    SELECT a.id AS id, a.n + toInt64(cityHash64(a.x, b.x) % 7) AS n FROM "
        + rows
        + " AS a CROSS JOIN "
        + rows
        + " AS b\nTYPE copy\nCOPY_SCHEDULE 0 * * * *\nTARGET_DATASOURCE "
        + target
        + "\nCOPY_MODE "
        + mode
        + "\n";
  }

  /** The last runs, which the stop has cancelled, as if nobody had. */
  private static void leaveAsACrashWould() {
    try (StateDatabase state = StateDatabase.open(SERVER.dataDir())) {
      state.transaction(db ->
          db.createUpdate(
                  "UPDATE job SET status = 'WORKING', error = NULL WHERE rowid IN (SELECT max(rowid) FROM job GROUP BY subject)")
              .execute());
    }
  }

  private static boolean isSettled(String pipe) throws SQLException {
    String sql = "SELECT begun_at IS NULL FROM copy_schedule WHERE pipe = '" + pipe + "'";
    try (Connection db =
            DriverManager.getConnection("jdbc:sqlite:" + SERVER.dataDir().resolve("state.db"));
        ResultSet row = db.createStatement().executeQuery(sql)) {
      return row.getBoolean(1);
    }
  }

  private static void awaitStatuses(String pipe, String... newestFirst) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(statuses(pipe)).containsExactly(newestFirst));
  }

  private static List<String> statuses(String pipe) {
    List<String> found = new ArrayList<>();
    for (JsonNode job : SERVER.client().get("/v0/jobs?kind=copy").json().path("jobs")) {
      if (job.path("pipe_name").asString().equals(pipe)) {
        found.add(job.path("status").asString());
      }
    }
    return found;
  }

  private static final class SetClock extends Clock {
    @Override
    public Instant instant() {
      return NOW.get();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
