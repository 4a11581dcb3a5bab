package dev.nightjar.awslocal.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.credentials.NotAuthenticated.Reason;
import dev.nightjar.awslocal.operation.Caller;
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
  void whatCannotBeReadIsNamed() {
    assertRefused("", Reason.MISSING);
    assertRefused("Basic abc", Reason.MALFORMED);
    assertRefused("AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request", Reason.MALFORMED);
    assertRefused(
        "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00", Reason.MALFORMED);
  }

  private boolean matches(RequestHead request, String payloadHash) throws NotAuthenticated {
    return new SignatureCheck().matches(Signature.parse(AUTHORIZATION), key, request, payloadHash);
  }

  private static void assertRefused(String authorization, Reason reason) {
    assertThatThrownBy(() -> Signature.parse(authorization))
        .isInstanceOfSatisfying(
            NotAuthenticated.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static RequestHead head(String range) {
    Map<String, String> headers =
        Map.of(
            "host",
            "examplebucket.s3.amazonaws.com",
            "range",
            range,
            "x-amz-content-sha256",
            EMPTY_BODY,
            "x-amz-date",
            "20130524T000000Z");
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
        return "";
      }

      @Override
      public List<String> headers(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))).stream().toList();
      }
    };
  }
}
