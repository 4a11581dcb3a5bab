package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;

/**
 * A {@code multipart/form-data} body, whose fields are parameters ({@code query}, {@code param_…},
 * settings). ClickHouse's other use of it, files that are tables of the query (external data), is
 * refused.
 */
final class FormBody {
  private static final int MOST_FIELDS = 1_000;

  private FormBody() {}

  static boolean isForm(String contentType) {
    return contentType.regionMatches(true, 0, "multipart/form-data", 0, 19);
  }

  /**
   * The fields by their names.
   *
   * @param longest how many bytes all fields together may have
   * @throws ClickHouseException for a body that is no form, is too long, or brings files
   * @throws IOException when the body cannot be read
   */
  static Map<String, String> fields(String contentType, InputStream body, int longest)
      throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    int left = longest;
    try {
      FileItemInputIterator items = MultipartItems.of(contentType, body);
      while (items.hasNext()) {
        FileItemInput item = items.next();
        if (!item.isFormField()) {
          throw new ClickHouseException(
              48,
              "NOT_IMPLEMENTED",
              "External data ('" + item.getFieldName() + "') is not supported: use a table");
        }
        byte[] bytes;
        try (InputStream content = item.getInputStream()) {
          bytes = content.readNBytes(left + 1);
        }
        left -= bytes.length;
        if (left < 0 || fields.size() == MOST_FIELDS) {
          throw new ClickHouseException(62, "SYNTAX_ERROR", "The form is too long");
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (fields.putIfAbsent(item.getFieldName(), text) != null) {
          throw new ClickHouseException(
              36, "BAD_ARGUMENTS", "The field '" + item.getFieldName() + "' is given twice");
        }
      }
    } catch (InvalidPathException | FileUploadException e) {
      throw new ClickHouseException(
          36, "BAD_ARGUMENTS", "The body is no readable multipart/form-data");
    }
    return fields;
  }
}
