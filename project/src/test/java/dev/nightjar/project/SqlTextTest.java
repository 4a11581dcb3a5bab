package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "SELECT * FROM a                                        | a",
        "select x from `my table` final                         | my table",
        "SELECT * FROM a, b AS c JOIN d USING id WHERE e, f     | a,b,d",
        "SELECT * FROM (SELECT x, y FROM a), b                  | a,b",
        "SELECT * FROM numbers(10), other.t                     |",
        "SELECT * FROM a LEFT JOIN (SELECT 1) s ON 1 GROUP BY z | a",
        "SELECT 'FROM a' -- FROM b                              |",
        "SELECT 1 /* FROM b */ WHERE x IN c AND y IN (1, 2)     | c",
        "WITH c AS (SELECT * FROM a) SELECT * FROM c            | a",
        "SELECT x FROM a UNION ALL SELECT y FROM b LIMIT 1, 2   | a,b",
        "SELECT * FROM {% if defined(x) %} a {% else %} b {% end %} WHERE c | a,b",
        "SELECT * FROM {{ table(x) }}                           |",
        "SELECT * FROM a {# FROM b #} WHERE 1                   | a"
      })
  void findsWhatAQueryReads(String sql, String tables) {
    assertThat(String.join(",", SqlReferences.of(sql))).isEqualTo(tables == null ? "" : tables);
  }

  @Test
  void normalizesWhatMeansNothing() {
    assertThat(SqlText.normalized("SELECT  a ,b -- why\n FROM\tt /* x */ WHERE a>= 1"))
        .isEqualTo(SqlText.normalized("SELECT a, b FROM t WHERE a >= 1"));
    assertThat(SqlText.normalized("SELECT {{String( a )}}"))
        .isEqualTo(SqlText.normalized("SELECT {{ String( a ) }}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "SELECT ab     | SELECT a b",
        "a < = b       | a <= b",
        "SELECT 'a  b' | SELECT 'a b'",
        "t_{{ x }}     | t_ {{ x }}",
        "'a''b'        | 'a' 'b'",
        "{{ f('a  b') }} | {{ f('a b') }}"
      })
  void keepsWhatMeansSomething(String one, String other) {
    assertThat(SqlText.normalized(one)).isNotEqualTo(SqlText.normalized(other));
  }

  @Property
  void normalizingAgainChangesNothing(@ForAll String sql) {
    String once = SqlText.normalized(sql);

    assertThat(SqlText.normalized(once)).isEqualTo(once);
  }

  @Test
  void readsNestedTagsOfAnyDepth() {
    assertThat(SqlText.normalized("{{".repeat(500_000))).hasSize(1_000_000);
  }
}
