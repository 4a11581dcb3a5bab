package dev.nightjar.awslocal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What exports and their readers need of S3, through AWS's client. */
class S3Test {

  private AwsLocal aws;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    aws = AwsLocal.start(AwsLocalOptions.defaults());
    s3 = Clients.of(aws).s3();
    s3.createBucket(b -> b.bucket("exports"));
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void anObjectIsReadBackWithItsMetadata() {
    s3.putObject(
        p -> p.bucket("exports").key("a/b.json").contentType("application/json"),
        RequestBody.fromString("{\"a\":1}"));

    var object = s3.getObjectAsBytes(g -> g.bucket("exports").key("a/b.json"));

    assertThat(object.asUtf8String()).isEqualTo("{\"a\":1}");
    assertThat(object.response().contentType()).isEqualTo("application/json");
    assertThat(object.response().eTag()).isEqualTo("\"bb6cb5c68df4652941caf652a366f2d8\"");
    var head = s3.headObject(h -> h.bucket("exports").key("a/b.json"));
    assertThat(head.contentLength()).isEqualTo(7);
    assertThat(head.eTag()).isEqualTo(object.response().eTag());
  }

  @Test
  void aStreamOfUnknownHashIsDecodedFromItsChunks() {
    byte[] content = bytes(3_000_000);
    s3.putObject(
        p -> p.bucket("exports").key("chunked"),
        RequestBody.fromContentProvider(
            ContentStreamProvider.fromByteArray(content),
            content.length,
            "application/octet-stream"));

    assertThat(s3.getObjectAsBytes(g -> g.bucket("exports").key("chunked")).asByteArray())
        .isEqualTo(content);
  }

  @Test
  void keysMayBeAnyText() {
    List<String> keys =
        List.of("plain", "with space", "plus+sign", "percent%2F", "ünï/çødé 🐦", "q?a=b&c", "...");

    for (String key : keys) {
      s3.putObject(p -> p.bucket("exports").key(key), RequestBody.fromString(key));
    }

    for (String key : keys) {
      assertThat(s3.getObjectAsBytes(g -> g.bucket("exports").key(key)).asUtf8String())
          .isEqualTo(key);
    }
  }

  @Test
  void keysThatNoFileCanHaveAreRefusedClearly() {
    for (String key : List.of("dots/../x", "./x", "x/.")) {
      assertThatThrownBy(
              () -> s3.putObject(p -> p.bucket("exports").key(key), RequestBody.fromString(key)))
          .isInstanceOf(S3Exception.class)
          .hasMessageContaining("a key must not have empty, '.' or '..' segments");
    }
  }

  @Test
  void rangesGiveTheirPartOnly() {
    s3.putObject(p -> p.bucket("exports").key("r"), RequestBody.fromString("0123456789"));

    var part = s3.getObjectAsBytes(g -> g.bucket("exports").key("r").range("bytes=2-5"));

    assertThat(part.asUtf8String()).isEqualTo("2345");
    assertThat(part.response().contentRange()).isEqualTo("bytes 2-5/10");
    assertThatThrownBy(
            () -> s3.getObjectAsBytes(g -> g.bucket("exports").key("r").range("bytes=10-")))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(416);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidRange");
            });
  }

  @Test
  void aReadCanInsistOnAnETag() {
    String tag =
        s3.putObject(p -> p.bucket("exports").key("t"), RequestBody.fromString("1")).eTag();
    s3.putObject(p -> p.bucket("exports").key("t"), RequestBody.fromString("2"));

    assertThatThrownBy(() -> s3.getObjectAsBytes(g -> g.bucket("exports").key("t").ifMatch(tag)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    assertThatThrownBy(() ->
            s3.getObjectAsBytes(g ->
                g.bucket("exports")
                    .key("t")
                    .ifNoneMatch(s3.headObject(h -> h.bucket("exports").key("t")).eTag())))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(304));
  }

  @Test
  void listingsArePagedInTheOrderOfTheirKeys() {
    for (int i = 0; i < 25; i++) {
      String key = "%s/%02d".formatted(i % 2 == 0 ? "even" : "odd", i);
      s3.putObject(p -> p.bucket("exports").key(key), RequestBody.fromString("x"));
    }

    List<String> keys = new ArrayList<>();
    s3
        .listObjectsV2Paginator(l -> l.bucket("exports").prefix("even/").maxKeys(5))
        .contents()
        .stream()
        .map(S3Object::key)
        .forEach(keys::add);

    assertThat(keys)
        .isEqualTo(Stream.iterate(0, i -> i < 25, i -> i + 2).map("even/%02d"::formatted).toList());
    assertThat(s3.listObjectsV2(l -> l.bucket("exports").delimiter("/")).commonPrefixes())
        .extracting(prefix -> prefix.prefix())
        .containsExactly("even/", "odd/");
  }

  @Test
  void anUploadInPartsIsOneObjectWhoseETagCountsThem() {
    byte[] first = bytes(5 << 20);
    byte[] second = bytes(1000);
    String id = s3.createMultipartUpload(c -> c.bucket("exports").key("big")).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (byte[] part : List.of(first, second)) {
      int number = parts.size() + 1;
      String tag =
          s3.uploadPart(
                  u -> u.bucket("exports").key("big").uploadId(id).partNumber(number),
                  RequestBody.fromBytes(part))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    }

    s3.completeMultipartUpload(
        c -> c.bucket("exports").key("big").uploadId(id).multipartUpload(m -> m.parts(parts)));

    var object = s3.getObjectAsBytes(g -> g.bucket("exports").key("big"));
    assertThat(object.asByteArray()).hasSize((5 << 20) + 1000).startsWith(first).endsWith(second);
    assertThat(object.response().eTag()).endsWith("-2\"");
    assertThat(s3.listObjectsV2(l -> l.bucket("exports")).contents())
        .extracting(S3Object::key)
        .containsExactly("big");
  }

  @Test
  void whatIsNotThereIsSaidSo() {
    assertThatThrownBy(() -> s3.getObjectAsBytes(g -> g.bucket("exports").key("none")))
        .isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.headObject(g -> g.bucket("exports").key("none")))
        .isInstanceOf(NoSuchKeyException.class);
    assertThatThrownBy(() -> s3.listObjectsV2(l -> l.bucket("elsewhere")))
        .isInstanceOf(NoSuchBucketException.class);
    assertThatThrownBy(() -> s3.headBucket(l -> l.bucket("elsewhere")))
        .isInstanceOf(NoSuchBucketException.class);
  }

  @Test
  void deletedObjectsAreGone() {
    for (String key : List.of("a", "b", "c")) {
      s3.putObject(p -> p.bucket("exports").key(key), RequestBody.fromString(key));
    }

    s3.deleteObject(d -> d.bucket("exports").key("a"));
    s3.deleteObjects(
        d -> d.bucket("exports").delete(o -> o.objects(k -> k.key("b"), k -> k.key("none"))));

    assertThat(s3.listObjectsV2(l -> l.bucket("exports")).contents())
        .extracting(S3Object::key)
        .containsExactly("c");
  }

  @Test
  void aLargeObjectStreamsThrough() throws Exception {
    byte[] block = bytes(1 << 20);
    int blocks = 100;
    try (InputStream source = new Repeated(block, blocks)) {
      s3.putObject(
          p -> p.bucket("exports").key("large"),
          RequestBody.fromInputStream(source, (long) blocks * block.length));
    }

    long read =
        s3.getObject(
            g -> g.bucket("exports").key("large"),
            ResponseTransformer.<GetObjectResponse, Long>unmanaged((response, stream) -> {
              try (InputStream body = stream) {
                return body.transferTo(java.io.OutputStream.nullOutputStream());
              }
            }));

    assertThat(read).isEqualTo(100L << 20);
  }

  @Test
  void withADataDirectoryObjectsOutliveTheProcess(@TempDir Path directory) throws Exception {
    AwsLocalOptions options = AwsLocalOptions.defaults().withDataDirectory(directory);
    try (AwsLocal first = AwsLocal.start(options)) {
      S3Client client = Clients.of(first).s3();
      client.createBucket(b -> b.bucket("kept"));
      client.putObject(p -> p.bucket("kept").key("k"), RequestBody.fromString("still here"));
    }

    try (AwsLocal second = AwsLocal.start(options)) {
      var object = Clients.of(second).s3().getObjectAsBytes(g -> g.bucket("kept").key("k"));
      assertThat(object.asString(UTF_8)).isEqualTo("still here");
      assertThat(object.response().eTag()).hasSize(34);
    }
  }

  @Test
  void requestsWithoutASignatureAreDenied() throws Exception {
    var answer =
        java.net.http.HttpClient.newHttpClient()
            .send(
                java.net.http.HttpRequest.newBuilder(aws.endpoint().resolve("/exports/a")).build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /** A block again and again, without holding more than the block. */
  private static final class Repeated extends InputStream {
    private final byte[] block;
    private long left;
    private int at;

    Repeated(byte[] block, int times) {
      this.block = block;
      this.left = (long) block.length * times;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int count = (int) Math.min(Math.min(length, block.length - at), left);
      System.arraycopy(block, at, target, offset, count);
      at = (at + count) % block.length;
      left -= count;
      return count;
    }
  }
}
