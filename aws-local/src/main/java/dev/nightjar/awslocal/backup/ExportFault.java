package dev.nightjar.awslocal.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightjar.awslocal.s3.S3Store;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Something that goes wrong with an export. */
@FunctionalInterface
public interface ExportFault {

  /**
   * After the data files are stored and before the manifests are: changes objects in the store, or
   * the lines that the manifest will have; or lets the export fail.
   */
  void apply(Written export) throws ExportFailed;

  /** After the manifests are stored and before the export is told to be over. */
  default void applyToManifests(Written export) {}

  /** Whether a manifest's checksum is that of the bytes that are in the bucket. */
  enum Checksum {
    /** Of the bytes as they were meant to be. */
    WRONG,
    /** Of the bytes as they are. */
    RIGHT
  }

  /** What was written so far. */
  final class Written {

    private final S3Store store;
    private final Export export;
    private final List<DataFile> files;

    Written(S3Store store, Export export, List<DataFile> files) {
      this.store = store;
      this.export = export;
      this.files = files;
    }

    /** All buckets. */
    public S3Store store() {
      return store;
    }

    /** The export's bucket. */
    public String bucket() {
      return export.request().bucket();
    }

    /** The manifest's lines, to be changed at will. */
    public List<DataFile> files() {
      return files;
    }

    /** The key of an object in the export's own folder, such as {@code manifest-files.json}. */
    public String key(String name) {
      return export.request().key(export.id(), name);
    }

    /** Where in {@link #files} the n-th file with items is, from 0. */
    public int withItems(int n) {
      return IntStream.range(0, files.size())
          .filter(i -> files.get(i).items() > 0)
          .skip(n)
          .findFirst()
          .orElseThrow(() ->
              new NoSuchElementException("the export has no " + (n + 1) + " files with items"));
    }

    byte[] read(DataFile file) {
      return store.read(bucket(), file.key()).orElseThrow();
    }

    /** Replaces a file, and with a right checksum what the manifest says of its bytes. */
    void write(int at, byte[] content, Checksum checksum) {
      DataFile file = files.get(at);
      String etag =
          store.putAsOnePart(
              bucket(),
              file.key(),
              DataFileWriter.CONTENT_TYPE,
              new ByteArrayInputStream(content),
              content.length);
      if (checksum == Checksum.RIGHT) {
        files.set(at, new DataFile(file.key(), file.items(), md5(content), etag));
      }
    }

    void changeManifest(String name, UnaryOperator<String> change, Checksum checksum) {
      byte[] before = store.read(bucket(), key(name + ".json")).orElseThrow();
      byte[] after = change.apply(new String(before, UTF_8)).getBytes(UTF_8);
      store.put(bucket(), key(name + ".json"), DataFileWriter.CONTENT_TYPE, after);
      if (checksum == Checksum.RIGHT) {
        byte[] sum = md5(after).getBytes(UTF_8);
        store.put(bucket(), key(name + ".md5"), DataFileWriter.CONTENT_TYPE, sum);
      }
    }

    private static String md5(byte[] content) {
      return Base64.getEncoder().encodeToString(DataFileWriter.md5().digest(content));
    }
  }

  /** A file of the manifest is not in the bucket. */
  static ExportFault missingFile() {
    return export ->
        export.store().delete(export.bucket(), export.files().get(export.withItems(0)).key());
  }

  /** A file ends half way; the checksum tells. */
  static ExportFault truncatedFile() {
    return truncatedFile(Checksum.WRONG);
  }

  /** A file ends half way. */
  static ExportFault truncatedFile(Checksum checksum) {
    return export -> {
      int at = export.withItems(0);
      byte[] whole = export.read(export.files().get(at));
      export.write(at, Arrays.copyOf(whole, whole.length / 2), checksum);
    };
  }

  /** One byte of a file is another one; the checksum tells. */
  static ExportFault damagedFile() {
    return damagedFile(Checksum.WRONG);
  }

  /** One byte of a file is another one. */
  static ExportFault damagedFile(Checksum checksum) {
    return export -> {
      int at = export.withItems(0);
      byte[] content = export.read(export.files().get(at));
      content[content.length / 2] ^= 0x55;
      export.write(at, content, checksum);
    };
  }

  /** Two files have each other's content; the checksums tell. */
  static ExportFault swappedFiles() {
    return swappedFiles(Checksum.WRONG);
  }

  /**
   * Two files have each other's content. With right checksums the export is whole, but for the
   * counts of the two where they differ.
   */
  static ExportFault swappedFiles(Checksum checksum) {
    return export -> {
      int one = export.withItems(0);
      int other = export.withItems(1);
      byte[] content = export.read(export.files().get(one));
      export.write(one, export.read(export.files().get(other)), checksum);
      export.write(other, content, checksum);
    };
  }

  /**
   * A file's last item is not in it; the manifest counts it, and the checksum is of the bytes that
   * are there.
   */
  static ExportFault lostItem() {
    return export -> {
      int at = export.withItems(0);
      byte[] text = Gzip.unpack(export.read(export.files().get(at)));
      int lastLine = text.length - 1;
      while (lastLine > 0 && text[lastLine - 1] != '\n') {
        lastLine--;
      }
      export.write(at, Gzip.pack(Arrays.copyOf(text, lastLine)), Checksum.RIGHT);
    };
  }

  /**
   * The manifest says of a file that it has one item more than it has; the sums agree with the
   * manifest.
   */
  static ExportFault miscountedFile() {
    return export -> {
      int at = export.withItems(0);
      DataFile file = export.files().get(at);
      export.files().set(at, file.withItems(file.items() + 1));
    };
  }

  /** The summary says that there is one item more than the lines of the files' manifest say. */
  static ExportFault miscountedSummary() {
    return afterwards(export ->
        export.changeManifest(
            "manifest-summary",
            text -> {
              Matcher count = Pattern.compile("\"itemCount\":([0-9]+)").matcher(text);
              return count.replaceFirst(
                  match -> "\"itemCount\":" + (Long.parseLong(match.group(1)) + 1));
            },
            Checksum.RIGHT));
  }

  /** A file with items is not in the files' manifest; the summary counts its items. */
  static ExportFault shortManifest(Checksum checksum) {
    return afterwards(export ->
        export.changeManifest(
            "manifest-files",
            text -> {
              String line = text.lines().toList().get(export.withItems(0));
              return text.replace(line + "\n", "");
            },
            checksum));
  }

  /** The files' manifest is not in the bucket. */
  static ExportFault missingManifest() {
    return afterwards(
        export -> export.store().delete(export.bucket(), export.key("manifest-files.json")));
  }

  /** The export ends as FAILED. */
  static ExportFault failure(String code, String message) {
    return export -> {
      throw new ExportFailed(code, message);
    };
  }

  private static ExportFault afterwards(Consumer<Written> change) {
    return new ExportFault() {
      @Override
      public void apply(Written export) {
        // the manifests are not there yet
      }

      @Override
      public void applyToManifests(Written export) {
        change.accept(export);
      }
    };
  }
}
