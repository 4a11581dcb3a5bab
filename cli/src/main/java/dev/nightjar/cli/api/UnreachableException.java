package dev.nightjar.cli.api;

import java.io.IOException;
import java.net.URI;

/** No answer from a server: nothing listens there, or the connection broke. */
public final class UnreachableException extends RuntimeException {

  UnreachableException(URI base, IOException cause) {
    super(sentence(base, cause), cause);
  }

  private static String sentence(URI base, IOException cause) {
    return cause instanceof java.net.ConnectException
        ? "No Nightjar server answers at "
            + base
            + ". Start one with `nightjar server`, or name another with --host."
        : "The connection to the server at " + base + " broke: " + cause.getMessage() + ".";
  }
}
