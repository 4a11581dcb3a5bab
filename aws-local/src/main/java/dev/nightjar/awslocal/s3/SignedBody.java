package dev.nightjar.awslocal.s3;

import dev.nightjar.awslocal.http.HttpCall;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** A body whose hash the signature covers: at its end it must be the one that was sent. */
final class SignedBody extends FilterInputStream {

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final MessageDigest digest;
  private final String expected;
  private long left;
  private boolean checked;

  private SignedBody(InputStream body, long length, MessageDigest digest, String expected) {
    super(body);
    this.left = length;
    this.digest = digest;
    this.expected = expected;
  }

  /** The call's body, checked if its {@code x-amz-content-sha256} is a hash. */
  static InputStream of(HttpCall call) {
    String hash = call.header("x-amz-content-sha256");
    try {
      return HASH.matcher(hash).matches()
          ? new SignedBody(
              call.body(),
              call.contentLength().orElse(Long.MAX_VALUE),
              MessageDigest.getInstance("SHA-256"),
              hash)
          : call.body();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    int count = in.read(to, offset, length);
    if (count > 0) {
      digest.update(to, offset, count);
      left -= count;
    }
    // who knows the length does not ask for the end: the last bytes are handed over checked
    if ((count < 0 || left <= 0) && !checked) {
      checked = true;
      if (!HexFormat.of().formatHex(digest.digest()).equals(expected)) {
        throw new WrongHash();
      }
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    return in.readNBytes(Math.toIntExact(Math.min(count, 8192))).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** The body is another one than was signed. */
  static final class WrongHash extends IOException {

    private WrongHash() {
      super("The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
  }
}
