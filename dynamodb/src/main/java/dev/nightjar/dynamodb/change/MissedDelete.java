package dev.nightjar.dynamodb.change;

import dev.nightjar.dynamodb.json.ByteOutput;
import java.nio.charset.StandardCharsets;

/**
 * The delete of an item that no stream record tells of: a later export has not got the item any
 * more. It has an old image, or none where nobody asks for it, and no keys, no sequence number (all
 * bits are 0) and no event id. Reusable, for one thread at a time.
 */
public final class MissedDelete {
  private static final byte[] NO_KEYS = "{}".getBytes(StandardCharsets.US_ASCII);

  private final Change view = new Change();
  private final ByteOutput buffer = new ByteOutput(256);
  private final long approximateCreationTime;

  /**
   * A maker of deletes.
   *
   * @param approximateCreationTime what they carry as {@link Change#approximateCreationTime()},
   *     milliseconds since 1970
   */
  public MissedDelete(long approximateCreationTime) {
    this.approximateCreationTime = approximateCreationTime;
  }

  /** A delete without an old image; the same object every time. */
  public Change withoutImage() {
    buffer.clear();
    buffer.append(NO_KEYS, 0, NO_KEYS.length);
    view.clear(buffer.array());
    view.eventName = EventName.REMOVE;
    view.approximateCreationTime = approximateCreationTime;
    view.keysStart = 0;
    view.keysEnd = NO_KEYS.length;
    return view;
  }

  /**
   * A delete with an old image; the same object every time.
   *
   * @param image typed JSON, copied
   */
  public Change of(ByteOutput image) {
    withoutImage();
    buffer.append(image.array(), 0, image.length());
    view.buffer = buffer.array();
    view.oldImageStart = NO_KEYS.length;
    view.oldImageEnd = buffer.length();
    return view;
  }
}
