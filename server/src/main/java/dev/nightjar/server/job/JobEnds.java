package dev.nightjar.server.job;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.server.tables.PartlyStored;
import java.io.InterruptedIOException;

/** Ends that a job did not come to by itself. */
public final class JobEnds {
  static final String STOPPED = "The server was stopped.";
  static final String CUT_OFF =
      "The server ended before this was done. Nothing is known of how far it came: look at the data source, and start it again.";

  private JobEnds() {}

  /**
   * What is told of a job that was cancelled, or stopped with the server. Only of an interrupt is
   * it known that the job had no effect: another failure may have come in the middle of one.
   */
  static String cancelled(boolean stopped, RuntimeException end) {
    String why = stopped ? STOPPED : "Cancelled.";
    Throwable cause = end instanceof JobFailure && end.getCause() != null ? end.getCause() : end;
    if (PartlyStored.is(cause)) {
      return why + " " + cause.getMessage();
    }
    return !stopped || isInterrupt(cause) ? why : CUT_OFF;
  }

  private static boolean isInterrupt(Throwable cause) {
    return cause instanceof CancelledException
        || cause instanceof InterruptedException
        || cause instanceof InterruptedIOException;
  }

  /** Whether the server was stopped before the job had an effect. */
  public static boolean wasStopped(Job job) {
    return job.error().filter(STOPPED::equals).isPresent();
  }

  /** Whether the server ended, as by a crash, while the job waited or worked. */
  public static boolean wasCutOff(Job job) {
    return job.error().filter(CUT_OFF::equals).isPresent();
  }
}
