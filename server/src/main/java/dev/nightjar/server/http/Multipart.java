package dev.nightjar.server.http;

import dev.nightjar.clickhouse.http.MultipartItems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;

/** Reads {@code multipart/form-data} into memory, within limits; nothing is written to disk. */
final class Multipart {
  /** What clients name the part with the file; classic ones give it no file name. */
  private static final Set<String> FILE_FIELDS = Set.of("csv", "ndjson", "parquet", "file");

  private Multipart() {}

  /**
   * The first part that is a file: one with a file name, or of a name that clients give to it.
   *
   * @param body the body, however large it is
   * @throws HttpProblem 400 for a body that is no multipart, or has none
   */
  static Upload firstFile(String contentType, InputStream body) {
    try {
      FileItemInputIterator items = MultipartItems.of(contentType, body);
      while (items.hasNext()) {
        FileItemInput item = items.next();
        Optional<String> name = Optional.ofNullable(item.getName()).filter(text -> !text.isEmpty());
        if (name.isPresent() || FILE_FIELDS.contains(item.getFieldName())) {
          return new Upload(name, item.getInputStream());
        }
      }
    } catch (InvalidPathException e) {
      throw HttpProblem.badRequest("The name of a file in the upload has a NUL character in it.");
    } catch (IOException e) {
      throw HttpProblem.badRequest("The body is not a readable multipart/form-data body.");
    }
    throw HttpProblem.badRequest("The upload has no file: send one in a part named csv.");
  }

  /**
   * @param contentType the request's Content-Type with its boundary
   * @param body the body, already limited in size by whoever opened it
   * @param maxParts how many parts are taken
   * @throws HttpProblem 400 for a body that is no multipart, 413 for too many parts
   */
  static List<UploadedFile> read(String contentType, InputStream body, int maxParts) {
    List<UploadedFile> files = new ArrayList<>();
    try {
      FileItemInputIterator items = MultipartItems.of(contentType, body);
      while (items.hasNext()) {
        FileItemInput item = items.next();
        if (files.size() == maxParts) {
          throw HttpProblem.tooLarge("The request has more than " + maxParts + " files.");
        }
        String fileName = item.getName() == null ? "" : item.getName();
        try (InputStream content = item.getInputStream()) {
          files.add(new UploadedFile(item.getFieldName(), fileName, content.readAllBytes()));
        }
      }
    } catch (InvalidPathException e) {
      throw HttpProblem.badRequest("The name of a file in the upload has a NUL character in it.");
    } catch (FileUploadException e) {
      throw HttpProblem.badRequest("The body is not a readable multipart/form-data body.");
    } catch (IOException e) {
      throw HttpProblem.badRequest("The multipart body ended too early.");
    }
    return List.copyOf(files);
  }
}
