package dev.nightjar.dynamodb.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.table.KeyAttribute;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanPageTest {
  private static final List<KeyAttribute> KEYS =
      List.of(new KeyAttribute("pk", KeyAttribute.Role.HASH, KeyAttribute.ScalarType.S));

  @Test
  void theNextPageBeginsAfterTheLastKey() {
    ItemKey.Value last = new ItemKey.Value("pk", KeyAttribute.ScalarType.S, "a");

    assertThat(page("{\"Items\":[],\"LastEvaluatedKey\":{\"pk\":{\"S\":\"a\"}}}").next(KEYS))
        .contains(new ItemKey(List.of(last)));
    assertThat(page("{\"Items\":[]}").next(KEYS)).isEmpty();
  }

  @Test
  void aLastKeyThatCannotBeReadIsAnAnswerThatIsRefusedAndNotShown() {
    ScanPage page = page("{\"Items\":[],\"LastEvaluatedKey\":{\"pk\":{\"X\":\"secret\"}}}");

    assertThatThrownBy(() -> page.next(KEYS))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("LastEvaluatedKey that cannot be read")
        .message()
        .doesNotContain("secret");
  }

  private static ScanPage page(String answer) {
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    return ScanPage.parse(body, body.length);
  }
}
