package dev.nightjar.awslocal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightjar.awslocal.http.HttpCall;
import java.net.URLDecoder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an S3 request is about, by method, path and query as S3's API reference lists them.
 *
 * @param action the operation's name, such as {@code GetObject}
 * @param bucket empty for ListBuckets
 * @param key empty for operations on a bucket
 * @param query the query's parameters, decoded; empty text where a parameter has no value
 * @param path the path in path style ({@code /bucket/key}), still percent-encoded, whatever style
 *     the request has
 * @param copySource the object that CopyObject and UploadPartCopy read, as {@code bucket/key}
 */
record S3Target(
    String action,
    String bucket,
    String key,
    Map<String, String> query,
    String path,
    Optional<String> copySource) {

  static S3Target of(HttpCall call) {
    String rawPath =
        BucketHost.bucket(call.header("Host"))
            .map(bucket -> "/" + bucket + (call.rawPath().isEmpty() ? "/" : call.rawPath()))
            .orElse(call.rawPath());
    String[] path = rawPath.split("/", 3);
    String bucket = path.length > 1 ? decode(path[1]) : "";
    String key = path.length > 2 ? decode(path[2]) : "";
    Map<String, String> query = parse(call.rawQuery());
    String action =
        bucket.isEmpty()
            ? "ListBuckets"
            : key.isEmpty()
                ? onBucket(call.method(), query)
                : onObject(call.method(), query, !call.header("x-amz-copy-source").isEmpty());
    return new S3Target(action, bucket, key, query, rawPath, source(call));
  }

  private static Optional<String> source(HttpCall call) {
    String header = call.header("x-amz-copy-source");
    if (header.isEmpty()) {
      return Optional.empty();
    }
    int version = header.indexOf("?versionId=");
    String path = decode(version < 0 ? header : header.substring(0, version));
    return Optional.of(path.startsWith("/") ? path.substring(1) : path);
  }

  private static String onBucket(String method, Map<String, String> query) {
    String part = subresource(query);
    return switch (method) {
      case "GET" ->
          switch (part) {
            case "Uploads" -> "ListMultipartUploads";
            case "Versions" -> "ListObjectVersions";
            case "" -> query.containsKey("list-type") ? "ListObjectsV2" : "ListObjects";
            default -> "GetBucket" + part;
          };
      case "HEAD" -> "HeadBucket";
      case "PUT" -> part.isEmpty() ? "CreateBucket" : "PutBucket" + part;
      case "DELETE" -> "DeleteBucket" + part;
      default -> query.containsKey("delete") ? "DeleteObjects" : "PostObject";
    };
  }

  private static String onObject(String method, Map<String, String> query, boolean copy) {
    boolean upload = query.containsKey("uploadId");
    String part = subresource(query);
    return switch (method) {
      case "GET" -> upload ? "ListParts" : "GetObject" + part;
      case "HEAD" -> "HeadObject";
      case "PUT" -> {
        if (upload) {
          yield copy ? "UploadPartCopy" : "UploadPart";
        }
        yield copy ? "CopyObject" : "PutObject" + part;
      }
      case "DELETE" -> upload ? "AbortMultipartUpload" : "DeleteObject" + part;
      default -> upload ? "CompleteMultipartUpload" : "CreateMultipartUpload";
    };
  }

  private static String subresource(Map<String, String> query) {
    for (String name :
        new String[] {
          "acl",
          "attributes",
          "cors",
          "encryption",
          "lifecycle",
          "location",
          "policy",
          "tagging",
          "uploads",
          "versioning",
          "versions"
        }) {
      if (query.containsKey(name)) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
      }
    }
    return "";
  }

  private static Map<String, String> parse(String rawQuery) {
    Map<String, String> query = new TreeMap<>();
    for (String pair : rawQuery.split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        query.putIfAbsent(
            decodeQuery(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decodeQuery(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decode(String encoded) {
    return URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8);
  }

  private static String decodeQuery(String encoded) {
    return URLDecoder.decode(encoded, UTF_8);
  }
}
