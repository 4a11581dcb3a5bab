package dev.nightjar.server.job;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.http.DiskTrouble;
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
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs, a few at a time, and keeps what became of them. A job that waits or works is cancelled
 * when the server stops; one that a crash cut off is an error after the next start.
 */
public final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  /** Fewer than the engine's writers: one that brings many rows in keeps one of them busy. */
  private static final int AT_A_TIME = 2;

  /** With a job's {@link Job#details()}: what its failure is as a status of HTTP. */
  private static final String FAILURE_STATUS = "error_status";

  private static final int MOST = 100;
  private static final int MOST_OF_A_WORKSPACE = 50;
  private static final String UNKNOWN =
      "How it ended could not be stored. Look at the data source, and start it again.";
  private static final int RETRY_AFTER_SECONDS = 10;
  private static final int SECONDS_TO_STOP = 30;

  private final JobStore store;
  private final Clock clock;
  private final OperationsLog log;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(AT_A_TIME, Thread.ofVirtual().name("job-", 1).factory());
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private volatile boolean closing;

  private enum Phase {
    WAITING,
    WORKING,
    CANCELLED
  }

  /** Whoever moves it on from {@code WAITING} also tells how it ends. */
  private static final class Running {
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final FutureTask<Boolean> task;
    private final Runnable abandoned;
    private volatile boolean cancelled;
    private volatile Job job;

    Running(Job job, Consumer<Running> work, Runnable abandoned) {
      this.job = job;
      this.task = new FutureTask<>(() -> work.accept(this), true);
      this.abandoned = abandoned;
    }

    boolean move(Phase to) {
      return phase.compareAndSet(Phase.WAITING, to);
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
    store.endUnfinished(JobEnds.CUT_OFF, clock.instant());
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
    requireRoom(workspace);
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
    Running entry = new Running(job, mine -> workOn(mine, workspace, work), abandoned);
    running.put(job.id(), entry);
    try {
      store.insert(job);
      tell(job);
      workers.execute(entry.task);
    } catch (RejectedExecutionException e) {
      running.remove(job.id());
      end(job, Job.Status.CANCELLED, job.details(), Optional.of(JobEnds.STOPPED));
      throw new HttpProblem(503, "The server is stopping.", Map.of());
    } catch (RuntimeException e) {
      running.remove(job.id());
      throw e;
    }
    return job;
  }

  private void requireRoom(Workspace workspace) {
    long mine =
        running.values().stream()
            .filter(entry -> entry.job.workspaceId().equals(workspace.id()))
            .count();
    if (mine >= MOST_OF_A_WORKSPACE) {
      throw tooMany(MOST_OF_A_WORKSPACE + " jobs of this workspace");
    }
    if (running.size() >= MOST) {
      throw tooMany(MOST + " jobs");
    }
  }

  private static HttpProblem tooMany(String jobs) {
    return HttpProblem.tooManyRequests(
        "Already " + jobs + " run or wait. Try again when some are done.",
        RETRY_AFTER_SECONDS,
        Map.of());
  }

  private void workOn(Running entry, Workspace workspace, Work work) {
    if (!entry.move(Phase.WORKING)) {
      return;
    }
    try {
      perform(entry, workspace, work);
    } catch (RuntimeException e) {
      // It is told as an error from now on, since nobody works on it.
      LOG.error(
          "what became of the job {} could not be stored", entry.job.id(), LoggableError.of(e));
    } finally {
      running.remove(entry.job.id());
      entry.letGo();
    }
  }

  /** A job by its id. */
  public Optional<Job> find(Workspace workspace, String id) {
    boolean runs = running.containsKey(id);
    return store.find(workspace.id(), id).map(job -> runs ? job : asNobodyWorksOnIt(job));
  }

  /**
   * The answer to whoever waited for a job that did not succeed: its own status where the request
   * is not to blame.
   */
  public static HttpProblem failure(Job job, String otherwise) {
    int status =
        job.details().get(FAILURE_STATUS) instanceof Number number ? number.intValue() : 400;
    return new HttpProblem(status, job.error().orElse(otherwise), Map.of());
  }

  /** The newest first. */
  public List<Job> list(Workspace workspace) {
    Set<String> before = Set.copyOf(running.keySet());
    return store.list(workspace.id()).stream()
        .map(job ->
            before.contains(job.id()) || running.containsKey(job.id())
                ? job
                : asNobodyWorksOnIt(job))
        .toList();
  }

  private static Job asNobodyWorksOnIt(Job job) {
    return job.status().over()
        ? job
        : job.ended(Job.Status.ERROR, job.details(), Optional.of(UNKNOWN), job.updatedAt());
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
    if (entry.move(Phase.CANCELLED)) {
      cancelWaiting(entry, "Cancelled.");
    } else {
      entry.task.cancel(true);
    }
    return find(workspace, id).orElse(job);
  }

  private void cancelWaiting(Running entry, String why) {
    try {
      end(entry.job, Job.Status.CANCELLED, entry.job.details(), Optional.of(why));
    } finally {
      running.remove(entry.job.id());
      entry.letGo();
    }
  }

  /** Cancels all jobs, and waits for a while for those that work. */
  @Override
  public void close() {
    closing = true;
    running.values().forEach(entry -> entry.cancelled = true);
    workers.shutdownNow();
    running.values().stream()
        .filter(entry -> entry.move(Phase.CANCELLED))
        .forEach(entry -> cancelWaiting(entry, JobEnds.STOPPED));
    try {
      if (!workers.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        LOG.warn("jobs still run after {} s; the server stops all the same", SECONDS_TO_STOP);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void perform(Running entry, Workspace workspace, Work work) {
    Map<String, Object> result = new LinkedHashMap<>(entry.job.details());
    try {
      entry.job = entry.job.working(Instant.ofEpochMilli(clock.millis()));
      store.update(entry.job);
      tell(entry.job);
      result.putAll(work.run());
    } catch (RuntimeException e) {
      if (e instanceof JobFailure failure) {
        result.putAll(failure.details());
      }
      if (entry.cancelled) {
        String why = JobEnds.cancelled(closing, e);
        if (why.equals(JobEnds.CUT_OFF)) {
          LOG.error("a job failed while the server stopped", LoggableError.of(e));
        }
        end(entry.job, Job.Status.CANCELLED, result, Optional.of(why));
      } else {
        result.put(FAILURE_STATUS, status(e));
        end(entry.job, Job.Status.ERROR, result, Optional.of(reason(e, workspace)));
      }
      return;
    } catch (Error e) {
      LOG.error("a job failed", LoggableError.of(e));
      end(
          entry.job,
          Job.Status.ERROR,
          result,
          Optional.of("The server ran out of what it needs for this; its log has the reason."));
      throw e;
    }
    end(entry.job, Job.Status.DONE, result, Optional.empty());
  }

  private static int status(RuntimeException failure) {
    Throwable cause = failure instanceof JobFailure wrapped ? wrapped.getCause() : failure;
    if (cause instanceof HttpProblem problem) {
      return problem.status();
    }
    return cause == null ? 400 : DiskTrouble.of(cause).map(HttpProblem::status).orElse(400);
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
