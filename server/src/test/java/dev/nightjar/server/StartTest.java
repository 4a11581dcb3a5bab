package dev.nightjar.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.SmallDisk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
  @TempDir Path directory;

  @BeforeEach
  void leaveTheEngineToTheServer() {
    EmbeddedEngine.release();
  }

  @Test
  void writesNothingButItsStateIntoTheDataDirectory() throws IOException {
    Path data = directory.resolve("data");
    try (NightjarServer server = NightjarServer.start(ServerOptions.in(data).withPort(0))) {
      assertThat(names(data)).contains("clickhouse", "key", "state.db", "tokens");
      assertThat(mode(data.resolve("tokens"))).isEqualTo("rw-------");
      assertThat(mode(data.resolve("key"))).isEqualTo("rw-------");
      assertThat(server.port()).isPositive();
    }
    assertThat(names(directory)).containsExactly("data");
    assertThat(names(data))
        .allMatch(
            name -> name.matches("clickhouse|intake|key|tokens|state\\.db(\\.lock|-wal|-shm)?"));
  }

  @Test
  void keepsItsTokensAcrossStarts() {
    ServerOptions options = ServerOptions.in(directory).withPort(0);
    String before;
    try (NightjarServer server = NightjarServer.start(options)) {
      before = server.tokens().adminToken();
    }
    try (NightjarServer server = NightjarServer.start(options)) {
      assertThat(server.tokens().adminToken()).isEqualTo(before);
    }
  }

  @Test
  void saysThatThePortIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      ServerOptions options = ServerOptions.in(directory).withPort(taken.getLocalPort());

      assertThatThrownBy(() -> NightjarServer.start(options))
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining("localhost:" + taken.getLocalPort())
          .hasMessageContaining("--port");
    }
    try (NightjarServer server = NightjarServer.start(ServerOptions.in(directory).withPort(0))) {
      assertThat(server.port()).as("the failed start let go of everything").isPositive();
    }
  }

  @Test
  void saysThatTheDataDirectoryIsInUse() {
    ServerOptions options = ServerOptions.in(directory).withPort(0);
    try (NightjarServer server = NightjarServer.start(options)) {
      assertThat(server.port()).isPositive();
      assertThatThrownBy(() -> NightjarServer.start(options))
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("in use")
          .hasMessageContaining("--data-dir");
    }
  }

  @Test
  void saysThatTheDataDirectoryIsAFile() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    for (Path data : new Path[] {file, file.resolve("below")}) {
      assertThatThrownBy(() -> NightjarServer.start(ServerOptions.in(data).withPort(0)))
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining(data.toString())
          .hasMessageContaining(" is a file, and a folder is needed")
          .hasMessageContaining("--data-dir");
    }
  }

  @Test
  void saysThatTheDataDirectoryCannotBeWritten() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Optional<SmallDisk> disk = SmallDisk.mount(data, 1);
    // Who may mount may write anywhere; who may not is kept out by the folder's permissions.
    disk.ifPresentOrElse(
        SmallDisk::makeReadOnly, () -> assertThat(data.toFile().setWritable(false)).isTrue());
    try {
      assertThatThrownBy(() -> NightjarServer.start(ServerOptions.in(data).withPort(0)))
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining(data.toString())
          .message()
          .containsAnyOf("Read-only file system", "no permission");
    } finally {
      disk.ifPresent(SmallDisk::close);
    }
  }

  @Test
  void saysThatTheDiskIsFull() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Optional<SmallDisk> disk = SmallDisk.mount(data, 1);
    if (disk.isEmpty()) {
      // The same error by another way: no file can be made where a folder of its name is.
      Files.createDirectory(data.resolve("state.db"));
    }
    disk.ifPresent(SmallDisk::fill);
    try {
      assertThatThrownBy(() -> NightjarServer.start(ServerOptions.in(data).withPort(0)))
          .isInstanceOf(ServerStartException.class)
          .message()
          .containsAnyOf("disk is full", "No space left on device", "cannot open");
    } finally {
      disk.ifPresent(SmallDisk::close);
    }
  }

  private static Stream<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream().sorted();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
