package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All lines of a log have one form, whichever logger a library uses. */
class LoggingTest {
  private final Logger library = Logger.getLogger("io.helidon.webserver");

  @TempDir private Path folder;

  @AfterEach
  void leaveTheFile() {
    Logging.quiet();
  }

  @Test
  void whatALibraryTellsTheLoggerOfTheJdkIsALineOfTheLog() throws IOException {
    Path file = folder.resolve("server.log");
    Logging.file(file);

    library.warning("the socket is strange");
    library.info("one of many steps");

    assertThat(Files.readAllLines(file))
        .singleElement()
        .asString()
        .matches("\\d{4}-\\S+ WARN +webserver the socket is strange");
  }
}
