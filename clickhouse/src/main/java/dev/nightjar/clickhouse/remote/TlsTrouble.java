package dev.nightjar.clickhouse.remote;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What keeps two sides from agreeing on TLS, where waiting will not mend it. */
final class TlsTrouble {
  private TlsTrouble() {}

  /** What is wrong and what to do; empty for every other error. */
  static Optional<String> in(Throwable error) {
    Optional<String> innermost = Optional.empty();
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      Optional<String> trouble = of(cause);
      innermost = trouble.isPresent() ? trouble : innermost;
    }
    return innermost;
  }

  private static Optional<String> of(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return switch (cause) {
      case SSLPeerUnverifiedException _ -> Optional.of(otherName(message));
      case CertificateException _ when message.startsWith("No ") -> Optional.of(otherName(message));
      case CertificateException _ -> Optional.of(untrusted(message));
      case CertPathValidatorException _ -> Optional.of(untrusted(message));
      // Alerts, and protocols or ciphers that only one side has; a server that goes away in the
      // middle of it comes back.
      case SSLHandshakeException _ when !message.startsWith("Remote host terminated") ->
          Optional.of("no TLS connection comes about (" + message + ").");
      case SSLException _ when message.startsWith("Unsupported or unrecognized SSL message") ->
          Optional.of(
              "what answers there speaks no TLS. Use http:// in --clickhouse-url, or the port of its"
                  + " HTTPS interface (8443 by default).");
      default -> Optional.empty();
    };
  }

  private static String untrusted(String message) {
    return "its TLS certificate is not trusted ("
        + message
        + "). Give the certificate of the authority that signed it with --clickhouse-ca-file.";
  }

  private static String otherName(String message) {
    return "its TLS certificate is for another name ("
        + message
        + "). Use the name that is in the certificate in --clickhouse-url.";
  }
}
