package dev.nightjar.awslocal.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Computes what a request's signature must be, by AWS's "Create a signed AWS API request"
 * (Signature Version 4). Thread-safe.
 */
final class SignatureCheck {

  /**
   * Signing keys change once a day for each key, region and service; beyond that many the old ones
   * are forgotten.
   */
  private static final int SIGNING_KEYS = 1000;

  private final Map<String, byte[]> signingKeys = new ConcurrentHashMap<>();

  boolean matches(Signature signature, AccessKey key, RequestHead request, String payloadHash) {
    String canonical = canonicalRequest(signature, request, payloadHash);
    String toSign =
        Signature.ALGORITHM
            + "\n"
            + signature.time()
            + "\n"
            + signature.scope()
            + "\n"
            + sha256(canonical.getBytes(UTF_8));
    String expected = HexFormat.of().formatHex(hmac(signingKey(signature, key), toSign));
    return MessageDigest.isEqual(expected.getBytes(UTF_8), signature.value().getBytes(UTF_8));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  private static String canonicalRequest(
      Signature signature, RequestHead request, String payloadHash) {
    StringBuilder text = new StringBuilder(1024);
    text.append(request.method()).append('\n');
    text.append(request.rawPath().isEmpty() ? "/" : request.rawPath()).append('\n');
    text.append(canonicalQuery(request.rawQuery())).append('\n');
    for (String name : signature.signedHeaders()) {
      String values =
          request.headers(name).stream()
              .map(SignatureCheck::trimmed)
              .collect(Collectors.joining(","));
      text.append(name).append(':').append(values).append('\n');
    }
    text.append('\n').append(String.join(";", signature.signedHeaders())).append('\n');
    return text.append(payloadHash).toString();
  }

  private static String trimmed(String value) {
    String text = value.strip();
    return text.contains("  ") ? text.replaceAll(" +", " ") : text;
  }

  private static String canonicalQuery(String rawQuery) {
    if (rawQuery.isEmpty()) {
      return "";
    }
    return Arrays.stream(rawQuery.split("&"))
        .filter(pair -> !pair.isEmpty() && !pair.startsWith(Signature.PARAMETER + "="))
        .map(SignatureCheck::canonicalPair)
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private static String canonicalPair(String pair) {
    int equals = pair.indexOf('=');
    String name = equals < 0 ? pair : pair.substring(0, equals);
    String value = equals < 0 ? "" : pair.substring(equals + 1);
    return recode(name) + "=" + recode(value);
  }

  private static String recode(String encoded) {
    return UriText.encode(URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8));
  }

  private byte[] signingKey(Signature signature, AccessKey key) {
    if (signingKeys.size() > SIGNING_KEYS) {
      signingKeys.clear();
    }
    return signingKeys.computeIfAbsent(
        key.id() + "/" + signature.scope(),
        scope -> {
          byte[] date = hmac(("AWS4" + key.secret()).getBytes(UTF_8), signature.date());
          byte[] region = hmac(date, signature.region());
          return hmac(hmac(region, signature.service()), "aws4_request");
        });
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }
}
