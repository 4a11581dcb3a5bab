package dev.nightjar.awslocal.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests to S3 as command line tools and other SDKs shape them, byte by byte. */
class RawRequestsTest {

  private AwsLocal aws;

  @BeforeEach
  void start() throws Exception {
    aws = AwsLocal.start(AwsLocalOptions.defaults());
    var s3 = Clients.of(aws).s3();
    s3.createBucket(b -> b.bucket("exports"));
    s3.putObject(p -> p.bucket("exports").key("a/b c"), RequestBody.fromString("0123456789"));
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, /exports/a/b%20c?x-id=GetObject",
    "s3.eu-west-1.amazonaws.com, /exports/a/b%20c",
    "exports.s3.eu-west-1.amazonaws.com, /a/b%20c?x-id=GetObject",
    "exports.s3.amazonaws.com, /a/b%20c",
    "exports.localhost, /a/b%20c",
    "exports.s3.localhost, /a/b%20c",
  })
  void bucketsAreInThePathOrInTheHost(String host, String path) throws Exception {
    assertThat(get(host, path)).startsWith("HTTP/1.1 200").endsWith("0123456789");
  }

  @Test
  void aBucketInTheHostIsListed() throws Exception {
    assertThat(get("exports.localhost", "/?list-type=2"))
        .contains("<Name>exports</Name>", "<Key>a/b c</Key>");
  }

  @Test
  void chunksMayEndInATrailerWithAChecksum() throws Exception {
    byte[] content = "sent in chunks".getBytes(UTF_8);
    Signed put =
        sign(
            request("PUT", "https://127.0.0.1", "/exports/chunked"),
            content,
            s ->
                s.putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, true)
                    .putProperty(
                        AwsV4HttpSigner.CHECKSUM_ALGORITHM, DefaultChecksumAlgorithm.CRC32));
    assertThat(put.request().firstMatchingHeader("x-amz-content-sha256"))
        .contains("STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    assertThat(new String(put.body(), UTF_8)).contains("x-amz-checksum-crc32:");

    assertThat(send(put.request(), put.body())).startsWith("HTTP/1.1 200");

    assertThat(get("127.0.0.1", "/exports/chunked")).endsWith("\r\n\r\nsent in chunks");
  }

  @Test
  void aBodyThatIsNotTheSignedOneIsRefused() throws Exception {
    Signed put =
        sign(
            request("PUT", "http://127.0.0.1", "/exports/wrong"),
            "the signed body".getBytes(UTF_8),
            s -> {});

    String answer = send(put.request(), "another  body!!".getBytes(UTF_8));

    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .contains("<Code>XAmzContentSHA256Mismatch</Code>");
    assertThat(get("127.0.0.1", "/exports/wrong")).startsWith("HTTP/1.1 404");
  }

  @Test
  void aPresignedUrlIsEnoughUntilItExpires() throws Exception {
    assertThat(unsigned(presigned(Instant.now())))
        .startsWith("HTTP/1.1 200")
        .endsWith("0123456789");
    assertThat(unsigned(presigned(Instant.now().minus(Duration.ofHours(2)))))
        .startsWith("HTTP/1.1 403")
        .contains("<Code>AccessDenied</Code><Message>Request has expired</Message>");
    assertThat(unsigned(presigned(Instant.now()) + "0"))
        .startsWith("HTTP/1.1 403")
        .contains("<Code>SignatureDoesNotMatch</Code>");
  }

  @Test
  void signaturesOfVersion2AreRefusedByName() throws Exception {
    assertThat(unsigned("/exports/a?AWSAccessKeyId=test&Signature=x&Expires=1"))
        .startsWith("HTTP/1.1 400")
        .contains("<Code>InvalidRequest</Code>", "Please use AWS4-HMAC-SHA256.");
  }

  private record Signed(SdkHttpRequest request, byte[] body) {}

  private String presigned(Instant at) throws IOException {
    URI uri =
        sign(
                request("GET", "http://127.0.0.1", "/exports/a/b%20c"),
                new byte[0],
                s ->
                    s.putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofHours(1))
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
            .request()
            .getUri();
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }

  private SdkHttpRequest request(String method, String schemeAndHost, String path) {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.fromValue(method))
        .uri(URI.create(schemeAndHost + ":" + aws.endpoint().getPort() + path))
        .build();
  }

  private static Signed sign(
      SdkHttpRequest request,
      byte[] content,
      Consumer<SignRequest.Builder<AwsCredentialsIdentity>> more)
      throws IOException {
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(s -> {
              s.identity(AwsCredentialsIdentity.create("test", "test"))
                  .request(request)
                  .payload(
                      content.length == 0 ? null : ContentStreamProvider.fromByteArray(content))
                  .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                  .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                  .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                  .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                  .putProperty(
                      AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED,
                      request.protocol().equals("http") && request.method() == SdkHttpMethod.PUT);
              more.accept(s);
            });
    if (signed.payload().isEmpty()) {
      return new Signed(signed.request(), new byte[0]);
    }
    try (InputStream body = signed.payload().get().newStream()) {
      return new Signed(signed.request(), body.readAllBytes());
    }
  }

  private String get(String host, String path) throws IOException {
    Signed signed = sign(request("GET", "http://" + host, path), new byte[0], s -> {});
    return send(signed.request(), new byte[0]);
  }

  private String unsigned(String pathAndQuery) throws IOException {
    String host = "127.0.0.1:" + aws.endpoint().getPort();
    return exchange("GET " + pathAndQuery + " HTTP/1.1\r\nHost: " + host + "\r\n", new byte[0]);
  }

  /** Sends a request to the stand-in, whatever host it names. */
  private String send(SdkHttpRequest request, byte[] body) throws IOException {
    URI uri = request.getUri();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    StringBuilder head = new StringBuilder(request.method() + " " + uri.getRawPath() + query);
    head.append(" HTTP/1.1\r\n");
    request.forEachHeader((name, values) -> {
      if (!name.equalsIgnoreCase("Content-Length")) {
        values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n"));
      }
    });
    return exchange(head + "Content-Length: " + body.length + "\r\n", body);
  }

  private String exchange(String head, byte[] body) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", aws.endpoint().getPort())) {
      socket.setSoTimeout(3_000);
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes((head + "\r\n").getBytes(ISO_8859_1));
      request.writeBytes(body);
      socket.getOutputStream().write(request.toByteArray());
      socket.getOutputStream().flush();
      return answer(socket.getInputStream());
    }
  }

  /** The head of an answer and its body, which is as long as the head says or comes in chunks. */
  private static String answer(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      text.append((char) in.read());
    }
    Matcher length =
        Pattern.compile("content-length: (\\d+)", Pattern.CASE_INSENSITIVE).matcher(text);
    if (length.find()) {
      return text + new String(in.readNBytes(Integer.parseInt(length.group(1))), UTF_8);
    }
    while (text.indexOf("\r\n0\r\n\r\n") < 0) {
      text.append((char) in.read());
    }
    return text.toString();
  }
}
