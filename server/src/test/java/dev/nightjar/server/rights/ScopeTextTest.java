package dev.nightjar.server.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ADMIN",
        "TOKENS",
        "WORKSPACE:READ_ALL",
        "DATASOURCES:CREATE",
        "DATASOURCES:APPEND:orders",
        "DATASOURCES:READ:orders",
        "DATASOURCES:READ:orders:region = 'eu'",
        "DATASOURCES:READ:orders:at > '2026-01-01 10:00:00' AND x::String = 'a:b'",
        "DATASOURCES:DROP:orders",
        "PIPES:CREATE",
        "PIPES:READ:top",
        "PIPES:DROP:top"
      })
  void isReadAndWrittenAlike(String text) {
    assertThat(ScopeText.of(ScopeText.parse(text))).isEqualTo(text);
  }

  @Test
  void whatComesAfterTheNameIsTheFilterWithAllItsColons() {
    Scope scope = ScopeText.parse("DATASOURCES:READ:orders:x::String = 'a:b'");

    assertThat(scope.permission()).isEqualTo(Permission.DATASOURCES_READ);
    assertThat(scope.resource()).contains("orders");
    assertThat(scope.filter()).contains("x::String = 'a:b'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|A scope is empty",
        "admin|'admin' is no scope",
        "READ:orders|'READ:orders' is no scope",
        "DATASOURCES:WRITE:orders|is no scope",
        "ADMINS|is no scope",
        "PIPES:READX:top|is no scope",
        "ADMIN:orders|ADMIN names nothing",
        "WORKSPACE:READ_ALL:orders|names nothing",
        "DATASOURCES:READ|is of one data source: write DATASOURCES:READ:name",
        "DATASOURCES:READ:|is of one data source",
        "PIPES:READ|is of one pipe: write PIPES:READ:name",
        "DATASOURCES:READ:*|is no name of a data source",
        "DATASOURCES:READ:a b|is no name",
        "DATASOURCES:READ:other.orders|is no name",
        "DATASOURCES:READ:orders:|The filter of DATASOURCES:READ:orders is empty",
        "DATASOURCES:READ:orders:  |is empty",
        "DATASOURCES:APPEND:orders:x = 1|Only DATASOURCES:READ can have a filter",
        "PIPES:READ:top:x = 1|Pipes have no filter",
      })
  void saysWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> ScopeText.parse(text))
        .isInstanceOf(InvalidScopeException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aFilterAndANameHaveAnEnd() {
    assertThatThrownBy(() -> ScopeText.parse("DATASOURCES:READ:orders:" + "x".repeat(9000)))
        .hasMessageContaining("9000 characters, and may have 8192");
    assertThatThrownBy(() -> ScopeText.parse("DATASOURCES:READ:" + "x".repeat(129)))
        .hasMessageContaining("is no name");
  }

  @Test
  void anErrorNeverWritesLinesOfItsOwn() {
    assertThatThrownBy(() -> ScopeText.parse("NO\nSCOPE" + "x".repeat(500)))
        .hasMessageStartingWith("'NO?SCOPE")
        .hasMessageNotContaining("x".repeat(100));
  }
}
