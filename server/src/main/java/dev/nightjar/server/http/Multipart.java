package dev.nightjar.server.http;

import dev.nightjar.clickhouse.http.MultipartItems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;

/** Reads {@code multipart/form-data} into memory, within limits; nothing is written to disk. */
final class Multipart {
  private Multipart() {}

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
