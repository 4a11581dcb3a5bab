package dev.nightjar.server.http;

/** Is told of every answer of a known route. */
public interface RequestObserver {
  /**
   * @param path the route's pattern, so that there are few of them
   * @param nanos how long the answer took
   */
  void answered(String method, String path, int status, long nanos);
}
