package dev.nightjar.server.token;

import dev.nightjar.server.http.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON Web Token in its compact form (RFC 7519), of the one kind that is accepted: HS256. What
 * its header says decides nothing but whether it is refused, so no algorithm can be chosen by who
 * sends it.
 *
 * @param signed header and claims, as they were signed
 * @param signature as it came, in base64
 * @param claims not to be believed before {@link #isSignedWith} is true
 */
record Jwt(String signed, String signature, JsonNode claims) {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LONGEST = 16 << 10;
  private static final int DEEPEST = 8;
  private static final Set<String> TYPES = Set.of("JWT", "jwt");
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private static final JsonMapper STRICT =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST)
                          .maxNameLength(1000)
                          .maxNumberLength(40)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** Whether a token may be one at all; every other token begins with {@code p.}. */
  static boolean looksLikeOne(String token) {
    return token.startsWith("ey");
  }

  /**
   * Takes one apart.
   *
   * @throws InvalidJwtException when it is none that can be accepted, whoever signed it
   */
  static Jwt parse(String token) throws InvalidJwtException {
    if (token.length() > LONGEST) {
      throw new InvalidJwtException("it is longer than " + LONGEST + " characters");
    }
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
      throw new InvalidJwtException("it has not three parts with dots between");
    }
    requireHeader(object(token.substring(0, first)));
    return new Jwt(
        token.substring(0, second),
        token.substring(second + 1),
        object(token.substring(first + 1, second)));
  }

  /** Makes one. */
  static String sign(Map<String, Object> claims, String key) {
    String signed =
        ENCODER.encodeToString(Json.bytes(Json.object("alg", "HS256", "typ", "JWT")))
            + "."
            + ENCODER.encodeToString(Json.bytes(claims));
    return signed + "." + signature(signed, key);
  }

  /** Whether it was signed with that key; compared in constant time, as text, so in one form. */
  boolean isSignedWith(String key) {
    return MessageDigest.isEqual(
        signature(signed, key).getBytes(StandardCharsets.US_ASCII),
        signature.getBytes(StandardCharsets.UTF_8));
  }

  private static void requireHeader(JsonNode header) throws InvalidJwtException {
    JsonNode algorithm = header.path("alg");
    if (!algorithm.isString() || !algorithm.asString().equals("HS256")) {
      throw new InvalidJwtException("it must be signed with HS256");
    }
    JsonNode type = header.path("typ");
    if (!type.isMissingNode() && !(type.isString() && TYPES.contains(type.asString()))) {
      throw new InvalidJwtException("its header names another type than JWT");
    }
    // RFC 7515, 4.1.11: what must be understood and is not makes it invalid
    if (header.has("crit")) {
      throw new InvalidJwtException("its header asks for extensions that are not known");
    }
  }

  private static JsonNode object(String part) throws InvalidJwtException {
    try {
      JsonNode json = STRICT.readTree(Base64.getUrlDecoder().decode(part));
      if (json.isObject()) {
        return json;
      }
    } catch (IllegalArgumentException | JacksonException _) {
      // what it is instead is the sender's secret
    }
    throw new InvalidJwtException("a part of it is not a plain JSON object in base64url");
  }

  private static String signature(String text, String key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return ENCODER.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "Jwt[…]";
  }
}
