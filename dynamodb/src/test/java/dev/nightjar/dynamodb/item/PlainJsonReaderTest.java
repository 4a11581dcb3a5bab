package dev.nightjar.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.testing.TypedJson;
import dev.nightjar.dynamodb.testing.Value;
import dev.nightjar.dynamodb.testing.Values;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** From plain JSON back to an item that is written the same. */
class PlainJsonReaderTest {

  @Provide
  Arbitrary<Value.Document> items() {
    return Values.items();
  }

  @Property(tries = 300)
  void theItemIsWrittenAsBefore(@ForAll("items") Value.Document item, @ForAll long seed) {
    String plain = plain(TypedJson.anyhow(item, new Random(seed)));

    String typed = typed(plain);

    assertThat(plain(typed.getBytes(StandardCharsets.UTF_8))).isEqualTo(plain);
  }

  @Test
  void numbersKeepTheirDigitsAndTextsTheirEscapes() {
    assertThat(
            typed(
                """
                {"n":1.50,"big":12345678901234567890123e0,"e":1E-130,"t":"a\\u0000\\"\\ud800","l":[true,null,{}]}\
                """))
        .isEqualTo(
            """
            {"n":{"N":"1.50"},"big":{"N":"12345678901234567890123"},"e":{"N":"1E-130"},\
            "t":{"S":"a\\u0000\\"\\ud800"},"l":{"L":[{"BOOL":true},{"NULL":true},{"M":{}}]}}\
            """);
  }

  @Test
  void whatIsNoObjectIsRefused() {
    assertThatThrownBy(() -> typed("[]")).isInstanceOf(MalformedJsonException.class);
  }

  private static String typed(String plain) {
    byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
    ByteOutput typed = new ByteOutput(64);
    new PlainJsonReader().write(bytes, 0, bytes.length, typed);
    return typed.toString();
  }

  private static String plain(byte[] typed) {
    AttributeReader reader = new AttributeReader();
    reader.read(typed, 0, typed.length);
    ByteOutput plain = new ByteOutput(64);
    new PlainJson().write(reader, plain);
    return plain.toString();
  }
}
