package dev.nightjar.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SqlStatementTest {

  @Test
  void semicolonsPartStatementsAndPlacesAreKept() {
    List<SqlStatement> statements =
        SqlStatement.of("-- the first\nSELECT 1;\n\n  SELECT ';', `a;b` -- no; end\n;; /* x; */");

    assertThat(statements)
        .containsExactly(
            new SqlStatement("SELECT 1", 2, 1),
            new SqlStatement("SELECT ';', `a;b` -- no; end", 4, 3));
  }

  @Test
  void anErrorOfTheServerIsFoundInTheFile() {
    SqlStatement second = SqlStatement.of("SELECT 1;\n  SELECT a\n  FROM b").getLast();

    assertThat(second.placeOf("Syntax error (line 2, col 3)")).isEqualTo("3:3");
    assertThat(second.placeOf("Syntax error (line 1, col 8)")).isEqualTo("2:10");
    assertThat(second.placeOf("There is no b.")).isEqualTo("2:3");
  }

  @Test
  void aStatementIsOpenUntilItsSemicolon() {
    assertThat(SqlStatement.isOpen("SELECT ';")).isTrue();
    assertThat(SqlStatement.isOpen("SELECT 1")).isTrue();
    assertThat(SqlStatement.isOpen("SELECT 1; -- done")).isFalse();
  }

  @Property(tries = 300)
  void nothingIsLostButSeparators(
      @ForAll @Size(max = 6) List<@CharRange(from = 'a', to = 'f') String> words) {
    List<String> whole = words.stream().filter(word -> !word.isEmpty()).toList();

    assertThat(SqlStatement.of(String.join(" ; ", whole)))
        .extracting(SqlStatement::text)
        .isEqualTo(whole);
  }
}
