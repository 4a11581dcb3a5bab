package dev.nightjar.dynamodb.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class NewlinesTest {

  /** Byte by byte: what the fast one must find too. */
  private static int oneByOne(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return Newlines.NONE;
  }

  @Property
  void theFirstNewlineIsFoundFromEveryPlaceToEveryOther(
      @ForAll @Size(max = 40) byte[] random, @ForAll @IntRange(max = 4) int newlines) {
    byte[] bytes = random.clone();
    for (int i = 0; i < newlines && bytes.length > 0; i++) {
      bytes[(i * 7 + 3) % bytes.length] = '\n';
    }
    for (int start = 0; start <= bytes.length; start++) {
      for (int end = start; end <= bytes.length; end++) {
        assertThat(Newlines.find(bytes, start, end)).isEqualTo(oneByOne(bytes, start, end));
      }
    }
  }

  @Test
  void bytesThatDifferFromANewlineInOneBitAreNone() {
    for (int bit = 0; bit < 8; bit++) {
      byte[] bytes = new byte[24];
      Arrays.fill(bytes, (byte) ('\n' ^ 1 << bit));

      assertThat(Newlines.find(bytes, 0, bytes.length)).isEqualTo(Newlines.NONE);
      bytes[17] = '\n';
      assertThat(Newlines.find(bytes, 0, bytes.length)).isEqualTo(17);
    }
  }
}
