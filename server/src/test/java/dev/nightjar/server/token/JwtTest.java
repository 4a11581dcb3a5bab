package dev.nightjar.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Scope;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is accepted as a JWT, and every way in which it is not. */
class JwtTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final long LATER = NOW.getEpochSecond() + 60;
  private static final String KEY = "p.the.workspace-admin-token";
  private static final Workspace ACME = new Workspace("w1", "acme", "w_1", true, NOW);
  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  private static final String SCOPES = "[{\"type\":\"PIPES:READ\",\"resource\":\"top\"}]";

  private final JwtTokens tokens =
      new JwtTokens(
          id -> Optional.of(ACME).filter(workspace -> workspace.id().equals(id)),
          workspace -> List.of(KEY),
          Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void whatSomebodyElsesLibrarySignsWithTheAdminTokenIsAccepted() throws Exception {
    JwtTokens.Accepted accepted =
        tokens.accept(
            signed(
                HEADER,
                """
                {"workspace_id": "w1", "name": "frontend", "exp": %d, "iat": 1,
                 "scopes": [
                   {"type": "PIPES:READ", "resource": "top",
                    "fixed_params": {"org": "a", "ids": [1, 2], "on": true}},
                   {"type": "DATASOURCES:READ", "resource": "orders", "filter": "org = 'a'"}],
                 "limits": {"rps": 7}}
                """
                    .formatted(LATER)));

    assertThat(accepted.workspace()).isEqualTo(ACME);
    assertThat(accepted.claims().name()).isEqualTo("frontend");
    assertThat(accepted.claims().requestsPerSecond()).hasValue(7);
    assertThat(accepted.claims().scopes())
        .containsExactly(
            new Scope(
                Permission.PIPES_READ,
                Optional.of("top"),
                Optional.empty(),
                Map.of("org", List.of("a"), "ids", List.of("1", "2"), "on", List.of("true"))),
            Scope.reading("orders", "org = 'a'"));
  }

  @Test
  void whatIsMadeHereIsAccepted() throws Exception {
    JwtClaims claims =
        new JwtClaims(
            "w1",
            "made",
            NOW.plusSeconds(5),
            Optional.empty(),
            List.of(Scope.of(Permission.DATASOURCES_APPEND, "orders")),
            OptionalInt.of(3));

    assertThat(tokens.accept(tokens.sign(ACME, claims)).claims()).isEqualTo(claims);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"none\",\"typ\":\"JWT\"}",
        "{\"alg\":\"None\"}",
        "{\"alg\":\"\"}",
        "{\"alg\":null}",
        "{\"alg\":[\"HS256\"]}",
        "{\"alg\":\"RS256\",\"typ\":\"JWT\"}",
        "{\"alg\":\"HS384\"}",
        "{\"alg\":\"hs256\"}",
        "{\"typ\":\"JWT\"}",
        "{\"alg\":\"HS256\",\"alg\":\"none\"}",
        "{\"alg\":\"HS256\",\"typ\":\"JWE\"}",
        "{\"alg\":\"HS256\",\"typ\":7}",
        "{\"alg\":\"HS256\",\"crit\":[\"exp\"]}",
        "[]",
        "7",
        "{}",
        "{\"alg\":\"HS256\"} {}",
        "{\"alg\":\"HS256\""
      })
  void aHeaderOfAnotherKindIsRefusedThoughTheSignatureIsRight(String header) {
    assertThatThrownBy(() -> tokens.accept(signed(header, claims())))
        .isInstanceOf(InvalidJwtException.class);
  }

  @Test
  void withoutItsSignatureOrWithAnotherItIsRefused() {
    String good = signed(HEADER, claims());
    String unsigned = good.substring(0, good.lastIndexOf('.') + 1);
    String forged = good.substring(0, good.length() - 2) + (good.endsWith("AA") ? "BB" : "AA");

    for (String token :
        List.of(
            unsigned,
            forged,
            good + "=",
            good + ".",
            good + ".x",
            good.substring(0, good.lastIndexOf('.')),
            signedWith("another key", HEADER, claims()),
            signedWith("\0", HEADER, claims()),
            SignedJwts.part(HEADER)
                + "."
                + SignedJwts.part(claims().replace("top", "pot"))
                + "."
                + good.substring(good.lastIndexOf('.') + 1))) {
      assertThatThrownBy(() -> tokens.accept(token)).isInstanceOf(InvalidJwtException.class);
    }
  }

  @Test
  void nobodyLearnsWhichWorkspacesThereAre() {
    String unknown = claims().replace("\"w1\"", "\"w2\"");
    String wrongKey = signedWith("another key", HEADER, claims());

    assertThat(refusal(signed(HEADER, unknown))).isEqualTo(refusal(wrongKey));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"name\":\"n\",\"scopes\":S|it has no exp",
        "\"name\":\"n\",\"exp\":\"soon\",\"scopes\":S|its exp is not a time",
        "\"name\":\"n\",\"exp\":null,\"scopes\":S|its exp is not a time",
        "\"name\":\"n\",\"exp\":-1,\"scopes\":S|its exp is not a time",
        "\"name\":\"n\",\"exp\":1e30,\"scopes\":S|its exp is not a time",
        "\"name\":\"n\",\"exp\":1796000000000,\"scopes\":S|in seconds since 1970",
        "\"name\":\"n\",\"exp\":1000,\"scopes\":S|it has expired",
        "\"name\":\"n\",\"exp\":LATER,\"nbf\":LATER,\"scopes\":S|it is not valid yet",
        "\"exp\":LATER,\"scopes\":S|its name is a text",
        "\"name\":7,\"exp\":LATER,\"scopes\":S|it has no name",
        "\"name\":\"a\\nb\",\"exp\":LATER,\"scopes\":S|control characters",
        "\"name\":\"n\",\"exp\":LATER|Scopes are a list",
        "\"name\":\"n\",\"exp\":LATER,\"scopes\":[]|it has no scopes",
        "\"name\":\"n\",\"exp\":LATER,\"scopes\":[{\"type\":\"ADMIN\"}]|has ADMIN",
        "\"name\":\"n\",\"exp\":LATER,\"scopes\":[\"TOKENS\"]|has TOKENS",
        "\"name\":\"n\",\"exp\":LATER,\"scopes\":[{\"type\":\"WORKSPACE:READ_ALL\"}]|has WORKSPACE",
        "\"name\":\"n\",\"exp\":LATER,\"scopes\":[{\"type\":\"DATASOURCES:READ\",\"resource\":\"o\",\"filter\":\"\"}]|is empty",
        "\"name\":\"n\",\"exp\":LATER,\"scopes\":[{\"type\":\"DATASOURCES:READ\",\"resource\":\"o\",\"filters\":\"x\"}]|not known",
        "\"name\":\"n\",\"exp\":LATER,\"scopes\":[{\"type\":\"PIPES:READ\",\"resource\":\"p\",\"fixed_params\":{\"a\":{}}}]|fixed_params",
        "\"name\":\"n\",\"exp\":LATER,\"scopes\":S,\"limits\":{\"rps\":0}|its limits are",
        "\"name\":\"n\",\"exp\":LATER,\"scopes\":S,\"limits\":{\"rps\":\"9\"}|its limits are",
        "\"name\":\"n\",\"exp\":LATER,\"scopes\":S,\"limits\":7|its limits are",
        "\"name\":\"n\",\"name\":\"m\",\"exp\":LATER,\"scopes\":S|not a plain JSON object",
        "\"exp\":LATER,\"name\":\"n\",\"scopes\":S,\"exp\":1|not a plain JSON object",
      })
  void claimsThatMakeNoSenseAreRefusedWithTheReason(String claims, String reason) {
    String json =
        "{\"workspace_id\":\"w1\","
            + claims.replace(":S", ":" + SCOPES).replace("LATER", Long.toString(LATER))
            + "}";

    assertThat(refusal(signed(HEADER, json))).contains(reason);
  }

  @Test
  void aClockThatIsALittleAheadIsForgivenAtTheBeginningAndNotAtTheEnd() throws Exception {
    String early =
        claims().replace("\"exp\"", "\"nbf\":" + (NOW.getEpochSecond() + 5) + ",\"exp\"");

    assertThat(tokens.accept(signed(HEADER, early)).claims().notBefore()).isPresent();
    assertThat(
            refusal(
                signed(
                    HEADER,
                    claims().replace(Long.toString(LATER), Long.toString(NOW.getEpochSecond())))))
        .isEqualTo("it has expired");
  }

  @Test
  void whatIsTooLongOrTooDeepIsNotEvenRead() {
    assertThat(refusal("ey" + "x".repeat(20_000))).contains("longer than");
    assertThat(refusal(signed(HEADER, "[".repeat(2000)))).contains("not a plain JSON object");
    assertThat(
            refusal(
                signed(
                    HEADER,
                    "{\"workspace_id\":\"w1\",\"x\":" + "[".repeat(50) + "]".repeat(50) + "}")))
        .contains("not a plain JSON object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ey", "ey..", "ey.ey.ey", "eyJ9.e30.", "ey\u0000.a.b", "eyé.é.é", "ey.a.b.c"})
  void garbageIsRefusedLikeAnythingElse(String token) {
    assertThatThrownBy(() -> tokens.accept(token)).isInstanceOf(InvalidJwtException.class);
  }

  private static String claims() {
    return "{\"workspace_id\":\"w1\",\"name\":\"n\",\"exp\":"
        + LATER
        + ",\"scopes\":"
        + SCOPES
        + "}";
  }

  private String refusal(String token) {
    try {
      tokens.accept(token);
    } catch (InvalidJwtException e) {
      return e.getMessage();
    }
    throw new AssertionError("accepted");
  }

  private static String signed(String header, String claims) {
    return signedWith(KEY, header, claims);
  }

  private static String signedWith(String key, String header, String claims) {
    return SignedJwts.of(key, header, claims);
  }
}
