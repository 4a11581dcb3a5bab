package dev.nightjar.dynamodb.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.failure.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
  private static final String SUMMARY = ExportFixture.FOLDER + "manifest-summary.json";

  private final ExportFixture bucket = new ExportFixture();
  private final ManifestReader reader = new ManifestReader(bucket);
  private final DataFile first =
      bucket.dataFile("asdl123dfsf", List.of(ExportFixture.item(1), ExportFixture.item(2)));
  private final DataFile empty = bucket.dataFile("bsdl123dfsf", List.of());
  private final ExportDescription export = bucket.manifests(List.of(first, empty));

  private String text(String key) {
    return new String(bucket.objects.get(key), StandardCharsets.UTF_8);
  }

  @Test
  void readsBothManifests() {
    ExportManifest manifest = reader.read(export);

    assertThat(manifest.exportArn()).isEqualTo(ExportFixture.ARN);
    assertThat(manifest.tableId()).isEqualTo("d1c3f2a4-0000-4000-8000-123456789012");
    assertThat(manifest.exportTime()).isEqualTo(Instant.parse("2023-09-02T20:16:00.123Z"));
    assertThat(manifest.itemCount()).isEqualTo(2);
    assertThat(manifest.billedSizeBytes()).isEqualTo(12345);
    assertThat(manifest.files()).containsExactly(first, empty);
  }

  @Test
  void takesTheChecksumByTheNameOfTheGuideToo() {
    String key = ExportFixture.FOLDER + "manifest-summary";
    bucket.objects.put(key + ".checksum", bucket.objects.remove(key + ".md5"));

    assertThat(reader.read(export).files()).hasSize(2);
  }

  @Test
  void refusesAManifestThatIsNotAsItsChecksumSays() {
    bucket.put(SUMMARY, text(SUMMARY).replace("12345", "12346"));

    assertThatThrownBy(() -> reader.read(export))
        .isInstanceOf(ExportCorruptException.class)
        .hasMessageContaining("s3://exports/" + SUMMARY)
        .hasMessageContaining("MD5");
  }

  @Test
  void refusesAListOfFilesThatIsNotAsItsChecksumSays() {
    String key = ExportFixture.FOLDER + "manifest-files.json";
    bucket.put(key, text(key) + " ");

    assertThatThrownBy(() -> reader.read(export)).hasMessageContaining(key);
  }

  @Test
  void refusesAManifestWithoutAChecksum() {
    bucket.objects.remove(ExportFixture.FOLDER + "manifest-files.md5");

    assertThatThrownBy(() -> reader.read(export)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void refusesCountsThatDoNotAddUp() {
    bucket.putWithChecksum(
        "manifest-summary", text(SUMMARY).replace("\"itemCount\":2", "\"itemCount\":3"));

    assertThatThrownBy(() -> reader.read(export))
        .hasMessageContaining("counts 3 items")
        .hasMessageContaining("add up to 2");
  }

  @Test
  void refusesAnotherCountThanDescribeExports() {
    assertThatThrownBy(() -> reader.read(ExportFixture.description(7)))
        .hasMessageContaining("DescribeExport 7");
  }

  @Test
  void refusesTheManifestOfAnotherExport() {
    bucket.putWithChecksum(
        "manifest-summary", text(SUMMARY).replace("2d8752fd\",\"start", "ffffffff\",\"start"));

    assertThatThrownBy(() -> reader.read(export)).hasMessageContaining("another export");
  }

  @Test
  void refusesIon() {
    bucket.putWithChecksum("manifest-summary", text(SUMMARY).replace("DYNAMODB_JSON", "ION"));

    assertThatThrownBy(() -> reader.read(export)).hasMessageContaining("ION");
  }

  @Test
  void refusesAManifestThatIsNoJsonOrLacksAMember() {
    bucket.putWithChecksum(
        "manifest-summary", text(SUMMARY).replace("manifestFilesS3Key", "other"));
    assertThatThrownBy(() -> reader.read(export)).hasMessageContaining("no manifestFilesS3Key");

    bucket.putWithChecksum("manifest-summary", "{");
    assertThatThrownBy(() -> reader.read(export)).hasMessageContaining("not JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"two\"", "{}", "2.5", "1e30", "null"})
  void refusesACountThatIsNone(String count) {
    bucket.putWithChecksum(
        "manifest-summary", text(SUMMARY).replace("\"itemCount\":2", "\"itemCount\":" + count));

    assertThatThrownBy(() -> reader.read(export))
        .isInstanceOf(ExportCorruptException.class)
        .hasMessageContaining("no itemCount that is a whole number");
  }
}
