package dev.nightjar.server.service;

/**
 * Takes what was done to data sources, and what jobs came to. Both methods return at once, never
 * fail, and may lose what they were given in the last seconds before a crash.
 */
public interface OperationsLog {
  /** Forgets everything. */
  OperationsLog NONE =
      new OperationsLog() {
        @Override
        public void add(Operation operation) {
          // nobody asks for it
        }

        @Override
        public void add(JobState job) {
          // nobody asks for it
        }
      };

  /** One operation on one data source that is over, well or not. */
  void add(Operation operation);

  /** A job as it is now; the newest state of a job is the one that counts. */
  void add(JobState job);
}
