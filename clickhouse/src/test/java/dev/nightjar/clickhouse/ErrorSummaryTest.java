package dev.nightjar.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class ErrorSummaryTest {

  @Test
  void anErrorAboutARowIsToldByItsNameAndItsView() {
    ClickHouseException error =
        new ClickHouseException(
            6,
            "CANNOT_PARSE_TEXT",
            "Cannot parse string 'SECRET' as UInt32: while executing 'FUNCTION toUInt32(note)':"
                + " while pushing to view main.`to numbers` (uuid)");

    assertThat(ErrorSummary.of(error))
        .contains("CANNOT_PARSE_TEXT")
        .contains("while pushing to view main.`to numbers`.")
        .doesNotContain("SECRET");
  }

  @Test
  void anErrorAboutTheDatabaseIsToldAsItIs() {
    assertThat(
            ErrorSummary.of(new ClickHouseException(252, "TOO_MANY_PARTS", "Too many parts (300)")))
        .isEqualTo("Too many parts (300)");
    assertThat(ErrorSummary.of(new UnavailableException("no answer from db:8123")))
        .isEqualTo("no answer from db:8123");
  }

  @Test
  void aLoggedErrorHasItsKindsAndPlacesAndNoMessage() {
    Exception cause = new NumberFormatException("For input string: \"SECRET\"");
    Exception error = new IllegalStateException("SECRET is no number", cause);

    LoggableError logged = LoggableError.of(error);

    assertThat(logged).hasMessage("java.lang.IllegalStateException");
    assertThat(logged.getCause()).hasMessage("java.lang.NumberFormatException");
    assertThat(logged.getStackTrace())
        .isNotEmpty()
        .containsExactly(Arrays.copyOf(error.getStackTrace(), logged.getStackTrace().length));
    assertThat(logged).hasStackTraceContaining("ErrorSummaryTest");
    assertThat(logged.toString() + logged.getCause()).doesNotContain("SECRET");
  }

  @Test
  void ofAnEndlessRecursionALogHasTheBeginning() {
    Exception error = new IllegalStateException();
    StackTraceElement again = new StackTraceElement("Pipe", "reads", "Pipe.java", 1);
    error.setStackTrace(Collections.nCopies(1_000, again).toArray(StackTraceElement[]::new));

    assertThat(LoggableError.of(error).getStackTrace()).hasSize(40).containsOnly(again);
  }
}
