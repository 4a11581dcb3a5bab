package dev.nightjar.awslocal.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightjar.awslocal.credentials.NotAuthenticated.Reason;
import java.net.URLDecoder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says about its signature (Signature Version 4): in its {@code Authorization}
 * header, or in the parameters of its query (a presigned URL).
 *
 * @param accessKeyId whose key
 * @param date the scope's date, {@code yyyyMMdd}
 * @param region the scope's region
 * @param service the scope's service, such as {@code dynamodb}
 * @param signedHeaders lower-case names in their order
 * @param value 64 hexadecimal digits
 * @param time when it was signed, as it was signed
 * @param token of temporary credentials; empty for others
 * @param expires the first instant at which a presigned URL is refused; none in a header
 */
record Signature(
    String accessKeyId,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String value,
    String time,
    String token,
    Optional<Instant> expires) {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  /** The parameter of a presigned URL that its signature does not cover. */
  static final String PARAMETER = "X-Amz-Signature";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** "A presigned URL can be valid for a maximum of seven days". */
  private static final long LONGEST_SECONDS = Duration.ofDays(7).toSeconds();

  /** The signature of a request. */
  static Signature of(RequestHead request) throws NotAuthenticated {
    String authorization = request.header("Authorization");
    if (!authorization.isEmpty()) {
      return ofHeader(authorization, request);
    }
    Map<String, String> query = query(request.rawQuery());
    if (query.containsKey("X-Amz-Algorithm")) {
      return ofQuery(query);
    }
    if (query.containsKey("AWSAccessKeyId")) {
      throw new NotAuthenticated(
          Reason.OTHER_VERSION,
          "The authorization mechanism you have provided is not supported. Please use "
              + ALGORITHM
              + ".");
    }
    throw new NotAuthenticated(Reason.MISSING, "Request is missing Authentication Token");
  }

  private static Signature ofHeader(String authorization, RequestHead request)
      throws NotAuthenticated {
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
    List<String> wrong = new ArrayList<>();
    for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (!parts.containsKey(name)) {
        wrong.add("Authorization header requires '" + name + "' parameter.");
      }
    }
    String time = request.header("X-Amz-Date");
    if (time.isEmpty()) {
      wrong.add("Authorization header requires existence of a 'X-Amz-Date' header.");
    }
    if (!wrong.isEmpty()) {
      throw malformed(String.join(" ", wrong));
    }
    return of(parts, time, request.header("X-Amz-Security-Token"), Optional.empty());
  }

  private static Signature ofQuery(Map<String, String> query) throws NotAuthenticated {
    if (!query.get("X-Amz-Algorithm").equals(ALGORITHM)) {
      throw malformed("X-Amz-Algorithm only supports \"" + ALGORITHM + "\"");
    }
    Map<String, String> parts = new HashMap<>();
    for (String name : List.of("Credential", "Date", "Signature", "SignedHeaders")) {
      String value = query.get("X-Amz-" + name);
      if (value == null) {
        throw malformed(
            "Query-string authentication version 4 requires the X-Amz-Algorithm,"
                + " X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and"
                + " X-Amz-Expires parameters.");
      }
      parts.put(name, value);
    }
    String time = parts.get("Date");
    String token = query.getOrDefault("X-Amz-Security-Token", "");
    return of(parts, time, token, Optional.of(expiry(time, query.get("X-Amz-Expires"))));
  }

  /** STS's presigned requests do not say how long they hold: they hold for 15 minutes. */
  private static Instant expiry(String time, String seconds) throws NotAuthenticated {
    try {
      long holds = seconds == null ? 15 * 60 : Long.parseLong(seconds);
      if (holds < 1 || holds > LONGEST_SECONDS) {
        throw malformed(
            "X-Amz-Expires must be between 1 and " + LONGEST_SECONDS + " seconds, not " + seconds);
      }
      return TIME.parse(time, Instant::from).plusSeconds(holds);
    } catch (DateTimeException | NumberFormatException e) {
      throw malformed("X-Amz-Date or X-Amz-Expires cannot be read: " + time + ", " + seconds);
    }
  }

  private static Signature of(
      Map<String, String> parts, String time, String token, Optional<Instant> expires)
      throws NotAuthenticated {
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
        parts.get("Signature"),
        time,
        token,
        expires);
  }

  String scope() {
    return date + "/" + region + "/" + service + "/aws4_request";
  }

  private static Map<String, String> query(String rawQuery) {
    Map<String, String> query = new HashMap<>();
    for (String pair : rawQuery.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.putIfAbsent(
            URLDecoder.decode(pair.substring(0, equals), UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return query;
  }

  private static NotAuthenticated malformed(String why) {
    return new NotAuthenticated(Reason.MALFORMED, why);
  }

  /** When the request was signed, by the clock of who signed it. */
  Instant signed() throws NotAuthenticated {
    try {
      return TIME.parse(time, Instant::from);
    } catch (DateTimeException e) {
      throw malformed("X-Amz-Date cannot be read: " + time);
    }
  }

  /** An instant as requests state it. */
  static String text(Instant instant) {
    return TIME.format(instant);
  }
}
