package dev.nightjar.awslocal.credentials;

import dev.nightjar.awslocal.credentials.NotAuthenticated.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an {@code Authorization} header of Signature Version 4 says.
 *
 * @param accessKeyId whose key
 * @param date the scope's date, {@code yyyyMMdd}
 * @param region the scope's region
 * @param service the scope's service, such as {@code dynamodb}
 * @param signedHeaders lower-case names in their order
 * @param value 64 hexadecimal digits
 */
record Signature(
    String accessKeyId,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String value) {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  static Signature parse(String authorization) throws NotAuthenticated {
    if (authorization.isEmpty()) {
      throw new NotAuthenticated(Reason.MISSING, "Request is missing Authentication Token");
    }
    if (!authorization.startsWith(ALGORITHM + " ")) {
      throw malformed("'" + ALGORITHM + "' is the only algorithm that is understood.");
    }
    Map<String, String> parts = new HashMap<>();
    for (String part : authorization.substring(ALGORITHM.length()).split(",")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    for (String name : List.of("Credential", "SignedHeaders", "Signature")) {
      if (!parts.containsKey(name)) {
        throw malformed("Authorization header requires '" + name + "' parameter.");
      }
    }
    String[] scope = parts.get("Credential").split("/", -1);
    if (scope.length != 5 || !scope[4].equals("aws4_request")) {
      throw malformed("Credential must have exactly 5 slash-delimited elements.");
    }
    return new Signature(
        scope[0],
        scope[1],
        scope[2],
        scope[3],
        List.of(parts.get("SignedHeaders").split(";")),
        parts.get("Signature"));
  }

  String scope() {
    return date + "/" + region + "/" + service + "/aws4_request";
  }

  private static NotAuthenticated malformed(String why) {
    return new NotAuthenticated(Reason.MALFORMED, why);
  }
}
