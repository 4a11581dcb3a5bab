package dev.nightjar.awslocal.dynamodb.key;

import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Bin;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Str;
import dev.nightjar.awslocal.dynamodb.item.Num;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes keys as bytes whose unsigned order is a table's: by the hash of the partition key, then by
 * sort key. Each value ends by itself, so that none is a prefix of another one.
 *
 * <p>Strings and binary values: their bytes, a zero as {@code 00 FF}, then {@code 00 00}. Numbers:
 * 1 for negative, 2 for zero, 3 for positive; the exponent in one byte; digits in pairs, each plus
 * one; zero. All but the first byte is inverted for negative ones.
 */
final class KeyOrder {

  private static final int LEAST_EXPONENT = -130;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

  KeyOrder partition(AttributeValue value) {
    var key = new ByteArrayOutputStream(32);
    write(value, key);
    byte[] bytes = key.toByteArray();
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(hash(bytes)).array());
    out.writeBytes(bytes);
    return this;
  }

  KeyOrder sort(AttributeValue value) {
    write(value, out);
    return this;
  }

  /** Appends what all sort keys with this beginning begin with. */
  KeyOrder sortPrefix(AttributeValue value) {
    writeEscaped(rawBytes(value), out);
    return this;
  }

  byte[] toArray() {
    return out.toByteArray();
  }

  private static void write(AttributeValue value, ByteArrayOutputStream out) {
    if (value instanceof Num number) {
      writeNumber(number, out);
    } else {
      writeEscaped(rawBytes(value), out);
      out.write(0);
      out.write(0);
    }
  }

  private static byte[] rawBytes(AttributeValue value) {
    return switch (value) {
      case Str(String text) -> text.getBytes(StandardCharsets.UTF_8);
      case Bin(var bytes) -> bytes.array();
      default -> throw new IllegalArgumentException(value.type() + " has no bytes to sort by");
    };
  }

  private static void writeEscaped(byte[] bytes, ByteArrayOutputStream out) {
    for (byte b : bytes) {
      out.write(b);
      if (b == 0) {
        out.write(0xFF);
      }
    }
  }

  private static void writeNumber(Num number, ByteArrayOutputStream out) {
    BigDecimal value = number.value().stripTrailingZeros();
    if (value.signum() == 0) {
      out.write(2);
      return;
    }
    boolean negative = value.signum() < 0;
    int mask = negative ? 0xFF : 0;
    String digits = value.unscaledValue().abs().toString();
    out.write(negative ? 1 : 3);
    out.write((digits.length() - value.scale() - 1 - LEAST_EXPONENT) ^ mask);
    for (int at = 0; at < digits.length(); at += 2) {
      int ones = at + 1 < digits.length() ? digits.charAt(at + 1) - '0' : 0;
      out.write(((digits.charAt(at) - '0') * 10 + ones + 1) ^ mask);
    }
    out.write(mask);
  }

  /** FNV-1a, then mixed until every bit of the input moves the highest ones. */
  private static long hash(byte[] bytes) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }
}
