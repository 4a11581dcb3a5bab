package dev.nightjar.server.job;

/** Ends that a job did not come to by itself. */
public final class JobEnds {
  static final String STOPPED = "The server was stopped.";
  static final String CUT_OFF =
      "The server ended before this was done. Nothing is known of how far it came: look at the data source, and start it again.";

  private JobEnds() {}

  /** Whether the server was stopped before the job had an effect. */
  public static boolean wasStopped(Job job) {
    return job.error().filter(STOPPED::equals).isPresent();
  }

  /** Whether the server ended, as by a crash, while the job waited or worked. */
  public static boolean wasCutOff(Job job) {
    return job.error().filter(CUT_OFF::equals).isPresent();
  }
}
