package dev.nightjar.dynamodb.export;

import dev.nightjar.dynamodb.failure.NotFoundException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a completed export's {@code manifest-summary.json} and {@code manifest-files.json}. Both
 * must have the MD5 that the object beside them says (base64; AWS names it {@code .md5}, its guide
 * {@code .checksum}), and their counts must agree.
 *
 * <p>A line of the second: {@code
 * {"itemCount":8,"md5Checksum":"sQMSpEILNgoQmarvDFonGQ==","etag":"af83d6f2-1",
 * "dataFileS3Key":"AWSDynamoDB/0169-ab/data/sgidmqbkpi.json.gz"}}.
 */
public final class ManifestReader {
  private static final String JSON = ".json";
  private static final String FORMAT = "DYNAMODB_JSON";

  private final ObjectStore objects;
  private final JsonMapper mapper = new JsonMapper();

  /** A reader of objects in this store. */
  public ManifestReader(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * Reads both manifests.
   *
   * @param export as described once it is completed
   * @throws ExportCorruptException if a checksum or a count is wrong, or it is another export's
   *     manifest
   * @throws dev.nightjar.dynamodb.failure.AwsException if S3 does not give an object out
   */
  public ExportManifest read(ExportDescription export) {
    String bucket = export.bucket();
    String key = export.manifestKey().orElseGet(() -> documentedKey(export));
    JsonNode summary = parse(bucket, key, ObjectReads.text(verified(bucket, key)));
    if (!text(summary, "exportArn", bucket, key).equals(export.exportArn())) {
      throw new ExportCorruptException(
          bucket, key, "it is the manifest of another export than " + export.exportArn());
    }
    String format = summary.path("outputFormat").asString(FORMAT);
    if (!format.equals(FORMAT)) {
      throw new ExportCorruptException(bucket, key, "the files are " + format + ", not " + FORMAT);
    }
    List<DataFile> files = files(bucket, text(summary, "manifestFilesS3Key", bucket, key));
    long itemCount = count(summary, bucket, key);
    checkCounts(export, bucket, key, itemCount, files);
    return new ExportManifest(
        export.exportArn(),
        text(summary, "tableArn", bucket, key),
        summary.path("tableId").asString(""),
        time(text(summary, "exportTime", bucket, key), bucket, key),
        itemCount,
        summary.path("billedSizeBytes").asLong(0),
        files);
  }

  /** Where AWS puts the manifest, for a description that does not name it. */
  private static String documentedKey(ExportDescription export) {
    String exportId = export.exportArn().substring(export.exportArn().lastIndexOf('/') + 1);
    return export
            .prefix()
            .filter(prefix -> !prefix.isEmpty())
            .map(prefix -> prefix + "/")
            .orElse("")
        + "AWSDynamoDB/"
        + exportId
        + "/manifest-summary.json";
  }

  private static void checkCounts(
      ExportDescription export, String bucket, String key, long itemCount, List<DataFile> files) {
    long sum = files.stream().mapToLong(DataFile::itemCount).sum();
    if (sum != itemCount) {
      throw new ExportCorruptException(
          bucket, key, "it counts " + itemCount + " items, but its files' counts add up to " + sum);
    }
    if (export.itemCount().isPresent() && export.itemCount().getAsLong() != itemCount) {
      throw new ExportCorruptException(
          bucket,
          key,
          "it counts "
              + itemCount
              + " items, but DescribeExport "
              + export.itemCount().getAsLong());
    }
  }

  private List<DataFile> files(String bucket, String key) {
    String text = ObjectReads.text(verified(bucket, key));
    List<DataFile> files = new ArrayList<>();
    for (String line : text.lines().filter(line -> !line.isBlank()).toList()) {
      JsonNode file = parse(bucket, key, line);
      files.add(
          new DataFile(
              bucket,
              text(file, "dataFileS3Key", bucket, key),
              count(file, bucket, key),
              text(file, "md5Checksum", bucket, key),
              file.path("etag").asString("")));
    }
    return files;
  }

  private byte[] verified(String bucket, String key) {
    byte[] content = ObjectReads.all(objects, bucket, key);
    String expected = ObjectReads.text(checksum(bucket, key)).strip();
    String actual = ObjectReads.base64(ObjectReads.md5().digest(content));
    if (!actual.equals(expected)) {
      throw new ExportCorruptException(bucket, key, "its MD5 is " + actual + ", not " + expected);
    }
    return content;
  }

  private byte[] checksum(String bucket, String key) {
    String stem = key.endsWith(JSON) ? key.substring(0, key.length() - JSON.length()) : key;
    try {
      return ObjectReads.all(objects, bucket, stem + ".md5");
    } catch (NotFoundException absent) {
      try {
        return ObjectReads.all(objects, bucket, stem + ".checksum");
      } catch (NotFoundException absentToo) {
        absent.addSuppressed(absentToo);
        throw absent;
      }
    }
  }

  private JsonNode parse(String bucket, String key, String json) {
    try {
      return mapper.readTree(json);
    } catch (JacksonException malformed) {
      throw new ExportCorruptException(bucket, key, "it is not JSON", malformed);
    }
  }

  private static String text(JsonNode object, String member, String bucket, String key) {
    JsonNode value = object.path(member);
    if (!value.isString()) {
      throw new ExportCorruptException(bucket, key, "it has no " + member);
    }
    return value.stringValue();
  }

  private static long count(JsonNode object, String bucket, String key) {
    JsonNode value = object.path("itemCount");
    if (!value.canConvertToExactIntegral() || !value.canConvertToLong()) {
      throw new ExportCorruptException(bucket, key, "it has no itemCount that is a whole number");
    }
    return value.longValue();
  }

  private static Instant time(String text, String bucket, String key) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException notATime) {
      throw new ExportCorruptException(
          bucket, key, "its exportTime is '" + text + "', which is no time", notATime);
    }
  }
}
