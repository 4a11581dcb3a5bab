package dev.nightjar.dynamodb.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
  private final JsonCursor cursor = new JsonCursor();

  private void reset(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    cursor.reset(bytes, 0, bytes.length);
  }

  @Test
  void walksOverMembersAndElements() {
    reset(" { \"a\" : [ 1 , \"x\" , { } ] , \"b\" : null , \"c\" : true } ");
    List<String> seen = new ArrayList<>();

    cursor.beginObject();
    while (cursor.nextMember()) {
      seen.add(cursor.stringText());
      switch (seen.getLast()) {
        case "a" -> {
          cursor.beginArray();
          while (cursor.nextElement()) {
            cursor.skipValue();
            seen.add("element");
          }
        }
        case "b" -> seen.add("null:" + cursor.tryNull());
        default -> seen.add(String.valueOf(cursor.readBoolean()));
      }
    }
    cursor.expectEnd();

    assertThat(seen)
        .containsExactly("a", "element", "element", "element", "b", "null:true", "c", "true");
  }

  @Property
  void findsTheEndOfAStringWhereverItStands(
      @ForAll @IntRange(max = 40) int before, @ForAll @IntRange(max = 40) int length) {
    String content = "é".repeat(length / 2) + "x".repeat(length % 2) + "\\\"\\\\";
    reset(" ".repeat(before) + "\"" + content + "\"" + " ".repeat(length));

    cursor.readString();

    assertThat(cursor.stringIsPlain()).isFalse();
    assertThat(cursor.stringText())
        .isEqualTo("é".repeat(length / 2) + "x".repeat(length % 2) + "\"\\");
    cursor.expectEnd();
  }

  @Test
  void skipsValuesWithBracketsInStrings() {
    reset("{\"a\":{\"]\":[\"}\\\"\",{\"[\":[]}]},\"b\":1}");
    cursor.beginObject();
    cursor.nextMember();

    assertThat(cursor.skipValue()).isEqualTo(5);

    assertThat(cursor.nextMember()).isTrue();
    assertThat(cursor.stringText()).isEqualTo("b");
  }

  @Test
  void followsBracketsTo512Levels() {
    reset("[".repeat(512) + "]".repeat(512));
    cursor.skipValue();
    cursor.expectEnd();

    reset("[".repeat(513) + "]".repeat(513));
    assertThatThrownBy(cursor::skipValue)
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage("brackets nest deeper than 512 at byte 512");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[}", "{]", "{[}]", "[", "{\"a", "\"", "\"\\", "", ",", "]"})
  void refusesWhatDoesNotEndOrMatch(String malformed) {
    reset(malformed);

    assertThatThrownBy(cursor::skipValue).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void tellsThePlaceAndNotTheContent() {
    reset("{\"secret\" 1}");
    cursor.beginObject();

    assertThatThrownBy(cursor::nextMember)
        .isInstanceOf(MalformedJsonException.class)
        .hasMessage("expected ':' at byte 10");
  }
}
