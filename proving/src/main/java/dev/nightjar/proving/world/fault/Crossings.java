package dev.nightjar.proving.world.fault;

/**
 * Counts a server's calls into the world, each when it begins and when it ends, and kills the
 * server at one of them.
 */
public final class Crossings {
  private long count;
  private int left = -1;
  private Runnable kill = () -> {};
  private String last = "";

  /** Kills at the crossing after so many others. */
  public void killAfter(int crossings, Runnable action) {
    left = crossings;
    kill = action;
  }

  /** Nothing is killed any more. */
  public void disarm() {
    left = -1;
  }

  /** A call begins or ends here; does not come back where the server is killed. */
  public void cross(String where) {
    count++;
    last = where;
    if (left == 0) {
      left = -1;
      kill.run();
    } else if (left > 0) {
      left--;
    }
  }

  /** How many there were. */
  public long count() {
    return count;
  }

  /** The newest one. */
  public String last() {
    return last;
  }
}
