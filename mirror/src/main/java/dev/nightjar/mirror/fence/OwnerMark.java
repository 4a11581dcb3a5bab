package dev.nightjar.mirror.fence;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a mirror writes into the comment of its table:
 *
 * <pre>
 * nightjar-mirror owner=4b… mirror=91… place=c0… epoch=7 generation=2 at=1772366400000
 * </pre>
 *
 * @param owner the data directory's id, random
 * @param mirror the mirror's incarnation, random
 * @param place the data directory on its disk: a copy of it has another
 * @param epoch one more with each claim; the higher one is the one that counts
 * @param generation the highest generation that the table may hold rows of
 * @param at when it was written, by that machine's clock; milliseconds since 1970 in the text
 */
record OwnerMark(
    String owner, String mirror, String place, long epoch, long generation, Instant at) {
  static final String WORD = "nightjar-mirror";

  private static final Pattern TEXT =
      Pattern.compile(
          WORD
              + " owner=(\\S{1,64}) mirror=(\\S{1,64}) place=(\\S{1,64}) epoch=(\\d{1,18})"
              + " generation=(\\d{1,10}) at=(\\d{1,18})");

  /** The mark that a line is. */
  static Optional<OwnerMark> parse(String line) {
    Matcher matcher = TEXT.matcher(line.strip());
    return matcher.matches()
        ? Optional.of(
            new OwnerMark(
                matcher.group(1),
                matcher.group(2),
                matcher.group(3),
                Long.parseLong(matcher.group(4)),
                Long.parseLong(matcher.group(5)),
                Instant.ofEpochMilli(Long.parseLong(matcher.group(6)))))
        : Optional.empty();
  }

  /** The next claim of the same mirror, with an earlier generation. */
  OwnerMark earlier(long number) {
    return new OwnerMark(owner, mirror, place, epoch + 1, number, at);
  }

  /** The line. */
  String text() {
    return "%s owner=%s mirror=%s place=%s epoch=%d generation=%d at=%d"
        .formatted(WORD, owner, mirror, place, epoch, generation, at.toEpochMilli());
  }
}
