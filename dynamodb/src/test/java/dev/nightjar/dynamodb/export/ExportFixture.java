package dev.nightjar.dynamodb.export;

import dev.nightjar.dynamodb.failure.NotFoundException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;

/** A bucket in memory, and an export in it as AWS's guide lays it out. */
final class ExportFixture implements ObjectStore {
  static final String BUCKET = "exports";
  static final String ARN =
      "arn:aws:dynamodb:us-east-1:123456789012:table/orders/export/01693685827463-2d8752fd";
  static final String FOLDER = "AWSDynamoDB/01693685827463-2d8752fd/";

  final Map<String, byte[]> objects = new HashMap<>();
  boolean lengthKnown = true;

  @Override
  public ObjectContent open(String bucket, String key) {
    byte[] content = objects.get(key);
    if (content == null || !bucket.equals(BUCKET)) {
      throw new NotFoundException("GetObject", "NoSuchKey", "no " + key, null);
    }
    return new ObjectContent(new ByteArrayInputStream(content), lengthKnown ? content.length : -1);
  }

  void put(String key, String text) {
    objects.put(key, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Puts a data file of these lines and describes it. */
  DataFile dataFile(String name, List<String> lines) {
    String key = FOLDER + "data/" + name + ".json.gz";
    byte[] compressed = gzip(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    objects.put(key, compressed);
    return new DataFile(
        BUCKET, key, lines.size(), md5(compressed), "51f9f394903c5d682321c6211aae8b6a-1");
  }

  /** Puts both manifests, with the checksums beside them. */
  ExportDescription manifests(List<DataFile> files) {
    StringBuilder lines = new StringBuilder();
    for (DataFile file : files) {
      lines.append(
          "{\"itemCount\":%d,\"md5Checksum\":\"%s\",\"etag\":\"%s\",\"dataFileS3Key\":\"%s\"}%n"
              .formatted(file.itemCount(), file.md5(), file.etag(), file.key()));
    }
    long count = files.stream().mapToLong(DataFile::itemCount).sum();
    putWithChecksum("manifest-files", lines.toString());
    putWithChecksum(
        "manifest-summary",
        """
        {"version":"2020-06-30","exportArn":"%s","startTime":"2023-09-02T20:17:07.463Z",
         "endTime":"2023-09-02T20:22:16.837Z","tableArn":"arn:aws:dynamodb:us-east-1:123456789012:table/orders",
         "tableId":"d1c3f2a4-0000-4000-8000-123456789012","exportTime":"2023-09-02T20:16:00.123Z","s3Bucket":"exports",
         "s3Prefix":null,"s3SseAlgorithm":"AES256","s3SseKmsKeyId":null,
         "manifestFilesS3Key":"%smanifest-files.json","billedSizeBytes":12345,"itemCount":%d,
         "outputFormat":"DYNAMODB_JSON"}\
        """
            .formatted(ARN, FOLDER, count));
    return description(count);
  }

  void putWithChecksum(String name, String text) {
    put(FOLDER + name + ".json", text);
    put(FOLDER + name + ".md5", md5(text.getBytes(StandardCharsets.UTF_8)) + "\n");
  }

  static ExportDescription description(long itemCount) {
    return new ExportDescription(
        ARN,
        ExportStatus.COMPLETED,
        Optional.of("arn:aws:dynamodb:us-east-1:123456789012:table/orders"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        BUCKET,
        Optional.empty(),
        Optional.of(FOLDER + "manifest-summary.json"),
        Optional.empty(),
        OptionalLong.of(itemCount),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static String md5(byte[] content) {
    return ObjectReads.base64(ObjectReads.md5().digest(content));
  }

  static byte[] gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }

  static String item(int number) {
    return "{\"Item\":{\"id\":{\"N\":\"" + number + "\"}}}";
  }
}
