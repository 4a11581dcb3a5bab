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

    assertThat(order.outOfOrder((before, after) -> false)).isEmpty();
  }

  @Test
  void aVersionThatIsNotAboveTheOneBeforeIsOutOfOrder() {
    order.add(change(1, 1), BigInteger.valueOf(10));
    order.add(change(2, 1), BigInteger.valueOf(9));
    order.add(change(4, 1), BigInteger.valueOf(9));

    assertThat(order.outOfOrder((before, after) -> false))
        .extracting(Entry::number)
        .containsExactly(2, 4);
  }

  @Test
  void numbersOfTwoStreamsTellNothingButTheGenerationMustNotFall() {
    order.add(change(1, 1), BigInteger.TWO.shiftLeft(192).add(BigInteger.TEN));
    order.add(change(2, 1), BigInteger.TWO.shiftLeft(192).add(BigInteger.ONE));
    order.add(change(3, 1), BigInteger.ONE.shiftLeft(192).add(BigInteger.TEN));

    assertThat(order.outOfOrder((before, after) -> true))
        .extracting(Entry::number)
        .containsExactly(3);
  }

  private static Entry change(int number, int item) {
    return new Entry(number, Event.MODIFY, item, 0, 0, 0);
  }
}
