package dev.nightjar.server.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.tables.PartlyStored;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of a job that the server's stop ends decides whether it is run again. */
class JobEndsTest {
  @Test
  void onlyAnInterruptIsKnownToHaveHadNoEffect() {
    CancelledException interrupted = new CancelledException("interrupted");
    HttpProblem refused = new HttpProblem(503, "The replacement ended half way", Map.of());

    assertThat(JobEnds.cancelled(true, interrupted)).isEqualTo(JobEnds.STOPPED);
    assertThat(JobEnds.cancelled(true, new JobFailure("", Map.of(), interrupted)))
        .isEqualTo(JobEnds.STOPPED);
    assertThat(JobEnds.cancelled(true, refused)).isEqualTo(JobEnds.CUT_OFF);
    assertThat(JobEnds.cancelled(true, new JobFailure("", Map.of(), refused)))
        .isEqualTo(JobEnds.CUT_OFF);
    assertThat(JobEnds.cancelled(false, refused)).isEqualTo("Cancelled.");
  }

  @Test
  void rowsThatAreThereAreTold() {
    HttpProblem partly =
        catchThrowableOfType(
            HttpProblem.class,
            () ->
                PartlyStored.orNot(
                    new TableName("d", "t"),
                    () -> {
                      throw new CancelledException("interrupted");
                    }));

    assertThat(JobEnds.cancelled(true, partly))
        .startsWith(JobEnds.STOPPED + " ")
        .contains("some of them are there");
  }
}
