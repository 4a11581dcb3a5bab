package dev.nightjar.mirror.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One server a data directory, in whatever process and by whatever path. */
class DirectoryLockTest {
  @TempDir Path directory;

  @Test
  void anotherProcessIsNamedAndItsDeathSetsTheDirectoryFree() throws Exception {
    Process holder = holder(directory);
    try {
      assertThatThrownBy(() -> StateDatabase.open(directory))
          .isInstanceOf(DirectoryInUseException.class)
          .hasMessageContaining("process " + holder.pid());
    } finally {
      holder.destroyForcibly();
    }
    assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();

    StateDatabase.open(directory).close();
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aProcessThatIsOnlySuspendedKeepsTheDirectory() throws Exception {
    Process holder = holder(directory);
    try {
      signal(holder, "STOP");

      assertThatThrownBy(() -> StateDatabase.open(directory))
          .isInstanceOf(DirectoryInUseException.class);
    } finally {
      signal(holder, "CONT");
      holder.destroyForcibly();
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aSymbolicLinkIsTheSameDirectory() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
    try (StateDatabase here = StateDatabase.open(directory)) {
      assertThat(here).isNotNull();

      assertThatThrownBy(() -> StateDatabase.open(link))
          .isInstanceOf(DirectoryInUseException.class);
    }
    Process holder = holder(link);
    try {
      assertThatThrownBy(() -> StateDatabase.open(directory))
          .isInstanceOf(DirectoryInUseException.class);
    } finally {
      holder.destroyForcibly();
    }
  }

  @Test
  void aThreadOfAServerThatWasClosedCannotWriteIntoTheNextOnesState() throws Exception {
    StateDatabase first = StateDatabase.open(directory);
    first.close();
    try (StateDatabase next = StateDatabase.open(directory)) {
      assertThatThrownBy(() -> first.transaction(handle -> handle.execute("CREATE TABLE late (x)")))
          .isInstanceOf(StateDatabaseException.class)
          .hasMessageContaining("is closed");
      assertThat(
              next.<Integer, RuntimeException>transaction(handle ->
                  handle
                      .createQuery("SELECT count(*) FROM sqlite_master WHERE name = 'late'")
                      .mapTo(Integer.class)
                      .one()))
          .isZero();
    }
  }

  @Test
  void theLockIsHeldUntilTheLastTransactionHasEnded() throws Exception {
    StateDatabase first = StateDatabase.open(directory);
    java.util.concurrent.CountDownLatch inside = new java.util.concurrent.CountDownLatch(1);
    java.util.concurrent.CountDownLatch go = new java.util.concurrent.CountDownLatch(1);
    Thread writing =
        Thread.ofPlatform()
            .start(() ->
                first.transaction(handle -> {
                  inside.countDown();
                  awaitUninterruptibly(go);
                  return handle.execute("CREATE TABLE slow (x)");
                }));
    inside.await();
    Thread closing = Thread.ofPlatform().start(first::close);
    await().atMost(Duration.ofSeconds(30)).until(() -> closing.getState() == Thread.State.WAITING);

    assertThatThrownBy(() -> StateDatabase.open(directory))
        .isInstanceOf(DirectoryInUseException.class);

    go.countDown();
    closing.join();
    writing.join();
    StateDatabase.open(directory).close();
  }

  private static void awaitUninterruptibly(java.util.concurrent.CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void signal(Process process, String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  private static Process holder(Path directory) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                DirectoryLockTest.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder all = new StringBuilder();
    for (String line = said.readLine(); !"holding".equals(line); line = said.readLine()) {
      if (line == null) {
        throw new IllegalStateException("the holder of the lock did not start: " + all);
      }
      all.append(line).append('\n');
    }
    return process;
  }

  /** Holds a data directory until it is killed, or whoever started it has ended. */
  public static void main(String[] arguments) throws Exception {
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
    try (StateDatabase held = StateDatabase.open(Path.of(arguments[0]))) {
      System.out.println("holding");
      Thread.currentThread().join();
      throw new IllegalStateException("not reached with " + held);
    }
  }
}
