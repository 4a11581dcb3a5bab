package dev.nightjar.benchmarks.backfill;

import dev.nightjar.benchmarks.sample.Items;
import dev.nightjar.dynamodb.export.DataFile;
import dev.nightjar.dynamodb.export.ObjectContent;
import dev.nightjar.dynamodb.export.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * An export of any size that lies nowhere: its files are made while they are read. Each is the same
 * gzip member over and over, so that its MD5 can be told before; the items in it come again and
 * again, and the table that they make stays small.
 */
final class GeneratedExport implements ObjectStore {
  /** Longer than any line that an item of 400 KB makes. */
  private static final int LONG_LINE = 2_000_000;

  private static final String BUCKET = "generated";

  private final byte[] member;
  private final int itemsPerMember;
  private final long textPerMember;
  private final int membersPerFile;
  private final List<DataFile> files = new ArrayList<>();

  /**
   * An export.
   *
   * @param textBytes of all its lines, about
   * @param fileCount files of the same size
   * @param itemsPerMember different items; one of each member's lines has two megabytes
   */
  GeneratedExport(Items items, int itemsPerMember, long textBytes, int fileCount) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    long text = 0;
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed, 64 * 1024)) {
      for (int item = 0; item < itemsPerMember; item++) {
        byte[] line = item == 0 ? longLine() : items.line(item);
        text += line.length;
        gzip.write(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.member = compressed.toByteArray();
    this.itemsPerMember = itemsPerMember;
    this.textPerMember = text;
    this.membersPerFile = (int) Math.max(1, textBytes / fileCount / text);
    String md5 = md5();
    for (int i = 0; i < fileCount; i++) {
      files.add(
          new DataFile(
              BUCKET, "data/" + i + ".json.gz", (long) membersPerFile * itemsPerMember, md5, ""));
    }
  }

  private static byte[] longLine() {
    String item =
        "{\"Item\":{\"customer\":{\"S\":\"long\"},\"placed_at\":{\"S\":\"\"},\"remarks\":{\"S\":\"";
    return (item + "remark ".repeat(LONG_LINE / 7) + "\"}}}\n").getBytes(StandardCharsets.UTF_8);
  }

  private String md5() {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (int i = 0; i < membersPerFile; i++) {
        digest.update(member);
      }
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  /** As its manifest names them; there is no folder that has them. */
  ExportFiles files(Path nowhere) {
    long members = (long) membersPerFile * files.size();
    return new ExportFiles(files, nowhere, members * itemsPerMember, members * textPerMember);
  }

  @Override
  public ObjectContent open(String bucket, String key) {
    return new ObjectContent(new Repeated(), (long) member.length * membersPerFile);
  }

  /** The member, as often as a file has it. */
  private final class Repeated extends InputStream {
    private int members;
    private int place;

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) {
      if (members == membersPerFile) {
        return -1;
      }
      int count = Math.min(length, member.length - place);
      System.arraycopy(member, place, target, from, count);
      place += count;
      if (place == member.length) {
        place = 0;
        members++;
      }
      return count;
    }
  }
}
