package dev.nightjar.benchmarks.backfill;

import dev.nightjar.benchmarks.sample.Items;
import dev.nightjar.dynamodb.export.DataFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The data files of an export, in a bucket and in a folder.
 *
 * @param files as its manifest names them
 * @param folder where the same files are as well, for those who read no S3
 * @param items in all of them
 * @param textBytes of all lines, not compressed
 */
public record ExportFiles(List<DataFile> files, Path folder, long items, long textBytes) {

  /** Copies the list. */
  public ExportFiles {
    files = List.copyOf(files);
  }

  /** What to write. */
  public record Plan(int files, int itemsPerFile) {}

  /**
   * Writes the files into a bucket that is there, and into a folder.
   *
   * @param folder made where it is not there
   */
  public static ExportFiles write(S3Client s3, String bucket, Path folder, Items items, Plan plan) {
    try {
      Files.createDirectories(folder);
      List<DataFile> files = new ArrayList<>();
      long textBytes = 0;
      for (int i = 0; i < plan.files(); i++) {
        Compressed file = compress(items, (long) i * plan.itemsPerFile(), plan.itemsPerFile());
        textBytes += file.textBytes();
        String name = "%04d.json.gz".formatted(i);
        String key = folder.getFileName() + "/AWSDynamoDB/01/data/" + name;
        Files.write(folder.resolve(name), file.bytes());
        String etag =
            s3.putObject(
                    request -> request.bucket(bucket).key(key), RequestBody.fromBytes(file.bytes()))
                .eTag();
        files.add(new DataFile(bucket, key, plan.itemsPerFile(), md5(file.bytes()), etag));
      }
      return new ExportFiles(files, folder, (long) plan.files() * plan.itemsPerFile(), textBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Compressed(byte[] bytes, long textBytes) {}

  private static Compressed compress(Items items, long first, int count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long text = 0;
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 64 * 1024)) {
      for (long item = first; item < first + count; item++) {
        byte[] line = items.line(item);
        text += line.length;
        gzip.write(line);
      }
    }
    return new Compressed(bytes.toByteArray(), text);
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
