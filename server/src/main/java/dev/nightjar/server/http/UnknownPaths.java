package dev.nightjar.server.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each path that a client asked for and nobody serves, once, so that a client reveals what is
 * missing.
 */
final class UnknownPaths {
  private static final Logger LOG = LoggerFactory.getLogger(UnknownPaths.class);
  private static final int REMEMBERED = 1_000;
  private static final int LONGEST = 200;

  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  Answer answer(String method, String path, String client) {
    String asked = method + " " + printable(path);
    if (seen.size() < REMEMBERED && seen.add(asked)) {
      LOG.info("unknown path: {} (client {})", asked, printable(client));
    }
    return new Answer.Json(404, Json.object("error", "Nothing answers " + asked + " here."));
  }

  /** Control characters out, so that nobody writes lines of their own into the log. */
  static String printable(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
  }
}
