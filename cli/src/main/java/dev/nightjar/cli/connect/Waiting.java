package dev.nightjar.cli.connect;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.BiConsumer;

/** Tells a person why the wizard waits for AWS; on a terminal, how long still. */
final class Waiting implements BiConsumer<Verdict.Refused, Duration>, AutoCloseable {

  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean interactive;
  private boolean told;

  Waiting(PrintWriter out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  @Override
  public void accept(Verdict.Refused refused, Duration left) {
    if (!told) {
      told = true;
      out.println(
          refused.reason().equals("access_denied")
              ? "  AWS does not let the role look at the table yet."
              : "  AWS does not let the server assume the role yet.");
      out.println(
          "  What is new in IAM takes some seconds: trying again for up to " + seconds(left));
    }
    if (interactive) {
      out.print(ERASE_LINE + "  … " + seconds(left) + " left");
    }
    out.flush();
  }

  private static String seconds(Duration left) {
    return left.plusMillis(999).toSeconds() + " s";
  }

  @Override
  public void close() {
    if (told && interactive) {
      out.print(ERASE_LINE);
      out.flush();
    }
  }
}
