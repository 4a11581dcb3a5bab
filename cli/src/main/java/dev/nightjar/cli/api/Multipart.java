package dev.nightjar.cli.api;

import dev.nightjar.cli.files.ProjectFile;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** A project as {@code multipart/form-data}: one part named {@code data_project://} a file. */
record Multipart(String contentType, BodyPublisher body) {

  static Multipart of(List<ProjectFile> files) {
    String boundary = "nightjar-" + UUID.randomUUID();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (ProjectFile file : files) {
      body.writeBytes(
          utf8(
              "--"
                  + boundary
                  + "\r\nContent-Disposition: form-data; name=\"data_project://\"; filename=\""
                  + escaped(file.path())
                  + "\"\r\nContent-Type: text/plain\r\n\r\n"));
      body.writeBytes(utf8(file.text()));
      body.writeBytes(utf8("\r\n"));
    }
    body.writeBytes(utf8("--" + boundary + "--\r\n"));
    return new Multipart(
        "multipart/form-data; boundary=" + boundary,
        BodyPublishers.ofByteArray(body.toByteArray()));
  }

  /** As browsers do it (WHATWG HTML, multipart/form-data). */
  private static String escaped(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
