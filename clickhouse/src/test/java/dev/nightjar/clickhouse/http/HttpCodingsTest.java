package dev.nightjar.clickhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.http.Front.Answer;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that are packed: by HTTP's codings, and in ClickHouse's own blocks. */
@ExtendWith(EmbeddedEngine.class)
@Timeout(60)
class HttpCodingsTest {
  @RegisterExtension static final Front FRONT = new Front();

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void speaksHttpsCodings(ContentCoding coding) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (OutputStream out = coding.encode(body)) {
      out.write("SELECT number FROM numbers(300000) FORMAT TSV".getBytes(StandardCharsets.UTF_8));
    }

    Answer answer =
        FRONT.send(
            "POST",
            "enable_http_compression=1",
            BodyPublishers.ofByteArray(body.toByteArray()),
            Map.of("Content-Encoding", coding.token(), "Accept-Encoding", coding.token()));

    assertThat(answer.header("Content-Encoding")).contains(coding.token());
    assertThat(text(coding.decode(new ByteArrayInputStream(answer.bytes()))).lines().count())
        .isEqualTo(300_000);
  }

  @Test
  void readsLz4FramesOfLinkedBlocks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    FramedLZ4CompressorOutputStream.Parameters linked =
        new FramedLZ4CompressorOutputStream.Parameters(
            FramedLZ4CompressorOutputStream.BlockSize.K64, true, false, true);
    try (OutputStream out = new FramedLZ4CompressorOutputStream(body, linked)) {
      out.write(("SELECT length('" + "ab".repeat(100_000) + "')").getBytes(StandardCharsets.UTF_8));
    }

    Answer answer =
        FRONT.send(
            "POST",
            "",
            BodyPublishers.ofByteArray(body.toByteArray()),
            Map.of("Content-Encoding", "lz4"));

    assertThat(answer.body()).isEqualTo("200000\n");
  }

  @Test
  void speaksClickHousesBlocks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (OutputStream out = new BlockOutput(body)) {
      out.write("SELECT number FROM numbers(300000) FORMAT TSV".getBytes(StandardCharsets.UTF_8));
    }

    Answer answer =
        FRONT.send(
            "POST",
            "compress=1&decompress=1",
            BodyPublishers.ofByteArray(body.toByteArray()),
            Map.of());

    assertThat(answer.header("Content-Encoding")).isEmpty();
    assertThat(text(new BlockInput(new ByteArrayInputStream(answer.bytes()))).lines().count())
        .isEqualTo(300_000);
  }

  @Test
  void aBodyThatIsNotWhatItSaysIsAnError() {
    Answer gzip =
        FRONT.send(
            "POST", "", BodyPublishers.ofString("SELECT 1"), Map.of("Content-Encoding", "gzip"));
    Answer unknown =
        FRONT.send(
            "POST", "", BodyPublishers.ofString("SELECT 1"), Map.of("Content-Encoding", "br"));
    Answer blocks =
        FRONT.send("POST", "decompress=1", BodyPublishers.ofString("SELECT 1".repeat(9)), Map.of());

    assertThat(gzip.body()).startsWith("Code: 271.").contains("GZIP");
    assertThat(unknown.body()).startsWith("Code: 89.").contains("'br'");
    assertThat(blocks.body()).startsWith("Code: 271.");
  }

  @Test
  void aBombIsNotUnpacked() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (OutputStream out = ContentCoding.GZIP.encode(bomb)) {
      byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 100; i++) {
        out.write(blanks);
      }
    }

    Answer answer =
        FRONT.send(
            "POST",
            "",
            BodyPublishers.ofByteArray(bomb.toByteArray()),
            Map.of("Content-Encoding", "gzip"));

    assertThat(answer.body()).startsWith("Code: 62.").contains("Max query size exceeded");
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
