package dev.nightjar.awslocal.operation;

import java.util.SortedMap;

/** How often each operation was called. */
public interface CallCounts {

  /** By whomever. */
  SortedMap<String, Long> all();

  /** By sessions of roles. */
  SortedMap<String, Long> byRoles();
}
