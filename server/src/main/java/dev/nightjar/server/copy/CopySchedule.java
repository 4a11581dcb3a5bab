package dev.nightjar.server.copy;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.NodeType;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.job.Job;
import dev.nightjar.server.job.JobEnds;
import dev.nightjar.server.job.Jobs;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.query.CircularPipesException;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs copy pipes by their schedules. Times that passed while the server was down, or while the
 * pipe was still being copied, come to one run.
 */
public final class CopySchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CopySchedule.class);

  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;

  private final Schedules schedules;
  private final Copies copies;
  private final Jobs jobs;
  private final LiveSets liveSets;
  private final Supplier<List<Workspace>> workspaces;
  private final Clock clock;

  /** The pipes of which the log knows why they wait for their run. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private final ScheduledExecutorService ticks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("copy-schedule").factory());

  public CopySchedule(
      StateDatabase state,
      Copies copies,
      Jobs jobs,
      LiveSets liveSets,
      Supplier<List<Workspace>> workspaces,
      Clock clock) {
    this.schedules = new Schedules(state);
    this.copies = copies;
    this.jobs = jobs;
    this.liveSets = liveSets;
    this.workspaces = workspaces;
    this.clock = clock;
  }

  /** Begins to look at the clock, each second. */
  public void start() {
    ticks.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  private void tick() {
    try {
      runDue();
    } catch (RuntimeException e) {
      LOG.error("copy pipes that are due could not be run; tried again", LoggableError.of(e));
    }
  }

  /** Begins the runs that are due now. */
  public void runDue() {
    for (Workspace workspace : workspaces.get()) {
      LiveSet live = liveSets.of(workspace);
      for (LiveResource resource : live.resources()) {
        if (resource.kind() == FileKind.PIPE) {
          runOrTell(workspace, live, resource);
        }
      }
    }
  }

  /** What keeps one pipe from its run keeps no other; it is tried again with the next look. */
  private void runOrTell(Workspace workspace, LiveSet live, LiveResource resource) {
    String id = resource.id();
    try {
      CopyPipe.find(live, resource).ifPresent(pipe -> runIfDue(workspace, pipe));
      told.remove(id);
    } catch (RuntimeException e) {
      if (told.add(id)) {
        LOG.error(
            "the copy pipe {} is due and could not be run; it is tried until it can",
            resource.name(),
            LoggableError.of(e));
      }
    }
  }

  private void runIfDue(Workspace workspace, CopyPipe pipe) {
    String name = pipe.resource().name();
    if (pipe.schedule().isEmpty() || jobs.unfinished(workspace, Job.Kind.COPY, name).isPresent()) {
      return;
    }
    Instant now = clock.instant();
    Schedules.Stored stored = settled(workspace, pipe, stored(workspace, pipe, now));
    boolean due =
        CronSchedule.parse(stored.schedule())
            .flatMap(cron -> cron.after(stored.keptUntil()))
            .filter(next -> !next.isAfter(now))
            .isPresent();
    if (due && !stored.paused()) {
      // before the run: a crash in between must not have it forgotten
      schedules.store(workspace.id(), name, stored.begun(now));
      run(workspace, pipe, stored);
    }
  }

  /** What will not be better by itself is a job that failed, so that it can be seen. */
  private void run(Workspace workspace, CopyPipe pipe, Schedules.Stored stored) {
    String name = pipe.resource().name();
    try {
      copies.run(workspace, pipe, Parameters.NONE, Optional.empty());
    } catch (HttpProblem e) {
      boolean stopped = Thread.currentThread().isInterrupted();
      if (stopped || e.status() == TOO_MANY || e.status() == CONFLICT || e.status() >= 500) {
        schedules.store(workspace.id(), name, stored.due());
        throw e;
      }
      copies.failed(workspace, pipe, e);
    } catch (UnavailableException | OutcomeUnknownException e) {
      schedules.store(workspace.id(), name, stored.due());
      throw e;
    } catch (ClickHouseException e) {
      if (Thread.currentThread().isInterrupted()) {
        schedules.store(workspace.id(), name, stored.due());
        throw e;
      }
      copies.failed(workspace, pipe, e);
    } catch (CircularPipesException e) {
      copies.failed(workspace, pipe, e);
    }
  }

  /**
   * Notes how a run ended that was begun before; a run that the server did not let end is due
   * again.
   */
  private Schedules.Stored settled(Workspace workspace, CopyPipe pipe, Schedules.Stored stored) {
    if (stored.begunAt().isEmpty()) {
      return stored;
    }
    Instant begun = stored.begunAt().get();
    String name = pipe.resource().name();
    Optional<Job> run =
        jobs.list(workspace).stream()
            .filter(job -> job.kind() == Job.Kind.COPY && job.subject().equals(name))
            .filter(job -> !job.createdAt().isBefore(begun))
            .reduce((newer, older) -> older);
    Schedules.Stored settled;
    if (run.isEmpty() || JobEnds.wasStopped(run.get())) {
      settled = stored.due();
    } else if (!JobEnds.wasCutOff(run.get())) {
      settled = stored.kept(begun);
    } else if (pipe.copy().mode() == NodeType.CopyMode.REPLACE) {
      LOG.warn("the copy pipe {} was being copied when the server ended; it is again", name);
      settled = stored.due();
    } else {
      LOG.error(
          "the copy pipe {} was being copied when the server ended. It is not copied again before its next time, since rows may have come in: look at {}.",
          name,
          pipe.target().name());
      settled = stored.kept(begun);
    }
    schedules.store(workspace.id(), name, settled);
    return settled;
  }

  /** What is stored; a schedule that is new or changed begins now, and is not paused. */
  private Schedules.Stored stored(Workspace workspace, CopyPipe pipe, Instant now) {
    String name = pipe.resource().name();
    String schedule = pipe.schedule().orElseThrow();
    Optional<Schedules.Stored> known =
        schedules.find(workspace.id(), name).filter(each -> each.schedule().equals(schedule));
    if (known.isPresent()) {
      return known.get();
    }
    Schedules.Stored fresh = Schedules.Stored.from(schedule, now);
    schedules.store(workspace.id(), name, fresh);
    return fresh;
  }

  /**
   * Stops or starts the runs of a pipe by its schedule; times that pass while it is paused are
   * skipped.
   *
   * @throws HttpProblem 400 when it has no schedule
   */
  public void pause(Workspace workspace, CopyPipe pipe, boolean paused) {
    if (pipe.schedule().isEmpty()) {
      throw HttpProblem.badRequest(
          "The pipe '" + pipe.resource().name() + "' has no schedule: it runs on demand.");
    }
    Instant now = clock.instant();
    Schedules.Stored stored = stored(workspace, pipe, now);
    schedules.store(workspace.id(), pipe.resource().name(), stored.pausedNow(paused, now));
  }

  /** Whether the runs of a pipe by its schedule are paused. */
  public boolean isPaused(Workspace workspace, String pipe) {
    return schedules.find(workspace.id(), pipe).filter(Schedules.Stored::paused).isPresent();
  }

  @Override
  public void close() {
    ticks.shutdownNow();
  }
}
