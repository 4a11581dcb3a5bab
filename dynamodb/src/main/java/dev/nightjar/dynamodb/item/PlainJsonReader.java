package dev.nightjar.dynamodb.item;

import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.dynamodb.json.JsonCursor;
import java.nio.charset.StandardCharsets;

/**
 * The way back from {@link PlainJson}: an item as DynamoDB's typed JSON. Plain JSON does not say
 * which texts were binaries and which lists were sets: they come back as S and L. All else is as it
 * was, a number's digits included. For one thread at a time.
 */
public final class PlainJsonReader {
  private final JsonCursor cursor = new JsonCursor();

  /**
   * Appends an item.
   *
   * @param plain holds what {@link PlainJson} wrote of the item
   * @throws dev.nightjar.dynamodb.json.MalformedJsonException if it is no JSON object
   */
  public void write(byte[] plain, int start, int end, ByteOutput output) {
    cursor.reset(plain, start, end);
    writeMembers(plain, output);
    cursor.expectEnd();
  }

  private void writeMembers(byte[] plain, ByteOutput output) {
    output.append('{');
    cursor.beginObject();
    for (boolean more = false; cursor.nextMember(); more = true) {
      if (more) {
        output.append(',');
      }
      output.appendBetweenQuotes(plain, cursor.stringStart(), cursor.stringEnd());
      output.append(':');
      writeValue(plain, output);
    }
    output.append('}');
  }

  private void writeValue(byte[] plain, ByteOutput output) {
    switch (cursor.peek()) {
      case '{' -> {
        append("{\"M\":", output);
        writeMembers(plain, output);
      }
      case '[' -> {
        append("{\"L\":[", output);
        cursor.beginArray();
        for (boolean more = false; cursor.nextElement(); more = true) {
          if (more) {
            output.append(',');
          }
          writeValue(plain, output);
        }
        output.append(']');
      }
      case '"' -> {
        append("{\"S\":", output);
        cursor.readString();
        output.appendBetweenQuotes(plain, cursor.stringStart(), cursor.stringEnd());
      }
      case 't', 'f' -> {
        append("{\"BOOL\":", output);
        int start = cursor.skipScalar();
        output.append(plain, start, cursor.position());
      }
      case 'n' -> {
        cursor.tryNull();
        append("{\"NULL\":true", output);
      }
      default -> {
        append("{\"N\":", output);
        writeNumber(plain, output);
      }
    }
    output.append('}');
  }

  private void writeNumber(byte[] plain, ByteOutput output) {
    int start = cursor.skipScalar();
    int end = cursor.position();
    int digits = end - WideInteger.EXPONENT.length;
    boolean wide =
        digits > start
            && plain[digits] == WideInteger.EXPONENT[0]
            && WideInteger.is(plain, start, digits);
    output.appendBetweenQuotes(plain, start, wide ? digits : end);
  }

  private static void append(String text, ByteOutput output) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    output.append(bytes, 0, bytes.length);
  }
}
