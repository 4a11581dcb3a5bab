package dev.nightjar.project;

/**
 * {@code TOKEN name READ}: a static token that the deployment creates, or grants one right more.
 */
public record TokenGrant(String token, Permission permission, Position position) {

  /** What the token may do with the resource whose file names it. */
  public enum Permission {
    READ,
    APPEND
  }
}
