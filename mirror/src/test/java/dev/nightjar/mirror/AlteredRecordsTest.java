package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.connection.Connector;
import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.scan.ScanPage;
import dev.nightjar.dynamodb.scan.TableScanner;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.mirror.sample.SampleSize;
import dev.nightjar.mirror.sample.SampledItems;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.verify.Difference.Kind;
import dev.nightjar.mirror.verify.VerificationReport;
import dev.nightjar.mirror.verify.VerificationStatus.Running;
import dev.nightjar.mirror.verify.VerificationWish;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A stream and a table that hold what AWS does not write. */
@ExtendWith(EmbeddedEngine.class)
class AlteredRecordsTest {

  @TempDir Path directory;

  @Test
  void anImageOfAnUnknownTypeIsQuarantinedAndItsKeyStands(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "unknowntype")) {
      live(
          world,
          change -> {
            if (text(change, change.newImageStart(), change.newImageEnd()).contains("strange")) {
              alterType(change, change.newImageStart(), change.newImageEnd());
            }
          });

      world.table().put("p1", "s1", "strange");
      world.table().put("p2", "s2", "as usual");

      world.awaitCaughtUp();
      assertThat(database.text("SELECT pk, _record FROM unknowntype FINAL ORDER BY pk LIMIT 1"))
          .isEqualTo("p1\t{\"pk\":\"p1\",\"sk\":\"s1\"}");
      assertThat(
              database.text(
                  "SELECT c__error_column, position(change, 'strange') > 0, count() OVER () FROM"
                      + " unknowntype_quarantine"))
          .isEqualTo("['_record']\t1\t1");
      assertThat(world.status().state()).isEqualTo(MirrorState.LIVE);

      world.table().put("p1", "s1", "well again");
      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(2);
    }
  }

  @Test
  void aKeyThatCannotBeReadIsSaidAndAskedForAgain(TestDatabase database) {
    AtomicInteger altered = new AtomicInteger(2);
    try (MirrorWorld world = MirrorWorld.of(database, directory, "unknownkey")) {
      live(
          world,
          change -> {
            boolean strange =
                text(change, change.keysStart(), change.keysEnd()).contains("strange");
            if (strange && altered.getAndDecrement() > 0) {
              alterType(change, change.keysStart(), change.keysEnd());
            }
          });

      world.table().put("before", "s", "x");
      world.table().put("strange", "s", "x");

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> world.status().reason().equals(Optional.of("stream:UNREADABLE_CHANGE")));
      assertThat(world.status().message().orElseThrow())
          .contains("has a key that cannot be read")
          .doesNotContain("strange");
      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(2);
      world.awaitChangeRows("2\t2");
    }
  }

  @Test
  void anItemWhoseKeyCannotBeReadIsLeftOutOfASampleAndToldByAVerification(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "strangekey")) {
      world.table().fill(0, 20, "as usual");
      world.table().put("strange", "s", "x");
      open(
          world,
          change -> {
            String item = text(change, change.newImageStart(), change.newImageEnd());
            int key = item.indexOf("\"S\":\"strange\"");
            if (key >= 0) {
              alterType(change, change.newImageStart() + key, change.newImageEnd());
            }
          });

      SampledItems sampled = world.mirrors().sample(world.spec(), new SampleSize(100, 1 << 20));

      assertThat(sampled).isEqualTo(new SampledItems(20, 1));
      assertThat(database.text("SELECT count(), countIf(pk = 'strange') FROM strangekey"))
          .isEqualTo("20\t0");

      world.start();
      world.awaitState(MirrorState.LIVE);
      String id = world.spec().id();
      world.mirrors().verify(id, VerificationWish.USUAL);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> {
            world.table().clock().advance(Duration.ofSeconds(1));
            return !(world.mirrors().verification(id).orElseThrow().outcome() instanceof Running);
          });
      VerificationReport report =
          world.mirrors().verification(id).orElseThrow().report().orElseThrow();
      assertThat(report.equal()).isFalse();
      assertThat(report.summary().unreadable()).isEqualTo(1);
      assertThat(report.summary().items()).as("the rest is compared").isEqualTo(20);
      assertThat(report.counts().byKind()).containsOnly(Map.entry(Kind.EXTRA_ROW, 1L));
      assertThat(world.status().lastVerification()).contains(report.summary());
    }
  }

  private static void live(MirrorWorld world, Consumer<Change> alteration) {
    open(world, alteration);
    world.start();
    world.awaitState(MirrorState.LIVE);
  }

  private static void open(MirrorWorld world, Consumer<Change> alteration) {
    world.options(usual -> usual.with(altering(usual.connector(), alteration)));
    world.open();
  }

  private static String text(Change change, int start, int end) {
    return start < 0 ? "" : new String(change.buffer(), start, end - start, StandardCharsets.UTF_8);
  }

  /** {@code {"S":} becomes {@code {"X":} in the answer's own bytes, before anybody reads them. */
  private static void alterType(Change change, int start, int end) {
    byte[] bytes = change.buffer();
    int at = start + text(change, start, end).indexOf("\"S\"") + 1;
    assertThat(bytes[at]).isEqualTo((byte) 'S');
    bytes[at] = 'X';
  }

  private static Connector altering(Connector real, Consumer<Change> alteration) {
    return proxy(
        Connector.class,
        real,
        connection ->
            connection instanceof TableConnection table
                ? proxy(
                    TableConnection.class,
                    table,
                    port ->
                        switch (port) {
                          case StreamClient streams ->
                              proxy(
                                  StreamClient.class,
                                  streams,
                                  answer -> altered(answer, alteration));
                          case TableScanner scans ->
                              proxy(
                                  TableScanner.class, scans, answer -> altered(answer, alteration));
                          case null, default -> port;
                        })
                : connection);
  }

  private static Object altered(Object answer, Consumer<Change> alteration) {
    if (answer instanceof RecordPage page) {
      page.forEach(alteration::accept);
    } else if (answer instanceof ScanPage page) {
      for (int i = 0; i < page.size(); i++) {
        alteration.accept(page.change(i));
      }
    }
    return answer;
  }

  /** Answers what another one does in its place. */
  private interface Answer {
    Object of(Object answer);
  }

  private static <T> T proxy(Class<T> port, T real, Answer answer) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              try {
                return answer.of(method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
