package dev.nightjar.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTokensTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1 FORMAT CSV|SELECT 1|CSV",
        "SELECT 1 format csv ;|SELECT 1|csv",
        "SELECT 1; ;|SELECT 1|",
        "SELECT 'FORMAT CSV'|SELECT 'FORMAT CSV'|",
        "SELECT 1 /* FORMAT CSV */|SELECT 1|",
        "SELECT 1 -- FORMAT CSV|SELECT 1|",
        "SELECT 1 FORMAT JSON -- so|SELECT 1|JSON"
      })
  void takesTheFormatOffTheEnd(String sql, String rest, String format) {
    SqlTokens.Formatted formatted = SqlTokens.of(sql).takeFormat();

    assertThat(formatted.sql()).isEqualTo(rest);
    assertThat(formatted.format()).isEqualTo(Optional.ofNullable(format));
  }

  @Test
  void namesWhatStandsWhereTablesStand() {
    String sql =
        """
        WITH c AS (SELECT a, b FROM t1, `t 2` WHERE x IN t3 GROUP BY a, b)
        SELECT c, d FROM c JOIN t4 USING a -- FROM t5
        WHERE s = 'FROM t6' ORDER BY t7, t8
        """;

    assertThat(SqlTokens.of(sql).tableNames()).containsExactly("t1", "t 2", "t3", "c", "t4");
    assertThat(SqlTokens.of(sql).withNames()).containsExactly("c");
  }

  @Test
  void readsQuotesEscapesAndHeredocs() {
    assertThat(SqlTokens.of("SELECT 'it''s \\' x', `a``b`, $tag$ FROM t $tag$").all())
        .extracting(dev.nightjar.clickhouse.inspect.SqlLexer.Token::text)
        .containsExactly("SELECT", "it's ' x", ",", "a`b", ",", "$tag$ FROM t $tag$");
  }

  @Test
  void doesNotTakeANameOfAnotherDatabaseForAnExpression() {
    assertThat(SqlTokens.of("WITH `system.users` AS (SELECT 1) SELECT 1").withNames()).isEmpty();
  }
}
