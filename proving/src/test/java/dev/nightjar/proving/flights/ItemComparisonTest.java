package dev.nightjar.proving.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromB;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBs;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNs;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNul;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromSs;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemComparisonTest {

  private static final Map<String, AttributeValue> ITEM =
      Map.of(
          "s", fromS("a \"quoted\" 🛫"),
          "n", fromN("12345678901234567890123456789012345678"),
          "b", fromB(bytes(0, 1, 254)),
          "flag", fromBool(true),
          "nothing", fromNul(true),
          "words", fromSs(List.of("b", "a")),
          "numbers", fromNs(List.of("1.5", "-2")),
          "blobs", fromBs(List.of(bytes(7), bytes(8))),
          "list", fromL(List.of(fromN("1"), fromS("1"))),
          "map", fromM(Map.of("deep", fromM(Map.of("er", fromN("0.1"))))));

  private static final String SAME =
      """
      {"s":"a \\"quoted\\" 🛫","n":12345678901234567890123456789012345678e0,"b":"AAH+","flag":true,\
      "nothing":null,"words":["a","b"],"numbers":[-2,1.5],"blobs":["CA==","Bw=="],\
      "list":[1,"1"],"map":{"deep":{"er":0.1}}}\
      """;

  @Test
  void theSameItemInPlainJson() {
    assertThat(ItemComparison.difference(ITEM, SAME)).isEmpty();
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "345678e0,|345679e0,|$.n: another value",
        "345678e0,|345678,|$.n: another value",
        "0.1|0.10|$.map.deep.er: another value",
        "🛫|🛬|$.s: another value",
        "AAH+|AAH/|$.b: another value",
        "true|\"true\"|$.flag: another value",
        "null|0|$.nothing: another value",
        "[\"a\",\"b\"]|[\"a\",\"a\"]|$.words: another set",
        "[-2,1.5]|[-2,1.5,1.5]|$.numbers: another set",
        "[1,\"1\"]|[\"1\",1]|$.list[0]: another value",
        "[1,\"1\"]|[1]|$.list: another length",
        "\"flag\":true,||$: lacks `flag`",
        "\"flag\":true|\"flag\":true,\"more\":1|$: has `more`, the item has not",
        "{\"er\":0.1}|7|$.map.deep: no object",
        "\"flag\":true|\"flag\":true,\"flag\":true|$: not one JSON document (StreamReadException)"
      })
  void anyOtherItemIsTold(String part, String altered, String difference) {
    assertThat(SAME).contains(part);

    assertThat(ItemComparison.difference(ITEM, SAME.replace(part, altered == null ? "" : altered)))
        .hasValue(difference);
  }

  @ParameterizedTest
  @CsvSource({
    "18446744073709551615, 18446744073709551615",
    "18446744073709551616, 18446744073709551616e0",
    "-9223372036854775808, -9223372036854775808",
    "-9223372036854775809, -9223372036854775809e0",
    "0.18446744073709551616, 0.18446744073709551616"
  })
  void aWholeNumberOfMoreThan64BitsHasAnExponent(String digits, String json) {
    Map<String, AttributeValue> item = Map.of("n", fromN(digits));

    assertThat(ItemComparison.difference(item, "{\"n\":" + json + "}")).isEmpty();
    assertThat(ItemComparison.difference(item, "{\"n\":" + json + "0}")).isPresent();
  }

  @Test
  void textThatIsNoJsonIsADifference() {
    assertThat(ItemComparison.difference(ITEM, "")).isPresent();
    assertThat(ItemComparison.difference(ITEM, SAME + "{}")).isPresent();
  }

  private static SdkBytes bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return SdkBytes.fromByteArray(bytes);
  }
}
