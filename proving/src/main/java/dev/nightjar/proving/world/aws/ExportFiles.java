package dev.nightjar.proving.world.aws;

import dev.nightjar.proving.world.script.ExportPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

/** Writes an export's objects: gzipped lines, one file of none, both manifests and their MD5. */
final class ExportFiles {
  private final String arn;
  private final String tableId;
  private final String bucket;
  private final Instant time;
  private final ExportPlan plan;
  private final Map<String, byte[]> objects = new HashMap<>();
  private final List<String> dataKeys = new ArrayList<>();

  ExportFiles(String arn, String tableId, String bucket, Instant time, ExportPlan plan) {
    this.arn = arn;
    this.tableId = tableId;
    this.bucket = bucket;
    this.time = time;
    this.plan = plan;
  }

  private static String folder(String arn) {
    return "AWSDynamoDB/" + arn.substring(arn.lastIndexOf('/') + 1);
  }

  static String manifestKey(String arn) {
    return folder(arn) + "/manifest-summary.json";
  }

  /** The key of one data file. */
  String someFile() {
    return dataKeys.getFirst();
  }

  /** The objects by their keys. */
  Map<String, byte[]> write(List<StoredItem> items, SplittableRandom random) {
    List<List<StoredItem>> files = new ArrayList<>();
    for (int i = 0; i < plan.files(); i++) {
      files.add(new ArrayList<>());
    }
    for (StoredItem item : items) {
      List<StoredItem> file = files.get(Math.floorMod(item.key().pk().hashCode(), plan.files()));
      file.add(random.nextInt(file.size() + 1), item);
    }
    files.add(random.nextInt(files.size() + 1), List.of());
    StringBuilder manifest = new StringBuilder();
    for (int i = 0; i < files.size(); i++) {
      manifest.append(dataFile(i, files.get(i)));
    }
    withMd5(folder(arn) + "/manifest-files.json", manifest.toString());
    withMd5(
        manifestKey(arn),
        ("{\"version\":\"2020-06-30\",\"exportArn\":\"%s\",\"tableArn\":\"%s\",\"tableId\":\"%s\","
                + "\"exportTime\":\"%s\",\"s3Bucket\":\"%s\",\"s3Prefix\":null,"
                + "\"s3SseAlgorithm\":\"AES256\",\"s3SseKmsKeyId\":null,"
                + "\"manifestFilesS3Key\":\"%s\",\"billedSizeBytes\":0,\"itemCount\":%d,"
                + "\"outputFormat\":\"DYNAMODB_JSON\"}")
            .formatted(
                arn,
                SimulatedTable.ARN,
                tableId,
                time,
                bucket,
                folder(arn) + "/manifest-files.json",
                items.size()));
    return objects;
  }

  /** Stores a data file and answers its line of the manifest. */
  private String dataFile(int number, List<StoredItem> items) {
    StringBuilder lines = new StringBuilder();
    for (StoredItem item : items) {
      lines.append("{\"Item\":").append(item.typed()).append("}\n");
    }
    byte[] zipped = zipped(lines.toString().getBytes(StandardCharsets.UTF_8));
    String key = folder(arn) + "/data/%026d.json.gz".formatted(number);
    boolean cut = plan.fate() == ExportPlan.Fate.FILE_TRUNCATED && dataKeys.isEmpty();
    dataKeys.add(key);
    objects.put(key, cut ? java.util.Arrays.copyOf(zipped, zipped.length - 3) : zipped);
    return "{\"itemCount\":%d,\"md5Checksum\":\"%s\",\"etag\":\"%s\",\"dataFileS3Key\":\"%s\"}\n"
        .formatted(items.size(), md5(zipped), "etag" + number + "-1", key);
  }

  private void withMd5(String key, String json) {
    byte[] content = json.getBytes(StandardCharsets.UTF_8);
    objects.put(key, content);
    objects.put(
        key.substring(0, key.length() - ".json".length()) + ".md5",
        md5(content).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] zipped(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }

  private static String md5(byte[] content) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
