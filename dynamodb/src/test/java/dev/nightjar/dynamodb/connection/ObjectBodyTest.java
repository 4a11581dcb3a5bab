package dev.nightjar.dynamodb.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Bodies that come slowly, by a counter of the test's own. */
class ObjectBodyTest {
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void aBodyThatDribblesIsBrokenOff() {
    InputStream body = body(100_000, 1, Duration.ofSeconds(1));

    assertThatThrownBy(body::readAllBytes)
        .isInstanceOf(IOException.class)
        .hasMessage("only 60 bytes came within a minute");
  }

  @Test
  void aBodyThatIsSlowButComesIsRead() throws IOException {
    InputStream body = body(1 << 20, 8 << 10, Duration.ofSeconds(5));

    assertThat(body.readAllBytes()).hasSize(1 << 20);
  }

  @Test
  void whatTheReaderDoesMeanwhileDoesNotCount() throws IOException {
    InputStream body = body(1000, 1, Duration.ZERO);
    for (int i = 0; i < 1000; i++) {
      assertThat(body.read()).isEqualTo(7);
      nanos.addAndGet(Duration.ofMinutes(10).toNanos());
    }
    assertThat(body.read()).isNegative();
  }

  /** A body of that length, of which each read gives so much after so long. */
  private InputStream body(int length, int piece, Duration each) {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) 7);
    InputStream slow =
        new ByteArrayInputStream(content) {
          @Override
          public synchronized int read(byte[] target, int offset, int count) {
            nanos.addAndGet(each.toNanos());
            return super.read(target, offset, Math.min(count, piece));
          }
        };
    return new ObjectBody(
        new ResponseInputStream<>(
            GetObjectResponse.builder().build(), AbortableInputStream.create(slow)),
        nanos::get);
  }
}
