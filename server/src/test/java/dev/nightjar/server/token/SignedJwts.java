package dev.nightjar.server.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** JWTs as somebody's own program signs them. */
public final class SignedJwts {
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private SignedJwts() {}

  /** One with the usual header. */
  public static String of(String key, String claims) {
    return of(key, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims);
  }

  /** One whose signature is right for HS256, whatever the header says. */
  public static String of(String key, String header, String claims) {
    String text = part(header) + "." + part(claims);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return text
          + "."
          + ENCODER.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A text as one part of a JWT. */
  public static String part(String json) {
    return ENCODER.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
