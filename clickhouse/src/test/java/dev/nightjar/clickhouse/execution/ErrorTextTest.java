package dev.nightjar.clickhouse.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Code: 60. DB::Exception: Table a.b does not exist. (UNKNOWN_TABLE)"
            + " | 60 | UNKNOWN_TABLE | Table a.b does not exist",
        "Code: 115. DB::Exception: Code: 115. DB::Exception: Unknown setting 'x'. (UNKNOWN_SETTING)"
            + " (version 26.7.2.1). (UNKNOWN_SETTING)"
            + " | 115 | UNKNOWN_SETTING | Unknown setting 'x'",
        "Code: 241. DB::Exception: Code: 999. DB::Exception: inside. (INNER). (MEMORY_LIMIT_EXCEEDED)"
            + " | 241 | MEMORY_LIMIT_EXCEEDED | inside",
        "Code: 395. DB::Exception: boom (NOT A NAME) (SOME_NAME): while executing. (THROW_IF)"
            + " | 395 | THROW_IF | boom (NOT A NAME) (SOME_NAME): while executing",
        "Code: 27. DB::ParsingException: bad. (CANNOT_PARSE) | 27 | CANNOT_PARSE | bad",
        "Streaming insert failed | 0 | '' | Streaming insert failed",
      })
  void readsTheFirstCodeAndItsName(String text, int code, String name, String message) {
    ClickHouseException e = ErrorText.parse(text);

    assertThat(e.code()).isEqualTo(code);
    assertThat(e.name()).isEqualTo(name);
    assertThat(e).hasMessage(message);
  }
}
