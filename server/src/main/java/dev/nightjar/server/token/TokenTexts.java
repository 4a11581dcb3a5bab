package dev.nightjar.server.token;

import dev.nightjar.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/**
 * The text of a token: the form that clients know, {@code p.}, a JSON object in base64, and what
 * makes it a secret.
 */
final class TokenTexts {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int SECRET_BYTES = 32;

  private TokenTexts() {}

  /** A token of a workspace with a secret of its own. */
  static String random(String workspaceId) {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return of(workspaceId, secret);
  }

  /** The token with that secret; its id is made from the secret. */
  static String of(String workspaceId, byte[] secret) {
    String text = BASE64.encodeToString(secret);
    return of(workspaceId, UUID.nameUUIDFromBytes(hash(text)).toString(), secret);
  }

  /** The token with that id and secret. */
  static String of(String workspaceId, String id, byte[] secret) {
    byte[] claims = Json.bytes(Json.object("u", workspaceId, "id", id, "host", null));
    return "p." + BASE64.encodeToString(claims) + "." + BASE64.encodeToString(secret);
  }

  /** SHA-256 of a token: all that is stored of it. */
  static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
