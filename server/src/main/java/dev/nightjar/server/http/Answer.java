package dev.nightjar.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** What a route answers. */
public sealed interface Answer {

  /** A JSON body: maps, lists, records, strings, numbers, booleans and nulls. */
  record Json(int status, Object body) implements Answer {}

  /**
   * A text of exactly this content type; no charset is added ({@code tb} compares for equality).
   */
  record Text(int status, String contentType, String body) implements Answer {}

  /** A body that is there. */
  record Bytes(String contentType, Map<String, String> headers, byte[] body) implements Answer {}

  /** A body that is written while it is made. */
  record Stream(String contentType, Map<String, String> headers, Body body) implements Answer {}

  /** Writes a body; closed by the caller, whatever became of it. */
  interface Body extends AutoCloseable {
    /**
     * Writes all of it. An exception breaks the answer off: the connection is closed, so that no
     * client takes what it has for the whole.
     *
     * @throws IOException when the client has gone
     */
    void writeTo(OutputStream out) throws IOException;

    /** Lets go of what the body holds, whether it was written or not. */
    @Override
    void close();
  }

  static Answer ok(Object body) {
    return new Json(200, body);
  }

  static Answer text(String body) {
    return new Text(200, "text/plain", body);
  }
}
