package dev.nightjar.cli.api;

import tools.jackson.databind.JsonNode;

/**
 * What the server answered, whatever the status.
 *
 * @param status the HTTP status
 * @param contentType the media type without parameters, in lower case; empty where there is none
 * @param body the body's text
 */
public record Answer(int status, String contentType, String body) {

  /** Whether the status is 2xx. */
  public boolean ok() {
    return status / 100 == 2;
  }

  /** Whether the server does not know the token. */
  boolean refusesToken() {
    return (status == 401 || status == 403) && Json.errorOf(this).startsWith("Invalid token");
  }

  /**
   * The body as JSON; an empty body is an empty object.
   *
   * @throws ServerException if it is not JSON
   */
  public JsonNode json() {
    return Json.read(this);
  }

  /**
   * This answer, if its status is 2xx.
   *
   * @throws ServerException with the server's {@code error} otherwise
   */
  public Answer required() {
    if (!ok()) {
      throw new ServerException(status, Json.errorOf(this));
    }
    return this;
  }
}
