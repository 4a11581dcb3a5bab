package dev.nightjar.awslocal.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One data file on its way into the bucket: lines are compressed into a temporary file, whose bytes
 * are digested as they are written. Used by one thread.
 */
final class DataFileWriter implements AutoCloseable {

  static final String CONTENT_TYPE = "application/octet-stream";

  private static final byte[] BEFORE = "{\"Item\":".getBytes(US_ASCII);
  private static final byte[] AFTER = "}".getBytes(US_ASCII);

  private final String key;
  private final boolean wholeLines;
  private final Path spool;
  private final MessageDigest digest;
  private final OutputStream lines;
  private long items;

  DataFileWriter(String key, boolean wholeLines, Path folder) throws IOException {
    this.key = key;
    this.wholeLines = wholeLines;
    this.spool = Files.createTempFile(folder, "export-", ".json.gz");
    this.digest = md5();
    OutputStream file =
        new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(spool)), digest);
    this.lines = new BufferedOutputStream(new QuickGzip(file), 64 << 10);
  }

  /** Adds an item, or a line of an incremental export as it is. */
  void add(byte[] item) throws IOException {
    if (wholeLines) {
      lines.write(item);
    } else {
      lines.write(BEFORE);
      lines.write(item);
      lines.write(AFTER);
    }
    lines.write('\n');
    items++;
  }

  /** Stores the file by {@code store} and gives its line of the manifest. */
  DataFile finish(Store store) throws IOException, ExportFailed {
    lines.close();
    String md5 = Base64.getEncoder().encodeToString(digest.digest());
    try (InputStream content = Files.newInputStream(spool)) {
      return new DataFile(key, items, md5, store.put(key, content, Files.size(spool)));
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
    Files.deleteIfExists(spool);
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no MD5", e);
    }
  }

  /** Where a finished file goes; answers its ETag. */
  @FunctionalInterface
  interface Store {
    String put(String key, InputStream content, long length) throws ExportFailed;
  }

  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out, 64 << 10);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
