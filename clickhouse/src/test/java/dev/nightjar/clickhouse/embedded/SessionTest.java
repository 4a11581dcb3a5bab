package dev.nightjar.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
  private static final Set<String> KNOWN = Set.of("max_threads", "readonly", Session.FILTERS);

  @Test
  void numbersAreSaidWithTheConnection() {
    Session session = new Session("w", Map.of("max_threads", "2"), true);

    assertThat(session.options(KNOWN)).containsExactlyInAnyOrder("--max_threads=2", "--readonly=1");
    assertThat(session.prologue(true)).isEqualTo("USE `w`");
  }

  @Test
  void whatTheEngineDoesNotKnowIsSetSoThatItComplains() {
    Session session = new Session("default", Map.of("max_threadz", "2"), true);

    assertThat(session.options(KNOWN)).isEmpty();
    assertThat(session.prologue(false)).startsWith("SET ").contains("max_threadz", "readonly");
  }

  @Test
  void oneValueThatIsNotPlainHasAllOfThemSet() {
    Session session = new Session("default", Map.of("max_threads", "auto(2)"), true);

    assertThat(session.options(KNOWN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'d.t':'a = \0'}", "{'d.t':'a = \n1'}", "{'d.t':'a = é'}", "d.t", ""})
  void aFilterThatAnOptionMightCutOffIsSet(String filters) {
    assertThat(new Session("default", Map.of(Session.FILTERS, filters), true).options(KNOWN))
        .isEmpty();
  }

  @Test
  void aPlainFilterIsSaidWithTheConnection() {
    String filters = "{'d.t':'a = \\'it\\'\\'s --x=1\\''}";

    assertThat(new Session("default", Map.of(Session.FILTERS, filters), false).options(KNOWN))
        .containsExactly("--additional_table_filters=" + filters);
  }
}
