package dev.nightjar.server.http;

/** Which token a route asks for. */
public enum Access {
  /** None. */
  PUBLIC,
  /** The user's, or an administrator's. */
  ANY_TOKEN,
  /** An administrator's: the request is about that token's workspace. */
  WORKSPACE
}
