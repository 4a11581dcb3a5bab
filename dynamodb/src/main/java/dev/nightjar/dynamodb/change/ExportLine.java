package dev.nightjar.dynamodb.change;

import dev.nightjar.dynamodb.json.JsonCursor;
import dev.nightjar.dynamodb.json.MalformedJsonException;

/**
 * Reads lines of a full export in DynamoDB JSON, {@code {"Item":{…}}}. Reusable, for one thread at
 * a time.
 */
public final class ExportLine {
  private final JsonCursor cursor = new JsonCursor();
  private final Change view = new Change();
  private final long approximateCreationTime;

  /**
   * A reader of lines.
   *
   * @param approximateCreationTime what its changes carry as {@link
   *     Change#approximateCreationTime()}, milliseconds since 1970, for AWS gives the rows of an
   *     export no time of their own
   */
  public ExportLine(long approximateCreationTime) {
    this.approximateCreationTime = approximateCreationTime;
  }

  /**
   * Reads {@code buffer[start, end)}, the line without its end.
   *
   * @return the same object for every line
   * @throws MalformedJsonException if it is not such a line
   */
  public Change parse(byte[] buffer, int start, int end) {
    view.clear(buffer);
    view.approximateCreationTime = approximateCreationTime;
    view.sequenceLow = 1;
    cursor.reset(buffer, start, end);
    cursor.beginObject();
    while (cursor.nextMember()) {
      if (cursor.stringEquals(Names.ITEM)) {
        if (cursor.peek() != '{') {
          throw cursor.malformed("expected '{'");
        }
        view.newImageStart = cursor.position();
        view.newImageEnd = view.newImage.readPrefix(buffer, view.newImageStart, end);
        view.newImageRead = true;
        cursor.resume(view.newImageEnd);
      } else {
        cursor.skipValue();
      }
    }
    cursor.expectEnd();
    if (view.newImageStart < 0) {
      throw new MalformedJsonException("a line has no Item; it began", start);
    }
    return view;
  }
}
