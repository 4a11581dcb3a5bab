package dev.nightjar.server.http;

import java.nio.charset.StandardCharsets;

/**
 * One part of a multipart request.
 *
 * @param field the part's name, such as {@code data_project://}
 * @param fileName the file name as it was sent; empty where the part has none
 * @param content the bytes
 */
public record UploadedFile(String field, String fileName, byte[] content) {

  public String text() {
    return new String(content, StandardCharsets.UTF_8);
  }
}
