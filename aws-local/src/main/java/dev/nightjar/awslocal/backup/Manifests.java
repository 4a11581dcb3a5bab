package dev.nightjar.awslocal.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two manifests of an export, as "DynamoDB table export output format" of DynamoDB's guide
 * shows them.
 *
 * @param summary one JSON object
 * @param files one JSON object a line
 */
record Manifests(String summary, String files) {

  private static final JsonMapper JSON = JsonMapper.shared();

  /** Milliseconds even where they are zero. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  static Manifests of(Export export, Instant endTime, long sizeBytes, List<DataFile> files) {
    ExportRequest request = export.request();
    ObjectNode summary =
        JSON.createObjectNode()
            .put("version", export.increment().isPresent() ? "2023-08-01" : "2020-06-30")
            .put("exportArn", export.arn())
            .put("startTime", TIME.format(export.startTime()))
            .put("endTime", TIME.format(endTime))
            .put("tableArn", request.tableArn())
            .put("tableId", export.tableId())
            .put("s3Bucket", request.bucket())
            .put("s3Prefix", request.prefix().orElse(null))
            .put("s3SseAlgorithm", request.sseAlgorithm().orElse("AES256"))
            .put("s3SseKmsKeyId", request.sseKmsKeyId().orElse(null))
            .put("manifestFilesS3Key", request.key(export.id(), "manifest-files.json"))
            .put("billedSizeBytes", sizeBytes)
            .put("itemCount", files.stream().mapToLong(DataFile::items).sum())
            .put("outputFormat", "DYNAMODB_JSON");
    export
        .increment()
        .ifPresentOrElse(
            covers ->
                summary
                    .put("exportType", export.type())
                    .put("exportFromTime", TIME.format(covers.from()))
                    .put("exportToTime", TIME.format(covers.to()))
                    .put("outputView", covers.view()),
            () -> summary.put("exportTime", TIME.format(export.exportTime())));
    StringBuilder lines = new StringBuilder();
    for (DataFile file : files) {
      ObjectNode line =
          JSON.createObjectNode()
              .put("itemCount", file.items())
              .put("md5Checksum", file.md5())
              .put("etag", file.etag())
              .put("dataFileS3Key", file.key());
      lines.append(JSON.writeValueAsString(line)).append('\n');
    }
    return new Manifests(JSON.writeValueAsString(summary), lines.toString());
  }
}
