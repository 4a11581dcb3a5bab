package dev.nightjar.dynamodb.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks once over JSON in a byte array, without an object for anything in it. Reusable, for one
 * thread at a time.
 *
 * <p>White space may stand wherever JSON permits it. Control characters inside strings are accepted
 * as themselves, though JSON wants them escaped. Whatever else is wrong ends in a {@link
 * MalformedJsonException}.
 */
public final class JsonCursor {
  /** How deep {@link #skipValue} follows brackets. */
  static final int MAXIMUM_DEPTH = 512;

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private byte[] buffer = new byte[0];
  private int position;
  private int end;
  private boolean first;
  private int stringStart;
  private int stringEnd;
  private boolean stringIsPlain;
  private final long[] brackets = new long[MAXIMUM_DEPTH / Long.SIZE];

  /** Begins to read {@code bytes[start, end)}. */
  public void reset(byte[] bytes, int start, int limit) {
    if (start < 0 || limit < start || limit > bytes.length) {
      throw new IndexOutOfBoundsException(start + ".." + limit + " of " + bytes.length);
    }
    buffer = bytes;
    position = start;
    end = limit;
    first = false;
  }

  /** Index of the next byte. */
  public int position() {
    return position;
  }

  /** Index behind the last byte. */
  public int limit() {
    return end;
  }

  /** The next byte that is no white space, without taking it; -1 at the end. */
  public int peek() {
    while (position < end) {
      int next = buffer[position];
      if (next > ' ' || next < 0 || !isSpace(next)) {
        return next & 0xFF;
      }
      position++;
    }
    return -1;
  }

  private static boolean isSpace(int next) {
    return next == ' ' || next == '\n' || next == '\r' || next == '\t';
  }

  /** Takes the next byte that is no white space; it must be this one. */
  public void expect(char wanted) {
    if (position < end && buffer[position] == wanted) {
      position++;
      return;
    }
    if (peek() != wanted) {
      throw malformed("expected '" + wanted + "'");
    }
    position++;
  }

  /** Nothing but white space may follow. */
  public void expectEnd() {
    if (peek() >= 0) {
      throw malformed("expected nothing more");
    }
  }

  /** Takes the opening brace of an object. */
  public void beginObject() {
    expect('{');
    first = true;
  }

  /**
   * Takes the next member's name and colon, so that its value is next; the name is {@link
   * #stringStart()} to {@link #stringEnd()}.
   *
   * @return false at the object's closing brace, which is taken
   */
  public boolean nextMember() {
    if (position < end && buffer[position] == ',' && !first) {
      position++;
    } else if (!separated('}')) {
      return false;
    }
    readString();
    expect(':');
    first = false;
    return true;
  }

  /**
   * Takes a brace, the name of an only or first member of one plain letter, and its colon, if they come next and without
   * white space: {@code {"S":}. The value is next then.
   *
   * @return the letter, or -1 if something else comes, of which nothing is taken
   */
  public int tryOneLetterMember() {
    int at = position;
    byte[] bytes = buffer;
    if (at + 5 > end
        || bytes[at] != '{'
        || bytes[at + 1] != '"'
        || bytes[at + 2] < 'A'
        || bytes[at + 2] > 'Z'
        || bytes[at + 3] != '"'
        || bytes[at + 4] != ':') {
      return -1;
    }
    position = at + 5;
    first = false;
    return bytes[at + 2];
  }

  /** Takes the closing brace of an object, if it comes next and without white space. */
  public boolean tryEndObject() {
    if (position < end && buffer[position] == '}') {
      position++;
      first = false;
      return true;
    }
    return false;
  }

  /** Takes the opening bracket of an array. */
  public void beginArray() {
    expect('[');
    first = true;
  }

  /**
   * Takes the comma before the next element, so that the element is next.
   *
   * @return false at the array's closing bracket, which is taken
   */
  public boolean nextElement() {
    boolean more = separated(']');
    first = false;
    return more;
  }

  private boolean separated(char closing) {
    int next = peek();
    if (next == closing) {
      position++;
      first = false;
      return false;
    }
    if (!first) {
      if (next != ',') {
        throw malformed("expected ',' or '" + closing + "'");
      }
      position++;
    }
    return true;
  }

  /** Takes a string; its content is {@link #stringStart()} to {@link #stringEnd()}. */
  public void readString() {
    expect('"');
    readStringBehindQuote();
  }

  /** Takes a string whose quote has been taken. */
  public void readStringBehindQuote() {
    stringStart = position;
    stringIsPlain = true;
    scanString();
  }

  private void scanString() {
    int found = StringEnd.find(buffer, position, end);
    if (found == StringEnd.NONE) {
      position = end;
      throw malformed("a string has no end; it began");
    }
    if (found < 0) {
      stringIsPlain = false;
      found = ~found;
    }
    stringEnd = found;
    position = found + 1;
  }

  /** Start of the last string's content, after its quote. */
  public int stringStart() {
    return stringStart;
  }

  /** End of the last string's content, before its quote. */
  public int stringEnd() {
    return stringEnd;
  }

  /**
   * Whether the last string holds neither a backslash nor a control character: it is its own
   * meaning.
   */
  public boolean stringIsPlain() {
    return stringIsPlain;
  }

  /** Whether the last string means this text. */
  public boolean stringEquals(byte[] text) {
    if (stringIsPlain) {
      return Arrays.equals(buffer, stringStart, stringEnd, text, 0, text.length);
    }
    byte[] decoded = decodedString();
    return Arrays.equals(decoded, text);
  }

  /** The last string's meaning. */
  public String stringText() {
    return new String(decodedString(), StandardCharsets.UTF_8);
  }

  private byte[] decodedString() {
    byte[] decoded = new byte[stringEnd - stringStart];
    int length = JsonStrings.decode(buffer, stringStart, stringEnd, decoded, 0);
    return Arrays.copyOf(decoded, length);
  }

  /** Takes {@code true} or {@code false}. */
  public boolean readBoolean() {
    if (tryWord(TRUE)) {
      return true;
    }
    if (tryWord(FALSE)) {
      return false;
    }
    throw malformed("expected true or false");
  }

  /** Takes {@code null} if it is next. */
  public boolean tryNull() {
    if (peek() != 'n') {
      return false;
    }
    if (tryWord(NULL)) {
      return true;
    }
    throw malformed("expected null");
  }

  private boolean tryWord(byte[] word) {
    peek();
    int after = position + word.length;
    if (after > end
        || !Words.equal(buffer, position, word, 0, word.length)
        || (after < end && isScalarByte(buffer[after]))) {
      return false;
    }
    position = after;
    return true;
  }

  /**
   * Takes a number, a {@code true}, a {@code false} or a {@code null}.
   *
   * @return where it starts; it ends at {@link #position()}
   */
  public int skipScalar() {
    peek();
    int start = position;
    while (position < end && isScalarByte(buffer[position])) {
      position++;
    }
    if (position == start) {
      throw malformed("expected a value");
    }
    return start;
  }

  private static boolean isScalarByte(byte next) {
    return (next >= '0' && next <= '9')
        || (next >= 'a' && next <= 'z')
        || next == '-'
        || next == '+'
        || next == '.'
        || next == 'E';
  }

  /**
   * Takes a value of any kind. Of an object or an array no more is checked than that its strings
   * end and its brackets match.
   *
   * @return where it starts; it ends at {@link #position()}
   */
  public int skipValue() {
    int next = peek();
    int start = position;
    switch (next) {
      case '"' -> readString();
      case '{', '[' -> skipBrackets();
      default -> skipScalar();
    }
    first = false;
    return start;
  }

  /** Goes on behind a value that somebody else has read, which ends at this index. */
  public void resume(int afterValue) {
    position = afterValue;
    first = false;
  }

  private void skipBrackets() {
    int opened = position;
    int depth = 0;
    while (position < end) {
      int next = buffer[position];
      switch (next) {
        case '"' -> {
          position++;
          scanString();
        }
        case '{', '[' -> {
          if (depth == MAXIMUM_DEPTH) {
            throw malformed("brackets nest deeper than " + MAXIMUM_DEPTH);
          }
          push(depth++, next == '{');
          position++;
        }
        case '}', ']' -> {
          if (isBrace(--depth) != (next == '}')) {
            throw malformed("brackets do not match");
          }
          position++;
          if (depth == 0) {
            return;
          }
        }
        default -> position++;
      }
    }
    position = opened;
    throw malformed("brackets do not end; they began");
  }

  private void push(int depth, boolean brace) {
    long bit = 1L << depth;
    if (brace) {
      brackets[depth >> 6] |= bit;
    } else {
      brackets[depth >> 6] &= ~bit;
    }
  }

  private boolean isBrace(int depth) {
    return (brackets[depth >> 6] & (1L << depth)) != 0;
  }

  /** What is wrong, at the place that has been reached. */
  public MalformedJsonException malformed(String what) {
    return new MalformedJsonException(what, position);
  }
}
