package dev.nightjar.mirror.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.mirror.verify.Settlement.Verdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A look tells a mirror that is late from one that is wrong, whatever happens to a key. */
class SettlementTest {
  private static final Optional<BigInteger> ONE = Optional.of(BigInteger.ONE);
  private static final Optional<BigInteger> TWO = Optional.of(BigInteger.TWO);
  private static final Optional<String> A = Optional.of("a");
  private static final Optional<String> B = Optional.of("b");

  @Test
  void theSameValuesAreEqualWhateverTheirVersions() {
    assertThat(Settlement.judge(ONE, A, A, TWO)).isEqualTo(Verdict.EQUAL);
    assertThat(Settlement.judge(ONE, Optional.empty(), Optional.empty(), ONE))
        .isEqualTo(Verdict.EQUAL);
  }

  @Test
  void aRowThatStaysAsItWasIsWrong() {
    assertThat(Settlement.judge(ONE, B, A, ONE)).isEqualTo(Verdict.DIFFERENT);
    assertThat(Settlement.judge(Optional.empty(), A, Optional.empty(), Optional.empty()))
        .isEqualTo(Verdict.DIFFERENT);
    assertThat(Settlement.judge(ONE, Optional.empty(), A, ONE)).isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void aRowThatHasChangedMeanwhileSaysNothing() {
    assertThat(Settlement.judge(ONE, A, B, TWO)).isEqualTo(Verdict.CHANGED);
    assertThat(Settlement.judge(Optional.empty(), A, B, ONE)).isEqualTo(Verdict.CHANGED);
  }

  /** One key: its item, and a mirror that gets its changes in order and late. */
  private static final class Key {
    private final List<Optional<String>> changes = new ArrayList<>(List.of(Optional.of("x")));
    private final TreeMap<Integer, Optional<String>> rows = new TreeMap<>();
    private int arrived = 1;

    Key() {
      rows.put(1, changes.getFirst());
    }

    void write(Random random) {
      // Few values, so that one comes back that was there before.
      changes.add(random.nextInt(4) == 0 ? Optional.empty() : Optional.of("v" + random.nextInt(3)));
    }

    void arrive(int upTo) {
      while (arrived < upTo) {
        rows.put(arrived + 1, changes.get(arrived));
        arrived++;
      }
    }

    void someArrive(Random random) {
      arrive(arrived + random.nextInt(changes.size() - arrived + 1));
    }

    void somethingHappens(Random random) {
      for (int i = random.nextInt(4); i > 0; i--) {
        if (random.nextBoolean()) {
          write(random);
        } else {
          someArrive(random);
        }
      }
    }

    Optional<String> item() {
      return changes.getLast();
    }

    Optional<BigInteger> version() {
      return rows.isEmpty() ? Optional.empty() : Optional.of(BigInteger.valueOf(rows.lastKey()));
    }

    Optional<String> row() {
      return rows.isEmpty() ? Optional.empty() : rows.lastEntry().getValue();
    }
  }

  private static Verdict look(Key key, Random random) {
    Optional<BigInteger> before = key.version();
    key.somethingHappens(random);
    Optional<String> item = key.item();
    int caughtUpWith = key.changes.size();
    key.somethingHappens(random);
    key.arrive(caughtUpWith);
    key.somethingHappens(random);
    Optional<String> row = key.row();
    key.somethingHappens(random);
    return Settlement.judge(before, item, row, key.version());
  }

  @Property(tries = 2000)
  void aRightMirrorIsNeverCalledWrong(@ForAll long seed) {
    Random random = new Random(seed);
    Key key = new Key();
    for (int i = 0; i < 10; i++) {
      key.somethingHappens(random);
      assertThat(look(key, random)).isNotEqualTo(Verdict.DIFFERENT);
    }
  }

  @Property(tries = 500)
  void aLostChangeIsFoundOnceTheKeyIsQuiet(@ForAll long seed) {
    Random random = new Random(seed);
    Key key = new Key();
    key.somethingHappens(random);
    key.arrive(key.changes.size());
    Optional<String> last = Optional.of("lost");
    key.changes.add(last);
    // The mirror believes that it has it.
    key.arrived = key.changes.size();

    Optional<BigInteger> before = key.version();

    assertThat(Settlement.judge(before, key.item(), key.row(), key.version()))
        .isEqualTo(Verdict.DIFFERENT);
  }
}
