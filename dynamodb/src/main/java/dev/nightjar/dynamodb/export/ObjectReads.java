package dev.nightjar.dynamodb.export;

import dev.nightjar.dynamodb.failure.TransientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What reading manifests and reading data files have in common. */
final class ObjectReads {
  private ObjectReads() {}

  /** A whole object. */
  static byte[] all(ObjectStore objects, String bucket, String key) {
    try (ObjectContent content = objects.open(bucket, key)) {
      return content.body().readAllBytes();
    } catch (IOException broken) {
      throw brokenDownload(bucket, key, broken);
    }
  }

  static TransientException brokenDownload(String bucket, String key, IOException cause) {
    return new TransientException(
        "GetObject",
        "",
        "the download of s3://" + bucket + "/" + key + " broke off: " + cause.getMessage(),
        cause);
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  static String base64(byte[] digest) {
    return Base64.getEncoder().encodeToString(digest);
  }

  static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
