package dev.nightjar.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterShapeTest {

  @Test
  void filtersThatDifferInPlainLiteralsHaveOneShape() {
    assertThat(FilterShape.of("customer = 7"))
        .contains("customer = 0")
        .isEqualTo(FilterShape.of("customer = 4711"));
    assertThat(FilterShape.of("team IN ('red', 'a b') AND n > -5"))
        .isEqualTo(FilterShape.of("team IN ('x@y.z', '') AND n > -1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a = 1 | b = 1",
        "a = 1 | a = 1 OR 1",
        "a = 1 | a = '1'",
        "a1 = 1 | a2 = 1",
        "f(a, 1) | g(a, 1)",
        "a = 1 | a != 1",
      })
  void anyOtherDifferenceIsADifferenceOfTheShape(String one, String other) {
    assertThat(FilterShape.of(one)).isPresent().isNotEqualTo(FilterShape.of(other));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = 'it''s'",
        "a = 'x\\'",
        "a = 'x' -- 7",
        "a = /* 7 */ 8",
        "a = $$7$$",
        "`a 7` = 8",
        "\"a 7\" = 8",
        "a = x'41'",
        "a = b'01'",
        "a > INTERVAL '1 day'",
        "a > INTERVAL 1 DAY",
        "a > DATE '2026-01-01'",
        "a = 'x'::String",
        "t.1 = 5",
        "a = 0x10",
        "a = 1e5",
        "a = 99999999999999999999",
        "a = 'unclosed",
        "a[1] = 2",
        "a = {x:String}",
        "a = 1; SELECT 2",
        "(1) 7",
        "a = 'é'",
      })
  void whatIsNotPlainHasNone(String filter) {
    assertThat(FilterShape.of(filter)).isEmpty();
  }
}
