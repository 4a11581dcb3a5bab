package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as they are on a disk: bytes, of which some are no text. */
class FileBytesTest {
  private static final String TEXT = "DESCRIPTION >\n    été 😀\nSCHEMA >\n    id String\n";

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void readsUtf8WithAndWithoutAMark(String lineEnd) {
    byte[] plain = TEXT.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8);
    byte[] marked = ("\ufeff" + TEXT.replace("\n", lineEnd)).getBytes(StandardCharsets.UTF_8);

    for (byte[] content : List.of(plain, marked)) {
      DatasourceFile file =
          Files.sound(SourceFile.read("a.datasource", content)).datasources().get("a");
      assertThat(file.description()).contains("été 😀");
      assertThat(file.columns()).extracting(Column::name).containsExactly("id");
    }
  }

  @Test
  void namesTheFirstByteThatIsNoText() {
    byte[] latin1 =
        "SCHEMA >\n    id String,\n    note String DEFAULT 'ü'\n"
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThat(problems("a.datasource", latin1))
        .containsExactly(
            "a.datasource:3:26: This file is not UTF-8 text: its byte 50 (0xfc) is part of no character. Save it as UTF-8.");
  }

  @Test
  void namesACharacterThatIsCutOff() {
    byte[] whole = "# é".getBytes(StandardCharsets.UTF_8);

    assertThat(problems("a.pipe", java.util.Arrays.copyOf(whole, whole.length - 1)))
        .containsExactly(
            "a.pipe:1:3: This file is not UTF-8 text: its byte 3 (0xc3) is part of no character. Save it as UTF-8.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16"})
  void namesTheOtherEncodingOfAFile(String encoding) {
    String marked = encoding.equals("UTF-16") ? TEXT : "\ufeff" + TEXT;

    assertThat(problems("a.datasource", marked.getBytes(Charset.forName(encoding))))
        .containsExactly("a.datasource:1:1: This file is UTF-16 text. Save it as UTF-8.");
  }

  @Test
  void saysWhereABinaryFileStopsToBeText() {
    assertThat(problems("a.connection", new byte[] {'T', 'Y', '\n', 'P', 0, 'E'}))
        .containsExactly(
            "a.connection:2:2: This file is not text: it has a NUL character here. Save it as UTF-8.");
  }

  @Test
  void doesNotReadAFileOfData() {
    byte[] large = "id,note\n".repeat(600_000).getBytes(StandardCharsets.UTF_8);

    assertThat(problems("a.datasource", large))
        .containsExactly(
            "a.datasource:1:1: This file has 4 million characters, and a datafile at most 4. Is it data, not a definition?");
  }

  private static List<String> problems(String path, byte[] content) {
    return Files.problems(SourceFile.read(path, content));
  }
}
