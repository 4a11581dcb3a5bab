package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.backup.ExportOptions;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.SmallDisk;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.connection.Connector;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.ledger.StateUnavailableException;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Disks fill up and are freed: a mirror waits, says so, and goes on with all of it, once. */
@ExtendWith(EmbeddedEngine.class)
class FullDiskTest {
  @TempDir Path directory;
  private SmallDisk mounted;

  /** A way to let the state database run into the limit of its disk. */
  interface Limit extends AutoCloseable {
    void fill(StateDatabase state);

    void free(StateDatabase state);

    @Override
    default void close() {}
  }

  static Stream<String> means() {
    return SmallDisk.canMount() ? Stream.of("page limit", "small disk") : Stream.of("page limit");
  }

  private Limit limit(String means, Path folder) {
    if (means.equals("small disk")) {
      SmallDisk disk = SmallDisk.mount(folder, 8).orElseThrow();
      return new Limit() {
        @Override
        public void fill(StateDatabase state) {
          disk.fill();
        }

        @Override
        public void free(StateDatabase state) {
          disk.free();
        }

        @Override
        public void close() {
          disk.close();
        }
      };
    }
    return new Limit() {
      @Override
      public void fill(StateDatabase state) {
        state.transaction(handle -> handle.execute("CREATE TABLE ballast (content BLOB)"));
        // SQLite sets it to what the file has, if that is more.
        pages(state, 1);
        for (int bytes : new int[] {100_000, 4_000, 500}) {
          assertThatThrownBy(
                  () -> {
                    while (true) {
                      state.transaction(handle ->
                          handle.execute("INSERT INTO ballast VALUES (zeroblob(?))", bytes));
                    }
                  })
              .isInstanceOf(StateUnavailableException.class);
        }
      }

      @Override
      public void free(StateDatabase state) {
        pages(state, 1 << 30);
      }

      private void pages(StateDatabase state, int most) {
        state.transaction(handle ->
            handle.createQuery("PRAGMA max_page_count = " + most).mapTo(Long.class).one());
      }
    };
  }

  @ParameterizedTest
  @MethodSource("means")
  void theStateDatabaseIsFullWhileTheStreamIsRead(String means, TestDatabase database)
      throws Exception {
    Path folder = Files.createDirectory(directory.resolve("state"));
    String name = "state_" + means.replace(' ', '_');
    try (Limit limit = limit(means, folder);
        MirrorWorld world = MirrorWorld.of(database, folder, name)) {
      world.table().fill(0, 20, "before");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.awaitCaughtUp();
      limit.fill(world.state());

      int puts = putUntilHalted(world, "state_disk_full");
      world.table().fill(10, 40, "meanwhile");

      MirrorStatus halted = world.status();
      assertThat(halted.message().orElseThrow())
          .contains("The disk is full")
          .contains("Free space")
          .contains("goes on by itself");
      if (means.equals("small disk")) {
        // Not even a row can be changed there.
        assertThatThrownBy(() -> world.mirrors().pause(world.spec().id()))
            .isInstanceOf(StateUnavailableException.class);
      }
      assertThat(world.status().state()).isEqualTo(MirrorState.LIVE);
      limit.free(world.state());
      world.table().delete("p3", "s3");

      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(49 + puts);
      int changes = 20 + puts + 40 + 1;
      assertThat(world.changeRows()).isEqualTo(changes + "\t" + changes);
      assertThat(world.status().reason()).isEmpty();
    }
  }

  @Test
  void theStateDatabaseTakesNoWritesWhileTheStreamIsRead(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "readonly")) {
      world.table().fill(0, 20, "before");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.awaitCaughtUp();
      Connection connection = world.state().transaction(Handle::getConnection);
      readOnly(connection, true);

      int puts = putUntilHalted(world, "state_unavailable");
      world.table().fill(10, 20, "meanwhile");

      assertThat(world.status().message().orElseThrow())
          .contains("cannot be written or read")
          .contains("SQLITE_READONLY")
          .contains("goes on by itself");
      assertThat(world.status().state()).isEqualTo(MirrorState.LIVE);
      readOnly(connection, false);

      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(30 + puts);
      int changes = 20 + puts + 20;
      assertThat(world.changeRows()).isEqualTo(changes + "\t" + changes);
      assertThat(world.status().reason()).isEmpty();
    }
  }

  /** As if the disk had become read-only; at once, for no transaction could take it back. */
  private static void readOnly(Connection connection, boolean on) {
    await()
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = " + on);
            return true;
          }
        });
  }

  @Test
  void aHaltedMirrorIsTriedAgainWhateverKeepsItFromStarting(TestDatabase database)
      throws Exception {
    Path folder = Files.createDirectory(directory.resolve("state"));
    try (Limit limit = limit("page limit", folder);
        MirrorWorld world = MirrorWorld.of(database, folder, "again")) {
      AtomicInteger refusals = new AtomicInteger();
      world.options(usual -> usual.with(new Refusing(usual.connector(), refusals)));
      world.table().fill(0, 20, "before");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      world.awaitCaughtUp();
      refusals.set(2);
      limit.fill(world.state());
      putUntilHalted(world, "state_disk_full");

      limit.free(world.state());

      await().atMost(Duration.ofSeconds(30)).until(() -> refusals.get() == 0);
      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSizeGreaterThan(20);
      assertThat(world.status().reason()).isEmpty();
    }
  }

  @Test
  void aMirrorThatCannotBeStartedAgainAfterAPersonsWordIsTriedAgain(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "afterwards")) {
      AtomicInteger refusals = new AtomicInteger();
      world.options(usual -> usual.with(new Refusing(usual.connector(), refusals)));
      world.table().fill(0, 20, "before");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      refusals.set(2);

      assertThatThrownBy(() -> world.mirrors().resync(world.spec().id(), Resync.STANDARD))
          .hasMessage("not now");
      world.table().fill(10, 30, "meanwhile");

      world.passStreamAge(2);
      world.awaitHealed();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(40);
    }
  }

  /** Writes items until the mirror says what is wrong with its state database; how many. */
  private static int putUntilHalted(MirrorWorld world, String code) {
    AtomicInteger puts = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          world.table().put("more", "s" + puts.incrementAndGet(), "meanwhile");
          return world.status().reason().equals(Optional.of(code));
        });
    return puts.get();
  }

  /** Makes no connection for so many times. */
  private record Refusing(Connector real, AtomicInteger times) implements Connector {
    @Override
    public TableConnection connect(RoleTarget target) {
      if (times.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IllegalStateException("not now");
      }
      return real.connect(target);
    }

    @Override
    public boolean hasCredentials() {
      return real.hasCredentials();
    }

    @Override
    public String callerAccount() {
      return real.callerAccount();
    }

    @Override
    public void close() {
      real.close();
    }
  }

  @ParameterizedTest
  @MethodSource("means")
  void theStateDatabaseIsFullWhenAMirrorIsToBegin(String means, TestDatabase database)
      throws Exception {
    Path folder = Files.createDirectory(directory.resolve("state"));
    String name = "begin_" + means.replace(' ', '_');
    try (Limit limit = limit(means, folder);
        MirrorWorld world = MirrorWorld.of(database, folder, name)) {
      world.table().fill(0, 20, "before");
      world.open();
      world.createTables();
      limit.fill(world.state());
      assertThatThrownBy(() ->
              world
                  .mirrors()
                  .start(world.spec("# " + "x".repeat(1 << 20) + "\n" + MirrorWorld.FILE)))
          .isInstanceOf(StateUnavailableException.class);
      assertThat(world.mirrors().statuses()).isEmpty();
      limit.free(world.state());

      world.mirrors().start(world.spec());

      world.awaitState(MirrorState.LIVE);
      assertThat(world.exportRows()).isEqualTo("20\t20");
    }
  }

  @Test
  void clickHouseHasNoSpaceForInserts(TestDatabase database) {
    try (MirrorWorld world = MirrorWorld.of(database, directory, "nospace")) {
      world.table().fill(0, 20, "before");
      world.open();
      world.start();
      world.awaitState(MirrorState.LIVE);
      // More than any disk has.
      keepFree(database, "10000000000000000");

      world.table().fill(10, 40, "meanwhile");

      MirrorStatus waiting = awaitReason(world, "insert:NOT_ENOUGH_SPACE");
      assertThat(waiting.state()).isEqualTo(MirrorState.LIVE);
      assertThat(waiting.message().orElseThrow())
          .startsWith("The disk of ClickHouse is full: free space on it.");
      keepFree(database, "1");

      world.awaitCaughtUp();
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(50);
      assertThat(world.changeRows()).isEqualTo("60\t60");
      assertThat(world.status().reason()).isEmpty();
    }
  }

  @Test
  void thereIsNoSpaceForALargeExportFile(TestDatabase database) throws Exception {
    Path downloads = directory.resolve("downloads");
    try (MirrorWorld world =
        new MirrorWorld(
            database,
            directory,
            "spool",
            AwsLocalOptions.defaults().withExports(ExportOptions.defaults().withFiles(1)))) {
      Random random = new Random(1);
      for (int i = 0; i < 90; i++) {
        // Text that does not become smaller: more than is kept in memory.
        byte[] noise = new byte[200_000];
        random.nextBytes(noise);
        world.table().put("large", "s" + i, Base64.getEncoder().encodeToString(noise));
      }
      Runnable free = obstruct(downloads);
      world.open();
      world.start();

      assertThat(awaitReason(world, "spool").message().orElseThrow())
          .contains("the folder `downloads` of the data directory")
          .contains("Free space there");
      free.run();

      world.awaitState(MirrorState.LIVE);
      assertThat(world.mirrored()).isEqualTo(world.table().scan()).hasSize(90);
      assertThat(world.exportRows()).isEqualTo("90\t90");
    } finally {
      if (mounted != null) {
        mounted.close();
      }
    }
  }

  /** Leaves no room for downloads; what is answered makes it. */
  private Runnable obstruct(Path downloads) throws IOException {
    Files.createDirectory(downloads);
    Optional<SmallDisk> disk = SmallDisk.mount(downloads, 4);
    if (disk.isPresent()) {
      mounted = disk.get();
      return () -> mounted.grow(64);
    }
    Files.delete(downloads);
    Files.createFile(downloads);
    return () -> downloads.toFile().delete();
  }

  private static void keepFree(TestDatabase database, String bytes) {
    database.execute(
        "ALTER TABLE nospace MODIFY SETTING min_free_disk_bytes_to_perform_insert = " + bytes);
  }

  private static MirrorStatus awaitReason(MirrorWorld world, String reason) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> world.status().reason().equals(Optional.of(reason)));
    return world.status();
  }
}
