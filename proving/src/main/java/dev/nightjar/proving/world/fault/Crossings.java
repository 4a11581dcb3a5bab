package dev.nightjar.proving.world.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * Counts a server's calls into the world, each when it begins and when it ends, and kills the
 * server at one of them.
 */
public final class Crossings {
  private final List<Armed> armed = new ArrayList<>();
  private long count;
  private String last = "";

  /** A kill that waits for its call. */
  private static final class Armed {
    private final String aim;
    private final Runnable kill;
    private boolean begun;
    private int left;

    Armed(String aim, int left, Runnable kill) {
      this.aim = aim;
      this.left = left;
      this.kill = kill;
    }

    boolean strikes(String where) {
      begun = begun || where.contains(aim);
      return begun && left-- == 0;
    }
  }

  /**
   * Kills at the crossing after so many others.
   *
   * @param aim those before a call whose name contains this do not count
   */
  public void killAfter(String aim, int crossings, Runnable kill) {
    armed.add(new Armed(aim, crossings, kill));
  }

  /** Nothing is killed any more. */
  public void disarm() {
    armed.clear();
  }

  /** A call begins or ends here; does not come back where the server is killed. */
  public void cross(String where) {
    count++;
    last = where;
    for (int i = 0; i < armed.size(); i++) {
      if (armed.get(i).strikes(where)) {
        armed.remove(i).kill.run();
        return;
      }
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
