package dev.nightjar.dynamodb.item;

import dev.nightjar.dynamodb.json.StringEnd;
import dev.nightjar.dynamodb.json.Words;
import java.util.Arrays;

/**
 * The layouts of the items that a reader has read. Most items of a table are the same bytes but for
 * their values: then what stands between two values is compared at once, a value is looked through
 * for its end, and nothing else is done with it. For one thread at a time.
 *
 * <p>They are a tree of steps. A step is the bytes before a value and what kind of value comes. The
 * first step that may come next stands right behind it, and each knows its alternative: what else
 * may come in its place. A try where no layout fits costs a little, and learning one costs much:
 * both are paid for with what was gained where one did.
 */
final class ItemLayouts {
  /** Longer items, and more of layouts than that, are not remembered. */
  private static final int MOST_BYTES = 64 * 1024;

  private static final int LONGEST_ITEM = 16 * 1024;

  // What is gained by an item that fits, and what one that does not fit and one more layout cost.
  private static final int GAIN = 3;
  private static final int MISS = 1;
  private static final int LESSON = 1024;
  private static final int MOST_CREDIT = 16 * LESSON;

  /** So many items are read without a try at first, and after the credit is used up. */
  private static final int PAUSE = 16;

  private static final int NONE = AttributeNodes.NONE;

  private static final int SLOTS = 5;
  private static final int LITERAL_START = 0;
  private static final int LITERAL_LENGTH = 1;
  private static final int ALTERNATIVE = 2;
  private static final int KIND = 3;
  // The node that a value belongs to; at an item's end its layout's index.
  private static final int NUMBER = 4;

  private static final int TEXT = 0;
  private static final int BOOL = 1;
  private static final int END = 2;

  private byte[] literals = new byte[0];
  private int literalsLength;
  private int[] steps = new int[0];
  private int stepsLength;
  private ItemLayout[] layouts = new ItemLayout[0];
  private int count;
  private int bytes;
  private int credit = MOST_CREDIT;
  private int pause;
  private int sinceLesson;
  private boolean missed;

  ItemLayouts() {
    this(PAUSE);
  }

  /**
   * No layouts yet.
   *
   * @param pause so many items are read before one is learned: a reader may be there for a few
   *     alone
   */
  ItemLayouts(int pause) {
    this.pause = pause;
  }

  /** About how much memory is taken. */
  int bytes() {
    return bytes;
  }

  /**
   * Reads an item that has one of these layouts.
   *
   * @return where it ends, or {@link AttributeNodes#NONE}
   */
  int follow(AttributeNodes item, int start, int limit) {
    missed = false;
    if (pause > 0) {
      pause--;
      return NONE;
    }
    int end = stepsLength == 0 ? NONE : followSteps(item, start, limit);
    if (end == NONE) {
      missed = true;
      credit -= MISS;
      if (credit < 0) {
        credit = 0;
        pause = PAUSE;
      }
    } else {
      credit = Math.min(MOST_CREDIT, credit + GAIN);
    }
    return end;
  }

  private int followSteps(AttributeNodes item, int start, int limit) {
    int[] steps = this.steps;
    byte[] literals = this.literals;
    byte[] buffer = item.buffer;
    int[] spans = item.spans;
    int at = start;
    int step = 0;
    while (true) {
      int length = steps[step + LITERAL_LENGTH];
      if (length > limit - at
          || !Words.equal(buffer, at, literals, steps[step + LITERAL_START], length)) {
        step = steps[step + ALTERNATIVE];
        if (step == NONE) {
          return NONE;
        }
        continue;
      }
      at += length;
      int number = steps[step + NUMBER];
      int kind = steps[step + KIND];
      if (kind == TEXT) {
        int quote = StringEnd.find(buffer, at, limit);
        if (quote >= 0) {
          spans[number + AttributeNodes.VALUE_START] = at;
          spans[number + AttributeNodes.VALUE_END] = quote;
          at = quote;
        } else if (quote == StringEnd.NONE) {
          return NONE;
        } else {
          item.resolveValue(number, at, ~quote);
          at = ~quote;
        }
      } else if (kind == BOOL) {
        int end = booleanEnd(buffer, at, limit);
        if (end == NONE) {
          return NONE;
        }
        spans[number + AttributeNodes.VALUE_START] = end - at == 4 ? 1 : 0;
        at = end;
      } else {
        item.laidOut(layouts[number], at - start);
        return at;
      }
      step += SLOTS;
    }
  }

  private static int booleanEnd(byte[] buffer, int at, int limit) {
    if (at + 4 <= limit
        && buffer[at] == 't'
        && buffer[at + 1] == 'r'
        && buffer[at + 2] == 'u'
        && buffer[at + 3] == 'e') {
      return at + 4;
    }
    return at + 5 <= limit
            && buffer[at] == 'f'
            && buffer[at + 1] == 'a'
            && buffer[at + 2] == 'l'
            && buffer[at + 3] == 's'
            && buffer[at + 4] == 'e'
        ? at + 5
        : NONE;
  }

  /** An item that {@link #follow} could not read has been parsed. */
  void parsed(AttributeNodes item, int start, int end) {
    if (!missed) {
      return;
    }
    sinceLesson++;
    if (credit >= LESSON || sinceLesson >= LESSON) {
      credit = Math.max(0, credit - LESSON);
      sinceLesson = 0;
      if (end - start <= LONGEST_ITEM && hasPlainNames(item)) {
        learn(item, start, end);
      }
    }
  }

  private static boolean hasPlainNames(AttributeNodes item) {
    for (int node = 0; node < item.used(); node += AttributeNodes.SLOTS) {
      if (!item.nameIsPlain(node)) {
        return false;
      }
    }
    return true;
  }

  private void learn(AttributeNodes item, int start, int end) {
    if (bytes > MOST_BYTES) {
      forget();
    }
    int before = literalsLength + stepsLength * Integer.BYTES;
    int from = start;
    int step = stepsLength == 0 ? NONE : 0;
    for (int node = 0; node < item.used(); node += AttributeNodes.SLOTS) {
      int kind = kindOf(item.typeNumber(node));
      if (kind != NONE) {
        step = step(step, item.buffer, from, item.rawStart(node), kind, node);
        from = item.rawEnd(node);
      }
    }
    step(step, item.buffer, from, end, END, count);
    ItemLayout layout = ItemLayout.of(count, item, start, end);
    if (count == layouts.length) {
      layouts = Arrays.copyOf(layouts, Math.max(4, count * 2));
    }
    layouts[count++] = layout;
    bytes += layout.bytes() + literalsLength + stepsLength * Integer.BYTES - before;
  }

  private static int kindOf(int type) {
    if (type <= AttributeType.LAST_TEXT) {
      return TEXT;
    }
    return type == AttributeType.BOOL.ordinal() ? BOOL : NONE;
  }

  /**
   * Finds or adds a step.
   *
   * @param first of those that are known in its place, or none
   * @return the first of those that are known behind it, or none
   */
  private int step(int first, byte[] buffer, int from, int to, int kind, int number) {
    int last = NONE;
    for (int step = first; step != NONE; step = steps[step + ALTERNATIVE]) {
      int start = steps[step + LITERAL_START];
      int end = start + steps[step + LITERAL_LENGTH];
      if (steps[step + KIND] == kind && Arrays.equals(literals, start, end, buffer, from, to)) {
        return step + SLOTS;
      }
      last = step;
    }
    if (last != NONE) {
      steps[last + ALTERNATIVE] = stepsLength;
    }
    append(buffer, from, to - from, kind, number);
    return NONE;
  }

  private void append(byte[] buffer, int from, int length, int kind, int number) {
    if (literals.length < literalsLength + length) {
      literals = Arrays.copyOf(literals, Math.max(literals.length * 2, literalsLength + length));
    }
    if (steps.length < stepsLength + SLOTS) {
      steps = Arrays.copyOf(steps, Math.max(steps.length * 2, 16 * SLOTS));
    }
    System.arraycopy(buffer, from, literals, literalsLength, length);
    steps[stepsLength + LITERAL_START] = literalsLength;
    steps[stepsLength + LITERAL_LENGTH] = length;
    steps[stepsLength + ALTERNATIVE] = NONE;
    steps[stepsLength + KIND] = kind;
    steps[stepsLength + NUMBER] = number;
    literalsLength += length;
    stepsLength += SLOTS;
  }

  private void forget() {
    literalsLength = 0;
    stepsLength = 0;
    Arrays.fill(layouts, null);
    count = 0;
    bytes = 0;
  }
}
