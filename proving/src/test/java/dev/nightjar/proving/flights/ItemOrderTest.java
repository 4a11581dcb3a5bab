package dev.nightjar.proving.flights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.proving.flights.ChangeLog.Entry;
import dev.nightjar.proving.flights.ChangeLog.Event;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class ItemOrderTest {

  private final ItemOrder order = new ItemOrder();

  @Test
  void versionsThatRiseWithTheChangesOfAnItemAreInOrder() {
    order.add(change(3, 1), BigInteger.valueOf(30));
    order.add(change(1, 1), BigInteger.valueOf(10));
    order.add(change(2, 2), BigInteger.valueOf(5));

    assertThat(order.outOfOrder()).isEmpty();
  }

  @Test
  void aVersionThatIsNotAboveTheOneBeforeIsOutOfOrder() {
    order.add(change(1, 1), BigInteger.valueOf(10));
    order.add(change(2, 1), BigInteger.valueOf(9));
    order.add(change(4, 1), BigInteger.valueOf(9));

    assertThat(order.outOfOrder()).extracting(Entry::number).containsExactly(2, 4);
  }

  private static Entry change(int number, int item) {
    return new Entry(number, Event.MODIFY, item, 0, 0, 0);
  }
}
