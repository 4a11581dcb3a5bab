package dev.nightjar.awslocal;

import dev.nightjar.awslocal.credentials.AccessKeys;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.Tables;
import dev.nightjar.awslocal.faults.Faults;
import dev.nightjar.awslocal.operation.OperationRegistry;
import dev.nightjar.awslocal.stream.StreamControl;

/** What a test can see and do that no client of AWS can. */
public final class Control {

  private final OperationRegistry registry;
  private final AccessKeys keys;
  private final Faults faults;
  private final Calls calls;
  private final TableStore tables;

  Control(
      OperationRegistry registry, AccessKeys keys, Faults faults, Calls calls, TableStore tables) {
    this.registry = registry;
    this.keys = keys;
    this.faults = faults;
    this.calls = calls;
    this.tables = tables;
  }

  /** Failures on command. */
  public Faults faults() {
    return faults;
  }

  /** Which operations were called how often. */
  public Calls calls() {
    return calls;
  }

  /** DynamoDB's tables. */
  public Tables tables() {
    return tables;
  }

  /** The tables' streams, to roll, split and trim them. */
  public StreamControl streams() {
    return tables.streamControl();
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
