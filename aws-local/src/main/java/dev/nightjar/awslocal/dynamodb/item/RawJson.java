package dev.nightjar.awslocal.dynamodb.item;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.SerializableString;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.util.RawValue;

/** JSON that is there as bytes already, to be put into an answer without being parsed. */
public final class RawJson {

  private RawJson() {}

  /** A node that writes exactly these bytes of UTF-8, which must be one JSON value. */
  public static JsonNode node(byte[] utf8) {
    return JsonNodeFactory.instance.rawValueNode(new RawValue(new Utf8(utf8)));
  }

  /** A node that writes an item. */
  public static JsonNode node(Item item) {
    return node(ItemWriter.SORTED.write(item));
  }

  /**
   * What Jackson's generators want; those that write bytes ask for {@link #asUnquotedUTF8} only.
   */
  private record Utf8(byte[] utf8) implements SerializableString {

    @Override
    public String getValue() {
      return new String(utf8, StandardCharsets.UTF_8);
    }

    @Override
    public int charLength() {
      return getValue().length();
    }

    @Override
    public char[] asQuotedChars() {
      throw new UnsupportedOperationException("raw JSON is not quoted");
    }

    @Override
    public byte[] asUnquotedUTF8() {
      return utf8;
    }

    @Override
    public byte[] asQuotedUTF8() {
      throw new UnsupportedOperationException("raw JSON is not quoted");
    }

    @Override
    public int appendQuotedUTF8(byte[] buffer, int offset) {
      throw new UnsupportedOperationException("raw JSON is not quoted");
    }

    @Override
    public int appendQuoted(char[] buffer, int offset) {
      throw new UnsupportedOperationException("raw JSON is not quoted");
    }

    @Override
    public int appendUnquotedUTF8(byte[] buffer, int offset) {
      if (utf8.length > buffer.length - offset) {
        return -1;
      }
      System.arraycopy(utf8, 0, buffer, offset, utf8.length);
      return utf8.length;
    }

    @Override
    public int appendUnquoted(char[] buffer, int offset) {
      String value = getValue();
      if (value.length() > buffer.length - offset) {
        return -1;
      }
      value.getChars(0, value.length(), buffer, offset);
      return value.length();
    }

    @Override
    public int writeQuotedUTF8(OutputStream out) {
      throw new UnsupportedOperationException("raw JSON is not quoted");
    }

    @Override
    public int writeUnquotedUTF8(OutputStream out) throws IOException {
      out.write(utf8);
      return utf8.length;
    }

    @Override
    public int putQuotedUTF8(ByteBuffer out) {
      throw new UnsupportedOperationException("raw JSON is not quoted");
    }

    @Override
    public int putUnquotedUTF8(ByteBuffer out) {
      if (utf8.length > out.remaining()) {
        return -1;
      }
      out.put(utf8);
      return utf8.length;
    }
  }
}
