package dev.nightjar.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import dev.nightjar.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileOwnersTest {

  private static final int SOMEBODY = 4711;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "1000, 1000, 1000, true", // one's own
    "0,    1000, 1000, true", // the system's
    "1001, 1000, 1000, false", // a stranger's above one's own folder
    "1001, 1001, 1000, false", // a stranger's, in the stranger's folder
    "1000, 1000, 0,    true", // in a container, the host's user
    "1001, 0,    0,    false"
  })
  void whoMaySayWhereRequestsGo(long owner, long ownerOfFolder, long user, boolean trusted) {
    assertThat(FileOwners.isTrusted(owner, ownerOfFolder, user)).isEqualTo(trusted);
  }

  @Test
  void aStrangersFileAboveIsNotRead() throws IOException {
    assumeTrue(new UnixSystem().getUid() == 0, "only root can give files away");
    Path file =
        Files.writeString(
            folder.resolve(".tinyb"), "{\"host\":\"http://localhost:2\",\"token\":\"t\"}");
    Path project = Files.createDirectories(folder.resolve("project"));
    Shell shell = Shell.withoutServer(project);
    assertThat(shell.run("secret", "set", "s", "v").err()).contains("localhost:2");

    Files.setAttribute(file, "unix:uid", SOMEBODY);

    assertThat(shell.run("secret", "set", "s", "v").err())
        .startsWith("△ " + file + " belongs to another user and is not read")
        .doesNotContain("localhost:2");
  }
}
