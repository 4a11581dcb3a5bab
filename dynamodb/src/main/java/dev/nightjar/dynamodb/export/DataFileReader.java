package dev.nightjar.dynamodb.export;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.function.IntSupplier;

/**
 * Downloads data files of an export and hands on their items, once their MD5 is found right: small
 * files are kept in memory meanwhile, large ones in a directory. May be used by many threads.
 */
public final class DataFileReader {
  /** A sensible limit for what is kept in memory. */
  public static final int DEFAULT_MEMORY_LIMIT = 16 * 1024 * 1024;

  private static final int CHUNK = 64 * 1024;

  private final ObjectStore objects;
  private final Path directory;
  private final IntSupplier memoryLimit;

  /**
   * A reader of objects in this store.
   *
   * @param directory for large files; they are gone from it when they are closed, and when the
   *     process ends
   * @param memoryLimit bytes (compressed) up to which a file is kept in memory; asked for each
   */
  public DataFileReader(ObjectStore objects, Path directory, IntSupplier memoryLimit) {
    this.objects = objects;
    this.directory = directory;
    this.memoryLimit = memoryLimit;
  }

  /**
   * Downloads a file, checks its MD5 and goes to an item in it.
   *
   * @param firstItem how many items to pass over: 0 for all of them
   * @param approximateCreationTime what the changes carry as their time, milliseconds since 1970
   * @return before its first item; to be closed
   * @throws ExportCorruptException if the MD5 is not the manifest's
   * @throws dev.nightjar.dynamodb.failure.AwsException if the file cannot be downloaded
   * @throws UncheckedIOException if the directory cannot be written to
   */
  public DataFileCursor open(DataFile file, long firstItem, long approximateCreationTime) {
    if (firstItem < 0 || firstItem > file.itemCount()) {
      throw new IllegalArgumentException(
          "item " + firstItem + " of " + file.itemCount() + " in " + file.key());
    }
    InputStream compressed = download(file);
    try {
      return new DataFileCursor(file, compressed, firstItem, approximateCreationTime);
    } catch (RuntimeException failed) {
      closeAfter(failed, compressed);
      throw failed;
    }
  }

  private InputStream download(DataFile file) {
    try (ObjectContent content = objects.open(file.bucket(), file.key())) {
      MessageDigest md5 = ObjectReads.md5();
      if (content.length() >= 0 && content.length() <= memoryLimit.getAsInt()) {
        byte[] bytes = inMemory(file, content, md5);
        verify(file, md5);
        return new ByteArrayInputStream(bytes);
      }
      return spool(file, content, md5);
    } catch (IOException broken) {
      throw ObjectReads.brokenDownload(file.bucket(), file.key(), broken);
    }
  }

  private static byte[] inMemory(DataFile file, ObjectContent content, MessageDigest md5)
      throws IOException {
    byte[] bytes = new byte[(int) content.length()];
    int count = content.body().readNBytes(bytes, 0, bytes.length);
    if (count < bytes.length || content.body().read() >= 0) {
      throw new IOException(
          "its length is not " + content.length() + " bytes, as announced for " + file.key());
    }
    md5.update(bytes);
    return bytes;
  }

  private InputStream spool(DataFile file, ObjectContent content, MessageDigest md5)
      throws IOException {
    FileChannel channel = newSpool();
    try {
      byte[] chunk = new byte[CHUNK];
      for (int count = content.body().read(chunk); count >= 0; count = content.body().read(chunk)) {
        md5.update(chunk, 0, count);
        append(channel, chunk, count);
      }
      verify(file, md5);
      channel.position(0);
      return Channels.newInputStream(channel);
    } catch (IOException | RuntimeException failed) {
      closeAfter(failed, channel);
      throw failed;
    }
  }

  private FileChannel newSpool() {
    try {
      Files.createDirectories(directory);
      return FileChannel.open(
          directory.resolve("export-" + UUID.randomUUID() + ".gz"),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write a downloaded file to " + directory, failed);
    }
  }

  private void append(FileChannel channel, byte[] chunk, int count) {
    try {
      for (ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, count); bytes.hasRemaining(); ) {
        channel.write(bytes);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write a downloaded file to " + directory, failed);
    }
  }

  private static void verify(DataFile file, MessageDigest md5) {
    String actual = ObjectReads.base64(md5.digest());
    if (!actual.equals(file.md5().strip())) {
      throw new ExportCorruptException(
          file.bucket(), file.key(), "its MD5 is " + actual + ", the manifest says " + file.md5());
    }
  }

  private static void closeAfter(Exception failure, AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception second) {
      failure.addSuppressed(second);
    }
  }
}
