package dev.nightjar.server.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileAnalysisTest {

  private static FileAnalysis of(String text) {
    return FileAnalysis.of(new FileHead(text.getBytes(UTF_8), Map.of()));
  }

  @Test
  void linesOfJsonAreFlattened() {
    FileAnalysis analysis =
        of(
            """
            {"id":"a","n":1,"f":1,"ok":true,"at":"2026-01-02 03:04:05","who":{"name":"x"},"tags":["r","g"]}
            {"id":"b","n":2,"f":2.5,"ok":false,"at":"2026-01-02T03:04:05.123Z","who":{"name":null},"tags":[]}
            """);

    assertThat(analysis.schema())
        .isEqualTo(
            "`id` String `json:$.id`, `n` Int64 `json:$.n`, `f` Float64 `json:$.f`, `ok` Bool `json:$.ok`,"
                + " `at` DateTime64(3) `json:$.at`, `who_name` Nullable(String) `json:$.who.name`,"
                + " `tags` Array(String) `json:$.tags[:]`");
    assertThat(analysis.columns().get(5).presence()).isEqualTo(0.5);
    assertThat(analysis.preview()).hasSize(2);
  }

  @Test
  void numbersThatNoGuessHasRoomForHaveTheTypeThatTheFileStates() {
    byte[] rows =
        "{\"n\":7,\"parts\":[0.1],\"f\":1.5}\n{\"n\":null,\"parts\":[],\"f\":2}".getBytes(UTF_8);
    Map<String, String> stated =
        Map.of(
            "n", "Nullable(UInt64)",
            "parts", "Array(Nullable(Decimal(10, 2)))",
            "f", "Nullable(Float32)");

    assertThat(FileAnalysis.of(new FileHead(rows, stated)).schema())
        .isEqualTo(
            "`n` Nullable(UInt64) `json:$.n`, `parts` Array(Decimal(10,2)) `json:$.parts[:]`,"
                + " `f` Float64 `json:$.f`");
  }

  @Test
  void aRecordThatIsCutOffIsLeftOut() {
    assertThat(of("{\"a\":1}\n{\"a\":\"tex").schema()).isEqualTo("`a` Int64 `json:$.a`");
    assertThat(of("a,b\n1,x\n2,").schema()).isEqualTo("`a` Int64, `b` String");
  }

  @Test
  void aJsonArrayHasARecordInEachElement() {
    assertThat(of("[{\"a\":1},\n {\"a\":\"x\",\"2b\":\"2026-01-02\"}]").schema())
        .isEqualTo("`a` String `json:$.a`, `c_2b` Nullable(Date) `json:$.2b`");
  }

  @Test
  void csvIsReadWithItsHeaderOrWithout() {
    assertThat(of("id;price €;at\n1;2.5;2026-01-02\n2;;2026-01-03\n").schema())
        .isEqualTo("`id` Int64, `price__` Nullable(Float64), `at` Date");
    assertThat(of("1,a\n2,b\n").schema()).isEqualTo("`column_1` Int64, `column_2` String");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "PAR1\0\0", "a\0b", "[1,2]", "{\"a\""})
  void whatCannotBeAnalyzedIsSaid(String text) {
    assertThatThrownBy(() -> of(text)).hasMessageContaining("The file cannot be analyzed");
  }

  @Test
  void aFileOfTooManyColumnsIsRefused() {
    assertThatThrownBy(() -> of("a,".repeat(2_000) + "\n" + "1,".repeat(2_000) + "\n"))
        .hasMessageContaining("more than 1000 columns");
  }
}
