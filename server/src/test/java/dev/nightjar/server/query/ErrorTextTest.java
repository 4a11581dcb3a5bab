package dev.nightjar.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouseException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages as ClickHouse 26.7 writes them, and what people read. */
class ErrorTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "Syntax error: failed at position 7 (1): 1. Expected one of: token sequence, Dot, token: In scope SELECT formatQuery('SELEC 1')"
            + "|Syntax error: failed at position 7 (1): 1",
        "Syntax error: failed at position 27 (end of query): . Expected one of: expression: In scope SELECT formatQuery('x')"
            + "|Syntax error: failed at position 27 (end of query)",
        "Syntax error: failed at position 10 (FRM) (line 2, col 1): FRM t. Expected one of: x"
            + "|Syntax error: failed at position 10 (FRM) (line 2, col 1): FRM t",
        "Unknown expression identifier `nope` in scope SELECT nope FROM orders"
            + "|Unknown expression identifier `nope`",
        "Unknown expression identifier `c` in scope WITH a AS (SELECT 1 AS b) SELECT c FROM a. Maybe you meant: ['b']"
            + "|Unknown expression identifier `c`. Maybe you meant: ['b']",
        "Column 'w_1.orders.id' is not under aggregate function and not in GROUP BY keys. In query SELECT id, count() FROM orders"
            + "|Column 'orders.id' is not under aggregate function and not in GROUP BY keys",
        "Division by zero: while executing 'FUNCTION intDiv(__table1.n :: 2, 0_UInt8 :: 1)'|Division by zero",
        "Illegal type of __table12.n in function f|Illegal type of n in function f",
        "Cannot open file /var/lib/data/clickhouse/store/1/data.bin, errno: 2|Cannot open file …, errno: 2",
        "Code: 60. DB::Exception: Table `w_1`.`t` does not exist (version 26.7.2.1)|Table `t` does not exist"
      })
  void tellsWhatIsWrongAndNothingOfTheInside(String message, String told) {
    assertThat(ErrorText.message(new ClickHouseException(1, "", message), Set.of("w_1")))
        .isEqualTo(told);
  }

  /** Backtracking over texts as long as these would take minutes, or all of the stack. */
  @ParameterizedTest
  @ValueSource(strings = {" in scope", "(version ", " /a/a/a/a", "/a", ": Note: ", ". In query"})
  void readsLongMessagesInOneGo(String part) {
    String message = "Unknown thing" + part.repeat(200_000 / part.length());

    assertThat(ErrorText.message(new ClickHouseException(1, "", message), Set.of("w_1")))
        .startsWith("Unknown thing")
        .hasSizeLessThanOrEqualTo(2_001);
  }

  @Test
  void keepsTheAdviceAtTheEndOfALongMessage() {
    String message =
        "Unknown expression identifier `c` in scope SELECT "
            + "1, ".repeat(70_000)
            + "c FROM a. Maybe you meant: ['b']";

    assertThat(ErrorText.message(new ClickHouseException(1, "", message), Set.of()))
        .isEqualTo("Unknown expression identifier `c`. Maybe you meant: ['b']");
  }
}
