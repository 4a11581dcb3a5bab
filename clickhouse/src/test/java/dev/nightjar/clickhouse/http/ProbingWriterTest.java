package dev.nightjar.clickhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** When the other end of a connection can be tried: as long as its answer has not begun. */
class ProbingWriterTest {
  private final ProbingWriter writer = new ProbingWriter(nowhere());

  @Test
  void nothingComesIntoTheMiddleOfAnAnswer() {
    assertThat(writer.probe()).isTrue();
    // the answer to Expect: 100-continue
    writer.writeNow(bytes("HTTP/1.1 100 Continue\r\n\r\n"));
    assertThat(writer.probe()).isTrue();

    writer.write(bytes("HTTP/1.1 200 OK\r\n\r\n"));
    writer.write(bytes("HTTP/1.1 100 of the answer's own"));
    assertThat(writer.probe()).isFalse();

    writer.expectAnswer();
    assertThat(writer.probe()).isTrue();
  }

  private static BufferData bytes(String text) {
    return BufferData.create(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static DataWriter nowhere() {
    return (DataWriter)
        Proxy.newProxyInstance(
            DataWriter.class.getClassLoader(),
            new Class<?>[] {DataWriter.class},
            (_, _, _) -> null);
  }
}
