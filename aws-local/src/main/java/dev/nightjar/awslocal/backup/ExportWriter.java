package dev.nightjar.awslocal.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightjar.awslocal.dynamodb.TableSnapshot;
import dev.nightjar.awslocal.iam.Authorizer;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Invocation;
import dev.nightjar.awslocal.s3.S3Store;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Puts an export's objects into its bucket, with the rights of who asked for it. A file holds the
 * items of one range of the partition keys' hashes; the ranges are divided between threads.
 */
final class ExportWriter {

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

  private final SecureRandom random = new SecureRandom();
  private final S3Store store;
  private final Authorizer authorizer;
  private final ExecutorService threads;
  private final int parallel;
  private final Path spool;

  ExportWriter(
      S3Store store, Authorizer authorizer, ExecutorService threads, int parallel, Path spool) {
    this.store = store;
    this.authorizer = authorizer;
    this.threads = threads;
    this.parallel = parallel;
    this.spool = spool;
  }

  /** Where the objects go. */
  S3Store store() {
    return store;
  }

  /** The empty object that AWS writes first, to see whether it may. */
  void begin(Export export) throws ExportFailed {
    String bucket = export.request().bucket();
    if (!store.bucketExists(bucket)) {
      throw new ExportFailed("S3NoSuchBucket", "The specified bucket does not exist");
    }
    put(export, "_started", new byte[0]);
  }

  /** Writes the data files, the last of them empty. */
  List<DataFile> writeData(Export export, TableSnapshot snapshot, int files)
      throws ExportFailed, IOException, InterruptedException {
    int workers = Math.min(parallel, files);
    List<Future<List<DataFile>>> parts = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      int from = files * worker / workers;
      int to = files * (worker + 1) / workers;
      parts.add(threads.submit(() -> writeRange(export, snapshot, files, from, to)));
    }
    List<DataFile> written = new ArrayList<>();
    for (Future<List<DataFile>> part : parts) {
      written.addAll(await(part));
    }
    try (DataFileWriter empty = dataFile(export)) {
      written.add(finish(export, empty));
    }
    return written;
  }

  /** Writes the manifests: after them the export is complete. */
  void writeManifests(Export export, Manifests manifests) throws ExportFailed {
    putWithChecksum(export, "manifest-files", manifests.files());
    putWithChecksum(export, "manifest-summary", manifests.summary());
  }

  private List<DataFile> writeRange(
      Export export, TableSnapshot snapshot, int files, int from, int to)
      throws ExportFailed, IOException {
    List<DataFileWriter> open = new ArrayList<>();
    try {
      for (int file = from; file < to; file++) {
        open.add(dataFile(export));
      }
      snapshot.<IOException>forEach((hash, item) -> {
        int file = (int) Math.unsignedMultiplyHigh(hash, files);
        if (file >= from && file < to) {
          open.get(file - from).add(item);
        }
      });
      List<DataFile> written = new ArrayList<>();
      for (DataFileWriter writer : open) {
        written.add(finish(export, writer));
      }
      return written;
    } finally {
      for (DataFileWriter writer : open) {
        writer.close();
      }
    }
  }

  private static List<DataFile> await(Future<List<DataFile>> part)
      throws ExportFailed, IOException, InterruptedException {
    try {
      return part.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ExportFailed failed -> throw failed;
        case IOException io -> throw io;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  private DataFile finish(Export export, DataFileWriter writer) throws ExportFailed, IOException {
    String bucket = export.request().bucket();
    return writer.finish((key, content, length) -> {
      check(export.caller(), bucket, key);
      return store.putAsOnePart(bucket, key, DataFileWriter.CONTENT_TYPE, content, length);
    });
  }

  private String dataKey(Export export) {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < 26; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return export.request().dataKey(export.id(), id + ".json.gz");
  }

  private DataFileWriter dataFile(Export export) throws IOException {
    return new DataFileWriter(dataKey(export), export.increment().isPresent(), spool);
  }

  private void putWithChecksum(Export export, String name, String text) throws ExportFailed {
    byte[] content = text.getBytes(UTF_8);
    String md5 = Base64.getEncoder().encodeToString(DataFileWriter.md5().digest(content));
    put(export, name + ".json", content);
    put(export, name + ".md5", md5.getBytes(UTF_8));
  }

  private void put(Export export, String name, byte[] content) throws ExportFailed {
    String bucket = export.request().bucket();
    String key = export.request().key(export.id(), name);
    check(export.caller(), bucket, key);
    store.put(bucket, key, DataFileWriter.CONTENT_TYPE, content);
  }

  private void check(Caller caller, String bucket, String key) throws ExportFailed {
    try {
      authorizer.check(
          new Invocation(
              "export",
              "S3.PutObject",
              JsonNodeFactory.instance.objectNode().put("Bucket", bucket).put("Key", key),
              caller));
    } catch (AwsError denied) {
      throw new ExportFailed("S3AccessDenied", denied.getMessage());
    }
  }
}
