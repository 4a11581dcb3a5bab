package dev.nightjar.clickhouse.testing;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the embedded engine: a parameter of type {@link ClickHouse} is the one engine of this
 * JVM (libchdb serves one storage path per process), one of type {@link TestDatabase} a fresh
 * database in it for the test class.
 *
 * <pre>{@code
 * @ExtendWith(EmbeddedEngine.class)
 * class SomethingTest {
 *   @Test
 *   void storesRows(TestDatabase database) {
 *     database.execute("CREATE TABLE t (id Int64) ENGINE = MergeTree ORDER BY id");
 *   }
 * }
 * }</pre>
 *
 * <p>Tests that open an engine of their own, or start a server that does, call {@link #release}
 * first; the next test that asks for the shared one gets it back with all that was in it.
 */
public final class EmbeddedEngine implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(EmbeddedEngine.class);
  private static final Object LOCK = new Object();
  private static Path directory;
  private static EmbeddedClickHouse engine;

  /** The engine of this JVM, opened if it is not open. */
  public static ClickHouse shared() {
    synchronized (LOCK) {
      if (directory == null) {
        directory = newDirectory();
        Runtime.getRuntime().addShutdownHook(new Thread(EmbeddedEngine::end));
      }
      if (engine == null) {
        engine = EmbeddedClickHouse.open(EmbeddedOptions.at(directory).connections(2, 2, 4));
      }
      return engine;
    }
  }

  /** Closes the engine of this JVM, so that another can be opened. */
  public static void release() {
    synchronized (LOCK) {
      if (engine != null) {
        engine.close();
        engine = null;
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ClickHouse.class || type == TestDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (parameter.getParameter().getType() == ClickHouse.class) {
      return shared();
    }
    ExtensionContext testClass = ofTopClass(context);
    return testClass
        .getStore(NAMESPACE)
        .computeIfAbsent(
            TestDatabase.class,
            _ -> TestDatabase.fresh(testClass.getRequiredTestClass().getSimpleName()),
            TestDatabase.class);
  }

  private static ExtensionContext ofTopClass(ExtensionContext context) {
    ExtensionContext found = context;
    while (found.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
      found = found.getParent().get();
    }
    return found;
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("clickhouse-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end() {
    release();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
