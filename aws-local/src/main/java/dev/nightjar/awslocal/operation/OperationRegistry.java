package dev.nightjar.awslocal.operation;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operations of all services by name, and the interceptors around them. Thread-safe; both may
 * be added to at any time.
 *
 * <p>A name is the service's target prefix, a dot, and the operation: {@code
 * DynamoDB_20120810.PutItem}, {@code DynamoDBStreams_20120810.GetRecords}; {@code STS.AssumeRole}
 * and {@code IAM.CreateRole} for the query protocol.
 */
public final class OperationRegistry {

  private final Map<String, Operation> operations = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<Interceptor> interceptors = new CopyOnWriteArrayList<>();

  /**
   * Adds an operation.
   *
   * @throws IllegalStateException if the name is taken
   */
  public OperationRegistry register(String name, Operation operation) {
    Objects.requireNonNull(operation, "operation");
    if (operations.putIfAbsent(name, operation) != null) {
      throw new IllegalStateException("operation " + name + " is registered already");
    }
    return this;
  }

  /** The operation of that name, if there is one. */
  public Optional<Operation> find(String name) {
    return Optional.ofNullable(operations.get(name));
  }

  /** All names, sorted. */
  public SortedSet<String> names() {
    return new TreeSet<>(operations.keySet());
  }

  /**
   * Adds an interceptor inside of those that are there: the first one added sees a call first and
   * its answer last.
   *
   * @return takes the interceptor away again
   */
  public Runnable intercept(Interceptor interceptor) {
    Interceptor own = interceptor::intercept;
    interceptors.add(own);
    return () -> interceptors.remove(own);
  }

  /**
   * Carries out a call of a registered operation, through all interceptors.
   *
   * @throws AwsError {@code UnknownOperationException} where no operation has that name; else what
   *     interceptors and operation throw
   * @throws ConnectionCut if an interceptor wants the client to get no answer
   */
  public ObjectNode invoke(Invocation call) {
    Operation operation = operations.get(call.operation());
    if (operation == null) {
      throw AwsError.client("UnknownOperationException", "");
    }
    return invoke(call, operation);
  }

  /**
   * Carries out a call of an operation that is not registered (S3's are not: they stream), through
   * all interceptors.
   */
  public ObjectNode invoke(Invocation call, Operation operation) {
    Object[] chain = interceptors.toArray();
    return proceed(chain, 0, call, operation);
  }

  private static ObjectNode proceed(Object[] chain, int at, Invocation call, Operation operation) {
    return at == chain.length
        ? operation.apply(call.input(), call.caller())
        : ((Interceptor) chain[at])
            .intercept(call, next -> proceed(chain, at + 1, next, operation));
  }
}
