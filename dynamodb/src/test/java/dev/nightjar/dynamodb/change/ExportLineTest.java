package dev.nightjar.dynamodb.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportLineTest {
  private final ExportLine line = new ExportLine(1_600_000_000_000L);

  private Change parse(String text) {
    byte[] bytes = ("#" + text + "#").getBytes(StandardCharsets.UTF_8);
    return line.parse(bytes, 1, bytes.length - 1);
  }

  @Test
  void anItemIsTheNewImageOfAnExport() {
    Change change = parse("{\"Item\":{\"pk\":{\"S\":\"x\"}}}");

    assertThat(change.eventName()).isEqualTo(EventName.EXPORT);
    assertThat(change.text(change.newImageStart(), change.newImageEnd()))
        .isEqualTo("{\"pk\":{\"S\":\"x\"}}");
    assertThat(change.keysStart()).isEqualTo(-1);
    assertThat(change.oldImageStart()).isEqualTo(-1);
    assertThat(change.approximateCreationTime()).isEqualTo(1_600_000_000_000L);
    assertThat(change.sequenceNumber()).isEqualTo(SequenceNumber.ONE);
    assertThat(change.sequenceNumberStart()).isEqualTo(-1);
  }

  @Test
  void otherMembersAndWhiteSpaceDoNotMatter() {
    Change change =
        parse(
            " { \"Metadata\" : {\"a\":[1]} , \"It\\u0065m\" : {\"pk\":{\"S\":\"x\"}} , \"z\":null } \r");

    assertThat(change.text(change.newImageStart(), change.newImageEnd()))
        .isEqualTo("{\"pk\":{\"S\":\"x\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"Item\":1}",
        "{\"Item\":{\"a\":1}",
        "{\"Item\":{}}}",
        "{\"Item\":{}} {}",
        "x",
        ""
      })
  void refusesOtherLines(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(MalformedJsonException.class);
  }
}
