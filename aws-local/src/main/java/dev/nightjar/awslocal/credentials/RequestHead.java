package dev.nightjar.awslocal.credentials;

import java.util.List;

/**
 * The part of an HTTP request that a signature covers, its body aside; everything as it came over
 * the wire.
 */
public interface RequestHead {

  /** Such as {@code POST}. */
  String method();

  /** The path, still percent-encoded. */
  String rawPath();

  /** The query without its question mark, still percent-encoded; empty if there is none. */
  String rawQuery();

  /** All values of a header, in their order; empty if it is absent. */
  List<String> headers(String name);

  /** The first value of a header, or an empty text. */
  default String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? "" : values.getFirst();
  }
}
