package dev.nightjar.cli.api;

/** The environments of the specification: each is a server. */
public enum Side {
  /** A server of this machine. */
  LOCAL("Local"),
  /** Any other server. */
  CLOUD("Cloud");

  private final String shown;

  Side(String shown) {
    this.shown = shown;
  }

  /** As people read it. */
  public String shown() {
    return shown;
  }
}
