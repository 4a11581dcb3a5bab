package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SuggestionTest {

  @Test
  void findsTheNearestWord() {
    assertThat(Suggestion.closest("SCHMEA", List.of("SCHEMA", "ENGINE"))).contains("SCHEMA");
    assertThat(Suggestion.closest("IMPORT_TABEL_ARN", List.of("IMPORT_TABLE_ARN")))
        .contains("IMPORT_TABLE_ARN");
    assertThat(Suggestion.closest("BANANA", List.of("SCHEMA", "ENGINE"))).isEmpty();
    assertThat(Suggestion.closest("TYP", List.of("TYPE", "TAGS"))).contains("TYPE");
  }

  @Test
  void countsASwapAsOneSlip() {
    assertThat(Suggestion.distance("ENGINE", "ENIGNE")).isEqualTo(1);
    assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
  }

  @Property
  void distanceIsTheSameBothWays(
      @ForAll @AlphaChars @StringLength(max = 8) String a,
      @ForAll @AlphaChars @StringLength(max = 8) String b) {
    assertThat(Suggestion.distance(a, b)).isEqualTo(Suggestion.distance(b, a));
    assertThat(Suggestion.distance(a, b) == 0).isEqualTo(a.equals(b));
  }
}
