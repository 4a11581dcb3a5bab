package dev.nightjar.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What befalls the rounds of a chaos run. */
class MisfortuneKindTest {

  @Test
  void aRunThatHasTheTimeMeetsAllOfThemAndTheWaysOfABadExportAsOne() {
    assertThat(MisfortuneKind.usual(Duration.ofMinutes(10), OptionalLong.empty()))
        .containsExactlyInAnyOrder(
            MisfortuneKind.STREAM_TRIMMED,
            MisfortuneKind.STREAM_REPLACED,
            MisfortuneKind.EXPORT_BAD,
            MisfortuneKind.EXPORT_BAD_TWICE,
            MisfortuneKind.RECOVERY_OFF,
            MisfortuneKind.SCHEMA_CHANGED,
            MisfortuneKind.ROLE_REFUSED);
    assertThat(MisfortuneKind.usual(Duration.ofMinutes(3), OptionalLong.empty())).isEmpty();
    assertThat(MisfortuneKind.usual(Duration.ofMinutes(10), OptionalLong.of(3))).isEmpty();
  }

  @Test
  void eachWayInWhichAnExportMayBeBadHasAName() {
    assertThat(MisfortuneKind.exportFaults())
        .containsExactlyInAnyOrder(
            "failure",
            "missingFile",
            "truncatedFile",
            "damagedFile",
            "swappedFiles",
            "lostItem",
            "miscountedFile",
            "miscountedSummary",
            "shortManifest",
            "missingManifest");
    assertThat(MisfortuneKind.EXPORT_FILE_MISSING).hasToString("export-file-missing");
  }
}
