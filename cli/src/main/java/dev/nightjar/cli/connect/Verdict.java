package dev.nightjar.cli.connect;

/** What a server says of a table. */
sealed interface Verdict {

  /** It can be mirrored. */
  record Usable(TableFacts table) implements Verdict {}

  /**
   * It cannot.
   *
   * @param reason the reason's code, such as {@code pitr_disabled}; empty where the server gave
   *     none
   * @param text the sentences for people: what is wrong and what to do
   */
  record Refused(String reason, String text) implements Verdict {

    /** Whether it may be just that AWS does not know a new role everywhere yet. */
    boolean mayPass() {
      return reason.equals("unable_to_assume_role") || reason.equals("access_denied");
    }

    /** Whether the server can put it right by itself. */
    boolean canBeSwitchedOn() {
      return reason.equals("pitr_disabled") || reason.equals("stream_disabled");
    }

    /** The same, said of one server of several. */
    Refused in(String server) {
      return new Refused(reason, server + ": " + text);
    }

    /** {@code text [reason]}, as build and deploy write it. */
    String line() {
      return reason.isEmpty() ? text : text + " [" + reason + "]";
    }
  }
}
