package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardInputTest {

  @Test
  void textIsTakenAsItIs() {
    assertThat(StandardInput.text(piped("é\n".getBytes(StandardCharsets.UTF_8)))).isEqualTo("é\n");
  }

  @Test
  void bytesThatAreNoTextAreRefusedAndNotReplaced() {
    assertThatThrownBy(() -> StandardInput.text(piped(new byte[] {'a', (byte) 0xff})))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("not UTF-8 text");
  }

  private static Terminal piped(byte[] bytes) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new Terminal(new ByteArrayInputStream(bytes), nowhere, nowhere, false);
  }
}
