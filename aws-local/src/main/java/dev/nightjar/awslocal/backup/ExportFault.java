package dev.nightjar.awslocal.backup;

import dev.nightjar.awslocal.s3.S3Store;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * Something that goes wrong with an export, after its data files are stored and before its
 * manifests are.
 */
@FunctionalInterface
public interface ExportFault {

  /**
   * Changes objects in the store, or the lines that the manifest will have; or lets the export
   * fail.
   */
  void apply(Written export) throws ExportFailed;

  /**
   * What was written so far.
   *
   * @param files the manifest's lines, to be changed at will
   */
  record Written(S3Store store, String bucket, List<DataFile> files) {

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
      return store.read(bucket, file.key()).orElseThrow();
    }

    void write(DataFile file, byte[] content) {
      store.putAsOnePart(
          bucket,
          file.key(),
          DataFileWriter.CONTENT_TYPE,
          new ByteArrayInputStream(content),
          content.length);
    }
  }

  /** A file of the manifest is not in the bucket. */
  static ExportFault missingFile() {
    return export ->
        export.store().delete(export.bucket(), export.files().get(export.withItems(0)).key());
  }

  /** A file ends half way. */
  static ExportFault truncatedFile() {
    return export -> {
      DataFile file = export.files().get(export.withItems(0));
      byte[] whole = export.read(file);
      export.write(file, Arrays.copyOf(whole, whole.length / 2));
    };
  }

  /** One byte of a file is another one. */
  static ExportFault damagedFile() {
    return export -> {
      DataFile file = export.files().get(export.withItems(0));
      byte[] content = export.read(file);
      content[content.length / 2] ^= 0x55;
      export.write(file, content);
    };
  }

  /** Two files have each other's content. */
  static ExportFault swappedFiles() {
    return export -> {
      DataFile one = export.files().get(export.withItems(0));
      DataFile other = export.files().get(export.withItems(1));
      byte[] content = export.read(one);
      export.write(one, export.read(other));
      export.write(other, content);
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

  /** The export ends as FAILED. */
  static ExportFault failure(String code, String message) {
    return export -> {
      throw new ExportFailed(code, message);
    };
  }
}
