package dev.nightjar.server.clickhouse;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.UnavailableException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private final Places places = new Places(3, Duration.ZERO);

  @Test
  void keepsOneForAnotherWorkspace() {
    places.take("one");
    places.take("one");

    assertThatThrownBy(() -> places.take("one")).isInstanceOf(UnavailableException.class);
    assertThatCode(() -> places.take("other")).doesNotThrowAnyException();
    assertThatThrownBy(() -> places.take("other")).isInstanceOf(UnavailableException.class);
  }

  @Test
  void givesAClosedOneToTheNextAndOnlyOnce() {
    Places.Place first = places.take("one");
    places.take("one");
    first.close();
    first.close();

    places.take("one");
    assertThatThrownBy(() -> places.take("one")).isInstanceOf(UnavailableException.class);
  }

  @Test
  void aWorkspaceThatFoundNoneHoldsNone() {
    Places.Place first = places.take("one");
    places.take("one");
    places.take("other");
    assertThatThrownBy(() -> places.take("third")).isInstanceOf(UnavailableException.class);
    first.close();

    assertThatCode(() -> places.take("third")).doesNotThrowAnyException();
  }
}
