package dev.nightjar.awslocal.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.credentials.NotAuthenticated.Reason;
import dev.nightjar.awslocal.operation.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The first example of "Authenticating Requests: Using the Authorization Header" in S3's API
 * reference.
 */
class SignatureCheckTest {

  private static final String EMPTY_BODY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
          + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
          + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";

  private final AccessKey key =
      new AccessKey(
          "AKIAIOSFODNN7EXAMPLE",
          "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
          "123456789012",
          new Caller.Root(),
          Optional.empty());

  @Test
  void theExampleOfTheReferenceIsRight() throws Exception {
    assertThat(matches(head("bytes=0-9"), EMPTY_BODY)).isTrue();
  }

  @Test
  void whateverIsSignedMayNotBeChanged() throws Exception {
    assertThat(matches(head("bytes=0-10"), EMPTY_BODY)).isFalse();
    assertThat(matches(head("bytes=0-9"), SignatureCheck.sha256(new byte[] {1}))).isFalse();
  }

  @Test
  void theReferencesPresignedUrlIsRightUntilItExpires() throws Exception {
    RequestHead url =
        request(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524"
                + "%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400"
                + "&X-Amz-SignedHeaders=host&X-Amz-Signature="
                + "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
            Map.of("host", "examplebucket.s3.amazonaws.com"));
    assertThat(matches(url, "UNSIGNED-PAYLOAD")).isTrue();
    assertThat(Signature.of(url).expires()).contains(Instant.parse("2013-05-25T00:00:00Z"));
  }

  @Test
  void whatCannotBeReadIsNamed() {
    assertRefused("", Reason.MISSING);
    assertRefused("Basic abc", Reason.MALFORMED);
    assertRefused("AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request", Reason.MALFORMED);
    assertRefused(
        "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00", Reason.MALFORMED);
  }

  private boolean matches(RequestHead request, String payloadHash) throws NotAuthenticated {
    return new SignatureCheck().matches(Signature.of(request), key, request, payloadHash);
  }

  private static void assertRefused(String authorization, Reason reason) {
    assertThatThrownBy(() -> Signature.of(request("", Map.of("authorization", authorization))))
        .isInstanceOfSatisfying(
            NotAuthenticated.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static RequestHead head(String range) {
    return request(
        "",
        Map.of(
            "authorization",
            AUTHORIZATION,
            "host",
            "examplebucket.s3.amazonaws.com",
            "range",
            range,
            "x-amz-content-sha256",
            EMPTY_BODY,
            "x-amz-date",
            "20130524T000000Z"));
  }

  private static RequestHead request(String query, Map<String, String> headers) {
    return new RequestHead() {
      @Override
      public String method() {
        return "GET";
      }

      @Override
      public String rawPath() {
        return "/test.txt";
      }

      @Override
      public String rawQuery() {
        return query;
      }

      @Override
      public List<String> headers(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).stream().toList();
      }
    };
  }
}
