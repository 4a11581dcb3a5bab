package dev.nightjar.awslocal;

import dev.nightjar.awslocal.operation.CallCounts;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Interceptor;
import dev.nightjar.awslocal.operation.Invocation;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.node.ObjectNode;

/** Counts every call that was authenticated, carried out or not. Thread-safe. */
public final class Calls implements Interceptor, CallCounts {

  private final Map<String, LongAdder> all = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> byRoles = new ConcurrentHashMap<>();

  Calls() {}

  @Override
  public ObjectNode intercept(Invocation call, Next next) {
    count(all, call);
    if (call.caller().principal() instanceof Caller.RoleSession) {
      count(byRoles, call);
    }
    return next.proceed(call);
  }

  private static void count(Map<String, LongAdder> counts, Invocation call) {
    counts.computeIfAbsent(call.operation(), name -> new LongAdder()).increment();
  }

  /** How often each operation was called, by whomever. */
  @Override
  public SortedMap<String, Long> all() {
    return copy(all);
  }

  /** How often each operation was called by sessions of roles. */
  @Override
  public SortedMap<String, Long> byRoles() {
    return copy(byRoles);
  }

  /** How often an operation was called; 0 if never. */
  public long of(String operation) {
    LongAdder count = all.get(operation);
    return count == null ? 0 : count.sum();
  }

  private static SortedMap<String, Long> copy(Map<String, LongAdder> counts) {
    SortedMap<String, Long> copy = new TreeMap<>();
    counts.forEach((name, count) -> copy.put(name, count.sum()));
    return copy;
  }
}
