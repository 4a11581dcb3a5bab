package dev.nightjar.cli.api;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;

/** No answer from a server: nothing listens there, or the connection broke. */
public final class UnreachableException extends RuntimeException {

  UnreachableException(URI base, IOException cause) {
    super(sentence(base, cause), cause);
  }

  private static String sentence(URI base, IOException cause) {
    return switch (cause) {
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException ->
          "The host name `"
              + base.getHost()
              + "` is not known here. Check the server's address: "
              + base
              + ".";
      case ConnectException _ -> nobody(base);
      case HttpConnectTimeoutException _ -> nobody(base);
      case HttpTimeoutException _ ->
          "The server at " + base + " did not answer in time. See to its log, and try again.";
      default ->
          "The connection to the server at "
              + base
              + " broke"
              + (cause.getMessage() == null ? "" : ": " + cause.getMessage())
              + ". Is it a Nightjar server? Its log may say more.";
    };
  }

  private static String nobody(URI base) {
    return "No Nightjar server answers at "
        + base
        + (ServerAddress.isLoopback(base)
            ? ". Start one with `nightjar server`, or name another with --host."
            : ". Check the address, and whether the server runs and lets this machine in.");
  }
}
