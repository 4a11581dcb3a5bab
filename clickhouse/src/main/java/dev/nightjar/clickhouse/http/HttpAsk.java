package dev.nightjar.clickhouse.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** A request as HTTP brings it. */
interface HttpAsk {

  /** Who is to get the answer. */
  ClientPresence client();

  /** {@code GET}, {@code POST} … */
  String method();

  /** What stands after the question mark, as it was sent; empty where there is none. */
  Optional<String> query();

  /** The first value of a header. */
  Optional<String> header(String name);

  /** The body, as it was sent; empty where there is none. */
  InputStream body() throws IOException;
}
