package dev.nightjar.server.job;

import dev.nightjar.server.tables.PartlyStored;

/** Ends that a job did not come to by itself. */
public final class JobEnds {
  static final String STOPPED = "The server was stopped.";
  static final String CUT_OFF =
      "The server ended before this was done. Nothing is known of how far it came: look at the data source, and start it again.";

  private JobEnds() {}

  /** What is told of a job that was cancelled, or stopped with the server. */
  static String cancelled(boolean stopped, RuntimeException end) {
    String why = stopped ? STOPPED : "Cancelled.";
    Throwable cause = end instanceof JobFailure ? end.getCause() : end;
    return PartlyStored.is(cause) ? why + " " + cause.getMessage() : why;
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
