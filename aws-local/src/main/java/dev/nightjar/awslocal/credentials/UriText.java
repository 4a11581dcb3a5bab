package dev.nightjar.awslocal.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Percent-encoding as AWS wants it (RFC 3986: only letters, digits and {@code -._~} stay). */
public final class UriText {

  private static final String HEX = "0123456789ABCDEF";

  private UriText() {}

  /** Encodes every byte of the text's UTF-8 that is not unreserved. */
  public static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return encoded.toString();
  }
}
