package dev.nightjar.server.http;

/** Which token a route asks for. */
public enum Access {
  /** None. */
  PUBLIC,
  /** The user's, or any of a workspace. */
  ANY_TOKEN,
  /** An administrator's: the request is about that token's workspace. */
  WORKSPACE,
  /** Any token of a workspace; the route looks at what it allows: {@link Exchange#rights}. */
  SCOPED
}
