package dev.nightjar.awslocal;

import dev.nightjar.awslocal.backup.ExportFaults;
import dev.nightjar.awslocal.credentials.AccessKeys;
import dev.nightjar.awslocal.dynamodb.Tables;
import dev.nightjar.awslocal.faults.Faults;
import dev.nightjar.awslocal.operation.OperationRegistry;
import dev.nightjar.awslocal.stream.StreamControl;

/** What a test can see and do that no client of AWS can. Thread-safe. */
public final class Control {

  private final OperationRegistry registry;
  private final AccessKeys keys;
  private final Tables tables;
  private final StreamControl streams;
  private final Faults faults;
  private final ExportFaults exports;
  private final Calls calls;

  Control(
      OperationRegistry registry,
      AccessKeys keys,
      Tables tables,
      StreamControl streams,
      Faults faults,
      ExportFaults exports,
      Calls calls) {
    this.registry = registry;
    this.keys = keys;
    this.tables = tables;
    this.streams = streams;
    this.faults = faults;
    this.exports = exports;
    this.calls = calls;
  }

  /** The tables as they are, and as they were. */
  public Tables tables() {
    return tables;
  }

  /** Rolls, splits and trims shards. */
  public StreamControl streams() {
    return streams;
  }

  /** Failures of calls, on command. */
  public Faults faults() {
    return faults;
  }

  /** Failures of the exports to come. */
  public ExportFaults exports() {
    return exports;
  }

  /** Which operations were called how often. */
  public Calls calls() {
    return calls;
  }

  /** Ends all sessions of a role now: their next requests are refused as expired. */
  public void expireSessions(String account, String role) {
    keys.expireSessions(account, role);
  }

  /** All operations; interceptors and more operations may be added. */
  public OperationRegistry operations() {
    return registry;
  }
}
