package dev.nightjar.server.job;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.query.ErrorText;
import dev.nightjar.server.service.JobState;
import dev.nightjar.server.service.OperationsLog;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs, a few at a time, and keeps what became of them. A job that waits or works is cancelled
 * when the server stops; one that a crash cut off is an error after the next start.
 */
public final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  /** One that brings many rows in keeps one of the engine's two writers busy. */
  private static final int AT_A_TIME = 2;

  private static final int MOST_WAITING = 100;
  private static final int RETRY_AFTER_SECONDS = 10;
  private static final int SECONDS_TO_STOP = 30;

  private final JobStore store;
  private final Clock clock;
  private final OperationsLog log;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().name("job-", 1).factory());
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private volatile boolean closing;

  private static final class Running {
    private volatile Future<?> future;
    private volatile boolean cancelled;
    private volatile Job job;
    private final Runnable abandoned;
    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    Running(Job job, Runnable abandoned) {
      this.job = job;
      this.abandoned = abandoned;
    }

    /** Lets go of what the job holds, once. */
    void letGo() {
      if (over.compareAndSet(false, true)) {
        try {
          abandoned.run();
        } finally {
          ended.countDown();
        }
      }
    }
  }

  public Jobs(StateDatabase state, Clock clock, OperationsLog log) {
    this.store = new JobStore(state);
    this.clock = clock;
    this.log = log;
    store.endUnfinished(
        "The server ended before this was done. Nothing is known of how far it came: look at the data source, and start it again.",
        clock.instant());
  }

  /** What a job does. */
  public interface Work {
    /**
     * Does it. An interrupt of the thread means that it is to end.
     *
     * @return details of the result, beside those of the beginning
     * @throws JobFailure when it fails; so do {@link HttpProblem} and {@link ClickHouseException}
     */
    Map<String, Object> run();
  }

  /**
   * Starts a job, or puts it behind those that run.
   *
   * @param subject the data source or the pipe that it is about
   * @param abandoned run when the job ends, whether its work began or not
   * @throws HttpProblem 429 when too many wait
   */
  public Job submit(
      Workspace workspace,
      Job.Kind kind,
      String subject,
      Map<String, Object> details,
      Work work,
      Runnable abandoned) {
    if (closing) {
      throw new HttpProblem(503, "The server is stopping.", Map.of());
    }
    if (running.size() >= MOST_WAITING) {
      throw HttpProblem.tooManyRequests(
          "Already " + MOST_WAITING + " jobs run or wait. Try again when some are done.",
          RETRY_AFTER_SECONDS,
          Map.of());
    }
    Instant now = Instant.ofEpochMilli(clock.millis());
    Job job =
        new Job(
            UUID.randomUUID().toString(),
            workspace.id(),
            kind,
            Job.Status.WAITING,
            subject,
            details,
            Optional.empty(),
            now,
            Optional.empty(),
            now);
    store.insert(job);
    tell(job);
    Running entry = new Running(job, abandoned);
    running.put(job.id(), entry);
    entry.future =
        workers.submit(() -> {
          try {
            perform(entry, workspace, work);
          } finally {
            running.remove(job.id());
            entry.letGo();
          }
        });
    return job;
  }

  /** A job by its id. */
  public Optional<Job> find(Workspace workspace, String id) {
    return store.find(workspace.id(), id);
  }

  /** The newest first. */
  public List<Job> list(Workspace workspace) {
    return store.list(workspace.id());
  }

  /** The job about a subject that waits or works. */
  public Optional<Job> unfinished(Workspace workspace, Job.Kind kind, String subject) {
    return running.values().stream()
        .map(entry -> entry.job)
        .filter(job -> job.workspaceId().equals(workspace.id()))
        .filter(job -> job.kind() == kind && job.subject().equals(subject))
        .findFirst();
  }

  /**
   * Waits for the end of a job, for so long.
   *
   * @return the job as it is then
   */
  public Job await(Workspace workspace, Job job, Duration patience) {
    Running entry = running.get(job.id());
    if (entry != null) {
      try {
        entry.ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return find(workspace, job.id()).orElse(job);
  }

  /**
   * Asks a job to end. One that is just storing its rows ends when that is done.
   *
   * @throws HttpProblem 404 when there is none of that id, 409 when it is over
   */
  public Job cancel(Workspace workspace, String id) {
    Job job =
        find(workspace, id)
            .orElseThrow(() -> HttpProblem.notFound("There is no job '" + id + "'."));
    Running entry = running.get(id);
    if (entry == null || job.status().over()) {
      throw HttpProblem.conflict("The job is " + job.status().word() + " and cannot be cancelled.");
    }
    entry.cancelled = true;
    Future<?> future = entry.future;
    if (future != null) {
      future.cancel(true);
    }
    if (job.status() == Job.Status.WAITING) {
      running.remove(id);
      entry.letGo();
      end(job, Job.Status.CANCELLED, job.details(), Optional.of("Cancelled."));
    }
    return find(workspace, id).orElse(job);
  }

  /** Cancels all jobs, and waits for a while for those that work. */
  @Override
  public void close() {
    closing = true;
    running
        .values()
        .forEach(entry -> {
          entry.cancelled = true;
          if (entry.job.status() == Job.Status.WAITING) {
            entry.letGo();
            end(
                entry.job,
                Job.Status.CANCELLED,
                entry.job.details(),
                Optional.of("The server was stopped."));
          }
        });
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        LOG.warn("jobs still run after {} s; the server stops all the same", SECONDS_TO_STOP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void perform(Running entry, Workspace workspace, Work work) {
    if (entry.cancelled) {
      return;
    }
    entry.job = entry.job.working(Instant.ofEpochMilli(clock.millis()));
    store.update(entry.job);
    tell(entry.job);
    try {
      Map<String, Object> result = new LinkedHashMap<>(entry.job.details());
      result.putAll(work.run());
      end(entry.job, Job.Status.DONE, result, Optional.empty());
    } catch (RuntimeException e) {
      Map<String, Object> result = new LinkedHashMap<>(entry.job.details());
      if (e instanceof JobFailure failure) {
        result.putAll(failure.details());
      }
      boolean cancelled = entry.cancelled;
      end(
          entry.job,
          cancelled ? Job.Status.CANCELLED : Job.Status.ERROR,
          result,
          Optional.of(
              cancelled
                  ? closing ? "The server was stopped." : "Cancelled."
                  : reason(e, workspace)));
    }
  }

  private static String reason(RuntimeException e, Workspace workspace) {
    return switch (e) {
      case JobFailure failure -> failure.getMessage();
      case HttpProblem problem -> problem.getMessage();
      case ClickHouseException answer -> ErrorText.of(answer, Set.of(workspace.database()));
      default -> {
        String reference = UUID.randomUUID().toString();
        LOG.error("a job failed, reference {}", reference, LoggableError.of(e));
        yield "Something went wrong inside the server; its log has the reason under "
            + reference
            + ".";
      }
    };
  }

  private void end(Job job, Job.Status as, Map<String, Object> details, Optional<String> why) {
    Job ended = job.ended(as, details, why, Instant.ofEpochMilli(clock.millis()));
    store.update(ended);
    tell(ended);
  }

  private void tell(Job job) {
    log.add(
        new JobState(
            job.workspaceId(),
            job.id(),
            job.kind().word(),
            job.status().word(),
            job.error(),
            text(job, "pipe_id"),
            text(job, "datasource_id"),
            job.createdAt(),
            job.startedAt(),
            job.updatedAt(),
            Map.of("subject", job.subject())));
  }

  private static Optional<String> text(Job job, String detail) {
    return Optional.ofNullable(job.details().get(detail)).map(Object::toString);
  }
}
