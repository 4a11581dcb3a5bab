package dev.nightjar.awslocal.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads an export as AWS's guide says that one may, and trusts nothing. */
record ExportReader(S3Client s3, String bucket) {

  /** A line of manifest-files.json. */
  record Line(long items, String md5, String etag, String key) {}

  List<String> keys() {
    return s3.listObjectsV2(l -> l.bucket(bucket)).contents().stream().map(S3Object::key).toList();
  }

  byte[] read(String key) {
    return s3.getObjectAsBytes(g -> g.bucket(bucket).key(key)).asByteArray();
  }

  String etag(String key) {
    return s3.headObject(h -> h.bucket(bucket).key(key)).eTag().replace("\"", "");
  }

  /** The summary, its .md5 checked. */
  JsonNode manifest(String key) {
    return JsonMapper.shared().readTree(checked(key));
  }

  /** The lines of the files manifest, its .md5 checked. */
  List<Line> files(JsonNode summary) {
    String text = new String(checked(summary.path("manifestFilesS3Key").asString()), UTF_8);
    return text.lines()
        .map(JsonMapper.shared()::readTree)
        .map(line ->
            new Line(
                line.path("itemCount").asLong(),
                line.path("md5Checksum").asString(),
                line.path("etag").asString(),
                line.path("dataFileS3Key").asString()))
        .toList();
  }

  /**
   * What is wrong with the data files: {@code missing}, {@code md5} or {@code count} for each that
   * is.
   */
  List<String> problems(JsonNode summary) {
    List<String> problems = new ArrayList<>();
    for (Line line : files(summary)) {
      try {
        byte[] content = read(line.key());
        if (!md5(content).equals(line.md5())) {
          problems.add("md5");
        } else if (items(content).size() != line.items()) {
          problems.add("count");
        }
      } catch (NoSuchKeyException e) {
        problems.add("missing");
      }
    }
    return problems;
  }

  static List<JsonNode> items(byte[] compressed) {
    try (GZIPInputStream lines = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      return new String(lines.readAllBytes(), UTF_8)
          .lines()
          .map(JsonMapper.shared()::readTree)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String md5(byte[] content) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] checked(String key) {
    byte[] content = read(key);
    String md5 = new String(read(key.replace(".json", ".md5")), UTF_8).strip();
    assertThat(md5(content)).isEqualTo(md5);
    return content;
  }
}
